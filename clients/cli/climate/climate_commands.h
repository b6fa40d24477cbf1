// `tertial climate …`: inventories, targets, budgets, own operations, activity series.
#ifndef TERTIAL_CLIENTS_CLI_CLIMATE_CLIMATE_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_CLIMATE_CLIMATE_COMMANDS_H_

#include <string>
#include <vector>

#include "clients/cli/analysis/analysis_call.h"
#include "clients/cli/command_list.h"
#include "tertial/climate/v1/climate_budgets.pb.h"
#include "tertial/climate/v1/climate_service.pb.h"
#include "tertial/climate/v1/derived_figures_service.pb.h"
#include "tertial/climate/v1/inventory_reports.pb.h"
#include "tertial/climate/v1/own_operations.pb.h"
#include "tertial/climate/v1/target_progress.pb.h"

namespace tertial::cli {

// How many rows a list prints unless told otherwise.
inline constexpr int kDefaultClimateLimit = 1000;

// `tertial climate inventory`.
struct InventoryCommand {
  std::string release;
  std::string area;
  // "2023", or "2021..2023".
  std::string period;
  // Ids. Empty: as the release has it.
  std::string crosswalk;
  std::string gwp_table;
  AnalysisOptions options;
};

// `tertial climate target`.
struct TargetCommand {
  std::string target;
  std::string area;
  // Ids of releases. Empty: the newest.
  std::string release;
  std::string base_release;
  std::string current_release;
  // Empty: the latest with a value.
  std::string period;
  // Empty: the base period, or where the path begins.
  std::string rate_from;
  AnalysisOptions options;
};

// `tertial climate levels`.
struct LevelsCommand {
  // Empty: of all targets.
  std::string target;
  std::string area;
  int limit = kDefaultClimateLimit;
  AnalysisOptions options;
};

// `tertial climate budget`.
struct BudgetCommand {
  std::string target;
  std::string area;
  // Empty: the due year of the target.
  std::string period;
  // Ids. Empty: the newest, the only one.
  std::string release;
  std::string path;
  AnalysisOptions options;
};

// `tertial climate operations`.
struct OperationsCommand {
  std::string area;
  std::string period;
  // Empty: of all.
  std::string boundary;
  AnalysisOptions options;
};

// `tertial climate series`.
struct SeriesOfActivityCommand {
  std::string area;
  // "2023", or "2021..2024".
  std::string period;
  // Unspecified: of all.
  climate::v1::ActivityTopic topic = climate::v1::ACTIVITY_TOPIC_UNSPECIFIED;
  std::string metric;
  std::string boundary;
  AnalysisOptions options;
};

// `tertial climate findings`.
struct InventoryFindingsCommand {
  std::string area;
  // Empty: of all.
  std::string release;
  std::vector<climate::v1::InventoryFindingKind> kinds;
  int limit = kDefaultClimateLimit;
  AnalysisOptions options;
};

// `tertial climate releases`.
struct ReleasesCommand {
  std::string area;
  int limit = kDefaultClimateLimit;
  AnalysisOptions options;
};

// What each command asks for.
climate::v1::GetInventoryReportRequest MakeInventoryRequest(const InventoryCommand& command);
climate::v1::GetTargetProgressRequest MakeTargetRequest(const TargetCommand& command);
climate::v1::ListClimateTargetLevelsRequest MakeLevelsRequest(const LevelsCommand& command);
climate::v1::GetClimateBudgetRequest MakeBudgetRequest(const BudgetCommand& command);
climate::v1::GetOwnOperationsRequest MakeOperationsRequest(const OperationsCommand& command);
climate::v1::ListActivitySeriesRequest MakeSeriesRequest(const SeriesOfActivityCommand& command);
climate::v1::ListInventoryFindingsRequest MakeFindingsRequest(
    const InventoryFindingsCommand& command);
climate::v1::ListInventoryReleasesRequest MakeReleasesRequest(const ReleasesCommand& command);

// `climate` with its commands.
void AddClimateCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CLIMATE_CLIMATE_COMMANDS_H_
