#include "clients/cli/import/upload.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/connection.h"
#include "common/ledger/read_point.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"
#include "tertial/gateway/v1/checks_service.grpc.pb.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"

namespace tertial::cli {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(10);
constexpr size_t kRowsPerMessage = 500;

// Adds the refused rows of a summary, each with the file and the line it comes from.
void AddRefused(const common::v1::ImportSummary& summary, const std::vector<Origin>& origins,
                std::vector<Problem>& problems) {
  for (const common::v1::RefusedRow& refused : summary.refused_rows()) {
    for (const common::v1::FieldViolation& violation : refused.violations()) {
      const auto origin_of = [&](int64_t row) { return origins[static_cast<size_t>(row) - 1]; };
      std::string sentence = violation.description();
      if (violation.related_row() > 0) {
        absl::StrAppend(&sentence, " See ", FormatOrigin(origin_of(violation.related_row())), ".");
      }
      problems.push_back({.origin = origin_of(refused.row()),
                          .field = violation.field(),
                          .reason = ReasonName(violation.reason()),
                          .sentence = std::move(sentence)});
    }
  }
  const int64_t unlisted = summary.refused() - summary.refused_rows_size();
  if (unlisted > 0) {
    problems.push_back({.origin = {.file = "", .line = 0},
                        .field = "",
                        .reason = "",
                        .sentence = absl::StrCat(unlisted, " more rows are refused.")});
  }
}

// One import stream of one service.
template <typename Service, typename Request, typename Response, typename Row>
absl::StatusOr<Response> Send(const std::string& service, const std::string& address,
                              const RowSet<Row>& rows, const common::v1::ImportOptions& options,
                              const UploadProgress& progress) {
  const auto stub = Service::NewStub(OpenChannel(address));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(SystemClock().Now() + kPatience));
  StateCaller(context, kCliCaller);
  Response response;
  auto writer = stub->ImportRows(&context, &response);
  size_t sent = 0;
  do {
    Request request;
    if (sent == 0) *request.mutable_options() = options;
    const size_t end = std::min(rows.rows.size(), sent + kRowsPerMessage);
    request.mutable_rows()->Add(rows.rows.begin() + sent, rows.rows.begin() + end);
    request.set_end_of_rows(end == rows.rows.size());
    sent = end;
    if (!writer->Write(request)) break;  // Finish tells why
    progress(service, static_cast<int64_t>(sent), static_cast<int64_t>(rows.rows.size()));
  } while (sent < rows.rows.size());
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  if (!status.ok()) {
    const absl::Status failed = FromGrpcStatus(status);
    absl::Status told(failed.code(),
                      absl::StrCat("the ", service, " service: ", std::string(failed.message())));
    // Why, as a reason.
    failed.ForEachPayload([&told](absl::string_view type, const absl::Cord& payload) {
      told.SetPayload(type, payload);
    });
    return told;
  }
  return response;
}

void NoProgress(const std::string& /*service*/, int64_t /*sent*/, int64_t /*total*/) {}

// Sends the rows of every service that has some.
absl::StatusOr<std::vector<UploadResult>> SendAll(const Dataset& dataset,
                                                  const DataServiceAddresses& addresses,
                                                  const common::v1::ImportOptions& options,
                                                  const UploadProgress& progress,
                                                  std::vector<Problem>& problems) {
  std::vector<UploadResult> results;
  const auto send = [&]<typename Service, typename Request, typename Response>(
                        const std::string& service, const std::string& address,
                        const auto& rows) -> absl::Status {
    if (rows.rows.empty()) return absl::OkStatus();
    TERTIAL_ASSIGN_OR_RETURN(Response response, (Send<Service, Request, Response>(
                                                    service, address, rows, options, progress)));
    AddRefused(response.summary(), rows.origins, problems);
    results.push_back({.service = service, .summary = std::move(*response.mutable_summary())});
    return absl::OkStatus();
  };
  using climate::v1::ClimateService;
  using indicators::v1::IndicatorsService;
  using politics::v1::PoliticsService;
  using workforce::v1::WorkforceService;
  TERTIAL_RETURN_IF_ERROR((send.operator()<IndicatorsService, indicators::v1::ImportRowsRequest,
                                           indicators::v1::ImportRowsResponse>(
      "indicators", addresses.indicators, dataset.indicators)));
  TERTIAL_RETURN_IF_ERROR((send.operator()<WorkforceService, workforce::v1::ImportRowsRequest,
                                           workforce::v1::ImportRowsResponse>(
      "workforce", addresses.workforce, dataset.workforce)));
  TERTIAL_RETURN_IF_ERROR((send.operator()<PoliticsService, politics::v1::ImportRowsRequest,
                                           politics::v1::ImportRowsResponse>(
      "politics", addresses.politics, dataset.politics)));
  TERTIAL_RETURN_IF_ERROR((send.operator()<ClimateService, climate::v1::ImportRowsRequest,
                                           climate::v1::ImportRowsResponse>(
      "climate", addresses.climate, dataset.climate)));
  // After the facts that claims are about.
  if (addresses.gateway.empty()) return results;
  TERTIAL_RETURN_IF_ERROR(
      (send.operator()<gateway::v1::ChecksService, gateway::v1::ImportRowsRequest,
                       gateway::v1::ImportRowsResponse>("gateway", addresses.gateway,
                                                        dataset.checks)));
  return results;
}

}  // namespace

absl::StatusOr<std::vector<UploadResult>> UploadDataset(const Dataset& dataset,
                                                        const DataServiceAddresses& addresses,
                                                        const UploadOptions& upload,
                                                        const UploadProgress& progress,
                                                        std::vector<Problem>& problems) {
  common::v1::ImportOptions options;
  options.set_mode(common::v1::IMPORT_MODE_WHOLE);
  options.set_reason(upload.reason.empty() ? absl::StrCat("import of ", dataset.name)
                                           : upload.reason);
  if (upload.publish_at.has_value()) {
    *options.mutable_publish_at() = EncodeTimestamp(*upload.publish_at);
  }
  options.set_validate_only(true);
  TERTIAL_ASSIGN_OR_RETURN(std::vector<UploadResult> checked,
                           SendAll(dataset, addresses, options, NoProgress, problems));
  if (!problems.empty() || upload.validate_only) return checked;
  options.set_validate_only(false);
  return SendAll(dataset, addresses, options, progress, problems);
}

absl::StatusOr<ComparedObservations> CompareObservations(const Dataset& dataset,
                                                         const DataServiceAddresses& addresses) {
  RowSet<indicators::v1::IndicatorsRow> observations;
  for (size_t i = 0; i < dataset.indicators.rows.size(); ++i) {
    if (!dataset.indicators.rows[i].has_observation()) continue;
    observations.Add(dataset.indicators.origins[i]) = dataset.indicators.rows[i];
  }
  common::v1::ImportOptions options;
  options.set_mode(common::v1::IMPORT_MODE_ROW_BY_ROW);
  options.set_validate_only(true);
  TERTIAL_ASSIGN_OR_RETURN(
      indicators::v1::ImportRowsResponse response,
      (Send<indicators::v1::IndicatorsService, indicators::v1::ImportRowsRequest,
            indicators::v1::ImportRowsResponse>("indicators", addresses.indicators, observations,
                                                options, NoProgress)));
  return ComparedObservations{std::move(*response.mutable_owned()),
                              std::move(observations.origins)};
}

}  // namespace tertial::cli
