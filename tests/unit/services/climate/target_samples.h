// Climate targets of every kind, and the figures of one release to measure them with.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_TARGET_SAMPLES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_TARGET_SAMPLES_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/climate/domain/inventory.h"
#include "services/climate/domain/target_path.h"
#include "services/climate/domain/target_progress.h"
#include "tests/unit/services/climate/climate_samples.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {

// The residents of a year.
inline v1::ActivityFigure Residents(absl::string_view year, absl::string_view number,
                                    absl::string_view unit = "resident") {
  v1::ActivityFigure figure;
  figure.set_account(v1::ACCOUNT_ACTIVITY_SERIES);
  figure.set_metric("population");
  figure.set_boundary("residents");
  figure.set_period(std::string(year));
  figure.set_unit(std::string(unit));
  *figure.mutable_cell() = Value(number);
  figure.set_name(
      absl::StrCat("areas/asker/activities/", FormatActivityId(figure, *Period::Parse(year))));
  return figure;
}

inline void SetDenominator(v1::ClimateTarget& target) {
  target.mutable_denominator()->set_metric("population");
  target.mutable_denominator()->set_boundary("residents");
  target.set_denominator_unit("resident");
}

// Two tonnes a resident in 2030.
inline v1::ClimateTarget IntensityTarget() {
  v1::ClimateTarget target = LevelTarget();
  target.set_name("areas/asker/climateTargets/per-resident-2030");
  target.set_kind(v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_TO);
  target.set_value("2");
  target.set_unit("tonnes_co2e_per_resident");
  target.set_due_period("2030");
  SetDenominator(target);
  return target;
}

// Half as much a resident in 2030 as in 2009.
inline v1::ClimateTarget IntensityReductionTarget() {
  v1::ClimateTarget target = ReductionTarget();
  target.set_name("areas/asker/climateTargets/half-per-resident-2030");
  target.set_kind(v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_BY_PERCENT);
  target.set_value("50");
  SetDenominator(target);
  return target;
}

// Net zero in 2030, with a residual of a tenth of 2009.
inline v1::ClimateTarget NetZeroTarget() {
  v1::ClimateTarget target = ReductionTarget();
  target.set_name("areas/asker/climateTargets/net-zero-2030");
  target.set_kind(v1::CLIMATE_TARGET_KIND_NET_ZERO);
  target.set_value("10");
  return target;
}

inline void AddBudget(absl::string_view year, absl::string_view value, absl::string_view unit,
                      v1::ClimateTarget& target) {
  target.set_path(v1::TARGET_PATH_YEARLY_BUDGETS);
  v1::YearlyBudget& budget = *target.add_yearly_budgets();
  budget.set_period(std::string(year));
  budget.set_value(std::string(value));
  budget.set_unit(std::string(unit));
}

// The base of 2009 as it follows from a fall of 45.4 per cent to 2023.
inline v1::EmissionFigure ImpliedBase() {
  v1::EmissionFigure figure = Emission("all", "2009", Value("373141"));
  figure.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
  figure.mutable_implied_by()->set_period("2023");
  *figure.mutable_implied_by()->mutable_percent_change() = Value("-45.4");
  figure.mutable_implied_by()->mutable_percent_change()->set_rounded_to("0.1");
  return figure;
}

inline v1::EmissionFigure WithBreak(v1::EmissionFigure figure) {
  figure.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  return figure;
}

// A release and what it holds.
class MeasuredRelease {
 public:
  explicit MeasuredRelease(std::vector<v1::EmissionFigure> figures,
                           std::vector<v1::ActivityFigure> activities = {})
      : figures_(std::move(figures)),
        activities_(std::move(activities)),
        inventories_(SortIntoInventories(releases_, figures_)) {}
  MeasuredRelease(const MeasuredRelease&) = delete;
  MeasuredRelease& operator=(const MeasuredRelease&) = delete;

  const Inventory& inventory() const { return inventories_[0]; }

  v1::ClimateTargetAssessment Assess(const v1::ClimateTarget& target, int year = 2024,
                                     std::optional<Period> rate_from = std::nullopt) const {
    return AssessTarget(target, inventory(),
                        {.period = Period::OfYear(year),
                         .rate_from = rate_from,
                         .denominators = DenominatorsOf(target, activities_)});
  }
  std::vector<v1::Milestone> Milestones(const v1::ClimateTarget& target) const {
    return MilestonesOf(target, inventory(), DenominatorsOf(target, activities_));
  }
  common::v1::Computed LevelIn(const v1::ClimateTarget& target, int year) const {
    return climate::LevelIn(target, inventory(), DenominatorsOf(target, activities_),
                            Period::OfYear(year));
  }

 private:
  const std::vector<v1::InventoryRelease> releases_ = {CommunityRelease()};
  const std::vector<v1::EmissionFigure> figures_;
  const std::vector<v1::ActivityFigure> activities_;
  const std::vector<Inventory> inventories_;
};

// UNSPECIFIED where there is a value.
inline common::v1::NotComputableReason WhyNot(const common::v1::Computed& computed) {
  return computed.not_computable().reason();
}

}  // namespace tertial::climate

#endif  // TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_TARGET_SAMPLES_H_
