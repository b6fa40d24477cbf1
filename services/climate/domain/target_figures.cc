#include "services/climate/domain/target_figures.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory_sums.h"
#include "services/climate/domain/uncertainty.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::Operand;

bool IsBreak(const common::v1::Cell& cell) {
  return std::find(cell.flags().begin(), cell.flags().end(), common::v1::FLAG_BREAK_IN_SERIES) !=
         cell.flags().end();
}

// "areas/asker" of the target's name.
absl::string_view AreaOf(const v1::ClimateTarget& target) {
  const absl::string_view name = target.name();
  return name.substr(0, name.find("/climateTargets/"));
}

std::string DenominatorName(const v1::ClimateTarget& target, const Period& period) {
  v1::ActivityFigure figure;
  figure.set_metric(target.denominator().metric());
  figure.set_boundary(target.denominator().boundary());
  figure.set_scope(target.denominator().scope());
  figure.set_sector(target.denominator().sector());
  figure.set_object(target.denominator().object());
  return absl::StrCat(AreaOf(target), "/activities/", FormatActivityId(figure, period));
}

bool IsOf(const v1::ActivityFigure& figure, const v1::ActivitySeriesKey& series) {
  return figure.metric() == series.metric() && figure.boundary() == series.boundary() &&
         figure.scope() == series.scope() && figure.sector() == series.sector() &&
         figure.object() == series.object();
}

// With the interval that its uncertainty is.
Operand OperandOfActivity(const v1::ActivityFigure& figure) {
  Operand operand = MakeOperand(figure.name(), &figure.cell());
  if (figure.has_uncertainty()) SetUncertainty(figure.uncertainty(), operand);
  return operand;
}

Measured Recorded(Operand operand) {
  const int decimals = tertial::DecimalsOf({operand});
  return {.operand = std::move(operand), .decimals = decimals};
}

// The first break after `earlier` and up to `later`; nullptr where there is none.
template <typename Figure>
const Figure* FindBreak(const std::map<Period, Figure>& figures, const Period& earlier,
                        const Period& later, const common::v1::Cell& (*cell_of)(const Figure&)) {
  for (auto at = figures.upper_bound(earlier); at != figures.end() && at->first <= later; ++at) {
    if (IsBreak(cell_of(at->second))) return &at->second;
  }
  return nullptr;
}

Refusal BreakAt(const std::string& name) {
  return {common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES,
          absl::StrCat(name, " is not comparable with the periods before.")};
}

}  // namespace

Denominators DenominatorsOf(const v1::ClimateTarget& target,
                            absl::Span<const v1::ActivityFigure> figures) {
  Denominators denominators;
  if (!IsIntensity(target)) return denominators;
  for (const v1::ActivityFigure& figure : figures) {
    if (!IsOf(figure, target.denominator())) continue;
    // Stored figures have passed CheckActivityFigure, so the period parses.
    denominators.emplace(*Period::Parse(figure.period()), figure);
  }
  return denominators;
}

bool IsIntensity(const v1::ClimateTarget& target) {
  return target.kind() == v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_TO ||
         target.kind() == v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_BY_PERCENT;
}

std::string LevelUnit(const v1::ClimateTarget& target) {
  if (!IsIntensity(target)) return kEmissionUnit;
  return absl::StrCat(kEmissionUnit, "_per_", target.denominator_unit());
}

bool Measured::has_value() const {
  return !refusal.has_value() && operand.cell().content_case() == common::v1::Cell::kValue;
}

Measured MeasuredAs(absl::string_view name, const Computed& number) {
  Measured measured{.operand = OperandOf(name, number), .decimals = number.decimals()};
  if (number.has_not_computable()) {
    measured.refusal = Refusal{number.not_computable().reason(), number.not_computable().detail()};
  }
  return measured;
}

Measured StatedBy(const v1::ClimateTarget& target, absl::string_view number) {
  return Recorded(MakeConstant(target.name(), number));
}

Measured YearsBetween(const v1::ClimateTarget& target, const Period& earlier, const Period& later) {
  return StatedBy(target, absl::StrCat(later.year() - earlier.year()));
}

int DecimalsOf(absl::Span<const Measured> numbers) {
  int decimals = 0;
  for (const Measured& number : numbers) decimals = std::max(decimals, number.decimals);
  return decimals;
}

