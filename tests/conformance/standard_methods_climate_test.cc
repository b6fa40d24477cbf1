// The resources of the climate service, for the conformance suite of the standard methods.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/climate/handler/accounts_service.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/rules.h"
#include "tertial/climate/v1/accounts_service.grpc.pb.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"
#include "tests/conformance/standard_methods_accounts.h"
#include "tests/conformance/standard_methods_neighbour.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/conformance/standard_methods_server.h"

namespace tertial::conformance {

namespace v1 = climate::v1;
using enum common::v1::ErrorReason;

std::string Area(const Place& place) { return absl::StrCat("areas/", place.area); }

Resource ReleaseWithId(const Place& place, const std::string& id) {
  v1::InventoryRelease release;
  release.set_name(absl::StrCat(place.In("inventoryReleases"), "/", id));
  release.set_publisher("Miljødirektoratet");
  release.set_gwp_set(v1::GWP_SET_AR5);
  release.set_boundary(v1::BOUNDARY_COMMUNITY);
  release.set_scope(v1::SCOPE_DIRECT);
  return Resource(release);
}

namespace {

// The release that the emissions of a test belong to.
std::string OneRelease(const Place& place) { return ReleaseWithId(place, place.id).name(); }

// Of one sector, object after object.
Resource EmissionOf(const std::string& release, const std::string& object) {
  v1::EmissionFigure figure;
  figure.set_name(absl::StrCat(release, "/emissions/road-traffic~2024~object.", object));
  figure.set_sector("road-traffic");
  figure.set_part_of("road-traffic");
  figure.set_object(object);
  figure.set_period("2024");
  figure.set_unit("tonnes_co2e");
  figure.mutable_cell()->set_value("1234.5");
  return Resource(figure);
}

ResourceKind InventoryReleases() {
  return {.message = "InventoryRelease",
          .plural = "InventoryReleases",
          .not_found = ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make = [](const Place& place, int n) { return ReleaseWithId(place, place.Id(n)); },
          .change =
              [](Resource& resource, int to) {
                As<v1::InventoryRelease>(resource).set_method_version(absl::StrCat(to));
              },
          .changed = "method_version",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::InventoryRelease>(resource).clear_publisher();
                As<v1::InventoryRelease>(resource).set_release_date("2025-spring");
              },
          .spoiled = {{"publisher", ERROR_REASON_FIELD_REQUIRED},
                      {"release_date", ERROR_REASON_INVALID_DATE}},
          .make_below =
              [](const Place& place) {
                return EmissionOf(ReleaseWithId(place, place.Id(0)).name(), "e18");
              }};
}

ResourceKind EmissionFigures() {
  return {
      .message = "EmissionFigure",
      .plural = "EmissionFigures",
      .not_found = ERROR_REASON_EMISSION_FIGURE_NOT_FOUND,
      .parent = OneRelease,
      .parent_of_all = "areas/-/inventoryReleases/-",
      .make = [](const Place& place, int n) { return EmissionOf(OneRelease(place), place.Id(n)); },
      .needs = [](const Place& place,
                  int /*n*/) { return std::vector<Resource>{ReleaseWithId(place, place.id)}; },
      .needed = ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND,
      .change =
          [](Resource& resource, int to) {
            As<v1::EmissionFigure>(resource).mutable_cell()->set_value(absl::StrCat(100 + to));
          },
      .changed = "cell",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::EmissionFigure>(resource).set_unit("gwh");
            As<v1::EmissionFigure>(resource).mutable_cell()->set_value("-1");
          },
      .spoiled = {{"unit", ERROR_REASON_UNIT_NOT_CONVERTIBLE},
                  {"cell.value", ERROR_REASON_VALUE_OUT_OF_RANGE}},
      .unknown =
          [](const Place& place) {
            return absl::StrCat(OneRelease(place), "/emissions/aviation~2024");
          }};
}

