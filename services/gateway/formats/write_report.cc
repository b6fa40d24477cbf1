#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/render/document.h"
#include "common/render/edition_document.h"
#include "common/render/report_document.h"
#include "common/types/resource_name.h"
#include "services/gateway/formats/cell_list.h"
#include "services/gateway/formats/formats.h"

namespace tertial::gateway {
namespace {

// "asker-2024", of a part "asker-2024-welfare".
std::string FileStem(const v1::Report& report) {
  std::string stem = absl::StrCat(LastIdOf(report.area().name()), "-",
                                  absl::StrReplaceAll(report.period(), {{"/", "-"}}));
  const std::string& part =
      report.focus_area().empty() ? report.service_area() : report.focus_area();
  if (!part.empty()) absl::StrAppend(&stem, "-", LastIdOf(part));
  return stem;
}

struct File {
  std::string content;
  const char* type;
  const char* extension;
};

File FileOf(const v1::Report& report, v1::ReportFormat format, const std::string& language,
            const v1::GetEditionReportResponse* edition) {
  switch (format) {
    case v1::REPORT_FORMAT_CSV:
      return {WriteCsv(report, language), "text/csv; charset=utf-8; header=present", ".csv"};
    case v1::REPORT_FORMAT_SDMX_CSV:
      return {WriteSdmxCsv(report), "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
              ".sdmx.csv"};
    case v1::REPORT_FORMAT_JSON_STAT:
      return {WriteJsonStat(report, language), "application/json", ".jsonstat.json"};
    case v1::REPORT_FORMAT_MARKDOWN:
      return {WriteMarkdown(report, language, edition), "text/markdown; charset=utf-8", ".md"};
    default:
      return {WriteHtml(report, language, edition), "text/html; charset=utf-8", ".html"};
  }
}

}  // namespace

std::string WriteMarkdown(const v1::Report& report, const std::string& language,
                          const v1::GetEditionReportResponse* edition) {
  return RenderMarkdown(edition == nullptr ? MakeReportDocument(report, language)
                                           : MakeEditionReportDocument(*edition, report, language));
}

v1::ExportReportResponse WriteReport(const v1::Report& report, v1::ReportFormat format,
                                     const std::string& language,
                                     const v1::GetEditionReportResponse* edition) {
  File file = FileOf(report, format, language, edition);
  v1::ExportReportResponse response;
  response.set_content(std::move(file.content));
  response.set_content_type(file.type);
  response.set_file_name(FileStem(report) + file.extension);
  *response.mutable_states() = report.states();
  return response;
}

}  // namespace tertial::gateway
