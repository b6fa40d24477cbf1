#include "services/politics/store/case_parts.h"

#include <climits>
#include <cstdint>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/status/errors.h"
#include "google/protobuf/io/coded_stream.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

using google::protobuf::io::CodedInputStream;

constexpr int kSkippedOfCase[] = {
    v1::Case::kDatePrintedFieldNumber, v1::Case::kTitlesFieldNumber,
    v1::Case::kDecisionsFieldNumber,   v1::Case::kProvenanceFieldNumber,
    v1::Case::kLegalBasisFieldNumber,  v1::Case::kCaseHandlerFieldNumber};
constexpr int kSkippedOfVote[] = {v1::Vote::kSubjectsFieldNumber, v1::Vote::kPartiesFieldNumber,
                                  v1::Vote::kMembersFieldNumber, v1::Vote::kProvenanceFieldNumber};

// One field as it stands in a serialized message.
struct Field {
  int number = 0;
  // From the tag on.
  absl::string_view bytes;
  // Of a text or a message, what it holds; else empty.
  absl::string_view content;
};

// Takes the fields of a serialized message one after the other.
class FieldReader {
 public:
  explicit FieldReader(absl::string_view bytes)
      : bytes_(bytes),
        input_(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size())) {}

  // False at the end, and where the bytes are no message.
  bool Next(Field& field) {
    const int begin = input_.CurrentPosition();
    const uint32_t tag = input_.ReadTag();
    if (tag == 0) {
      is_sound_ = input_.ConsumedEntireMessage();
      return false;
    }
    field.number = static_cast<int>(tag >> 3);
    is_sound_ = Skip(tag & 7, field);
    field.bytes = Between(begin);
    return is_sound_;
  }

  // Whether all that was read is right.
  bool is_sound() const { return is_sound_; }

 private:
  absl::string_view Between(int begin) const {
    return bytes_.substr(static_cast<size_t>(begin),
                         static_cast<size_t>(input_.CurrentPosition() - begin));
  }

  bool Skip(uint32_t wire_type, Field& field) {
    field.content = absl::string_view();
    uint64_t number = 0;
    uint32_t size = 0;
    switch (wire_type) {
      case 0:
        return input_.ReadVarint64(&number);
      case 1:
        return input_.Skip(8);
      case 2: {
        if (!input_.ReadVarint32(&size) || size > INT_MAX) return false;
        const int begin = input_.CurrentPosition();
        if (!input_.Skip(static_cast<int>(size))) return false;
        field.content = Between(begin);
        return true;
      }
      case 5:
        return input_.Skip(4);
      default:
        return false;  // Groups, which no message here has.
    }
  }

  const absl::string_view bytes_;
  CodedInputStream input_;
  bool is_sound_ = true;
};

// Merges serialized fields into `message`.
bool Merge(absl::string_view bytes, google::protobuf::MessageLite& message) {
  CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()),
                         static_cast<int>(bytes.size()));
  return message.MergePartialFromCodedStream(&input) && input.ConsumedEntireMessage();
}

// Merges into `message` the fields of `bytes` that `skips` does not return true for. Those that
// stand side by side are parsed at once, and nothing is copied before.
template <typename Skips>
bool MergePart(absl::string_view bytes, Skips skips, google::protobuf::MessageLite& message) {
  FieldReader fields(bytes);
  absl::string_view run;
  for (Field field; fields.Next(field);) {
    if (!skips(field)) {
      run = absl::string_view(run.empty() ? field.bytes.data() : run.data(),
                              run.size() + field.bytes.size());
      continue;
    }
    if (!run.empty() && !Merge(run, message)) return false;
    run = absl::string_view();
  }
  return fields.is_sound() && (run.empty() || Merge(run, message));
}

bool MergeVote(absl::string_view bytes, v1::Vote& vote) {
  return MergePart(
      bytes, [](const Field& field) { return absl::c_linear_search(kSkippedOfVote, field.number); },
      vote);
}

bool ParseCase(absl::string_view bytes, v1::Case& political_case) {
  political_case.Clear();
  if (bytes.size() > INT_MAX) return false;
  bool votes_are_sound = true;
  const auto skips = [&](const Field& field) {
    if (field.number != v1::Case::kVotesFieldNumber) {
      return absl::c_linear_search(kSkippedOfCase, field.number);
    }
    votes_are_sound = votes_are_sound && MergeVote(field.content, *political_case.add_votes());
    return true;
  };
  return MergePart(bytes, skips, political_case) && votes_are_sound;
}

absl::Status DamagedUnless(bool parsed, absl::string_view pk) {
  if (parsed) return absl::OkStatus();
  return StoredDataDamaged(absl::StrCat("the row of table ", int{CaseTable::kId}, " under key ",
                                        absl::BytesToHexString(pk)));
}

}  // namespace

absl::Status DecodeCaseParts(absl::string_view pk, absl::string_view body,
                             v1::Case& political_case) {
  return DamagedUnless(ParseCase(body, political_case), pk);
}

absl::Status DecodeCaseWithoutVotes(absl::string_view pk, absl::string_view body,
                                    v1::Case& political_case) {
  political_case.Clear();
  const auto is_vote = [](const Field& field) {
    return field.number == v1::Case::kVotesFieldNumber;
  };
  return DamagedUnless(body.size() <= INT_MAX && MergePart(body, is_vote, political_case), pk);
}

}  // namespace tertial::politics
