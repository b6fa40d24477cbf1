#include "services/climate/store/activity_reads.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {
namespace {

bool Names(const v1::ActivityFigure& activity, absl::string_view factor) {
  const auto& named = activity.emission_factors();
  return std::find(named.begin(), named.end(), factor) != named.end();
}

// Without the ids above it and the byte that ends it.
absl::string_view LastIdOf(absl::string_view pk) {
  pk.remove_suffix(1);
  return pk.substr(pk.rfind('\0') + 1);
}

}  // namespace

absl::StatusOr<std::vector<v1::ActivityFigure>> ReadActivitiesWithFactors(
    const RecordReader& reader, const std::string& area_id, const Period& period,
    absl::string_view boundary) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string area, EncodePrimaryKey({area_id}));
  std::vector<v1::ActivityFigure> figures;
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(
      reader.Scan(ActivityFigureTable::kId, area, "",
                  [&](absl::string_view pk, Revision /*revision*/, absl::string_view body) {
                    if (PeriodOfActivityId(LastIdOf(pk)) != period) return true;
                    v1::ActivityFigure figure;
                    damage = DecodeBody(ActivityFigureTable::kId, pk, body, figure);
                    if (!damage.ok()) return false;
                    if (figure.emission_factors().empty()) return true;
                    if (boundary.empty() || figure.boundary() == boundary)
                      figures.push_back(std::move(figure));
                    return true;
                  }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return figures;
}

absl::StatusOr<std::vector<v1::EmissionFactor>> ReadFactorVersions(const RecordReader& reader,
                                                                   absl::string_view factor) {
  std::vector<v1::EmissionFactor> versions;
  absl::Status damage;
  // No code holds a "~", so these are the versions of this factor alone.
  TERTIAL_RETURN_IF_ERROR(reader.Scan(
      EmissionFactorTable::kId, absl::StrCat(factor, "~"), "",
      [&](absl::string_view pk, Revision /*revision*/, absl::string_view body) {
        damage = DecodeBody(EmissionFactorTable::kId, pk, body, versions.emplace_back());
        return damage.ok();
      }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return versions;
}

absl::StatusOr<EmissionFactors> ReadEmissionFactors(const RecordReader& reader,
                                                    const std::set<std::string>& factors) {
  EmissionFactors read;
  std::set<std::string> tables;
  for (const std::string& factor : factors) {
    TERTIAL_ASSIGN_OR_RETURN(read.versions[factor], ReadFactorVersions(reader, factor));
    for (const v1::EmissionFactor& version : read.versions[factor]) {
      if (!version.gwp_table().empty()) tables.insert(version.gwp_table());
    }
  }
  for (const std::string& name : tables) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::GwpTable> table,
                             FindResource<GwpTableTable>(reader, name));
    if (table.has_value()) read.gwp_tables.emplace(name, GwpTable(*table));
  }
  return read;
}

std::set<std::string> FactorsNamedBy(const std::vector<v1::ActivityFigure>& activities) {
  std::set<std::string> factors;
  for (const v1::ActivityFigure& activity : activities) {
    factors.insert(activity.emission_factors().begin(), activity.emission_factors().end());
  }
  return factors;
}

absl::Status ScanFactorUsers(const RecordReader& reader, absl::string_view factor,
                             absl::FunctionRef<bool(const v1::ActivityFigure& activity)> visitor) {
  absl::Status failed;
  TERTIAL_RETURN_IF_ERROR(reader.ScanIndex(
      ActivityFigureTable::kId, FactorEntry(factor),
      [&](absl::string_view /*entry*/, absl::string_view pk) {
        absl::StatusOr<std::optional<Record>> row = reader.Find(ActivityFigureTable::kId, pk);
        failed = row.status();
        if (!failed.ok()) return false;
        if (!row->has_value()) return true;
        v1::ActivityFigure activity;
        failed = DecodeBody(ActivityFigureTable::kId, pk, (*row)->body, activity);
        if (!failed.ok()) return false;
        // An entry may be that of an earlier version of the figure.
        return !Names(activity, factor) || visitor(activity);
      }));
  return failed;
}

}  // namespace tertial::climate
