#include "services/workforce/domain/reported_comparison.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/computed.h"
#include "common/types/calendar.h"
#include "common/types/decimal.h"
#include "services/workforce/domain/unit_tree.h"

namespace tertial::workforce {
namespace {

constexpr int kShareDecimals = 1;

// What a reported measure stands beside.
struct Counterpart {
  v1::Measure reported;
  v1::FigureMeasure computed;
};

constexpr Counterpart kCounterparts[] = {
    {v1::MEASURE_FTE, v1::FIGURE_MEASURE_FTE_AGREED},
    {v1::MEASURE_FTE_EXCL_LONG_ABSENCE, v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE},
    {v1::MEASURE_HEAD_COUNT, v1::FIGURE_MEASURE_HEAD_COUNT},
    {v1::MEASURE_SICK_LEAVE_RATE, v1::FIGURE_MEASURE_SICK_LEAVE_RATE},
    {v1::MEASURE_FULL_TIME_SHARE, v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM},
    {v1::MEASURE_FULL_TIME_SHARE, v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB},
    {v1::MEASURE_AVERAGE_POSITION_SIZE, v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE},
    {v1::MEASURE_POSITION_80_SHARE, v1::FIGURE_MEASURE_POSITION_80_SHARE},
    {v1::MEASURE_WOMEN_SHARE, v1::FIGURE_MEASURE_WOMEN_SHARE},
    {v1::MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE,
     v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE},
    {v1::MEASURE_APPRENTICES, v1::FIGURE_MEASURE_APPRENTICES},
    {v1::MEASURE_TEMPORARY_SHARE, v1::FIGURE_MEASURE_TEMPORARY_SHARE},
    {v1::MEASURE_TURNOVER, v1::FIGURE_MEASURE_TURNOVER},
    {v1::MEASURE_PARENTAL_LEAVE_WEEKS, v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS}};

bool IsOfOneDay(v1::Measure measure) {
  return measure != v1::MEASURE_SICK_LEAVE_RATE && measure != v1::MEASURE_TURNOVER &&
         measure != v1::MEASURE_PARENTAL_LEAVE_WEEKS;
}

bool HasRule(v1::Measure measure) {
  return measure == v1::MEASURE_FULL_TIME_SHARE || measure == v1::MEASURE_POSITION_80_SHARE;
}

v1::FigureSubject CounterpartOf(const v1::WorkforceFigure& figure, v1::FigureMeasure measure) {
  v1::FigureSubject subject = SubjectOf(measure, figure.sex());
  subject.set_unit(figure.unit());
  if (figure.certification_basis() == v1::CERTIFICATION_BASIS_UNKNOWN) {
    subject.set_certification_basis(v1::CERTIFICATION_BASIS_TOTAL_REGISTERED);
  } else {
    subject.set_certification_basis(figure.certification_basis());
  }
  return subject;
}

// Half of one unit of the last decimal of both.
Rational RoundingOf(const common::v1::Cell& a, const common::v1::Cell& b) {
  const Rational ten = Rational::FromInt(10);
  return (ten.Power(-DecimalsOf(a)) + ten.Power(-DecimalsOf(b))) / Rational::FromInt(2);
}

bool EqualAsPrinted(const common::v1::Cell& a, const common::v1::Cell& b) {
  const int decimals = std::min(DecimalsOf(a), DecimalsOf(b));
  const absl::StatusOr<Decimal> one = ValueOf(a).Round(decimals);
  const absl::StatusOr<Decimal> other = ValueOf(b).Round(decimals);
  return one.ok() && other.ok() && *one == *other;
}

class Comparer {
 public:
  explicit Comparer(const AnalysedFacts& facts)
      : facts_(facts), tree_(UnitTree::At(facts.units, facts.period.last_day())) {}

