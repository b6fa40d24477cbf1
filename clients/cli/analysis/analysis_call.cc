#include "clients/cli/analysis/analysis_call.h"

#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/data_service.h"

namespace tertial::cli {

absl::StatusOr<std::unique_ptr<AnalysisStub>> FindAnalyses(const GatewayClient& gateway) {
  const auto services = FindDataServices(gateway, "indicators");
  if (services.ok()) {
    return indicators::v1::AnalysisService::NewStub(services->at(0).channel());
  }
  // Says who did not answer, since the caller asked somebody else.
  absl::Status failure(
      services.status().code(),
      absl::StrCat("asking the gateway for the services: ", services.status().message()));
  services.status().ForEachPayload([&](absl::string_view type, const absl::Cord& payload) {
    failure.SetPayload(type, payload);
  });
  return failure;
}

}  // namespace tertial::cli
