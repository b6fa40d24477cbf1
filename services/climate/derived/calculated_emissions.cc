#include "services/climate/derived/calculated_emissions.h"

#include <map>
#include <optional>
#include <utility>

#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/emission_calculation.h"
#include "services/climate/store/activity_reads.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {
namespace {

// Rows that one part of a walk passes over.
constexpr int kMostRowsWalked = 5000;

// The part of a derived row's pk that is the pk of its activity figure.
absl::string_view ActivityOf(absl::string_view pk) {
  return pk.substr(0, pk.find('\0', pk.find('\0') + 1) + 1);
}

absl::StatusOr<std::vector<v1::ActivityFigure>> ReadActivities(const RecordReader& reader,
                                                               absl::Span<const std::string> pks) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::optional<Record>> records,
                           reader.MultiFind(ActivityFigureTable::kId, pks));
  std::vector<v1::ActivityFigure> activities(pks.size());
  for (size_t i = 0; i < records.size(); ++i) {
    if (!records[i].has_value()) continue;
    TERTIAL_RETURN_IF_ERROR(
        DecodeBody(ActivityFigureTable::kId, pks[i], records[i]->body, activities[i]));
  }
  return activities;
}

}  // namespace

absl::StatusOr<std::vector<RowChange>> EmissionChanges(const RecordReader& reader,
                                                       absl::Span<const std::string> activities) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::ActivityFigure> figures,
                           ReadActivities(reader, activities));
  TERTIAL_ASSIGN_OR_RETURN(const EmissionFactors factors,
                           ReadEmissionFactors(reader, FactorsNamedBy(figures)));
  std::vector<RowChange> changes;
  for (size_t i = 0; i < figures.size(); ++i) {
    std::map<std::string, std::string> wanted;
    if (figures[i].emission_factors_size() > 0) {
      for (const v1::CalculatedEmission& row : CalculatedEmissionsOf(figures[i], factors)) {
        TERTIAL_ASSIGN_OR_RETURN(std::string pk, PrimaryKey<CalculatedEmissionTable>(row.name()));
        wanted.emplace(std::move(pk), EncodeResource(row));
      }
    }
    TERTIAL_ASSIGN_OR_RETURN(
        const std::vector<RowChange> of_figure,
        Differences(reader, CalculatedEmissionTable::kId, activities[i], wanted));
    changes.insert(changes.end(), of_figure.begin(), of_figure.end());
  }
  return changes;
}

absl::Status AddUsersOfFactor(const RecordReader& reader, absl::string_view factor,
                              std::set<std::string>& activities) {
  return reader.ScanIndex(ActivityFigureTable::kId, FactorEntry(factor),
                          [&](absl::string_view /*entry*/, absl::string_view pk) {
                            activities.emplace(pk);
                            return true;
                          });
}

absl::Status AddFactorsOfGwpTables(const RecordReader& reader,
                                   const std::set<std::string>& gwp_tables,
                                   std::set<std::string>& factors) {
  if (gwp_tables.empty()) return absl::OkStatus();
  absl::Status unnamed;
  TERTIAL_RETURN_IF_ERROR(ScanResources<EmissionFactorTable>(
      reader, {}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::EmissionFactor& version) {
        if (version.gwp_table().empty()) return true;
        const absl::StatusOr<std::string> table = PrimaryKey<GwpTableTable>(version.gwp_table());
        unnamed = table.status();
        if (table.ok() && gwp_tables.count(*table) > 0) factors.insert(version.factor());
        return table.ok();
      }));
  return unnamed;
}

absl::StatusOr<std::vector<std::string>> ActivityWalk::Next(const RecordReader& reader) {
  std::vector<std::string> found;
  int rows = 0;
  absl::Status damage;
  const auto visit = [&](absl::string_view pk, Revision /*revision*/, absl::string_view body) {
    if (++rows > kMostRowsWalked) return false;
    after_ = std::string(pk);
    if (!recorded_) {
      v1::ActivityFigure figure;
      damage = DecodeBody(ActivityFigureTable::kId, pk, body, figure);
      if (!damage.ok()) return false;
      if (figure.emission_factors_size() > 0) found.push_back(after_);
    } else if (found.empty() || found.back() != ActivityOf(pk)) {
      found.emplace_back(ActivityOf(pk));
    }
    return true;
  };
  TERTIAL_RETURN_IF_ERROR(reader.Scan(
      recorded_ ? CalculatedEmissionTable::kId : ActivityFigureTable::kId, prefix_, after_, visit));
  TERTIAL_RETURN_IF_ERROR(damage);
  if (rows <= kMostRowsWalked) {
    done_ = recorded_;
    recorded_ = true;
    after_.clear();
  }
  return found;
}

}  // namespace tertial::climate
