// A store in whose files a byte has changed, or one of whose files is gone: the caller is told
// DATA_LOSS, the operator which file it is, and nothing is dropped silently.
#include "common/store/rocksdb_damage.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;
using rocksdb_internal::FileNamedIn;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kRows = 200;

auto IsDamaged() { return HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED); }

std::string KeyOf(int row) { return absl::StrCat("key", row); }
std::string ValueOf(int row) { return absl::StrCat(row, std::string(500, 'v'), row); }
bool AskAll() { return true; }

std::string ReadFile(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}
void WriteFile(const std::string& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

// The files of a store as a crash leaves them: rows in a data file, others in the log alone.
class DamagedStore : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = OpenRocksDbStore(PathIn("live"));
    ASSERT_THAT(store, IsOk());
    Put(**store, 0, kRows / 2);
    // Writes out what memory holds.
    ASSERT_THAT((*store)->Expunge({"a", "z"}), IsOk());
    Put(**store, kRows / 2, kRows);
    fs::copy(PathIn("live"), PathIn("crashed"), fs::copy_options::recursive);
    fs::remove(PathIn("crashed/LOCK"));
  }

  static void Put(KeyValueStore& store, int begin, int end) {
    for (int row = begin; row < end; ++row) {
      WriteBatch batch;
      batch.Put(KeyOf(row), ValueOf(row));
      ASSERT_THAT(store.Write(batch), IsOk());
    }
  }
  std::string PathIn(absl::string_view name) const {
    return absl::StrCat(directory_.path(), "/", name);
  }
  // A copy of the files for one damage.
  std::string Copy() {
    const std::string copy = PathIn(absl::StrCat("copy", ++copies_));
    fs::copy(PathIn("crashed"), copy, fs::copy_options::recursive);
    return copy;
  }
  // The one file in `directory` that is not empty and whose name begins and ends so.
  static std::string FileOf(const std::string& directory, absl::string_view prefix,
                            absl::string_view suffix) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(directory)) {
      const std::string name = entry.path().filename().string();
      if (absl::StartsWith(name, prefix) && absl::EndsWith(name, suffix) && entry.file_size() > 0) {
        found.push_back(name);
      }
    }
    EXPECT_EQ(found.size(), 1u) << prefix << suffix;
    return found.empty() ? "" : found.front();
  }
  static void FlipByte(const std::string& file, size_t offset) {
    std::string bytes = ReadFile(file);
    ASSERT_LT(offset, bytes.size());
    bytes[offset] = static_cast<char>(~bytes[offset]);
    WriteFile(file, bytes);
  }
  // Of the rows of a store, those that can be read; every other is told as damaged.
  static int RowsReadFrom(KeyValueStore& store) {
    int read = 0;
    for (int row = 0; row < kRows; ++row) {
      const auto value = store.Get(KeyOf(row));
      if (value.ok()) {
        EXPECT_EQ(*value, std::optional<std::string>(ValueOf(row)));
        ++read;
      } else {
        EXPECT_THAT(value, IsDamaged());
      }
    }
    return read;
  }

  const TempDir directory_;
  int copies_ = 0;
};

TEST(FileNamedIn, FindsTheNameOfTheFirstFileOfADatabase) {
  EXPECT_EQ(FileNamedIn("block checksum mismatch in /a/b.c/000012.sst offset 4 size 9 in file "
                        "/a/MANIFEST-000010"),
            "000012.sst");
  EXPECT_EQ(FileNamedIn("Corruption: checksum mismatch in file /x/MANIFEST-000010"),
            "MANIFEST-000010");
  EXPECT_EQ(FileNamedIn("Corruption: CURRENT file corrupted"), "CURRENT");
  EXPECT_EQ(FileNamedIn("to be an sstable/tmp/000009.sst"), "000009.sst");
  EXPECT_EQ(FileNamedIn("While open a file: /x/000009.ldb: No such file"), "000009.sst");
  EXPECT_EQ(FileNamedIn("/x/000007.log: dropping 5 bytes"), "000007.log");
  EXPECT_EQ(FileNamedIn("checksum mismatch in /x.sst/y.log/z"), "");
  EXPECT_EQ(FileNamedIn(""), "");
}

