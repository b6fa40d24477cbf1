#include "services/politics/domain/vote_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/facts/checks.h"
#include "services/politics/domain/field_rules.h"

namespace tertial::politics {
namespace {

using Votes = google::protobuf::RepeatedPtrField<v1::Vote>;

constexpr int kMostVotes = 100;
constexpr int kMostCast = 10'000;
constexpr int kMostParties = 50;
constexpr int kMostNamed = 500;
constexpr int kMostNamedOfACase = 2'000;

// One of the four things that a member may do, with where a vote and a party say how many did.
struct Choice {
  absl::string_view field;
  v1::VoteChoice named;
  std::optional<int32_t> (*of_vote)(const v1::Vote&);
  std::optional<int32_t> (*of_party)(const v1::PartyVotes&);
};

// The number in a field of a vote or a party; nothing where it is not recorded.
template <typename Of>
std::optional<int32_t> For(const Of& of) {
  return of.has_votes_for() ? std::optional(of.votes_for()) : std::nullopt;
}
template <typename Of>
std::optional<int32_t> Against(const Of& of) {
  return of.has_votes_against() ? std::optional(of.votes_against()) : std::nullopt;
}
template <typename Of>
std::optional<int32_t> Blank(const Of& of) {
  return of.has_blank() ? std::optional(of.blank()) : std::nullopt;
}
template <typename Of>
std::optional<int32_t> Absent(const Of& of) {
  return of.has_absent() ? std::optional(of.absent()) : std::nullopt;
}

constexpr std::array<Choice, 4> kChoices = {{
    {"votes_for", v1::VOTE_CHOICE_FOR, For<v1::Vote>, For<v1::PartyVotes>},
    {"votes_against", v1::VOTE_CHOICE_AGAINST, Against<v1::Vote>, Against<v1::PartyVotes>},
    {"blank", v1::VOTE_CHOICE_BLANK, Blank<v1::Vote>, Blank<v1::PartyVotes>},
    {"absent", v1::VOTE_CHOICE_ABSENT, Absent<v1::Vote>, Absent<v1::PartyVotes>},
}};
constexpr const Choice& kAgainst = kChoices[1];

// What the parties that state a number for the choice add up to; nothing if none does.
std::optional<int64_t> SumOfParties(const v1::Vote& vote, const Choice& choice) {
  std::optional<int64_t> sum;
  for (const v1::PartyVotes& party : vote.parties()) {
    const std::optional<int32_t> votes = choice.of_party(party);
    if (votes.has_value()) sum = sum.value_or(0) + *votes;
  }
  return sum;
}

// How many members are named with the choice; nothing if none is.
std::optional<int64_t> SumOfMembers(const v1::Vote& vote, const Choice& choice) {
  const auto named =
      std::count_if(vote.members().begin(), vote.members().end(),
                    [&](const v1::MemberVote& member) { return member.choice() == choice.named; });
  return named > 0 ? std::optional<int64_t>(named) : std::nullopt;
}

// How many chose it at least.
int64_t LeastOf(const v1::Vote& vote, const Choice& choice) {
  const std::optional<int32_t> stated = choice.of_vote(vote);
  if (stated.has_value()) return *stated;
  return std::max(SumOfParties(vote, choice).value_or(0), SumOfMembers(vote, choice).value_or(0));
}

void CheckNumber(const Choice& choice, std::optional<int32_t> votes, const Violations& violations) {
  if (votes.has_value()) CheckRange(choice.field, *votes, 0, kMostCast, violations);
}

void CheckParties(const v1::Vote& vote, const Violations& violations) {
  CheckAtMost("parties", vote.parties_size(), kMostParties, violations);
  std::set<absl::string_view> seen;
  for (int i = 0; i < vote.parties_size(); ++i) {
    const Violations at = violations.At("parties", static_cast<size_t>(i));
    const v1::PartyVotes& party = vote.parties(i);
    CheckText("party", party.party(), Presence::kRequired, kLongestParty, at);
    if (!party.party().empty() && !seen.insert(party.party()).second) {
      at.Add("party", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(party.party()), " stands twice; each party stands once."));
    }
    for (const Choice& choice : kChoices) CheckNumber(choice, choice.of_party(party), at);
  }
}

void CheckMembers(const v1::Vote& vote, const Violations& violations) {
  CheckAtMost("members", vote.members_size(), kMostNamed, violations);
  for (int i = 0; i < vote.members_size(); ++i) {
    const Violations at = violations.At("members", static_cast<size_t>(i));
    const v1::MemberVote& member = vote.members(i);
    CheckText("member", member.member(), Presence::kRequired, kLongestName, at);
    CheckText("party", member.party(), Presence::kOptional, kLongestParty, at);
    CheckEnum("choice", member.choice(), Presence::kRequired, at);
  }
}

// That what parties and members are named with is what the vote says.
void CheckSums(const v1::Vote& vote, const Violations& violations) {
  for (const Choice& choice : kChoices) {
    const std::optional<int32_t> stated = choice.of_vote(vote);
    if (!stated.has_value()) continue;
    const std::optional<int64_t> of_parties = SumOfParties(vote, choice);
    if (of_parties.has_value() && *of_parties != *stated) {
      violations.Add(choice.field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                     absl::StrCat("It is ", *stated, ", and the parties that state it add up to ",
                                  *of_parties, "; correct one, or leave it out of the parties."));
    }
    const std::optional<int64_t> of_members = SumOfMembers(vote, choice);
    if (of_members.has_value() && *of_members != *stated) {
      violations.Add(
          choice.field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
          absl::StrCat("It is ", *stated, ", and ", *of_members,
                       " members are named with it; correct one, or name no member with it."));
    }
  }
}

void CheckOutcome(const v1::Vote& vote, const Violations& violations) {
  CheckEnum("outcome", vote.outcome(), Presence::kOptional, violations);
  if (vote.casting_vote() && vote.has_votes_for() && vote.has_votes_against() &&
      vote.votes_for() != vote.votes_against()) {
    violations.Add(
        "casting_vote", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat("It is set beside ", vote.votes_for(), " votes for and ", vote.votes_against(),
                     " against; the chair's vote decides only where they are equal."));
  }
  if (vote.stated_unanimous() && LeastOf(vote, kAgainst) > 0) {
    violations.Add("stated_unanimous", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat("It is set beside ", LeastOf(vote, kAgainst),
                                " votes against; take one of them away."));
  }
}

void CheckVote(const v1::Vote& vote, const Violations& violations) {
  CheckRange("order", vote.order(), 1, kMostVotes, violations);
  CheckEnum("kind", vote.kind(), Presence::kOptional, violations);
  CheckTexts("subjects", vote.subjects(), Presence::kOptional, violations);
  for (const Choice& choice : kChoices) CheckNumber(choice, choice.of_vote(vote), violations);
  CheckParties(vote, violations);
  CheckMembers(vote, violations);
  CheckSums(vote, violations);
  CheckOutcome(vote, violations);
  CheckProvenance("provenance", vote.provenance(), violations);
}

// That each vote that corrects one corrects another that came before and that no other corrects.
void CheckCorrections(const Votes& votes, const Violations& violations) {
  std::set<int32_t> places;
  for (const v1::Vote& vote : votes) places.insert(vote.order());
  std::map<int32_t, int32_t> corrected_by;
  for (int i = 0; i < votes.size(); ++i) {
    const v1::Vote& vote = votes[i];
    if (vote.corrects() == 0) continue;
    std::string wrong;
    if (places.count(vote.corrects()) == 0) {
      wrong = absl::StrCat("The case has no vote ", vote.corrects());
    } else if (vote.corrects() >= vote.order()) {
      wrong = absl::StrCat("Vote ", vote.corrects(), " does not come before vote ", vote.order());
    } else if (const auto [other, first] = corrected_by.emplace(vote.corrects(), vote.order());
               !first) {
      wrong = absl::StrCat("Vote ", vote.corrects(), " is corrected by vote ", other->second,
                           " already");
    }
    if (wrong.empty()) continue;
    violations.At("votes", static_cast<size_t>(i))
        .Add("corrects", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
             absl::StrCat(wrong, "; name an earlier vote that no other corrects."));
  }
}

}  // namespace

