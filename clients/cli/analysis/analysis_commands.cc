#include "clients/cli/analysis/analysis_commands.h"

#include <memory>
#include <string>
#include <vector>

#include "clients/cli/analysis/classify_command.h"
#include "clients/cli/analysis/progress_command.h"
#include "clients/cli/analysis/rank_command.h"
#include "clients/cli/analysis/rank_document.h"
#include "clients/cli/analysis/series_command.h"
#include "clients/cli/flags.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

constexpr char kAreaHelp[] = "Area, by id or official number: asker or 3203";
constexpr char kPeriodHelp[] = "2024, 2024-T1, 2024-Q1, 2024-M01 or 2023/2024";

// --as-of and --format.
void AddAnswerFlags(CLI::App& command, AnalysisOptions& options) {
  AddInstantFlag(command, "--as-of", options.as_of, "As recorded at");
  AddAnswerFormatFlag(command, options.format);
}

void AddDimensionFlag(CLI::App& command, std::vector<std::string>& dimensions) {
  command
      .add_option("--dimension", dimensions,
                  "Member of a dimension, sex=women, for example; may be given several times. "
                  "Default: the whole")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void AddIndicator(CLI::App& command, std::string& indicator) {
  command.add_option("indicator", indicator, "Its id: population.births, for example")->required();
}

void AddSeries(CommandList& commands) {
  const auto given = std::make_shared<Given<SeriesCommand>>();
  SeriesCommand& series = given->command;
  CLI::App& command = commands.Add("series", "Print indicators of one area over time", [given] {
    return RunSeries(GatewayClient(given->gateway), given->command);
  });
  AddGatewayFlag(command, given->gateway);
  command
      .add_option("indicators", series.indicators,
                  "Ids of indicators, population.births, for example: up to 100")
      ->required();
  command.add_option("--area", series.area, kAreaHelp)->required();
  command.add_option("--from", series.from, "First period. Default: the first recorded");
  command.add_option("--to", series.to, "Last period. Default: the last recorded");
  CLI::Option* const first =
      command.add_option("--first", series.first, "Show the first N periods only")
          ->check(CLI::PositiveNumber)
          ->option_text("N");
  command.add_option("--last", series.last, "Show the last N periods only")
      ->check(CLI::PositiveNumber)
      ->option_text("N")
      ->excludes(first);
  AddDimensionFlag(command, series.dimensions);
  command.add_flag("--predecessors", series.predecessors,
                   "Go on, before the area came to be, with the areas that it was made of");
  AddLanguageFlag(command, series.options.language);
  AddAnswerFlags(command, series.options);
}

void AddProgress(CommandList& commands) {
  const auto given = std::make_shared<Given<ProgressCommand>>();
  ProgressCommand& progress = given->command;
  CLI::App& command =
      commands.Add("progress", "Tell how an indicator has developed, and how far targets are met",
                   [given] { return RunProgress(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  AddIndicator(command, progress.indicator);
  command.add_option("--area", progress.area, kAreaHelp)->required();
  command.add_option("--period", progress.period, kPeriodHelp)->required();
  command.add_option("--change-from", progress.change_from,
                     "Earlier period of the change. Default: the one before");
  command.add_option("--trend-from", progress.trend_from,
                     "First period of the trend. Default: the first recorded");
  AddDimensionFlag(command, progress.dimensions);
  command.add_flag("--explain", progress.explain,
                   "Tell the formulas, and the figures they are over with their revisions");
  AddLanguageFlag(command, progress.options.language);
  AddAnswerFlags(command, progress.options);
}

void AddRank(CommandList& commands) {
  const auto given = std::make_shared<Given<RankCommand>>();
  RankCommand& rank = given->command;
  CLI::App& command =
      commands.Add("rank", "Compare areas by one indicator, and say whether they are comparable",
                   [given] { return RunRank(GatewayClient(given->gateway), given->command); });
  command.footer(
      "Exit code 2 when the figures do not stand on one basis; each issue is told with the option "
      "that accepts it.");
  AddGatewayFlag(command, given->gateway);
  AddIndicator(command, rank.indicator);
  command.add_option("--period", rank.period, kPeriodHelp)->required();
  command
      .add_option("--areas", rank.areas,
                  "Areas by ids or official numbers, with commas between: asker,3201,KG12")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--peer-group", rank.peer_group, "Id of a peer group, whose members to take");
  AddDimensionFlag(command, rank.dimensions);
  AddChoice(command, "--statistic", rank.statistic, "Statistic over the areas",
            {{"median", v1::STATISTIC_MEDIAN},
             {"mean", v1::STATISTIC_MEAN},
             {"sum", v1::STATISTIC_SUM},
             {"published", v1::STATISTIC_PUBLISHED},
             {"weighted", v1::STATISTIC_WEIGHTED_MEAN}});
  command.add_option("--weight", rank.weight,
                     "Indicator that weights the areas, for --statistic weighted");
  AddChoices(command, "--accept", rank.accept,
             "Compare although; may be given several times, or with commas between",
             WordsOf<v1::ComparabilityIssue>(kIssuePrefix));
  AddLanguageFlag(command, rank.options.language);
  AddAnswerFlags(command, rank.options);
}

void AddClassify(CommandList& commands) {
  const auto given = std::make_shared<Given<ClassifyCommand>>();
  ClassifyCommand& classify = given->command;
  CLI::App& command =
      commands.Add("classify", "Count indicators by how they are classified",
                   [given] { return RunClassify(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  CLI::Option* const area =
      command.add_option("--area", classify.area,
                         "Area whose chosen indicators to take, by id or official number. "
                         "Default: all that are defined");
  command.add_option("--framework", classify.framework, "Id of a framework of the area")
      ->needs(area);
  AddChoice(command, "--collection", classify.collection, "Collection of indicators. Default: all",
            WordsOf<v1::Collection>("COLLECTION_"));
  AddChoices(command, "--scheme", classify.schemes,
             "How to classify them; may be given several times, or with commas between. "
             "Default: all",
             WordsOf<v1::ClassificationScheme>("CLASSIFICATION_SCHEME_"));
  command.add_flag("--list", classify.list, "Name the indicators of each class");
  AddAnswerFlags(command, classify.options);
}

}  // namespace

void AddAnalysisCommands(CommandList& commands) {
  AddSeries(commands);
  AddProgress(commands);
  AddRank(commands);
  AddClassify(commands);
}

}  // namespace tertial::cli
