#include "services/politics/store/case_parts.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::politics {
namespace {

v1::Vote MakeVote(int order) {
  v1::Vote vote;
  vote.set_order(order);
  vote.set_kind(v1::VOTE_KIND_DECIDING);
  vote.set_votes_for(40);
  vote.set_votes_against(0);
  vote.set_blank(1);
  vote.set_absent(6);
  vote.set_outcome(v1::VOTE_OUTCOME_CARRIED);
  vote.set_casting_vote(true);
  vote.set_stated_unanimous(true);
  vote.set_corrects(order - 1);
  return vote;
}

// What figures need.
v1::Case Parts() {
  v1::Case one;
  one.set_name("areas/asker/cases/ks-31-2024");
  one.mutable_number()->set_sequence(31);
  one.mutable_number()->set_year(2024);
  one.set_body("areas/asker/bodies/council");
  one.set_decision_date("2024-autumn");
  one.set_matter("areas/asker/matters/m");
  one.set_meeting("areas/asker/bodies/council/meetings/2024-11-05");
  one.set_kind(v1::TREATMENT_KIND_DECISION);
  one.mutable_exemption()->set_legal_basis("offl. § 13");
  *one.add_votes() = MakeVote(1);
  *one.add_votes() = MakeVote(2);
  return one;
}

// The same with all that they do not.
v1::Case Whole() {
  v1::Case one = Parts();
  one.set_date_printed("høsten 2024");
  one.add_titles()->set_text("Skolestruktur");
  one.add_decisions()->set_text(std::string(20'000, 'x'));
  one.add_decisions()->set_text("vedtatt");
  one.mutable_provenance()->set_source("møtebok");
  one.set_legal_basis("plan- og bygningsloven § 12-12");
  one.set_case_handler("Kari");
  for (v1::Vote& vote : *one.mutable_votes()) {
    vote.add_subjects()->set_text("Høyres forslag");
    vote.add_parties()->set_party("FrP");
    vote.add_members()->set_member("Ola");
    vote.mutable_provenance()->set_source("møtebok");
  }
  return one;
}

TEST(CaseParts, AreAllThatCounts) {
  v1::Case parsed;
  ASSERT_THAT(DecodeCaseParts("pk", Whole().SerializeAsString(), parsed), IsOk());
  EXPECT_EQ(parsed.SerializeAsString(), Parts().SerializeAsString());
}

TEST(CaseParts, OfAnEmptyCaseAreEmpty) {
  v1::Case parsed = Parts();
  ASSERT_THAT(DecodeCaseParts("pk", "", parsed), IsOk());
  EXPECT_EQ(parsed.SerializeAsString(), "");
}

TEST(CaseParts, EveryFieldOfACaseAndAVoteIsEitherKeptOrKnownToBeSkipped) {
  // A field that is added to the contract must be thought of here.
  EXPECT_EQ(v1::Case::descriptor()->field_count(), 16);
  EXPECT_EQ(v1::Vote::descriptor()->field_count(), 14);
}

TEST(CaseParts, OfDamagedBytesAreRefused) {
  const std::string body = Whole().SerializeAsString();
  v1::Case parsed;
  for (const std::string& damaged :
       {std::string("\xff"), body.substr(0, body.size() - 1), std::string("\x0a\xff\x01"),
        std::string("\x6b"), std::string("\x6a\x02\x0a\x05", 4), body + std::string(1, '\0')}) {
    EXPECT_THAT(DecodeCaseParts("pk", damaged, parsed), StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST(CaseParts, TheDayAloneIsThatOfMeetingAndDate) {
  v1::Case expected;
  expected.set_decision_date(Whole().decision_date());
  expected.set_meeting(Whole().meeting());
  v1::Case parsed = Whole();
  ASSERT_THAT(DecodeCaseDay("pk", Whole().SerializeAsString(), parsed), IsOk());
  EXPECT_EQ(parsed.SerializeAsString(), expected.SerializeAsString());
  EXPECT_THAT(DecodeCaseDay("pk", "\xFF", parsed), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace tertial::politics
