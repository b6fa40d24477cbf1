// What the commands about the climate accounts ask for.
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/climate/climate_commands.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

constexpr char kReleases[] = "inventoryReleases";
constexpr char kTargets[] = "climateTargets";

// "gwpTables/ar5" of "ar5"; a resource name, and nothing, stay as they are.
std::string NameOf(const std::string& collection, const std::string& id) {
  return id.empty() || id.find('/') != std::string::npos ? id : absl::StrCat(collection, "/", id);
}

// "2021..2023", or one year.
template <typename Request>
void SetPeriods(const std::string& period, Request& request) {
  const std::pair<std::string, std::string> ends = absl::StrSplit(period, absl::MaxSplits("..", 1));
  request.set_from_period(ends.first);
  request.set_to_period(ends.second);
}

}  // namespace

v1::GetInventoryReportRequest MakeInventoryRequest(const InventoryCommand& command) {
  v1::GetInventoryReportRequest request;
  request.set_name(NameBelow(command.area, kReleases, command.release));
  SetPeriods(command.period, request);
  request.set_crosswalk(NameOf("sectorCrosswalks", command.crosswalk));
  request.set_gwp_table(NameOf("gwpTables", command.gwp_table));
  SetAsOf(command.options, request);
  return request;
}

v1::GetTargetProgressRequest MakeTargetRequest(const TargetCommand& command) {
  v1::GetTargetProgressRequest request;
  request.set_name(NameBelow(command.area, kTargets, command.target));
  request.set_inventory_release(NameBelow(command.area, kReleases, command.release));
  request.set_base_release(NameBelow(command.area, kReleases, command.base_release));
  request.set_current_release(NameBelow(command.area, kReleases, command.current_release));
  request.set_period(command.period);
  request.set_rate_from(command.rate_from);
  SetAsOf(command.options, request);
  return request;
}

v1::ListClimateTargetLevelsRequest MakeLevelsRequest(const LevelsCommand& command) {
  v1::ListClimateTargetLevelsRequest request;
  request.set_parent(
      NameBelow(command.area, kTargets, command.target.empty() ? "-" : command.target));
  SetAsOf(command.options, request);
  return request;
}

v1::GetClimateBudgetRequest MakeBudgetRequest(const BudgetCommand& command) {
  v1::GetClimateBudgetRequest request;
  request.set_target(NameBelow(command.area, kTargets, command.target));
  request.set_period(command.period);
  request.set_inventory_release(NameBelow(command.area, kReleases, command.release));
  request.set_reference_path(NameBelow(command.area, "referencePaths", command.path));
  SetAsOf(command.options, request);
  return request;
}

v1::GetOwnOperationsRequest MakeOperationsRequest(const OperationsCommand& command) {
  v1::GetOwnOperationsRequest request;
  request.set_area(AreaName(command.area));
  request.set_period(command.period);
  request.set_boundary(command.boundary);
  SetAsOf(command.options, request);
  return request;
}

v1::ListActivitySeriesRequest MakeSeriesRequest(const SeriesOfActivityCommand& command) {
  v1::ListActivitySeriesRequest request;
  request.set_area(AreaName(command.area));
  SetPeriods(command.period, request);
  request.set_topic(command.topic);
  request.set_metric(command.metric);
  request.set_boundary(command.boundary);
  SetAsOf(command.options, request);
  return request;
}

v1::ListInventoryFindingsRequest MakeFindingsRequest(const InventoryFindingsCommand& command) {
  v1::ListInventoryFindingsRequest request;
  request.set_area(AreaName(command.area));
  request.set_inventory_release(NameBelow(command.area, kReleases, command.release));
  for (const v1::InventoryFindingKind kind : command.kinds) request.add_kinds(kind);
  SetAsOf(command.options, request);
  return request;
}

v1::ListInventoryReleasesRequest MakeReleasesRequest(const ReleasesCommand& command) {
  v1::ListInventoryReleasesRequest request;
  request.set_parent(AreaName(command.area));
  SetAsOf(command.options, request);
  return request;
}

}  // namespace tertial::cli
