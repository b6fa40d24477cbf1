#include "clients/cli/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/types/clock.h"

namespace tertial::cli {
namespace {

constexpr int kReadyFd = 3;

std::string LastLineOf(const std::string& file) {
  std::ifstream in(file);
  std::string last;
  for (std::string line; std::getline(in, line);) last = line;
  return last;
}

// Between fork and exec: only what is safe there.
[[noreturn]] void BecomeService(const std::string& program, std::vector<char*>& arguments,
                                int log_fd, int ready_fd, pid_t parent) {
  // Ends with the parent, whatever ends that; and is not met by a Ctrl-C meant for the parent.
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);
  ::setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::dup2(log_fd, STDOUT_FILENO);
  ::dup2(log_fd, STDERR_FILENO);
  if (ready_fd == kReadyFd) {
    ::fcntl(kReadyFd, F_SETFD, 0);  // dup2 to itself would leave it to be closed by exec
  } else {
    ::dup2(ready_fd, kReadyFd);
  }
  ::execv(program.c_str(), arguments.data());
  ::_exit(127);
}

// The ports that the child tells, none if it ends without.
std::vector<int> ReadPorts(int fd) {
  std::string text;
  char byte = 0;
  ssize_t got = 0;
  while ((got = ::read(fd, &byte, 1)) != 0) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 || byte == '\n') break;
    text.push_back(byte);
  }
  std::vector<int> ports;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    int port = 0;
    if (absl::SimpleAtoi(word, &port)) ports.push_back(port);
  }
  return ports;
}

}  // namespace

absl::StatusOr<ChildProcess> ChildProcess::StartService(const std::string& name,
                                                        const std::string& program,
                                                        std::vector<std::string> arguments,
                                                        const std::string& log_file) {
  int ready[2];
  if (::pipe2(ready, O_CLOEXEC) != 0) return absl::InternalError("no pipe can be made");
  const int log_fd = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log_fd < 0) {
    return absl::UnavailableError(absl::StrCat("the log ", log_file, " cannot be written"));
  }
  arguments.insert(arguments.begin(), program);
  arguments.push_back(absl::StrCat("--ready-fd=", kReadyFd));
  std::vector<char*> raw;
  for (std::string& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);

  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) BecomeService(program, raw, log_fd, ready[1], parent);
  ::close(log_fd);
  ::close(ready[1]);
  if (pid < 0) {
    ::close(ready[0]);
    return absl::UnavailableError(absl::StrCat("no process can be started for ", name));
  }
  ChildProcess child(name, pid);
  const std::vector<int> ports = ReadPorts(ready[0]);
  ::close(ready[0]);
  if (!ports.empty()) {
    child.port_ = ports[0];
    if (ports.size() > 1) child.http_port_ = ports[1];
    return child;
  }
  child.Join(0);
  return absl::UnavailableError(
      absl::StrCat("the ", name, " service does not start: ", LastLineOf(log_file)));
}

std::string ChildProcess::NoteEnded(int wait_status) {
  running_ = false;
  if (WIFSIGNALED(wait_status)) {
    return absl::StrCat("the ", name_, " service (process ", pid_, ") was ended by signal ",
                        WTERMSIG(wait_status));
  }
  return absl::StrCat("the ", name_, " service (process ", pid_, ") ended with exit code ",
                      WEXITSTATUS(wait_status));
}

void ChildProcess::Terminate() const {
  if (running_) ::kill(pid_, SIGTERM);
}

void ChildProcess::Join(int seconds) {
  const absl::Time patience = SystemClock().Now() + absl::Seconds(seconds);
  while (running_) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != 0) {
      running_ = false;
    } else if (SystemClock().Now() > patience) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, &status, 0);
      running_ = false;
    } else {
      absl::SleepFor(absl::Milliseconds(10));
    }
  }
}

}  // namespace tertial::cli
