// What must be true of bodies and their activity when they are written, by themselves or in an
// import. common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_BODY_RULES_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_BODY_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/politics/domain/body_rules.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

struct BodyRules {
  using Table = BodyTable;
  static constexpr auto Check = CheckBody;
  static void MakeCanonical(const AreaRegistry& areas, v1::Body& body);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::Body& body,
                                      const Violations& violations);
  // That it does not come before itself, and that its meetings and cases lie within its days.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::Body& body,
                                  const Violations& violations);
  static void ListReferences(const v1::Body& body, References& references);
};

struct BodyActivityRules {
  using Table = BodyActivityTable;
  static constexpr auto Check = CheckBodyActivity;
  static absl::Status CheckReferences(const RecordReader& reader, const v1::BodyActivity& activity,
                                      const Violations& violations);
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_BODY_RULES_H_
