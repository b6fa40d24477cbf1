#include "services/politics/handler/matter_handlers.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/case_number.h"
#include "services/politics/domain/list_order.h"
#include "services/politics/domain/matter_durations.h"
#include "services/politics/handler/requested.h"
#include "services/politics/store/activity_reads.h"
#include "services/politics/store/keys.h"
#include "services/politics/store/matter_reads.h"

namespace tertial::politics {
namespace {

constexpr size_t kMostCases = 1000;

absl::StatusOr<CaseNumberQuery> ParseNumber(const std::string& number) {
  if (number.empty()) {
    return InvalidField("number", common::v1::ERROR_REASON_FIELD_REQUIRED,
                        "It is empty; give a case number, as 31/24.");
  }
  absl::StatusOr<CaseNumberQuery> query = ParseCaseNumber(number);
  if (!query.ok()) {
    return InvalidField("number", common::v1::ERROR_REASON_INVALID_CASE_NUMBER,
                        query.status().message());
  }
  return query;
}

// By year, then in the order of their bodies, those of no known body last, then by name.
void Sort(const std::vector<v1::Body>& bodies, std::vector<v1::Case>& cases) {
  std::map<absl::string_view, size_t> places;
  for (const v1::Body* const body : InOrder(bodies)) places.emplace(body->name(), places.size());
  const auto key_of = [&](const v1::Case& one) {
    const auto place = places.find(one.body());
    return std::tuple(one.number().year(), place == places.end() ? places.size() : place->second,
                      absl::string_view(one.name()));
  };
  std::sort(cases.begin(), cases.end(),
            [&](const v1::Case& a, const v1::Case& b) { return key_of(a) < key_of(b); });
}

}  // namespace

absl::StatusOr<v1::FindCasesResponse> MatterHandlers::FindCases(
    const CallContext& /*call*/, const v1::FindCasesRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const CaseNumberQuery query, ParseNumber(request.number()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string body_id,
                           RequestedBodyId(view, areas_, area_id, "body", request.body()));
  TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::Case> cases,
                           ReadNumberedCases(view, area_id, query.years, query.sequence));
  if (!body_id.empty()) {
    std::erase_if(cases, [&](const v1::Case& one) {
      return one.body().empty() || LastIdOf(one.body()) != body_id;
    });
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::Body> bodies,
                           ReadBelow<BodyTable>(view, {area_id}));
  Sort(bodies, cases);
  if (cases.size() > kMostCases) cases.resize(kMostCases);
  v1::FindCasesResponse response;
  for (v1::Case& one : cases) *response.add_cases() = std::move(one);
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

absl::StatusOr<v1::GetMatterHistoryResponse> MatterHandlers::GetMatterHistory(
    const CallContext& /*call*/, const v1::GetMatterHistoryRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::string name,
                           CanonicalName<MatterTable>(areas_, "name", request.name()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  TERTIAL_ASSIGN_OR_RETURN(std::optional<v1::Matter> matter, FindResource<MatterTable>(view, name));
  if (!matter.has_value()) return ResourceNotFound(MatterTable::kNotFound, request.name());
  v1::GetMatterHistoryResponse response;
  *response.mutable_matter() = *std::move(matter);
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<RecordedCase> cases, ReadCasesOfMatter(view, name));
  TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::MatterTreatment> treatments,
                           ReadTreatments(view, cases, kMostCases));
  for (v1::MatterTreatment& one : treatments) *response.add_treatments() = std::move(one);
  if (const std::optional<int32_t> days = DaysBetween(cases); days.has_value()) {
    response.set_days(*days);
  }
  TERTIAL_ASSIGN_OR_RETURN(const auto resolutions, ReadFollowUpsOf(view, cases));
  for (const v1::ResolutionFollowUp& one : resolutions) response.add_resolutions(one.name());
  TERTIAL_ASSIGN_OR_RETURN(const auto plans, ReadPlansOf(view, name, cases));
  for (const v1::ThematicPlan& plan : plans) response.add_plans(plan.name());
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::politics
