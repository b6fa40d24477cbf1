// Indicators that another service owns, as callers of the indicators service see them.
#include <string>
#include <utility>
#include <vector>

#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/owners_service.h"
#include "tertial/admin/v1/admin_service.grpc.pb.h"
#include "tertial/indicators/v1/indicators_service.grpc.pb.h"
#include "tertial/indicators/v1/owners_service.grpc.pb.h"
#include "tests/integration/owners_fixture.h"
#include "tests/testing/local_channel.h"

namespace tertial::indicators {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using enum v1::OwnedOutcome;
using Stub = v1::IndicatorsService::Stub;

constexpr char kShare[] = "areas/{area}/figures/full-time-share~{period}";

std::string NameOf(const std::string& indicator, const std::string& id) {
  return absl::StrCat("areas/asker/indicators/", indicator, "/observations/", id);
}

v1::Observation ObservationOf(const std::string& indicator, const std::string& period,
                              const std::string& value) {
  v1::Observation observation;
  observation.set_name(NameOf(indicator, period));
  observation.set_period(period);
  observation.mutable_cell()->set_value(value);
  return observation;
}

v1::Indicator Definition(const std::string& id, const std::string& resource = "",
                         const std::string& service = "workforce") {
  v1::Indicator indicator;
  indicator.set_name(absl::StrCat("indicators/", id));
  indicator.add_labels()->set_language("nb");
  indicator.mutable_labels(0)->set_text("Andel");
  indicator.set_collection(v1::COLLECTION_FRAMEWORK);
  indicator.set_unit("percent");
  if (!resource.empty()) {
    indicator.mutable_owner()->set_service(service);
    indicator.mutable_owner()->set_resource(resource);
  }
  return indicator;
}

class OwnedIndicatorsTest : public ::testing::Test {
 protected:
  OwnedIndicatorsTest() {
    follower_.Define("share", kShare);
    follower_.Define("here", "");
    workforce_.Put({{"full-time-share~2023", "63.90"}, {"full-time-share~2024", "64.2"}});
    follower_.Follow(workforce_.address());
    EXPECT_TRUE(follower_.FollowsTo(1));
  }

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& caller = "recorder") {
    return testing::CallUnary(stub, method, request, caller);
  }

