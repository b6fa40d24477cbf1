#include "services/politics/domain/activity_counts.h"

#include <algorithm>
#include <vector>

#include "services/politics/domain/count_operands.h"

namespace tertial::politics {
namespace {

// Votes that no other one corrects.
std::vector<const v1::Vote*> VotesInForce(const v1::Case& political_case) {
  std::vector<const v1::Vote*> in_force;
  for (const v1::Vote& vote : political_case.votes()) {
    const bool corrected =
        std::any_of(political_case.votes().begin(), political_case.votes().end(),
                    [&](const v1::Vote& other) { return other.corrects() == vote.order(); });
    if (!corrected) in_force.push_back(&vote);
  }
  return in_force;
}

bool IsDeciding(const v1::Vote& vote, size_t in_force) {
  return vote.kind() == v1::VOTE_KIND_DECIDING ||
         (vote.kind() == v1::VOTE_KIND_UNSPECIFIED && in_force == 1);
}

}  // namespace

std::optional<bool> WasUnanimous(const v1::Case& political_case) {
  if (political_case.kind() != v1::TREATMENT_KIND_DECISION || political_case.has_exemption()) {
    return std::nullopt;
  }
  const std::vector<const v1::Vote*> in_force = VotesInForce(political_case);
  std::optional<bool> unanimous;
  for (const v1::Vote* const vote : in_force) {
    if (!IsDeciding(*vote, in_force.size()) || vote->outcome() == v1::VOTE_OUTCOME_REJECTED) {
      continue;
    }
    if (!vote->stated_unanimous() && !vote->has_votes_against()) return std::nullopt;
    unanimous = unanimous.value_or(true) && vote->votes_against() == 0;
  }
  return unanimous;
}

void ActivityCount::Add(const v1::Meeting& meeting) {
  switch (meeting.state()) {
    case v1::MEETING_STATE_HELD:
      ++held_;
      if (meeting.extraordinary()) ++extraordinary_;
      break;
    case v1::MEETING_STATE_PLANNED:
      ++planned_;
      break;
    case v1::MEETING_STATE_CANCELLED:
      ++cancelled_;
      break;
    default:
      break;
  }
}

void ActivityCount::Add(const v1::Case& political_case, v1::CaseTiming timing) {
  switch (timing) {
    case v1::CASE_TIMING_COUNTED:
      AddTreatment(political_case);
      break;
    case v1::CASE_TIMING_POSSIBLE:
      ++possible_;
      break;
    case v1::CASE_TIMING_NOT_TREATED:
      ++not_treated_;
      break;
    default:
      break;
  }
}

void ActivityCount::AddTreatment(const v1::Case& political_case) {
  ++treatments_;
  if (political_case.matter().empty()) {
    ++without_matter_;
  } else {
    matters_.insert(political_case.matter());
  }
  ++kinds_[political_case.kind()];
  if (political_case.has_exemption()) ++exempt_;
  const std::optional<bool> unanimous = WasUnanimous(political_case);
  if (!unanimous.has_value()) return;
  ++voted_;
  if (*unanimous) ++unanimous_;
}

v1::CountedActivity ActivityCount::Counted(absl::string_view name, const Recorded& recorded) const {
  v1::CountedActivity counted;
  counted.set_meetings_outcome(recorded.meetings ? common::v1::OUTCOME_FOUND
                                                 : common::v1::OUTCOME_NO_OBSERVATION);
  if (recorded.meetings) {
    counted.set_meetings(held_);
    counted.set_extraordinary_meetings(extraordinary_);
    counted.set_planned_meetings(planned_);
    counted.set_cancelled_meetings(cancelled_);
  }
  counted.set_cases_outcome(recorded.cases ? common::v1::OUTCOME_FOUND
                                           : common::v1::OUTCOME_NO_OBSERVATION);
  std::optional<int> unanimous;
  std::optional<int> voted;
  if (recorded.cases) {
    counted.set_treatments(treatments_);
    counted.set_matters(static_cast<int>(matters_.size()) + without_matter_);
    counted.set_treatments_without_matter(without_matter_);
    for (const auto& [kind, count] : kinds_) {
      v1::TreatmentKindCount& entry = *counted.add_kinds();
      entry.set_kind(kind);
      entry.set_count(count);
    }
    counted.set_exempt_treatments(exempt_);
    counted.set_possible_treatments(possible_);
    counted.set_not_treated(not_treated_);
    counted.set_voted_decisions(*(voted = voted_));
    counted.set_unanimous_decisions(*(unanimous = unanimous_));
  }
  *counted.mutable_unanimous_share() = ShareOf(CountedAs(name, "unanimous_decisions", unanimous),
                                               CountedAs(name, "voted_decisions", voted));
  return counted;
}

}  // namespace tertial::politics
