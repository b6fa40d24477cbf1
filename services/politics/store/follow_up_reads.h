// Follow-ups with what their states follow from.
//
// Events stand below their follow-up, in one range; the follow-ups of a body are found by what they
// refer to (common/ledger/in_use.h), so what is read for them does not grow with other bodies.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_FOLLOW_UP_READS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_FOLLOW_UP_READS_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/ledger/read_view.h"
#include "common/ledger/record_reader.h"
#include "services/politics/domain/follow_up_state.h"

namespace tertial::politics {

// All follow-ups of the area, in the order of their names, with their events.
absl::StatusOr<std::vector<FollowUpFacts>> ReadFollowUps(const RecordReader& reader,
                                                         const std::string& area_id);

struct FollowUpQuery {
  std::string area_id;
  // The resource name of the body that decided, or, where that is not known, of one that treated
  // the follow-up. Empty: all of the area.
  std::string body;
};

// A follow-up in the list of a query.
struct PlacedFollowUp {
  // Where it stands: bytes that sort as the list does, by the first day that each may have been
  // decided on, those of no known day last, then by name.
  std::string place;
  // The stored follow-up and the case that it was decided in, as far as they were read to place it.
  std::optional<std::string> row;
  std::optional<std::string> decided_in;
  // Without events. Not set: not parsed yet; without a name: it is not there.
  std::unique_ptr<FollowUpFacts> facts;
};

// The whole list, in its order, without facts. Of a long one nothing is kept but the places.
absl::StatusOr<std::vector<PlacedFollowUp>> PlaceFollowUps(const RecordReader& reader,
                                                           const FollowUpQuery& query);

// Sets the facts of those that have none: from what was kept, else they are read.
absl::Status ReadFacts(const RecordReader& reader, absl::Span<PlacedFollowUp> placed);

// Adds their events to follow-ups whose facts are set.
absl::Status ReadEvents(const ReadView& view, absl::Span<PlacedFollowUp> placed);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_FOLLOW_UP_READS_H_
