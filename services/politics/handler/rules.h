// What must be true of each resource of this service when it is written, by itself or in an import.
// common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_RULES_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table_catalog.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/politics/domain/resource_rules.h"
#include "services/politics/store/keys.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::politics {

struct BodyRules {
  using Table = BodyTable;
  static constexpr auto Check = CheckBody;
};

struct BodyActivityRules {
  using Table = BodyActivityTable;
  static constexpr auto Check = CheckBodyActivity;
  static absl::Status CheckReferences(const RecordReader& reader, const v1::BodyActivity& activity,
                                      const Violations& violations);
};

struct CaseRules {
  using Table = CaseTable;
  static constexpr auto Check = CheckCase;
  static void MakeCanonical(const AreaRegistry& areas, v1::Case& political_case);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::Case& political_case,
                                      const Violations& violations);
  static void ListReferences(const v1::Case& political_case, References& references);
};

struct ThematicPlanRules {
  using Table = ThematicPlanTable;
  static constexpr auto Check = CheckThematicPlan;
  static void MakeCanonical(const AreaRegistry& areas, v1::ThematicPlan& plan);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::ThematicPlan& plan,
                                      const Violations& violations);
  static void ListReferences(const v1::ThematicPlan& plan, References& references);
};

struct ResolutionFollowUpRules {
  using Table = ResolutionFollowUpTable;
  static constexpr auto Check = CheckResolutionFollowUp;
  static void MakeCanonical(const AreaRegistry& areas, v1::ResolutionFollowUp& resolution);
  static absl::Status CheckReferences(const RecordReader& reader,
                                      const v1::ResolutionFollowUp& resolution,
                                      const Violations& violations);
  static void ListReferences(const v1::ResolutionFollowUp& resolution, References& references);
};

// All tables of this service, each with its rules.
TableCatalog PoliticsTables();

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_RULES_H_
