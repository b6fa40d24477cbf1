// The resources of the politics service, for the conformance suite of the standard methods.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/conformance/standard_methods_neighbour.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/conformance/standard_methods_server.h"

namespace tertial::conformance {
namespace {

namespace v1 = politics::v1;
using enum common::v1::ErrorReason;

std::string Area(const Place& place) { return absl::StrCat("areas/", place.area); }

Resource BodyWithId(const Place& place, const std::string& id) {
  v1::Body body;
  body.set_name(absl::StrCat(place.In("bodies"), "/", id));
  AddText("Kommunestyret", body.mutable_titles());
  body.set_kind(v1::BODY_KIND_COUNCIL);
  body.set_order(1);
  return Resource(body);
}

// The body that the other resources of a test refer to.
std::string OneBody(const Place& place) { return BodyWithId(place, place.id).name(); }
std::vector<Resource> NeedsOneBody(const Place& place, int /*n*/) {
  return {BodyWithId(place, place.id)};
}

// Of a body, in a day.
Resource ActivityOf(const std::string& body, int n) {
  v1::BodyActivity activity;
  const std::string day = absl::FormatCivilTime(absl::CivilDay(2024, 1, 1) + n);
  activity.set_name(absl::StrCat(body, "/activities/", day));
  activity.set_period(day);
  activity.mutable_meetings()->set_value("9");
  activity.mutable_cases()->set_missing(common::v1::MISSING_REASON_NOT_MEASURED);
  activity.set_counting_rule(v1::COUNTING_RULE_UNKNOWN);
  return Resource(activity);
}

ResourceKind Bodies() {
  return {
      .message = "Body",
      .plural = "Bodies",
      .not_found = ERROR_REASON_BODY_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make = [](const Place& place, int n) { return BodyWithId(place, place.Id(n)); },
      .change = [](Resource& resource, int to) { As<v1::Body>(resource).set_order(100 + to); },
      .changed = "order",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::Body>(resource).clear_titles();
            As<v1::Body>(resource).set_members(0);
          },
      .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED},
                  {"members", ERROR_REASON_VALUE_OUT_OF_RANGE}},
      .make_below =
          [](const Place& place) { return ActivityOf(BodyWithId(place, place.Id(0)).name(), 0); }};
}

ResourceKind BodyActivities() {
  return {
      .message = "BodyActivity",
      .plural = "BodyActivities",
      .not_found = ERROR_REASON_BODY_ACTIVITY_NOT_FOUND,
      .parent = OneBody,
      .parent_of_all = "areas/-/bodies/-",
      .make = [](const Place& place, int n) { return ActivityOf(OneBody(place), n); },
      .needs = NeedsOneBody,
      .needed = ERROR_REASON_BODY_NOT_FOUND,
      .change =
          [](Resource& resource, int to) {
            As<v1::BodyActivity>(resource).mutable_meetings()->set_value(absl::StrCat(100 + to));
          },
      .changed = "meetings",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::BodyActivity>(resource).mutable_meetings()->set_value("-1");
            As<v1::BodyActivity>(resource).clear_counting_rule();
          },
      .spoiled = {{"meetings.value", ERROR_REASON_VALUE_OUT_OF_RANGE},
                  {"counting_rule", ERROR_REASON_INVALID_ENUM}},
      .unknown =
          [](const Place& place) { return absl::StrCat(OneBody(place), "-none/activities/2024"); }};
}

