// The climate accounts: releases and their emissions, activity series, targets, measures.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/cli/import/dataset_files.h"
#include "common/status/violations.h"
#include "common/types/resource_name.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

const std::vector<CodeWord>& GwpSets() {
  static const auto& words =
      *new std::vector<CodeWord>{{"AR4", v1::GWP_SET_AR4}, {"AR5", v1::GWP_SET_AR5}};
  return words;
}

const std::vector<CodeWord>& Boundaries() {
  static const auto& words = *new std::vector<CodeWord>{
      {"community", v1::BOUNDARY_COMMUNITY}, {"municipality-own", v1::BOUNDARY_OWN_OPERATIONS}};
  return words;
}

const std::vector<CodeWord>& Scopes() {
  static const auto& words =
      *new std::vector<CodeWord>{{"direct", v1::SCOPE_DIRECT}, {"indirect", v1::SCOPE_INDIRECT}};
  return words;
}

const std::vector<CodeWord>& Accounts() {
  static const auto& words =
      *new std::vector<CodeWord>{{"activity_series", v1::ACCOUNT_ACTIVITY_SERIES},
                                 {"consumption", v1::ACCOUNT_CONSUMPTION_FOOTPRINT}};
  return words;
}

const std::vector<CodeWord>& TargetKinds() {
  static const auto& words =
      *new std::vector<CodeWord>{{"reduce_by", v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT},
                                 {"reduce_to", v1::CLIMATE_TARGET_KIND_REDUCE_TO}};
  return words;
}

const std::vector<CodeWord>& TargetBases() {
  static const auto& words =
      *new std::vector<CodeWord>{{"municipal_plan", v1::CLIMATE_TARGET_BASIS_MUNICIPAL_PLAN},
                                 {"council_decision", v1::CLIMATE_TARGET_BASIS_COUNCIL_DECISION},
                                 {"theme_plan", v1::CLIMATE_TARGET_BASIS_THEMATIC_PLAN},
                                 {"national", v1::CLIMATE_TARGET_BASIS_NATIONAL}};
  return words;
}

// The metric that the figures of releases are of.
constexpr absl::string_view kEmissions = "emissions";

std::string ReleaseName(absl::string_view area, absl::string_view id) {
  return absl::StrCat("areas/", area, "/inventoryReleases/", id);
}

// The id and the title of an object; "all" and an empty column mean the whole.
template <typename Figure>
void SetObject(const RowFields& row, Figure& figure) {
  const std::string& object = row.Text("object");
  if (object.empty() || object == "all") return;
  figure.set_object(Slug(object));
  row.AddText("object", "nb", figure.mutable_object_titles());
}

void ReadRelease(const RowFields& row, Dataset& dataset) {
  v1::InventoryRelease& release = *dataset.climate.Add(row.origin()).mutable_inventory_release();
  release.set_name(ReleaseName(dataset.area, row.Text("id")));
  release.set_publisher(row.Text("publisher"));
  release.set_release_date(row.Text("release_date"));
  release.set_method_version(row.Text("method_version"));
  release.set_gwp_set(row.Text("gwp_set").empty() ? v1::GWP_SET_UNKNOWN
                                                  : row.Code<v1::GwpSet>("gwp_set", GwpSets()));
  release.set_boundary(row.Code<v1::Boundary>("boundary", Boundaries()));
  release.set_scope(row.Code<v1::Scope>("scope", Scopes()));
  *release.mutable_provenance() = row.ReadProvenance();
}

// The boundary and the scope of a release as its file states them, by release.
using ReleaseColumns = std::map<std::string, std::pair<std::string, std::string>>;

// A row of a release repeats what the release says of itself; it must be the same.
void CheckAgainstRelease(const RowFields& row, const ReleaseColumns& releases) {
  const auto release = releases.find(row.Text("release"));
  if (release == releases.end()) return;  // the service says that it is unknown
  const auto check = [&](absl::string_view column, const std::string& stated) {
    if (row.Text(column) == stated) return;
    row.AddProblem(column, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(row.Text(column)), " differs from ", Quoted(stated),
                                " of its release ", row.Text("release"), "."));
  };
  check("boundary", release->second.first);
  check("scope", release->second.second);
}

// Names a figure of a release by its other fields, which must all be set.
void SetEmissionName(absl::string_view release, v1::EmissionFigure& figure) {
  figure.set_name(absl::StrCat(release, "/emissions/", figure.sector(), "~",
                               PeriodId(figure.period()), figure.object().empty() ? "" : "~object.",
                               figure.object()));
}

void ReadEmission(const RowFields& row, const ReleaseColumns& releases, Dataset& dataset) {
  CheckAgainstRelease(row, releases);
  v1::EmissionFigure& figure = *dataset.climate.Add(row.origin()).mutable_emission_figure();
  figure.set_sector(row.Text("sector"));
  figure.set_part_of(row.Text("part_of"));
  SetObject(row, figure);
  figure.set_period(row.Text("year"));
  figure.set_unit(row.Text("unit"));
  *figure.mutable_cell() = row.ReadCell();
  *figure.mutable_provenance() = row.ReadProvenance();
  SetEmissionName(ReleaseName(dataset.area, row.Text("release")), figure);
}

