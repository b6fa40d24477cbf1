// A ledger whose process is killed at any moment, and one whose disk forgets what was not synced.
//
//   ledger_crash_test [--kills N] [--power-losses N] [--seed N]
//
// With --write DIRECTORY FIRST it is the process that is killed: it writes to the ledger in
// DIRECTORY and tells, on its standard output, what was acknowledged.
#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/crash/crash_main.h"
#include "tests/crash/verifier.h"
#include "tests/crash/workload.h"
#include "tests/crash/writer_process.h"
#include "tests/testing/rocksdb_lossy_file_system.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::crash {
namespace {

CrashArguments& Given() {
  static CrashArguments arguments;
  return arguments;
}

// Crashes of one data directory: then it has grown enough.
constexpr int kCrashesEach = 10;
// Numbers of writes between two crashes.
constexpr int64_t kNumbersEach = 10'000'000;

std::vector<Ack> Parsed(const std::vector<std::string>& lines) {
  std::vector<Ack> acks;
  for (const std::string& line : lines) {
    const auto ack = ParseAck(line);
    EXPECT_TRUE(ack.has_value()) << line;
    if (ack.has_value()) acks.push_back(*ack);
  }
  return acks;
}

TEST(LedgerCrash, ByAKillAtAnyMomentLosesNothingAcknowledged) {
  std::mt19937 random(static_cast<uint32_t>(Given().seed));
  std::unique_ptr<TempDir> directory;
  std::unique_ptr<Verifier> verifier;
  std::map<WriteName::Kind, int> acknowledged;
  for (int crash = 0; crash < Given().kills && !HasFailure(); ++crash) {
    SCOPED_TRACE(absl::StrCat("--seed ", Given().seed, ", kill ", crash + 1));
    if (crash % kCrashesEach == 0) {
      directory = std::make_unique<TempDir>();
      verifier = std::make_unique<Verifier>();
    }
    std::vector<Ack> acks;
    {
      WriterProcess writer(directory->path(), crash * kNumbersEach);
      // While it opens, or after some writes and a moment more.
      if (random() % 8 != 0) {
        ASSERT_TRUE(writer.AwaitAcks(1 + random() % 400, std::chrono::seconds(30)));
      }
      EXPECT_FALSE(writer.AwaitAcks(SIZE_MAX, std::chrono::microseconds(random() % 30'000)));
      acks = Parsed(writer.Kill());
    }
    for (const Ack& ack : acks) ++acknowledged[ack.write.kind];
    const auto ledger = OpenLedger(directory->path());
    ASSERT_THAT(ledger, IsOk());
    verifier->Verify(**ledger, acks);
    if (crash % 5 == 4) Verifier::CheckWhole(**ledger);
  }
  for (const auto& [kind, count] : acknowledged) {
    std::cout << count << " acknowledged writes of kind " << static_cast<int>(kind) << "\n";
  }
}

TEST(LedgerCrash, ByALossOfPowerLosesNothingAcknowledged) {
  std::mt19937 random(static_cast<uint32_t>(Given().seed));
  std::unique_ptr<RocksDbLossyFileSystem> disk;
  std::unique_ptr<TempDir> directory;
  std::unique_ptr<Verifier> verifier;
  size_t acknowledged = 0;
  for (int crash = 0; crash < Given().power_losses && !HasFailure(); ++crash) {
    SCOPED_TRACE(absl::StrCat("--seed ", Given().seed, ", loss of power ", crash + 1));
    if (crash % kCrashesEach == 0) {
      directory = std::make_unique<TempDir>();
      disk = std::make_unique<RocksDbLossyFileSystem>();
      verifier = std::make_unique<Verifier>();
    }
    RocksDbOptions options;
    options.env = disk->env();
    std::vector<Ack> acks;
    {
      auto ledger = OpenLedger(directory->path(), options);
      ASSERT_THAT(ledger, IsOk());
      disk->FreezeAfter(random() % 2'000);
      std::mutex mutex;
      // The writers end when the disk takes no more writes.
      RunWorkload(**ledger, crash * kNumbersEach, /*stop=*/false, [&](const Ack& ack) {
        const std::lock_guard lock(mutex);
        acks.push_back(ack);
      });
    }
    acknowledged += acks.size();
    if (random() % 2 == 0) {
      disk->DropUnsynced();
    } else {
      disk->DropSomeUnsynced(static_cast<uint32_t>(random()));
    }
    const auto ledger = OpenLedger(directory->path(), options);
    ASSERT_THAT(ledger, IsOk());
    verifier->Verify(**ledger, acks);
    if (crash % 5 == 4) Verifier::CheckWhole(**ledger);
  }
  std::cout << acknowledged << " acknowledged writes\n";
}

// What the process that is killed does.
int Write(const std::string& directory, int64_t first) {
  const auto ledger = OpenLedger(directory);
  if (!ledger.ok()) {
    std::cerr << ledger.status() << "\n";
    return 1;
  }
  RunWorkload(**ledger, first, /*stop=*/false, [](const Ack& ack) { TellAck(FormatAck(ack)); });
  return 1;
}

}  // namespace
}  // namespace tertial::crash

int main(int argc, char** argv) {
  return tertial::crash::CrashMain(argc, argv, tertial::crash::Given(), tertial::crash::Write);
}
