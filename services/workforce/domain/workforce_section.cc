#include "services/workforce/domain/workforce_section.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"
#include "common/facts/tertial.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/domain/fte_totals.h"
#include "services/workforce/domain/measures.h"
#include "services/workforce/domain/reported_comparison.h"
#include "services/workforce/domain/reported_figures.h"

namespace tertial::workforce {
namespace {

using PeriodCells = google::protobuf::RepeatedPtrField<common::v1::PeriodCell>;
using SeriesList = google::protobuf::RepeatedPtrField<v1::FigureSeries>;

// What one series is about, beside its unit; series stand in this order.
using SeriesKey = std::tuple<v1::Measure, v1::Sex, v1::CertificationBasis, std::string>;

SeriesKey WithoutMore(v1::Measure measure) {
  return {measure, v1::SEX_TOTAL, v1::CERTIFICATION_BASIS_UNSPECIFIED, ""};
}

// What there is of somebody at the end of a tertial stands for the year so far; rates, weeks and
// grants do not.
Accrual AccrualOf(v1::Measure measure) {
  const absl::string_view unit = UnitOf(measure);
  return unit == "fte" || unit == "count" ? Accrual::kStands : Accrual::kNeither;
}

// The cells of one series, by period.
using Cells = std::map<std::string, const common::v1::Cell*>;

class Assembler {
 public:
  explicit Assembler(const WorkforceFacts& facts)
      : facts_(facts), window_(ReportWindow(facts.period)) {
    for (const auto& [name, figure] : facts.figures) {
      const SeriesKey key = {figure.measure(), figure.sex(), figure.certification_basis(),
                             figure.level()};
      series_[figure.unit()][key][figure.period()] = &figure.cell();
    }
  }

  v1::WorkforceSection Assemble() {
    v1::WorkforceSection section;
    section.set_area(absl::StrCat("areas/", facts_.area_id));
    section.set_period(facts_.period.Format());
    for (const Period& period : window_) section.add_periods(period.Format());
    const std::vector<const v1::Unit*> shown = ShownUnits();
    for (const v1::Unit* unit : shown) AddUnit(*unit, *section.add_units());
    AddOtherUnits(shown, section);
    AddFteTotals(section);
    for (const auto& [key, cells] : series_[""]) {
      AddSeries(key, "", cells, *section.mutable_figures());
    }
    *section.mutable_cells() = counter_.Counts();
    if (facts_.published.has_value()) AddPublished(section);
    return section;
  }

 private:
  std::vector<const v1::Unit*> ShownUnits() const {
    std::vector<const v1::Unit*> shown = UnitsAtTheTop(facts_.units, facts_.period);
    const size_t at_the_top = shown.size();
    for (const v1::Unit& unit : facts_.units) {
      const bool is_shown = std::find(shown.begin(), shown.end(), &unit) != shown.end();
      if (!is_shown && series_.count(unit.name()) > 0) shown.push_back(&unit);
    }
    std::sort(shown.begin() + static_cast<std::ptrdiff_t>(at_the_top), shown.end(),
              IsBeforeInOrder);
    return shown;
  }

  void AddOtherUnits(const std::vector<const v1::Unit*>& shown,
                     v1::WorkforceSection& section) const {
    std::vector<const v1::Unit*> others;
    for (const v1::Unit& unit : facts_.units) {
      if (std::find(shown.begin(), shown.end(), &unit) == shown.end()) others.push_back(&unit);
    }
    std::sort(others.begin(), others.end(), IsBeforeInOrder);
    for (const v1::Unit* unit : others) *section.add_other_units() = *unit;
  }

  void AddUnit(const v1::Unit& unit, v1::UnitSeries& out) {
    *out.mutable_unit() = unit;
    std::map<SeriesKey, Cells>& series = series_[unit.name()];
    const SeriesKey fte = WithoutMore(v1::MEASURE_FTE);
    const SeriesKey head_count = WithoutMore(v1::MEASURE_HEAD_COUNT);
    AddCells(series[fte], *out.mutable_fte());
    AddCells(series[head_count], *out.mutable_head_count());
    const common::v1::Operand earlier = FteOf(unit, ComparedPeriod(facts_.period));
    const common::v1::Operand later = FteOf(unit, facts_.period);
    *out.mutable_fte_change() =
        Compute(common::v1::FORMULA_PERCENT_CHANGE, {earlier, later}, "percent", kChangeDecimals);
    *out.mutable_fte_difference() = ChangeOf(earlier, later, "fte");
    if (IsOfTertial()) {
      *out.mutable_fte_tertial() = TertialOf(fte, UnitIdOf(unit.name()), series[fte]);
      *out.mutable_head_count_tertial() =
          TertialOf(head_count, UnitIdOf(unit.name()), series[head_count]);
    }
    for (const auto& [key, cells] : series) {
      if (key == fte || key == head_count) continue;
      AddSeries(key, UnitIdOf(unit.name()), cells, *out.mutable_figures());
    }
  }

