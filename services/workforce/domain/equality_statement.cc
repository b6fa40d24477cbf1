#include "services/workforce/domain/equality_statement.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "services/workforce/domain/measures.h"

namespace tertial::workforce {
namespace {

constexpr v1::Sex kSexes[] = {v1::SEX_WOMEN, v1::SEX_MEN};

v1::EqualityFigure FromReported(const v1::WorkforceFigure& figure, v1::Sex sex) {
  v1::EqualityFigure shown;
  shown.set_sex(sex);
  shown.set_level(figure.level());
  shown.set_name(figure.name());
  shown.set_unit_of_measure(figure.unit_of_measure());
  *shown.mutable_cell() = figure.cell();
  return shown;
}

v1::EqualityFigure FromPublished(const v1::PublishedFigure& figure, v1::Sex sex) {
  v1::EqualityFigure shown;
  shown.set_sex(sex);
  shown.set_name(figure.name());
  shown.set_unit_of_measure(figure.unit_of_measure());
  *shown.mutable_cell() = figure.cell();
  if (figure.has_numerator()) *shown.mutable_numerator() = figure.numerator();
  if (figure.has_denominator()) *shown.mutable_denominator() = figure.denominator();
  return shown;
}

// 100 less the share, where that has a value; else why it has none.
void TakeComplement(v1::EqualityFigure& figure) {
  figure.clear_numerator();
  if (!HasValue(figure.cell())) return;
  common::v1::Operand whole = MakeConstant(figure.name(), "100");
  whole.set_field("whole");
  *figure.mutable_computed() =
      Compute(common::v1::FORMULA_DISTANCE, {MakeOperand(figure.name(), &figure.cell()), whole},
              figure.unit_of_measure(), DecimalsOf(figure.cell()));
  common::v1::Cell complement;
  complement.set_value(figure.computed().value());
  *figure.mutable_cell() = std::move(complement);
}

class Statement {
 public:
  Statement(const AnalysedFacts& facts, const ReportedFigures& before)
      : facts_(facts), before_(before) {}

  v1::GetEqualityStatementResponse Make() {
    v1::GetEqualityStatementResponse statement;
    statement.set_area(absl::StrCat("areas/", facts_.area_id));
    statement.set_period(facts_.period.Format());
    AddSexBalance(*statement.mutable_sex_balance());
    AddBySex(v1::FIGURE_MEASURE_TEMPORARY_SHARE, v1::MEASURE_TEMPORARY_SHARE,
             *statement.mutable_temporary());
    AddPartTime(*statement.mutable_part_time());
    AddBySex(v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS, v1::MEASURE_PARENTAL_LEAVE_WEEKS,
             *statement.mutable_parental_leave_weeks());
    for (v1::EqualityTopic* const topic :
         {statement.mutable_sex_balance(), statement.mutable_temporary(),
          statement.mutable_part_time(), statement.mutable_parental_leave_weeks()}) {
      topic->set_due(true);
      ExplainGap(facts_.published.has_value()
                     ? "Neither the cube of the year nor what is reported has it by sex."
                     : "No cube of the year is published, and it is not reported by sex.",
                 *topic);
    }
    AddReported(v1::MEASURE_PAY_GAP, IsAny, *statement.mutable_pay_gap());
    AddReported(v1::MEASURE_WOMEN_SHARE, IsOfALevel, *statement.mutable_sex_by_level());
    AddReported(v1::MEASURE_INVOLUNTARY_PART_TIME_SHARE, IsOfOneSex,
                *statement.mutable_involuntary_part_time());
    return statement;
  }

 private:
  using Predicate = bool (*)(const v1::WorkforceFigure&);

  static bool IsAny(const v1::WorkforceFigure& /*figure*/) { return true; }
  static bool IsOfALevel(const v1::WorkforceFigure& figure) { return !figure.level().empty(); }
  static bool IsOfOneSex(const v1::WorkforceFigure& figure) {
    return figure.sex() != v1::SEX_TOTAL;
  }

  static void ExplainGap(absl::string_view why, v1::EqualityTopic& topic) {
    if (topic.figures().empty()) topic.set_missing_because(std::string(why));
  }

  const v1::WorkforceFigure* Reported(v1::Measure measure, v1::Sex sex) const {
    return FindReported(facts_.reported, facts_.area_id,
                        {.measure = measure, .period = facts_.period, .sex = sex});
  }

