#include "services/climate/domain/inventory.h"

#include "absl/status/statusor.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "services/climate/domain/uncertainty.h"

namespace tertial::climate {
namespace {

using common::v1::Cell;

bool HasValue(const Cell& cell) { return cell.content_case() == Cell::kValue; }

}  // namespace

bool StandsApart(absl::string_view sector) {
  return sector == kLandUseSector || sector == kRemovalsSector;
}

const FiguresByPeriod& Inventory::FiguresOf(const SeriesId& id) const {
  static const FiguresByPeriod& none = *new FiguresByPeriod();
  const auto found = series.find(id);
  return found == series.end() ? none : found->second;
}

const v1::EmissionFigure* Inventory::Find(const SeriesId& id, const Period& period) const {
  const FiguresByPeriod& figures = FiguresOf(id);
  const auto found = figures.find(period);
  return found == figures.end() ? nullptr : found->second;
}

const v1::EmissionFigure* Inventory::FindByName(const std::string& name) const {
  if (const auto found = implying.find(name); found != implying.end()) return found->second;
  const absl::string_view id = absl::string_view(name).substr(name.rfind('/') + 1);
  const std::optional<Period> period = PeriodOfEmissionId(id);
  const std::optional<SeriesId> series_of_id = SeriesOfEmissionId(id);
  if (!period.has_value() || !series_of_id.has_value()) return nullptr;
  const v1::EmissionFigure* const figure = Find(*series_of_id, *period);
  return figure != nullptr && figure->name() == name ? figure : nullptr;
}

std::optional<common::v1::Interval> ImpliedInterval(const Inventory& inventory,
                                                    const v1::EmissionFigure& figure) {
  const absl::StatusOr<Period> later = Period::Parse(figure.implied_by().period());
  if (!later.ok()) return std::nullopt;
  const std::string name = EmissionName(inventory.release->name(), SeriesOf(figure), *later);
  const common::v1::Computed implied =
      Compute(common::v1::FORMULA_BEFORE_PERCENT_CHANGE,
              {OperandOfFigure(inventory, name, inventory.FindByName(name)),
               MakeOperand(figure.name(), &figure.implied_by().percent_change())},
              kEmissionUnit, DecimalsOf({MakeOperand(figure.name(), &figure.cell())}));
  if (!implied.has_value()) return std::nullopt;
  if (implied.has_interval()) return implied.interval();
  // Neither the later figure nor the change was rounded.
  common::v1::Interval interval;
  interval.set_low(implied.value());
  interval.set_high(implied.value());
  interval.set_unrounded_low(implied.unrounded());
  interval.set_unrounded_high(implied.unrounded());
  return interval;
}

bool AgreesWithImplied(const Inventory& inventory, const v1::EmissionFigure& figure) {
  const std::optional<common::v1::Interval> interval = ImpliedInterval(inventory, figure);
  const absl::StatusOr<Decimal> value = Decimal::Parse(figure.cell().value());
  if (!interval.has_value() || !value.ok()) return false;
  const Rational unit = Rational::FromInt(10).Power(-value->scale());
  const Rational number(*value);
  return number >= *Rational::Parse(interval->unrounded_low()) - unit &&
         number <= *Rational::Parse(interval->unrounded_high()) + unit;
}

void AddToInventory(const v1::EmissionFigure& figure, Inventory& inventory) {
  // Stored figures have passed CheckEmissionFigure, so the period parses.
  const SeriesId id = SeriesOf(figure);
  inventory.series[id].emplace(*Period::Parse(figure.period()), &figure);
  inventory.recorded.insert(id);
}

std::optional<Period> LatestMeasured(const FiguresByPeriod& figures, const Period& first,
                                     const Period& last) {
  std::optional<Period> latest;
  for (const auto& [period, figure] : figures) {
    if (period.kind() == last.kind() && period >= first && period <= last &&
        HasValue(figure->cell())) {
      latest = period;
    }
  }
  return latest;
}

common::v1::Operand OperandOfFigure(const Inventory& inventory, const std::string& name,
                                    const v1::EmissionFigure* figure) {
  common::v1::Operand operand = MakeOperand(name, figure == nullptr ? nullptr : &figure->cell());
  if (figure == nullptr || !HasValue(figure->cell())) return operand;
  if (figure->has_uncertainty()) {
    SetUncertainty(figure->uncertainty(), operand);
  } else if (figure->has_implied_by()) {
    *operand.mutable_interval() =
        ImpliedInterval(inventory, *figure).value_or(common::v1::Interval());
  }
  return operand;
}

common::v1::Operand EmissionOperand(const Inventory& inventory, const SeriesId& id,
                                    const Period& period) {
  return OperandOfFigure(inventory, EmissionName(inventory.release->name(), id, period),
                         inventory.Find(id, period));
}

}  // namespace tertial::climate