  void AddFteTotals(v1::WorkforceSection& section) {
    for (const Period& period : window_) {
      std::vector<common::v1::Operand> operands;
      for (const v1::Unit* unit : UnitsAtTheTop(facts_.units, period)) {
        operands.push_back(FteOf(*unit, period));
      }
      *section.add_fte_totals() = TotalFte(period, std::move(operands));
    }
    const v1::PeriodTotal& earlier = section.fte_totals(section.fte_totals_size() - 2);
    const v1::PeriodTotal& later = section.fte_totals(section.fte_totals_size() - 1);
    *section.mutable_fte_total_change() =
        ChangeOfTotal(common::v1::FORMULA_PERCENT_CHANGE, facts_.area_id, earlier, later);
    *section.mutable_fte_total_difference() =
        ChangeOfTotal(common::v1::FORMULA_DIFFERENCE, facts_.area_id, earlier, later);
  }

  void AddPublished(v1::WorkforceSection& section) const {
    for (const v1::PublishedFigure& figure : *facts_.published) {
      const v1::FigureSubject& subject = figure.subject();
      const bool is_crossed =
          subject.sex() != v1::SEX_TOTAL && subject.age_band() != v1::AGE_BAND_UNSPECIFIED;
      if (subject.unit().empty() && !is_crossed) *section.add_published() = figure;
    }
    AnalysedFacts analysed{.area_id = facts_.area_id,
                           .period = facts_.period,
                           .units = facts_.units,
                           .reported = ReportedInPeriod(facts_),
                           .published = facts_.published};
    for (v1::ReportedComparison& comparison : CompareReported(analysed)) {
      *section.add_comparisons() = std::move(comparison);
    }
  }

  bool IsOfTertial() const { return facts_.period.kind() == PeriodKind::kTertial; }

  // `unit_id`: empty for the whole area.
  common::v1::TertialFigures TertialOf(const SeriesKey& key, const std::string& unit_id,
                                       const Cells& cells) const {
    FigureKey figure{.measure = std::get<0>(key),
                     .period = facts_.period,
                     .unit_id = unit_id,
                     .sex = std::get<1>(key),
                     .certification_basis = std::get<2>(key),
                     .level = std::get<3>(key)};
    return MakeTertialFigures(
        facts_.period, AccrualOf(figure.measure), UnitOf(figure.measure), std::nullopt,
        [&](const Period& period) {
          figure.period = period;
          const auto cell = cells.find(period.Format());
          return TertialFigureOf(MakeOperand(FigureName(facts_.area_id, figure),
                                             cell == cells.end() ? nullptr : cell->second));
        });
  }

  void AddSeries(const SeriesKey& key, const std::string& unit_id, const Cells& cells,
                 SeriesList& list) {
    v1::FigureSeries& out = *list.Add();
    const auto& [measure, sex, certification_basis, level] = key;
    out.set_measure(measure);
    out.set_sex(sex);
    out.set_certification_basis(certification_basis);
    out.set_level(level);
    out.set_unit_of_measure(std::string(UnitOf(measure)));
    AddCells(cells, *out.mutable_cells());
    if (IsOfTertial()) *out.mutable_tertial() = TertialOf(key, unit_id, cells);
  }

  void AddCells(const Cells& cells, PeriodCells& out) {
    for (const Period& period : window_) {
      const auto cell = cells.find(period.Format());
      *out.Add() = MakePeriodCell(period, cell == cells.end() ? nullptr : cell->second);
      counter_.Add(out[out.size() - 1]);
    }
  }

  common::v1::Operand FteOf(const v1::Unit& unit, const Period& period) {
    const Cells& cells = series_[unit.name()][WithoutMore(v1::MEASURE_FTE)];
    const auto cell = cells.find(period.Format());
    return MakeOperand(FigureName(facts_.area_id, {.measure = v1::MEASURE_FTE,
                                                   .period = period,
                                                   .unit_id = UnitIdOf(unit.name())}),
                       cell == cells.end() ? nullptr : cell->second);
  }

  const WorkforceFacts& facts_;
  const std::vector<Period> window_;
  // By the unit's name, empty for the whole area.
  std::map<std::string, std::map<SeriesKey, Cells>> series_;
  CellCounter counter_;
};

}  // namespace

ReportedFigures ReportedInPeriod(const WorkforceFacts& facts) {
  const std::string period = facts.period.Format();
  ReportedFigures reported;
  for (const auto& [name, figure] : facts.figures) {
    if (figure.period() == period) reported.emplace(name, figure);
  }
  return reported;
}

v1::WorkforceSection AssembleWorkforceSection(const WorkforceFacts& facts) {
  return Assembler(facts).Assemble();
}

}  // namespace tertial::workforce
