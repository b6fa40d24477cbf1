// The resources of the workforce service, for the conformance suite of the standard methods.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_service.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/conformance/standard_methods_neighbour.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/conformance/standard_methods_server.h"

namespace tertial::conformance {
namespace {

namespace v1 = workforce::v1;
using enum common::v1::ErrorReason;

std::string Area(const Place& place) { return absl::StrCat("areas/", place.area); }

Resource UnitWithId(const Place& place, const std::string& id) {
  v1::Unit unit;
  unit.set_name(absl::StrCat(place.In("units"), "/", id));
  AddText("Velferd", unit.mutable_titles());
  unit.set_order(1);
  return Resource(unit);
}

// The units that the others of a test stand below, and came from.
std::string Above(const Place& place) {
  return absl::StrCat(place.In("units"), "/", place.id, "-above");
}
std::string Before(const Place& place) {
  return absl::StrCat(place.In("units"), "/", place.id, "-before");
}

// Below one unit, come from another, for some years.
Resource UnitInTheTree(const Place& place, int n) {
  Resource resource = UnitWithId(place, place.Id(n));
  auto& unit = As<v1::Unit>(resource);
  unit.set_valid_from("2020-01-01");
  unit.set_valid_to("2099-12-31");
  unit.add_placements()->set_parent(Above(place));
  v1::UnitOrigin& origin = *unit.add_origins();
  origin.set_unit(Before(place));
  origin.set_date("2020-01-01");
  origin.set_kind(v1::UNIT_ORIGIN_KIND_SPLIT);
  return resource;
}

ResourceKind Units() {
  return {
      .message = "Unit",
      .plural = "Units",
      .not_found = ERROR_REASON_UNIT_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make = UnitInTheTree,
      .needs =
          [](const Place& place, int /*n*/) {
            return std::vector<Resource>{UnitWithId(place, absl::StrCat(place.id, "-above")),
                                         UnitWithId(place, absl::StrCat(place.id, "-before"))};
          },
      .needed = ERROR_REASON_UNIT_NOT_FOUND,
      // From one day on it stands at the top.
      .change =
          [](Resource& resource, int to) {
            auto& unit = As<v1::Unit>(resource);
            // Above, of the same area and the same test.
            const std::string id = unit.name().substr(0, unit.name().rfind('-'));
            unit.clear_placements();
            unit.add_placements()->set_parent(absl::StrCat(id, "-above"));
            unit.add_placements()->set_from(absl::FormatCivilTime(absl::CivilDay(2024, 1, 1) + to));
          },
      .changed = "placements",
      .change_other =
          [](Resource& resource) {
            v1::UnitOrigin& origin = *As<v1::Unit>(resource).add_origins();
            AddText("Velferd KF", origin.mutable_external());
            origin.set_date("2023-01-01");
            origin.set_kind(v1::UNIT_ORIGIN_KIND_TAKEN_IN);
          },
      .other = "origins",
      .spoil =
          [](Resource& resource) {
            auto& unit = As<v1::Unit>(resource);
            unit.clear_titles();
            unit.set_order(0);
            unit.set_valid_to("2019-12-31");
            v1::UnitPlacement& placement = *unit.add_placements();
            placement.set_parent(unit.name());
            placement.set_from("last spring");
            unit.add_origins()->set_date("2020-01-01");
          },
      .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED},
                  {"order", ERROR_REASON_VALUE_OUT_OF_RANGE},
                  {"valid_to", ERROR_REASON_INCONSISTENT_FIELDS},
                  {"placements[1].parent", ERROR_REASON_UNIT_CYCLE},
                  {"placements[1].from", ERROR_REASON_INVALID_DATE},
                  {"origins[1].unit", ERROR_REASON_FIELD_REQUIRED},
                  {"origins[1].kind", ERROR_REASON_INVALID_ENUM}}};
}

ResourceKind WorkforceFigures() {
  return {
      .message = "WorkforceFigure",
      .plural = "WorkforceFigures",
      .not_found = ERROR_REASON_WORKFORCE_FIGURE_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      // Of one unit, day after day.
      .make =
          [](const Place& place, int n) {
            v1::WorkforceFigure figure;
            const std::string day = absl::FormatCivilTime(absl::CivilDay(2024, 1, 1) + n);
            figure.set_name(absl::StrCat(place.In("figures"), "/fte~", day, "~unit.", place.id));
            figure.set_measure(v1::MEASURE_FTE);
            figure.set_period(day);
            figure.set_unit(UnitWithId(place, place.id).name());
            figure.set_sex(v1::SEX_TOTAL);
            figure.set_unit_of_measure("fte");
            figure.mutable_cell()->set_value("41.5");
            return Resource(figure);
          },
      .needs = [](const Place& place,
                  int /*n*/) { return std::vector<Resource>{UnitWithId(place, place.id)}; },
      .needed = ERROR_REASON_UNIT_NOT_FOUND,
      .change =
          [](Resource& resource, int to) {
            As<v1::WorkforceFigure>(resource).mutable_cell()->set_value(absl::StrCat(100 + to));
          },
      .changed = "cell",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::WorkforceFigure>(resource).set_unit_of_measure("percent");
            As<v1::WorkforceFigure>(resource).mutable_cell()->set_value("-1");
          },
      .spoiled = {{"unit_of_measure", ERROR_REASON_INCONSISTENT_FIELDS},
                  {"cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE}},
      .unknown =
          [](const Place& place) {
            return absl::StrCat(place.In("figures"), "/fte~2024-01-01~unit.", place.id, "-none");
          }};
}

}  // namespace

const ServiceUnderTest& TheService() {
  static const ServiceUnderTest& service = *new ServiceUnderTest{
      .name = "workforce",
      .contract = "tertial.workforce.v1.WorkforceService",
      .start_in_process = []() -> std::unique_ptr<RunningService> {
        return std::make_unique<ServiceInProcess<v1::WorkforceService>>(
            "workforce", workforce::CreateWorkforceService, workforce::WorkforceTables());
      },
      .page_token_of_another = PageTokenOfPolitics,
      .kinds = {Units(), WorkforceFigures()}};
  return service;
}

}  // namespace tertial::conformance
