#include "reading.h"

#include <cstdint>
#include <iostream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "calls.h"
#include "tertial/common/v1/computed.pb.h"

namespace tertial::example {
namespace {

namespace v1 = gateway::v1;

constexpr int kPageSize = 50;

// The name of an enum's number without the prefix that all of them have.
std::string Word(absl::string_view prefix, absl::string_view name) {
  return std::string(absl::StripPrefix(name, prefix));
}

std::string OutcomeText(common::v1::Outcome outcome) {
  return Word("OUTCOME_", common::v1::Outcome_Name(outcome));
}

// What was computed, or why it cannot be: a sum over a gap is none.
std::string ComputedText(const common::v1::Computed& computed) {
  if (computed.has_value()) return absl::StrCat(computed.value(), " ", computed.unit());
  return Word("NOT_COMPUTABLE_REASON_",
              common::v1::NotComputableReason_Name(computed.not_computable().reason()));
}

void ShowSeries(const indicators::v1::IndicatorSeries& series) {
  std::cout << "  " << absl::StripPrefix(series.indicator().name(), "indicators/") << " ("
            << series.indicator().unit() << "): "
            << absl::StrJoin(series.cells(), ", ",
                             [](std::string* out, const common::v1::PeriodCell& cell) {
                               absl::StrAppend(out, PeriodText(cell));
                             })
            << "; change " << ComputedText(series.change()) << "\n";
}

void Show(const v1::Report& report) {
  std::cout << report.area().display_names(0).text() << " " << report.period() << "\n";
  for (const v1::SectionState& state : report.states()) {
    // A section that is not COMPLETE says why; the others stand all the same.
    std::cout << Word("SECTION_KIND_", v1::SectionKind_Name(state.section())) << ": "
              << Word("COMPLETENESS_", v1::Completeness_Name(state.completeness()))
              << (state.reason().empty() ? "" : " ") << state.reason() << "\n";
  }
  for (const auto& focus_area : report.indicators().focus_areas()) {
    std::cout << focus_area.focus_area().titles(0).text() << "\n";
    for (const auto& goal : focus_area.goals()) {
      for (const auto& series : goal.indicators()) ShowSeries(series);
    }
  }
  for (const auto& total : report.workforce().fte_totals()) {
    std::cout << "FTEs " << total.period() << ": " << ComputedText(total.total()) << "\n";
  }
}

}  // namespace

std::string CellText(const common::v1::Cell& cell) {
  if (cell.has_value()) return cell.value();
  return Word("MISSING_REASON_", common::v1::MissingReason_Name(cell.missing()));
}

std::string PeriodText(const common::v1::PeriodCell& cell) {
  const bool found = cell.outcome() == common::v1::OUTCOME_FOUND;
  return absl::StrCat(cell.period(), " ",
                      found ? CellText(cell.cell()) : OutcomeText(cell.outcome()));
}

grpc::Status ShowReport(Reports& reports, const std::string& area, const std::string& period) {
  v1::GetReportRequest request;
  request.mutable_query()->set_area(area);
  request.mutable_query()->set_period(period);
  request.mutable_query()->set_language("nb");
  v1::GetReportResponse answer;
  grpc::Status status = Call(reports, &Reports::GetReport, request, &answer);
  if (!status.ok()) return status;
  Show(answer.report());

  // Who asks again hands in what it has: an unchanged report is not sent.
  request.set_if_none_match(answer.etag());
  status = Call(reports, &Reports::GetReport, request, &answer);
  if (!status.ok()) return status;
  std::cout << (answer.has_report() ? "changed since" : "unchanged since") << "\n";
  return status;
}

// All pages are read at the state that the first one was: what is written meanwhile makes no gap
// and no double.
grpc::Status ListObservations(Indicators& indicators, const std::string& area) {
  indicators::v1::ListObservationsRequest request;
  request.set_parent(absl::StrCat(area, "/indicators/-"));
  request.set_page_size(kPageSize);
  std::vector<std::string> names;
  std::set<int64_t> revisions;
  int pages = 0;
  do {
    indicators::v1::ListObservationsResponse page;
    const grpc::Status status = Call(indicators, &Indicators::ListObservations, request, &page);
    if (!status.ok()) return status;
    ++pages;
    for (const auto& observation : page.observations()) names.push_back(observation.name());
    revisions.insert(page.read_at().revision());
    request.set_page_token(page.next_page_token());
    // A page may be short, or empty, before the end: the token alone says that it was the last.
  } while (!request.page_token().empty());
  std::cout << names.size() << " observations in " << pages << " pages, all read at revision "
            << absl::StrJoin(revisions, ", ") << "\n";
  if (!names.empty()) std::cout << "from " << names.front() << "\nto " << names.back() << "\n";
  return grpc::Status::OK;
}

// One answer for each name, in the order asked: what is not there says why, and the others come all
// the same.
grpc::Status ReadBatch(Indicators& indicators, const std::vector<std::string>& names) {
  indicators::v1::BatchGetObservationsRequest request;
  request.mutable_names()->Add(names.begin(), names.end());
  indicators::v1::BatchGetObservationsResponse answer;
  const grpc::Status status = Call(indicators, &Indicators::BatchGetObservations, request, &answer);
  for (const auto& result : answer.results()) {
    std::cout << result.name() << ": " << OutcomeText(result.outcome());
    if (result.outcome() == common::v1::OUTCOME_FOUND) {
      std::cout << " " << CellText(result.observation().cell());
    }
    std::cout << "\n";
  }
  return status;
}

}  // namespace tertial::example
