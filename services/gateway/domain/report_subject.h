// What a report is of, and which sections it has.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_SUBJECT_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_SUBJECT_H_

#include <compare>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tertial/common/v1/area.pb.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {

// A ReportQuery without its instant, in canonical form: two queries of one report are equal.
struct ReportSubject {
  std::string area_id;
  // "2024" or "2024-T2".
  std::string period;
  // "areas/asker/focusAreas/climate"; empty: not by focus area.
  std::string focus_area;
  // "areas/asker/units/welfare"; empty: not by service area.
  std::string service_area;
  // "nb"; empty: all languages.
  std::string language;

  friend auto operator<=>(const ReportSubject&, const ReportSubject&) = default;
};

v1::ReportKind KindOf(const ReportSubject& subject);

// The sections of a report of this kind, in the order of SectionKind.
absl::Span<const v1::SectionKind> SectionsOf(v1::ReportKind kind);

// The service that owes a section, "workforce".
absl::string_view ServiceOf(v1::SectionKind section);

// The services that owe sections, and whether `service` is one of them.
absl::Span<const absl::string_view> DataServiceNames();
bool IsDataService(absl::string_view service);

// A report without sections and states: whose it is and what it is of.
v1::Report ReportHeader(const common::v1::Area& area, const ReportSubject& subject,
                        const google::protobuf::Timestamp* as_of, absl::string_view version);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_REPORT_SUBJECT_H_
