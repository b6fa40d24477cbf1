// `tertial`: the command that people and scripts use.
#include "CLI/CLI.hpp"
#include "clients/cli/gateway_client.h"
#include "clients/cli/import_command.h"
#include "clients/cli/report_command.h"
#include "clients/cli/status_command.h"
#include "clients/cli/up_command.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

void AddGatewayFlag(CLI::App& app, std::string& gateway) {
  app.add_option("--gateway", gateway, "Address of the gateway")
      ->envname("TERTIAL_GATEWAY")
      ->capture_default_str();
}

void AddUp(CLI::App& app, UpCommand& up) {
  CLI::App& command = *app.add_subcommand("up", "Run the five services until Ctrl-C");
  command.add_option("--data", up.data_directory, "Directory of the stores and logs")
      ->capture_default_str();
  command.add_option("--load", up.load_directory, "Data set to import, a directory of CSV files");
  command
      .add_option("--port-base", up.port_base,
                  "Port of the gateway; the data services take the four after it. 0: free ports")
      ->check(CLI::Range(0, 65531))
      ->capture_default_str();
  command.add_flag("--once", up.once, "Stop after the report is printed");
  command.add_option("--area", up.area, "Area to report on; default: that of the data set");
  command.add_option("--period", up.period, "Year to report on; default: the latest observed");
  command.add_option("--areas", up.areas_directory, "Directory of the area registry")
      ->capture_default_str();
  command.add_option("--policy", up.policy_file, "File that says what each caller may do")
      ->capture_default_str();
}

void AddImport(CLI::App& app, std::string& gateway, ImportCommand& import) {
  CLI::App& command = *app.add_subcommand("import", "Import a directory of CSV files");
  AddGatewayFlag(command, gateway);
  command.add_option("directory", import.directory, "The directory")->required();
  command.add_option("--area", import.area,
                     "Area of the data set; default: the one observations.csv is about");
}

void AddReport(CLI::App& app, std::string& gateway, ReportCommand& report) {
  CLI::App& command = *app.add_subcommand("report", "Print an annual report");
  AddGatewayFlag(command, gateway);
  command.add_option("--area", report.area, "Area, by id or official number")->required();
  command.add_option("--period", report.period, "Year")->required();
  AddChoice(command, "--format", report.format, "Form of the report",
            {{"table", ReportFormat::kTable},
             {"json", ReportFormat::kJson},
             {"markdown", ReportFormat::kMarkdown}});
  command.add_option("--language", report.language, "Language of labels: nb, nn, en or se")
      ->check(CLI::IsMember({"nb", "nn", "en", "se"}))
      ->capture_default_str();
}

void AddStatus(CLI::App& app, std::string& gateway, StatusFormat& format) {
  CLI::App& command = *app.add_subcommand("status", "Tell how the five services are");
  AddGatewayFlag(command, gateway);
  AddChoice(command, "--format", format, "Form of the answer",
            {{"table", StatusFormat::kTable}, {"json", StatusFormat::kJson}});
}

int Main(int argc, char** argv) {
  CLI::App app("Reports of a municipality, from facts that have one owner each.", "tertial");
  app.set_version_flag("--version", BuildVersion());
  app.require_subcommand(1);
  std::string gateway = kDefaultGateway;
  UpCommand up;
  ImportCommand import;
  ReportCommand report;
  StatusFormat status = StatusFormat::kTable;
  AddUp(app, up);
  AddImport(app, gateway, import);
  AddReport(app, gateway, report);
  AddStatus(app, gateway, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExitForParseError(app, error);
  }
  if (app.got_subcommand("up")) return RunUp(up);
  const GatewayClient client(gateway);
  if (app.got_subcommand("import")) return RunImport(client, import);
  if (app.got_subcommand("report")) return RunReport(client, report);
  return RunStatus(client, gateway, status);
}

}  // namespace
}  // namespace tertial::cli

int main(int argc, char** argv) { return tertial::cli::Main(argc, argv); }
