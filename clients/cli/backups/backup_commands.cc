#include "clients/cli/backups/backup_commands.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/backups/backup_command.h"
#include "clients/cli/backups/backups_command.h"
#include "clients/cli/backups/restore_command.h"
#include "clients/cli/data_service.h"
#include "clients/cli/flags.h"

namespace tertial::cli {
namespace {

constexpr absl::Duration kShortestInterval = absl::Seconds(1);

// --service X, or --all, which is --service all.
void AddServiceOrAll(CLI::App& command, std::string& service) {
  CLI::Option& one = AddServiceFlag(command, service);
  CLI::Option* const all = command.add_flag_callback(
      "--all", [&service] { service = kAllServices; }, "All that keep something: --service all");
  all->excludes(&one);
  command.callback([&service] {
    if (service.empty()) throw CLI::RequiredError("--all, or --service");
  });
}

void AddKeep(CLI::App& command, std::optional<size_t>& keep, bool required) {
  command
      .add_option("--keep", keep,
                  "How many whole backups are left, the newest; the newest that was verified stays "
                  "in any case")
      ->check(CLI::PositiveNumber)
      ->required(required);
}

void AddBackup(CommandList& commands) {
  const auto given = std::make_shared<Given<BackupCommand>>();
  CLI::App& command = commands.Add("backup", "Copy the stores, while the services go on",
                                   [given] { return RunBackup(given->gateway, given->command); });
  command.footer(
      "A backup of all lies in a directory of its own below --to, named by its instant, with a "
      "manifest; this command must see that directory at the same path as the services do.");
  AddGatewayFlag(command, given->gateway);
  BackupCommand& backup = given->command;
  AddServiceOrAll(command, backup.service);
  command
      .add_option("--to", backup.directory,
                  "Directory on the services' machine. One service writes into a directory of its "
                  "name below it, which must be empty or not there")
      ->required();
  CLI::Option* const every =
      command
          .add_option_function<std::string>(
              "--every",
              [&backup](const std::string& text) {
                absl::Duration interval;
                if (!absl::ParseDuration(text, &interval) || interval < kShortestInterval ||
                    interval == absl::InfiniteDuration()) {
                  throw CLI::ValidationError("--every", "say how long, as 6h or 30m; 1s at least");
                }
                backup.every = interval;
              },
              "Of all: begin another one that long after each, 6h or 30m, until SIGTERM")
          ->option_text("DURATION");
  command.add_option("--times", backup.times, "How many to make; default: until SIGTERM")
      ->check(CLI::PositiveNumber)
      ->needs(every);
  command.add_flag("--verify", backup.verify,
                   "Of all: restore each in a temporary directory (TMPDIR), and check it");
  AddKeep(command, backup.keep, /*required=*/false);
}

struct BackupsCommand {
  VerifyBackupsCommand verify;
  std::optional<size_t> keep;
};

void AddDirectory(CLI::App& command, std::string& directory) {
  command.add_option("--in", directory, "Directory of the backups: --to of `tertial backup`")
      ->required();
}

void AddBackups(CommandList& commands) {
  const auto inner = std::make_shared<std::unique_ptr<CommandList>>();
  CLI::App& backups = commands.Add("backups", "Backups of all services: list, verify, prune",
                                   [inner] { return (*inner)->RunGiven(); });
  backups.require_subcommand(1);
  *inner = std::make_unique<CommandList>(backups);

  const auto given = std::make_shared<BackupsCommand>();
  VerifyBackupsCommand& verify = given->verify;
  CLI::App& list = (*inner)->Add("list", "List the backups, the newest first", [given] {
    return RunListBackups(given->verify.directory, given->verify.format);
  });
  AddDirectory(list, verify.directory);
  AddRowFormatFlag(list, verify.format);

  CLI::App& check =
      (*inner)->Add("verify", "Check that a backup is what it was, and can be restored",
                    [given] { return RunVerifyBackups(given->verify); });
  check.footer(
      "Exit code 1 when something is found. Each copy is restored in a temporary directory "
      "(TMPDIR), which is removed at the end.");
  AddDirectory(check, verify.directory);
  check.add_option("name", verify.names, "Names of backups; default: the newest that is finished");
  AddRowFormatFlag(check, verify.format);

  CLI::App& prune = (*inner)->Add("prune", "Remove older backups", [given] {
    return RunPruneBackups(given->verify.directory, *given->keep);
  });
  AddDirectory(prune, verify.directory);
  AddKeep(prune, given->keep, /*required=*/true);
}

void AddRestore(CommandList& commands) {
  const auto given = std::make_shared<RestoreCommand>();
  CLI::App& command =
      commands.Add("restore", "Make stores of a backup, on this machine, without their services",
                   [given] { return RunRestore(*given); });
  command.footer(
      "The store begins a new epoch: resume tokens, page tokens and etags of before are refused. "
      "What the journal tells was redacted or erased since the backup is redacted and erased "
      "again.");
  AddServiceOrAll(command, given->service);
  command
      .add_option("from,--from", given->backup,
                  "The backup: of all its directory below --to, of one service that in it")
      ->required();
  command
      .add_option("--data", given->data,
                  "Directory of the store, empty or not there; under `tertial up --data DIR` it is "
                  "DIR/<service>. Of all: the directory that these lie in, by their names")
      ->required();
  CLI::Option* const journal =
      command.add_option("--journal", given->journal,
                         "Journal of redactions and erasures, which must be there; default: "
                         "<data>.erasures, beside the store. Of all: the directory of these");
  CLI::Option* const none =
      command.add_flag("--no-journal", given->no_journal,
                       "There is none: what was redacted or erased since the backup comes back");
  journal->excludes(none);
}

}  // namespace

void AddBackupCommands(CommandList& commands) {
  AddBackup(commands);
  AddBackups(commands);
  AddRestore(commands);
}

}  // namespace tertial::cli
