#include "clients/cli/report_command.h"

#include <iostream>

#include "clients/cli/console.h"
#include "common/render/answer.h"
#include "common/render/document.h"
#include "common/render/report_document.h"
#include "common/server/options.h"

namespace tertial::cli {

int RunReport(const GatewayClient& gateway, const ReportCommand& command) {
  const absl::StatusOr<gateway::v1::Report> report =
      gateway.GetReport(command.area, command.period, command.as_of);
  if (!report.ok()) return ComplainOfCall("report", report.status());
  switch (command.format) {
    case ReportFormat::kJson:
      std::cout << JsonOf(*report);
      break;
    case ReportFormat::kTable:
      std::cout << RenderText(MakeReportDocument(*report, command.language));
      break;
    case ReportFormat::kMarkdown:
      std::cout << RenderMarkdown(MakeReportDocument(*report, command.language));
      break;
  }
  std::cout << std::flush;
  return kExitOk;
}

}  // namespace tertial::cli
