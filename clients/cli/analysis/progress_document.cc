#include "clients/cli/analysis/progress_document.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/explanation.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "common/render/figures.h"
#include "common/render/targets.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;
using common::v1::Computed;

// One computed number of a progress.
struct Number {
  // "change", "milestone gap".
  std::string what;
  const Computed& computed;
  // "2023 to 2024".
  std::string periods;
  // The name of what it means: "BETTER", "AHEAD_OF_MILESTONE". Empty: nothing.
  std::string meaning;
};

std::string NameOf(v1::Development development) {
  if (development == v1::DEVELOPMENT_UNSPECIFIED) return "";
  return std::string(absl::StripPrefix(v1::Development_Name(development), "DEVELOPMENT_"));
}

std::string NameOf(v1::ProgressClass progress_class) {
  if (progress_class == v1::PROGRESS_CLASS_UNSPECIFIED) return "";
  return std::string(absl::StripPrefix(v1::ProgressClass_Name(progress_class), "PROGRESS_CLASS_"));
}

// "2023 to 2024", of a number over two observations.
std::string SpanOf(const Computed& change) {
  if (change.operands_size() != 2) return "";
  return absl::StrCat(PeriodOf(change.operands(0).name()), " to ",
                      PeriodOf(change.operands(1).name()));
}

std::vector<Number> DevelopmentNumbers(const v1::GetProgressResponse& response) {
  const v1::Change& change = response.change();
  const v1::Trend& trend = response.trend();
  std::vector<Number> numbers = {
      {"change", change.absolute(), SpanOf(change.absolute()), NameOf(change.development())}};
  if (change.has_percent()) {
    numbers.push_back({"change in per cent", change.percent(), SpanOf(change.percent()), ""});
  }
  numbers.push_back({"trend", trend.slope(),
                     trend.first_period().empty()
                         ? ""
                         : absl::StrCat(trend.first_period(), " to ", trend.last_period()),
                     NameOf(trend.development())});
  return numbers;
}

std::vector<Number> TargetNumbers(const v1::TargetProgress& target) {
  std::vector<Number> numbers;
  if (target.has_level()) numbers.push_back({"level", target.level(), "", ""});
  const v1::TargetAssessment& threshold = target.threshold();
  numbers.push_back(
      {"distance", threshold.distance(), threshold.period(),
       std::string(absl::StripPrefix(v1::TargetState_Name(threshold.state()), "TARGET_STATE_"))});
  for (const v1::MethodResult& method : target.methods()) {
    numbers.push_back({ShowEnum(v1::ProgressMethod_Name(method.method()), "PROGRESS_METHOD_"),
                       method.result(), threshold.period(), NameOf(method.progress_class())});
  }
  return numbers;
}

bool AnyInterval(const std::vector<Number>& numbers) {
  for (const Number& number : numbers) {
    if (number.computed.has_interval()) return true;
  }
  return false;
}

void AddNumbers(const std::vector<Number>& numbers, bool explain, Document& document) {
  const bool intervals = AnyInterval(numbers);
  Table table{.columns = {{"what"}, {"period"}, {"result", Align::kRight}}, .rows = {}};
  if (intervals) table.columns.push_back({"between"});
  table.columns.push_back(ProseColumn("meaning"));
  for (const Number& number : numbers) {
    std::vector<std::string>& row = table.rows.emplace_back(
        std::vector{number.what, number.periods, ShowResult(number.computed)});
    if (intervals) row.push_back(ShowInterval(number.computed));
    const std::string why_not = ShowWhyNot(number.computed);
    row.push_back(why_not.empty() ? ShowEnum(number.meaning, "") : why_not);
  }
  document.AddTable(std::move(table));
  if (!explain) return;
  Explanation explanation;
  for (const Number& number : numbers) explanation.Add(number.what, number.computed);
  document.AddTable(explanation.MakeTable());
}

