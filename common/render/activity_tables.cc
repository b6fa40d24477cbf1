#include "common/render/activity_tables.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/render/figures.h"

namespace tertial {
namespace {

namespace v1 = politics::v1;

using common::v1::Computed;
using common::v1::OUTCOME_FOUND;
using Differences = google::protobuf::RepeatedPtrField<v1::CountDifference>;

// A number of a table: what is not computable is a dash there.
std::string ShowNumber(const Computed& computed) {
  return computed.has_value() ? ShowComputed(computed) : kNoObservation;
}

std::string ShowDifference(const Differences& differences, v1::CountingRule rule) {
  const auto found =
      std::find_if(differences.begin(), differences.end(),
                   [&](const v1::CountDifference& one) { return one.rule() == rule; });
  return found == differences.end() ? "" : ShowNumber(found->difference());
}

// Which of the two are counted anywhere in the span.
struct Counted {
  bool meetings;
  bool cases;
};

Counted WhatIsCounted(const v1::ActivityTotals& totals) {
  return {.meetings = totals.counted().meetings_outcome() == OUTCOME_FOUND,
          .cases = totals.counted().cases_outcome() == OUTCOME_FOUND};
}

Table CountedTable(const Counted& counted) {
  Table table{.columns = {{"body"}}, .rows = {}};
  const auto add = [&](const std::vector<const char*>& titles) {
    for (const char* title : titles) table.columns.push_back({title, Align::kRight});
  };
  if (counted.meetings)
    add({"meetings held", "to reported", "extraordinary", "planned", "cancelled"});
  if (counted.cases) {
    add({"treatments", "to reported", "of all", "matters", "to reported", "perhaps more",
         "unanimous decisions"});
  }
  return table;
}

// What one row is about.
struct CountedRow {
  const v1::CountedActivity& counted;
  const Computed& meetings_difference;
  const Differences& cases_differences;
  const Computed& treatments_share;
};

std::string ShowUnanimous(const v1::CountedActivity& counted) {
  if (counted.voted_decisions() == 0) return "";
  return absl::StrCat(counted.unanimous_decisions(), " of ", counted.voted_decisions());
}

// A count that is only told where there is something.
std::string ShowIfAny(int count) { return count == 0 ? "" : absl::StrCat(count); }

void AddCountedRow(std::string title, const Counted& shown, const CountedRow& row, Table& table) {
  std::vector<std::string>& texts = table.rows.emplace_back();
  texts.push_back(std::move(title));
  const v1::CountedActivity& counted = row.counted;
  if (shown.meetings) {
    const bool known = counted.has_meetings();
    const bool compared = row.meetings_difference.formula() != common::v1::FORMULA_UNSPECIFIED;
    texts.push_back(known ? absl::StrCat(counted.meetings()) : kNoObservation);
    texts.push_back(compared ? ShowNumber(row.meetings_difference) : "");
    texts.push_back(ShowIfAny(counted.extraordinary_meetings()));
    texts.push_back(ShowIfAny(counted.planned_meetings()));
    texts.push_back(ShowIfAny(counted.cancelled_meetings()));
  }
  if (!shown.cases) return;
  const bool known = counted.has_treatments();
  const bool shared = row.treatments_share.formula() != common::v1::FORMULA_UNSPECIFIED;
  texts.push_back(known ? absl::StrCat(counted.treatments()) : kNoObservation);
  texts.push_back(ShowDifference(row.cases_differences, v1::COUNTING_RULE_TREATMENTS));
  texts.push_back(shared ? ShowNumber(row.treatments_share) : "");
  texts.push_back(known ? absl::StrCat(counted.matters()) : kNoObservation);
  texts.push_back(ShowDifference(row.cases_differences, v1::COUNTING_RULE_MATTERS));
  texts.push_back(ShowIfAny(counted.possible_treatments()));
  texts.push_back(ShowUnanimous(counted));
}

// "3 cases of meetings that were planned or cancelled are not counted."
void AddCount(int count, absl::string_view one, absl::string_view many, Document& document) {
  if (count > 0) document.AddParagraph(absl::StrCat(count, " ", count == 1 ? one : many));
}

void AddRemarks(const ActivityFigures& figures, const Counted& counted, Document& document) {
  const v1::CountedActivity& all = figures.totals.counted();
  if (!counted.meetings) document.AddParagraph("No meeting is recorded one by one.");
  const bool selected = std::any_of(
      figures.bodies.begin(), figures.bodies.end(), [](const v1::BodyActivitySeries& series) {
        return series.activity().recording() == v1::RECORDING_SCOPE_SELECTED;
      });
  if (selected) {
    document.AddParagraph(
        "Only some of what is reported is recorded one by one: a smaller count is no "
        "contradiction.");
  }
  AddCount(all.possible_treatments(), "more case may have been treated: its day is not known.",
           "more cases may have been treated: their days are not known.", document);
  AddCount(all.not_treated(), "case of a meeting that is planned or was cancelled is not counted.",
           "cases of meetings that are planned or were cancelled are not counted.", document);
  AddCount(all.exempt_treatments(), "treatment is exempt from public access.",
           "treatments are exempt from public access.", document);
  AddCount(figures.totals.matters_of_several_bodies(), "matter was treated by several bodies.",
           "matters were treated by several bodies.", document);
  if (all.unanimous_share().has_value()) {
    document.AddParagraph(absl::StrCat("Unanimous decisions: ", all.unanimous_decisions(), " of ",
                                       all.voted_decisions(), ", ",
                                       ShowComputed(all.unanimous_share()), "."));
  }
}

void AddDurations(const v1::MatterDurations& durations, Document& document) {
  if (durations.measured() == 0) return;
  std::string sentence = absl::StrCat(
      "From the first treatment to the last, half of ", durations.measured(),
      durations.measured() == 1 ? " matter" : " matters", " took no more than ",
      ShowComputed(durations.median()), "; the longest, ",
      durations.longest().substr(durations.longest().rfind('/') + 1), ", ",
      durations.distribution().empty() ? 0 : durations.distribution().rbegin()->days(), " days.");
  if (durations.without_days() > 0) {
    absl::StrAppend(&sentence, " Of ", durations.without_days(), " more a day is not known.");
  }
  document.AddParagraph(std::move(sentence));
}

}  // namespace

void AddReportedActivity(const ActivityFigures& figures, absl::string_view language,
                         Document& document) {
  const bool found = std::any_of(
      figures.bodies.begin(), figures.bodies.end(),
      [](const v1::BodyActivitySeries& series) { return series.outcome() == OUTCOME_FOUND; });
  if (!found) return;
  Table table{.columns = {{"body"},
                          {"meetings", Align::kRight},
                          {"of all", Align::kRight},
                          {"cases", Align::kRight},
                          {"of all", Align::kRight}},
              .rows = {}};
  for (const v1::BodyActivitySeries& series : figures.bodies) {
    const bool has = series.outcome() == OUTCOME_FOUND;
    table.rows.push_back({TextIn(language, series.body().titles()),
                          has ? ShowCell(series.activity().meetings()) : kNoObservation,
                          ShowNumber(series.reported_meetings_share()),
                          has ? ShowCell(series.activity().cases()) : kNoObservation,
                          ShowNumber(series.reported_cases_share())});
  }
  table.rows.push_back(
      {"Sum", ShowComputed(figures.meetings_total), "", ShowComputed(figures.cases_total), ""});
  document.AddTable(std::move(table));
}

void AddCountedActivity(const ActivityFigures& figures, absl::string_view language,
                        Document& document) {
  const Counted counted = WhatIsCounted(figures.totals);
  if (!counted.meetings && !counted.cases) return;
  document.AddHeading(3, "Counted from recorded meetings and cases");
  Table table = CountedTable(counted);
  for (const v1::BodyActivitySeries& series : figures.bodies) {
    AddCountedRow(TextIn(language, series.body().titles()), counted,
                  {series.counted(), series.meetings_difference(), series.cases_differences(),
                   series.treatments_share()},
                  table);
  }
  const v1::ActivityTotals& totals = figures.totals;
  if (totals.without_body().treatments() + totals.without_body().possible_treatments() > 0) {
    AddCountedRow("No known body", counted, {totals.without_body(), {}, {}, {}}, table);
  }
  AddCountedRow("All", counted,
                {totals.counted(), totals.meetings_difference(), totals.cases_differences(), {}},
                table);
  document.AddTable(WithoutEmptyColumns(table));
  AddRemarks(figures, counted, document);
  AddDurations(totals.durations(), document);
}

void AddTertialActivity(const ActivityFigures& figures, absl::string_view language,
                        Document& document) {
  const v1::ActivityTotals& totals = figures.totals;
  const auto is_counted = [](const v1::CountedActivity& counted) {
    return counted.meetings_outcome() == OUTCOME_FOUND || counted.cases_outcome() == OUTCOME_FOUND;
  };
  if (!is_counted(totals.counted()) && !is_counted(totals.year_to_date()) &&
      !is_counted(totals.same_last_year())) {
    return;
  }
  document.AddHeading(3,
                      "Counted in the tertial, the same of the year before, and the year to date");
  Table table{.columns = {{"body"}}, .rows = {}};
  for (const char* title :
       {"meetings held", "last year", "year to date", "treatments", "last year", "year to date"}) {
    table.columns.push_back({title, Align::kRight});
  }
  const auto add = [&](std::string title, const auto& series) {
    std::vector<std::string>& row = table.rows.emplace_back();
    row.push_back(std::move(title));
    const v1::CountedActivity* spans[] = {&series.counted(), &series.same_last_year(),
                                          &series.year_to_date()};
    for (const v1::CountedActivity* span : spans) {
      row.push_back(span->has_meetings() ? absl::StrCat(span->meetings()) : kNoObservation);
    }
    for (const v1::CountedActivity* span : spans) {
      row.push_back(span->has_treatments() ? absl::StrCat(span->treatments()) : kNoObservation);
    }
  };
  for (const v1::BodyActivitySeries& series : figures.bodies) {
    add(TextIn(language, series.body().titles()), series);
  }
  add("All", totals);
  document.AddTable(std::move(table));
}

}  // namespace tertial
