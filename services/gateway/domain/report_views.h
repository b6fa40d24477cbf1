// What a report shows of its sections: a part of them, and texts in one language.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_VIEWS_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_VIEWS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/gateway/domain/report_sections.h"
#include "services/gateway/domain/report_subject.h"

namespace tertial::gateway {

// What of a section belongs to the focus area or service area that the report is of; the section as
// it is where it is of neither, and where nothing arrived. Counts are of what is left. Totals and
// parts that are of more than that are left out, and what the service could not read of those is no
// missing part. Pure.
// Errors: FOCUS_AREA_NOT_FOUND from the indicators section, UNIT_NOT_FOUND from the workforce
// section, where there is none such.
absl::StatusOr<Section> NarrowSection(const ReportSubject& subject, Section section);

// Leaves of all texts anywhere in `message` the one that a reader of `language` gets (ChooseText).
// Empty: leaves them as they are.
void ChooseLanguage(absl::string_view language, google::protobuf::Message& message);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_VIEWS_H_