TEST_F(DamagedStore, IsWholeWithoutDamage) {
  const auto store = OpenRocksDbStore(Copy());
  ASSERT_THAT(store, IsOk());
  EXPECT_EQ(RowsReadFrom(**store), kRows);
  EXPECT_THAT((*store)->FindDamagedFiles(AskAll), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT((*store)->Health(), IsOk());
}

TEST_F(DamagedStore, TellsAByteOfADataFileToWhoeverReadsIt) {
  const std::string copy = Copy();
  const std::string file = FileOf(copy, "", ".sst");
  FlipByte(absl::StrCat(copy, "/", file), 100);
  const auto store = OpenRocksDbStore(copy);
  ASSERT_THAT(store, IsOk());
  EXPECT_THAT((*store)->Health(), IsOk()) << "nobody has met it";
  const auto value = (*store)->Get(KeyOf(0));
  EXPECT_THAT(value, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(value, IsDamaged());
  EXPECT_THAT(value, MessageNames(file)) << "for the log";
  EXPECT_THAT((*store)->Snapshot()->MultiGet(std::vector<std::string>{KeyOf(0)}), IsDamaged());
  EXPECT_THAT((*store)->Snapshot()->Scan({}, ScanDirection::kForward,
                                         [](absl::string_view, absl::string_view) { return true; }),
              IsDamaged());
  EXPECT_GE(RowsReadFrom(**store), kRows / 2) << "the others are sound";
  // From then on, whatever is read.
  EXPECT_THAT((*store)->Get(KeyOf(kRows - 1)), IsOk());
  EXPECT_THAT((*store)->Health(), IsDamaged());
}

TEST_F(DamagedStore, NamesTheDataFileWhereverTheByteIs) {
  const size_t size =
      fs::file_size(PathIn("crashed") + "/" + FileOf(PathIn("crashed"), "", ".sst"));
  int found = 0;
  int refused = 0;
  // The last bytes are the mark of the format and unused places beside it.
  for (size_t offset = 0; offset + 60 < size; offset += size / 40) {
    SCOPED_TRACE(offset);
    const std::string copy = Copy();
    const std::string file = FileOf(copy, "", ".sst");
    FlipByte(absl::StrCat(copy, "/", file), offset);
    const auto store = OpenRocksDbStore(copy);
    if (store.ok()) {
      EXPECT_THAT((*store)->FindDamagedFiles(AskAll), IsOkAndHolds(ElementsAre(file)));
      EXPECT_THAT((*store)->Health(), IsDamaged()) << "found is met";
      ++found;
    } else {
      EXPECT_THAT(store, IsDamaged());
      EXPECT_THAT(store, MessageNames(file));
      ++refused;
    }
  }
  EXPECT_GT(found, 10);
  EXPECT_GT(refused, 0) << "what tells of the blocks is read when the store is opened";
}

TEST_F(DamagedStore, IsNotSearchedFurtherThanIsAskedFor) {
  const std::string copy = Copy();
  FlipByte(absl::StrCat(copy, "/", FileOf(copy, "", ".sst")), 100);
  const auto store = OpenRocksDbStore(copy);
  ASSERT_THAT(store, IsOk());
  EXPECT_THAT((*store)->FindDamagedFiles([] { return false; }), IsOkAndHolds(IsEmpty()));
}

// A backup of a damaged store was a good one, until it was restored.
TEST_F(DamagedStore, IsNotBackedUp) {
  const std::string copy = Copy();
  const std::string file = FileOf(copy, "", ".sst");
  FlipByte(absl::StrCat(copy, "/", file), 100);
  const auto store = OpenRocksDbStore(copy);
  ASSERT_THAT(store, IsOk());
  const absl::Status backed_up = (*store)->Backup(PathIn("backup"));
  EXPECT_THAT(backed_up, IsDamaged());
  EXPECT_THAT(backed_up, MessageNames(file));
  EXPECT_THAT((*store)->Health(), IsDamaged());
  EXPECT_TRUE(fs::is_empty(PathIn("backup")));
}

// With RocksDB's default recovery mode everything from the damaged record on would be dropped, and
// the store would open as if it had never been written.
TEST_F(DamagedStore, IsNotOpenedWithoutTheAcknowledgedWritesOfItsLog) {
  const size_t size =
      fs::file_size(PathIn("crashed") + "/" + FileOf(PathIn("crashed"), "", ".log"));
  for (size_t offset = 10; offset < size; offset += size / 40) {
    SCOPED_TRACE(offset);
    const std::string copy = Copy();
    const std::string file = FileOf(copy, "", ".log");
    FlipByte(absl::StrCat(copy, "/", file), offset);
    const auto store = OpenRocksDbStore(copy);
    EXPECT_THAT(store, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(store, MessageNames(file));
    EXPECT_THAT(store, MessageNames(copy));
  }
}

TEST_F(DamagedStore, IsNotOpenedWithADamagedListOfFiles) {
  for (const size_t offset : {size_t{2}, size_t{20}, size_t{60}}) {
    SCOPED_TRACE(offset);
    const std::string copy = Copy();
    const std::string file = FileOf(copy, "MANIFEST-", "");
    FlipByte(absl::StrCat(copy, "/", file), offset);
    EXPECT_THAT(OpenRocksDbStore(copy), IsDamaged());
    EXPECT_THAT(OpenRocksDbStore(copy), MessageNames(file));
  }
  for (size_t offset = 0; offset < fs::file_size(PathIn("crashed/CURRENT")); ++offset) {
    SCOPED_TRACE(offset);
    const std::string copy = Copy();
    FlipByte(copy + "/CURRENT", offset);
    EXPECT_THAT(OpenRocksDbStore(copy), IsDamaged());
    EXPECT_THAT(OpenRocksDbStore(copy), MessageNames("CURRENT"));
  }
}

// RocksDB made a new database in its place, and removed the data files of the old one.
TEST_F(DamagedStore, IsNotBegunAnewWhenItsFilesAreThereAndCurrentIsNot) {
  const std::string copy = Copy();
  fs::remove(copy + "/CURRENT");
  for (int attempt = 0; attempt < 2; ++attempt) {
    EXPECT_THAT(OpenRocksDbStore(copy), IsDamaged());
    EXPECT_THAT(OpenRocksDbStore(copy), MessageNames("CURRENT"));
  }
  EXPECT_EQ(ReadFile(copy + "/" + FileOf(copy, "", ".sst")),
            ReadFile(PathIn("crashed") + "/" + FileOf(PathIn("crashed"), "", ".sst")));
}

TEST_F(DamagedStore, IsNotOpenedWithoutADataFileOrTheListOfFiles) {
  for (const std::string& file :
       {FileOf(PathIn("crashed"), "", ".sst"), FileOf(PathIn("crashed"), "MANIFEST-", "")}) {
    const std::string copy = Copy();
    fs::remove(absl::StrCat(copy, "/", file));
    const auto store = OpenRocksDbStore(copy);
    EXPECT_THAT(store, Not(IsOk()));
    EXPECT_THAT(store, MessageNames(file));
  }
}

// The list of files is made first; a crash then leaves nothing that could be lost.
TEST_F(DamagedStore, IsMadeWhereACrashLeftOnlyAListOfFiles) {
  fs::create_directories(PathIn("new"));
  fs::copy(PathIn("crashed") + "/" + FileOf(PathIn("crashed"), "MANIFEST-", ""),
           PathIn("new/MANIFEST-000001"));
  const auto store = OpenRocksDbStore(PathIn("new"));
  ASSERT_THAT(store, IsOk());
  EXPECT_THAT((*store)->Get(KeyOf(0)), IsOkAndHolds(std::optional<std::string>()));
}

}  // namespace
}  // namespace tertial
