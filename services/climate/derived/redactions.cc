#include "services/climate/derived/redactions.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/ledger/feed.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/types/period.h"
#include "services/climate/derived/calculated_emissions.h"
#include "services/climate/derived/derived_rows.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {
namespace {

// Versions of one level that are looked at when something is redacted.
constexpr size_t kMostVersions = 10'000;

// Whether a version of the level `pk` passes.
absl::StatusOr<bool> AnyVersion(const ReadView& view, absl::string_view pk,
                                absl::FunctionRef<bool(const v1::ClimateTargetLevel&)> passes) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<RowVersion> versions,
                           ReadVersions(view, ClimateTargetLevelTable::kId, pk, 0, kMostVersions));
  return std::any_of(versions.begin(), versions.end(), [&](const RowVersion& row) {
    v1::ClimateTargetLevel level;
    return row.version.live() && level.ParseFromString(row.version.body) && passes(level);
  });
}

absl::Status AddLevelsMadeOf(const ReadView& view, const RowKey& redacted,
                             std::vector<RowKey>& levels) {
  const std::optional<std::vector<std::string>> ids = TableCatalog::IdsOf(redacted.pk);
  if (!ids.has_value()) return absl::OkStatus();
  const auto add = [&](absl::string_view pk) {
    levels.push_back({ClimateTargetLevelTable::kId, std::string(pk)});
    return absl::OkStatus();
  };
  if (redacted.table == ClimateTargetTable::kId)
    return VisitAllEver(view, ClimateTargetLevelTable::kId, redacted.pk, add);

  const bool is_figure = redacted.table == EmissionFigureTable::kId;
  if (!is_figure && redacted.table != ActivityFigureTable::kId) return absl::OkStatus();
  const std::optional<Period> period =
      is_figure ? PeriodOfEmissionId(ids->back()) : PeriodOfActivityId(ids->back());
  // Objects are parts of sectors and never summed.
  if (!period.has_value() || (is_figure && absl::StrContains(ids->back(), "~object."))) {
    return absl::OkStatus();
  }
  const auto is_made_of_it = [&](const v1::ClimateTargetLevel& level) {
    if (level.base_period() == period->Format()) {
      return is_figure || absl::StrContains(level.unit(), "_per_");
    }
    return is_figure && !level.base_low().empty();
  };
  TERTIAL_ASSIGN_OR_RETURN(const std::string area, EncodePrimaryKey({ids->front()}));
  return VisitAllEver(
      view, ClimateTargetLevelTable::kId, area, [&](absl::string_view pk) -> absl::Status {
        const std::optional<std::vector<std::string>> level_ids = TableCatalog::IdsOf(pk);
        if (!level_ids.has_value() || (is_figure && level_ids->back() != (*ids)[1])) {
          return absl::OkStatus();
        }
        TERTIAL_ASSIGN_OR_RETURN(const bool any, AnyVersion(view, pk, is_made_of_it));
        return any ? add(pk) : absl::OkStatus();
      });
}

absl::Status AddEmissionsMadeOf(const ReadView& view, const RowKey& redacted,
                                std::vector<RowKey>& emissions) {
  if (redacted.table == ActivityFigureTable::kId) {
    return VisitAllEver(view, CalculatedEmissionTable::kId, redacted.pk, [&](absl::string_view pk) {
      emissions.push_back({CalculatedEmissionTable::kId, std::string(pk)});
      return absl::OkStatus();
    });
  }
  if (redacted.table != EmissionFactorTable::kId) return absl::OkStatus();
  std::set<std::string> users;
  TERTIAL_RETURN_IF_ERROR(
      AddUsersOfFactor(view, redacted.pk.substr(0, redacted.pk.find('~')), users));
  for (const std::string& user : users) {
    emissions.push_back({CalculatedEmissionTable::kId, absl::StrCat(user, redacted.pk)});
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> IsRedacted(const ReadView& view, TableId table,
                                absl::Span<const std::string> ids) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, EncodePrimaryKey(ids));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version> version, view.FindVersion(table, pk));
  return version.has_value() && version->state == RowState::kRedaction;
}

// Whether the figure of the target's sector that the level is made of is redacted.
absl::StatusOr<bool> IsBaseRedacted(const ReadView& view, const RowKey& row,
                                    absl::Span<const std::string> ids) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string target_pk, EncodePrimaryKey(ids.first(2)));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Record> target,
                           view.Find(ClimateTargetTable::kId, target_pk));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Record> recorded, view.Find(row.table, row.pk));
  v1::ClimateTarget meant;
  v1::ClimateTargetLevel level;
  if (!target.has_value() || !recorded.has_value() || !meant.ParseFromString(target->body) ||
      !level.ParseFromString(recorded->body)) {
    return false;
  }
  const absl::StatusOr<Period> base = Period::Parse(level.base_period());
  if (!base.ok()) return false;
  return IsRedacted(view, EmissionFigureTable::kId,
                    {ids[0], ids[2], FormatEmissionId(meant.sector(), *base)});
}

}  // namespace

absl::Status AddMadeOf(const ReadView& view, const RowKey& redacted, std::vector<RowKey>& rows) {
  TERTIAL_RETURN_IF_ERROR(AddLevelsMadeOf(view, redacted, rows));
  return AddEmissionsMadeOf(view, redacted, rows);
}

absl::StatusOr<bool> IsMadeOfRedacted(const ReadView& view, const RowKey& row) {
  const std::optional<std::vector<std::string>> ids = TableCatalog::IdsOf(row.pk);
  if (!ids.has_value() || ids->size() != 3) return false;
  const bool is_level = row.table == ClimateTargetLevelTable::kId;
  TERTIAL_ASSIGN_OR_RETURN(
      const bool parent,
      IsRedacted(view, is_level ? ClimateTargetTable::kId : ActivityFigureTable::kId,
                 {(*ids)[0], (*ids)[1]}));
  if (parent) return true;
  if (is_level) return IsBaseRedacted(view, row, *ids);
  return IsRedacted(view, EmissionFactorTable::kId, {(*ids)[2]});
}

}  // namespace tertial::climate
