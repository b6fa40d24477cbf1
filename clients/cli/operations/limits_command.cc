#include "clients/cli/operations/limits_command.h"

#include <iostream>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/console.h"
#include "clients/cli/operations/operated_service.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

absl::StatusOr<admin::v1::GetLimitsResponse> AskLimits(const GatewayClient& gateway,
                                                       const std::string& service) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<OperatedService> services,
                           FindOperated(gateway, service));
  return Call(*services.front().stub, &OperationsStub::GetLimits, admin::v1::GetLimitsRequest());
}

Table Rows(const admin::v1::GetLimitsResponse& answer) {
  Table table{.columns = {{.title = "limit"},
                          {.title = "value", .align = Align::kRight},
                          {.title = "unit"},
                          ProseColumn("why")}};
  for (const admin::v1::Limit& limit : answer.limits()) {
    table.rows.push_back({limit.name(), absl::StrCat(limit.value()), limit.unit(), limit.why()});
  }
  return table;
}

}  // namespace

int RunLimits(const GatewayClient& gateway, const LimitsCommand& command) {
  const auto answer = AskLimits(gateway, command.service);
  if (!answer.ok()) {
    return ComplainOfCall(absl::StrCat("asking the ", command.service, " service for its limits"),
                          answer.status());
  }
  PrintAnswer(
      std::cout, command.format, *answer,
      [&] {
        Document document;
        document.AddTable(Rows(*answer));
        return document;
      },
      [&] { return Rows(*answer); });
  return kExitOk;
}

}  // namespace tertial::cli
