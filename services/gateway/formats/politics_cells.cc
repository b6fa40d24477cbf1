// The cells of political activity.
#include <string>

#include "absl/strings/string_view.h"
#include "common/types/resource_name.h"
#include "services/gateway/formats/cell_list.h"

namespace tertial::gateway {
namespace {

// Counts of one span, which are numbers only where anything is recorded.
void ListCounts(const politics::v1::CountedActivity& counted, const std::string& key_end,
                const std::string& label_end, absl::string_view period, CellList& cells) {
  const auto add = [&](const char* key, const char* label, int count) {
    cells.AddCount({.key = std::string(key) + key_end,
                    .label = std::string(label) + label_end,
                    .unit = "count"},
                   period, count);
  };
  if (counted.has_meetings()) add("counted-meetings", "Meetings counted", counted.meetings());
  if (counted.has_treatments()) {
    add("counted-treatments", "Cases counted as treatments", counted.treatments());
  }
  if (counted.has_matters()) add("counted-matters", "Cases counted as matters", counted.matters());
}

// The counts of the year to date and of the same tertial of the year before stand under the
// report's period: their series say what they are of.
void ListSpans(const politics::v1::CountedActivity* counted,
               const politics::v1::CountedActivity* year_to_date,
               const politics::v1::CountedActivity* same_last_year, const std::string& key_end,
               const std::string& label_end, absl::string_view period, CellList& cells) {
  if (counted != nullptr) ListCounts(*counted, key_end, label_end, period, cells);
  if (year_to_date != nullptr) {
    ListCounts(*year_to_date, key_end + ":year-to-date", label_end + ", year to date", period,
               cells);
  }
  if (same_last_year != nullptr) {
    ListCounts(*same_last_year, key_end + ":same-last-year", label_end + ", same last year", period,
               cells);
  }
}

void ListBody(const politics::v1::BodyActivitySeries& body, absl::string_view period,
              CellList& cells) {
  const std::string id(LastIdOf(body.body().name()));
  const std::string title = cells.Text(body.body().titles());
  const auto series = [&](const char* key, const char* label) {
    return Along({.key = key, .label = std::string(label) + ", " + title, .unit = "count"}, "body",
                 id);
  };
  const ReportSeries meetings = series("meetings", "Meetings");
  const ReportSeries cases = series("cases", "Cases");
  const auto add_reported = [&](const ReportSeries& of, const common::v1::Cell& cell) {
    common::v1::PeriodCell reported;
    reported.set_period(std::string(period));
    reported.set_outcome(body.outcome());
    if (body.has_activity()) *reported.mutable_cell() = cell;
    cells.Add(of, reported);
  };
  add_reported(meetings, body.activity().meetings());
  add_reported(cases, body.activity().cases());
  cells.AddComputed(meetings, "share", period, body.reported_meetings_share());
  cells.AddComputed(cases, "share", period, body.reported_cases_share());
  cells.AddComputed(meetings, "counted-less-reported", period, body.meetings_difference());
  for (const politics::v1::CountDifference& one : body.cases_differences()) {
    cells.AddComputed(cases,
                      "counted-less-reported." +
                          KeyWord(politics::v1::CountingRule_Name(one.rule()), "COUNTING_RULE_"),
                      period, one.difference());
  }
  const auto add_share = [&](const char* key, const char* label,
                             const common::v1::Computed& share) {
    cells.AddComputed(series(key, label), "share", period, share);
  };
  add_share("counted-meetings", "Meetings counted", body.meetings_share());
  add_share("counted-treatments", "Cases counted as treatments", body.treatments_share());
  add_share("counted-matters", "Cases counted as matters", body.matters_share());
  ListSpans(body.has_counted() ? &body.counted() : nullptr,
            body.has_year_to_date() ? &body.year_to_date() : nullptr,
            body.has_same_last_year() ? &body.same_last_year() : nullptr, "~body." + id,
            ", " + title, period, cells);
}

void ListTotals(const politics::v1::ActivityTotals& totals, absl::string_view period,
                CellList& cells) {
  ListSpans(totals.has_counted() ? &totals.counted() : nullptr,
            totals.has_year_to_date() ? &totals.year_to_date() : nullptr,
            totals.has_same_last_year() ? &totals.same_last_year() : nullptr, "", ", all bodies",
            period, cells);
  const ReportSeries meetings{.key = "meetings", .label = "Meetings, all bodies"};
  cells.AddComputed(meetings, "counted-less-reported", period, totals.meetings_difference());
  for (const politics::v1::CountDifference& one : totals.cases_differences()) {
    cells.AddComputed({.key = "cases", .label = "Cases, all bodies"},
                      "counted-less-reported." +
                          KeyWord(politics::v1::CountingRule_Name(one.rule()), "COUNTING_RULE_"),
                      period, one.difference());
  }
  cells.AddComputed({.key = "unanimous-share", .label = "Decisions that were unanimous"}, "",
                    period, totals.counted().unanimous_share());
  cells.AddComputed({.key = "matter-duration", .label = "Days that matters took"}, "median", period,
                    totals.durations().median());
}

}  // namespace

void ListPolitics(const politics::v1::PoliticsSection& section, CellList& cells) {
  for (const politics::v1::BodyActivitySeries& body : section.activities()) {
    ListBody(body, section.period(), cells);
  }
  cells.AddComputed({.key = "meetings-total", .label = "Meetings of all bodies"}, "",
                    section.period(), section.meetings_total());
  cells.AddComputed({.key = "cases-total", .label = "Cases of all bodies"}, "", section.period(),
                    section.cases_total());
  ListTotals(section.totals(), section.period(), cells);
}

}  // namespace tertial::gateway
