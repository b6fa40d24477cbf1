#include "services/indicators/domain/series.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"
#include "services/indicators/domain/periods.h"

namespace tertial::indicators {
namespace {

std::optional<absl::CivilDay> ParseDay(const std::string& text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) return std::nullopt;
  return day;
}

// The official number that the area bore on the last day of the period.
std::string NumberIn(const AreaRegistry& areas, const std::string& area_id, const Period& period) {
  const common::v1::Area* const area = areas.Find(area_id);
  if (area == nullptr) return "";
  for (const common::v1::AreaNumber& number : area->numbers()) {
    const std::optional<absl::CivilDay> from = ParseDay(number.valid_from());
    const std::optional<absl::CivilDay> to = ParseDay(number.valid_to());
    if ((!from.has_value() || *from <= period.last_day()) &&
        (!to.has_value() || period.last_day() <= *to)) {
      return number.number();
    }
  }
  return "";
}

// The name that a figure would have for another area.
std::string NameOf(const std::string& area_id, const Figure& figure) {
  const std::string prefix = absl::StrCat("areas/", figure.area_id, "/");
  return absl::StrCat("areas/", area_id, "/", figure.operand.name().substr(prefix.size()));
}

class Assembler {
 public:
  Assembler(const AreaRegistry& areas, const SeriesInput& input) : areas_(areas), input_(input) {}

  v1::Series Assemble() {
    *series_.mutable_indicator() = *input_.indicator;
    std::vector<v1::SeriesCell> cells;
    for (auto& [period, of_period] : CellsByPeriod()) {
      for (v1::SeriesCell& cell : of_period) cells.push_back(std::move(cell));
    }
    Mark(cells);
    Count(cells);
    Show(std::move(cells));
    return std::move(series_);
  }

 private:
  bool IsAsked(const Period& period) const {
    return (!input_.first_period.has_value() ||
            period.first_day() >= input_.first_period->first_day()) &&
           (!input_.last_period.has_value() || period.last_day() <= input_.last_period->last_day());
  }

  std::map<Period, std::vector<v1::SeriesCell>> CellsByPeriod() const {
    std::map<Period, std::vector<v1::SeriesCell>> cells;
    for (const Figure& figure : input_.figures) {
      if (IsAsked(figure.period)) cells[figure.period].push_back(CellOf(figure));
    }
    std::map<Period, std::vector<const Figure*>> earlier;
    for (const PredecessorFigures& predecessor : input_.predecessors) {
      for (const Figure& figure : predecessor.figures) {
        if (figure.period.last_day() < predecessor.end && IsAsked(figure.period) &&
            cells.count(figure.period) == 0) {
          earlier[figure.period].push_back(&figure);
        }
      }
    }
    for (const auto& [period, figures] : earlier) cells[period] = CellsOf(period, figures);
    return cells;
  }

  v1::SeriesCell CellOf(const Figure& figure) const {
    v1::SeriesCell cell;
    cell.set_period(figure.period.Format());
    cell.set_area(absl::StrCat("areas/", figure.area_id));
    cell.set_area_number(NumberIn(areas_, figure.area_id, figure.period));
    if (figure.operand.has_cell()) *cell.mutable_cell() = ShownCell(figure);
    cell.set_name(figure.operand.name());
    cell.set_revision(figure.operand.revision());
    cell.set_definition_version(figure.definition_version);
    if (figure.computed.has_value()) *cell.mutable_computed() = *figure.computed;
    if (figure.is_break) cell.add_marks(v1::SERIES_MARK_BREAK);
    return cell;
  }

  // The cells of a period before the area was: those of the areas it was made of.
  std::vector<v1::SeriesCell> CellsOf(const Period& period,
                                      const std::vector<const Figure*>& figures) const {
    std::vector<v1::SeriesCell> cells;
    if (input_.indicator->additivity() != v1::ADDITIVITY_ADDITIVE) {
      for (const Figure* figure : figures) cells.push_back(CellOf(*figure));
      return cells;
    }
    std::vector<common::v1::Operand> operands;
    for (const std::string& area_id : PredecessorsIn(period)) {
      const auto found = std::find_if(figures.begin(), figures.end(), [&](const Figure* figure) {
        return figure->area_id == area_id;
      });
      operands.push_back(found != figures.end()
                             ? (*found)->operand
                             : MakeOperand(NameOf(area_id, *figures.front()), nullptr));
    }
    Figure sum{.area_id = input_.area_id, .period = period};
    sum.operand.set_name(NameOf(input_.area_id, *figures.front()));
    sum.definition_version = figures.front()->definition_version;
    const int decimals = DecimalsOf(operands);
    sum.computed =
        Compute(common::v1::FORMULA_SUM, std::move(operands), input_.indicator->unit(), decimals);
    if (sum.computed->result_case() == common::v1::Computed::kValue) {
      sum.operand.mutable_cell()->set_value(sum.computed->value());
    }
    cells.push_back(CellOf(sum));
    return cells;
  }