ResourceKind Cases() {
  return {
      .message = "Case",
      .plural = "Cases",
      .not_found = ERROR_REASON_CASE_NOT_FOUND,
      .parent = Area,
      .parent_of_all = "areas/-",
      .make =
          [](const Place& place, int n) {
            v1::Case political_case;
            political_case.set_name(absl::StrCat(place.In("cases"), "/", place.Id(n)));
            political_case.mutable_number()->set_sequence(n + 1);
            political_case.mutable_number()->set_year(2024);
            political_case.set_body(OneBody(place));
            AddText("Handlingsprogram", political_case.mutable_titles());
            return Resource(political_case);
          },
      .needs = NeedsOneBody,
      .needed = ERROR_REASON_BODY_NOT_FOUND,
      .change = [](Resource& resource,
                   int to) { As<v1::Case>(resource).set_date_printed(absl::StrCat("møte ", to)); },
      .changed = "date_printed",
      .change_other = ChangeProvenance,
      .other = "provenance",
      .spoil =
          [](Resource& resource) {
            As<v1::Case>(resource).mutable_number()->set_sequence(0);
            As<v1::Case>(resource).set_decision_date("last spring");
          },
      .spoiled = {{"number.sequence", ERROR_REASON_VALUE_OUT_OF_RANGE},
                  {"decision_date", ERROR_REASON_INVALID_DATE}}};
}

ResourceKind ThematicPlans() {
  return {.message = "ThematicPlan",
          .plural = "ThematicPlans",
          .not_found = ERROR_REASON_THEMATIC_PLAN_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make =
              [](const Place& place, int n) {
                v1::ThematicPlan plan;
                plan.set_name(absl::StrCat(place.In("plans"), "/", place.Id(n)));
                AddText("Temaplan", plan.mutable_titles());
                plan.set_order(1);
                plan.add_responsible_bodies(OneBody(place));
                plan.add_responsible_units(absl::StrCat(place.In("units"), "/welfare"));
                plan.set_adopted_by(OneBody(place));
                return Resource(plan);
              },
          .needs = NeedsOneBody,
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
              },
          .spoiled = {{"order", ERROR_REASON_VALUE_OUT_OF_RANGE},
                      {"headings[0].titles", ERROR_REASON_FIELD_REQUIRED}}};
}

ResourceKind ResolutionFollowUps() {
  return {.message = "ResolutionFollowUp",
          .plural = "ResolutionFollowUps",
          .not_found = ERROR_REASON_RESOLUTION_FOLLOW_UP_NOT_FOUND,
          .parent = Area,
          .parent_of_all = "areas/-",
          .make =
              [](const Place& place, int n) {
                v1::ResolutionFollowUp resolution;
                resolution.set_name(absl::StrCat(place.In("resolutions"), "/", place.Id(n)));
                AddText("Verbalvedtak", resolution.mutable_titles());
                resolution.set_order(1);
                resolution.set_latest_event(v1::FOLLOW_UP_EVENT_KIND_NOTED);
                resolution.add_treatments()->set_body(OneBody(place));
                return Resource(resolution);
              },
          .needs = NeedsOneBody,
          .needed = ERROR_REASON_BODY_NOT_FOUND,
          .change = [](Resource& resource,
                       int to) { As<v1::ResolutionFollowUp>(resource).set_order(100 + to); },
          .changed = "order",
          .change_other = ChangeProvenance,
          .other = "provenance",
          .spoil =
              [](Resource& resource) {
                As<v1::ResolutionFollowUp>(resource).clear_titles();
                As<v1::ResolutionFollowUp>(resource).clear_latest_event();
              },
          .spoiled = {{"titles", ERROR_REASON_FIELD_REQUIRED},
                      {"latest_event", ERROR_REASON_INVALID_ENUM}}};
}

}  // namespace

const ServiceUnderTest& TheService() {
  static const ServiceUnderTest& service = *new ServiceUnderTest{
      .name = "politics",
      .contract = "tertial.politics.v1.PoliticsService",
      .start_in_process = []() -> std::unique_ptr<RunningService> {
        return std::make_unique<ServiceInProcess<v1::PoliticsService>>(
            "politics", politics::CreatePoliticsService, politics::PoliticsTables());
      },
      .page_token_of_another = PageTokenOfWorkforce,
      .kinds = {Bodies(), BodyActivities(), Cases(), ThematicPlans(), ResolutionFollowUps()}};
  return service;
}

}  // namespace tertial::conformance
