// GWP tables, crosswalks, emission factors and reference paths, for the conformance suite of the
// standard methods.
#include "tests/conformance/standard_methods_accounts.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tertial/climate/v1/accounts_service.grpc.pb.h"

namespace tertial::conformance {
namespace {

namespace v1 = climate::v1;
using enum common::v1::ErrorReason;

void SetMethane(const std::string& gwp, v1::GwpTable& table) {
  table.clear_values();
  v1::GwpValue& methane = *table.add_values();
  methane.set_gas("ch4");
  methane.set_gwp(gwp);
}

void SetMethane(const std::string& mass, v1::EmissionFactor& factor) {
  factor.clear_gases();
  v1::GasFactor& methane = *factor.add_gases();
  methane.set_gas("ch4");
  methane.set_value(mass);
}

void SetLevel(const std::string& level, v1::ReferencePath& path) {
  path.clear_levels();
  v1::PathLevel& in_2030 = *path.add_levels();
  in_2030.set_period("2030");
  in_2030.mutable_cell()->set_value(level);
}

Resource GwpTableWithId(const std::string& id) {
  v1::GwpTable table;
  table.set_name(absl::StrCat("gwpTables/", id));
  table.set_gwp_set(v1::GWP_SET_AR5);
  AddText("AR5", table.mutable_titles());
  SetMethane("28", table);
  table.mutable_provenance()->set_source("IPCC, femte hovedrapport");
  return Resource(table);
}

Resource Crosswalk(const Place& place, int n) {
  v1::SectorCrosswalk crosswalk;
  crosswalk.set_name(absl::StrCat("sectorCrosswalks/", place.Id(n)));
  crosswalk.set_from_standard("miljodirektoratet");
  crosswalk.set_to_standard("gpc-1.1");
  crosswalk.set_version("2025");
  v1::CrosswalkEntry& entry = *crosswalk.add_entries();
  entry.set_from_sector("road-traffic");
  entry.set_to_sector("ii-1");
  entry.set_share("100");
  AddText("Vei", entry.mutable_to_titles());
  crosswalk.mutable_provenance()->set_source("GPC 1.1");
  return Resource(crosswalk);
}

// Of one gas, with the table of the test.
Resource Factor(const Place& place, int n) {
  v1::EmissionFactor factor;
  factor.set_factor(place.Id(n));
  factor.set_version("2024");
  factor.set_name(absl::StrCat("emissionFactors/", factor.factor(), "~2024"));
  AddText("Naturgass", factor.mutable_titles());
  SetMethane("0.005", factor);
  factor.set_unit("kg_per_kwh");
  factor.set_gwp_table(absl::StrCat("gwpTables/", place.id));
  factor.set_published("2024-05");
  factor.set_valid_from("2023");
  factor.set_scope(v1::SCOPE_DIRECT);
  factor.mutable_provenance()->set_source("Miljødirektoratet");
  return Resource(factor);
}

Resource Path(const Place& place, int n) {
  v1::ReferencePath path;
  path.set_name(absl::StrCat(place.In("referencePaths"), "/", place.Id(n)));
  AddText("Uten nye tiltak", path.mutable_titles());
  path.set_inventory_release(ReleaseWithId(place, place.id).name());
  path.set_boundary(v1::BOUNDARY_COMMUNITY);
  path.set_scope(v1::SCOPE_DIRECT);
  path.set_sector("all");
  SetLevel("170000", path);
  return Resource(path);
}

ResourceKind GwpTables() {
  return {.contract = kAccountsService,
          .message = "GwpTable",
          .plural = "GwpTables",
          .not_found = ERROR_REASON_GWP_TABLE_NOT_FOUND,
          .make = [](const Place& place, int n) { return GwpTableWithId(place.Id(n)); },
          .change = [](Resource& resource,
                       int to) { SetMethane(absl::StrCat(100 + to), As<v1::GwpTable>(resource)); },
          .changed = "values",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::GwpTable>(resource).clear_gwp_set();
                As<v1::GwpTable>(resource).mutable_values(0)->set_gas("argon");
              },
          .spoiled = {{"gwp_set", ERROR_REASON_INVALID_ENUM},
                      {"values[0].gas", ERROR_REASON_UNKNOWN_GAS}}};
}

ResourceKind SectorCrosswalks() {
  return {.contract = kAccountsService,
          .message = "SectorCrosswalk",
          .plural = "SectorCrosswalks",
          .not_found = ERROR_REASON_SECTOR_CROSSWALK_NOT_FOUND,
          .make = Crosswalk,
          .change =
              [](Resource& resource, int to) {
                As<v1::SectorCrosswalk>(resource).set_version(absl::StrCat(100 + to));
              },
          .changed = "version",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::SectorCrosswalk>(resource).clear_version();
                As<v1::SectorCrosswalk>(resource).mutable_entries(0)->set_share("80");
              },
          .spoiled = {{"version", ERROR_REASON_FIELD_REQUIRED},
                      {"entries[0].share", ERROR_REASON_SHARES_NOT_WHOLE}}};
}

ResourceKind EmissionFactors() {
  return {.contract = kAccountsService,
          .message = "EmissionFactor",
          .plural = "EmissionFactors",
          .not_found = ERROR_REASON_EMISSION_FACTOR_NOT_FOUND,
          .make = Factor,
          .needs = [](const Place& place,
                      int /*n*/) { return std::vector<Resource>{GwpTableWithId(place.id)}; },
          .needed = ERROR_REASON_GWP_TABLE_NOT_FOUND,
          .change =
              [](Resource& resource, int to) {
                SetMethane(absl::StrCat("0.1", to), As<v1::EmissionFactor>(resource));
              },
          .changed = "gases",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::EmissionFactor>(resource).set_unit("kwh");
                As<v1::EmissionFactor>(resource).set_valid_to("2022");
              },
          .spoiled = {{"unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE},
                      {"valid_to", ERROR_REASON_INCONSISTENT_FIELDS}}};
}

ResourceKind ReferencePaths() {
  return {
      .contract = kAccountsService,
      .message = "ReferencePath",
      .plural = "ReferencePaths",
      .not_found = ERROR_REASON_REFERENCE_PATH_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make = Path,
      .needs = [](const Place& place,
                  int /*n*/) { return std::vector<Resource>{ReleaseWithId(place, place.id)}; },
      .needed = ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND,
      .change = [](Resource& resource,
                   int to) { SetLevel(absl::StrCat(100 + to), As<v1::ReferencePath>(resource)); },
      .changed = "levels",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::ReferencePath>(resource).clear_titles();
            As<v1::ReferencePath>(resource).mutable_levels(0)->mutable_cell()->set_value("-1");
          },
      .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED},
                  {"levels[0].cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE}}};
}

}  // namespace

std::vector<ResourceKind> KindsOfAccounts() {
  return {GwpTables(), SectorCrosswalks(), EmissionFactors(), ReferencePaths()};
}

}  // namespace tertial::conformance
