// What must be true of each resource of this service when it is written, by itself or in an import.
// common/rpc/standard_writes.h tells what the members are for.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_RULES_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_RULES_H_

#include "absl/status/status.h"
#include "common/ledger/record_reader.h"
#include "common/ledger/table_catalog.h"
#include "common/rpc/references.h"
#include "common/status/violations.h"
#include "common/types/area_registry.h"
#include "services/indicators/domain/definition_rules.h"
#include "services/indicators/domain/resource_rules.h"
#include "services/indicators/handler/ownership_rules.h"
#include "services/indicators/store/keys.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

struct IndicatorRules {
  using Table = IndicatorTable;
  static constexpr auto Check = CheckIndicator;
  static absl::Status CheckReferences(const RecordReader& reader, const v1::Indicator& indicator,
                                      const Violations& violations);
  static absl::Status CheckBeside(const RecordReader& reader, const v1::Indicator& indicator,
                                  const Violations& violations);
  static void ListReferences(const v1::Indicator& indicator, References& references);
};

struct FrameworkRules {
  using Table = FrameworkTable;
  static constexpr auto Check = CheckFramework;
};

struct FocusAreaRules {
  using Table = FocusAreaTable;
  static constexpr auto Check = CheckFocusArea;
  static void MakeCanonical(const AreaRegistry& areas, v1::FocusArea& focus_area);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::FocusArea& focus_area,
                                      const Violations& violations);
  static void ListReferences(const v1::FocusArea& focus_area, References& references);
};

struct GoalRules {
  using Table = GoalTable;
  static constexpr auto Check = CheckGoal;
  static void MakeCanonical(const AreaRegistry& areas, v1::Goal& goal);
  static absl::Status CheckReferences(const RecordReader& reader, const v1::Goal& goal,
                                      const Violations& violations);
  static void ListReferences(const v1::Goal& goal, References& references);
};

struct FrameworkIndicatorRules {
  using Table = FrameworkIndicatorTable;
  static constexpr auto Check = CheckFrameworkIndicator;
  static void MakeCanonical(const AreaRegistry& areas, v1::FrameworkIndicator& chosen);
  static absl::Status CheckReferences(const RecordReader& reader,
                                      const v1::FrameworkIndicator& chosen,
                                      const Violations& violations);
  static void ListReferences(const v1::FrameworkIndicator& chosen, References& references);
};

struct TargetRules {
  using Table = TargetTable;
  static constexpr auto Check = CheckTarget;
  static absl::Status CheckReferences(const RecordReader& reader, const v1::Target& target,
                                      const Violations& violations);
  static absl::Status CheckBeside(const RecordReader& reader, const v1::Target& target,
                                  const Violations& violations);
  static void ListReferences(const v1::Target& target, References& references);
};

struct ObservationRules {
  using Table = ObservationTable;
  static constexpr auto Check = CheckObservation;
  static constexpr auto CheckDelete = CheckObservationDeletable;
  static absl::Status CheckReferences(const RecordReader& reader,
                                      const v1::Observation& observation,
                                      const Violations& violations);
  // The definition may change; what was recorded by the one before stands.
  static absl::Status CheckBeside(const RecordReader& reader, const v1::Observation& observation,
                                  const Violations& violations);
};

struct PeerGroupRules {
  using Table = PeerGroupTable;
  static constexpr auto Check = CheckPeerGroup;
  static void MakeCanonical(const AreaRegistry& areas, v1::PeerGroup& peer_group);
  static void CheckAreas(const AreaRegistry& areas, const v1::PeerGroup& peer_group,
                         const Violations& violations);
};

// All tables of this service, each with its rules.
TableCatalog IndicatorsTables();

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_RULES_H_
