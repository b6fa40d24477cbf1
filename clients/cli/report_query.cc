#include "clients/cli/report_query.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/calls.h"
#include "clients/cli/flags.h"
#include "common/ledger/read_point.h"

namespace tertial::cli {
namespace {

// The name of a part of the area's report; a name, and nothing, stay as they are.
std::string PartName(const std::string& area, const std::string& collection,
                     const std::string& part) {
  if (part.empty() || absl::StrContains(part, "/")) return part;
  return absl::StrCat(AreaName(area), "/", collection, "/", part);
}

}  // namespace

void AddReportFlags(CLI::App& command, ReportFlags& report) {
  command.add_option("--area", report.area, "Area, by id or official number");
  command.add_option("--period", report.period, "Year or tertial: 2024 or 2024-T2");
  command.add_option("--focus-area", report.focus_area,
                     "Only what belongs to this focus area: climate");
  command.add_option("--service-area", report.service_area,
                     "Only what belongs to this service area, a unit: welfare");
  AddInstantFlag(command, "--as-of", report.as_of, "As recorded at");
  AddLanguageFlag(command, report.language);
}

gateway::v1::ReportQuery QueryOf(const ReportFlags& report) {
  gateway::v1::ReportQuery query;
  query.set_area(AreaName(report.area));
  query.set_period(report.period);
  query.set_focus_area(PartName(report.area, "focusAreas", report.focus_area));
  query.set_service_area(PartName(report.area, "units", report.service_area));
  query.set_language(report.language);
  if (report.as_of.has_value()) *query.mutable_as_of() = EncodeTimestamp(*report.as_of);
  return query;
}

std::string LanguageOf(const ReportFlags& report) {
  return report.language.empty() ? "en" : report.language;
}

}  // namespace tertial::cli
