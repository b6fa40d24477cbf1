#include "services/indicators/store/followed_owners.h"

#include <algorithm>
#include <utility>

#include "common/ledger/feed.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/indicators/domain/figure_template.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {
namespace {

using internal::v1::FollowedOwner;
using internal::v1::OwnedIndicator;

// The end of the year 9999, as far as a timestamp goes.
absl::Time Never() { return absl::FromUnixSeconds(253402300799); }

// Definitions are read anew when more commits than this are to be looked at.
constexpr Revision kMostCommits = 1000;

std::string KeyOf(absl::string_view service) {
  // The names of services are ids.
  return *EncodePrimaryKey({std::string(service)});
}

}  // namespace

absl::StatusOr<std::vector<OwnedIndicator>> ReadOwnedIndicators(const RecordReader& reader,
                                                                absl::string_view service) {
  std::vector<OwnedIndicator> owned;
  TERTIAL_RETURN_IF_ERROR(ScanResources<IndicatorTable>(
      reader, {}, "",
      [&](absl::string_view /*pk*/, Revision revision, const v1::Indicator& indicator) {
        if (indicator.has_owner() && indicator.owner().service() == service &&
            FigureTemplate::Parse(indicator.owner().resource()).ok()) {
          OwnedIndicator& one = owned.emplace_back();
          one.set_indicator(indicator.name());
          *one.mutable_owner() = indicator.owner();
          one.set_revision(revision);
        }
        return true;
      }));
  return owned;
}

absl::StatusOr<bool> DefinitionsTouched(const ReadView& view, Revision since) {
  const Revision head = view.at().revision;
  if (head - since > kMostCommits) return true;
  for (Revision revision = since + 1; revision <= head; ++revision) {
    TERTIAL_ASSIGN_OR_RETURN(const common::internal::v1::Commit commit,
                             ReadCommit(view.snapshot(), revision));
    for (const common::internal::v1::TouchedTable& touched : commit.touched()) {
      if (touched.table() == IndicatorTable::kId) return true;
    }
  }
  return false;
}

absl::StatusOr<std::optional<FollowedOwner>> FindFollowedOwner(const ReadView& view,
                                                               absl::string_view service,
                                                               absl::Time now) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> body,
                           view.FindPrivate(kFollowedOwnerTable, KeyOf(service), now));
  std::optional<FollowedOwner> followed;
  if (body.has_value() && !followed.emplace().ParseFromString(*body)) followed.reset();
  return followed;
}

void PutFollowedOwner(Txn& txn, absl::string_view service, const FollowedOwner& followed) {
  txn.PutPrivate(kFollowedOwnerTable, KeyOf(service), EncodeBody(followed), Never());
}

absl::StatusOr<std::vector<std::string>> ListObservationsOf(const RecordReader& reader,
                                                            absl::string_view indicator,
                                                            const std::vector<std::string>& areas) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           PatternOf<IndicatorTable>().Parse(indicator));
  std::vector<std::string> names;
  for (const std::string& area : areas) {
    TERTIAL_RETURN_IF_ERROR(ScanResources<ObservationTable>(
        reader, {area, ids[0]}, "",
        [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Observation& observation) {
          names.push_back(observation.name());
          return true;
        }));
  }
  return names;
}

}  // namespace tertial::indicators