  v1::ReportedComparison Compare(const v1::WorkforceFigure& reported, v1::FigureMeasure measure) {
    v1::ReportedComparison comparison;
    *comparison.mutable_reported() = reported;
    *comparison.mutable_subject() = CounterpartOf(reported, measure);
    const v1::PublishedFigure* const published =
        FindPublished(facts_.published, comparison.subject());
    if (published == nullptr) {
      comparison.set_outcome(common::v1::OUTCOME_NO_OBSERVATION);
      return comparison;
    }
    const common::v1::Cell& computed = published->cell();
    const bool hidden = computed.missing() == common::v1::MISSING_REASON_SUPPRESSED;
    comparison.set_outcome(hidden ? common::v1::OUTCOME_SUPPRESSED : common::v1::OUTCOME_FOUND);
    *comparison.mutable_computed() = computed;
    *comparison.mutable_difference() = Compute(
        common::v1::FORMULA_DISTANCE,
        {MakeOperand(reported.name(), &reported.cell()), MakeOperand(published->name(), &computed)},
        UnitOfDifference(reported.unit_of_measure()),
        std::max(DecimalsOf(reported.cell()), DecimalsOf(computed)));
    if (!HasValue(reported.cell()) || !HasValue(computed)) return comparison;
    comparison.set_equal_as_printed(EqualAsPrinted(reported.cell(), computed));
    if (!comparison.equal_as_printed()) AddReasons(reported, computed, comparison);
    return comparison;
  }

 private:
  void AddReasons(const v1::WorkforceFigure& reported, const common::v1::Cell& computed,
                  v1::ReportedComparison& comparison) const {
    const Rational difference = ValueOf(computed) - ValueOf(reported.cell());
    if (difference.Abs() <= RoundingOf(reported.cell(), computed)) {
      comparison.add_reasons(v1::DIFFERENCE_REASON_ROUNDING);
      return;
    }
    if (reported.certification_basis() == v1::CERTIFICATION_BASIS_UNKNOWN) {
      comparison.add_reasons(v1::DIFFERENCE_REASON_OTHER_BASIS);
    }
    if (HasRule(reported.measure())) comparison.add_reasons(v1::DIFFERENCE_REASON_OTHER_RULE);
    if (IsNearerWithoutLongAbsence(reported, difference)) {
      comparison.add_reasons(v1::DIFFERENCE_REASON_LONG_ABSENCE);
    }
    if (reported.measure() == v1::MEASURE_HEAD_COUNT && difference.sign() < 0 &&
        HasUnitsBelow(reported.unit())) {
      comparison.add_reasons(v1::DIFFERENCE_REASON_DOUBLE_COUNTED_HEADS);
    }
    if (WasReorganised(reported.unit())) {
      comparison.add_reasons(v1::DIFFERENCE_REASON_REORGANISED);
    }
    if (IsOfOneDay(reported.measure()) && facts_.period.kind() != PeriodKind::kDay) {
      comparison.add_reasons(v1::DIFFERENCE_REASON_OTHER_DATE);
    }
  }

  bool IsNearerWithoutLongAbsence(const v1::WorkforceFigure& reported,
                                  const Rational& difference) const {
    if (reported.measure() != v1::MEASURE_FTE) return false;
    const v1::PublishedFigure* const without = FindPublished(
        facts_.published, CounterpartOf(reported, v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE));
    return without != nullptr && HasValue(without->cell()) &&
           (ValueOf(without->cell()) - ValueOf(reported.cell())).Abs() < difference.Abs();
  }

  // The nodes of the unit (empty: the area) and all below it.
  std::pair<int, int> NodesOf(const std::string& unit) const {
    const std::optional<int> node = tree_.Find(unit.empty() ? "" : UnitIdOf(unit));
    const int first = unit.empty() ? 0 : node.value_or(0);
    return {first, tree_.end(first)};
  }

  bool HasUnitsBelow(const std::string& unit) const {
    const auto [first, end] = NodesOf(unit);
    return end - first > 1;
  }

  bool WasReorganised(const std::string& unit) const {
    const auto [first, end] = NodesOf(unit);
    const absl::CivilDay since = facts_.period.Previous().first_day();
    return std::any_of(
        facts_.units.begin(), facts_.units.end(),
        [&, first = first, end = end](const v1::Unit& one) {
          const int node = tree_.Find(UnitIdOf(one.name())).value_or(-1);
          return node >= first && node < end &&
                 std::any_of(
                     one.origins().begin(), one.origins().end(), [&](const v1::UnitOrigin& origin) {
                       const std::optional<absl::CivilDay> day = ParseCivilDay(origin.date());
                       return day.has_value() && *day >= since && *day <= facts_.period.last_day();
                     });
        });
  }

