// What the commands about analyses share: what they can be told, and how they ask.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_ANALYSIS_CALL_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_ANALYSIS_CALL_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/calls.h"
#include "clients/cli/gateway_client.h"
#include "common/ledger/read_point.h"
#include "common/render/answer.h"
#include "common/status/status_macros.h"
#include "tertial/indicators/v1/analysis_service.grpc.pb.h"

namespace tertial::cli {

using AnalysisStub = indicators::v1::AnalysisService::Stub;

struct AnalysisOptions {
  // Of labels; where there is none in it, the one fallen back to.
  std::string language = "en";
  // What was recorded at this instant; not set: the newest.
  std::optional<absl::Time> as_of;
  AnswerFormat format = AnswerFormat::kTable;
};

// Has `request` read the state at the instant, if one is asked for.
template <typename Request>
void SetAsOf(const AnalysisOptions& options, Request& request) {
  if (options.as_of.has_value()) {
    *request.mutable_as_of()->mutable_time() = EncodeTimestamp(*options.as_of);
  }
}

// The analyses of the indicators service, which is where the gateway tells.
absl::StatusOr<std::unique_ptr<AnalysisStub>> FindAnalyses(const GatewayClient& gateway);

// One question to the indicators service.
template <typename Request, typename Response>
absl::StatusOr<Response> AskAnalysis(const GatewayClient& gateway,
                                     grpc::Status (AnalysisStub::*method)(grpc::ClientContext*,
                                                                          const Request&,
                                                                          Response*),
                                     const Request& request) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<AnalysisStub> analyses, FindAnalyses(gateway));
  return Call(*analyses, method, request);
}

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_ANALYSIS_CALL_H_
