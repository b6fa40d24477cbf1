#include "clients/cli/care/restore_command.h"

#include <unistd.h>

#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/console.h"
#include "common/server/options.h"

namespace tertial::cli {

int RunRestore(const RestoreCommand& command) {
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
  ::execv(program.c_str(), raw.data());
  Complain(absl::StrCat("the program ", program, " cannot be run"));
  return kExitService;
}

}  // namespace tertial::cli