  const AnalysedFacts& facts_;
  const UnitTree tree_;
};

// What is computed on the way has a name as totals have, though it is no resource.
std::string NameOf(absl::string_view area_id, absl::string_view collection, const Period& period) {
  return absl::StrCat("areas/", area_id, "/", collection, "/", period.FormatId());
}

// The sum of a measure over the units at the top.
common::v1::Computed SumOverUnits(const AnalysedFacts& facts, v1::Measure measure,
                                  absl::string_view unit_of_measure) {
  std::vector<common::v1::Operand> operands;
  for (const v1::Unit* const unit : UnitsAtTheTop(facts.units, facts.period)) {
    const FigureKey key{
        .measure = measure, .period = facts.period, .unit_id = UnitIdOf(unit->name())};
    const v1::WorkforceFigure* const figure = FindReported(facts.reported, facts.area_id, key);
    operands.push_back(
        MakeOperand(FigureName(facts.area_id, key), figure == nullptr ? nullptr : &figure->cell()));
  }
  const int decimals = tertial::DecimalsOf(operands);
  return Compute(common::v1::FORMULA_SUM, std::move(operands), unit_of_measure, decimals);
}

}  // namespace

std::vector<v1::ReportedComparison> CompareReported(const AnalysedFacts& facts) {
  Comparer comparer(facts);
  std::vector<v1::ReportedComparison> comparisons;
  for (const auto& [name, figure] : facts.reported) {
    if (!figure.level().empty()) continue;
    for (const Counterpart& counterpart : kCounterparts) {
      if (counterpart.reported != figure.measure()) continue;
      comparisons.push_back(comparer.Compare(figure, counterpart.computed));
    }
  }
  return comparisons;
}

std::optional<v1::ReportedQuotient> CompareFtePerHead(const AnalysedFacts& facts) {
  const v1::WorkforceFigure* const reported =
      FindReported(facts.reported, facts.area_id,
                   {.measure = v1::MEASURE_AVERAGE_POSITION_SIZE, .period = facts.period});
  if (reported == nullptr || !HasValue(reported->cell())) return std::nullopt;
  v1::ReportedQuotient quotient;
  *quotient.mutable_fte() = SumOverUnits(facts, v1::MEASURE_FTE, "fte");
  *quotient.mutable_heads() = SumOverUnits(facts, v1::MEASURE_HEAD_COUNT, "count");
  if (!quotient.fte().has_value() || !quotient.heads().has_value()) return std::nullopt;
  *quotient.mutable_reported() = *reported;
  *quotient.mutable_quotient() =
      Compute(common::v1::FORMULA_SHARE,
              {OperandOf(NameOf(facts.area_id, "fteTotals", facts.period), quotient.fte()),
               OperandOf(NameOf(facts.area_id, "headSums", facts.period), quotient.heads())},
              "percent", kShareDecimals);
  if (!quotient.quotient().has_value()) return std::nullopt;
  *quotient.mutable_difference() =
      Compute(common::v1::FORMULA_DISTANCE,
              {MakeOperand(reported->name(), &reported->cell()),
               OperandOf(NameOf(facts.area_id, "ftePerHead", facts.period), quotient.quotient())},
              "percentage_points", std::max(kShareDecimals, DecimalsOf(reported->cell())));
  common::v1::Cell shown;
  shown.set_value(quotient.quotient().value());
  if (EqualAsPrinted(shown, reported->cell())) return quotient;
  const bool smaller = ValueOf(shown) < ValueOf(reported->cell());
  quotient.add_reasons(smaller ? v1::DIFFERENCE_REASON_DOUBLE_COUNTED_HEADS
                               : v1::DIFFERENCE_REASON_OTHER_DATE);
  quotient.add_reasons(smaller ? v1::DIFFERENCE_REASON_OTHER_DATE
                               : v1::DIFFERENCE_REASON_DOUBLE_COUNTED_HEADS);
  return quotient;
}

}  // namespace tertial::workforce