  absl::StatusOr<v1::CreateObservationResponse> Create(const v1::Observation& observation) {
    v1::CreateObservationRequest request;
    *request.mutable_observation() = observation;
    return Call(*stub_, &Stub::CreateObservation, request);
  }
  absl::StatusOr<v1::UpdateObservationResponse> Update(const v1::Observation& observation,
                                                       const std::vector<std::string>& mask = {}) {
    v1::UpdateObservationRequest request;
    *request.mutable_observation() = observation;
    for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
    return Call(*stub_, &Stub::UpdateObservation, request);
  }
  absl::StatusOr<v1::DeleteObservationResponse> Delete(const std::string& name) {
    v1::DeleteObservationRequest request;
    request.set_name(name);
    return Call(*stub_, &Stub::DeleteObservation, request);
  }
  v1::Observation Get(const std::string& name) {
    v1::GetObservationRequest request;
    request.set_name(name);
    auto response = Call(*stub_, &Stub::GetObservation, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->observation() : v1::Observation();
  }

  v1::ImportRowsResponse Import(const std::vector<v1::Indicator>& indicators,
                                const std::vector<v1::Observation>& observations,
                                const common::v1::ImportOptions& options = {}) {
    v1::ImportRowsRequest request;
    *request.mutable_options() = options;
    for (const v1::Indicator& indicator : indicators) {
      *request.add_rows()->mutable_indicator() = indicator;
    }
    for (const v1::Observation& observation : observations) {
      *request.add_rows()->mutable_observation() = observation;
    }
    request.set_end_of_rows(true);
    grpc::ClientContext context;
    testing::PrepareContext(context, "recorder");
    v1::ImportRowsResponse response;
    const auto writer = stub_->ImportRows(&context, &response);
    writer->Write(request);
    writer->WritesDone();
    EXPECT_TRUE(writer->Finish().ok());
    return response;
  }

  v1::FollowedOwner OwnerOf(const std::string& service) {
    const auto response =
        Call(*owners_stub_, &v1::OwnersService::Stub::ListOwners, v1::ListOwnersRequest());
    EXPECT_THAT(response, IsOk());
    for (const v1::FollowedOwner& owner : response->owners()) {
      if (owner.owned().service() == service) return owner;
    }
    ADD_FAILURE() << "no such owner";
    return {};
  }

  static std::vector<std::pair<std::string, v1::OwnedOutcome>> OutcomesIn(
      const v1::ImportRowsResponse& response) {
    std::vector<std::pair<std::string, v1::OwnedOutcome>> outcomes;
    for (const v1::OwnedComparison& comparison : response.owned().comparisons()) {
      outcomes.emplace_back(comparison.name(), comparison.outcome());
    }
    return outcomes;
  }

  const TempDir directory_;
  WorkforceOwner workforce_{directory_.path() + "/workforce"};
  Follower follower_{directory_.path() + "/indicators"};
  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  Serving serving_{*Authenticator::Parse(testing::kTestPolicy, areas_),
                   Authorizer("indicators", areas_)};
  const std::unique_ptr<grpc::Service> admin_ =
      CreateAdminService(serving_, areas_, follower_.ledger());
  const std::unique_ptr<grpc::Service> indicators_ =
      CreateIndicatorsService(serving_, areas_, follower_.ledger(), follower_.contacts());
  const std::unique_ptr<grpc::Service> owners_ =
      CreateOwnersService(serving_, follower_.contacts());
  const std::unique_ptr<Server> server_ =
      *Server::Start("127.0.0.1", 0,
                     {{v1::IndicatorsService::service_full_name(), indicators_.get()},
                      {v1::OwnersService::service_full_name(), owners_.get()},
                      {kAdminServiceName, admin_.get()}});
  const std::shared_ptr<grpc::Channel> channel_ = testing::LocalChannel(server_->port());
  const std::unique_ptr<Stub> stub_ = v1::IndicatorsService::NewStub(channel_);
  const std::unique_ptr<v1::OwnersService::Stub> owners_stub_ =
      v1::OwnersService::NewStub(channel_);
};

TEST_F(OwnedIndicatorsTest, AreNotRecordedByCallers) {
  const Revision head = follower_.head();
  const v1::Observation present = Get(NameOf("share", "2024"));
  v1::Observation changed = present;
  changed.mutable_cell()->set_value("70");
  for (const absl::Status& status :
       {Create(ObservationOf("share", "2022", "61.9")).status(), Update(changed).status(),
        Update(changed, {"cell"}).status(), Delete(present.name()).status()}) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(status, HasReason(ERROR_REASON_FIGURE_NOT_RECORDED_HERE));
    EXPECT_THAT(status, MessageNames("workforce"));
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("areas/asker/figures/full-time-share~202"));
  }
  // As it is, it may be written.
  EXPECT_THAT(Update(present), IsOk());
  EXPECT_EQ(follower_.head(), head);
  EXPECT_EQ(follower_.Value("share", "2024"), "64.2");
}

TEST_F(OwnedIndicatorsTest, AnEarlierFigureIsNotRestoredByACaller) {
  const Revision first = follower_.head();
  workforce_.Put("full-time-share~2024", "64.3");
  ASSERT_TRUE(follower_.Becomes("share", "2024", "64.3"));
  admin::v1::RestoreRevisionRequest request;
  request.set_name(NameOf("share", "2024"));
  request.set_revision(first);
  const auto admin = admin::v1::AdminService::NewStub(channel_);
  EXPECT_THAT(Call(*admin, &admin::v1::AdminService::Stub::RestoreRevision, request),
              HasReason(ERROR_REASON_FIGURE_NOT_RECORDED_HERE));
  EXPECT_EQ(follower_.Value("share", "2024"), "64.3");
}