std::string TitleOf(const v1::Target& target) {
  std::string title = absl::StrCat("Target ", ShowTarget(target));
  const std::string unit = ShowUnit(target.unit());
  if (!target.value().empty() && !unit.empty()) absl::StrAppend(&title, " ", unit);
  if (!target.due_period().empty()) absl::StrAppend(&title, " by ", target.due_period());
  if (target.change_percent().empty() && !target.base_period().empty()) {
    absl::StrAppend(&title, ", from ", target.base_period());
  }
  absl::StrAppend(&title, ": ", ShowEnum(v1::TargetBasis_Name(target.basis()), "TARGET_BASIS_"));
  if (!target.legal_basis().empty()) absl::StrAppend(&title, ", ", target.legal_basis());
  return absl::StrCat(title, " (", LastId(target.name()), ")");
}

std::vector<std::string> NumberRow(const std::string& target, const Number& number) {
  const Computed& computed = number.computed;
  return {target,
          number.what,
          "",
          number.periods,
          computed.value(),
          computed.unit(),
          computed.interval().low(),
          computed.interval().high(),
          number.meaning,
          NotComputableName(computed),
          ShowWhyNot(computed),
          FormulaOf(computed),
          computed.unrounded(),
          "",
          "",
          ""};
}

std::vector<std::string> OperandRow(const std::string& target, const Number& number, int i) {
  const common::v1::Operand& operand = number.computed.operands(i);
  return {target,
          number.what,
          absl::StrCat("x", i + 1),
          "",
          operand.cell().value(),
          "",
          "",
          "",
          "",
          "",
          MissingName(operand.cell()),
          "",
          "",
          operand.name(),
          operand.field(),
          operand.revision() == 0 ? "" : absl::StrCat(operand.revision())};
}

void AddRows(const std::string& target, const std::vector<Number>& numbers, bool explain,
             Table& table) {
  for (const Number& number : numbers) {
    table.rows.push_back(NumberRow(target, number));
    if (!explain) continue;
    for (int i = 0; i < number.computed.operands_size(); ++i) {
      table.rows.push_back(OperandRow(target, number, i));
    }
  }
}

}  // namespace

Document MakeProgressDocument(const v1::GetProgressRequest& request,
                              const v1::GetProgressResponse& response, bool explain) {
  Document document;
  document.AddHeading(1, ShowLabel(response.indicator(), response.label()));
  const Computed& change = response.change().absolute();
  const std::string area =
      change.operands().empty() ? LastId(request.area()) : AreaIdOf(change.operands(0).name());
  document.AddParagraph(absl::StrCat(
      area, ", ", request.period(), request.dimensions().empty() ? "" : ", ",
      ShowDimensions(request.dimensions()), ". ", ShowDefinition(response.indicator()), "."));
  AddNumbers(DevelopmentNumbers(response), explain, document);
  for (const v1::TargetProgress& target : response.targets()) {
    document.AddHeading(3, TitleOf(target.target()));
    AddNumbers(TargetNumbers(target), explain, document);
  }
  if (response.targets().empty()) {
    document.AddParagraph(request.dimensions().empty()
                              ? "No target is recorded for it."
                              : "Targets are of the whole area: none is measured here.");
  }
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table ProgressRows(const v1::GetProgressResponse& response, bool explain) {
  Table table{.columns = {{"target"},
                          {"what"},
                          {"operand"},
                          {"period"},
                          {"value"},
                          {"unit"},
                          {"low"},
                          {"high"},
                          {"meaning"},
                          {"not_computable"},
                          {"why"},
                          {"formula"},
                          {"unrounded"},
                          {"name"},
                          {"field"},
                          {"revision"}},
              .rows = {}};
  AddRows("", DevelopmentNumbers(response), explain, table);
  for (const v1::TargetProgress& target : response.targets()) {
    AddRows(LastId(target.target().name()), TargetNumbers(target), explain, table);
  }
  return table;
}

}  // namespace tertial::cli
