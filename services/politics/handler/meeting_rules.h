// What must be true of terms, meetings, agenda items and matters when they are written, by
// themselves or in an import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_MEETING_RULES_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_MEETING_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/politics/domain/matter_rules.h"
#include "services/politics/domain/meeting_rules.h"
#include "services/politics/domain/term_rules.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/meetings_resources.pb.h"

namespace tertial::politics {

struct TermRules {
  using Table = TermTable;
  static constexpr auto Check = CheckTerm;
  // That it shares no day with another of its area.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::Term& term,
                                  const Violations& violations);
};

struct MeetingRules {
  using Table = MeetingTable;
  static constexpr auto Check = CheckMeeting;
  static void MakeCanonical(const AreaRegistry& areas, v1::Meeting& meeting);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::Meeting& meeting,
                                      const Violations& violations);
  // That its body is there on its day.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::Meeting& meeting,
                                  const Violations& violations);
  static void ListReferences(const v1::Meeting& meeting, References& references);
};

struct AgendaItemRules {
  using Table = AgendaItemTable;
  static constexpr auto Check = CheckAgendaItem;
  static void MakeCanonical(const AreaRegistry& areas, v1::AgendaItem& item);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::AgendaItem& item,
                                      const Violations& violations);
  // That its case is one of the body that meets.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::AgendaItem& item,
                                  const Violations& violations);
  static void ListReferences(const v1::AgendaItem& item, References& references);
};

struct MatterRules {
  using Table = MatterTable;
  static constexpr auto Check = CheckMatter;
  static void MakeCanonical(const AreaRegistry& areas, v1::Matter& matter);
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_MEETING_RULES_H_