ResourceKind ActivityFigures() {
  return {.message = "ActivityFigure",
          .plural = "ActivityFigures",
          .not_found = ERROR_REASON_ACTIVITY_FIGURE_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          // Of a metric of the test's own, object after object.
          .make =
              [](const Place& place, int n) {
                v1::ActivityFigure figure;
                figure.set_name(absl::StrCat(place.In("activities"), "/energy-use-", place.id,
                                             "~municipal-buildings~2024~object.", place.Id(n)));
                figure.set_account(v1::ACCOUNT_ACTIVITY_SERIES);
                figure.set_metric(absl::StrCat("energy-use-", place.id));
                figure.set_boundary("municipal-buildings");
                figure.set_object(place.Id(n));
                AddText("Risenga svømmehall", figure.mutable_object_titles());
                figure.set_period("2024");
                figure.set_unit("gwh");
                figure.mutable_cell()->set_value("4.7");
                return Resource(figure);
              },
          .change =
              [](Resource& resource, int to) {
                As<v1::ActivityFigure>(resource).mutable_cell()->set_value(absl::StrCat(100 + to));
              },
          .changed = "cell",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::ActivityFigure>(resource).clear_account();
                As<v1::ActivityFigure>(resource).set_unit("GWh");
              },
          .spoiled = {{"account", ERROR_REASON_INVALID_ENUM}, {"unit", ERROR_REASON_INVALID_TEXT}},
          .unknown =
              [](const Place& place) {
                return absl::StrCat(place.In("activities"), "/energy-use-", place.id,
                                    "-none~municipal-buildings~2024");
              }};
}

ResourceKind ClimateTargets() {
  return {
      .message = "ClimateTarget",
      .plural = "ClimateTargets",
      .not_found = ERROR_REASON_CLIMATE_TARGET_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make =
          [](const Place& place, int n) {
            v1::ClimateTarget target;
            target.set_name(absl::StrCat(place.In("climateTargets"), "/", place.Id(n)));
            AddText("direkte utslipp", target.mutable_subjects());
            target.set_boundary(v1::BOUNDARY_COMMUNITY);
            target.set_scope(v1::SCOPE_DIRECT);
            target.set_sector("all");
            target.set_kind(v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT);
            target.set_value("67");
            target.set_unit("percent");
            target.set_base_period("2009");
            target.set_due_period("2030");
            target.set_basis(v1::CLIMATE_TARGET_BASIS_THEMATIC_PLAN);
            return Resource(target);
          },
      .change = [](Resource& resource,
                   int to) { As<v1::ClimateTarget>(resource).set_value(absl::StrCat(10 + to)); },
      .changed = "value",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::ClimateTarget>(resource).set_value("101");
            As<v1::ClimateTarget>(resource).set_due_period("2008");
          },
      .spoiled = {{"value", ERROR_REASON_VALUE_OUT_OF_RANGE},
                  {"due_period", ERROR_REASON_INCONSISTENT_FIELDS}}};
}

ResourceKind ClimateMeasures() {
  return {.message = "ClimateMeasure",
          .plural = "ClimateMeasures",
          .not_found = ERROR_REASON_CLIMATE_MEASURE_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make =
              [](const Place& place, int n) {
                v1::ClimateMeasure measure;
                measure.set_name(absl::StrCat(place.In("climateMeasures"), "/", place.Id(n)));
                measure.set_action_area("green-mobility");
                AddText("Grønn mobilitet", measure.mutable_action_area_titles());
                measure.set_order(1);
                AddText("Sykkelveier", measure.mutable_descriptions());
                measure.mutable_quantity()->set_value("12.5");
                measure.set_unit("km");
                return Resource(measure);
              },
          .change = [](Resource& resource,
                       int to) { As<v1::ClimateMeasure>(resource).set_order(100 + to); },
          .changed = "order",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::ClimateMeasure>(resource).set_order(0);
                As<v1::ClimateMeasure>(resource).clear_unit();
              },
          .spoiled = {{"order", ERROR_REASON_VALUE_OUT_OF_RANGE},
                      {"unit", ERROR_REASON_FIELD_REQUIRED}}};
}

std::vector<ResourceKind> Kinds() {
  std::vector<ResourceKind> kinds = {InventoryReleases(), EmissionFigures(), ActivityFigures(),
                                     ClimateTargets(), ClimateMeasures()};
  for (ResourceKind& kind : KindsOfAccounts()) kinds.push_back(std::move(kind));
  return kinds;
}

}  // namespace

const ServiceUnderTest& TheService() {
  static const ServiceUnderTest& service = *new ServiceUnderTest{
      .name = "climate",
      .contract = v1::ClimateService::service_full_name(),
      .start_in_process = []() -> std::unique_ptr<RunningService> {
        using InProcess = ServiceInProcess<v1::ClimateService>;
        const InProcess::Create create = climate::CreateClimateService;
        const InProcess::Create accounts = climate::CreateAccountsService;
        return std::make_unique<InProcess>(
            "climate", create, climate::ClimateTables(),
            std::vector<std::pair<std::string, InProcess::Create>>{{kAccountsService, accounts}});
      },
      .page_token_of_another = PageTokenOfPolitics,
      .kinds = Kinds()};
  return service;
}

}  // namespace tertial::conformance
