#include "services/politics/store/section_reads.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/facts/missing_parts.h"
#include "common/facts/series.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/politics/domain/case_timing.h"
#include "services/politics/domain/number_findings.h"
#include "services/politics/store/activity_reads.h"
#include "services/politics/store/follow_up_reads.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// No case has a number of an earlier year.
constexpr int32_t kFirstYear = 1900;

// What was read; nothing, and a note that `part` is missing, if it is damaged.
template <typename T>
absl::StatusOr<std::optional<T>> PartOf(absl::StatusOr<T> read, absl::string_view part,
                                        MissingParts* missing_parts) {
  TERTIAL_RETURN_IF_ERROR(NoteMissingPart(part, read.status(), missing_parts));
  if (!read.ok()) return std::nullopt;
  return *std::move(read);
}

// The cases of these names, if they are few enough to be listed.
absl::StatusOr<SectionCases> ReadListed(const RecordReader& reader,
                                        const std::set<std::string>& names) {
  SectionCases cases{.count = names.size(), .listed = {}};
  if (names.size() > kMostCasesListed) return cases;
  const std::vector<std::string> listed(names.begin(), names.end());
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindResources<CaseTable>(reader, listed));
  for (std::optional<v1::Case>& one : found) {
    if (one.has_value()) cases.listed.push_back(*std::move(one));
  }
  return cases;
}

// The cases of the period, by what was read of them to be counted.
absl::StatusOr<SectionCases> ReadCasesOfPeriod(const ReadView& view, const ActivityFacts& activity,
                                               const Period& period) {
  std::set<std::string> names;
  for (const RecordedCase& one : activity.cases) {
    if (IsOfPeriod(one.political_case, period)) names.insert(one.political_case.name());
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<RecordedCase> numbered,
                           ReadCasesNumberedIn(view, activity.area_id, period.year()));
  for (const RecordedCase& one : numbered) {
    if (IsOfPeriod(one.political_case, period)) names.insert(one.political_case.name());
  }
  return ReadListed(view, names);
}

// The same where meetings cannot be read: all cases of the area are looked at.
absl::StatusOr<SectionCases> ScanCasesOfPeriod(const ReadView& view, const std::string& area_id,
                                               const Period& period) {
  std::set<std::string> names;
  TERTIAL_RETURN_IF_ERROR(ScanResources<CaseTable>(
      view, {area_id}, "", [&](absl::string_view /*pk*/, Revision, const v1::Case& one) {
        if (IsOfPeriod(one, period)) names.insert(one.name());
        return true;
      }));
  return ReadListed(view, names);
}

// Year after year, so that not all cases are in memory at once.
absl::StatusOr<std::vector<v1::NumberFinding>> ReadFindings(const ReadView& view,
                                                            const std::string& area_id,
                                                            int32_t year) {
  std::vector<v1::NumberFinding> told;
  for (int32_t numbered = kFirstYear; numbered <= year; ++numbered) {
    TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases,
                             ReadCasesNumberedIn(view, area_id, numbered));
    const std::vector<NumberSeries> series = SeriesOf(std::move(cases));
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<bool> complete, ReadCompleteness(view, series));
    for (size_t i = 0; i < series.size(); ++i) {
      for (v1::NumberFinding& finding : FindingsOf(series[i], complete[i])) {
        if (finding.severity() != common::v1::SEVERITY_INFO) told.push_back(std::move(finding));
      }
    }
  }
  std::stable_sort(told.begin(), told.end(),
                   [](const v1::NumberFinding& a, const v1::NumberFinding& b) {
                     return std::forward_as_tuple(a.body(), a.year()) <
                            std::forward_as_tuple(b.body(), b.year());
                   });
  return told;
}

// What is counted and what is listed of the cases. Where something cannot be read, nothing is
// counted.
absl::Status ReadRecorded(const ReadView& view, const Period& period, PoliticsFacts& facts,
                          MissingParts* missing_parts) {
  ActivityFacts& activity = facts.activity;
  activity.is_counted = false;
  const absl::Status meetings = AddMeetings(view, activity);
  TERTIAL_RETURN_IF_ERROR(NoteMissingPart("meetings", meetings, missing_parts));
  if (!meetings.ok()) {
    TERTIAL_ASSIGN_OR_RETURN(facts.cases, PartOf(ScanCasesOfPeriod(view, activity.area_id, period),
                                                 "cases", missing_parts));
    return absl::OkStatus();
  }
  const auto read_cases = [&]() -> absl::StatusOr<SectionCases> {
    TERTIAL_RETURN_IF_ERROR(AddCases(view, activity));
    TERTIAL_ASSIGN_OR_RETURN(facts.number_findings,
                             ReadFindings(view, activity.area_id, period.year()));
    return ReadCasesOfPeriod(view, activity, period);
  };
  TERTIAL_ASSIGN_OR_RETURN(facts.cases, PartOf(read_cases(), "cases", missing_parts));
  activity.is_counted = facts.cases.has_value();
  if (!activity.is_counted) facts.number_findings.clear();
  return absl::OkStatus();
}

// What the report of a tertial compares it with.
absl::Status ReadCompared(const ReadView& view, const Period& period, PoliticsFacts& facts) {
  if (period.kind() != PeriodKind::kTertial || !facts.activity.is_counted) return absl::OkStatus();
  const auto read = [&](absl::CivilDay first, absl::CivilDay last) {
    return ReadActivity(view, facts.activity.area_id, {.first = first, .last = last}, std::nullopt);
  };
  TERTIAL_ASSIGN_OR_RETURN(facts.year_to_date,
                           read(absl::CivilDay(period.year()), period.last_day()));
  const Period before = ComparedPeriod(period);
  TERTIAL_ASSIGN_OR_RETURN(facts.same_last_year, read(before.first_day(), before.last_day()));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PoliticsFacts> ReadPolitics(const ReadView& view, const std::string& area_id,
                                           const Period& period, MissingParts* missing_parts) {
  PoliticsFacts facts;
  TERTIAL_ASSIGN_OR_RETURN(
      facts.activity,
      ReadReportedActivity(view, area_id, {.first = period.first_day(), .last = period.last_day()},
                           period));
  TERTIAL_RETURN_IF_ERROR(ReadRecorded(view, period, facts, missing_parts));
  const absl::Status compared = ReadCompared(view, period, facts);
  TERTIAL_RETURN_IF_ERROR(NoteMissingPart("compared", compared, missing_parts));
  TERTIAL_ASSIGN_OR_RETURN(
      facts.plans, PartOf(ReadBelow<ThematicPlanTable>(view, {area_id}), "plans", missing_parts));
  TERTIAL_ASSIGN_OR_RETURN(facts.follow_ups,
                           PartOf(ReadFollowUps(view, area_id), "resolutions", missing_parts));
  return facts;
}

}  // namespace tertial::politics
