// The climate accounts: releases and their emissions, activity series.
#include "clients/cli/import/climate_files.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/violations.h"
#include "common/types/resource_name.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

const std::vector<CodeWord>& Accounts() {
  static const auto& words =
      *new std::vector<CodeWord>{{"activity_series", v1::ACCOUNT_ACTIVITY_SERIES},
                                 {"consumption", v1::ACCOUNT_CONSUMPTION_FOOTPRINT}};
  return words;
}

const std::vector<CodeWord>& Coverages() {
  static const auto& words = *new std::vector<CodeWord>{
      {"complete", v1::INVENTORY_COVERAGE_COMPLETE}, {"selected", v1::INVENTORY_COVERAGE_SELECTED}};
  return words;
}

const std::vector<CodeWord>& Qualities() {
  static const auto& words = *new std::vector<CodeWord>{{"high", v1::DATA_QUALITY_HIGH},
                                                        {"medium", v1::DATA_QUALITY_MEDIUM},
                                                        {"low", v1::DATA_QUALITY_LOW}};
  return words;
}

const std::vector<CodeWord>& Topics() {
  static const auto& words =
      *new std::vector<CodeWord>{{"energy", v1::ACTIVITY_TOPIC_ENERGY},
                                 {"waste", v1::ACTIVITY_TOPIC_WASTE},
                                 {"reuse", v1::ACTIVITY_TOPIC_REUSE},
                                 {"vehicles", v1::ACTIVITY_TOPIC_VEHICLES},
                                 {"construction", v1::ACTIVITY_TOPIC_CONSTRUCTION},
                                 {"emissions", v1::ACTIVITY_TOPIC_EMISSIONS},
                                 {"denominators", v1::ACTIVITY_TOPIC_DENOMINATORS},
                                 {"other", v1::ACTIVITY_TOPIC_OTHER}};
  return words;
}

// The metric that the figures of releases are of.
constexpr absl::string_view kEmissions = "emissions";

// The id and the title of an object; "all" and an empty column mean the whole.
template <typename Figure>
void SetObject(const RowFields& row, Figure& figure) {
  const std::string& object = row.Text("object");
  if (object.empty() || object == "all") return;
  figure.set_object(Slug(object));
  row.AddText("object", "nb", figure.mutable_object_titles());
}

// The value, how good it is, and where it was taken from.
template <typename Figure>
void ReadMeasured(const RowFields& row, Figure& figure) {
  *figure.mutable_cell() = row.ReadCell();
  if (!row.Text("rounded_to").empty()) {
    figure.mutable_cell()->set_rounded_to(row.Text("rounded_to"));
  }
  ReadUncertainty(row, figure);
  figure.set_data_quality(row.Code<v1::DataQuality>("data_quality", Qualities(), true));
  *figure.mutable_provenance() = row.ReadProvenance();
}

