#include "clients/cli/climate/climate_commands.h"

#include <iostream>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "clients/cli/climate/climate_call.h"
#include "clients/cli/climate/climate_documents.h"
#include "clients/cli/console.h"
#include "clients/cli/flags.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

constexpr int kMostRows = 100'000;

// Prints an answer, or says why there is none. Returns the exit code.
template <typename Response, typename Command>
int Finish(const char* what, const absl::StatusOr<Response>& answer, const Command& command,
           Document (*document)(const Command&, const Response&), Table (*rows)(const Response&)) {
  if (!answer.ok()) return ComplainOfCall(what, answer.status());
  PrintAnswer(
      std::cout, command.options.format, *answer, [&] { return document(command, *answer); },
      [&] { return rows(*answer); });
  return kExitOk;
}

int RunInventory(const GatewayClient& gateway, const InventoryCommand& command) {
  return Finish(
      "reading an inventory",
      AskClimate(gateway, &ClimateAnalysisStub::GetInventoryReport, MakeInventoryRequest(command)),
      command, MakeInventoryDocument, InventoryRows);
}

int RunTarget(const GatewayClient& gateway, const TargetCommand& command) {
  return Finish(
      "measuring a target",
      AskClimate(gateway, &ClimateAnalysisStub::GetTargetProgress, MakeTargetRequest(command)),
      command, MakeTargetDocument, TargetRows);
}

int RunLevels(const GatewayClient& gateway, const LevelsCommand& command) {
  return Finish(
      "listing targets by release",
      AskClimateForPages(
          gateway, &DerivedFiguresStub::ListClimateTargetLevels, MakeLevelsRequest(command),
          command.limit, [](const v1::ListClimateTargetLevelsResponse& all) -> auto& {
            return all.climate_target_levels();
          }),
      command, MakeLevelsDocument, LevelRows);
}

int RunBudget(const GatewayClient& gateway, const BudgetCommand& command) {
  return Finish(
      "reading a climate budget",
      AskClimate(gateway, &ClimateAnalysisStub::GetClimateBudget, MakeBudgetRequest(command)),
      command, MakeBudgetDocument, BudgetRows);
}

int RunOperations(const GatewayClient& gateway, const OperationsCommand& command) {
  return Finish(
      "reading what own operations emitted",
      AskClimate(gateway, &ClimateAnalysisStub::GetOwnOperations, MakeOperationsRequest(command)),
      command, MakeOperationsDocument, OperationsRows);
}

int RunActivitySeries(const GatewayClient& gateway, const SeriesOfActivityCommand& command) {
  return Finish(
      "reading activity series",
      AskClimate(gateway, &ClimateAnalysisStub::ListActivitySeries, MakeSeriesRequest(command)),
      command, MakeActivitySeriesDocument, ActivitySeriesRows);
}

int RunInventoryFindings(const GatewayClient& gateway, const InventoryFindingsCommand& command) {
  return Finish(
      "looking through the climate accounts",
      AskClimateForPages(
          gateway, &ClimateAnalysisStub::ListInventoryFindings, MakeFindingsRequest(command),
          command.limit,
          [](const v1::ListInventoryFindingsResponse& all) -> auto& { return all.findings(); }),
      command, MakeInventoryFindingsDocument, InventoryFindingRows);
}

int RunReleases(const GatewayClient& gateway, const ReleasesCommand& command) {
  return Finish("listing inventory releases",
                AskClimateForPages(
                    gateway, &ClimateStub::ListInventoryReleases, MakeReleasesRequest(command),
                    command.limit, [](const v1::ListInventoryReleasesResponse& all) -> auto& {
                      return all.inventory_releases();
                    }),
                command, MakeReleasesDocument, ReleaseRows);
}

