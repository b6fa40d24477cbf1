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

ResourceKind Units() {
  return {.message = "Unit",
          .plural = "Units",
          .not_found = ERROR_REASON_UNIT_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make = [](const Place& place, int n) { return UnitWithId(place, place.Id(n)); },
          .change = [](Resource& resource, int to) { As<v1::Unit>(resource).set_order(100 + to); },
          .changed = "order",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::Unit>(resource).clear_titles();
                As<v1::Unit>(resource).set_order(0);
              },
          .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED},
                      {"order", ERROR_REASON_VALUE_OUT_OF_RANGE}}};
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
