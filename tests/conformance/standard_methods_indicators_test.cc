// The resources of the indicators service, for the conformance suite of the standard methods.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/types/period.h"
#include "services/indicators/handler/frameworks_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tests/conformance/standard_methods_neighbour.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/conformance/standard_methods_server.h"

namespace tertial::conformance {
namespace {

namespace v1 = indicators::v1;
using enum common::v1::ErrorReason;

std::string Area(const Place& place) { return absl::StrCat("areas/", place.area); }
// The indicator that observations and targets of a test are about.
std::string OneIndicator(const Place& place) { return absl::StrCat("indicators/", place.id); }

Resource IndicatorNamed(const std::string& name) {
  v1::Indicator indicator;
  indicator.set_name(name);
  AddText("Andel", indicator.mutable_labels());
  indicator.set_collection(v1::COLLECTION_POPULATION);
  indicator.set_unit("percent");
  return Resource(indicator);
}

Resource NthIndicator(const Place& place, int n) {
  return IndicatorNamed(absl::StrCat("indicators/", place.Id(n)));
}

std::vector<Resource> NeedsOneIndicator(const Place& place, int /*n*/) {
  return {IndicatorNamed(OneIndicator(place))};
}

ResourceKind Indicators() {
  return {.message = "Indicator",
          .plural = "Indicators",
          .not_found = ERROR_REASON_INDICATOR_NOT_FOUND,
          .make = NthIndicator,
          .change =
              [](Resource& resource, int to) {
                As<v1::Indicator>(resource).set_printed_label(absl::StrCat("Andel, ", to));
              },
          .changed = "printed_label",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::Indicator>(resource).clear_labels();
                As<v1::Indicator>(resource).set_decimals(11);
              },
          .spoiled = {{"labels", ERROR_REASON_FIELD_REQUIRED},
                      {"decimals", ERROR_REASON_VALUE_OUT_OF_RANGE}},
          .derived = {"versions"}};
}

Resource NthFocusArea(const Place& place, int n) {
  v1::FocusArea focus_area;
  focus_area.set_name(absl::StrCat(place.In("focusAreas"), "/", place.Id(n)));
  AddText("Et levende Asker", focus_area.mutable_titles());
  focus_area.set_order(1);
  return Resource(focus_area);
}

ResourceKind FocusAreas() {
  return {
      .message = "FocusArea",
      .plural = "FocusAreas",
      .not_found = ERROR_REASON_FOCUS_AREA_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make = NthFocusArea,
      .change = [](Resource& resource, int to) { As<v1::FocusArea>(resource).set_order(100 + to); },
      .changed = "order",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::FocusArea>(resource).clear_titles();
            As<v1::FocusArea>(resource).set_order(0);
          },
      .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED},
                  {"order", ERROR_REASON_VALUE_OUT_OF_RANGE}}};
}

Resource NthGoal(const Place& place, int n) {
  v1::Goal goal;
  goal.set_name(absl::StrCat(place.In("goals"), "/", place.Id(n)));
  goal.set_focus_area(NthFocusArea(place, 0).name());
  goal.set_order(1);
  AddText("Alle skal kunne bo godt", goal.mutable_texts());
  goal.set_status(v1::GOAL_STATUS_INDICATORS);
  return Resource(goal);
}

ResourceKind Goals() {
  return {
      .message = "Goal",
      .plural = "Goals",
      .not_found = ERROR_REASON_GOAL_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make = NthGoal,
      .needs = [](const Place& place,
                  int /*n*/) { return std::vector<Resource>{NthFocusArea(place, 0)}; },
      .needed = ERROR_REASON_FOCUS_AREA_NOT_FOUND,
      .change = [](Resource& resource, int to) { As<v1::Goal>(resource).set_order(100 + to); },
      .changed = "order",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::Goal>(resource).clear_texts();
            As<v1::Goal>(resource).clear_status();
          },
      .spoiled = {{"texts", ERROR_REASON_FIELD_REQUIRED}, {"status", ERROR_REASON_INVALID_ENUM}}};
}

Resource NthFrameworkIndicator(const Place& place, int n) {
  v1::FrameworkIndicator chosen;
  chosen.set_name(absl::StrCat(place.In("frameworkIndicators"), "/", place.Id(n)));
  chosen.set_indicator(NthIndicator(place, n).name());
  chosen.set_goal(NthGoal(place, 0).name());
  chosen.set_order(1);
  return Resource(chosen);
}

ResourceKind FrameworkIndicators() {
  return {.message = "FrameworkIndicator",
          .plural = "FrameworkIndicators",
          .not_found = ERROR_REASON_FRAMEWORK_INDICATOR_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make = NthFrameworkIndicator,
          .needs =
              [](const Place& place, int n) {
                return std::vector<Resource>{NthFocusArea(place, 0), NthGoal(place, 0),
                                             NthGoal(place, 1), NthIndicator(place, 0),
                                             NthIndicator(place, n)};
              },
          .needed = ERROR_REASON_INDICATOR_NOT_FOUND,
          .change = [](Resource& resource,
                       int to) { As<v1::FrameworkIndicator>(resource).set_order(100 + to); },
          .changed = "order",
          // It has no provenance: the next goal.
          .change_other =
              [](Resource& resource) {
                std::string& goal = *As<v1::FrameworkIndicator>(resource).mutable_goal();
                goal.back() = '1';
              },
          .other = "goal",
          .spoil =
              [](Resource& resource) {
                auto& chosen = As<v1::FrameworkIndicator>(resource);
                chosen.set_order(0);
                // The indicator of number 0.
                chosen.mutable_indicator()->replace(chosen.indicator().size() - 4, 4, "0000");
              },
          .spoiled = {{"order", ERROR_REASON_VALUE_OUT_OF_RANGE},
                      {"name", ERROR_REASON_NAME_FIELD_MISMATCH}}};
}

