// What bodies did.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "clients/cli/politics/politics_documents.h"
#include "common/render/activity_tables.h"

namespace tertial::cli {
namespace {

namespace v1 = politics::v1;

using common::v1::Computed;
using Differences = google::protobuf::RepeatedPtrField<v1::CountDifference>;

// Empty: not computable, or not computed.
std::string ValueOf(const Computed& computed) { return computed.value(); }

std::string DifferenceOf(const Differences& differences, v1::CountingRule rule) {
  for (const v1::CountDifference& one : differences) {
    if (one.rule() == rule) return ValueOf(one.difference());
  }
  return "";
}

std::string CountOf(bool known, int count) { return known ? absl::StrCat(count) : ""; }

// The columns from "meetings" to "unanimous_share".
void AddCounts(const v1::CountedActivity& counted, std::vector<std::string>& row) {
  row.insert(row.end(),
             {CountOf(counted.has_meetings(), counted.meetings()),
              CountOf(counted.has_extraordinary_meetings(), counted.extraordinary_meetings()),
              CountOf(counted.has_planned_meetings(), counted.planned_meetings()),
              CountOf(counted.has_cancelled_meetings(), counted.cancelled_meetings()),
              CountOf(counted.has_treatments(), counted.treatments()),
              CountOf(counted.has_matters(), counted.matters()),
              CountOf(counted.has_treatments_without_matter(), counted.treatments_without_matter()),
              CountOf(counted.has_exempt_treatments(), counted.exempt_treatments()),
              CountOf(counted.has_possible_treatments(), counted.possible_treatments()),
              CountOf(counted.has_not_treated(), counted.not_treated()),
              CountOf(counted.has_voted_decisions(), counted.voted_decisions()),
              CountOf(counted.has_unanimous_decisions(), counted.unanimous_decisions()),
              ValueOf(counted.unanimous_share())});
}

void AddDifferences(const Computed& meetings, const Differences& cases,
                    std::vector<std::string>& row) {
  row.insert(row.end(), {ValueOf(meetings), DifferenceOf(cases, v1::COUNTING_RULE_TREATMENTS),
                         DifferenceOf(cases, v1::COUNTING_RULE_MATTERS)});
}

std::string CellValue(const common::v1::Cell& cell) {
  return cell.content_case() == common::v1::Cell::kMissing ? MissingName(cell) : cell.value();
}

}  // namespace

Document MakeActivityDocument(const ActivityCommand& command,
                              const v1::GetActivityResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Political activity: ", LastId(response.area()), ", ",
                                      ShowSpan(command.span)));
  const ActivityFigures figures{response.bodies(), response.reported_meetings_total(),
                                response.reported_cases_total(), response.totals()};
  const size_t before = document.blocks().size();
  AddReportedActivity(figures, command.options.language, document);
  AddCountedActivity(figures, command.options.language, document);
  if (document.blocks().size() == before) {
    document.AddParagraph(response.bodies().empty()
                              ? "No body is recorded that was there."
                              : "Nothing is reported or recorded of what the bodies did.");
  }
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table ActivityRows(const v1::GetActivityResponse& response) {
  Table table{.columns = {{"row"},
                          {"body"},
                          {"reported_meetings"},
                          {"reported_cases"},
                          {"counting_rule"},
                          {"recording"},
                          {"reported_meetings_share"},
                          {"reported_cases_share"},
                          {"meetings"},
                          {"extraordinary_meetings"},
                          {"planned_meetings"},
                          {"cancelled_meetings"},
                          {"treatments"},
                          {"matters"},
                          {"treatments_without_matter"},
                          {"exempt_treatments"},
                          {"possible_treatments"},
                          {"not_treated"},
                          {"voted_decisions"},
                          {"unanimous_decisions"},
                          {"unanimous_share"},
                          {"meetings_difference"},
                          {"treatments_difference"},
                          {"matters_difference"},
                          {"meetings_share"},
                          {"treatments_share"},
                          {"matters_share"}},
              .rows = {}};
  for (const v1::BodyActivitySeries& series : response.bodies()) {
    const v1::BodyActivity& activity = series.activity();
    const bool has = series.has_activity();
    std::vector<std::string>& row = table.rows.emplace_back(std::vector<std::string>{
        "BODY", series.body().name(), CellValue(activity.meetings()), CellValue(activity.cases()),
        has ? std::string(absl::StripPrefix(v1::CountingRule_Name(activity.counting_rule()),
                                            "COUNTING_RULE_"))
            : "",
        has ? std::string(absl::StripPrefix(v1::RecordingScope_Name(activity.recording()),
                                            "RECORDING_SCOPE_"))
            : "",
        ValueOf(series.reported_meetings_share()), ValueOf(series.reported_cases_share())});
    AddCounts(series.counted(), row);
    AddDifferences(series.meetings_difference(), series.cases_differences(), row);
    row.insert(row.end(), {ValueOf(series.meetings_share()), ValueOf(series.treatments_share()),
                           ValueOf(series.matters_share())});
  }
  const v1::ActivityTotals& totals = response.totals();
  std::vector<std::string>& without =
      table.rows.emplace_back(std::vector<std::string>{"NO_BODY", "", "", "", "", "", "", ""});
  AddCounts(totals.without_body(), without);
  without.insert(without.end(), 6, "");
  std::vector<std::string>& all = table.rows.emplace_back(
      std::vector<std::string>{"ALL", "", ValueOf(response.reported_meetings_total()),
                               ValueOf(response.reported_cases_total()), "", "", "", ""});
  AddCounts(totals.counted(), all);
  AddDifferences(totals.meetings_difference(), totals.cases_differences(), all);
  all.insert(all.end(), 3, "");
  return table;
}

}  // namespace tertial::cli
