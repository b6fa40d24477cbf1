#include "clients/cli/care/care_commands.h"

#include <memory>

#include "clients/cli/care/backup_command.h"
#include "clients/cli/care/restore_command.h"
#include "clients/cli/care/verify_command.h"
#include "clients/cli/care/write_commands.h"
#include "clients/cli/flags.h"

namespace tertial::cli {
namespace {

void AddName(CLI::App& command, std::string& name) {
  command.add_option("name", name, "Its name: areas/asker/units/governance, for example")
      ->required();
}

void AddRestoreRevision(CommandList& commands) {
  const auto given = std::make_shared<Given<RestoreRevisionCommand>>();
  CLI::App& command = commands.Add(
      "restore-revision", "Make an earlier version of a resource the present one, as a new commit",
      [given] { return RunRestoreRevision(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  AddName(command, given->command.name);
  command
      .add_option("--revision", given->command.revision,
                  "Revision that made the version, as `tertial revisions` tells it")
      ->required();
  command.add_option("--reason", given->command.reason, "Why, recorded with the commit")
      ->required();
  AddServiceFlag(command, given->command.service);
}

void AddRedact(CommandList& commands) {
  const auto given = std::make_shared<Given<RedactCommand>>();
  CLI::App& command = commands.Add(
      "redact", "Blank a resource in all its versions, for ever; that it was done stays recorded",
      [given] { return RunRedact(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  AddName(command, given->command.name);
  command.add_option("--reason", given->command.reason, "Why, recorded with the commit")
      ->required();
  command.add_flag("--yes", given->command.yes, "Do not ask");
  AddServiceFlag(command, given->command.service);
}

void AddPending(CommandList& commands) {
  const auto given = std::make_shared<Given<PendingCommand>>();
  CLI::App& command =
      commands.Add("pending", "List the writes that wait for their instant, or withdraw one",
                   [given] { return RunPending(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  command.add_option("--cancel", given->command.cancel, "Id of the write to withdraw");
  AddServiceFlag(command, given->command.service);
  AddRowFormatFlag(command, given->command.format);
}

void AddVerify(CommandList& commands) {
  const auto given = std::make_shared<Given<VerifyCommand>>();
  CLI::App& command = commands.Add(
      "verify", "Check the stores, and that replaying their feeds gives what they hold",
      [given] { return RunVerify(given->gateway, given->command); });
  command.footer(
      "Exit code 1 when something is found. The feed is replayed into a temporary directory "
      "(TMPDIR), which is removed at the end.");
  AddGatewayFlag(command, given->gateway);
  AddServiceFlag(command, given->command.service);
  AddRowFormatFlag(command, given->command.format);
}

void AddBackup(CommandList& commands) {
  const auto given = std::make_shared<Given<BackupCommand>>();
  CLI::App& command = commands.Add("backup", "Copy the stores, while the services go on", [given] {
    return RunBackup(GatewayClient(given->gateway), given->command);
  });
  AddGatewayFlag(command, given->gateway);
  AddServiceFlag(command, given->command.service).required();
  command
      .add_option("--to", given->command.directory,
                  "Directory on the services' machine; each writes into one of its name below it, "
                  "which must be empty or not there")
      ->required();
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
  std::vector<std::string> services(kDataServices.begin(), kDataServices.end());
  services.push_back(kGatewayService);
  services.push_back(kAllServices);
  command
      .add_option("--service", given->service,
                  "The service whose store it is; all: --from, --data and --journal are the "
                  "directories that those of each service lie in, by its name")
      ->check(CLI::IsMember(services))
      ->required();
  command.add_option("--from", given->backup, "The backup: the directory of the service in --to")
      ->required();
  command
      .add_option("--data", given->data,
                  "Directory of the store, empty or not there; under `tertial up --data DIR` it is "
                  "DIR/<service>")
      ->required();
  CLI::Option* const journal =
      command.add_option("--journal", given->journal,
                         "Journal of redactions and erasures, which must be there; default: "
                         "<data>.erasures, beside the store");
  CLI::Option* const none =
      command.add_flag("--no-journal", given->no_journal,
                       "There is none: what was redacted or erased since the backup comes back");
  command.add_option("--areas", given->areas_directory, "Directory of the area registry")
      ->capture_default_str();
  command.add_option("--policy", given->policy_file, "File that says what each caller may do")
      ->capture_default_str();
  journal->excludes(none);
}

}  // namespace

void AddCareCommands(CommandList& commands) {
  AddRestoreRevision(commands);
  AddRedact(commands);
  AddPending(commands);
  AddVerify(commands);
  AddBackup(commands);
  AddRestore(commands);
}

}  // namespace tertial::cli
