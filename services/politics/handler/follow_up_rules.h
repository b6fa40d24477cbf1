// What must be true of follow-ups and their events when they are written, by themselves or in an
// import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_FOLLOW_UP_RULES_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_FOLLOW_UP_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/politics/domain/follow_up_rules.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/follow_up_events.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

struct ResolutionFollowUpRules {
  using Table = ResolutionFollowUpTable;
  static constexpr auto Check = CheckResolutionFollowUp;
  static void MakeCanonical(const AreaRegistry& areas, v1::ResolutionFollowUp& resolution);
  static absl::Status CheckReferences(const RecordReader& reader,
                                      const v1::ResolutionFollowUp& resolution,
                                      const Violations& violations);
  static absl::Status CheckBeside(const RecordReader& reader,
                                  const v1::ResolutionFollowUp& resolution,
                                  const Violations& violations);
  static void ListReferences(const v1::ResolutionFollowUp& resolution, References& references);
};

struct FollowUpEventRules {
  using Table = FollowUpEventTable;
  static constexpr auto Check = CheckFollowUpEvent;
  static void MakeCanonical(const AreaRegistry& areas, v1::FollowUpEvent& event);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::FollowUpEvent& event,
                                      const Violations& violations);
  static absl::Status CheckBeside(const RecordReader& reader, const v1::FollowUpEvent& event,
                                  const Violations& violations);
  static void ListReferences(const v1::FollowUpEvent& event, References& references);
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_FOLLOW_UP_RULES_H_
