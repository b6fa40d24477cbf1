// What is kept of the owners that are followed: which definitions name them, and how far each was
// read.
#ifndef TERTIAL_SERVICES_INDICATORS_STORE_FOLLOWED_OWNERS_H_
#define TERTIAL_SERVICES_INDICATORS_STORE_FOLLOWED_OWNERS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"
#include "common/ledger/txn.h"
#include "tertial/indicators/internal/v1/followed_owner.pb.h"

namespace tertial::indicators {

// How far an owner was followed is no fact about an area: it stands among the private rows of the
// ledger (0A), apart from feed, history and exports, under
//
//   table 20, service 00   FollowedOwner
//
// and never expires.
inline constexpr TableId kFollowedOwnerTable = 20;

// The indicators that `service` owns, in the order of their names. The names of their figures can
// be read (figure_template.h).
absl::StatusOr<std::vector<internal::v1::OwnedIndicator>> ReadOwnedIndicators(
    const RecordReader& reader, absl::string_view service);

// Whether a commit after `since`, up to the state of `view`, touched definitions.
absl::StatusOr<bool> DefinitionsTouched(const ReadView& view, Revision since);

// Empty when it was not followed yet. A row that cannot be read is as if there were none: the owner
// is read anew.
absl::StatusOr<std::optional<internal::v1::FollowedOwner>> FindFollowedOwner(
    const ReadView& view, absl::string_view service, absl::Time now);
void PutFollowedOwner(Txn& txn, absl::string_view service,
                      const internal::v1::FollowedOwner& followed);

// The names of all observations of `indicator` in the areas with these ids.
absl::StatusOr<std::vector<std::string>> ListObservationsOf(const RecordReader& reader,
                                                            absl::string_view indicator,
                                                            const std::vector<std::string>& areas);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_STORE_FOLLOWED_OWNERS_H_
