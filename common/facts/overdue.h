// OVERDUE: a pending figure whose expected day has passed. Computed for the instant that is read,
// never stored.
#ifndef TERTIAL_COMMON_FACTS_OVERDUE_H_
#define TERTIAL_COMMON_FACTS_OVERDUE_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "tertial/common/v1/cell.pb.h"

namespace tertial {

// Whether the days of Europe/Oslo are known on this machine; else a sentence that names what is to
// be installed. The functions below abort where they are not: a process that serves cells asks
// first, when it starts. The environment's TZ does not matter.
absl::Status CheckOsloTimeZone();

// The day that `instant` lies on in Europe/Oslo.
absl::CivilDay DayInOslo(absl::Time instant);

// When that day ends: the next midnight of Europe/Oslo.
absl::Time EndOfDayInOslo(absl::Time instant);

// Whether the cell is PENDING and the last day that it is expected on, of a month the last one, has
// ended at `instant` in Europe/Oslo. A cell without an expected date is never overdue.
bool IsOverdue(const common::v1::Cell& cell, absl::Time instant);

// Sets `overdue` to IsOverdue on every cell anywhere in `message`, or clears it. Messages packed
// into a google.protobuf.Any are not looked into. The paths to cells are found once for each type
// of message and thread: a message of a type that can hold no cell costs one look-up.
void SetOverdue(google::protobuf::Message& message, absl::Time instant);

// Clears `overdue` on every cell anywhere in `message`, as it is to be stored.
void ClearOverdue(google::protobuf::Message& message);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_OVERDUE_H_
