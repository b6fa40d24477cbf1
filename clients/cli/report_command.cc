#include "clients/cli/report_command.h"

#include <iostream>

#include "clients/cli/console.h"
#include "clients/cli/instant.h"
#include "clients/cli/render/answer.h"
#include "clients/cli/render/document.h"
#include "clients/cli/render/report_document.h"
#include "common/server/options.h"

namespace tertial::cli {
int RunReport(const GatewayClient& gateway, const ReportCommand& command) {
  const absl::StatusOr<gateway::v1::AnnualReport> report =
      gateway.GetAnnualReport(command.area, command.period, command.as_of);
  if (!report.ok()) return ComplainOfCall("report", report.status());
  const std::string as_of = command.as_of.has_value() ? FormatInstant(*command.as_of) : "";
  switch (command.format) {
    case ReportFormat::kJson:
      std::cout << JsonOf(*report);
      break;
    case ReportFormat::kTable:
      std::cout << RenderText(MakeReportDocument(*report, command.language, as_of));
      break;
    case ReportFormat::kMarkdown:
      std::cout << RenderMarkdown(MakeReportDocument(*report, command.language, as_of));
      break;
  }
  std::cout << std::flush;
  return kExitOk;
}

}  // namespace tertial::cli
