#include "services/indicators/handler/owned_comparisons.h"

#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/rpc/limits.h"
#include "common/status/status_macros.h"
#include "services/indicators/domain/figure_template.h"
#include "services/indicators/domain/ownership.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {
namespace {

// Where the owner would have the figure, as far as a name tells.
v1::PulledFigure PlaceAtOwner(const v1::FigureOwner& owner, const v1::Observation& observation) {
  v1::PulledFigure place;
  place.set_service(owner.service());
  const auto ids = PatternOf<ObservationTable>().Parse(observation.name());
  const absl::StatusOr<FigureTemplate> names = FigureTemplate::Parse(owner.resource());
  const absl::StatusOr<Period> period = Period::Parse(observation.period());
  // The owner's names tell no parts of the area.
  if (ids.ok() && names.ok() && period.ok() && observation.dimensions().empty()) {
    place.set_name(names->NameFor((*ids)[0], *period));
  }
  return place;
}

}  // namespace

absl::StatusOr<bool> OwnedComparisonReview::Compares(const RecordReader& reader,
                                                     const StagedRowView& row) {
  if (row.table != ObservationTable::kId) return false;
  const std::optional<std::vector<std::string>> ids = TableCatalog::IdsOf(row.pk);
  if (!ids.has_value() || ids->size() != PatternOf<ObservationTable>().id_count()) return false;
  TERTIAL_RETURN_IF_ERROR(FindIndicator(reader, (*ids)[1]));
  if (!indicator_.has_owner()) return false;
  v1::Observation observation;
  TERTIAL_RETURN_IF_ERROR(DecodeBody(row.table, row.pk, row.body, observation));
  v1::OwnedComparison comparison;
  comparison.set_row(row.row);
  comparison.set_name(observation.name());
  *comparison.mutable_imported() = observation.cell();
  *comparison.mutable_pulled() = PlaceAtOwner(indicator_.owner(), observation);
  TERTIAL_RETURN_IF_ERROR(Compare(comparison));
  ++counts_[comparison.outcome()];
  owners_.insert(indicator_.owner().service());
  const bool equal = comparison.outcome() == v1::OWNED_OUTCOME_EQUAL;
  Add(std::move(comparison), equal ? equal_ : not_equal_);
  return true;
}

absl::Status OwnedComparisonReview::FindIndicator(const RecordReader& reader,
                                                  const std::string& id) {
  if (id == indicator_id_ && !indicator_.name().empty()) return absl::OkStatus();
  indicator_id_ = id;
  TERTIAL_ASSIGN_OR_RETURN(std::optional<v1::Indicator> found,
                           FindResource<IndicatorTable>(reader, absl::StrCat("indicators/", id)));
  indicator_ = found.has_value() ? *std::move(found) : v1::Indicator();
  return absl::OkStatus();
}

absl::Status OwnedComparisonReview::Compare(v1::OwnedComparison& comparison) const {
  // Who checks a row sees that row in the place of what was pulled.
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Observation> present,
                           FindResource<ObservationTable>(view, comparison.name()));
  if (present.has_value() && present->has_pulled()) {
    *comparison.mutable_owned() = present->cell();
    *comparison.mutable_pulled() = present->pulled();
    comparison.set_outcome(CompareWithOwned(comparison.imported(), present->cell()));
    return absl::OkStatus();
  }
  const OwnerContact contact = contacts_.Of(indicator_.owner().service());
  comparison.set_outcome(contact.Covers(indicator_.name(), indicator_.owner())
                             ? v1::OWNED_OUTCOME_OWNER_HAS_NONE
                         : contact.stale ? v1::OWNED_OUTCOME_OWNER_UNREACHABLE
                                         : v1::OWNED_OUTCOME_NOT_PULLED_YET);
  return absl::OkStatus();
}

void OwnedComparisonReview::Add(v1::OwnedComparison comparison, Comparisons& comparisons) {
  const int64_t row = comparison.row();
  comparisons.emplace(row, std::move(comparison));
  if (static_cast<int64_t>(comparisons.size()) > kMostRefusedRows) {
    comparisons.erase(std::prev(comparisons.end()));
  }
}

void OwnedComparisonReview::AddTo(v1::ImportRowsResponse& response) const {
  if (counts_.empty()) return;
  v1::OwnedComparisons& owned = *response.mutable_owned();
  for (const auto& [outcome, count] : counts_) {
    v1::OwnedOutcomeCount& entry = *owned.add_counts();
    entry.set_outcome(outcome);
    entry.set_count(count);
  }
  for (const Comparisons* comparisons : {&not_equal_, &equal_}) {
    for (const auto& [row, comparison] : *comparisons) {
      if (owned.comparisons_size() == kMostRefusedRows) break;
      *owned.add_comparisons() = comparison;
    }
  }
  for (const std::string& owner : owners_) *owned.add_owners() = contacts_.FreshnessOf(owner);
}

}  // namespace tertial::indicators
