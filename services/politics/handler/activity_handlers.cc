#include "services/politics/handler/activity_handlers.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/overdue.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "common/rpc/standard_methods.h"
#include "common/status/status_macros.h"
#include "services/politics/domain/activity.h"
#include "services/politics/handler/requested.h"
#include "services/politics/store/activity_reads.h"
#include "services/politics/store/body_cases.h"

namespace tertial::politics {
namespace {

// As text that is the same for the same span.
std::string TextOf(const RequestedSpan& span) {
  if (!span.days.has_value()) return span.term;
  return absl::StrCat(absl::FormatCivilTime(span.days->first), " to ",
                      absl::FormatCivilTime(span.days->last));
}

}  // namespace

absl::StatusOr<v1::GetActivityResponse> ActivityHandlers::GetActivity(
    const CallContext& /*call*/, const v1::GetActivityRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const RequestedSpan span, ParseSpan(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), span.period));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  TERTIAL_ASSIGN_OR_RETURN(const DayRange days, ReadSpan(view, areas_, area_id, span));
  TERTIAL_ASSIGN_OR_RETURN(const ActivityFacts facts,
                           ReadActivity(view, area_id, days, span.period));
  ActivityFigures figures = AssembleActivity(facts);
  v1::GetActivityResponse response;
  response.set_area(absl::StrCat("areas/", area_id));
  response.mutable_days()->set_first_day(absl::FormatCivilTime(days.first));
  response.mutable_days()->set_last_day(absl::FormatCivilTime(days.last));
  for (v1::BodyActivitySeries& series : figures.bodies) {
    *response.add_bodies() = std::move(series);
  }
  *response.mutable_reported_meetings_total() = std::move(figures.reported_meetings_total);
  *response.mutable_reported_cases_total() = std::move(figures.reported_cases_total);
  *response.mutable_totals() = std::move(figures.totals);
  SetOverdue(response, InstantOf(ledger_, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

absl::StatusOr<v1::ListBodyCasesResponse> ActivityHandlers::ListBodyCases(
    const CallContext& /*call*/, const v1::ListBodyCasesRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  TERTIAL_ASSIGN_OR_RETURN(const RequestedSpan span, ParseSpan(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area(), span.period));
  const PageRequest page{.parent = area_id,
                         .page_size = page_size,
                         .page_token = request.page_token(),
                         .as_of = request.as_of()};
  const std::string query =
      ListQuery(absl::StrCat("cases of body ", request.body(), " from ", TextOf(span)), page);
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger_, page, query));
  BodyCasesQuery asked{.area_id = area_id, .body_id = "", .span = {}};
  TERTIAL_ASSIGN_OR_RETURN(asked.span, ReadSpan(start.view, areas_, area_id, span));
  TERTIAL_ASSIGN_OR_RETURN(asked.body_id,
                           RequestedBodyId(start.view, areas_, area_id, "body", request.body()));
  TERTIAL_ASSIGN_OR_RETURN(
      BodyCasesPage found,
      ReadBodyCases(start.view, asked, start.after, {.cases = static_cast<size_t>(page_size)}));
  v1::ListBodyCasesResponse response;
  for (v1::DatedCase& one : found.cases) *response.add_cases() = std::move(one);
  if (!found.reached.empty()) {
    response.set_next_page_token(
        NextPageToken(ledger_, start.view, query, std::move(found.reached)));
  }
  *response.mutable_read_at() = start.view.at().ToProto();
  return response;
}

}  // namespace tertial::politics
