// Requests with an id.
#include "common/ledger/answered_requests.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/ledger/bulk_import.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

constexpr auto kReused = common::v1::ERROR_REASON_REQUEST_ID_REUSED;

class Requests : public LedgerFixture {
 protected:
  absl::StatusOr<CommitResult> Request(const std::string& id, const std::string& body,
                                       const std::string& actor = "kari") {
    return ledger_->Commit({.actor = actor, .request_id = id, .fingerprint = body}, [&](Txn& txn) {
      ++runs_;
      txn.SetAnswer(absl::StrCat("answer to ", body));
      return txn.Put(kTable, Pk("x/a"), body).status();
    });
  }

  int runs_ = 0;
};

TEST_F(Requests, AreAnsweredAgainAsTheFirstTime) {
  const auto first = Request("r", "1");
  ASSERT_THAT(first, IsOk());
  EXPECT_FALSE(first->replayed);
  EXPECT_EQ(first->answer, "answer to 1");
  Put("x/a", "other");
  clock_.Advance(absl::Hours(1));
  for (int i = 0; i < 3; ++i) {
    const auto again = Request("r", "1");
    ASSERT_THAT(again, IsOk());
    EXPECT_TRUE(again->replayed);
    EXPECT_TRUE(again->committed);
    EXPECT_EQ(again->at, first->at);
    EXPECT_EQ(again->answer, "answer to 1");
    EXPECT_EQ(runs_, 1);
    Reopen();
  }
  EXPECT_EQ(Read().at().revision, 2);
}

TEST_F(Requests, AreAnsweredAgainWhenTheyHadChangedNothing) {
  Put("x/a", "1");
  const auto first = Request("r", "1");
  ASSERT_THAT(first, IsOk());
  EXPECT_FALSE(first->committed);
  Put("x/a", "2");
  const auto again = Request("r", "1");
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->replayed);
  EXPECT_FALSE(again->committed);
  EXPECT_EQ(again->at, first->at);
  EXPECT_EQ(ScanRows(Read(), kTable), (Rows{{"x/a", "2"}}));
}

TEST_F(Requests, AreAnsweredAgainWhenTheStoreWasEmpty) {
  const CommitInfo info{.actor = "kari", .request_id = "r"};
  EXPECT_EQ(Commit([](Txn&) { return absl::OkStatus(); }, info).at.revision, 0);
  const CommitResult again = Commit([](Txn&) { return absl::OkStatus(); }, info);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.at, Read().at());
}

TEST_F(Requests, AreRefusedWhenTheIdWasUsedForAnother) {
  ASSERT_THAT(Request("r", "1"), IsOk());
  EXPECT_THAT(Request("r", "2"), HasReason(kReused));
  EXPECT_THAT(Request("r", "2"), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(Read().at().revision, 1);
}

TEST_F(Requests, OfTwoCallersDoNotMeet) {
  ASSERT_THAT(Request("r", "1", "kari"), IsOk());
  const auto other = Request("r", "2", "ola");
  ASSERT_THAT(other, IsOk());
  EXPECT_FALSE(other->replayed);
  EXPECT_EQ(other->at.revision, 2);
}

TEST_F(Requests, WithoutAnIdAreEachNew) {
  ASSERT_THAT(Request("", "1"), IsOk());
  ASSERT_THAT(Request("", "2"), IsOk());
  EXPECT_EQ(runs_, 2);
  EXPECT_EQ(KeysUnder(kAnsweredTag), 0u);
}

// "Executed, then reported as failed": only the request's id makes it safe to ask again.
TEST_F(Requests, WhoseCommitWasReportedAsFailedAreAnsweredAgain) {
  Put("x/b", "1");
  faults_->FailAfterWrite(1);
  EXPECT_THAT(Request("r", "2"), StatusIs(absl::StatusCode::kUnavailable));
  const auto again = Request("r", "2");
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->replayed);
  EXPECT_TRUE(again->committed);
  EXPECT_EQ(again->at, Read().at());
  EXPECT_EQ(again->at.revision, 2);
  EXPECT_EQ(again->answer, "answer to 2");
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(ledger_->WaitForCommit(1, absl::ZeroDuration()), 2);
}

