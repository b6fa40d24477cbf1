#include "tests/crash/writer_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace tertial::crash {

WriterProcess::WriterProcess(const std::string& directory, int64_t first) {
  int pipe_ends[2];
  EXPECT_EQ(pipe2(pipe_ends, O_CLOEXEC), 0);
  out_ = pipe_ends[0];
  const std::string number = absl::StrCat(first);
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(pipe_ends[1], STDOUT_FILENO);
    execl("/proc/self/exe", "writer", "--write", directory.c_str(), number.c_str(),
          static_cast<char*>(nullptr));
    _exit(127);
  }
  EXPECT_GT(pid_, 0);
  close(pipe_ends[1]);
  reader_ = std::thread([this] { Read(); });
}

WriterProcess::~WriterProcess() {
  if (reader_.joinable()) Kill();
  close(out_);
}

bool WriterProcess::AwaitAcks(size_t count, std::chrono::microseconds patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return ended_ || acks_.size() >= count; }) &&
         acks_.size() >= count;
}

std::vector<std::string> WriterProcess::Kill() {
  kill(pid_, SIGKILL);
  int status = 0;
  EXPECT_EQ(waitpid(pid_, &status, 0), pid_);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself: " << status;
  reader_.join();
  return std::move(acks_);
}

void WriterProcess::Read() {
  std::string rest;
  char bytes[4'096];
  for (ssize_t size = 0; (size = read(out_, bytes, sizeof(bytes))) > 0;) {
    rest.append(bytes, static_cast<size_t>(size));
    const std::lock_guard lock(mutex_);
    for (size_t end = 0; (end = rest.find('\n')) != std::string::npos;) {
      acks_.push_back(rest.substr(0, end));
      rest.erase(0, end + 1);
    }
    changed_.notify_all();
  }
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void TellAck(const std::string& line) {
  // Short enough to be written as a whole.
  if (write(STDOUT_FILENO, line.data(), line.size()) < 0) _exit(1);
}

}  // namespace tertial::crash
