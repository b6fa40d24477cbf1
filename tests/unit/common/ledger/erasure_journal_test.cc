#include "common/ledger/erasure_journal.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Erasure Entry(int64_t revision) {
  Erasure erasure;
  erasure.set_store_id("store");
  erasure.set_revision(revision);
  erasure.set_pk(std::string("a\0\n b", 5));
  return erasure;
}

class Journal : public ::testing::Test {
 protected:
  void Append(int64_t revision) {
    const auto journal = ErasureJournal::Open(file_);
    ASSERT_THAT(journal, IsOk());
    ASSERT_THAT((*journal)->Append(Entry(revision)), IsOk());
  }
  std::vector<int64_t> Revisions() {
    const auto erasures = ReadErasureJournal(file_);
    EXPECT_THAT(erasures, IsOk());
    std::vector<int64_t> revisions;
    for (const Erasure& erasure : *erasures) {
      EXPECT_EQ(erasure.SerializeAsString(), Entry(erasure.revision()).SerializeAsString());
      revisions.push_back(erasure.revision());
    }
    return revisions;
  }
  std::string Read() {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void Write(const std::string& bytes) { directory_.Write("journal", bytes); }

  const TempDir directory_;
  const std::string file_ = directory_.path() + "/journal";
};

TEST_F(Journal, GivesBackWhatWasAppendedInOrder) {
  EXPECT_THAT(ReadErasureJournal(file_), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(ErasureJournal::Open(file_), IsOk());
  EXPECT_THAT(Revisions(), IsEmpty());
  for (int64_t revision = 1; revision <= 3; ++revision) Append(revision);
  EXPECT_THAT(Revisions(), ElementsAre(1, 2, 3));
}

TEST_F(Journal, HasGoldenBytes) {
  Append(7);
  // The checksum was computed with Python's zlib.crc32 over the base64.
  EXPECT_EQ(Read(), "CgVzdG9yZRgHQgVhAAogYg== 3910acde\n");
}

TEST_F(Journal, LeavesOutALastLineThatWasCutOff) {
  Append(1);
  Append(2);
  const std::string whole = Read();
  const size_t first = whole.find('\n') + 1;
  for (size_t size = first; size < whole.size(); ++size) {
    Write(whole.substr(0, size));
    EXPECT_THAT(Revisions(), ElementsAre(1)) << size;
  }
}

// The next line went on behind the one that was cut off: both were lost, and no later restore could
// read the journal.
TEST_F(Journal, TakesALastLineThatWasCutOffAwayBeforeItGoesOn) {
  Append(1);
  Append(2);
  const std::string whole = Read();
  for (size_t size = 0; size < whole.size(); ++size) {
    Write(whole.substr(0, size));
    Append(3);
    const bool first = size > whole.find('\n');
    EXPECT_EQ(Revisions(), first ? std::vector<int64_t>({1, 3}) : std::vector<int64_t>({3}))
        << size;
  }
}

TEST_F(Journal, NamesADamagedLine) {
  for (int64_t revision = 1; revision <= 3; ++revision) Append(revision);
  const std::string whole = Read();
  const size_t line = whole.size() / 3;
  for (size_t i = line; i + 1 < 2 * line; ++i) {
    std::string damaged = whole;
    damaged[i] = damaged[i] == 'x' ? 'y' : 'x';
    Write(damaged);
    const auto erasures = ReadErasureJournal(file_);
    EXPECT_THAT(erasures, StatusIs(absl::StatusCode::kDataLoss)) << i;
    EXPECT_THAT(erasures, MessageNames("line 2 "));
  }
  Write(absl::StrCat(whole, "\n"));
  EXPECT_THAT(ReadErasureJournal(file_), MessageNames("line 4 "));
}

TEST_F(Journal, TakesTheLinesOfManyThreads) {
  const auto journal = ErasureJournal::Open(file_);
  ASSERT_THAT(journal, IsOk());
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 10; ++i) EXPECT_THAT((*journal)->Append(Entry(thread)), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Revisions(), SizeIs(80));
}

TEST_F(Journal, IsRefusedWhenItCannotBeWritten) {
  EXPECT_THAT(ErasureJournal::Open(directory_.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ErasureJournal::Open(directory_.path() + "/absent/journal"), MessageNames("absent"));
}

TEST_F(Journal, ReportsALineThatCannotBeWritten) {
  const auto journal = ErasureJournal::Open("/dev/full");
  ASSERT_THAT(journal, IsOk());
  EXPECT_THAT((*journal)->Append(Entry(1)), HasReason(common::v1::ERROR_REASON_STORE_FULL));
  EXPECT_THAT((*journal)->Append(Entry(1)), HasReason(common::v1::ERROR_REASON_STORE_FULL));
}

}  // namespace
}  // namespace tertial