TEST_F(Requests, WhoseCommitFailedAreMadeAgain) {
  faults_->FailWrite(1);
  EXPECT_THAT(Request("r", "1"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Read().at().revision, 0);
  const auto again = Request("r", "1");
  ASSERT_THAT(again, IsOk());
  EXPECT_FALSE(again->replayed);
  EXPECT_EQ(again->at.revision, 1);
  EXPECT_EQ(runs_, 2);
}

TEST_F(Requests, ThatFailedMayBeMadeAgain) {
  const CommitInfo info{.actor = "kari", .request_id = "r", .fingerprint = "1"};
  EXPECT_THAT(ledger_->Commit(info, [](Txn&) { return AreaNotFound("x"); }),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(KeysUnder(kAnsweredTag), 0u);
  OpenLedger();
  const auto again = Request("r", "1");
  ASSERT_THAT(again, IsOk());
  EXPECT_FALSE(again->replayed);
}

TEST_F(Requests, AreAnsweredAgainByATry) {
  const auto first = Request("r", "1");
  ASSERT_THAT(first, IsOk());
  const auto tried = ledger_->Try({.actor = "kari", .request_id = "r", .fingerprint = "1"},
                                  [](Txn&) { return AreaNotFound("not run"); });
  ASSERT_THAT(tried, IsOk());
  EXPECT_TRUE(tried->replayed);
  EXPECT_EQ(tried->at, first->at);
  EXPECT_THAT(ledger_->Try({.actor = "kari", .request_id = "r", .fingerprint = "2"},
                           [](Txn&) { return absl::OkStatus(); }),
              HasReason(kReused));
  // A try answers nothing.
  ASSERT_THAT(ledger_->Try({.actor = "kari", .request_id = "t", .fingerprint = "1"},
                           [](Txn&) { return absl::OkStatus(); }),
              IsOk());
  EXPECT_FALSE(Request("t", "2")->replayed);
}

TEST_F(Requests, AreKeptADayAndThenForgotten) {
  const auto first = Request("r", "1");
  clock_.Advance(absl::Hours(24) - absl::Microseconds(1));
  EXPECT_TRUE(Request("r", "1")->replayed);
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_TRUE(Request("r", "1")->replayed);
  clock_.Advance(absl::Microseconds(1));
  // Before anything tidies up as well.
  const auto later = Request("r", "2");
  ASSERT_THAT(later, IsOk());
  EXPECT_FALSE(later->replayed);
  // The time of the first one does not take the second along.
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_TRUE(Request("r", "2")->replayed);
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(KeysUnder(kAnsweredTag), 0u);
  EXPECT_EQ(KeysUnder(kAnsweredExpiryTag), 0u);
}

// The end of a request was kept to the nanosecond, and in the key that it is found by to the
// microsecond: between the two it was taken for forgotten, and stayed for ever.
TEST_F(Requests, AreForgottenWhicheverPartOfAMicrosecondTheyEndIn) {
  clock_.Advance(absl::Nanoseconds(900));
  ASSERT_THAT(Request("r", "1"), IsOk());
  clock_.Advance(absl::Hours(24) - absl::Nanoseconds(500));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(KeysUnder(kAnsweredTag), 0u);
  EXPECT_EQ(KeysUnder(kAnsweredExpiryTag), 0u);
}

TEST_F(Requests, AreKeptAsLongAsTheOptionsSay) {
  ledger_.reset();
  options_.request_retention = absl::Minutes(1);
  OpenLedger();
  ASSERT_THAT(Request("r", "1"), IsOk());
  clock_.Advance(absl::Seconds(59));
  EXPECT_TRUE(Request("r", "1")->replayed);
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(Request("r", "1")->replayed);
}

// Only the first 1 000 were forgotten by one DoDueWork, which is called once a minute: a busy
// service's memory of requests grew without end.
TEST_F(Requests, AreAllForgottenHoweverManyTheyAre) {
  {
    const auto store = RawStore();
    WriteBatch batch;
    for (int i = 0; i < 2'500; ++i) {
      const CommitInfo info{.actor = "kari", .request_id = absl::StrCat(i)};
      ASSERT_THAT(AddAnswer(info, CommitResult{.at = {"e", 1, clock_.Now()}},
                            clock_.Now() + absl::Seconds(1 + i % 3), batch),
                  IsOk());
    }
    ASSERT_THAT(store->Write(batch), IsOk());
  }
  OpenLedger();
  clock_.Advance(absl::Seconds(2));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(KeysUnder(kAnsweredTag), 833u);
  OpenLedger();
  clock_.Advance(absl::Seconds(1));
  ASSERT_THAT(ledger_->DoDueWork(), IsOk());
  EXPECT_EQ(KeysUnder(kAnsweredTag), 0u);
  EXPECT_EQ(KeysUnder(kAnsweredExpiryTag), 0u);
}

TEST_F(Requests, RefuseAnIdWithAZeroByte) {
  const std::string zero("a\0b", 3);
  EXPECT_THAT(Request(zero, "1"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(runs_, 0);
}

TEST_F(Requests, TellADamagedAnswer) {
  ASSERT_THAT(Request("r", "1"), IsOk());
  PutRaw(AnsweredKey(*EncodeRequest("kari", "r")), "\xff\xff");
  OpenLedger();
  EXPECT_THAT(Request("r", "1"), HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED));
}

TEST_F(Requests, ForARedactionAreAnsweredAgain) {
  Put("x/a", "1");
  Put("x/a", "2");
  const CommitInfo info{.actor = "kari", .request_id = "r", .fingerprint = "1"};
  const auto first = ledger_->Redact(info, kTable, Pk("x/a"), AreaNotFound("x"));
  ASSERT_THAT(first, IsOk());
  const auto again = ledger_->Redact(info, kTable, Pk("x/a"), AreaNotFound("x"));
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->commit.replayed);
  EXPECT_EQ(again->commit.at, first->commit.at);
  EXPECT_EQ(again->versions, 2);
  EXPECT_THAT(Request("r", "2"), HasReason(kReused));
}

}  // namespace
}  // namespace tertial
