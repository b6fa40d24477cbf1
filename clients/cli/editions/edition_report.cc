#include "clients/cli/editions/edition_report.h"

#include "clients/cli/calls.h"
#include "common/render/answer.h"
#include "common/render/document.h"
#include "common/render/edition_document.h"
#include "tertial/gateway/v1/editions_service.grpc.pb.h"

namespace tertial::cli {
namespace v1 = gateway::v1;

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
      return RenderMarkdown(MakeEditionReportDocument(edition, report, language));
    default:
      return RenderText(MakeEditionReportDocument(edition, report, language));
  }
}

}  // namespace tertial::cli
