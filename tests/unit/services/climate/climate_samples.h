// Resources of the climate service that are right as they are, for tests to store or to spoil.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_CLIMATE_SAMPLES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_CLIMATE_SAMPLES_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/types/period.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/climate/domain/figure_id.h"
#include "tertial/climate/v1/climate_resources.pb.h"
#include "tertial/common/v1/cell.pb.h"

namespace tertial::climate {

inline constexpr char kRelease[] = "areas/asker/inventoryReleases/miljodirektoratet-2025";
inline constexpr char kOwnRelease[] = "areas/asker/inventoryReleases/asker-own-2024";

inline void SetText(absl::string_view text,
                    google::protobuf::RepeatedPtrField<common::v1::LocalizedText>* texts) {
  common::v1::LocalizedText& one = *texts->Add();
  one.set_language("nb");
  one.set_text(std::string(text));
}

inline common::v1::Cell Value(absl::string_view value) {
  common::v1::Cell cell;
  cell.set_value(std::string(value));
  return cell;
}

inline common::v1::Cell Missing(common::v1::MissingReason reason) {
  common::v1::Cell cell;
  cell.set_missing(reason);
  return cell;
}

inline common::v1::Cell Pending() { return Missing(common::v1::MISSING_REASON_PENDING); }

inline v1::InventoryRelease CommunityRelease(absl::string_view name = kRelease) {
  v1::InventoryRelease release;
  release.set_name(std::string(name));
  release.set_publisher("Miljødirektoratet");
  release.set_gwp_set(v1::GWP_SET_UNKNOWN);
  release.set_boundary(v1::BOUNDARY_COMMUNITY);
  release.set_scope(v1::SCOPE_DIRECT);
  return release;
}

inline v1::InventoryRelease OwnRelease() {
  v1::InventoryRelease release = CommunityRelease(kOwnRelease);
  release.set_publisher("Asker kommune");
  release.set_boundary(v1::BOUNDARY_OWN_OPERATIONS);
  return release;
}

inline v1::EmissionFigure Emission(absl::string_view sector, absl::string_view period,
                                   common::v1::Cell cell, absl::string_view object = "",
                                   absl::string_view release = kRelease) {
  v1::EmissionFigure figure;
  figure.set_name(EmissionName(release, sector, *Period::Parse(period), object));
  figure.set_sector(std::string(sector));
  figure.set_object(std::string(object));
  if (!object.empty()) figure.set_part_of(std::string(sector));
  figure.set_period(std::string(period));
  figure.set_unit("tonnes_co2e");
  *figure.mutable_cell() = std::move(cell);
  return figure;
}

inline v1::ActivityFigure Activity(absl::string_view metric, absl::string_view period,
                                   common::v1::Cell cell, absl::string_view unit = "gwh") {
  v1::ActivityFigure figure;
  figure.set_account(v1::ACCOUNT_ACTIVITY_SERIES);
  figure.set_metric(std::string(metric));
  figure.set_boundary("municipal-buildings");
  figure.set_period(std::string(period));
  figure.set_unit(std::string(unit));
  *figure.mutable_cell() = std::move(cell);
  figure.set_name(
      absl::StrCat("areas/asker/activities/", FormatActivityId(figure, *Period::Parse(period))));
  return figure;
}

// 67 per cent less in 2030 than in 2009.
inline v1::ClimateTarget ReductionTarget() {
  v1::ClimateTarget target;
  target.set_name("areas/asker/climateTargets/direct-emissions-2030");
  SetText("direkte utslipp", target.mutable_subjects());
  target.set_boundary(v1::BOUNDARY_COMMUNITY);
  target.set_scope(v1::SCOPE_DIRECT);
  target.set_sector("all");
  target.set_kind(v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT);
  target.set_value("67");
  target.set_unit("percent");
  target.set_base_period("2009");
  target.set_due_period("2030");
  target.set_basis(v1::CLIMATE_TARGET_BASIS_THEMATIC_PLAN);
  return target;
}

// Net zero in 2050.
inline v1::ClimateTarget LevelTarget() {
  v1::ClimateTarget target = ReductionTarget();
  target.set_name("areas/asker/climateTargets/net-zero-2050");
  target.set_kind(v1::CLIMATE_TARGET_KIND_REDUCE_TO);
  target.set_value("0");
  target.set_unit("tonnes_co2e");
  target.clear_base_period();
  target.set_due_period("2050");
  return target;
}

// A measure without a quantity.
inline v1::ClimateMeasure Measure(absl::string_view id, absl::string_view action_area, int order) {
  v1::ClimateMeasure measure;
  measure.set_name(absl::StrCat("areas/asker/climateMeasures/", id));
  measure.set_action_area(std::string(action_area));
  SetText(action_area, measure.mutable_action_area_titles());
  measure.set_order(order);
  SetText(id, measure.mutable_descriptions());
  return measure;
}

inline v1::ClimateMeasure QuantifiedMeasure(absl::string_view id, absl::string_view action_area,
                                            int order, common::v1::Cell quantity) {
  v1::ClimateMeasure measure = Measure(id, action_area, order);
  *measure.mutable_quantity() = std::move(quantity);
  measure.set_unit("count");
  return measure;
}

}  // namespace tertial::climate

#endif  // TERTIAL_TESTS_UNIT_SERVICES_CLIMATE_CLIMATE_SAMPLES_H_
