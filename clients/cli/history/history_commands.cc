#include "clients/cli/history/history_commands.h"

#include <memory>

#include "clients/cli/flags.h"
#include "clients/cli/history/changes_command.h"
#include "clients/cli/history/export_command.h"
#include "clients/cli/history/revisions_command.h"
#include "clients/cli/history/watch_command.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

constexpr char kAfterHelp[] =
    "Token of the last change that is known (resume_token of the csv and json forms); needs "
    "--service. Default: from the beginning";

void AddChanges(CommandList& commands) {
  const auto given = std::make_shared<Given<ChangesCommand>>();
  CLI::App& command =
      commands.Add("changes", "Print what was changed, by whom, when and why",
                   [given] { return RunChanges(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  AddServiceFlag(command, given->command.service);
  AddFilterFlags(command, given->command.kinds, given->command.area);
  command.add_option("--after", given->command.after, kAfterHelp);
  command.add_option("--limit", given->command.limit, "Most changes of each service; 0: all")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_flag("--values", given->command.values, "Tell what was changed to what");
  AddRowFormatFlag(command, given->command.format);
}

void AddWatch(CommandList& commands) {
  const auto given = std::make_shared<Given<WatchCommand>>();
  CLI::App& command = commands.Add("watch", "Print changes as they are committed, until Ctrl-C",
                                   [given] { return RunWatch(given->gateway, given->command); });
  AddGatewayFlag(command, given->gateway);
  AddServiceFlag(command, given->command.service);
  AddFilterFlags(command, given->command.kinds, given->command.area);
  CLI::Option* const after = command.add_option("--after", given->command.after, kAfterHelp);
  command.add_flag("--from-now", given->command.from_now, "Begin with the next commit")
      ->excludes(after);
  command.add_flag("--values", given->command.values, "Tell what was changed to what");
  AddRowFormatFlag(command, given->command.format);
}

void AddRevisions(CommandList& commands) {
  const auto given = std::make_shared<Given<RevisionsCommand>>();
  CLI::App& command = commands.Add("revisions", "Print every version of one resource", [given] {
    return RunRevisions(GatewayClient(given->gateway), given->command);
  });
  AddGatewayFlag(command, given->gateway);
  command
      .add_option("name", given->command.name,
                  "Its name: areas/asker/units/governance, for example")
      ->required();
  AddServiceFlag(command, given->command.service);
  AddRowFormatFlag(command, given->command.format);
}

void AddExport(CommandList& commands) {
  const auto given = std::make_shared<Given<ExportCommand>>();
  CLI::App& command = commands.Add("export", "Write all resources, as they are or were", [given] {
    return RunExport(GatewayClient(given->gateway), given->command);
  });
  AddGatewayFlag(command, given->gateway);
  AddServiceFlag(command, given->command.service);
  AddFilterFlags(command, given->command.kinds, given->command.area);
  AddInstantFlag(command, "--as-of", given->command.as_of, "As recorded at");
  command.add_option("--output", given->command.output, "File to write; -: standard output")
      ->capture_default_str();
  AddChoice(command, "--format", given->command.format,
            "json: one object a line; csv: name, kind, etag, and the resource as JSON",
            {{"json", RowFormat::kJson}, {"csv", RowFormat::kCsv}});
}

}  // namespace

void AddHistoryCommands(CommandList& commands) {
  AddChanges(commands);
  AddWatch(commands);
  AddRevisions(commands);
  AddExport(commands);
}

}  // namespace tertial::cli