TEST_F(OwnedIndicatorsTest, WhereFiguresWerePulledFromIsNotForCallersToSay) {
  v1::Observation observation = ObservationOf("here", "2024", "1");
  observation.mutable_pulled()->set_service("workforce");
  EXPECT_THAT(Create(observation), HasReason(ERROR_REASON_OUTPUT_ONLY_FIELD));
  const v1::ImportRowsResponse response = Import({}, {observation});
  ASSERT_THAT(response.summary().refused_rows(), SizeIs(1));
  EXPECT_EQ(response.summary().refused_rows(0).violations(0).field(), "observation.pulled");
  EXPECT_EQ(response.summary().refused_rows(0).violations(0).reason(),
            ERROR_REASON_OUTPUT_ONLY_FIELD);
}

TEST_F(OwnedIndicatorsTest, WhatWasPulledMayBeCorrectedWhenItIsOwnedNoMore) {
  follower_.Define("share", "");
  v1::Observation observation = Get(NameOf("share", "2024"));
  EXPECT_TRUE(observation.has_pulled());
  observation.mutable_cell()->set_value("65");
  // What is written was not pulled, and must not say so.
  EXPECT_THAT(Update(observation), HasReason(ERROR_REASON_OUTPUT_ONLY_FIELD));
  ASSERT_THAT(Update(observation, {"cell", "pulled"}), IsOk());
  EXPECT_EQ(Get(NameOf("share", "2024")).cell().value(), "65");
  EXPECT_FALSE(Get(NameOf("share", "2024")).has_pulled());
  EXPECT_THAT(Delete(NameOf("share", "2023")), IsOk());
}

