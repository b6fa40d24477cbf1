// Plans, follow-ups and their events, for the conformance suite of the standard methods.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/politics/handler/meetings_service.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "tertial/politics/v1/meetings_service.grpc.pb.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/conformance/standard_methods_neighbour.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/conformance/standard_methods_server.h"

namespace tertial::conformance {
namespace {

namespace v1 = politics::v1;
using enum common::v1::ErrorReason;

const std::string& MeetingsContract() {
  static const std::string& name = *new std::string(v1::MeetingsService::service_full_name());
  return name;
}

std::string Area(const Place& place) { return absl::StrCat("areas/", place.area); }
std::string UnitOf(const Place& place) { return absl::StrCat(place.In("units"), "/welfare"); }

// The body and the case that the other resources of a test refer to.
Resource TheBody(const Place& place) {
  v1::Body body;
  body.set_name(absl::StrCat(place.In("bodies"), "/", place.id));
  AddText("Kommunestyret", body.mutable_titles());
  body.set_kind(v1::BODY_KIND_COUNCIL);
  body.set_order(1);
  return Resource(body);
}
Resource TheCase(const Place& place) {
  v1::Case political_case;
  political_case.set_name(absl::StrCat(place.In("cases"), "/", place.id));
  political_case.mutable_number()->set_sequence(31);
  political_case.mutable_number()->set_year(2024);
  political_case.set_body(TheBody(place).name());
  political_case.set_decision_date("2024-06-11");
  AddText("Handlingsprogram", political_case.mutable_titles());
  return Resource(political_case);
}
std::vector<Resource> NeedsBodyAndCase(const Place& place, int /*n*/) {
  return {TheBody(place), TheCase(place)};
}

void AddStrategy(google::protobuf::RepeatedPtrField<v1::PlanStrategy>* strategies,
                 v1::StrategyStatus status) {
  v1::PlanStrategy& strategy = *strategies->Add();
  strategy.set_order(strategies->size());
  AddText("Strategi", strategy.mutable_titles());
  strategy.set_status(status);
}

Resource Plan(const Place& place, int n) {
  v1::ThematicPlan plan;
  plan.set_name(absl::StrCat(place.In("plans"), "/", place.Id(n)));
  AddText("Temaplan", plan.mutable_titles());
  plan.set_order(1);
  plan.add_responsible_bodies(TheBody(place).name());
  plan.add_responsible_units(UnitOf(place));
  plan.set_adopted_by(TheBody(place).name());
  plan.set_adopted_in(TheCase(place).name());
  plan.mutable_adoption_case()->set_sequence(31);
  plan.mutable_adoption_case()->set_year(2024);
  plan.set_mandate_case(TheCase(place).name());
  plan.set_adoption_date("2024-06");
  plan.set_next_revision("2028");
  plan.mutable_horizon()->set_from_year("2024");
  plan.mutable_horizon()->set_to_year("2035");
  v1::PlanFocusArea& focus_area = *plan.add_focus_areas();
  focus_area.set_order(1);
  AddText("Innsatsområde", focus_area.mutable_titles());
  AddStrategy(focus_area.mutable_strategies(), v1::STRATEGY_STATUS_DONE);
  AddStrategy(plan.mutable_overall_strategies(), v1::STRATEGY_STATUS_NOT_STARTED);
  plan.mutable_tally()->set_done(1);
  plan.mutable_tally()->set_not_started(1);
  return Resource(plan);
}

Resource FollowUp(const Place& place, int n) {
  v1::ResolutionFollowUp resolution;
  resolution.set_name(absl::StrCat(place.In("resolutions"), "/", place.Id(n)));
  AddText("Verbalvedtak", resolution.mutable_titles());
  resolution.set_order(1);
  resolution.set_kind(v1::RESOLUTION_KIND_ADDITIONAL_RESOLUTION);
  resolution.set_body(TheBody(place).name());
  resolution.set_decided_in(TheCase(place).name());
  resolution.set_adopted("2024-06");
  AddText("Rådmannen bes om å komme tilbake", resolution.mutable_wordings());
  resolution.set_owner_unit(UnitOf(place));
  resolution.set_due_date("2025-03");
  resolution.add_treatments()->set_body(TheBody(place).name());
  return Resource(resolution);
}

Resource EventOf(const Resource& follow_up, const Place& place, int n) {
  v1::FollowUpEvent event;
  event.set_name(absl::StrCat(follow_up.name(), "/events/", place.Id(n)));
  event.set_kind(v1::FOLLOW_UP_EVENT_KIND_ASSIGNED);
  event.set_date("2024-autumn");
  event.set_owner_unit(UnitOf(place));
  event.set_due_date("2025");
  return Resource(event);
}

ResourceKind ThematicPlans() {
  return {.message = "ThematicPlan",
          .plural = "ThematicPlans",
          .not_found = ERROR_REASON_THEMATIC_PLAN_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make = Plan,
          .needs = NeedsBodyAndCase,
          .needed = ERROR_REASON_BODY_NOT_FOUND,
          .change = [](Resource& resource,
                       int to) { As<v1::ThematicPlan>(resource).set_order(100 + to); },
          .changed = "order",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::ThematicPlan>(resource).set_order(0);
                As<v1::ThematicPlan>(resource).add_headings()->set_order(1);
                As<v1::ThematicPlan>(resource).mutable_focus_areas(0)->clear_titles();
                As<v1::ThematicPlan>(resource).mutable_tally()->set_done(2);
                As<v1::ThematicPlan>(resource).set_next_revision("2024-05");
              },
          .spoiled = {{"order", ERROR_REASON_VALUE_OUT_OF_RANGE},
                      {"next_revision", ERROR_REASON_INCONSISTENT_FIELDS},
                      {"headings[0].titles", ERROR_REASON_FIELD_REQUIRED},
                      {"focus_areas[0].titles", ERROR_REASON_FIELD_REQUIRED},
                      {"tally.done", ERROR_REASON_INCONSISTENT_FIELDS}}};
}

ResourceKind ResolutionFollowUps() {
  return {.message = "ResolutionFollowUp",
          .plural = "ResolutionFollowUps",
          .not_found = ERROR_REASON_RESOLUTION_FOLLOW_UP_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make = FollowUp,
          .needs = NeedsBodyAndCase,
          .needed = ERROR_REASON_BODY_NOT_FOUND,
          .change = [](Resource& resource,
                       int to) { As<v1::ResolutionFollowUp>(resource).set_order(100 + to); },
          .changed = "order",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::ResolutionFollowUp>(resource).clear_titles();
                As<v1::ResolutionFollowUp>(resource).set_adopted("2024-02-30");
                As<v1::ResolutionFollowUp>(resource).set_owner_unit("welfare");
              },
          .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED},
                      {"adopted", ERROR_REASON_INVALID_DATE},
                      {"owner_unit", ERROR_REASON_INVALID_RESOURCE_NAME}},
          .make_below = [](const Place& place) { return EventOf(FollowUp(place, 0), place, 0); }};
}

