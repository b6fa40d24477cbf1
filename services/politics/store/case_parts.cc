#include "services/politics/store/case_parts.h"

#include "absl/algorithm/container.h"
#include "services/politics/store/keys.h"
#include "services/politics/store/message_parts.h"

namespace tertial::politics {
namespace {

constexpr int kSkippedOfCase[] = {
    v1::Case::kDatePrintedFieldNumber, v1::Case::kTitlesFieldNumber,
    v1::Case::kDecisionsFieldNumber,   v1::Case::kProvenanceFieldNumber,
    v1::Case::kLegalBasisFieldNumber,  v1::Case::kCaseHandlerFieldNumber};
constexpr int kSkippedOfVote[] = {v1::Vote::kSubjectsFieldNumber, v1::Vote::kPartiesFieldNumber,
                                  v1::Vote::kMembersFieldNumber, v1::Vote::kProvenanceFieldNumber};

bool MergeVote(absl::string_view bytes, v1::Vote& vote) {
  return MergePart(
      bytes,
      [](const MessageField& field) { return absl::c_linear_search(kSkippedOfVote, field.number); },
      vote);
}

bool ParseCase(absl::string_view bytes, v1::Case& political_case) {
  political_case.Clear();
  bool votes_are_sound = true;
  const auto skips = [&](const MessageField& field) {
    if (field.number != v1::Case::kVotesFieldNumber) {
      return absl::c_linear_search(kSkippedOfCase, field.number);
    }
    votes_are_sound = votes_are_sound && MergeVote(field.content, *political_case.add_votes());
    return true;
  };
  return MergePart(bytes, skips, political_case) && votes_are_sound;
}

}  // namespace

absl::Status DecodeCaseParts(absl::string_view pk, absl::string_view body,
                             v1::Case& political_case) {
  return DamagedUnless(ParseCase(body, political_case), CaseTable::kId, pk);
}

absl::Status DecodeCaseWithoutVotes(absl::string_view pk, absl::string_view body,
                                    v1::Case& political_case) {
  political_case.Clear();
  const auto is_vote = [](const MessageField& field) {
    return field.number == v1::Case::kVotesFieldNumber;
  };
  return DamagedUnless(MergePart(body, is_vote, political_case), CaseTable::kId, pk);
}

absl::Status DecodeCaseDay(absl::string_view pk, absl::string_view body, v1::Case& political_case) {
  political_case.Clear();
  const auto tells_no_day = [](const MessageField& field) {
    return field.number != v1::Case::kMeetingFieldNumber &&
           field.number != v1::Case::kDecisionDateFieldNumber;
  };
  return DamagedUnless(MergePart(body, tells_no_day, political_case), CaseTable::kId, pk);
}

}  // namespace tertial::politics
