#include "clients/cli/editions/edition_report.h"

#include "clients/cli/calls.h"
#include "clients/cli/editions/edition_documents.h"
#include "common/render/answer.h"
#include "common/render/document.h"
#include "common/render/report_document.h"
#include "tertial/gateway/v1/editions_service.grpc.pb.h"

namespace tertial::cli {
namespace {

namespace v1 = gateway::v1;

// The report below its notices.
std::string Render(std::string (*render)(const Document&), const v1::Edition& edition,
                   const v1::Report& report, const std::string& language) {
  Document notices;
  AddNotices(edition, notices);
  const std::string above = notices.blocks().empty() ? "" : render(notices) + "\n";
  return above + render(MakeReportDocument(report, language));
}

}  // namespace

absl::StatusOr<v1::GetEditionReportResponse> GetEditionReport(const std::string& address,
                                                              const std::string& edition) {
  const auto stub = v1::EditionsService::NewStub(OpenChannel(address));
  v1::GetEditionReportRequest request;
  request.set_name(edition);
  return Call(*stub, &v1::EditionsService::Stub::GetEditionReport, request);
}

absl::StatusOr<std::string> RenderEdition(const v1::GetEditionReportResponse& edition,
                                          EditionFormat format, const std::string& language) {
  if (format == EditionFormat::kBytes) return edition.report();
  v1::Report report;
  if (!report.ParseFromString(edition.report())) {
    return absl::DataLossError("the report of the edition is none that this program can read");
  }
  switch (format) {
    case EditionFormat::kJson:
      return JsonOf(report);
    case EditionFormat::kMarkdown:
      return Render(RenderMarkdown, edition.edition(), report, language);
    default:
      return Render(RenderText, edition.edition(), report, language);
  }
}

}  // namespace tertial::cli