// A command, and --gateway, --area, --language, --as-of and --format.
template <typename Command>
CLI::App& AddCommand(CommandList& climate, const std::string& name, const std::string& purpose,
                     int (*run)(const GatewayClient&, const Command&),
                     const std::shared_ptr<Given<Command>>& given) {
  CLI::App& command = climate.Add(
      name, purpose, [given, run] { return run(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  command
      .add_option("--area", given->command.area, "Area, by id or official number: asker or 3203")
      ->required();
  AddLanguageFlag(command, given->command.options.language);
  AddInstantFlag(command, "--as-of", given->command.options.as_of, "As recorded at");
  AddAnswerFormatFlag(command, given->command.options.format);
  return command;
}

void AddLimitFlag(CLI::App& command, int& limit) {
  command.add_option("--limit", limit, "How many to print at most")
      ->check(CLI::Range(1, kMostRows))
      ->option_text("N")
      ->capture_default_str();
}

void AddPeriodsFlag(CLI::App& command, std::string& period) {
  command.add_option("--period", period, "Year, or first and last: 2023 or 2021..2023")->required();
}

void AddReleaseFlag(CLI::App& command, std::string& release, const std::string& otherwise) {
  command.add_option("--release", release, "Id of an inventory release. Default: " + otherwise);
}

void AddInventory(CommandList& climate) {
  const auto given = std::make_shared<Given<InventoryCommand>>();
  CLI::App& command = AddCommand(climate, "inventory", "Tell the emissions of a release by sector",
                                 RunInventory, given);
  command.add_option("release", given->command.release, "Id of the inventory release")->required();
  AddPeriodsFlag(command, given->command.period);
  command.add_option("--crosswalk", given->command.crosswalk,
                     "Id of a crosswalk to report by. Default: the release's own sectors");
  command.add_option("--gwp-table", given->command.gwp_table,
                     "Id of a table of warming potentials. Default: the release's own");
}

void AddTarget(CommandList& climate) {
  const auto given = std::make_shared<Given<TargetCommand>>();
  TargetCommand& target = given->command;
  CLI::App& command = AddCommand(
      climate, "target", "Tell how far a target is reached, by one release", RunTarget, given);
  command.footer(
      "Base and current always come from one release: --base-release and --current-release that "
      "differ are refused.");
  command.add_option("target", target.target, "Id of the target")->required();
  AddReleaseFlag(command, target.release, "the newest");
  command.add_option("--base-release", target.base_release, "Id of the release of the base");
  command.add_option("--current-release", target.current_release,
                     "Id of the release of the present emissions");
  command.add_option("--period", target.period, "Year. Default: the latest with a value");
  command.add_option("--rate-from", target.rate_from,
                     "Year that the present rate is measured from. Default: the base year");
}

void AddLevels(CommandList& climate) {
  const auto given = std::make_shared<Given<LevelsCommand>>();
  CLI::App& command = AddCommand(
      climate, "levels", "List what targets come to in tonnes, by each release", RunLevels, given);
  command.add_option("target", given->command.target, "Id of the target. Default: all");
  AddLimitFlag(command, given->command.limit);
}

void AddBudget(CommandList& climate) {
  const auto given = std::make_shared<Given<BudgetCommand>>();
  CLI::App& command =
      AddCommand(climate, "budget", "Tell what measures reduce, and what is left to a target",
                 RunBudget, given);
  command.add_option("target", given->command.target, "Id of the target")->required();
  command.add_option("--period", given->command.period, "Year. Default: that of the target");
  AddReleaseFlag(command, given->command.release, "the newest");
  command.add_option("--path", given->command.path,
                     "Id of a reference path. Default: the only one that there is");
}

void AddOperations(CommandList& climate) {
  const auto given = std::make_shared<Given<OperationsCommand>>();
  CLI::App& command =
      AddCommand(climate, "operations", "Tell what own operations emitted", RunOperations, given);
  command.add_option("--period", given->command.period, "Year")->required();
  command.add_option("--boundary", given->command.boundary,
                     "Whose activities: municipal-buildings. Default: all");
}

void AddActivitySeries(CommandList& climate) {
  const auto given = std::make_shared<Given<SeriesOfActivityCommand>>();
  SeriesOfActivityCommand& series = given->command;
  CLI::App& command =
      AddCommand(climate, "series", "List activity series: energy, waste, reuse, vehicles",
                 RunActivitySeries, given);
  AddPeriodsFlag(command, series.period);
  AddChoice(command, "--topic", series.topic, "What they are about. Default: all",
            WordsOf<v1::ActivityTopic>("ACTIVITY_TOPIC_"));
  command.add_option("--metric", series.metric, "The metric. Default: all");
  command.add_option("--boundary", series.boundary, "Whose activity. Default: all");
}

void AddInventoryFindings(CommandList& climate) {
  const auto given = std::make_shared<Given<InventoryFindingsCommand>>();
  CLI::App& command = AddCommand(climate, "findings", "List what is odd in the climate accounts",
                                 RunInventoryFindings, given);
  AddReleaseFlag(command, given->command.release, "all");
  AddChoices(command, "--kind", given->command.kinds,
             "What to tell; may be given several times, or with commas between. Default: all",
             WordsOf<v1::InventoryFindingKind>("INVENTORY_FINDING_KIND_"));
  AddLimitFlag(command, given->command.limit);
}

void AddReleases(CommandList& climate) {
  const auto given = std::make_shared<Given<ReleasesCommand>>();
  CLI::App& command =
      AddCommand(climate, "releases", "List the inventory releases of an area", RunReleases, given);
  AddLimitFlag(command, given->command.limit);
}

}  // namespace

void AddClimateCommands(CommandList& commands) {
  // The commands below it, once it is there.
  const auto below = std::make_shared<std::optional<CommandList>>();
  CLI::App& climate =
      commands.Add("climate", "Tell emissions, how far targets are reached, budgets",
                   [below] { return below->value().RunGiven(); });
  climate.require_subcommand(1);
  below->emplace(climate);
  CommandList& list = **below;
  AddInventory(list);
  AddTarget(list);
  AddLevels(list);
  AddBudget(list);
  AddOperations(list);
  AddActivitySeries(list);
  AddInventoryFindings(list);
  AddReleases(list);
}

}  // namespace tertial::cli