void ReadRelease(const RowFields& row, Dataset& dataset) {
  v1::InventoryRelease& release = *dataset.climate.Add(row.origin()).mutable_inventory_release();
  release.set_name(ReleaseName(dataset.area, row.Text("id")));
  release.set_publisher(row.Text("publisher"));
  release.set_release_date(row.Text("release_date"));
  release.set_method_version(row.Text("method_version"));
  release.set_gwp_set(row.Text("gwp_set").empty() ? v1::GWP_SET_UNKNOWN
                                                  : row.Code<v1::GwpSet>("gwp_set", GwpSetWords()));
  release.set_boundary(row.Code<v1::Boundary>("boundary", BoundaryWords()));
  release.set_scope(row.Code<v1::Scope>("scope", ScopeWords()));
  *release.mutable_provenance() = row.ReadProvenance();
  for (std::string& gas : row.List("gases")) release.add_gases(std::move(gas));
  release.set_gwp_table(GwpTableName(row.Text("gwp_table")));
  release.set_supersedes(ReleaseName(dataset.area, row.Text("supersedes")));
  release.set_sector_standard(row.Text("sector_standard"));
  release.set_coverage(row.Code<v1::InventoryCoverage>("coverage", Coverages(), true));
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

// "~gas.ch4"; nothing where there is none.
std::string IdPart(absl::string_view word, absl::string_view id) {
  return id.empty() ? "" : absl::StrCat("~", word, ".", id);
}

// Names a figure of a release by its other fields, which must all be set.
void SetEmissionName(absl::string_view release, v1::EmissionFigure& figure) {
  figure.set_name(absl::StrCat(release, "/emissions/", figure.sector(), "~",
                               PeriodId(figure.period()), IdPart("source", figure.source()),
                               IdPart("gas", figure.gas()), IdPart("object", figure.object())));
}

// The columns implied_from, implied_percent and implied_rounded_to.
void ReadImpliedBy(const RowFields& row, v1::EmissionFigure& figure) {
  const std::string& percent = row.Text("implied_percent");
  if (row.Text("implied_from").empty() && percent.empty()) return;
  v1::ImpliedBy& implied = *figure.mutable_implied_by();
  implied.set_period(row.Text("implied_from"));
  if (!percent.empty()) implied.mutable_percent_change()->set_value(percent);
  implied.mutable_percent_change()->set_rounded_to(row.Text("implied_rounded_to"));
}

void ReadEmission(const RowFields& row, const ReleaseColumns& releases, Dataset& dataset) {
  CheckAgainstRelease(row, releases);
  v1::EmissionFigure& figure = *dataset.climate.Add(row.origin()).mutable_emission_figure();
  const std::string release = ReleaseName(dataset.area, row.Text("release"));
  figure.set_sector(row.Text("sector"));
  figure.set_part_of(row.Text("part_of"));
  SetObject(row, figure);
  figure.set_period(row.Text("year"));
  figure.set_unit(row.Text("unit"));
  figure.set_source(row.Text("source"));
  figure.set_gas(row.Text("gas"));
  ReadMeasured(row, figure);
  row.AddText("explanation", "en", figure.mutable_explanations());
  const std::string& included_in = row.Text("included_in");
  if (!included_in.empty()) {
    figure.set_included_in(absl::StrCat(release, "/emissions/", included_in));
  }
  ReadImpliedBy(row, figure);
  SetEmissionName(release, figure);
}

// Names an activity figure by its other fields, which must all be set.
void SetActivityName(absl::string_view area, v1::ActivityFigure& figure) {
  std::string id =
      absl::StrCat(figure.metric(), "~", figure.boundary(), "~", PeriodId(figure.period()));
  for (const CodeWord& scope : ScopeWords()) {
    if (scope.number == figure.scope()) absl::StrAppend(&id, IdPart("scope", scope.word));
  }
  absl::StrAppend(&id, IdPart("sector", figure.sector()), IdPart("object", figure.object()));
  figure.set_name(absl::StrCat("areas/", area, "/activities/", id));
}

v1::ActivityFigure& AddActivity(const RowFields& row, Dataset& dataset) {
  v1::ActivityFigure& figure = *dataset.climate.Add(row.origin()).mutable_activity_figure();
  figure.set_metric(row.Text("metric"));
  figure.set_boundary(row.Text("boundary"));
  SetObject(row, figure);
  figure.set_period(row.Text("year"));
  figure.set_unit(row.Text("unit"));
  ReadMeasured(row, figure);
  return figure;
}

// Rows of an inventory belong to a release; the other accounts stand outside all of them.
void ReadEmissionsRow(const RowFields& row, const ReleaseColumns& releases, Dataset& dataset) {
  if (row.Text("account") == "inventory") return ReadEmission(row, releases, dataset);
  v1::ActivityFigure& figure = AddActivity(row, dataset);
  figure.set_account(row.Code<v1::Account>("account", Accounts()));
  figure.set_sector(row.Text("sector"));
  figure.set_scope(row.Code<v1::Scope>("scope", ScopeWords()));
  figure.set_topic(v1::ACTIVITY_TOPIC_EMISSIONS);
  SetActivityName(dataset.area, figure);
}

void ReadEnergy(const RowFields& row, Dataset& dataset) {
  v1::ActivityFigure& figure = AddActivity(row, dataset);
  figure.set_account(v1::ACCOUNT_ACTIVITY_SERIES);
  figure.set_sector(row.Text("sector"));
  // What the file is about, unless the row says otherwise.
  figure.set_topic(row.Text("topic").empty()
                       ? v1::ACTIVITY_TOPIC_ENERGY
                       : row.Code<v1::ActivityTopic>("topic", Topics(), true));
  for (std::string& factor : row.List("emission_factors")) {
    figure.add_emission_factors(std::move(factor));
  }
  SetActivityName(dataset.area, figure);
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
      parts.size() < 3 ? std::nullopt : NumberOf(parts[0], BoundaryWords());
  const std::optional<int> scope =
      parts.size() < 3 ? std::nullopt : NumberOf(parts[1], ScopeWords());
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

const std::vector<CodeWord>& GwpSetWords() {
  static const auto& words =
      *new std::vector<CodeWord>{{"AR4", v1::GWP_SET_AR4}, {"AR5", v1::GWP_SET_AR5}};
  return words;
}

const std::vector<CodeWord>& BoundaryWords() {
  static const auto& words = *new std::vector<CodeWord>{
      {"community", v1::BOUNDARY_COMMUNITY}, {"municipality-own", v1::BOUNDARY_OWN_OPERATIONS}};
  return words;
}

const std::vector<CodeWord>& ScopeWords() {
  static const auto& words =
      *new std::vector<CodeWord>{{"direct", v1::SCOPE_DIRECT},
                                 {"indirect", v1::SCOPE_INDIRECT},
                                 {"indirect-energy", v1::SCOPE_INDIRECT_ENERGY},
                                 {"other-indirect", v1::SCOPE_OTHER_INDIRECT}};
  return words;
}

std::string ReleaseName(absl::string_view area, absl::string_view id) {
  return id.empty() ? "" : absl::StrCat("areas/", area, "/inventoryReleases/", id);
}

std::string GwpTableName(absl::string_view id) {
  return id.empty() ? "" : absl::StrCat("gwpTables/", id);
}

LineGroups::Found LineGroups::Find(const RowFields& row, const std::string& id, Dataset& dataset) {
  const auto [found, is_first] = groups_.try_emplace(id);
  Group& group = found->second;
  if (is_first) {
    group.place = dataset.climate.rows.size();
    for (const absl::string_view column : columns_) group.texts.push_back(row.Text(column));
    return {dataset.climate.Add(row.origin()), true};
  }
  for (size_t i = 0; i < columns_.size(); ++i) {
    const std::string& text = row.Text(columns_[i]);
    if (text.empty() || text == group.texts[i]) continue;
    row.AddProblem(columns_[i], common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(text), " differs from ", Quoted(group.texts[i]),
                                " in the first line of ", id, "."));
  }
  return {dataset.climate.rows[group.place], false};
}

std::string ClimateFigureOf(const RowFields& row, const Dataset& dataset) {
  const std::vector<std::string> parts = KeyParts(row);
  if (row.Text("metric") == kEmissions) return EmissionFigureOf(row, parts, dataset);
  // "municipal-buildings, all", as energy.csv has them; or with scope and sector as emissions.csv.
  v1::ActivityFigure figure;
  figure.set_metric(row.Text("metric"));
  figure.set_period(std::string(kAnyPeriod));
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::optional<int> scope = NumberOf(parts[i], ScopeWords());
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
  ReadConversionFiles(files);
  ReleaseColumns releases;
  files.ForEachRow(
      "inventory_releases.csv",
      {"id", "publisher", "release_date", "method_version", "gwp_set", "boundary", "scope", "note"},
      [&](const RowFields& row) {
        ReadRelease(row, dataset);
        releases[row.Text("id")] = {row.Text("boundary"), row.Text("scope")};
      },
      {"gases", "gwp_table", "supersedes", "sector_standard", "coverage"});
  files.ForEachRow("emissions.csv",
                   {"account", "release", "metric", "scope", "boundary", "sector", "part_of",
                    "object", "year", "comparison_year", "value", "unit", "status", "qualifier",
                    "printed", "note", "source_line", "page"},
                   [&](const RowFields& row) { ReadEmissionsRow(row, releases, dataset); },
                   {"source", "gas", "explanation", "included_in", "rounded_to", "low", "high",
                    "data_quality", "implied_from", "implied_percent", "implied_rounded_to"});
  files.ForEachRow(
      "energy.csv",
      {"metric", "boundary", "object", "year", "value", "unit", "status", "qualifier", "printed",
       "note", "source_line", "page"},
      [&](const RowFields& row) { ReadEnergy(row, dataset); },
      {"sector", "topic", "emission_factors", "rounded_to", "low", "high", "data_quality"});
  ReadClimateTargetFiles(files);
}

}  // namespace tertial::cli