  // The predecessors that existed in the period and had not become part of another one of them.
  std::vector<std::string> PredecessorsIn(const Period& period) const {
    std::vector<std::string> ids;
    for (const PredecessorFigures& predecessor : input_.predecessors) {
      const common::v1::Area* const area = areas_.Find(predecessor.area_id);
      const std::optional<absl::CivilDay> from =
          area == nullptr ? std::nullopt : ParseDay(area->valid_from());
      if (period.last_day() < predecessor.end &&
          (!from.has_value() || *from <= period.last_day())) {
        ids.push_back(predecessor.area_id);
      }
    }
    return ids;
  }

  void Mark(std::vector<v1::SeriesCell>& cells) const {
    const v1::SeriesCell* before = nullptr;
    for (v1::SeriesCell& cell : cells) {
      if (before != nullptr && before->period() != cell.period()) {
        const bool predecessors_before = IsOfPredecessors(*before);
        if (predecessors_before != IsOfPredecessors(cell)) {
          cell.add_marks(v1::SERIES_MARK_BORDER_CHANGED);
        } else if (before->area() == cell.area() && before->area_number() != cell.area_number()) {
          cell.add_marks(v1::SERIES_MARK_AREA_NUMBER_CHANGED);
        }
      }
      before = &cell;
    }
  }

  // Recorded of a predecessor, or a sum over predecessors.
  bool IsOfPredecessors(const v1::SeriesCell& cell) const {
    return cell.area() != absl::StrCat("areas/", input_.area_id) ||
           (cell.has_computed() && input_.indicator->formula().empty());
  }

  void Count(const std::vector<v1::SeriesCell>& cells) {
    CellCounter counter;
    int provisional = 0;
    for (const v1::SeriesCell& cell : cells) {
      const Period period = *Period::Parse(cell.period());
      counter.Add(MakePeriodCell(period, cell.has_cell() ? &cell.cell() : nullptr));
      if (cell.cell().content_case() != common::v1::Cell::kValue) continue;
      if (series_.first_measured().empty()) series_.set_first_measured(cell.period());
      series_.set_latest_measured(cell.period());
      if (HasFlag(cell.cell(), common::v1::FLAG_PROVISIONAL)) ++provisional;
    }
    *series_.mutable_counts() = counter.Counts();
    series_.set_provisional(provisional);
    SetNextMeasuring();
  }

  void SetNextMeasuring() {
    const v1::Indicator& indicator = *input_.indicator;
    if (!indicator.has_cycle() || series_.latest_measured().empty()) return;
    const std::optional<Period> next =
        NextMeasuring(indicator.cycle(), *Period::Parse(series_.latest_measured()));
    if (next.has_value() && !IsDiscontinued(indicator, next->Format())) {
      series_.set_next_measuring(next->Format());
    }
  }

  // The first or last periods, with all cells of each.
  void Show(std::vector<v1::SeriesCell> cells) {
    std::set<Period> periods;
    for (const v1::SeriesCell& cell : cells) periods.insert(*Period::Parse(cell.period()));
    const int count = static_cast<int>(periods.size());
    const int begin = input_.last_n > 0 ? std::max(0, count - input_.last_n) : 0;
    const int end = input_.first_n > 0 ? std::min(count, input_.first_n) : count;
    for (v1::SeriesCell& cell : cells) {
      const int position = static_cast<int>(
          std::distance(periods.begin(), periods.find(*Period::Parse(cell.period()))));
      if (position >= begin && position < end) *series_.add_cells() = std::move(cell);
    }
  }

  const AreaRegistry& areas_;
  const SeriesInput& input_;
  v1::Series series_;
};

}  // namespace

v1::Series AssembleSeries(const AreaRegistry& areas, const SeriesInput& input) {
  return Assembler(areas, input).Assemble();
}

}  // namespace tertial::indicators