Computed ComputeOver(common::v1::Formula formula, absl::Span<const Measured> operands,
                     absl::string_view unit, int decimals) {
  std::vector<Operand> list;
  const Refusal* refusal = nullptr;
  for (const Measured& measured : operands) {
    list.push_back(measured.operand);
    if (refusal == nullptr && measured.refusal.has_value()) refusal = &*measured.refusal;
  }
  if (refusal == nullptr) return Compute(formula, std::move(list), unit, decimals);
  return NotComputable(formula, std::move(list), unit, refusal->reason, refusal->detail);
}

Measured TargetFigures::SectorIn(absl::string_view sector, const Period& year) const {
  const SeriesId whole{.sector = std::string(sector)};
  Operand own = EmissionOperand(inventory_, whole, year);
  if (own.has_cell()) return Recorded(std::move(own));
  Measured summed = MeasuredAs(own.name(), TotalOf(inventory_, sector, year).total());
  // That nothing is recorded, the operand shows.
  if (summed.refusal.has_value() &&
      summed.refusal->reason == common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION) {
    summed.refusal.reset();
  }
  return summed;
}

Measured TargetFigures::EmissionsIn(const Period& year) const {
  const auto known = emissions_.find(year);
  if (known != emissions_.end()) return known->second;
  return emissions_.emplace(year, SectorIn(target_.sector(), year)).first->second;
}

Measured TargetFigures::In(const Period& year) const {
  Measured emissions = EmissionsIn(year);
  if (!IsIntensity(target_)) return emissions;
  return MeasuredAs(emissions.operand.name(),
                    ComputeOver(common::v1::FORMULA_RATIO, {emissions, DenominatorIn(year)},
                                LevelUnit(target_), kIntensityDecimals));
}

Measured TargetFigures::DenominatorIn(const Period& year) const {
  const auto found = denominators_.find(year);
  if (found == denominators_.end()) {
    return Recorded(MakeOperand(DenominatorName(target_, year), nullptr));
  }
  const v1::ActivityFigure& figure = found->second;
  if (figure.unit() == target_.denominator_unit()) return Recorded(OperandOfActivity(figure));
  return {.operand = MakeOperand(figure.name(), nullptr),
          .refusal =
              Refusal{common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION,
                      absl::StrCat(figure.name(), " is recorded in ", figure.unit(),
                                   ", and the target asks for ", target_.denominator_unit(), ".")}};
}

Computed TargetFigures::NetIn(const Period& year) const {
  std::vector<Measured> parts = {EmissionsIn(year)};
  for (const std::string& sector : target_.removal_sectors()) {
    parts.push_back(SectorIn(sector, year));
  }
  if (parts.size() == 1) parts.push_back(SectorIn(kRemovalsSector, year));
  return ComputeOver(common::v1::FORMULA_SUM, parts, kEmissionUnit, DecimalsOf(parts));
}

std::optional<Period> TargetFigures::LatestMeasured(const Period& last) const {
  std::set<Period> periods;
  for (const auto& [series, figures] : inventory_.series) {
    if (!IsPart(series, /*summed=*/true)) continue;
    for (const auto& [period, figure] : figures) {
      if (period.kind() == last.kind() && period <= last) periods.insert(period);
    }
  }
  const auto latest = std::find_if(periods.rbegin(), periods.rend(), [&](const Period& period) {
    return EmissionsIn(period).has_value();
  });
  if (latest == periods.rend()) return std::nullopt;
  return *latest;
}

bool TargetFigures::IsPart(const SeriesId& series, bool summed) const {
  if (!series.object.empty()) return false;
  if (series.sector == target_.sector()) return summed || series.is_whole();
  return summed && target_.sector() == kTotalSector && !StandsApart(series.sector);
}

std::optional<Refusal> TargetFigures::BreakBetween(const Period& earlier,
                                                   const Period& later) const {
  const SeriesId whole{.sector = target_.sector()};
  const bool summed = inventory_.Find(whole, later) == nullptr;
  for (const auto& [series, figures] : inventory_.series) {
    if (!IsPart(series, summed)) continue;
    const v1::EmissionFigure* const* const found = FindBreak<const v1::EmissionFigure*>(
        figures, earlier, later,
        [](const v1::EmissionFigure* const& figure) -> const common::v1::Cell& {
          return figure->cell();
        });
    if (found != nullptr) return BreakAt((*found)->name());
  }
  const v1::ActivityFigure* const denominator = FindBreak<v1::ActivityFigure>(
      denominators_, earlier, later,
      [](const v1::ActivityFigure& figure) -> const common::v1::Cell& { return figure.cell(); });
  if (denominator != nullptr) return BreakAt(denominator->name());
  return std::nullopt;
}

}  // namespace tertial::climate
