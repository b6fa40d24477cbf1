// What is said to a caller, searched for what it must not hold.
#ifndef TERTIAL_TESTS_FUZZ_SAID_H_
#define TERTIAL_TESTS_FUZZ_SAID_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/facts/personal_data.h"
#include "common/status/grpc_status.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/fuzz_target.h"

namespace tertial::fuzz {

// All that a caller is told by an error: the sentence, reason, metadata and fields.
inline std::string AllOf(const absl::Status& status) {
  const grpc::Status told = ToGrpcStatus(status);
  return absl::StrCat(told.error_message(), "\n", told.error_details());
}

// Without what cannot be printed, of which a quotation tells the number: "\177" and digits behind
// it could be taken for one number.
inline std::string WithoutEscapes(absl::string_view said) {
  std::string text;
  while (!said.empty()) {
    const absl::string_view number = said.substr(1, 3);
    if (said.front() != '\\' || number.empty()) {
      text.push_back(said.front());
      said.remove_prefix(1);
    } else {
      text.push_back('|');
      said.remove_prefix(absl::ascii_isdigit(number.front()) ? 1 + number.size() : 2);
    }
  }
  return text;
}

inline void RequireNoNationalId(absl::string_view said) {
  Require(!HoldsNationalId(WithoutEscapes(said)), "no answer holds a national identity number",
          said);
}

inline void RequireNoSecret(absl::string_view said) {
  Require(!absl::StrContains(said, kSecret), "no answer repeats what it was given", said);
}

// Calls `visitor` with every text in the message, of which bytes are none.
inline void ForEachText(const google::protobuf::Message& message,
                        absl::FunctionRef<void(const std::string&)> visitor) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* const field : fields) {
    const bool is_text = field->type() == google::protobuf::FieldDescriptor::TYPE_STRING;
    if (!is_text && field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    }
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (is_text) {
        visitor(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                     : reflection.GetString(message, field));
      } else {
        ForEachText(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                         : reflection.GetMessage(message, field),
                    visitor);
      }
    }
  }
}

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_SAID_H_
