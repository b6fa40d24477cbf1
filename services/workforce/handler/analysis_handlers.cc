#include "services/workforce/handler/analysis_handlers.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/facts/overdue.h"
#include "common/facts/series.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/limits.h"
#include "common/rpc/standard_methods.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/workforce/domain/equality_statement.h"
#include "services/workforce/domain/measures.h"
#include "services/workforce/domain/reported_comparison.h"
#include "services/workforce/domain/weighting.h"
#include "services/workforce/domain/workforce_comparison.h"
#include "services/workforce/store/analysis_reads.h"

namespace tertial::workforce {
namespace {

constexpr int kFewestAreas = 2;

// The period that a request must name. Errors: FIELD_REQUIRED, INVALID_PERIOD.
absl::StatusOr<Period> RequestedPeriod(const std::string& text) {
  Violations violations;
  CheckPeriod("period", text, Presence::kRequired, violations);
  if (!violations.empty()) return violations.ToStatus();
  return Period::Parse(text);
}

// A state, and what is recorded at it of the area and period that a request names.
struct ReadFacts {
  ReadView view;
  AnalysedFacts facts;
};

template <typename Request>
absl::StatusOr<ReadFacts> ReadRequested(const Ledger& ledger, const AreaRegistry& areas,
                                        const Request& request, const Period& period) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas, "area", request.area(), period));
  TERTIAL_ASSIGN_OR_RETURN(ReadView view, ReadAsOf(ledger, request.as_of()));
  TERTIAL_ASSIGN_OR_RETURN(AnalysedFacts facts, ReadAnalysed(view, area_id, period));
  return ReadFacts{.view = std::move(view), .facts = std::move(facts)};
}

// Tells the state, and what is overdue at its instant.
template <typename Request, typename Response>
void Finish(const Ledger& ledger, const Request& request, const ReadView& view,
            Response& response) {
  SetOverdue(response, InstantOf(ledger, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
}

absl::Status CheckComparison(const v1::CompareWorkforceRequest& request) {
  Violations violations;
  CheckEnum("measure", request.measure(), Presence::kRequired, violations);
  CheckPeriod("period", request.period(), Presence::kRequired, violations);
  CheckEnum("sex", request.sex(), Presence::kOptional, violations);
  if (request.sex() > v1::SEX_TOTAL && !IsDividedBySex(request.measure())) {
    violations.Add(
        "sex", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat(v1::Measure_Name(request.measure()), " is not divided by sex; leave it out."));
  }
  for (int i = 0; i < request.accept_size(); ++i) {
    CheckEnum("", request.accept(i), Presence::kRequired,
              violations.At("accept", static_cast<size_t>(i)));
  }
  if (request.areas_size() < kFewestAreas) {
    violations.Add(
        "areas", common::v1::ERROR_REASON_FIELD_REQUIRED,
        absl::StrCat(request.areas_size(), " areas are named; name at least ", kFewestAreas, "."));
  } else if (request.areas_size() > kLargestBatch) {
    violations.Add("areas", common::v1::ERROR_REASON_BATCH_TOO_LARGE,
                   absl::StrCat(request.areas_size(), " areas are named; compare at most ",
                                kLargestBatch, "."));
  }
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// The ids of the areas, in their order. Errors: AREA_NOT_FOUND, DUPLICATE_ELEMENT.
absl::StatusOr<std::vector<std::string>> NamedAreas(const AreaRegistry& areas,
                                                    const v1::CompareWorkforceRequest& request,
                                                    const Period& period) {
  std::set<std::string> ids;
  for (const std::string& name : request.areas()) {
    TERTIAL_ASSIGN_OR_RETURN(std::string id, ResolveAreaName(areas, "areas", name, period));
    if (!ids.insert(std::move(id)).second) {
      return InvalidField("areas", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
                          absl::StrCat(Quoted(name), " is named twice; name each area once."));
    }
  }
  return std::vector<std::string>(ids.begin(), ids.end());
}

}  // namespace

absl::StatusOr<v1::CompareReportedResponse> AnalysisHandlers::CompareReported(
    const CallContext& /*call*/, const v1::CompareReportedRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, RequestedPeriod(request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadFacts read, ReadRequested(ledger_, areas_, request, period));
  v1::CompareReportedResponse response;
  for (v1::ReportedComparison& comparison : workforce::CompareReported(read.facts)) {
    *response.add_comparisons() = std::move(comparison);
  }
  std::optional<v1::ReportedQuotient> quotient = CompareFtePerHead(read.facts);
  if (quotient.has_value()) *response.mutable_fte_per_head() = *std::move(quotient);
  Finish(ledger_, request, read.view, response);
  return response;
}

absl::StatusOr<v1::GetEqualityStatementResponse> AnalysisHandlers::GetEqualityStatement(
    const CallContext& /*call*/, const v1::GetEqualityStatementRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period year, ParseReportYear("period", request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadFacts read, ReadRequested(ledger_, areas_, request, year));
  TERTIAL_ASSIGN_OR_RETURN(const ReportedFigures before,
                           ReadReported(read.view, read.facts.area_id, year.Previous()));
  v1::GetEqualityStatementResponse response = MakeEqualityStatement(read.facts, before);
  Finish(ledger_, request, read.view, response);
  return response;
}

absl::StatusOr<v1::CompareWorkforceResponse> AnalysisHandlers::CompareWorkforce(
    const CallContext& /*call*/, const v1::CompareWorkforceRequest& request) const {
  TERTIAL_RETURN_IF_ERROR(CheckComparison(request));
  TERTIAL_ASSIGN_OR_RETURN(const Period period, Period::Parse(request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids, NamedAreas(areas_, request, period));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  const v1::Sex sex = request.sex() == v1::SEX_UNSPECIFIED ? v1::SEX_TOTAL : request.sex();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<AreaFigures> areas,
                           ReadFiguresOfAreas(view, ids, request.measure(), sex, period));
  std::vector<v1::WorkforceIssue> accept;
  for (const int issue : request.accept()) {
    accept.push_back(static_cast<v1::WorkforceIssue>(issue));
  }
  TERTIAL_ASSIGN_OR_RETURN(v1::CompareWorkforceResponse response, CompareAreas(areas, accept));
  Finish(ledger_, request, view, response);
  return response;
}

absl::StatusOr<v1::CheckWeightingResponse> AnalysisHandlers::CheckWeighting(
    const CallContext& /*call*/, const v1::CheckWeightingRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Period period, RequestedPeriod(request.period()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadFacts read, ReadRequested(ledger_, areas_, request, period));
  v1::CheckWeightingResponse response;
  for (v1::WeightingCheck& check : workforce::CheckWeighting(read.facts)) {
    *response.add_checks() = std::move(check);
  }
  Finish(ledger_, request, read.view, response);
  return response;
}

}  // namespace tertial::workforce
