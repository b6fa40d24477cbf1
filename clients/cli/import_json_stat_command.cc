#include "clients/cli/import_json_stat_command.h"

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/console.h"
#include "clients/cli/flags.h"
#include "clients/cli/import/json_stat_rows.h"
#include "clients/cli/send_dataset.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

absl::StatusOr<JsonStatDataset> ReadDatasetFile(const std::string& path) {
  TERTIAL_ASSIGN_OR_RETURN(const JsonValue json, ReadJson(path));
  return ReadJsonStat(json, path);
}

absl::StatusOr<JsonStatMap> ReadMapFile(const std::string& path) {
  TERTIAL_ASSIGN_OR_RETURN(const JsonValue json, ReadJson(path));
  return ReadJsonStatMap(json, path);
}

int ComplainOfFile(const absl::Status& status) {
  Complain(absl::StrCat(std::string(status.message()), " [", ReasonName(ReasonOf(status)), "]"));
  return kExitUsage;
}

// As the caller says; else what was imported, and when its publisher updated it.
std::string ReasonOfImport(const ImportJsonStatCommand& command, const JsonStatDataset& source) {
  if (!command.reason.empty() || source.updated.empty()) return command.reason;
  return absl::StrCat(command.file, ", updated ", source.updated);
}

}  // namespace

int RunImportJsonStat(const GatewayClient& gateway, const ImportJsonStatCommand& command) {
  const absl::StatusOr<JsonStatMap> map = ReadMapFile(command.map_file);
  if (!map.ok()) return ComplainOfFile(map.status());
  const absl::StatusOr<JsonStatDataset> source = ReadDatasetFile(command.file);
  if (!source.ok()) return ComplainOfFile(source.status());
  const absl::StatusOr<std::vector<common::v1::Area>> areas = gateway.ListAreas();
  if (!areas.ok()) return ComplainOfCall("asking the gateway for the areas", areas.status());
  const Dataset dataset = MakeJsonStatRows(*source, *map, AreaNumbers(*areas),
                                           {.dataset = command.file, .map = command.map_file});
  if (!dataset.problems.empty()) {
    ComplainOfProblems(dataset.problems);
    return kExitUsage;
  }
  return SendDataset(gateway, dataset,
                     {.reason = ReasonOfImport(command, *source),
                      .publish_at = command.publish_at,
                      .validate_only = command.validate_only});
}

void AddImportJsonStat(CommandList& commands) {
  const auto given = std::make_shared<Given<ImportJsonStatCommand>>();
  CLI::App& command = commands.Add(
      "import-json-stat", "Import a table in JSON-stat 2, as statistics offices give it",
      [given] { return RunImportJsonStat(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  command.add_option("file", given->command.file, "The table: what the API answers for json-stat2")
      ->required();
  command
      .add_option("--map", given->command.map_file,
                  "File that says what the codes of the table are here, in JSON")
      ->required();
  command.add_flag("--validate-only", given->command.validate_only,
                   "Check the rows and store nothing");
  command.add_option("--reason", given->command.reason,
                     "Why, recorded with the commit; default: the name of the file and when the "
                     "table was updated");
  AddInstantFlag(command, "--publish-at", given->command.publish_at,
                 "Keep the rows from everybody until then");
}

}  // namespace tertial::cli