// Names an activity figure by its other fields, which must all be set.
void SetActivityName(absl::string_view area, v1::ActivityFigure& figure) {
  std::string id =
      absl::StrCat(figure.metric(), "~", figure.boundary(), "~", PeriodId(figure.period()));
  if (figure.scope() == v1::SCOPE_DIRECT) id += "~scope.direct";
  if (figure.scope() == v1::SCOPE_INDIRECT) id += "~scope.indirect";
  if (!figure.sector().empty()) absl::StrAppend(&id, "~sector.", figure.sector());
  if (!figure.object().empty()) absl::StrAppend(&id, "~object.", figure.object());
  figure.set_name(absl::StrCat("areas/", area, "/activities/", id));
}

v1::ActivityFigure& AddActivity(const RowFields& row, Dataset& dataset) {
  v1::ActivityFigure& figure = *dataset.climate.Add(row.origin()).mutable_activity_figure();
  figure.set_metric(row.Text("metric"));
  figure.set_boundary(row.Text("boundary"));
  SetObject(row, figure);
  figure.set_period(row.Text("year"));
  figure.set_unit(row.Text("unit"));
  *figure.mutable_cell() = row.ReadCell();
  *figure.mutable_provenance() = row.ReadProvenance();
  return figure;
}

// Rows of an inventory belong to a release; the other accounts stand outside all of them.
void ReadEmissionsRow(const RowFields& row, const ReleaseColumns& releases, Dataset& dataset) {
  if (row.Text("account") == "inventory") return ReadEmission(row, releases, dataset);
  v1::ActivityFigure& figure = AddActivity(row, dataset);
  figure.set_account(row.Code<v1::Account>("account", Accounts()));
  figure.set_sector(row.Text("sector"));
  figure.set_scope(row.Code<v1::Scope>("scope", Scopes()));
  SetActivityName(dataset.area, figure);
}

void ReadEnergy(const RowFields& row, Dataset& dataset) {
  v1::ActivityFigure& figure = AddActivity(row, dataset);
  figure.set_account(v1::ACCOUNT_ACTIVITY_SERIES);
  SetActivityName(dataset.area, figure);
}

void ReadTarget(const RowFields& row, Dataset& dataset) {
  v1::ClimateTarget& target = *dataset.climate.Add(row.origin()).mutable_climate_target();
  const std::string& indicator = row.Text("indicator");
  const std::string subject = indicator.empty() ? Slug(row.Text("subject_en")) : indicator;
  target.set_name(absl::StrCat("areas/", Slug(row.Text("scope")), "/climateTargets/", subject, "~",
                               row.Text("kind"), "~", row.Text("target_year")));
  if (!indicator.empty()) target.set_indicator(absl::StrCat("indicators/", indicator));
  row.AddText("subject_en", "en", target.mutable_subjects());
  if (target.subjects().empty()) {
    common::v1::LocalizedText& subject_text = *target.add_subjects();
    subject_text.set_language("en");
    subject_text.set_text(absl::StrCat("direct emissions of ", row.Text("scope")));
  }
  // The targets of the file are about all direct emissions inside the area.
  target.set_boundary(v1::BOUNDARY_COMMUNITY);
  target.set_scope(v1::SCOPE_DIRECT);
  target.set_sector("all");
  target.set_kind(row.Code<v1::ClimateTargetKind>("operator", TargetKinds()));
  target.set_value(row.Text("value"));
  target.set_value_max(row.Text("value_max"));
  target.set_unit(row.Text("unit"));
  target.set_base_period(row.Text("base_year"));
  target.set_due_period(row.Text("target_year"));
  target.set_basis(row.Code<v1::ClimateTargetBasis>("kind", TargetBases()));
  *target.mutable_provenance() = row.ReadProvenance();
}

void ReadMeasure(const RowFields& row, int32_t order, Dataset& dataset) {
  v1::ClimateMeasure& measure = *dataset.climate.Add(row.origin()).mutable_climate_measure();
  measure.set_name(absl::StrCat("areas/", dataset.area, "/climateMeasures/", row.Text("measure")));
  measure.set_action_area(row.Text("area"));
  row.AddText("area_name_nb", "nb", measure.mutable_action_area_titles());
  row.AddText("subheading_nb", "nb", measure.mutable_subheadings());
  measure.set_order(order);
  row.AddText("description_en", "en", measure.mutable_descriptions());
  if (!row.Text("quantity").empty()) *measure.mutable_quantity() = row.ReadCell("quantity");
  measure.set_unit(row.Text("unit"));
  // "2024", or "2022-2024" for a span.
  const std::vector<std::string> periods = absl::StrSplit(row.Text("year"), '-');
  measure.set_from_period(periods.front());
  measure.set_to_period(periods.back());
  *measure.mutable_provenance() = row.ReadProvenance();
}

// The number of a code word; nothing if it is none of them.
std::optional<int> NumberOf(const std::string& word, const std::vector<CodeWord>& words) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](const CodeWord& one) { return one.word == word; });
  return found == words.end() ? std::nullopt : std::optional<int>(found->number);
}