TEST_F(OwnedIndicatorsTest, ADefinitionSaysWhoOwnsItsFigures) {
  v1::CreateIndicatorRequest request;
  *request.mutable_indicator() = Definition("bad", "areas/{area}/units/{period}");
  request.mutable_indicator()->mutable_owner()->set_basis("none");
  const auto created = Call(*stub_, &Stub::CreateIndicator, request);
  EXPECT_THAT(created, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(created, HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  *request.mutable_indicator() = Definition("good", kShare);
  ASSERT_THAT(Call(*stub_, &Stub::CreateIndicator, request), IsOk());
  EXPECT_TRUE(follower_.Becomes("good", "2024", "64.2"));
}

TEST_F(OwnedIndicatorsTest, ImportedObservationsAreComparedAndNotStored) {
  const Revision head = follower_.head();
  v1::Observation pending = ObservationOf("share", "2022", "");
  pending.mutable_cell()->set_missing(common::v1::MISSING_REASON_PENDING);
  const v1::ImportRowsResponse response =
      Import({}, {ObservationOf("share", "2023", "63.9"), ObservationOf("share", "2024", "64.3"),
                  pending, ObservationOf("here", "2024", "1")});
  EXPECT_TRUE(response.summary().applied());
  EXPECT_EQ(response.summary().received(), 4);
  EXPECT_EQ(response.summary().inserted(), 1);
  EXPECT_EQ(response.summary().compared(), 3);
  EXPECT_EQ(response.summary().refused(), 0);
  // Those that are not equal come first.
  EXPECT_THAT(OutcomesIn(response),
              ElementsAre(Pair(NameOf("share", "2024"), OWNED_OUTCOME_DIFFERS),
                          Pair(NameOf("share", "2022"), OWNED_OUTCOME_OWNER_HAS_NONE),
                          Pair(NameOf("share", "2023"), OWNED_OUTCOME_EQUAL)));
  ASSERT_THAT(response.owned().counts(), SizeIs(3));
  for (const v1::OwnedOutcomeCount& count : response.owned().counts()) EXPECT_EQ(count.count(), 1);
  const v1::OwnedComparison& differs = response.owned().comparisons(0);
  EXPECT_EQ(differs.row(), 2);
  EXPECT_EQ(differs.imported().value(), "64.3");
  EXPECT_EQ(differs.owned().value(), "64.2");
  EXPECT_EQ(differs.pulled().service(), "workforce");
  EXPECT_EQ(differs.pulled().name(), "areas/asker/figures/full-time-share~2024");
  EXPECT_EQ(differs.pulled().revision(), 1);
  const v1::OwnedComparison& none = response.owned().comparisons(1);
  EXPECT_FALSE(none.has_owned());
  EXPECT_EQ(none.pulled().name(), "areas/asker/figures/full-time-share~2022");
  ASSERT_THAT(response.owned().owners(), SizeIs(1));
  EXPECT_FALSE(response.owned().owners(0).stale());
  EXPECT_EQ(follower_.head(), head + 1);
  EXPECT_EQ(follower_.Value("share", "2024"), "64.2");
  EXPECT_EQ(follower_.Find("share", "2022"), std::nullopt);
}

TEST_F(OwnedIndicatorsTest, ADefinitionOfTheSameStreamDecidesWhatIsCompared) {
  follower_.Record("here", "2023", "1");
  const v1::ImportRowsResponse response = Import(
      {Definition("here", "areas/{area}/figures/part-time-share~{period}"), Definition("share")},
      {ObservationOf("here", "2024", "35.8"), ObservationOf("share", "2024", "70")});
  EXPECT_EQ(response.summary().compared(), 1);
  EXPECT_THAT(OutcomesIn(response),
              ElementsAre(Pair(NameOf("here", "2024"), OWNED_OUTCOME_NOT_PULLED_YET)));
  EXPECT_EQ(follower_.Value("share", "2024"), "70");
  EXPECT_EQ(follower_.Find("here", "2024"), std::nullopt);
}

TEST_F(OwnedIndicatorsTest, WithTheOwnerAwayWhatWasPulledIsComparedWith) {
  workforce_.Stop();
  ASSERT_TRUE(follower_.BecomesStale());
  follower_.Define("new", kShare);
  const v1::ImportRowsResponse response =
      Import({}, {ObservationOf("share", "2024", "64.2"), ObservationOf("new", "2024", "64.2")});
  EXPECT_THAT(OutcomesIn(response),
              ElementsAre(Pair(NameOf("new", "2024"), OWNED_OUTCOME_OWNER_UNREACHABLE),
                          Pair(NameOf("share", "2024"), OWNED_OUTCOME_EQUAL)));
  ASSERT_THAT(response.owned().owners(), SizeIs(1));
  EXPECT_TRUE(response.owned().owners(0).stale());
}

TEST_F(OwnedIndicatorsTest, AKeyThatStandsTwiceIsRefusedAllTheSame) {
  common::v1::ImportOptions options;
  options.set_mode(common::v1::IMPORT_MODE_ROW_BY_ROW);
  const v1::ImportRowsResponse response =
      Import({}, {ObservationOf("share", "2024", "64.2"), ObservationOf("share", "2024", "64.3")},
             options);
  EXPECT_EQ(response.summary().compared(), 1);
  ASSERT_THAT(response.summary().refused_rows(), SizeIs(1));
  EXPECT_EQ(response.summary().refused_rows(0).violations(0).reason(), ERROR_REASON_DUPLICATE_KEY);
}

TEST_F(OwnedIndicatorsTest, ARepeatOfAnImportIsAnsweredWithoutComparisons) {
  common::v1::ImportOptions options;
  options.set_request_id("once");
  const std::vector<v1::Observation> observations = {ObservationOf("share", "2024", "64.2"),
                                                     ObservationOf("here", "2024", "1")};
  EXPECT_THAT(OutcomesIn(Import({}, observations, options)), SizeIs(1));
  const v1::ImportRowsResponse repeated = Import({}, observations, options);
  EXPECT_TRUE(repeated.summary().replayed());
  EXPECT_EQ(repeated.summary().compared(), 1);
  EXPECT_FALSE(repeated.has_owned());
}

TEST_F(OwnedIndicatorsTest, AtMostAHundredComparisonsAreListedAndAllCounted) {
  std::vector<v1::Observation> observations;
  for (int year = 1900; year < 2020; ++year) {
    observations.push_back(ObservationOf("share", absl::StrCat(year), "1"));
  }
  observations.push_back(ObservationOf("share", "2024", "1"));
  const v1::ImportRowsResponse response = Import({}, observations);
  EXPECT_EQ(response.summary().compared(), 121);
  EXPECT_THAT(response.owned().comparisons(), SizeIs(100));
  ASSERT_THAT(response.owned().counts(), SizeIs(2));
  EXPECT_EQ(response.owned().counts(0).outcome(), OWNED_OUTCOME_DIFFERS);
  EXPECT_EQ(response.owned().counts(0).count(), 1);
  EXPECT_EQ(response.owned().counts(1).count(), 120);
}

TEST_F(OwnedIndicatorsTest, OwnersTellHowFarTheyAreFollowed) {
  const v1::FollowedOwner workforce = OwnerOf("workforce");
  EXPECT_TRUE(workforce.followed());
  EXPECT_FALSE(workforce.owned().stale());
  EXPECT_EQ(workforce.followed_to().epoch(), workforce_.ledger().epoch());
  EXPECT_EQ(workforce.followed_to().revision(), 1);
  EXPECT_EQ(workforce.indicators(), 1);
  EXPECT_EQ(workforce.refused_figures(), 0);
  const v1::FollowedOwner climate = OwnerOf("climate");
  EXPECT_FALSE(climate.followed());
  EXPECT_TRUE(climate.owned().stale());
  EXPECT_FALSE(climate.has_followed_to());
  // The definitions as of a write, too.
  const Revision defined = follower_.Define("other", kShare);
  EXPECT_TRUE(Eventually([&] {
    const v1::FollowedOwner now = OwnerOf("workforce");
    return now.definitions_revision() >= defined && now.indicators() == 2 && now.has_followed_to();
  }));
  EXPECT_EQ(follower_.Value("other", "2024"), "64.2");
}

TEST_F(OwnedIndicatorsTest, AChapterTellsWhichFiguresMayBeOutdated) {
  const v1::ImportRowsResponse imported = [&] {
    v1::ImportRowsRequest request;
    v1::FocusArea& focus_area = *request.add_rows()->mutable_focus_area();
    focus_area.set_name("areas/asker/focusAreas/f");
    focus_area.add_titles()->set_language("nb");
    focus_area.mutable_titles(0)->set_text("F");
    focus_area.set_order(1);
    v1::Goal& goal = *request.add_rows()->mutable_goal();
    goal.set_name("areas/asker/goals/g");
    goal.set_focus_area(focus_area.name());
    goal.set_order(1);
    goal.add_texts()->set_language("nb");
    goal.mutable_texts(0)->set_text("G");
    goal.set_status(v1::GOAL_STATUS_INDICATORS);
    int order = 0;
    for (const char* id : {"share", "here"}) {
      v1::FrameworkIndicator& chosen = *request.add_rows()->mutable_framework_indicator();
      chosen.set_name(absl::StrCat("areas/asker/frameworkIndicators/", id));
      chosen.set_indicator(absl::StrCat("indicators/", id));
      chosen.set_goal(goal.name());
      chosen.set_order(++order);
    }
    request.mutable_options();
    request.set_end_of_rows(true);
    grpc::ClientContext context;
    testing::PrepareContext(context, "recorder");
    v1::ImportRowsResponse response;
    const auto writer = stub_->ImportRows(&context, &response);
    writer->Write(request);
    writer->WritesDone();
    EXPECT_TRUE(writer->Finish().ok());
    return response;
  }();
  ASSERT_TRUE(imported.summary().applied()) << imported.DebugString();
  v1::GetIndicatorsSectionRequest request;
  request.set_area("areas/3203");
  request.set_period("2024");
  const auto series = [&](int indicator) {
    const auto response = Call(*stub_, &Stub::GetIndicatorsSection, request);
    EXPECT_THAT(response, IsOk());
    return response->section().focus_areas(0).goals(0).indicators(indicator);
  };
  EXPECT_EQ(series(0).owned().service(), "workforce");
  EXPECT_FALSE(series(0).owned().stale());
  EXPECT_EQ(series(0).cells(3).cell().value(), "64.2");
  EXPECT_FALSE(series(1).has_owned());
  workforce_.Stop();
  ASSERT_TRUE(follower_.BecomesStale());
  EXPECT_TRUE(series(0).owned().stale());
  EXPECT_TRUE(series(0).owned().has_last_contact());
  EXPECT_EQ(series(0).cells(3).cell().value(), "64.2");
}

}  // namespace
}  // namespace tertial::indicators
