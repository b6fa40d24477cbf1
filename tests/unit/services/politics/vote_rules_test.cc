#include "services/politics/domain/vote_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "gtest/gtest.h"

namespace tertial::politics {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using enum common::v1::ErrorReason;

using FieldAndReason = std::pair<std::string, ErrorReason>;
using Votes = google::protobuf::RepeatedPtrField<v1::Vote>;

std::vector<FieldAndReason> Told(const Violations& violations) {
  std::vector<FieldAndReason> found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

std::vector<FieldAndReason> Check(const Votes& votes) {
  Violations violations;
  CheckVotes(votes, violations);
  return Told(violations);
}

std::vector<FieldAndReason> CheckWithin(const v1::Vote& vote, int32_t members) {
  Votes votes;
  *votes.Add() = vote;
  Violations violations;
  CheckVotesWithin(votes, members, violations);
  return Told(violations);
}

// One that is in its place, and no more.
v1::Vote VoteAt(int32_t order) {
  v1::Vote vote;
  vote.set_order(order);
  return vote;
}

std::vector<FieldAndReason> Check(const v1::Vote& vote) {
  Votes votes;
  *votes.Add() = vote;
  return Check(votes);
}

void AddParty(v1::Vote& vote, const std::string& party, int32_t votes_for) {
  v1::PartyVotes& added = *vote.add_parties();
  added.set_party(party);
  added.set_votes_for(votes_for);
}

void AddMember(v1::Vote& vote, v1::VoteChoice choice) {
  v1::MemberVote& added = *vote.add_members();
  added.set_member("Kari Nordmann");
  added.set_choice(choice);
}

TEST(VoteRules, AcceptAVoteOfWhichNothingIsRecorded) {
  EXPECT_THAT(Check(VoteAt(1)), IsEmpty());
  EXPECT_THAT(Check(Votes()), IsEmpty());
}

TEST(VoteRules, RefuseAPlaceOutsideOfOneToAHundred) {
  EXPECT_THAT(Check(VoteAt(0)),
              ElementsAre(Pair("votes[0].order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  EXPECT_THAT(Check(VoteAt(100)), IsEmpty());
  EXPECT_THAT(Check(VoteAt(101)),
              ElementsAre(Pair("votes[0].order", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(VoteRules, RefuseAPlaceThatIsTakenTwice) {
  Votes votes;
  *votes.Add() = VoteAt(2);
  *votes.Add() = VoteAt(1);
  *votes.Add() = VoteAt(2);
  EXPECT_THAT(Check(votes), ElementsAre(Pair("votes[2].order", ERROR_REASON_DUPLICATE_ELEMENT)));
}

TEST(VoteRules, RefuseMoreThanAHundredVotes) {
  Votes votes;
  for (int i = 1; i <= 100; ++i) *votes.Add() = VoteAt(i);
  EXPECT_THAT(Check(votes), IsEmpty());
  *votes.Add() = VoteAt(101);
  EXPECT_THAT(Check(votes), Contains(Pair("votes", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(VoteRules, KeepEveryNumberBetweenNoneAndTenThousand) {
  v1::Vote vote = VoteAt(1);
  vote.set_votes_for(-1);
  vote.set_votes_against(10'001);
  vote.set_blank(-1);
  vote.set_absent(10'001);
  EXPECT_THAT(Check(vote),
              ElementsAre(Pair("votes[0].votes_for", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("votes[0].votes_against", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("votes[0].blank", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("votes[0].absent", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(VoteRules, RefuseAPartyThatStandsTwice) {
  v1::Vote vote = VoteAt(1);
  AddParty(vote, "Ap", 10);
  AddParty(vote, "H", 11);
  AddParty(vote, "Ap", 1);
  EXPECT_THAT(Check(vote),
              ElementsAre(Pair("votes[0].parties[2].party", ERROR_REASON_DUPLICATE_ELEMENT)));
}

TEST(VoteRules, AcceptAMemberWhoseNameStandsTwice) {
  v1::Vote vote = VoteAt(1);
  AddMember(vote, v1::VOTE_CHOICE_FOR);
  AddMember(vote, v1::VOTE_CHOICE_AGAINST);
  EXPECT_THAT(Check(vote), IsEmpty());
}

TEST(VoteRules, RefuseAMemberWithoutNameOrChoice) {
  v1::Vote vote = VoteAt(1);
  vote.add_members();
  EXPECT_THAT(Check(vote),
              ElementsAre(Pair("votes[0].members[0].member", ERROR_REASON_FIELD_REQUIRED),
                          Pair("votes[0].members[0].choice", ERROR_REASON_INVALID_ENUM)));
}

TEST(VoteRules, BoundTheMembersOfAVoteAndOfAllVotes) {
  v1::Vote vote = VoteAt(1);
  for (int i = 0; i < 501; ++i) AddMember(vote, v1::VOTE_CHOICE_FOR);
  EXPECT_THAT(Check(vote), ElementsAre(Pair("votes[0].members", ERROR_REASON_VALUE_OUT_OF_RANGE)));
  vote.mutable_members()->RemoveLast();
  Votes votes;
  for (int i = 1; i <= 4; ++i) {
    vote.set_order(i);
    *votes.Add() = vote;
  }
  EXPECT_THAT(Check(votes), IsEmpty());
  *votes.Add() = VoteAt(5);
  AddMember(*votes.Mutable(4), v1::VOTE_CHOICE_FOR);
  EXPECT_THAT(Check(votes), ElementsAre(Pair("votes", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

// Minutes often name only those who were against.
TEST(VoteRules, CompareOnlyTheChoicesThatPartiesState) {
  v1::Vote vote = VoteAt(1);
  vote.set_votes_for(40);
  vote.set_votes_against(7);
  v1::PartyVotes& party = *vote.add_parties();
  party.set_party("FrP");
  party.set_votes_against(4);
  v1::PartyVotes& other = *vote.add_parties();
  other.set_party("R");
  other.set_votes_against(3);
  EXPECT_THAT(Check(vote), IsEmpty());
  vote.mutable_parties(1)->set_votes_against(2);
  EXPECT_THAT(Check(vote),
              ElementsAre(Pair("votes[0].votes_against", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(VoteRules, AcceptPartiesThatStateWhatTheVoteDoesNot) {
  v1::Vote vote = VoteAt(1);
  AddParty(vote, "Ap", 10);
  EXPECT_THAT(Check(vote), IsEmpty());
}

TEST(VoteRules, ANumberOfNoneIsANumber) {
  v1::Vote vote = VoteAt(1);
  vote.set_votes_for(0);
  AddParty(vote, "Ap", 10);
  EXPECT_THAT(Check(vote),
              ElementsAre(Pair("votes[0].votes_for", ERROR_REASON_INCONSISTENT_FIELDS)));
  vote.mutable_parties(0)->set_votes_for(0);
  EXPECT_THAT(Check(vote), IsEmpty());
}

TEST(VoteRules, RefuseMembersWhoAreNotAsManyAsTheVoteSays) {
  v1::Vote vote = VoteAt(1);
  vote.set_votes_for(2);
  vote.set_blank(1);
  AddMember(vote, v1::VOTE_CHOICE_FOR);
  // Nobody is named blank, so nothing is compared there.
  EXPECT_THAT(Check(vote),
              ElementsAre(Pair("votes[0].votes_for", ERROR_REASON_INCONSISTENT_FIELDS)));
  AddMember(vote, v1::VOTE_CHOICE_FOR);
  EXPECT_THAT(Check(vote), IsEmpty());
  AddMember(vote, v1::VOTE_CHOICE_BLANK);
  AddMember(vote, v1::VOTE_CHOICE_BLANK);
  EXPECT_THAT(Check(vote), ElementsAre(Pair("votes[0].blank", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(VoteRules, RefuseTheVoteOfTheChairWhereVotesAreNotEqual) {
  v1::Vote vote = VoteAt(1);
  vote.set_casting_vote(true);
  vote.set_votes_for(12);
  EXPECT_THAT(Check(vote), IsEmpty());
  vote.set_votes_against(12);
  EXPECT_THAT(Check(vote), IsEmpty());
  vote.set_votes_against(11);
  EXPECT_THAT(Check(vote),
              ElementsAre(Pair("votes[0].casting_vote", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(VoteRules, RefuseUnanimityBesideVotesAgainst) {
  v1::Vote vote = VoteAt(1);
  vote.set_stated_unanimous(true);
  vote.set_votes_against(0);
  EXPECT_THAT(Check(vote), IsEmpty());
  vote.set_votes_against(1);
  EXPECT_THAT(Check(vote),
              ElementsAre(Pair("votes[0].stated_unanimous", ERROR_REASON_INCONSISTENT_FIELDS)));
  vote.clear_votes_against();
  AddMember(vote, v1::VOTE_CHOICE_AGAINST);
  EXPECT_THAT(Check(vote),
              ElementsAre(Pair("votes[0].stated_unanimous", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(VoteRules, AVoteCorrectsAnEarlierOneWhereverItStands) {
  Votes votes;
  *votes.Add() = VoteAt(3);
  *votes.Add() = VoteAt(1);
  *votes.Add() = VoteAt(2);
  votes.Mutable(2)->set_corrects(1);
  votes.Mutable(0)->set_corrects(2);
  EXPECT_THAT(Check(votes), IsEmpty());
}

TEST(VoteRules, RefuseACorrectionOfAVoteThatIsNotThere) {
  Votes votes;
  *votes.Add() = VoteAt(1);
  *votes.Add() = VoteAt(3);
  votes.Mutable(1)->set_corrects(2);
  EXPECT_THAT(Check(votes),
              ElementsAre(Pair("votes[1].corrects", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(VoteRules, RefuseACorrectionOfItselfOrOfALaterVote) {
  Votes votes;
  *votes.Add() = VoteAt(1);
  *votes.Add() = VoteAt(2);
  votes.Mutable(0)->set_corrects(2);
  EXPECT_THAT(Check(votes),
              ElementsAre(Pair("votes[0].corrects", ERROR_REASON_INCONSISTENT_FIELDS)));
  votes.Mutable(0)->set_corrects(1);
  EXPECT_THAT(Check(votes),
              ElementsAre(Pair("votes[0].corrects", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(VoteRules, RefuseASecondCorrectionOfOneVote) {
  Votes votes;
  for (int i = 1; i <= 3; ++i) *votes.Add() = VoteAt(i);
  votes.Mutable(1)->set_corrects(1);
  votes.Mutable(2)->set_corrects(1);
  EXPECT_THAT(Check(votes),
              ElementsAre(Pair("votes[2].corrects", ERROR_REASON_INCONSISTENT_FIELDS)));
}

TEST(VotesWithin, AreAllFourChoicesTogether) {
  v1::Vote vote = VoteAt(1);
  vote.set_votes_for(40);
  vote.set_votes_against(10);
  vote.set_blank(3);
  vote.set_absent(2);
  EXPECT_THAT(CheckWithin(vote, 55), IsEmpty());
  EXPECT_THAT(CheckWithin(vote, 54),
              ElementsAre(Pair("votes[0]", ERROR_REASON_VOTES_EXCEED_MEMBERS)));
}

TEST(VotesWithin, CountPartiesAndMembersWhereTheVoteHasNoNumber) {
  v1::Vote vote = VoteAt(1);
  AddParty(vote, "Ap", 5);
  AddParty(vote, "H", 5);
  AddMember(vote, v1::VOTE_CHOICE_AGAINST);
  EXPECT_THAT(CheckWithin(vote, 11), IsEmpty());
  EXPECT_THAT(CheckWithin(vote, 10),
              ElementsAre(Pair("votes[0]", ERROR_REASON_VOTES_EXCEED_MEMBERS)));
  // A member who is named is one of those of the party.
  AddMember(vote, v1::VOTE_CHOICE_FOR);
  EXPECT_THAT(CheckWithin(vote, 11), IsEmpty());
}

TEST(VotesWithin, NameBothNumbers) {
  Votes votes;
  *votes.Add() = VoteAt(1);
  votes.Mutable(0)->set_votes_for(56);
  Violations violations;
  CheckVotesWithin(votes, 55, violations);
  ASSERT_FALSE(violations.empty());
  EXPECT_TRUE(absl::StrContains(violations.list()[0].description(), "56"));
  EXPECT_TRUE(absl::StrContains(violations.list()[0].description(), "55"));
}

}  // namespace
}  // namespace tertial::politics
