// Follow-ups with what their states follow from.
//
// Events stand below their follow-up, in one range; the follow-ups of a body are found by what they
// refer to (common/ledger/in_use.h), so what is read for them does not grow with other bodies.
#ifndef TERTIAL_SERVICES_POLITICS_STORE_FOLLOW_UP_READS_H_
#define TERTIAL_SERVICES_POLITICS_STORE_FOLLOW_UP_READS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
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

// Where the follow-ups of a query stand in their list: text that sorts as they do, by the first day
// that they may have been decided on, those of no known day last, then by name.
absl::StatusOr<std::vector<std::string>> ReadFollowUpPlaces(const RecordReader& reader,
                                                            const FollowUpQuery& query);

// One element for each of these places, in their order, without the events; without a name where no
// follow-up is there.
absl::StatusOr<std::vector<FollowUpFacts>> ReadFollowUpsAt(const RecordReader& reader,
                                                           absl::Span<const std::string> places);

// Adds its events to a follow-up.
absl::Status ReadEvents(const RecordReader& reader, FollowUpFacts& facts);

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_STORE_FOLLOW_UP_READS_H_
