// Bodies, their activity and cases, for the conformance suite of the standard methods.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/politics/handler/meetings_service.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "tertial/politics/v1/politics_service.grpc.pb.h"
#include "tests/conformance/standard_methods_meetings.h"
#include "tests/conformance/standard_methods_neighbour.h"
#include "tests/conformance/standard_methods_resource.h"
#include "tests/conformance/standard_methods_server.h"

namespace tertial::conformance {
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

std::string OneBody(const Place& place) { return BodyWithId(place, place.id).name(); }

std::vector<Resource> NeedsOneBody(const Place& place, int /*n*/) {
  return {BodyWithId(place, place.id)};
}

namespace {

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
            political_case.set_kind(v1::TREATMENT_KIND_DECISION);
            political_case.set_legal_basis("kommuneloven § 5-3");
            political_case.set_case_handler("Kari Nordmann");
            v1::Vote& vote = *political_case.add_votes();
            vote.set_order(1);
            vote.set_votes_for(30);
            vote.set_votes_against(25);
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
            As<v1::Case>(resource).mutable_votes(0)->set_casting_vote(true);
          },
      .spoiled = {{"number.sequence", ERROR_REASON_VALUE_OUT_OF_RANGE},
                  {"decision_date", ERROR_REASON_INVALID_DATE},
                  {"votes[0].casting_vote", ERROR_REASON_INCONSISTENT_FIELDS}}};
}

std::vector<ResourceKind> Kinds() {
  std::vector<ResourceKind> kinds = {Bodies(), BodyActivities(), Cases()};
  for (ResourceKind& kind : KindsOfMeetings()) kinds.push_back(std::move(kind));
  return kinds;
}

}  // namespace

const ServiceUnderTest& TheService() {
  static const ServiceUnderTest& service = *new ServiceUnderTest{
      .name = "politics",
      .contract = "tertial.politics.v1.PoliticsService",
      .start_in_process = []() -> std::unique_ptr<RunningService> {
        using InProcess = ServiceInProcess<v1::PoliticsService>;
        const InProcess::Create create = politics::CreatePoliticsService;
        const InProcess::Create meetings = politics::CreateMeetingsService;
        return std::make_unique<InProcess>(
            "politics", create, politics::PoliticsTables(),
            std::vector<std::pair<std::string, InProcess::Create>>{{kMeetingsService, meetings}});
      },
      .page_token_of_another = PageTokenOfWorkforce,
      .kinds = Kinds()};
  return service;
}

}  // namespace tertial::conformance
