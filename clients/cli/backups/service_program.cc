#include "clients/cli/backups/service_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace tertial::cli {
namespace {

// How soon an interruption is seen.
constexpr int kPollMilliseconds = 100;
constexpr int kNotFound = 127;

// Between fork and exec: only what is safe there.
[[noreturn]] void BecomeProgram(const std::string& program, std::vector<char*>& arguments,
                                int output, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(kNotFound);
  // Not met by a Ctrl-C meant for the parent, which passes it on.
  ::setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::dup2(output, STDOUT_FILENO);
  ::execv(program.c_str(), arguments.data());
  ::_exit(kNotFound);
}

// All that comes through `descriptor` until its end.
std::string ReadAll(int descriptor, pid_t child, const std::function<bool()>& interrupted) {
  std::string text;
  std::array<char, 4096> piece;
  bool ended = false;
  while (true) {
    if (!ended && interrupted && interrupted()) {
      ::kill(child, SIGTERM);
      ended = true;
    }
    pollfd wait = {.fd = descriptor, .events = POLLIN, .revents = 0};
    if (::poll(&wait, 1, kPollMilliseconds) <= 0) continue;
    const ssize_t got = ::read(descriptor, piece.data(), piece.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return text;
    text.append(piece.data(), static_cast<size_t>(got));
  }
}

}  // namespace

absl::StatusOr<ProgramResult> RunServiceProgram(const std::string& service,
                                                const std::vector<std::string>& arguments,
                                                const std::function<bool()>& interrupted) {
  std::error_code error;
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe", error);
  std::vector<std::string> words = {
      (own.parent_path() / absl::StrCat("tertial-", service)).string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> raw;
  for (std::string& word : words) raw.push_back(word.data());
  raw.push_back(nullptr);
  int output[2];
  if (::pipe2(output, O_CLOEXEC) != 0) return absl::UnavailableError("no pipe can be made");
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) BecomeProgram(words.front(), raw, output[1], parent);
  ::close(output[1]);
  ProgramResult result;
  if (child > 0) result.output = ReadAll(output[0], child, interrupted);
  ::close(output[0]);
  int status = 0;
  pid_t ended = child;
  do {
    ended = ::waitpid(child, &status, 0);
  } while (child > 0 && ended < 0 && errno == EINTR);
  // Whoever starts this command with SIGCHLD ignored leaves no status to be read.
  if (child < 0 || ended != child || !WIFEXITED(status) || WEXITSTATUS(status) == kNotFound) {
    return absl::UnavailableError(
        absl::StrCat("the program ", words.front(), " cannot be run, or was ended"));
  }
  result.exit_code = WEXITSTATUS(status);
  return result;
}

}  // namespace tertial::cli
