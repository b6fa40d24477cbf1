// INVENTORY and OVERDUE: what the facts, or the service that owns them, tell of themselves.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/facts/overdue.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "services/gateway/domain/checks/places.h"
#include "tertial/common/v1/cell.pb.h"

namespace tertial::gateway {

void TakeInventoryFindings(const CheckContext& context,
                           absl::Span<const climate::v1::InventoryFinding> found,
                           FindingList& findings) {
  const std::string rule = RuleOf(v1::RULE_KIND_INVENTORY);
  findings.Mention(rule);
  for (const climate::v1::InventoryFinding& one : found) {
    const bool is_of_report =
        one.period().empty() ||
        std::any_of(context.periods.begin(), context.periods.end(),
                    [&](const Period& period) { return period.Format() == one.period(); });
    if (!is_of_report) continue;
    findings.Asked(rule);
    v1::Finding finding = MakeFinding(v1::RULE_KIND_INVENTORY);
    finding.set_severity(one.severity());
    finding.set_period(one.period());
    for (const std::string& resource : one.resources()) {
      *finding.add_places() = PlaceOf(context.facts, resource);
    }
    if (one.has_difference()) *finding.mutable_computed() = one.difference();
    AddParameter("finding", climate::v1::InventoryFindingKind_Name(one.kind()), finding);
    finding.set_detail(one.detail());
    findings.Add(std::move(finding));
  }
}

void AskOverdue(const CheckContext& context, FindingList& findings) {
  const std::string rule = RuleOf(v1::RULE_KIND_OVERDUE);
  findings.Mention(rule);
  const std::string own = absl::StrCat("areas/", context.area_id, "/");
  context.facts.VisitBelow(own, [&](const Fact& fact) {
    if (fact.message == nullptr) return;
    const auto& descriptor = *fact.message->GetDescriptor();
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const auto* field = descriptor.field(i);
      if (field->is_repeated() || field->message_type() != common::v1::Cell::descriptor() ||
          !fact.message->GetReflection()->HasField(*fact.message, field)) {
        continue;
      }
      const auto& cell = static_cast<const common::v1::Cell&>(
          fact.message->GetReflection()->GetMessage(*fact.message, field));
      if (cell.missing() != common::v1::MISSING_REASON_PENDING) continue;
      findings.Asked(rule, !cell.expected().empty());
      if (!IsOverdue(cell, context.instant)) continue;
      v1::Finding finding = MakeFinding(v1::RULE_KIND_OVERDUE);
      *finding.add_places() = PlaceOf(context.facts, fact.name, field->name());
      AddParameter("expected", cell.expected(), finding);
      finding.set_detail(absl::StrCat(Called(finding.places(0)), " was expected by ",
                                      cell.expected(), " and has not come."));
      findings.Add(std::move(finding));
    }
  });
}

}  // namespace tertial::gateway
