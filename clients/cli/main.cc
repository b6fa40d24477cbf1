// `tertial`: the command that people and scripts use.
#include <iostream>
#include <memory>

#include "CLI/CLI.hpp"
#include "clients/cli/access/who_can_command.h"
#include "clients/cli/analysis/analysis_commands.h"
#include "clients/cli/audit/audit_command.h"
#include "clients/cli/backups/backup_commands.h"
#include "clients/cli/care/care_commands.h"
#include "clients/cli/certificates/dev_certs_command.h"
#include "clients/cli/checks/check_command.h"
#include "clients/cli/climate/climate_commands.h"
#include "clients/cli/command_list.h"
#include "clients/cli/console.h"
#include "clients/cli/editions/edition_commands.h"
#include "clients/cli/explain_command.h"
#include "clients/cli/flags.h"
#include "clients/cli/gateway_client.h"
#include "clients/cli/history/history_commands.h"
#include "clients/cli/import_command.h"
#include "clients/cli/import_json_stat_command.h"
#include "clients/cli/operations/operations_commands.h"
#include "clients/cli/politics/politics_commands.h"
#include "clients/cli/registers/register_commands.h"
#include "clients/cli/report_command.h"
#include "clients/cli/up_command.h"
#include "clients/cli/workforce/figures_command.h"
#include "clients/cli/workforce/workforce_commands.h"
#include "common/server/options.h"
#include "common/types/build_version.h"

namespace tertial::cli {
namespace {

void AddUp(CommandList& commands) {
  const auto up = std::make_shared<UpCommand>();
  CLI::App& command =
      commands.Add("up", "Run the five services until Ctrl-C", [up] { return RunUp(*up); });
  command.add_option("--data", up->data_directory, "Directory of the stores, journals and logs")
      ->capture_default_str();
  command.add_option("--load", up->load_directory, "Data set to import, a directory of CSV files");
  command
      .add_option("--port-base", up->port_base,
                  "Port of the gateway; the data services take the four after it, and HTTP of each "
                  "the eightieth after its own. 0: free ports")
      ->check(CLI::Range(0, 65455))
      ->capture_default_str();
  command.add_flag("--once", up->once, "Stop after the report is printed");
  command.add_option("--area", up->area, "Area to report on; default: that of the data set");
  command.add_option("--period", up->period, "Year to report on; default: the latest observed");
  command.add_option("--areas", up->areas_directory, "Directory of the area registry")
      ->capture_default_str();
  command.add_option("--policy", up->policy_file, "File that says what each caller may do")
      ->capture_default_str();
  command.add_option("--tls", up->tls_directory,
                     "Directory that tertial dev-certs has made: all calls go over TLS, and "
                     "callers are known by their certificates");
}

void AddImport(CommandList& commands) {
  const auto given = std::make_shared<Given<ImportCommand>>();
  CLI::App& command = commands.Add("import", "Import a directory of CSV files", [given] {
    return RunImport(GatewayClient(given->gateway), given->command);
  });
  AddGatewayFlag(command, given->gateway);
  command.add_option("directory", given->command.directory, "The directory")->required();
  command.add_option("--area", given->command.area,
                     "Area of the data set; default: the one observations.csv is about");
  command.add_flag("--validate-only", given->command.validate_only,
                   "Check the rows and store nothing");
  command.add_option("--reason", given->command.reason,
                     "Why, recorded with the commits; default: the name of the data set");
  AddInstantFlag(command, "--publish-at", given->command.publish_at,
                 "Keep the rows from everybody until then");
}

void AddReport(CommandList& commands) {
  const auto given = std::make_shared<Given<ReportCommand>>();
  CLI::App& command = commands.Add("report", "Print a report of a year or a tertial", [given] {
    return RunReport(GatewayClient(given->gateway), given->command);
  });
  AddGatewayFlag(command, given->gateway);
  AddReportFlags(command, given->command.report);
  command.add_option("--edition", given->command.edition,
                     "An edition, areas/asker/editions/annual-2024, as it was frozen, in place of "
                     "--area and --period");
  command.callback([given] {
    const ReportFlags& report = given->command.report;
    if (given->command.edition.empty() && (report.area.empty() || report.period.empty())) {
      throw CLI::RequiredError("--area and --period, or --edition");
    }
  });
  AddChoice(command, "--format", given->command.format, "Form of the report",
            {{"table", ReportFormat::kTable},
             {"json", ReportFormat::kJson},
             {"csv", ReportFormat::kCsv},
             {"markdown", ReportFormat::kMarkdown},
             {"html", ReportFormat::kHtml},
             {"sdmx-csv", ReportFormat::kSdmxCsv},
             {"json-stat", ReportFormat::kJsonStat}});
  command.add_option("--output", given->command.output, "File to write; default: standard output");
}

int Main(int argc, char** argv) {
  CLI::App app("Reports of a municipality, from facts that have one owner each.", "tertial");
  app.set_version_flag("--version", BuildVersion());
  app.require_subcommand(1);
  CommandList commands(app);
  AddUp(commands);
  AddImport(commands);
  AddImportJsonStat(commands);
  AddReport(commands);
  AddExplain(commands);
  AddEditionCommands(commands);
  AddCheckCommand(commands);
  AddOperationsCommands(commands);
  AddAnalysisCommands(commands);
  AddWorkforceCommands(commands);
  AddPoliticsCommands(commands);
  AddClimateCommands(commands);
  AddHistoryCommands(commands);
  AddCareCommands(commands);
  AddWhoCanCommand(commands);
  AddAuditCommand(commands);
  AddBackupCommands(commands);
  AddDevCertsCommand(commands);
  AddRegisterCommands(commands);
  AddFiguresCommand(commands);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExitForParseError(app, error);
  }
  const int code = commands.RunGiven();
  if (std::cout.flush()) return code;
  Complain("the output could not be written");
  return kExitService;
}

}  // namespace
}  // namespace tertial::cli

int main(int argc, char** argv) { return tertial::cli::Main(argc, argv); }
