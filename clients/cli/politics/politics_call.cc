#include "clients/cli/politics/politics_call.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/data_service.h"

namespace tertial::cli {

absl::StatusOr<std::unique_ptr<PoliticsStub>> FindPolitics(const GatewayClient& gateway) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<DataService> services,
                           FindDataServices(gateway, "politics"));
  return politics::v1::PoliticsAnalysisService::NewStub(services.at(0).channel());
}

std::string ShowSpan(const SpanOptions& span) {
  if (!span.period.empty()) return span.period;
  if (!span.term.empty()) return absl::StrCat("term ", LastId(span.term));
  return absl::StrCat(span.from, " to ", span.to);
}

}  // namespace tertial::cli