// The id of the release with this boundary and scope; of several the latest. A problem, and empty,
// where there is none or it cannot be told which one is the latest.
std::string FindRelease(const RowFields& row, const Dataset& dataset, v1::Boundary boundary,
                        v1::Scope scope) {
  const v1::InventoryRelease* latest = nullptr;
  bool told = true;
  for (const v1::ClimateRow& one : dataset.climate.rows) {
    const v1::InventoryRelease& release = one.inventory_release();
    if (!one.has_inventory_release() || release.boundary() != boundary ||
        release.scope() != scope) {
      continue;
    }
    told = latest == nullptr || release.release_date() != latest->release_date();
    if (latest == nullptr || release.release_date() > latest->release_date()) latest = &release;
  }
  if (latest != nullptr && told) return latest->name().substr(latest->name().rfind('/') + 1);
  row.AddProblem(
      "key", common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND,
      absl::StrCat(Quoted(row.Text("key")),
                   latest == nullptr ? " is of a boundary and a scope that no release of "
                                       "inventory_releases.csv has."
                                     : " is of a boundary and a scope that several releases have; "
                                       "state their dates in inventory_releases.csv."));
  return "";
}

// "community, direct, all sectors" or "…, road-traffic", and an object.
std::string EmissionFigureOf(const RowFields& row, const std::vector<std::string>& parts,
                             const Dataset& dataset) {
  const std::optional<int> boundary =
      parts.size() < 3 ? std::nullopt : NumberOf(parts[0], Boundaries());
  const std::optional<int> scope = parts.size() < 3 ? std::nullopt : NumberOf(parts[1], Scopes());
  if (!boundary.has_value() || !scope.has_value() || parts.size() > 4) {
    row.AddProblem("key", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(row.Text("key")),
                                " does not name boundary, scope and sector, and an object if "
                                "there is one; write \"community, direct, all sectors\"."));
    return "";
  }
  v1::EmissionFigure figure;
  figure.set_sector(parts[2] == "all sectors" ? "all" : parts[2]);
  if (parts.size() == 4) figure.set_object(Slug(parts[3]));
  figure.set_period(std::string(kAnyPeriod));
  SetEmissionName(
      ReleaseName(kAnyArea, FindRelease(row, dataset, static_cast<v1::Boundary>(*boundary),
                                        static_cast<v1::Scope>(*scope))),
      figure);
  return figure.name();
}

}  // namespace

std::string ClimateFigureOf(const RowFields& row, const Dataset& dataset) {
  const std::vector<std::string> parts = KeyParts(row);
  if (row.Text("metric") == kEmissions) return EmissionFigureOf(row, parts, dataset);
  // "municipal-buildings, all", as energy.csv has them; or with scope and sector as emissions.csv.
  v1::ActivityFigure figure;
  figure.set_metric(row.Text("metric"));
  figure.set_period(std::string(kAnyPeriod));
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::optional<int> scope = NumberOf(parts[i], Scopes());
    if (i == 0) {
      figure.set_boundary(parts[i]);
    } else if (scope.has_value()) {
      figure.set_scope(static_cast<v1::Scope>(*scope));
    } else if (figure.scope() != v1::SCOPE_UNSPECIFIED && figure.sector().empty()) {
      figure.set_sector(parts[i]);
    } else if (parts[i] != "all") {
      figure.set_object(Slug(parts[i]));
    }
  }
  SetActivityName(kAnyArea, figure);
  return figure.name();
}

void ReadClimateFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  ReleaseColumns releases;
  files.ForEachRow(
      "inventory_releases.csv",
      {"id", "publisher", "release_date", "method_version", "gwp_set", "boundary", "scope", "note"},
      [&](const RowFields& row) {
        ReadRelease(row, dataset);
        releases[row.Text("id")] = {row.Text("boundary"), row.Text("scope")};
      });
  files.ForEachRow("emissions.csv",
                   {"account", "release", "metric", "scope", "boundary", "sector", "part_of",
                    "object", "year", "comparison_year", "value", "unit", "status", "qualifier",
                    "printed", "note", "source_line", "page"},
                   [&](const RowFields& row) { ReadEmissionsRow(row, releases, dataset); });
  files.ForEachRow("energy.csv",
                   {"metric", "boundary", "object", "year", "value", "unit", "status", "qualifier",
                    "printed", "note", "source_line", "page"},
                   [&](const RowFields& row) { ReadEnergy(row, dataset); });
  files.ForEachRow("targets.csv", TargetColumns(), [&](const RowFields& row) {
    if (IsClimateTarget(row)) ReadTarget(row, dataset);
  });
  int32_t order = 0;
  files.ForEachRow(
      "climate_measures.csv",
      {"area", "area_name_nb", "subheading_nb", "measure", "description_en", "quantity", "unit",
       "year", "qualifier", "printed", "note", "source_line", "page"},
      [&](const RowFields& row) { ReadMeasure(row, ++order, dataset); });
}

}  // namespace tertial::cli
