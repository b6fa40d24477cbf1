#include "services/gateway/http/json.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/json_fault.h"
#include "common/status/violations.h"
#include "google/protobuf/util/json_util.h"

namespace tertial::gateway {

using google::protobuf::Message;

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor& descriptor) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&descriptor)->New());
}

absl::StatusOr<std::string> JsonOf(const Message& message) {
  std::string json;
  const auto written = google::protobuf::util::MessageToJsonString(message, &json);
  if (written.ok()) return json;
  return MakeError(absl::StatusCode::kInternal, common::v1::ERROR_REASON_ANSWER_NOT_UNDERSTOOD,
                   absl::StrCat(message.GetDescriptor()->full_name(),
                                " has no JSON: ", std::string(written.message())));
}

absl::Status ParseJson(absl::string_view json, absl::string_view field, Message& message) {
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &message);
  if (parsed.ok()) return absl::OkStatus();
  const std::string fault(parsed.message());
  std::vector<std::string> place;
  if (!field.empty()) place.emplace_back(field);
  if (const std::string inside = FieldOfJsonFault(fault); !inside.empty()) place.push_back(inside);
  // Where the text is no JSON, the lines after the first show it.
  const std::string sentence = std::vector<std::string>(absl::StrSplit(fault, '\n')).front();
  return InvalidField(place.empty() ? "body" : absl::StrJoin(place, "."),
                      common::v1::ERROR_REASON_INVALID_JSON,
                      absl::StrCat("Not the JSON of ", message.GetDescriptor()->full_name(), ": ",
                                   Quoted(sentence), "."));
}

}  // namespace tertial::gateway
