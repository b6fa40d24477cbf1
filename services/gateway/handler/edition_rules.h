// What must be true of an edition when a caller writes it. common/rpc/standard_writes.h tells what
// the members are for.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_EDITION_RULES_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_EDITION_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/gateway/domain/edition_rules.h"
#include "services/gateway/store/keys.h"
#include "tertial/gateway/v1/editions_resources.pb.h"

namespace tertial::gateway {

struct EditionRules {
  using Table = EditionTable;
  // The report's area is that of the name, unless another is named.
  static void MakeCanonical(const AreaRegistry& areas, v1::Edition& edition);
  static void Begin(v1::Edition& edition) { edition.set_state(v1::EDITION_STATE_DRAFT); }
  static constexpr auto Check = CheckEdition;
  // What ReportQuery refuses.
  static void CheckAreas(const AreaRegistry& areas, const v1::Edition& edition,
                         const Violations& violations);
  // RESOURCE_EXISTS where an edition of the name was; EDITION_STATE or EDITION_WITHDRAWN where more
  // than the titles of a frozen one would be changed, be it to an earlier version of it.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::Edition& edition,
                                  const Violations& violations);
  // EDITION_STATE: only a draft is deleted.
  static absl::Status CheckDelete(const RecordReader& reader, const std::string& name);
};

// The pieces are written with their edition, and by nobody else. What they hold is compared with
// the hashes of the edition whenever it is read.
struct FrozenPartRules {
  using Table = FrozenPartTable;
  static void Check(const internal::v1::FrozenPart& /*part*/, const Violations& /*violations*/) {}
};

// RESOURCE_EXISTS where an edition of the name is or was: an id is used once.
absl::Status RequireUnused(const RecordReader& reader, const std::string& name);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_EDITION_RULES_H_
