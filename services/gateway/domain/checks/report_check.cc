#include "services/gateway/domain/checks/report_check.h"

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/types/partial_date.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "services/gateway/domain/checks/figure_rules.h"
#include "services/gateway/domain/checks/finding_list.h"

namespace tertial::gateway {
namespace {

class ReportCheck {
 public:
  ReportCheck(const CheckContext& context, const CheckInput& input)
      : context_(context), input_(input) {}

  v1::CheckResult Check() && {
    if (IsAsked(v1::RULE_KIND_CLAIM)) TakeClaimResults(context_, input_.claims, findings_);
    for (const v1::CheckRule& rule : input_.rules) {
      if (IsAsked(rule.kind())) AskCheckRule(rule, context_, findings_);
    }
    AskFactRules();
    v1::CheckResult result;
    for (v1::Finding& finding : std::move(findings_).Sorted()) {
      if (IsTold(finding.severity())) *result.add_findings() = std::move(finding);
    }
    Accept(result);
    Count(result);
    for (const CheckedClaim& claim : input_.claims) {
      if (IsAsked(v1::RULE_KIND_CLAIM)) *result.add_claims() = claim.result;
    }
    for (v1::RuleCoverage& coverage : findings_.Coverage()) {
      *result.add_coverage() = std::move(coverage);
    }
    return result;
  }

 private:
  bool IsAsked(v1::RuleKind kind) const {
    return input_.kinds.empty() || input_.kinds.count(kind) > 0;
  }

  // The most severe is the smallest number.
  bool IsTold(common::v1::Severity severity) const {
    return input_.least_severity == common::v1::SEVERITY_UNSPECIFIED ||
           severity <= input_.least_severity;
  }

  void AskFactRules() {
    if (IsAsked(v1::RULE_KIND_CASE_YEAR)) AskCaseYears(context_, findings_);
    if (IsAsked(v1::RULE_KIND_NUMBER_REPEATED)) AskCaseNumbers(context_, findings_);
    if (IsAsked(v1::RULE_KIND_COUNT_AND_LIST)) AskStatedCounts(context_, findings_);
    if (IsAsked(v1::RULE_KIND_DANGLING_REFERENCE)) AskReferences(context_, findings_);
    if (IsAsked(v1::RULE_KIND_REPORTED_AND_COUNTED)) {
      AskReportedActivity(context_, findings_);
      AskReportedWorkforce(context_, findings_);
    }
    if (IsAsked(v1::RULE_KIND_INVENTORY)) {
      TakeInventoryFindings(context_, input_.inventory, findings_);
    }
    if (IsAsked(v1::RULE_KIND_OVERDUE)) AskOverdue(context_, findings_);
  }

  bool IsValid(const v1::AcceptedFinding& accepted) const {
    if (accepted.valid_to().empty()) return true;
    const absl::StatusOr<PartialDate> last = PartialDate::Parse(accepted.valid_to());
    return last.ok() && last->latest() >= context_.today();
  }

  void Accept(v1::CheckResult& result) const {
    std::map<std::string, std::string> by_finding;
    for (const v1::AcceptedFinding& accepted : input_.accepted) {
      if (IsValid(accepted)) by_finding.emplace(accepted.finding(), accepted.name());
    }
    for (v1::Finding& finding : *result.mutable_findings()) {
      const auto accepted = by_finding.find(finding.id());
      if (accepted != by_finding.end()) finding.set_accepted_by(accepted->second);
    }
  }

  void Count(v1::CheckResult& result) const {
    for (const common::v1::Severity severity :
         {common::v1::SEVERITY_ERROR, common::v1::SEVERITY_WARNING, common::v1::SEVERITY_INFO}) {
      if (!IsTold(severity)) continue;
      v1::SeverityCount& count = *result.add_counts();
      count.set_severity(severity);
      for (const v1::Finding& finding : result.findings()) {
        if (finding.severity() != severity) continue;
        if (finding.accepted_by().empty()) {
          count.set_open(count.open() + 1);
        } else {
          count.set_accepted(count.accepted() + 1);
        }
      }
    }
  }

  const CheckContext& context_;
  const CheckInput& input_;
  FindingList findings_;
};

}  // namespace

v1::CheckResult CheckFacts(const CheckContext& context, const CheckInput& input) {
  return ReportCheck(context, input).Check();
}

}  // namespace tertial::gateway