ResourceKind Observations() {
  return {
      .message = "Observation",
      .plural = "Observations",
      .not_found = ERROR_REASON_OBSERVATION_NOT_FOUND,
      .parent =
          [](const Place& place) { return absl::StrCat(Area(place), "/", OneIndicator(place)); },
      .parent_of_all = "areas/-/indicators/-",
      .make =
          [](const Place& place, int n) {
            v1::Observation observation;
            const Period day = Period::OfDay(absl::CivilDay(2024, 1, 1) + n);
            observation.set_name(absl::StrCat(Area(place), "/", OneIndicator(place),
                                              "/observations/", day.FormatId()));
            observation.set_period(day.Format());
            observation.mutable_cell()->set_value("4.70");
            return Resource(observation);
          },
      .needs = NeedsOneIndicator,
      .needed = ERROR_REASON_INDICATOR_NOT_FOUND,
      .change =
          [](Resource& resource, int to) {
            As<v1::Observation>(resource).mutable_cell()->set_value(absl::StrCat(100 + to));
          },
      .changed = "cell",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::Observation>(resource).set_period("in 2024");
            As<v1::Observation>(resource).mutable_cell()->set_value("4,70");
          },
      .spoiled = {{"period", ERROR_REASON_INVALID_PERIOD},
                  {"cell.value", ERROR_REASON_INVALID_DECIMAL}},
      .unknown =
          [](const Place& place) {
            return absl::StrCat(Area(place), "/indicators/", place.id, "-none/observations/2024");
          }};
}

ResourceKind Targets() {
  return {
      .message = "Target",
      .plural = "Targets",
      .not_found = ERROR_REASON_TARGET_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make =
          [](const Place& place, int n) {
            v1::Target target;
            target.set_name(absl::StrCat(place.In("targets"), "/", place.Id(n)));
            target.set_indicator(OneIndicator(place));
            target.set_comparator(v1::COMPARATOR_GE);
            target.set_value("90");
            target.set_unit("percent");
            target.set_basis(v1::TARGET_BASIS_MUNICIPAL_PLAN);
            return Resource(target);
          },
      .needs = NeedsOneIndicator,
      .needed = ERROR_REASON_INDICATOR_NOT_FOUND,
      .change = [](Resource& resource,
                   int to) { As<v1::Target>(resource).set_value(absl::StrCat(10 + to)); },
      .changed = "value",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::Target>(resource).set_value("ninety");
            As<v1::Target>(resource).clear_basis();
          },
      .spoiled = {{"value", ERROR_REASON_INVALID_DECIMAL}, {"basis", ERROR_REASON_INVALID_ENUM}}};
}

constexpr char kFrameworksService[] = "tertial.indicators.v1.FrameworksService";

ResourceKind Frameworks() {
  return {.contract = kFrameworksService,
          .message = "Framework",
          .plural = "Frameworks",
          .not_found = ERROR_REASON_FRAMEWORK_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make =
              [](const Place& place, int n) {
                v1::Framework framework;
                framework.set_name(absl::StrCat(place.In("frameworks"), "/", place.Id(n)));
                AddText("Handlingsprogram", framework.mutable_titles());
                framework.set_first_period("2024");
                framework.set_last_period("2027");
                return Resource(framework);
              },
          .change =
              [](Resource& resource, int to) {
                As<v1::Framework>(resource).set_last_period(absl::StrCat(2030 + to));
              },
          .changed = "last_period",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::Framework>(resource).clear_titles();
                As<v1::Framework>(resource).set_last_period("2024-T1");
              },
          .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED},
                      {"last_period", ERROR_REASON_INVALID_PERIOD}}};
}

ResourceKind PeerGroups() {
  return {.contract = kFrameworksService,
          .message = "PeerGroup",
          .plural = "PeerGroups",
          .not_found = ERROR_REASON_PEER_GROUP_NOT_FOUND,
          .make =
              [](const Place& place, int n) {
                v1::PeerGroup group;
                group.set_name(absl::StrCat("peerGroups/", place.Id(n)));
                AddText("Nabokommuner", group.mutable_titles());
                group.add_members()->set_area("areas/baerum");
                return Resource(group);
              },
          .change =
              [](Resource& resource, int to) {
                auto& group = As<v1::PeerGroup>(resource);
                group.clear_members();
                group.add_members()->set_area("areas/baerum");
                group.mutable_members(0)->set_last_period(absl::StrCat(2000 + to));
              },
          .changed = "members",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::PeerGroup>(resource).clear_titles();
                As<v1::PeerGroup>(resource).clear_members();
              },
          .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED},
                      {"members", ERROR_REASON_VALUE_OUT_OF_RANGE}}};
}

}  // namespace

const ServiceUnderTest& TheService() {
  static const ServiceUnderTest& service = *new ServiceUnderTest{
      .name = "indicators",
      .contract = "tertial.indicators.v1.IndicatorsService",
      .start_in_process = []() -> std::unique_ptr<RunningService> {
        using InProcess = ServiceInProcess<v1::IndicatorsService>;
        const InProcess::Create create = indicators::CreateIndicatorsService;
        const InProcess::Create frameworks = indicators::CreateFrameworksService;
        return std::make_unique<InProcess>("indicators", create, indicators::IndicatorsTables(),
                                           std::vector<std::pair<std::string, InProcess::Create>>{
                                               {kFrameworksService, frameworks}});
      },
      .page_token_of_another = PageTokenOfPolitics,
      .kinds = {Indicators(), FocusAreas(), Goals(), FrameworkIndicators(), Observations(),
                Targets(), Frameworks(), PeerGroups()}};
  return service;
}

}  // namespace tertial::conformance
