// Sections on their way into a report: what a service answered, or why it did not.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_SECTIONS_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_SECTIONS_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tertial/climate/v1/climate_sections.pb.h"
#include "tertial/gateway/v1/gateway_resources.pb.h"
#include "tertial/gateway/v1/report.pb.h"
#include "tertial/indicators/v1/indicators_sections.pb.h"
#include "tertial/politics/v1/politics_sections.pb.h"
#include "tertial/workforce/v1/workforce_sections.pb.h"

namespace tertial::gateway {

// One section. Sections of all kinds are alike: put together, and with a header, their contents are
// the report, also as bytes.
struct Section {
  // COMPLETE, PARTIAL with the missing parts, or UNAVAILABLE with the reason.
  v1::SectionState state;
  // A report that holds this section and nothing else; an empty one when UNAVAILABLE.
  v1::Report content;
};

// What a service was asked to report on, and its answer must be about.
struct AskedFor {
  std::string area;    // "areas/asker"
  std::string period;  // "2024-T2"
};

// What became of asking for a section. Moves the answer out of `response`. One that is no answer to
// what was asked (no section in it, one of another area or period, no state that it was read at) is
// UNAVAILABLE with ANSWER_NOT_UNDERSTOOD, like one that could not be read.
Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    indicators::v1::GetIndicatorsSectionResponse&& response);
Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    indicators::v1::GetStatisticsSectionResponse&& response);
Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    workforce::v1::GetWorkforceSectionResponse&& response);
Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    politics::v1::GetPoliticsSectionResponse&& response);
Section MakeSection(const AskedFor& asked, const absl::Status& status,
                    climate::v1::GetClimateSectionResponse&& response);

// The status of an answer that its contract does not know. `what` says
// why: "it has no section".
absl::Status AnswerNotUnderstood(absl::string_view what);

// A section that did not arrive, because of `status`.
Section MissingSection(v1::SectionKind kind, const absl::Status& status);

// Why a section did not arrive: one sentence for a reader of the report, who cannot see the
// services, and the same for programs.
std::string ReasonFor(absl::string_view service, const absl::Status& status);
common::v1::ErrorReason ErrorOf(const absl::Status& status);

// Whether `error`, as ErrorOf gives it, says that there was no answer to make anything of, rather
// than one that refuses.
bool IsNoAnswer(common::v1::ErrorReason error);

// Adds a section to a report, and its state.
void AddSection(Section&& section, v1::Report& report);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_SECTIONS_H_
