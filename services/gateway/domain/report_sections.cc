#include "services/gateway/domain/report_sections.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "services/gateway/domain/report_subject.h"

namespace tertial::gateway {
namespace {

// A section of what arrived, whose field of a report is `field`.
template <typename Response, typename Field>
Section MakeSectionOf(v1::SectionKind kind, const absl::Status& status, Response&& response,
                      Field* (v1::Report::*field)()) {
  if (!status.ok()) return MissingSection(kind, status);
  Section section;
  section.state.set_section(kind);
  section.state.set_service(std::string(ServiceOf(kind)));
  section.state.set_completeness(response.missing_parts().empty() ? v1::COMPLETENESS_COMPLETE
                                                                  : v1::COMPLETENESS_PARTIAL);
  if (!response.missing_parts().empty()) {
    section.state.set_reason(absl::StrCat(
        "The ", section.state.service(),
        " service could not read a part of it: ", response.missing_parts(0).part(), "."));
  }
  *section.state.mutable_missing_parts() = std::move(*response.mutable_missing_parts());
  *section.state.mutable_read_at() = std::move(*response.mutable_read_at());
  *(section.content.*field)() = std::move(*response.mutable_section());
  return section;
}

}  // namespace

std::string ReasonFor(absl::string_view service, const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return absl::StrCat("The ", service, " service does not answer.");
    case absl::StatusCode::kDeadlineExceeded:
      return absl::StrCat("The ", service, " service did not answer in time.");
    default:
      return absl::StrCat("The ", service, " service refused: ", std::string(status.message()));
  }
}

common::v1::ErrorReason ErrorOf(const absl::Status& status) {
  const ErrorReason reason = ReasonOf(status);
  if (reason != common::v1::ERROR_REASON_UNSPECIFIED) return reason;
  // Whoever answers gives a reason; gRPC itself, where nobody does, gives none.
  return status.code() == absl::StatusCode::kDeadlineExceeded
             ? common::v1::ERROR_REASON_DEADLINE_EXCEEDED
             : common::v1::ERROR_REASON_SERVICE_UNAVAILABLE;
}

Section MissingSection(v1::SectionKind kind, const absl::Status& status) {
  Section section;
  const std::string service(ServiceOf(kind));
  section.state.set_section(kind);
  section.state.set_service(service);
  section.state.set_completeness(v1::COMPLETENESS_UNAVAILABLE);
  section.state.set_reason(ReasonFor(service, status));
  section.state.set_error(ErrorOf(status));
  return section;
}

Section MakeSection(const absl::Status& status,
                    indicators::v1::GetIndicatorsSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_INDICATORS, status, std::move(response),
                       &v1::Report::mutable_indicators);
}

Section MakeSection(const absl::Status& status,
                    indicators::v1::GetStatisticsSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_STATISTICS, status, std::move(response),
                       &v1::Report::mutable_statistics);
}

Section MakeSection(const absl::Status& status,
                    workforce::v1::GetWorkforceSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_WORKFORCE, status, std::move(response),
                       &v1::Report::mutable_workforce);
}

Section MakeSection(const absl::Status& status,
                    politics::v1::GetPoliticsSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_POLITICS, status, std::move(response),
                       &v1::Report::mutable_politics);
}

Section MakeSection(const absl::Status& status, climate::v1::GetClimateSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_CLIMATE, status, std::move(response),
                       &v1::Report::mutable_climate);
}

void AddSection(Section&& section, v1::Report& report) {
  *report.add_states() = std::move(section.state);
  // Swapped, since a section is large.
  const google::protobuf::Reflection& reflection = *report.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(section.content, &fields);
  reflection.SwapFields(&report, &section.content, fields);
}

}  // namespace tertial::gateway
