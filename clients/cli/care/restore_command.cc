#include "clients/cli/care/restore_command.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/console.h"
#include "clients/cli/data_service.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

// Runs the program of the service, which alone knows its tables, to its end. Returns its exit code.
int RestoreOne(const RestoreCommand& command) {
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe");
  const std::string program =
      (own.parent_path() / absl::StrCat("tertial-", command.service)).string();
  std::vector<std::string> arguments = {
      program, "--restore=" + command.backup, "--data=" + command.data,
      "--areas=" + command.areas_directory, "--policy=" + command.policy_file};
  if (command.no_journal) arguments.push_back("--without-journal");
  if (!command.journal.empty()) arguments.push_back("--journal=" + command.journal);
  std::vector<char*> raw;
  for (std::string& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  pid_t child = 0;
  if (::posix_spawn(&child, program.c_str(), nullptr, nullptr, raw.data(), environ) != 0) {
    Complain(absl::StrCat("the program ", program, " cannot be run"));
    return kExitService;
  }
  int status = 0;
  pid_t ended = 0;
  do {
    ended = ::waitpid(child, &status, 0);
  } while (ended < 0 && errno == EINTR);
  // Whoever starts this command with SIGCHLD ignored leaves no status to be read.
  return ended == child && WIFEXITED(status) ? WEXITSTATUS(status) : kExitService;
}

}  // namespace

int RunRestore(const RestoreCommand& command) {
  if (command.service != kAllServices) return RestoreOne(command);
  std::vector<std::string> services(kDataServices.begin(), kDataServices.end());
  const std::filesystem::path backup = command.backup;
  if (std::filesystem::is_directory(backup / kGatewayService)) services.push_back(kGatewayService);
  for (const std::string& service : services) {
    RestoreCommand one = command;
    one.service = service;
    one.backup = (backup / service).string();
    one.data = (std::filesystem::path(command.data) / service).string();
    if (!command.journal.empty()) {
      one.journal = (std::filesystem::path(command.journal) / (service + ".erasures")).string();
    }
    if (const int code = RestoreOne(one); code != kExitOk) return code;
  }
  return kExitOk;
}

}  // namespace tertial::cli
