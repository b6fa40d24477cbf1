// Waiting for figures that other services own, and telling how observations compare with them.
#include "clients/cli/owned_figures.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tertial/indicators/v1/owners_service.grpc.pb.h"

namespace tertial::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Answers with one list after the other, and then with the last one.
class FakeOwners : public indicators::v1::OwnersService::Service {
 public:
  FakeOwners() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~FakeOwners() override { server_->Shutdown(); }

  grpc::Status ListOwners(grpc::ServerContext* /*context*/,
                          const indicators::v1::ListOwnersRequest* /*request*/,
                          indicators::v1::ListOwnersResponse* response) override {
    if (answers.empty()) return {grpc::StatusCode::UNIMPLEMENTED, "no such method"};
    *response = answers.at(std::min(calls, answers.size() - 1));
    ++calls;
    return grpc::Status::OK;
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  std::vector<indicators::v1::ListOwnersResponse> answers;
  size_t calls = 0;

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// Workforce, which owns one indicator, followed to the revision of the epoch "now".
indicators::v1::ListOwnersResponse FollowedTo(int64_t revision, int64_t definitions = 100) {
  indicators::v1::ListOwnersResponse response;
  indicators::v1::FollowedOwner& owner = *response.add_owners();
  owner.mutable_owned()->set_service("workforce");
  owner.set_followed(true);
  owner.mutable_followed_to()->set_epoch("now");
  owner.mutable_followed_to()->set_revision(revision);
  owner.set_definitions_revision(definitions);
  owner.set_indicators(1);
  return response;
}

class WaitForOwnedFiguresTest : public ::testing::Test {
 protected:
  WaitForOwnedFiguresTest() {
    for (const char* service : {"indicators", "workforce"}) {
      UploadResult& result = results_.emplace_back();
      result.service = service;
      result.summary.mutable_read_at()->set_epoch("now");
    }
    results_[0].summary.mutable_read_at()->set_revision(10);
    results_[1].summary.mutable_read_at()->set_revision(7);
    indicators::v1::Indicator& indicator =
        *dataset_.indicators.Add({.file = "indicators.csv", .line = 2}).mutable_indicator();
    indicator.mutable_owner()->set_service("workforce");
  }

  std::vector<std::string> Wait(absl::Duration patience = absl::Seconds(30)) {
    return WaitForOwnedFigures(dataset_, {.indicators = owners_.address()}, results_, patience);
  }

  FakeOwners owners_;
  Dataset dataset_;
  std::vector<UploadResult> results_;
};

TEST_F(WaitForOwnedFiguresTest, EndsWhenAllHasCome) {
  owners_.answers = {FollowedTo(5), FollowedTo(6), FollowedTo(7)};
  EXPECT_THAT(Wait(), IsEmpty());
  EXPECT_EQ(owners_.calls, 3);
}

TEST_F(WaitForOwnedFiguresTest, WaitsForTheDefinitionsAsWell) {
  owners_.answers = {FollowedTo(7, 9), FollowedTo(7, 10)};
  EXPECT_THAT(Wait(), IsEmpty());
  EXPECT_EQ(owners_.calls, 2);
}

TEST_F(WaitForOwnedFiguresTest, AnotherEpochHasNotCome) {
  indicators::v1::ListOwnersResponse before = FollowedTo(70);
  before.mutable_owners(0)->mutable_followed_to()->set_epoch("before");
  owners_.answers = {before, FollowedTo(7)};
  EXPECT_THAT(Wait(), IsEmpty());
  EXPECT_EQ(owners_.calls, 2);
}

TEST_F(WaitForOwnedFiguresTest, SaysWhatHasNotComeInTime) {
  owners_.answers = {FollowedTo(6)};
  EXPECT_THAT(Wait(absl::ZeroDuration()), ElementsAre(HasSubstr("workforce")));
  owners_.answers[0].mutable_owners(0)->mutable_owned()->set_stale(true);
  EXPECT_THAT(Wait(absl::ZeroDuration()), ElementsAre(HasSubstr("does not reach it")));
}

TEST_F(WaitForOwnedFiguresTest, DoesNotWaitForWhatCannotCome) {
  owners_.answers = {FollowedTo(6)};
  owners_.answers[0].mutable_owners(0)->set_followed(false);
  EXPECT_THAT(Wait(),
              ElementsAre(AllOf(HasSubstr("does not follow workforce"), HasSubstr("--workforce"))));
  EXPECT_EQ(owners_.calls, 1);
  // Nothing of it is in the data set.
  dataset_.indicators.rows[0].mutable_indicator()->clear_owner();
  EXPECT_THAT(Wait(), IsEmpty());
}

TEST_F(WaitForOwnedFiguresTest, DoesNotWaitForWhoOwnsNothingOrWasToldNothing) {
  owners_.answers = {FollowedTo(0)};
  owners_.answers[0].mutable_owners(0)->set_indicators(0);
  EXPECT_THAT(Wait(), IsEmpty());
  owners_.answers = {FollowedTo(0)};
  // Its rows wait for their instant.
  results_[1].summary.set_pending_release("one");
  EXPECT_THAT(Wait(), IsEmpty());
  results_.pop_back();
  EXPECT_THAT(Wait(), IsEmpty());
  EXPECT_EQ(owners_.calls, 3);
}

TEST_F(WaitForOwnedFiguresTest, SaysThatItIsNotKnown) {
  EXPECT_THAT(Wait(), ElementsAre(HasSubstr("no such method")));
}

TEST(TellComparisons, CountsAndNamesWhatIsNotEqual) {
  using enum indicators::v1::OwnedOutcome;
  ComparedObservations compared;
  compared.origins = {{.file = "observations.csv", .line = 2},
                      {.file = "observations.csv", .line = 3}};
  for (const auto outcome : {OWNED_OUTCOME_EQUAL, OWNED_OUTCOME_DIFFERS}) {
    indicators::v1::OwnedOutcomeCount& count = *compared.owned.add_counts();
    count.set_outcome(outcome);
    count.set_count(outcome == OWNED_OUTCOME_EQUAL ? 5 : 2);
  }
  indicators::v1::OwnedComparison& differs = *compared.owned.add_comparisons();
  differs.set_row(2);
  differs.set_name("areas/asker/indicators/a/observations/2024");
  differs.set_outcome(OWNED_OUTCOME_DIFFERS);
  differs.mutable_imported()->set_value("9.3");
  differs.mutable_owned()->set_missing(common::v1::MISSING_REASON_PENDING);
  differs.mutable_pulled()->set_service("workforce");
  differs.mutable_pulled()->set_name("areas/asker/figures/a~2024");
  differs.mutable_pulled()->set_revision(7);
  indicators::v1::OwnedComparison& none = *compared.owned.add_comparisons();
  none = differs;
  none.set_row(1);
  none.set_outcome(OWNED_OUTCOME_OWNER_HAS_NONE);
  none.clear_owned();
  indicators::v1::OwnedComparison& equal = *compared.owned.add_comparisons();
  equal.set_row(1);
  equal.set_outcome(OWNED_OUTCOME_EQUAL);

  ::testing::internal::CaptureStdout();
  TellComparisons(compared);
  EXPECT_EQ(::testing::internal::GetCapturedStdout(),
            "compared with the owners of their figures: 5 equal, 2 different\n"
            "observations.csv:3: areas/asker/indicators/a/observations/2024: 9.3, but pending at "
            "workforce (areas/asker/figures/a~2024, revision 7)\n"
            "observations.csv:2: areas/asker/indicators/a/observations/2024: 9.3, but nothing from "
            "workforce (areas/asker/figures/a~2024)\n");
}

TEST(TellComparisons, SaysNothingWhereThereAreNone) {
  ::testing::internal::CaptureStdout();
  TellComparisons({});
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
}

}  // namespace
}  // namespace tertial::cli
