#include "services/gateway/domain/annual_report.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace tertial::gateway {
namespace {

// One sentence for a reader of the report, who cannot see the services.
std::string ReasonFor(const std::string& service, const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return absl::StrCat("The ", service, " service does not answer.");
    case absl::StatusCode::kDeadlineExceeded:
      return absl::StrCat("The ", service, " service did not answer in time.");
    default:
      return absl::StrCat("The ", service, " service refused: ", std::string(status.message()));
  }
}

// The same for programs.
ErrorReason ErrorOf(const absl::Status& status) {
  const ErrorReason reason = ReasonOf(status);
  if (reason != common::v1::ERROR_REASON_UNSPECIFIED) return reason;
  // Whoever answers gives a reason; gRPC itself, where nobody does, gives none.
  return status.code() == absl::StatusCode::kDeadlineExceeded
             ? common::v1::ERROR_REASON_DEADLINE_EXCEEDED
             : common::v1::ERROR_REASON_SERVICE_UNAVAILABLE;
}

// Notes the state of a section and, if it arrived, moves it to where `field` says.
template <typename Response, typename Section>
void AddSection(v1::SectionKind kind, const std::string& service, Pulled<Response>&& pulled,
                Section* (v1::AnnualReport::*field)(), v1::AnnualReport& report) {
  v1::SectionState& state = *report.add_states();
  state.set_section(kind);
  state.set_service(service);
  if (!pulled.status.ok()) {
    state.set_completeness(v1::COMPLETENESS_UNAVAILABLE);
    state.set_reason(ReasonFor(service, pulled.status));
    state.set_error(ErrorOf(pulled.status));
    return;
  }
  Response& response = pulled.response;
  state.set_completeness(response.missing_parts().empty() ? v1::COMPLETENESS_COMPLETE
                                                          : v1::COMPLETENESS_PARTIAL);
  if (!response.missing_parts().empty()) {
    state.set_reason(absl::StrCat("The ", service, " service could not read a part of it: ",
                                  response.missing_parts(0).part(), "."));
  }
  *state.mutable_missing_parts() = std::move(*response.mutable_missing_parts());
  *state.mutable_read_at() = std::move(*response.mutable_read_at());
  *(report.*field)() = std::move(*response.mutable_section());
}

}  // namespace

v1::AnnualReport AssembleAnnualReport(const common::v1::Area& area, const std::string& period,
                                      PulledSections&& pulled) {
  v1::AnnualReport report;
  *report.mutable_area() = area;
  report.set_period(period);
  AddSection(v1::SECTION_KIND_INDICATORS, "indicators", std::move(pulled.indicators),
             &v1::AnnualReport::mutable_indicators, report);
  AddSection(v1::SECTION_KIND_STATISTICS, "indicators", std::move(pulled.statistics),
             &v1::AnnualReport::mutable_statistics, report);
  AddSection(v1::SECTION_KIND_WORKFORCE, "workforce", std::move(pulled.workforce),
             &v1::AnnualReport::mutable_workforce, report);
  AddSection(v1::SECTION_KIND_POLITICS, "politics", std::move(pulled.politics),
             &v1::AnnualReport::mutable_politics, report);
  AddSection(v1::SECTION_KIND_CLIMATE, "climate", std::move(pulled.climate),
             &v1::AnnualReport::mutable_climate, report);
  return report;
}

}  // namespace tertial::gateway
