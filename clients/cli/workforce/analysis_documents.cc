#include "clients/cli/workforce/analysis_documents.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "clients/cli/flags.h"
#include "common/render/figures.h"
#include "common/render/workforce_words.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;

std::string ReasonNames(const google::protobuf::RepeatedField<int>& reasons) {
  return absl::StrJoin(reasons, " ", [](std::string* out, int reason) {
    absl::StrAppend(
        out, absl::StripPrefix(v1::DifferenceReason_Name(static_cast<v1::DifferenceReason>(reason)),
                               "DIFFERENCE_REASON_"));
  });
}

std::string OutcomeName(common::v1::Outcome outcome) {
  return std::string(absl::StripPrefix(common::v1::Outcome_Name(outcome), "OUTCOME_"));
}

std::string YesNo(bool yes) { return yes ? "yes" : "no"; }
std::string TrueFalse(bool yes) { return yes ? "true" : "false"; }

std::string ValueOrMissing(const common::v1::Cell& cell) {
  return cell.content_case() == common::v1::Cell::kValue ? cell.value() : MissingName(cell);
}

// A topic of the statement with the words that it stands under.
struct Topic {
  const char* words;
  const char* field;
  const v1::EqualityTopic& topic;
};

std::vector<Topic> TopicsOf(const v1::GetEqualityStatementResponse& response) {
  return {{"women and men", "sex_balance", response.sex_balance()},
          {"temporary positions", "temporary", response.temporary()},
          {"part-time", "part_time", response.part_time()},
          {"weeks of parental leave", "parental_leave_weeks", response.parental_leave_weeks()},
          {"women's pay of men's", "pay_gap", response.pay_gap()},
          {"women by level", "sex_by_level", response.sex_by_level()},
          {"involuntary part-time", "involuntary_part_time", response.involuntary_part_time()}};
}

std::string ShowWithUnit(const v1::EqualityFigure& figure) {
  const std::string unit = ShowUnit(figure.unit_of_measure());
  return absl::StrCat(ShowCell(figure.cell()), unit.empty() ? "" : " ", unit);
}

std::string IssueWord(int issue) {
  return FlagWord(std::string(absl::StripPrefix(
      v1::WorkforceIssue_Name(static_cast<v1::WorkforceIssue>(issue)), kWorkforceIssuePrefix)));
}

std::string IssueWords(const google::protobuf::RepeatedField<int>& issues) {
  return absl::StrJoin(issues, ", ",
                       [](std::string* out, int issue) { absl::StrAppend(out, IssueWord(issue)); });
}

std::string ShowWeight(v1::WeightKind weight) {
  return ShowEnum(v1::WeightKind_Name(weight), "WEIGHT_KIND_");
}

}  // namespace

