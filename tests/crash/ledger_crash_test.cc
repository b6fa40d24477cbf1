// A ledger whose process is killed at any moment, and one whose disk forgets what was not synced.
//
//   ledger_crash_test [--kills N] [--power-losses N] [--seed N]
//
// With --write DIRECTORY FIRST it is the process that is killed: it writes to the ledger in
// DIRECTORY and tells, on its standard output, what was acknowledged.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/crash/verifier.h"
#include "tests/crash/workload.h"
#include "tests/testing/rocksdb_lossy_file_system.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial::crash {
namespace {

struct Arguments {
  int kills = 10;
  int power_losses = 10;
  int seed = 1;
};
Arguments& Given() {
  static Arguments arguments;
  return arguments;
}

// Crashes of one data directory: then it has grown enough.
constexpr int kCrashesEach = 10;
// Numbers of writes between two crashes.
constexpr int64_t kNumbersEach = 10'000'000;

// The process that writes, which is killed.
class WriterProcess {
 public:
  WriterProcess(const std::string& directory, int64_t first) {
    int pipe_ends[2];
    EXPECT_EQ(pipe2(pipe_ends, O_CLOEXEC), 0);
    out_ = pipe_ends[0];
    const std::string number = absl::StrCat(first);
    pid_ = fork();
    if (pid_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      dup2(pipe_ends[1], STDOUT_FILENO);
      execl("/proc/self/exe", "ledger_crash_test", "--write", directory.c_str(), number.c_str(),
            static_cast<char*>(nullptr));
      _exit(127);
    }
    EXPECT_GT(pid_, 0);
    close(pipe_ends[1]);
    reader_ = std::thread([this] { Read(); });
  }
  ~WriterProcess() {
    if (reader_.joinable()) Kill();
    close(out_);
  }
  WriterProcess(const WriterProcess&) = delete;
  WriterProcess& operator=(const WriterProcess&) = delete;

  // Waits until so many writes were acknowledged, and for `patience` at most. False when that is
  // not enough, or the process has ended.
  bool AwaitAcks(size_t count, std::chrono::microseconds patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [&] { return ended_ || acks_.size() >= count; }) &&
           acks_.size() >= count;
  }

  // Returns what was acknowledged.
  std::vector<Ack> Kill() {
    kill(pid_, SIGKILL);
    int status = 0;
    EXPECT_EQ(waitpid(pid_, &status, 0), pid_);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself: " << status;
    reader_.join();
    return std::move(acks_);
  }

 private:
  void Read() {
    std::string rest;
    char bytes[4'096];
    for (ssize_t size = 0; (size = read(out_, bytes, sizeof(bytes))) > 0;) {
      rest.append(bytes, static_cast<size_t>(size));
      const std::lock_guard lock(mutex_);
      for (size_t end = 0; (end = rest.find('\n')) != std::string::npos;) {
        const auto ack = ParseAck(rest.substr(0, end));
        EXPECT_TRUE(ack.has_value()) << rest.substr(0, end);
        if (ack.has_value()) acks_.push_back(*ack);
        rest.erase(0, end + 1);
      }
      changed_.notify_all();
    }
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  int out_ = -1;
  pid_t pid_ = -1;
  std::thread reader_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Ack> acks_;
  bool ended_ = false;
};

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
      acks = writer.Kill();
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
  RunWorkload(**ledger, first, /*stop=*/false, [](const Ack& ack) {
    // Short enough to be written as a whole, whatever the other threads write.
    const std::string line = FormatAck(ack);
    if (write(STDOUT_FILENO, line.data(), line.size()) < 0) _exit(1);
  });
  return 1;
}

}  // namespace
}  // namespace tertial::crash

int main(int argc, char** argv) {
  int64_t first = 0;
  if (argc == 4 && absl::string_view(argv[1]) == "--write" && absl::SimpleAtoi(argv[3], &first)) {
    return tertial::crash::Write(argv[2], first);
  }
  ::testing::InitGoogleTest(&argc, argv);
  tertial::crash::Arguments& given = tertial::crash::Given();
  const std::map<std::string, int*> flags = {
      {"--kills", &given.kills}, {"--power-losses", &given.power_losses}, {"--seed", &given.seed}};
  for (int i = 1; i < argc; i += 2) {
    const auto flag = flags.find(argv[i]);
    if (flag == flags.end() || i + 1 == argc || !absl::SimpleAtoi(argv[i + 1], flag->second)) {
      std::cerr << "usage: " << argv[0] << " [--kills N] [--power-losses N] [--seed N]\n";
      return 2;
    }
  }
  return RUN_ALL_TESTS();
}
