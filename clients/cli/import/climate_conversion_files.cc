// What the climate accounts are converted with, and the paths that they are held against.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/climate_files.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

const std::vector<CodeWord>& EnergyMethods() {
  static const auto& words = *new std::vector<CodeWord>{
      {"location", v1::ENERGY_METHOD_LOCATION_BASED}, {"market", v1::ENERGY_METHOD_MARKET_BASED}};
  return words;
}

// The publication that the line was taken from, in place of the file.
common::v1::Provenance ReadSource(const RowFields& row) {
  common::v1::Provenance provenance = row.ReadProvenance();
  provenance.set_source(row.Text("source"));
  return provenance;
}

void ReadGwpLine(const RowFields& row, LineGroups& groups, Dataset& dataset) {
  const auto [line, is_first] = groups.Find(row, row.Text("id"), dataset);
  v1::GwpTable& table = *line.mutable_gwp_table();
  if (is_first) {
    table.set_name(GwpTableName(row.Text("id")));
    table.set_gwp_set(row.Text("gwp_set").empty() ? v1::GWP_SET_UNKNOWN
                                                  : row.Code<v1::GwpSet>("gwp_set", GwpSetWords()));
    row.AddText("title_en", "en", table.mutable_titles());
    *table.mutable_provenance() = ReadSource(row);
  }
  v1::GwpValue& value = *table.add_values();
  value.set_gas(row.Text("gas"));
  value.set_gwp(row.Text("gwp"));
}

void ReadCrosswalkLine(const RowFields& row, LineGroups& groups, Dataset& dataset) {
  const auto [line, is_first] = groups.Find(row, row.Text("id"), dataset);
  v1::SectorCrosswalk& crosswalk = *line.mutable_sector_crosswalk();
  if (is_first) {
    crosswalk.set_name(absl::StrCat("sectorCrosswalks/", row.Text("id")));
    crosswalk.set_from_standard(row.Text("from_standard"));
    crosswalk.set_to_standard(row.Text("to_standard"));
    crosswalk.set_version(row.Text("version"));
    *crosswalk.mutable_provenance() = ReadSource(row);
  }
  v1::CrosswalkEntry& entry = *crosswalk.add_entries();
  entry.set_from_sector(row.Text("from_sector"));
  entry.set_from_source(row.Text("from_source"));
  entry.set_to_sector(row.Text("to_sector"));
  entry.set_share(row.Text("share"));
  row.AddText("explanation_en", "en", entry.mutable_explanations());
  row.AddText("to_title_en", "en", entry.mutable_to_titles());
}

// A line of a factor as a whole, or one for each gas.
void ReadFactorLine(const RowFields& row, LineGroups& groups, Dataset& dataset) {
  const std::string id = absl::StrCat(row.Text("factor"), "~", row.Text("version"));
  // Two lines without a gas are two rows, so that the service tells that they name the same.
  const std::string group = row.Text("gas").empty() ? absl::StrCat(id, " ", row.origin().line) : id;
  const auto [line, is_first] = groups.Find(row, group, dataset);
  v1::EmissionFactor& factor = *line.mutable_emission_factor();
  if (is_first) {
    factor.set_name(absl::StrCat("emissionFactors/", id));
    factor.set_factor(row.Text("factor"));
    factor.set_version(row.Text("version"));
    row.AddText("title_en", "en", factor.mutable_titles());
    factor.set_unit(row.Text("unit"));
    factor.set_gwp_table(GwpTableName(row.Text("gwp_table")));
    factor.set_published(row.Text("published"));
    factor.set_valid_from(row.Text("valid_from"));
    factor.set_valid_to(row.Text("valid_to"));
    factor.set_scope(row.Code<v1::Scope>("scope", ScopeWords()));
    factor.set_method(row.Code<v1::EnergyMethod>("method", EnergyMethods(), true));
    *factor.mutable_provenance() = ReadSource(row);
  }
  if (row.Text("gas").empty()) {
    factor.set_value(row.Text("value"));
    ReadUncertainty(row, factor);
    return;
  }
  v1::GasFactor& gas = *factor.add_gases();
  gas.set_gas(row.Text("gas"));
  gas.set_value(row.Text("value"));
  ReadUncertainty(row, gas);
}

void ReadPathLine(const RowFields& row, LineGroups& groups, Dataset& dataset) {
  const auto [line, is_first] = groups.Find(row, row.Text("id"), dataset);
  v1::ReferencePath& path = *line.mutable_reference_path();
  if (is_first) {
    path.set_name(absl::StrCat("areas/", dataset.area, "/referencePaths/", row.Text("id")));
    row.AddText("title_en", "en", path.mutable_titles());
    path.set_inventory_release(ReleaseName(dataset.area, row.Text("release")));
    path.set_boundary(row.Code<v1::Boundary>("boundary", BoundaryWords()));
    path.set_scope(row.Code<v1::Scope>("scope", ScopeWords()));
    path.set_sector(row.Text("sector"));
    *path.mutable_provenance() = ReadSource(row);
  }
  v1::PathLevel& level = *path.add_levels();
  level.set_period(row.Text("year"));
  *level.mutable_cell() = row.ReadCell();
  level.mutable_cell()->set_rounded_to(row.Text("rounded_to"));
}

}  // namespace

void ReadConversionFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  LineGroups tables({"gwp_set", "title_en", "source", "note"});
  files.ForEachRow("gwp_tables.csv", {"id", "gwp_set", "title_en", "gas", "gwp", "source"},
                   [&](const RowFields& row) { ReadGwpLine(row, tables, dataset); }, {"note"});
  LineGroups crosswalks({"from_standard", "to_standard", "version", "source", "note"});
  files.ForEachRow("sector_crosswalks.csv",
                   {"id", "from_standard", "to_standard", "version", "from_sector", "to_sector",
                    "share", "source"},
                   [&](const RowFields& row) { ReadCrosswalkLine(row, crosswalks, dataset); },
                   {"from_source", "explanation_en", "to_title_en", "note"});
  LineGroups factors({"title_en", "unit", "gwp_table", "published", "valid_from", "valid_to",
                      "scope", "method", "source", "note"});
  files.ForEachRow("emission_factors.csv",
                   {"factor", "version", "title_en", "value", "unit", "published", "valid_from",
                    "valid_to", "scope", "method", "source"},
                   [&](const RowFields& row) { ReadFactorLine(row, factors, dataset); },
                   {"gas", "low", "high", "gwp_table", "note"});
  LineGroups paths({"title_en", "release", "boundary", "scope", "sector", "source", "note"});
  files.ForEachRow("reference_paths.csv",
                   {"id", "title_en", "release", "boundary", "scope", "sector", "year", "value",
                    "status", "source"},
                   [&](const RowFields& row) { ReadPathLine(row, paths, dataset); },
                   {"rounded_to", "note"});
}

}  // namespace tertial::cli
