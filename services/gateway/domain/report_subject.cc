#include "services/gateway/domain/report_subject.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tertial::gateway {

v1::ReportKind KindOf(const ReportSubject& subject) {
  if (!subject.focus_area.empty()) return v1::REPORT_KIND_FOCUS_AREA;
  if (!subject.service_area.empty()) return v1::REPORT_KIND_SERVICE_AREA;
  return absl::StrContains(subject.period, "-T") ? v1::REPORT_KIND_TERTIAL : v1::REPORT_KIND_ANNUAL;
}

absl::Span<const v1::SectionKind> SectionsOf(v1::ReportKind kind) {
  static constexpr v1::SectionKind kAll[] = {
      v1::SECTION_KIND_INDICATORS, v1::SECTION_KIND_STATISTICS, v1::SECTION_KIND_WORKFORCE,
      v1::SECTION_KIND_POLITICS, v1::SECTION_KIND_CLIMATE};
  static constexpr v1::SectionKind kFocusArea[] = {v1::SECTION_KIND_INDICATORS,
                                                   v1::SECTION_KIND_POLITICS};
  static constexpr v1::SectionKind kServiceArea[] = {
      v1::SECTION_KIND_STATISTICS, v1::SECTION_KIND_WORKFORCE, v1::SECTION_KIND_POLITICS};
  switch (kind) {
    case v1::REPORT_KIND_FOCUS_AREA:
      return kFocusArea;
    case v1::REPORT_KIND_SERVICE_AREA:
      return kServiceArea;
    default:
      return kAll;
  }
}

absl::string_view ServiceOf(v1::SectionKind section) {
  switch (section) {
    case v1::SECTION_KIND_INDICATORS:
    case v1::SECTION_KIND_STATISTICS:
      return "indicators";
    case v1::SECTION_KIND_WORKFORCE:
      return "workforce";
    case v1::SECTION_KIND_POLITICS:
      return "politics";
    case v1::SECTION_KIND_CLIMATE:
      return "climate";
    default:
      return "";
  }
}

absl::Span<const absl::string_view> DataServiceNames() {
  static constexpr absl::string_view kNames[] = {"indicators", "workforce", "politics", "climate"};
  return kNames;
}

bool IsDataService(absl::string_view service) {
  const absl::Span<const absl::string_view> names = DataServiceNames();
  return std::find(names.begin(), names.end(), service) != names.end();
}

v1::Report ReportHeader(const common::v1::Area& area, const ReportSubject& subject,
                        const google::protobuf::Timestamp* as_of, absl::string_view version) {
  v1::Report report;
  *report.mutable_area() = area;
  report.set_period(subject.period);
  report.set_kind(KindOf(subject));
  report.set_focus_area(subject.focus_area);
  report.set_service_area(subject.service_area);
  report.set_language(subject.language);
  report.mutable_build()->set_version(std::string(version));
  if (as_of != nullptr) *report.mutable_as_of() = *as_of;
  return report;
}

}  // namespace tertial::gateway
