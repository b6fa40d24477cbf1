#include "services/gateway/handler/report_query.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/facts/overdue.h"
#include "common/ledger/read_point.h"
#include "common/rpc/canonical_name.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/period.h"
#include "common/types/resource_name.h"

namespace tertial::gateway {
namespace {

absl::StatusOr<Period> ParsePeriod(absl::string_view field, absl::string_view text,
                                   absl::Time now) {
  const absl::StatusOr<Period> period = Period::Parse(text);
  if (!period.ok()) {
    return InvalidField(field, common::v1::ERROR_REASON_INVALID_PERIOD, period.status().message());
  }
  if (period->kind() != PeriodKind::kYear && period->kind() != PeriodKind::kTertial) {
    return InvalidField(field, common::v1::ERROR_REASON_INVALID_PERIOD,
                        absl::StrCat(Quoted(text),
                                     " is no year and no tertial; a report is about "
                                     "one of them, as ",
                                     period->year(), " or ", period->year(), "-T1."));
  }
  if (period->first_day() > DayInOslo(now)) {
    return InvalidField(field, common::v1::ERROR_REASON_PERIOD_IN_FUTURE,
                        absl::StrCat(Quoted(text),
                                     " has not begun yet; ask for the period that "
                                     "has, or one before it."));
  }
  return period;
}

// The name of a part of the area's report, with the area's id; empty stays empty.
absl::StatusOr<std::string> ParsePart(const AreaRegistry& areas, absl::string_view field,
                                      absl::string_view name, const ResourceNamePattern& pattern,
                                      const std::string& area_id, const Period& period) {
  if (name.empty()) return std::string();
  absl::StatusOr<std::vector<std::string>> ids = pattern.Parse(name);
  if (!ids.ok()) {
    return InvalidField(field, common::v1::ERROR_REASON_INVALID_RESOURCE_NAME,
                        ids.status().message());
  }
  TERTIAL_ASSIGN_OR_RETURN((*ids)[0], areas.Resolve((*ids)[0], period));
  if ((*ids)[0] != area_id) {
    return InvalidField(
        field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat(Quoted(name), " is of another area than the report, areas/", area_id, "."));
  }
  return pattern.Format(*ids);
}

absl::Status CheckQueryLanguage(absl::string_view field, const std::string& language) {
  if (language.empty() ||
      std::find(kLanguages.begin(), kLanguages.end(), language) != kLanguages.end()) {
    return absl::OkStatus();
  }
  return InvalidField(field, common::v1::ERROR_REASON_INVALID_LANGUAGE,
                      absl::StrCat(Quoted(language),
                                   " is no language that texts are kept in; "
                                   "choose one of \"nb\", \"nn\", \"en\" and \"se\", or leave it "
                                   "empty for all."));
}

}  // namespace

absl::StatusOr<ParsedQuery> ParseReportQuery(const AreaRegistry& areas, absl::string_view field,
                                             const v1::ReportQuery& query, absl::Time now) {
  const auto path = [field](absl::string_view name) {
    return absl::StrCat(field, field.empty() ? "" : ".", name);
  };
  ParsedQuery parsed;
  TERTIAL_ASSIGN_OR_RETURN(const Period period, ParsePeriod(path("period"), query.period(), now));
  parsed.subject.period = period.Format();
  TERTIAL_ASSIGN_OR_RETURN(parsed.subject.area_id,
                           ResolveAreaName(areas, path("area"), query.area(), period));
  if (!query.focus_area().empty() && !query.service_area().empty()) {
    return InvalidField(path("service_area"), common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        "It is set beside `focus_area`; a report is of one of the two, or of "
                        "neither.");
  }
  static const ResourceNamePattern& focus_areas =
      *new ResourceNamePattern("areas/{area}/focusAreas/{focus_area}");
  static const ResourceNamePattern& units = *new ResourceNamePattern("areas/{area}/units/{unit}");
  TERTIAL_ASSIGN_OR_RETURN(parsed.subject.focus_area,
                           ParsePart(areas, path("focus_area"), query.focus_area(), focus_areas,
                                     parsed.subject.area_id, period));
  TERTIAL_ASSIGN_OR_RETURN(parsed.subject.service_area,
                           ParsePart(areas, path("service_area"), query.service_area(), units,
                                     parsed.subject.area_id, period));
  TERTIAL_RETURN_IF_ERROR(CheckQueryLanguage(path("language"), query.language()));
  parsed.subject.language = query.language();
  if (query.has_as_of()) {
    // Here rather than by each service: a report of sections that all refuse tells nothing.
    if (DecodeTimestamp(query.as_of()) > now) {
      return InvalidField(path("as_of"), common::v1::ERROR_REASON_AS_OF_IN_FUTURE,
                          "It lies in the future; what will be recorded then is not known.");
    }
    parsed.as_of = query.as_of();
  }
  return parsed;
}

std::vector<SectionQuery> SectionQueriesOf(const ParsedQuery& query) {
  std::vector<SectionQuery> queries;
  for (const v1::SectionKind section : SectionsOf(KindOf(query.subject))) {
    SectionQuery asked{
        .section = section, .area_id = query.subject.area_id, .period = query.subject.period};
    if (query.as_of.has_value()) *asked.as_of.mutable_time() = *query.as_of;
    queries.push_back(std::move(asked));
  }
  return queries;
}

}  // namespace tertial::gateway
