#include "common/security/watched_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <thread>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/observability/log.h"
#include "common/observability/metrics.h"
#include "common/store/mutex.h"
#include "common/types/clock.h"
#include "prometheus/gauge.h"

namespace tertial {
namespace {

// What tells one state of a file from another; zeros: it is not there.
using FileState = std::tuple<dev_t, ino_t, off_t, time_t, long>;

FileState StateOf(const std::string& path) {
  struct stat found = {};
  if (::stat(path.c_str(), &found) != 0) return {};
  return {found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

}  // namespace

class WatchedFiles::Watch {
 public:
  Watch(std::string name, std::vector<std::string> paths, Reload reload)
      : name_(std::move(name)), paths_(std::move(paths)), reload_(std::move(reload)) {}

  // Reads them, and notes what they were before: what changes meanwhile is seen at the next look.
  absl::Status Read() {
    states_ = States();
    read_ = SystemClock().Monotonic();
    absl::Status status = reload_();
    current_ = status.ok();
    GaugeOf(kFilesCurrent, {{"files", name_}}).Set(status.ok() ? 1 : 0);
    return status;
  }

  void Look() {
    const bool idle = current_ && SystemClock().Monotonic() - read_ < kReadFilesAnyway;
    if (idle && States() == states_) return;
    const absl::Status status = Read();
    const std::string failure(status.message());
    if (!status.ok() && failure != failure_) {
      Log(Severity::kError, "files cannot be used; what was read before stays in use",
          {{"files", name_}, {"cause", failure}});
    }
    failure_ = failure;
  }

  bool current() const { return current_; }

 private:
  std::vector<FileState> States() const {
    std::vector<FileState> states;
    for (const std::string& path : paths_) states.push_back(StateOf(path));
    return states;
  }

  const std::string name_;
  const std::vector<std::string> paths_;
  const Reload reload_;
  std::atomic<bool> current_{false};
  // Touched by who starts it, then by the thread that looks.
  std::vector<FileState> states_;
  absl::Duration read_;
  std::string failure_;
};

// Looks at everything that is watched, on a thread that is there while anything is.
class WatchedFiles::Looker {
 public:
  static Looker& OfProcess() {
    static Looker& looker = *new Looker();
    return looker;
  }

  void Add(Watch& watch) {
    const MutexLock lock(mutex_);
    watches_.push_back(&watch);
    if (watches_.size() == 1) {
      // The last thread may not have ended yet.
      const uint64_t number = ++threads_;
      std::thread([this, number] { Run(number); }).detach();
    }
  }

  void Remove(Watch& watch) {
    const MutexLock lock(mutex_);
    // It stays in the list until then, so that no second thread is begun beside the one that looks.
    while (looked_at_ == &watch) changed_.Wait(mutex_);
    watches_.erase(std::find(watches_.begin(), watches_.end(), &watch));
    changed_.SignalAll();
  }

 private:
  void Run(uint64_t number) {
    const MutexLock lock(mutex_);
    while (IsWanted(number)) {
      const auto next =
          std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(kBetweenFileLooks);
      while (IsWanted(number) && changed_.WaitUntil(mutex_, next)) {
      }
      LookAtAll(number);
    }
  }

  bool IsWanted(uint64_t number) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return number == threads_ && !watches_.empty();
  }

  void LookAtAll(uint64_t number) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    // One that comes or goes meanwhile moves the others.
    const std::vector<Watch*> all = watches_;
    for (Watch* const watch : all) {
      if (!IsWanted(number)) return;
      if (std::find(watches_.begin(), watches_.end(), watch) == watches_.end()) continue;
      looked_at_ = watch;
      mutex_.Unlock();
      watch->Look();
      mutex_.Lock();
      looked_at_ = nullptr;
      changed_.SignalAll();
    }
  }

  Mutex mutex_;
  CondVar changed_;
  std::vector<Watch*> watches_ ABSL_GUARDED_BY(mutex_);
  // The one that the thread looks at, without the mutex.
  const Watch* looked_at_ ABSL_GUARDED_BY(mutex_) = nullptr;
  // How many threads there have been; the last one looks.
  uint64_t threads_ ABSL_GUARDED_BY(mutex_) = 0;
};

absl::StatusOr<std::unique_ptr<WatchedFiles>> WatchedFiles::Start(std::string name,
                                                                  std::vector<std::string> paths,
                                                                  Reload reload) {
  auto watch = std::make_unique<Watch>(std::move(name), std::move(paths), std::move(reload));
  if (absl::Status read = watch->Read(); !read.ok()) return read;
  return std::unique_ptr<WatchedFiles>(new WatchedFiles(std::move(watch)));
}

WatchedFiles::WatchedFiles(std::unique_ptr<Watch> watch) : watch_(std::move(watch)) {
  Looker::OfProcess().Add(*watch_);
}

WatchedFiles::~WatchedFiles() { Looker::OfProcess().Remove(*watch_); }

bool WatchedFiles::current() const { return watch_->current(); }

absl::StatusOr<std::string> ReadWholeFile(const std::string& what, const std::string& path) {
  const auto failed = [&] {
    return absl::NotFoundError(
        absl::StrCat("the ", what, " ", path, " cannot be read: ", std::strerror(errno)));
  };
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return failed();
  std::string text;
  char piece[4096];
  ssize_t got = 0;
  while ((got = ::read(fd, piece, sizeof(piece))) > 0) {
    text.append(piece, static_cast<size_t>(got));
  }
  const absl::Status status = got < 0 ? failed() : absl::OkStatus();
  ::close(fd);
  if (!status.ok()) return status;
  return text;
}

}  // namespace tertial
