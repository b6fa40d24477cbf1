// Registers whose process is killed at any moment, and on a disk that forgets what was not synced.
//
//   register_crash_test [--kills N] [--power-losses N] [--seed N]
//
// With --write DIRECTORY FIRST it is the process that is killed: it makes the changes after the
// first ones of the register in DIRECTORY, and tells, on its standard output, which were
// acknowledged.
#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/crash/crash_main.h"
#include "tests/crash/register_verifier.h"
#include "tests/crash/register_workload.h"
#include "tests/crash/writer_process.h"
#include "tests/testing/faulty_store.h"
#include "tests/testing/memory_store.h"
#include "tests/testing/rocksdb_lossy_file_system.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::crash {
namespace {

CrashArguments& Given() {
  static CrashArguments arguments{.kills = 5, .power_losses = 6};
  return arguments;
}

// Crashes of one data directory: then it has grown enough.
constexpr int kCrashesEach = 10;

// Which changes were under way.
using Broken = std::map<RegisterChange, int>;
void Tell(const Broken& broken) {
  for (const auto& [kind, count] : broken) {
    std::cout << count << " crashes in a change of kind " << static_cast<int>(kind) << "\n";
  }
}

TEST(RegisterCrash, ByAKillLeavesARegisterAsAChangeLeftIt) {
  std::mt19937 random(static_cast<uint32_t>(Given().seed));
  std::unique_ptr<TempDir> directory;
  int64_t made = 0;
  Broken broken;
  for (int crash = 0; crash < Given().kills && !HasFailure(); ++crash) {
    SCOPED_TRACE(absl::StrCat("--seed ", Given().seed, ", kill ", crash + 1));
    if (crash % kCrashesEach == 0) {
      directory = std::make_unique<TempDir>();
      made = 0;
    }
    std::vector<std::string> acks;
    {
      WriterProcess writer(directory->path(), made);
      // While it opens, or after some changes and a moment more.
      if (random() % 8 != 0) {
        ASSERT_TRUE(writer.AwaitAcks(1 + random() % 6, std::chrono::seconds(30)));
      }
      const auto most = random() % 4 == 0 ? 500'000 : 20'000;
      EXPECT_FALSE(writer.AwaitAcks(SIZE_MAX, std::chrono::microseconds(random() % most)));
      acks = writer.Kill();
    }
    if (!acks.empty()) ASSERT_TRUE(absl::SimpleAtoi(acks.back(), &made));
    ++broken[KindOf(made + 1)];
    const auto service = RegisterService::Open(directory->path(), made + 1);
    ASSERT_THAT(service, IsOk());
    made = RepeatUnderWay(**service, made,
                          VerifyRegister(**service, directory->path() + "/data", made));
  }
  Tell(broken);
}

TEST(RegisterCrash, ByALossOfPowerLeavesARegisterAsAChangeLeftIt) {
  std::mt19937 random(static_cast<uint32_t>(Given().seed));
  std::unique_ptr<RocksDbLossyFileSystem> disk;
  std::unique_ptr<TempDir> directory;
  int64_t made = 0;
  Broken broken;
  for (int crash = 0; crash < Given().power_losses && !HasFailure(); ++crash) {
    SCOPED_TRACE(absl::StrCat("--seed ", Given().seed, ", loss of power ", crash + 1));
    if (crash % kCrashesEach == 0) {
      directory = std::make_unique<TempDir>();
      disk = std::make_unique<RocksDbLossyFileSystem>();
      made = 0;
    }
    RocksDbOptions options;
    options.env = disk->env();
    {
      const auto service = RegisterService::Open(directory->path(), made, options);
      ASSERT_THAT(service, IsOk());
      disk->FreezeAfter(random() % 500);
      // Changes end when the disk takes no more writes.
      RegisterModel model = ModelAfter(made);
      while ((*service)->Make(model).ok()) model.MakeNext();
      made = model.made;
    }
    ++broken[KindOf(made + 1)];
    if (random() % 2 == 0) {
      disk->DropUnsynced();
    } else {
      disk->DropSomeUnsynced(static_cast<uint32_t>(random()));
    }
    const auto service = RegisterService::Open(directory->path(), made + 1, options);
    ASSERT_THAT(service, IsOk());
    made = RepeatUnderWay(**service, made,
                          VerifyRegister(**service, directory->path() + "/data", made));
  }
  Tell(broken);
}

// A crash between two certain writes comes seldom by chance.
TEST(RegisterCrash, AtAnyWriteLeavesARegisterAsAChangeLeftIt) {
  const TempDir journal;
  StoreContent content;
  int64_t made = 0;
  bool all_made = false;
  for (int write = 1; !all_made && !HasFailure(); ++write) {
    ASSERT_LT(write, 30);
    all_made = true;
    for (int64_t i = 0; i < kRegisterCycle; ++i) {
      SCOPED_TRACE(absl::StrCat("write ", write, " of change ", made + 1));
      const RegisterModel model = ModelAfter(made);
      bool is_acknowledged = false;
      {
        const auto faults = std::make_shared<StoreFaults>();
        auto memory = std::make_unique<MemoryStore>(std::move(content));
        const MemoryStore& store = *memory;
        const auto service = RegisterService::Open(
            journal.path(), made, std::make_unique<FaultyStore>(std::move(memory), faults));
        ASSERT_THAT(service, IsOk());
        faults->FailWritesFrom(write);
        is_acknowledged = (*service)->Make(model).ok();
        all_made = all_made && faults->failed_writes() == 0;
        content = store.content();
      }
      auto memory = std::make_unique<MemoryStore>(std::move(content));
      const MemoryStore& store = *memory;
      const auto service = RegisterService::Open(journal.path(), made + 1, std::move(memory));
      ASSERT_THAT(service, IsOk());
      if (is_acknowledged) {
        EXPECT_EQ(VerifyRegister(**service, "", made + 1), made + 1);
      } else if (RepeatUnderWay(**service, made, VerifyRegister(**service, "", made)) == made) {
        EXPECT_THAT((*service)->Make(model), IsOk());
      }
      ++made;
      content = store.content();
    }
  }
}

// What the process that is killed does.
int Write(const std::string& directory, int64_t made) {
  const auto service = RegisterService::Open(directory, made);
  absl::Status status = service.status();
  for (RegisterModel model = ModelAfter(made); status.ok(); model.MakeNext()) {
    status = (*service)->Make(model);
    if (status.ok()) TellAck(absl::StrCat(model.made + 1, "\n"));
  }
  std::cerr << status << "\n";
  return 1;
}

}  // namespace
}  // namespace tertial::crash

int main(int argc, char** argv) {
  return tertial::crash::CrashMain(argc, argv, tertial::crash::Given(), tertial::crash::Write);
}