void CheckVotes(const Votes& votes, const Violations& violations) {
  CheckAtMost("votes", votes.size(), kMostVotes, violations);
  std::set<int32_t> places;
  int named = 0;
  for (int i = 0; i < votes.size(); ++i) {
    const Violations at = violations.At("votes", static_cast<size_t>(i));
    CheckVote(votes[i], at);
    if (!places.insert(votes[i].order()).second) {
      at.Add("order", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat("Place ", votes[i].order(), " is taken twice; each place stands once."));
    }
    named += votes[i].members_size();
  }
  if (named > kMostNamedOfACase) {
    violations.Add("votes", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(named, " members are named in the votes of the case; at most ",
                                kMostNamedOfACase, " may be."));
  }
  CheckCorrections(votes, violations);
}

void CheckVotesWithin(const Votes& votes, int32_t members, const Violations& violations) {
  for (int i = 0; i < votes.size(); ++i) {
    int64_t cast = 0;
    for (const Choice& choice : kChoices) cast += LeastOf(votes[i], choice);
    if (cast <= members) continue;
    violations.At("votes", static_cast<size_t>(i))
        .Add("", common::v1::ERROR_REASON_VOTES_EXCEED_MEMBERS,
             absl::StrCat(cast, " members voted or were absent, and the body had ", members,
                          " on the day; correct the votes, or the number of its members."));
  }
}

}  // namespace tertial::politics
