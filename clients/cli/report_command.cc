#include "clients/cli/report_command.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/console.h"
#include "clients/cli/data_service.h"
#include "clients/cli/editions/edition_report.h"
#include "common/render/answer.h"
#include "common/render/document.h"
#include "common/render/report_document.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

gateway::v1::ReportFormat ExportFormatOf(ReportFormat format) {
  switch (format) {
    case ReportFormat::kTable:
    case ReportFormat::kJson:
      break;
    case ReportFormat::kCsv:
      return gateway::v1::REPORT_FORMAT_CSV;
    case ReportFormat::kMarkdown:
      return gateway::v1::REPORT_FORMAT_MARKDOWN;
    case ReportFormat::kHtml:
      return gateway::v1::REPORT_FORMAT_HTML;
    case ReportFormat::kSdmxCsv:
      return gateway::v1::REPORT_FORMAT_SDMX_CSV;
    case ReportFormat::kJsonStat:
      return gateway::v1::REPORT_FORMAT_JSON_STAT;
  }
  return gateway::v1::REPORT_FORMAT_UNSPECIFIED;
}

absl::StatusOr<std::string> EditionContentOf(const GatewayClient& gateway,
                                             const ReportCommand& command) {
  TERTIAL_ASSIGN_OR_RETURN(const gateway::v1::GetEditionReportResponse edition,
                           GetEditionReport(gateway.address(), command.edition));
  return RenderEdition(
      edition, command.format == ReportFormat::kJson ? EditionFormat::kJson : EditionFormat::kTable,
      LanguageOf(command.report));
}

// Whether the report has a section of the service, as gateway.v1.ReportKind tells.
bool HasSectionOf(const gateway::v1::ReportQuery& query, absl::string_view service) {
  if (!query.focus_area().empty()) return service == "indicators" || service == "politics";
  return query.service_area().empty() || service != "climate";
}

// The newest report: whoever has just imported something wants to see it.
absl::StatusOr<gateway::v1::Report> GetNewest(const GatewayClient& gateway,
                                              const gateway::v1::ReportQuery& query) {
  std::vector<gateway::v1::MinRevision> newest;
  if (!query.has_as_of()) {
    newest = NewestRevisions(
        gateway, [&](absl::string_view service) { return HasSectionOf(query, service); });
  }
  return gateway.GetReport(query, newest);
}

absl::StatusOr<std::string> ContentOf(const GatewayClient& gateway, const ReportCommand& command) {
  if (command.format == ReportFormat::kTable || command.format == ReportFormat::kJson) {
    if (!command.edition.empty()) return EditionContentOf(gateway, command);
    TERTIAL_ASSIGN_OR_RETURN(const gateway::v1::Report report,
                             GetNewest(gateway, QueryOf(command.report)));
    return command.format == ReportFormat::kJson
               ? JsonOf(report)
               : RenderText(MakeReportDocument(report, LanguageOf(command.report)));
  }
  gateway::v1::ExportReportRequest request;
  if (command.edition.empty()) {
    *request.mutable_query() = QueryOf(command.report);
    request.mutable_query()->set_language(LanguageOf(command.report));
    // An export is made of the report as it is kept, which is the newest then.
    TERTIAL_RETURN_IF_ERROR(GetNewest(gateway, request.query()).status());
  } else {
    request.set_edition(command.edition);
    request.set_language(LanguageOf(command.report));
  }
  request.set_format(ExportFormatOf(command.format));
  TERTIAL_ASSIGN_OR_RETURN(gateway::v1::ExportReportResponse response,
                           gateway.ExportReport(request));
  return std::move(*response.mutable_content());
}

bool WriteFile(const std::string& name, const std::string& content) {
  const std::string unfinished = name + ".unfinished";
  std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
  file << content;
  file.close();
  std::error_code failed;
  if (file) {
    std::filesystem::rename(unfinished, name, failed);
    if (!failed) return true;
  }
  std::filesystem::remove(unfinished, failed);
  return false;
}

}  // namespace

int RunReport(const GatewayClient& gateway, const ReportCommand& command) {
  const absl::StatusOr<std::string> content = ContentOf(gateway, command);
  if (!content.ok()) return ComplainOfCall("report", content.status());
  if (command.output.empty()) {
    std::cout << *content << std::flush;
    return kExitOk;
  }
  if (WriteFile(command.output, *content)) return kExitOk;
  Complain(absl::StrCat("the file ", command.output, " could not be written"));
  return kExitService;
}

}  // namespace tertial::cli
