#include "services/gateway/domain/report_sections.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "services/gateway/domain/report_subject.h"

namespace tertial::gateway {
namespace {

template <typename Response>
absl::Status CheckAnswer(const AskedFor& asked, const Response& response) {
  if (!response.has_section()) return AnswerNotUnderstood("it has no section");
  if (response.section().area() != asked.area) return AnswerNotUnderstood("it is of another area");
  if (response.section().period() != asked.period) {
    return AnswerNotUnderstood("it is of another period");
  }
  if (!response.has_read_at()) return AnswerNotUnderstood("it does not tell when it was read");
  return absl::OkStatus();
}

// A section of what arrived, whose field of a report is `field`.
template <typename Response, typename Field>
Section MakeSectionOf(v1::SectionKind kind, const AskedFor& asked, const absl::Status& status,
                      Response&& response, Field* (v1::Report::*field)()) {
  if (!status.ok()) return MissingSection(kind, status);
  if (const absl::Status answered = CheckAnswer(asked, response); !answered.ok()) {
    return MissingSection(kind, answered);
  }
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
  switch (ErrorOf(status)) {
    case common::v1::ERROR_REASON_SERVICE_UNAVAILABLE:
      return absl::StrCat("The ", service, " service does not answer.");
    case common::v1::ERROR_REASON_DEADLINE_EXCEEDED:
      return absl::StrCat("The ", service, " service did not answer in time.");
    case common::v1::ERROR_REASON_ANSWER_NOT_UNDERSTOOD:
      // What gRPC says, where it gives this for no reason of ours, is nothing for a reader.
      return absl::StrCat("The answer of the ", service, " service cannot be understood",
                          ReasonOf(status) == ErrorOf(status) ? ": " : "",
                          ReasonOf(status) == ErrorOf(status) ? std::string(status.message()) : "",
                          ".");
    default:
      return absl::StrCat("The ", service, " service refused: ", std::string(status.message()));
  }
}

common::v1::ErrorReason ErrorOf(const absl::Status& status) {
  // Whoever answers by the contract gives a reason.
  const ErrorReason reason = ReasonOf(status);
  if (reason != common::v1::ERROR_REASON_UNSPECIFIED) return reason;
  // gRPC itself, where nobody does, gives none.
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kCancelled:
      return common::v1::ERROR_REASON_SERVICE_UNAVAILABLE;
    case absl::StatusCode::kDeadlineExceeded:
      return common::v1::ERROR_REASON_DEADLINE_EXCEEDED;
    default:
      return common::v1::ERROR_REASON_ANSWER_NOT_UNDERSTOOD;
  }
}

bool IsNoAnswer(ErrorReason error) {
  switch (error) {
    case common::v1::ERROR_REASON_SERVICE_UNAVAILABLE:
    case common::v1::ERROR_REASON_DEADLINE_EXCEEDED:
    case common::v1::ERROR_REASON_ANSWER_NOT_UNDERSTOOD:
    case common::v1::ERROR_REASON_INTERNAL:
      return true;
    default:
      return false;
  }
}

absl::Status AnswerNotUnderstood(absl::string_view what) {
  return MakeError(absl::StatusCode::kInternal, common::v1::ERROR_REASON_ANSWER_NOT_UNDERSTOOD,
                   what);
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

Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    indicators::v1::GetIndicatorsSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_INDICATORS, asked, status, std::move(response),
                       &v1::Report::mutable_indicators);
}

Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    indicators::v1::GetStatisticsSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_STATISTICS, asked, status, std::move(response),
                       &v1::Report::mutable_statistics);
}

Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    workforce::v1::GetWorkforceSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_WORKFORCE, asked, status, std::move(response),
                       &v1::Report::mutable_workforce);
}

Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    politics::v1::GetPoliticsSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_POLITICS, asked, status, std::move(response),
                       &v1::Report::mutable_politics);
}

Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    climate::v1::GetClimateSectionResponse&& response) {
  return MakeSectionOf(v1::SECTION_KIND_CLIMATE, asked, status, std::move(response),
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
