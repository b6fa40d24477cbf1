#include "services/politics/domain/activity_counts.h"

#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/politics/activity_rows.h"

namespace tertial::politics {
namespace {

v1::Case Decision() {
  return OfKind(MakeCase("c", "council", "2024-02-06"), v1::TREATMENT_KIND_DECISION).political_case;
}

v1::Vote& AddVote(v1::Case& one, v1::VoteKind kind = v1::VOTE_KIND_DECIDING) {
  v1::Vote& vote = *one.add_votes();
  vote.set_order(one.votes_size());
  vote.set_kind(kind);
  return vote;
}

TEST(UnanimousDecisions, NoVoteAgainstIsUnanimous) {
  v1::Case one = Decision();
  AddVote(one).set_votes_against(0);
  EXPECT_EQ(WasUnanimous(one), true);
  one.mutable_votes(0)->set_votes_against(1);
  EXPECT_EQ(WasUnanimous(one), false);
}

TEST(UnanimousDecisions, BlankVotesAndAbsenceAreNoVotesAgainst) {
  v1::Case one = Decision();
  v1::Vote& vote = AddVote(one);
  vote.set_votes_for(40);
  vote.set_votes_against(0);
  vote.set_blank(3);
  vote.set_absent(4);
  EXPECT_EQ(WasUnanimous(one), true);
}

TEST(UnanimousDecisions, TheSourceMaySaySoWithoutNumbers) {
  v1::Case one = Decision();
  AddVote(one).set_stated_unanimous(true);
  EXPECT_EQ(WasUnanimous(one), true);
}

TEST(UnanimousDecisions, WithoutVotesAgainstRecordedNobodyKnows) {
  v1::Case one = Decision();
  EXPECT_EQ(WasUnanimous(one), std::nullopt);
  AddVote(one).set_votes_for(47);
  EXPECT_EQ(WasUnanimous(one), std::nullopt);
  AddVote(one).set_votes_against(0);
  EXPECT_EQ(WasUnanimous(one), std::nullopt);
}

TEST(UnanimousDecisions, ACorrectedVoteIsNotInForce) {
  v1::Case one = Decision();
  AddVote(one).set_votes_against(5);
  v1::Vote& correction = AddVote(one);
  correction.set_votes_against(0);
  correction.set_corrects(1);
  EXPECT_EQ(WasUnanimous(one), true);
  v1::Vote& again = AddVote(one);
  again.set_votes_against(2);
  again.set_corrects(2);
  EXPECT_EQ(WasUnanimous(one), false);
}

TEST(UnanimousDecisions, VotesOverProposalsDoNotCount) {
  v1::Case one = Decision();
  AddVote(one, v1::VOTE_KIND_PROPOSAL).set_votes_against(20);
  EXPECT_EQ(WasUnanimous(one), std::nullopt);
  AddVote(one).set_votes_against(0);
  EXPECT_EQ(WasUnanimous(one), true);
}

TEST(UnanimousDecisions, AVoteOfUnknownKindDecidesWhereItIsTheOnlyOneInForce) {
  v1::Case one = Decision();
  AddVote(one, v1::VOTE_KIND_UNSPECIFIED).set_votes_against(1);
  EXPECT_EQ(WasUnanimous(one), false);
  v1::Vote& correction = AddVote(one, v1::VOTE_KIND_UNSPECIFIED);
  correction.set_corrects(1);
  correction.set_votes_against(0);
  EXPECT_EQ(WasUnanimous(one), true);
  AddVote(one, v1::VOTE_KIND_PROPOSAL).set_votes_against(1);
  EXPECT_EQ(WasUnanimous(one), std::nullopt);
}

TEST(UnanimousDecisions, AVoteThatWasRejectedDecidedNothing) {
  v1::Case one = Decision();
  v1::Vote& rejected = AddVote(one);
  rejected.set_votes_against(30);
  rejected.set_outcome(v1::VOTE_OUTCOME_REJECTED);
  EXPECT_EQ(WasUnanimous(one), std::nullopt);
  AddVote(one).set_stated_unanimous(true);
  EXPECT_EQ(WasUnanimous(one), true);
}

TEST(UnanimousDecisions, EachDecidingVoteMustBe) {
  v1::Case one = Decision();
  AddVote(one).set_votes_against(1);
  AddVote(one).set_votes_against(0);
  EXPECT_EQ(WasUnanimous(one), false);
}

TEST(UnanimousDecisions, OnlyPublicDecisionsAreAskedFor) {
  v1::Case one = Decision();
  AddVote(one).set_votes_against(0);
  one.set_kind(v1::TREATMENT_KIND_RECOMMENDATION);
  EXPECT_EQ(WasUnanimous(one), std::nullopt);
  one.set_kind(v1::TREATMENT_KIND_DECISION);
  one.mutable_exemption()->set_legal_basis("offl. § 13");
  EXPECT_EQ(WasUnanimous(one), std::nullopt);
}

TEST(ActivityCount, CountsMeetingsByState) {
  ActivityCount count;
  v1::Meeting extraordinary = MakeMeeting("council", "2024-02-06", v1::MEETING_STATE_HELD);
  extraordinary.set_extraordinary(true);
  v1::Meeting planned = MakeMeeting("council", "2024-12-17", v1::MEETING_STATE_PLANNED);
  planned.set_extraordinary(true);
  count.Add(extraordinary);
  count.Add(MakeMeeting("council", "2024-03-05", v1::MEETING_STATE_HELD));
  count.Add(planned);
  count.Add(MakeMeeting("council", "2024-04-09", v1::MEETING_STATE_CANCELLED));
  const v1::CountedActivity counted =
      count.Counted("areas/asker", {.meetings = true, .cases = false});
  EXPECT_EQ(counted.meetings_outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(counted.meetings(), 2);
  EXPECT_EQ(counted.extraordinary_meetings(), 1);
  EXPECT_EQ(counted.planned_meetings(), 1);
  EXPECT_EQ(counted.cancelled_meetings(), 1);
}

TEST(ActivityCount, CountsUnderBothRules) {
  const v1::Case first =
      OfMatter(OfKind(MakeCase("a", "council", ""), v1::TREATMENT_KIND_POSTPONED), "m")
          .political_case;
  v1::Case exempt = OfMatter(OfKind(MakeCase("b", "council", ""), v1::TREATMENT_KIND_DECISION), "m")
                        .political_case;
  exempt.mutable_exemption()->set_legal_basis("offl. § 13");
  const v1::Case second = exempt;
  const v1::Case third = MakeCase("c", "council", "").political_case;
  const v1::Case fourth = MakeCase("d", "council", "").political_case;
  ActivityCount count;
  for (const v1::Case* const one : {&first, &second, &third, &fourth}) {
    count.Add(*one, v1::CASE_TIMING_COUNTED);
  }
  count.Add(fourth, v1::CASE_TIMING_POSSIBLE);
  count.Add(first, v1::CASE_TIMING_NOT_TREATED);
  count.Add(second, v1::CASE_TIMING_NOT_TREATED);
  const v1::CountedActivity counted =
      count.Counted("areas/asker", {.meetings = false, .cases = true});
  EXPECT_EQ(counted.treatments(), 4);
  EXPECT_EQ(counted.matters(), 3);
  EXPECT_EQ(counted.treatments_without_matter(), 2);
  EXPECT_EQ(counted.exempt_treatments(), 1);
  EXPECT_EQ(counted.possible_treatments(), 1);
  EXPECT_EQ(counted.not_treated(), 2);
  ASSERT_EQ(counted.kinds_size(), 3);
  EXPECT_EQ(counted.kinds(0).kind(), v1::TREATMENT_KIND_UNSPECIFIED);
  EXPECT_EQ(counted.kinds(0).count(), 2);
  EXPECT_EQ(counted.kinds(1).kind(), v1::TREATMENT_KIND_DECISION);
  EXPECT_EQ(counted.kinds(2).kind(), v1::TREATMENT_KIND_POSTPONED);
}

TEST(ActivityCount, WhereNothingIsRecordedThereIsNoCount) {
  const v1::CountedActivity counted = ActivityCount().Counted("areas/asker", {});
  EXPECT_EQ(counted.meetings_outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_FALSE(counted.has_meetings());
  EXPECT_EQ(counted.cases_outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_FALSE(counted.has_treatments());
  EXPECT_FALSE(counted.has_possible_treatments());
  EXPECT_EQ(counted.unanimous_share().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(ActivityCount, WhereSomethingIsRecordedNothingIsZero) {
  const v1::CountedActivity counted =
      ActivityCount().Counted("areas/asker", {.meetings = true, .cases = true});
  EXPECT_TRUE(counted.has_meetings());
  EXPECT_EQ(counted.meetings(), 0);
  EXPECT_TRUE(counted.has_treatments());
  EXPECT_EQ(counted.treatments(), 0);
  EXPECT_EQ(counted.unanimous_share().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_ZERO_BASE);
}

TEST(ActivityCount, TheUnanimousShareIsOfDecisionsOfWhichItIsKnown) {
  std::vector<v1::Case> decisions(4, Decision());
  AddVote(decisions[0]).set_stated_unanimous(true);
  AddVote(decisions[1]).set_votes_against(0);
  AddVote(decisions[2]).set_votes_against(7);
  ActivityCount count;
  for (const v1::Case& one : decisions) count.Add(one, v1::CASE_TIMING_COUNTED);
  const v1::CountedActivity counted =
      count.Counted("areas/asker", {.meetings = false, .cases = true});
  EXPECT_EQ(counted.voted_decisions(), 3);
  EXPECT_EQ(counted.unanimous_decisions(), 2);
  EXPECT_EQ(counted.unanimous_share().value(), "66.7");
}

}  // namespace
}  // namespace tertial::politics