  // What is published of it, or else reported; of `asked` it is shown as that of `sex`.
  std::optional<v1::EqualityFigure> Find(v1::FigureMeasure published, v1::Measure reported,
                                         v1::Sex asked, v1::Sex sex) const {
    if (const v1::PublishedFigure* const figure =
            FindPublished(facts_.published, SubjectOf(published, asked));
        figure != nullptr) {
      return FromPublished(*figure, sex);
    }
    if (const v1::WorkforceFigure* const figure = Reported(reported, asked); figure != nullptr) {
      return FromReported(*figure, sex);
    }
    return std::nullopt;
  }

  static void Add(std::optional<v1::EqualityFigure> figure, v1::EqualityTopic& topic) {
    if (figure.has_value()) *topic.add_figures() = *std::move(figure);
  }

  void AddBySex(v1::FigureMeasure published, v1::Measure reported, v1::EqualityTopic& topic) const {
    for (const v1::Sex sex : kSexes) Add(Find(published, reported, sex, sex), topic);
  }

  void AddSexBalance(v1::EqualityTopic& topic) const {
    AddBySex(v1::FIGURE_MEASURE_HEAD_COUNT, v1::MEASURE_HEAD_COUNT, topic);
    // Of all employees, and about women.
    Add(Find(v1::FIGURE_MEASURE_WOMEN_SHARE, v1::MEASURE_WOMEN_SHARE, v1::SEX_TOTAL, v1::SEX_WOMEN),
        topic);
  }

  // Who is not full-time is part-time, by the same rule.
  void AddPartTime(v1::EqualityTopic& topic) const {
    for (const v1::Sex sex : kSexes) {
      const v1::FigureSubject full_time =
          SubjectOf(v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM, sex);
      std::optional<v1::EqualityFigure> figure;
      if (const auto* const published = FindPublished(facts_.published, full_time);
          published != nullptr) {
        figure = FromPublished(*published, sex);
        TakeComplement(*figure);
      } else if (const auto* const part_time = Reported(v1::MEASURE_PART_TIME_SHARE, sex);
                 part_time != nullptr) {
        figure = FromReported(*part_time, sex);
      } else if (const auto* const reported = Reported(v1::MEASURE_FULL_TIME_SHARE, sex);
                 reported != nullptr) {
        figure = FromReported(*reported, sex);
        TakeComplement(*figure);
      }
      Add(std::move(figure), topic);
    }
  }

  // Whether a figure is of the measure, and of the whole area.
  static bool IsAbout(const v1::WorkforceFigure& figure, v1::Measure measure, Predicate is_asked) {
    return figure.measure() == measure && figure.unit().empty() && is_asked(figure);
  }

  // A topic of every second year.
  void AddReported(v1::Measure measure, Predicate is_asked, v1::EqualityTopic& topic) const {
    std::vector<const v1::WorkforceFigure*> figures;
    for (const auto& [name, figure] : facts_.reported) {
      if (IsAbout(figure, measure, is_asked)) figures.push_back(&figure);
    }
    std::sort(figures.begin(), figures.end(),
              [](const v1::WorkforceFigure* a, const v1::WorkforceFigure* b) {
                return std::make_tuple(a->level(), a->sex()) <
                       std::make_tuple(b->level(), b->sex());
              });
    for (const v1::WorkforceFigure* const figure : figures) {
      // Both are told of women, beside men.
      const bool is_womens = !IsDividedBySex(measure);
      *topic.add_figures() = FromReported(*figure, is_womens ? v1::SEX_WOMEN : figure->sex());
    }
    topic.set_due(std::none_of(before_.begin(), before_.end(), [&](const auto& row) {
      return IsAbout(row.second, measure, is_asked);
    }));
    ExplainGap(topic.due() ? "Nothing is reported for the year, nor for the year before."
                           : "Nothing is reported for the year; it was for the year before.",
               topic);
  }

  const AnalysedFacts& facts_;
  const ReportedFigures& before_;
};

}  // namespace

v1::GetEqualityStatementResponse MakeEqualityStatement(const AnalysedFacts& facts,
                                                       const ReportedFigures& before) {
  return Statement(facts, before).Make();
}

}  // namespace tertial::workforce
