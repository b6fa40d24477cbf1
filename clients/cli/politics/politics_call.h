// How the commands about politics ask: one service, page by page.
#ifndef TERTIAL_CLIENTS_CLI_POLITICS_POLITICS_CALL_H_
#define TERTIAL_CLIENTS_CLI_POLITICS_POLITICS_CALL_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "clients/cli/analysis/analysis_call.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/calls.h"
#include "clients/cli/gateway_client.h"
#include "common/status/status_macros.h"
#include "tertial/politics/v1/politics_analysis.pb.h"
#include "tertial/politics/v1/politics_analysis_service.grpc.pb.h"

namespace tertial::cli {

using PoliticsStub = politics::v1::PoliticsAnalysisService::Stub;

// The politics service, which is where the gateway tells.
absl::StatusOr<std::unique_ptr<PoliticsStub>> FindPolitics(const GatewayClient& gateway);

// One question.
template <typename Request, typename Response>
absl::StatusOr<Response> AskPolitics(const GatewayClient& gateway,
                                     grpc::Status (PoliticsStub::*method)(grpc::ClientContext*,
                                                                          const Request&,
                                                                          Response*),
                                     const Request& request) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PoliticsStub> politics, FindPolitics(gateway));
  return Call(*politics, method, request);
}

// The first `most` rows of a list (CallForPages).
template <typename Request, typename Response, typename RowsOf>
absl::StatusOr<Response> AskPoliticsForPages(
    const GatewayClient& gateway,
    grpc::Status (PoliticsStub::*method)(grpc::ClientContext*, const Request&, Response*),
    Request request, int most, RowsOf rows_of) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PoliticsStub> politics, FindPolitics(gateway));
  return CallForPages(*politics, method, std::move(request), most, rows_of);
}

// A span of time as the command line has it: one of a period, a term and a first day with a last.
struct SpanOptions {
  std::string period;
  std::string term;
  std::string from;
  std::string to;
};

template <typename Request>
void SetSpan(const std::string& area, const SpanOptions& span, Request& request) {
  if (!span.period.empty()) request.set_period(span.period);
  if (!span.term.empty()) request.set_term(NameBelow(area, "terms", span.term));
  if (!span.from.empty() || !span.to.empty()) {
    request.mutable_days()->set_first_day(span.from);
    request.mutable_days()->set_last_day(span.to);
  }
}

// "2024", "term 2023-2027", "2024-01-01 to 2024-06-30".
std::string ShowSpan(const SpanOptions& span);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_POLITICS_POLITICS_CALL_H_
