#include "services/politics/handler/finding_handlers.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/facts/checks.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "common/rpc/standard_methods.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "services/politics/domain/field_rules.h"
#include "services/politics/handler/requested.h"
#include "services/politics/store/finding_reads.h"

namespace tertial::politics {
namespace {

absl::Status CheckRequest(const v1::ListNumberFindingsRequest& request) {
  Violations violations;
  if (request.year() != 0) {
    CheckRange("year", request.year(), kEarliestYear, kLatestYear, violations);
  }
  for (int i = 0; i < request.kinds_size(); ++i) {
    const Violations at = violations.At("kinds", static_cast<size_t>(i));
    CheckEnumNumber("", request.kinds(i), *v1::NumberFindingKind_descriptor(), Presence::kRequired,
                    at);
    if (std::find(request.kinds().begin(), request.kinds().begin() + i, request.kinds(i)) !=
        request.kinds().begin() + i) {
      at.Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT, "It stands twice.");
    }
  }
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

}  // namespace

absl::StatusOr<v1::ListNumberFindingsResponse> FindingHandlers::ListNumberFindings(
    const CallContext& /*call*/, const v1::ListNumberFindingsRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  TERTIAL_RETURN_IF_ERROR(CheckRequest(request));
  FindingsQuery query{.area_id = "",
                      .body_id = "",
                      .year = request.year(),
                      .kinds = {request.kinds().begin(), request.kinds().end()}};
  std::sort(query.kinds.begin(), query.kinds.end());
  TERTIAL_ASSIGN_OR_RETURN(query.area_id, ResolveAreaName(areas_, "area", request.area()));
  const PageRequest page{.parent = query.area_id,
                         .page_size = page_size,
                         .page_token = request.page_token(),
                         .as_of = request.as_of()};
  const std::string text =
      ListQuery(absl::StrCat("number findings of body ", request.body(), " of year ", query.year,
                             " of kinds ", absl::StrJoin(query.kinds, ",")),
                page);
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger_, page, text));
  TERTIAL_ASSIGN_OR_RETURN(
      query.body_id, RequestedBodyId(start.view, areas_, query.area_id, "body", request.body()));
  TERTIAL_ASSIGN_OR_RETURN(FindingsPage found, ReadFindings(start.view, query, start.after,
                                                            static_cast<size_t>(page_size)));
  v1::ListNumberFindingsResponse response;
  for (v1::NumberFinding& one : found.findings) *response.add_findings() = std::move(one);
  if (!found.reached.empty()) {
    response.set_next_page_token(
        NextPageToken(ledger_, start.view, text, std::move(found.reached)));
  }
  *response.mutable_read_at() = start.view.at().ToProto();
  return response;
}

}  // namespace tertial::politics