// The follow-up that the events of a test are of.
Resource TheFollowUp(const Place& place) {
  Resource follow_up = FollowUp(place, 0);
  v1::ResolutionFollowUp& resolution = As<v1::ResolutionFollowUp>(follow_up);
  resolution.clear_decided_in();
  resolution.clear_body();
  resolution.clear_treatments();
  return follow_up;
}

ResourceKind FollowUpEvents() {
  return {.contract = MeetingsContract(),
          .message = "FollowUpEvent",
          .plural = "FollowUpEvents",
          .not_found = ERROR_REASON_FOLLOW_UP_EVENT_NOT_FOUND,
          .parent = [](const Place& place) { return TheFollowUp(place).name(); },
          .parent_of_all = "areas/-/resolutions/-",
          .make = [](const Place& place, int n) { return EventOf(TheFollowUp(place), place, n); },
          .needs = [](const Place& place,
                      int /*n*/) { return std::vector<Resource>{TheFollowUp(place)}; },
          .needed = ERROR_REASON_RESOLUTION_FOLLOW_UP_NOT_FOUND,
          .change =
              [](Resource& resource, int to) {
                As<v1::FollowUpEvent>(resource).set_case_handler(absl::StrCat("Kari ", to));
              },
          .changed = "case_handler",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::FollowUpEvent>(resource).clear_kind();
                As<v1::FollowUpEvent>(resource).set_date("2024-02-30");
                As<v1::FollowUpEvent>(resource).set_due_date("soon");
              },
          .spoiled = {{"kind", ERROR_REASON_INVALID_ENUM},
                      {"date", ERROR_REASON_INVALID_DATE},
                      {"due_date", ERROR_REASON_INVALID_DATE}}};
}

// None of the kinds is a fact that may be asked for where nothing is recorded.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(StandardMethodsOfFacts);

}  // namespace

const ServiceUnderTest& TheService() {
  static const ServiceUnderTest& service = *new ServiceUnderTest{
      .name = "politics",
      .contract = v1::PoliticsService::service_full_name(),
      .start_in_process = []() -> std::unique_ptr<RunningService> {
        using InProcess = ServiceInProcess<v1::PoliticsService>;
        const InProcess::Create create = politics::CreatePoliticsService;
        const InProcess::Create meetings = politics::CreateMeetingsService;
        return std::make_unique<InProcess>(
            "politics", create, politics::PoliticsTables(),
            std::vector<std::pair<std::string, InProcess::Create>>{{MeetingsContract(), meetings}});
      },
      .page_token_of_another = PageTokenOfWorkforce,
      .kinds = {ThematicPlans(), ResolutionFollowUps(), FollowUpEvents()}};
  return service;
}

}  // namespace tertial::conformance
