// Rules that are asked of every report: what is true of every municipality by the meaning of the
// contracts (RuleKind tells). Each is computed from the facts themselves, but for the findings of
// the climate accounts, whose sums are the climate service's to make.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_FACT_RULES_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_FACT_RULES_H_

#include "absl/types/span.h"
#include "services/gateway/domain/checks/check_context.h"
#include "services/gateway/domain/checks/finding_list.h"
#include "tertial/climate/v1/inventory_totals.pb.h"
#include "tertial/gateway/v1/checks_resources.pb.h"
#include "tertial/gateway/v1/claims_resources.pb.h"

namespace tertial::gateway {

// case_numbers.cc: CASE_YEAR. A case that was put off and taken up again under its number got that
// when it was first treated.
void AskCaseYears(const CheckContext& context, FindingList& findings);
// case_numbers.cc: NUMBER_REPEATED. A plan or a follow-up that names the number of a case is no
// second one; two of different days are.
void AskCaseNumbers(const CheckContext& context, FindingList& findings);

// stated_counts.cc: COUNT_AND_LIST. A list of which nothing is recorded is no list.
void AskStatedCounts(const CheckContext& context, FindingList& findings);

// references.cc: DANGLING_REFERENCE. Every field that holds the name of a resource.
void AskReferences(const CheckContext& context, FindingList& findings);

// reported_activity.cc: REPORTED_AND_COUNTED of meetings and cases.
void AskReportedActivity(const CheckContext& context, FindingList& findings);
// reported_workforce.cc: REPORTED_AND_COUNTED of the workforce.
void AskReportedWorkforce(const CheckContext& context, FindingList& findings);

// own_findings.cc: INVENTORY, from what the climate service finds in the facts.
void TakeInventoryFindings(const CheckContext& context,
                           absl::Span<const climate::v1::InventoryFinding> found,
                           FindingList& findings);

// own_findings.cc: OVERDUE.
void AskOverdue(const CheckContext& context, FindingList& findings);

// A claim and what became of it.
struct CheckedClaim {
  v1::Claim claim;
  v1::ClaimResult result;
};

// claim_findings.cc: CLAIM. A refuted claim is a finding for each assertion that does not hold, and
// for each remark on the bases of its operands one of INFO beside. A claim may compute with others
// of them.
void TakeClaimResults(const CheckContext& context, absl::Span<const CheckedClaim> claims,
                      FindingList& findings);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_FACT_RULES_H_