Document MakeReportedDocument(const v1::CompareReportedRequest& request,
                              const v1::CompareReportedResponse& response) {
  Document document;
  document.AddHeading(
      1, absl::StrCat("Reported and computed: ", LastId(request.area()), ", ", request.period()));
  AddPublishedTable(ReportedTable(response.comparisons()), document);
  if (response.has_fte_per_head()) {
    const v1::ReportedQuotient& quotient = response.fte_per_head();
    const std::string reasons = ShowReasons(quotient.reasons());
    document.AddParagraph(absl::StrCat(
        "FTEs per head: ", ShowComputed(quotient.quotient()), " (", ShowComputed(quotient.fte()),
        " over ", ShowComputed(quotient.heads()), " heads), beside an average position of ",
        ShowCell(quotient.reported().cell()),
        " % as reported: ", ShowComputed(quotient.difference()),
        reasons.empty() ? "." : "; why they may differ: ", reasons, reasons.empty() ? "" : "."));
  }
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table ReportedRows(const v1::CompareReportedResponse& response) {
  Table table{.columns = {{"row"},
                          {"figure"},
                          {"computed_as"},
                          {"outcome"},
                          {"reported"},
                          {"computed"},
                          {"difference"},
                          {"unit"},
                          {"equal_as_printed"},
                          {"reasons"}},
              .rows = {}};
  for (const v1::ReportedComparison& comparison : response.comparisons()) {
    table.rows.push_back(
        {"FIGURE", comparison.reported().name(),
         std::string(absl::StripPrefix(v1::FigureMeasure_Name(comparison.subject().measure()),
                                       "FIGURE_MEASURE_")),
         OutcomeName(comparison.outcome()), ValueOrMissing(comparison.reported().cell()),
         comparison.has_computed() ? ValueOrMissing(comparison.computed()) : "",
         comparison.difference().value(), comparison.reported().unit_of_measure(),
         TrueFalse(comparison.equal_as_printed()), ReasonNames(comparison.reasons())});
  }
  if (response.has_fte_per_head()) {
    const v1::ReportedQuotient& quotient = response.fte_per_head();
    table.rows.push_back({"FTE_PER_HEAD", quotient.reported().name(), "FTE_PER_HEAD", "FOUND",
                          ValueOrMissing(quotient.reported().cell()), quotient.quotient().value(),
                          quotient.difference().value(), "percent",
                          TrueFalse(quotient.reasons().empty()), ReasonNames(quotient.reasons())});
  }
  return table;
}

Document MakeEqualityDocument(const v1::GetEqualityStatementResponse& response) {
  Document document;
  document.AddHeading(
      1, absl::StrCat("Equality statement: ", LastId(response.area()), ", ", response.period()));
  Table table{.columns = {{"topic"},
                          {"whose"},
                          {"level"},
                          {"figure", Align::kRight},
                          {"of", Align::kRight},
                          {"due"},
                          ProseColumn("to be known")},
              .rows = {}};
  for (const Topic& topic : TopicsOf(response)) {
    for (const v1::EqualityFigure& figure : topic.topic.figures()) {
      table.rows.push_back({topic.words, ShowSex(figure.sex()), figure.level(),
                            ShowWithUnit(figure),
                            figure.has_denominator() ? ShowCell(figure.denominator()) : "",
                            YesNo(topic.topic.due()), ""});
    }
    if (topic.topic.figures().empty()) {
      table.rows.push_back({topic.words, "", "", kNoObservation, "", YesNo(topic.topic.due()),
                            topic.topic.missing_because()});
    }
  }
  document.AddTable(WithoutEmptyColumns(table));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table EqualityRows(const v1::GetEqualityStatementResponse& response) {
  Table table{.columns = {{"topic"},
                          {"due"},
                          {"sex"},
                          {"level"},
                          {"name"},
                          {"unit"},
                          {"value"},
                          {"missing"},
                          {"numerator"},
                          {"denominator"},
                          {"missing_because"}},
              .rows = {}};
  for (const Topic& topic : TopicsOf(response)) {
    const std::string due = TrueFalse(topic.topic.due());
    for (const v1::EqualityFigure& figure : topic.topic.figures()) {
      table.rows.push_back({topic.field, due,
                            std::string(absl::StripPrefix(v1::Sex_Name(figure.sex()), "SEX_")),
                            figure.level(), figure.name(), figure.unit_of_measure(),
                            figure.cell().value(), MissingName(figure.cell()),
                            figure.numerator().value(), figure.denominator().value(), ""});
    }
    if (topic.topic.figures().empty()) {
      table.rows.push_back(
          {topic.field, due, "", "", "", "", "", "", "", "", topic.topic.missing_because()});
    }
  }
  return table;
}

Document MakeComparisonDocument(const v1::CompareWorkforceRequest& request,
                                const v1::CompareWorkforceResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat(ShowEnum(v1::Measure_Name(request.measure()), "MEASURE_"),
                                      ", ", request.period()));
  Table table{.columns = {{"rank", Align::kRight},
                          {"area"},
                          {"figure", Align::kRight},
                          {"basis"},
                          {"accepted"}},
              .rows = {}};
  for (const v1::ComparedWorkforce& one : response.areas()) {
    table.rows.push_back(
        {one.rank() == 0 ? "" : absl::StrCat(one.rank()), LastId(one.area()),
         one.has_figure() ? ShowCell(one.figure().cell()) : std::string(kNoObservation),
         ShowBasis(one.figure().certification_basis()), IssueWords(one.issues())});
  }
  document.AddTable(WithoutEmptyColumns(table));
  for (const v1::FoundWorkforceIssue& found : response.issues()) {
    document.AddParagraph(
        absl::StrCat("Accepted, ", IssueWord(found.issue()), ": ", found.detail()));
  }
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table ComparisonRows(const v1::CompareWorkforceResponse& response) {
  Table table{
      .columns =
          {{"rank"}, {"area"}, {"name"}, {"value"}, {"unit"}, {"missing"}, {"basis"}, {"issues"}},
      .rows = {}};
  for (const v1::ComparedWorkforce& one : response.areas()) {
    const v1::WorkforceFigure& figure = one.figure();
    table.rows.push_back(
        {one.rank() == 0 ? "" : absl::StrCat(one.rank()), LastId(one.area()), figure.name(),
         figure.cell().value(), figure.unit_of_measure(), MissingName(figure.cell()),
         std::string(absl::StripPrefix(v1::CertificationBasis_Name(figure.certification_basis()),
                                       "CERTIFICATION_BASIS_")),
         IssueWords(one.issues())});
  }
  return table;
}

Document MakeWeightingDocument(const v1::CheckWeightingRequest& request,
                               const v1::CheckWeightingResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Sick leave of women and men, weighted: ",
                                      LastId(request.area()), ", ", request.period()));
  Table table{.columns = {{"rates"},
                          {"weighted by"},
                          {"weighted", Align::kRight},
                          {"total", Align::kRight},
                          {"difference", Align::kRight},
                          {"agrees"},
                          {"proves"}},
              .rows = {}};
  for (const v1::WeightingCheck& check : response.checks()) {
    table.rows.push_back({absl::StrCat(check.reported() ? "reported, " : "published, ",
                                       ShowBasis(check.certification_basis())),
                          ShowWeight(check.weight()), ShowResult(check.weighted()),
                          absl::StrCat(ShowCell(check.total()), " %"),
                          ShowResult(check.difference()), YesNo(check.agrees()),
                          check.indicative() ? "nothing: indicative" : "yes"});
  }
  if (response.checks().empty()) {
    document.AddParagraph("No rates of women, of men and of all on one basis, with a weight.");
  }
  document.AddTable(std::move(table));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table WeightingRows(const v1::CheckWeightingResponse& response) {
  Table table{.columns = {{"basis"},
                          {"reported"},
                          {"weight"},
                          {"weighted"},
                          {"unrounded"},
                          {"total"},
                          {"difference"},
                          {"agrees"},
                          {"indicative"}},
              .rows = {}};
  for (const v1::WeightingCheck& check : response.checks()) {
    table.rows.push_back(
        {std::string(absl::StripPrefix(v1::CertificationBasis_Name(check.certification_basis()),
                                       "CERTIFICATION_BASIS_")),
         TrueFalse(check.reported()),
         std::string(absl::StripPrefix(v1::WeightKind_Name(check.weight()), "WEIGHT_KIND_")),
         check.weighted().value(), check.weighted().unrounded(), check.total().value(),
         check.difference().value(), TrueFalse(check.agrees()), TrueFalse(check.indicative())});
  }
  return table;
}

}  // namespace tertial::cli
