#include "clients/cli/care/care_commands.h"

#include <memory>
#include <string>

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

}  // namespace

void AddCareCommands(CommandList& commands) {
  AddRestoreRevision(commands);
  AddRedact(commands);
  AddPending(commands);
  AddVerify(commands);
}

}  // namespace tertial::cli
