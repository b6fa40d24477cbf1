// How the commands about the climate accounts ask: one server, several contracts.
#ifndef TERTIAL_CLIENTS_CLI_CLIMATE_CLIMATE_CALL_H_
#define TERTIAL_CLIENTS_CLI_CLIMATE_CLIMATE_CALL_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/calls.h"
#include "clients/cli/data_service.h"
#include "clients/cli/gateway_client.h"
#include "common/status/status_macros.h"
#include "tertial/climate/v1/climate_analysis_service.grpc.pb.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"
#include "tertial/climate/v1/derived_figures_service.grpc.pb.h"

namespace tertial::cli {

using ClimateAnalysisStub = climate::v1::ClimateAnalysisService::Stub;
using ClimateStub = climate::v1::ClimateService::Stub;
using DerivedFiguresStub = climate::v1::DerivedFiguresService::Stub;

// One of the contracts of the climate service, which is where the gateway tells.
template <typename Stub>
absl::StatusOr<std::unique_ptr<Stub>> FindClimate(const GatewayClient& gateway) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<DataService> services,
                           FindDataServices(gateway, "climate"));
  return std::make_unique<Stub>(services.at(0).channel());
}

// One question.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> AskClimate(const GatewayClient& gateway,
                                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                 const Request&, Response*),
                                    const Request& request) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<Stub> climate, FindClimate<Stub>(gateway));
  return Call(*climate, method, request);
}

// The first `most` rows of a list (CallForPages).
template <typename Stub, typename Request, typename Response, typename RowsOf>
absl::StatusOr<Response> AskClimateForPages(const GatewayClient& gateway,
                                            grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                         const Request&, Response*),
                                            Request request, int most, RowsOf rows_of) {
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<Stub> climate, FindClimate<Stub>(gateway));
  return CallForPages(*climate, method, std::move(request), most, rows_of);
}

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CLIMATE_CLIMATE_CALL_H_
