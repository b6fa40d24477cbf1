// A request of HTTP to the gateway, "VERB path?a=b", headers and body as they are sent, and, after
// a line of its own, the bytes that a method answers it with.
//
// Whatever is sent: it is refused as the client's fault, with a field where one is at fault, or it
// becomes messages that gRPC can carry and that are read again from their JSON; and whatever is
// answered becomes JSON that can be read, whole or compressed, or an error of the gateway's.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/http/error_answer.h"
#include "common/http/http_messages.h"
#include "common/http/http_server.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/io/gzip_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/status.pb.h"
#include "services/gateway/http/answers.h"
#include "services/gateway/http/http_face.h"
#include "services/gateway/http/json.h"
#include "services/gateway/http/request_message.h"
#include "services/gateway/http/routes.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/said.h"

namespace tertial::fuzz {
namespace {

constexpr absl::string_view kBetween = "\n====\n";
constexpr int kMostMessages = 50;

HttpRequest RequestOf(absl::string_view sent) {
  HttpRequest request;
  const std::pair<absl::string_view, absl::string_view> head_and_body =
      absl::StrSplit(sent, absl::MaxSplits("\n\n", 1));
  request.body = std::string(head_and_body.second);
  const std::vector<absl::string_view> lines = absl::StrSplit(head_and_body.first, '\n');
  const std::pair<absl::string_view, absl::string_view> line =
      absl::StrSplit(lines[0], absl::MaxSplits(' ', 1));
  request.method = std::string(line.first);
  const std::pair<absl::string_view, absl::string_view> target =
      absl::StrSplit(line.second, absl::MaxSplits('?', 1));
  request.path = std::string(target.first);
  for (const absl::string_view parameter : absl::StrSplit(target.second, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(parameter, absl::MaxSplits('=', 1));
    request.query.emplace_back(Unescaped(parts.first), Unescaped(parts.second));
  }
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> header =
        absl::StrSplit(lines[i], absl::MaxSplits(": ", 1));
    request.headers.emplace(absl::AsciiStrToLower(header.first), header.second);
  }
  return request;
}

void CheckErrorAnswer(const HttpAnswer& answer, bool is_of_client) {
  Require(!is_of_client || (answer.status >= 400 && answer.status < 500),
          "what is refused is the client's fault", absl::StrCat(answer.status, answer.body));
  google::rpc::Status status;
  Require(google::protobuf::util::JsonStringToMessage(answer.body, &status).ok(),
          "an error is JSON", answer.body);
}

void RequireRefusal(const absl::Status& status) {
  Require(status.code() == absl::StatusCode::kInvalidArgument,
          "what cannot be read is the client's fault", status.ToString());
  CheckErrorAnswer(ErrorAnswer(status), /*is_of_client=*/true);
}

// The message without the masks of a request. A path that names no field, "_1", is refused by the
// service, and JSON need not be able to say it.
std::string BytesWithoutMasks(const google::protobuf::Message& message) {
  const std::unique_ptr<google::protobuf::Message> copy(message.New());
  copy->CopyFrom(message);
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (field->message_type() == google::protobuf::FieldMask::descriptor()) {
      copy->GetReflection()->ClearField(copy.get(), field);
    }
  }
  return copy->SerializeAsString();
}

void CheckMessage(const google::protobuf::Message& message) {
  ForEachText(message,
              [](const std::string& text) { Require(IsUtf8(text), "a call carries UTF-8", text); });
  const absl::StatusOr<std::string> json = gateway::JsonOf(message);
  // An instant may lie outside what JSON can say; the service refuses it.
  if (!json.ok()) return;
  const auto again = gateway::NewMessage(*message.GetDescriptor());
  const absl::Status read = gateway::ParseJson(*json, "", *again);
  Require(read.ok(), "what is written as JSON is read", absl::StrCat(*json, read.ToString()));
  Require(BytesWithoutMasks(*again) == BytesWithoutMasks(message),
          "what is written as JSON is read as it was", *json);
}

void CheckRequest(const HttpRequest& request) {
  static HttpHandler& face = *gateway::CreateHttpFace(nullptr).release();
  if (const auto refused = face.Refuse(request); refused.has_value()) {
    // What is not served with a verb is UNIMPLEMENTED to a program.
    CheckErrorAnswer(*refused, /*is_of_client=*/true);
  }
  const gateway::Matched matched = gateway::Match(gateway::Routes(), request.method, request.path);
  if (matched.route == nullptr) return;
  auto messages = gateway::RequestMessages::Of(*matched.route, matched.variables, request);
  if (!messages.ok()) return RequireRefusal(messages.status());
  for (int read = 0; read < kMostMessages; ++read) {
    const auto message = messages->Next();
    if (!message.ok()) return RequireRefusal(message.status());
    if (*message == nullptr) return;
    CheckMessage(**message);
  }
}

std::string HeaderOf(const HttpAnswer& answer, absl::string_view name) {
  const auto found = std::find_if(answer.headers.begin(), answer.headers.end(),
                                  [&](const auto& header) { return header.first == name; });
  return found == answer.headers.end() ? "" : found->second;
}

std::string BodyOf(const HttpAnswer& answer) {
  if (HeaderOf(answer, "Content-Encoding").empty()) return answer.body;
  google::protobuf::io::ArrayInputStream in(answer.body.data(),
                                            static_cast<int>(answer.body.size()));
  google::protobuf::io::GzipInputStream gzip(&in);
  std::string body;
  const void* data = nullptr;
  for (int size = 0; gzip.Next(&data, &size);) {
    body.append(static_cast<const char*>(data), static_cast<size_t>(size));
  }
  Require(gzip.ZlibErrorCode() >= 0, "what is compressed can be read");
  return body;
}

void CheckAnswer(const HttpRequest& request, absl::string_view bytes) {
  const gateway::Matched matched = gateway::Match(gateway::Routes(), request.method, request.path);
  if (matched.route == nullptr) return;
  const google::protobuf::MethodDescriptor& method = *matched.route->method;
  const auto message = gateway::NewMessage(*method.output_type());
  // Of what is no such message the log tells, each time.
  if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const grpc::Slice slice(std::string{bytes});
  const HttpAnswer answer = gateway::AnswerOf(request, method, grpc::ByteBuffer(&slice, 1));
  if (answer.status >= 400) return CheckErrorAnswer(answer, /*is_of_client=*/false);
  if (answer.status == kHttpNotModified) {
    return Require(answer.body.empty(), "what a client has is not sent again");
  }
  if (HeaderOf(answer, "Content-Type") != gateway::kJsonType) return;
  Require(gateway::ParseJson(BodyOf(answer), "", *message).ok(), "an answer is JSON of its message",
          answer.body);
  // Who has the etag need not be told again.
  HttpRequest repeated = request;
  repeated.headers["if-none-match"] = HeaderOf(answer, "ETag");
  Require(repeated.headers["if-none-match"].empty() ||
              gateway::AnswerOf(repeated, method, grpc::ByteBuffer(&slice, 1)).status ==
                  kHttpNotModified,
          "an answer has the etag that it is told with");
}

}  // namespace

const char* const kCorpus = "http_request";

void RunInput(absl::string_view input) {
  const google::protobuf::LogSilencer silencer;  // of what cannot be parsed
  const size_t cut = input.find(kBetween);
  const HttpRequest request = RequestOf(input.substr(0, cut));
  CheckRequest(request);
  CheckAnswer(request, cut == absl::string_view::npos ? "" : input.substr(cut + kBetween.size()));
}

}  // namespace tertial::fuzz
