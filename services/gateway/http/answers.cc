#include "services/gateway/http/answers.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/http/error_answer.h"
#include "common/http/representation.h"
#include "common/observability/log.h"
#include "common/status/errors.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "services/gateway/http/json.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

absl::Status Logged(const MethodDescriptor& method, const absl::Status& status) {
  Log(Severity::kError, "answer not understood",
      {{"method", method.full_name()}, {"cause", std::string(status.message())}});
  return status;
}

absl::StatusOr<std::unique_ptr<Message>> Parsed(const MethodDescriptor& method,
                                                const grpc::ByteBuffer& bytes) {
  std::unique_ptr<Message> message = NewMessage(*method.output_type());
  grpc::ByteBuffer copy = bytes;
  grpc::ProtoBufferReader reader(&copy);
  if (reader.status().ok() && message->ParseFromZeroCopyStream(&reader)) return message;
  return MakeError(absl::StatusCode::kInternal, common::v1::ERROR_REASON_ANSWER_NOT_UNDERSTOOD,
                   "The bytes are not those of the message.");
}

HttpAnswer FileOf(const v1::ExportReportResponse& exported) {
  return {.headers = {{"Content-Type", exported.content_type()},
                      {"Content-Disposition",
                       absl::StrCat("inline; filename=\"", exported.file_name(), "\"")}},
          .body = exported.content()};
}

}  // namespace

HttpAnswer AnswerOf(const HttpRequest& request, const MethodDescriptor& method,
                    const grpc::ByteBuffer& bytes) {
  const absl::StatusOr<std::unique_ptr<Message>> message = Parsed(method, bytes);
  if (!message.ok()) return ErrorAnswer(Logged(method, message.status()));
  if (const auto* exported = dynamic_cast<const v1::ExportReportResponse*>(message->get())) {
    return Represent(request, FileOf(*exported));
  }
  absl::StatusOr<std::string> json = JsonOf(**message);
  if (!json.ok()) return ErrorAnswer(Logged(method, json.status()));
  HttpAnswer answer{.headers = {{"Content-Type", kJsonType}}, .body = *std::move(json)};
  const bool reads = request.method == "GET" || request.method == "HEAD";
  return reads ? Represent(request, std::move(answer)) : answer;
}

absl::StatusOr<std::string> LineOf(const MethodDescriptor& method, const grpc::ByteBuffer& bytes) {
  const absl::StatusOr<std::unique_ptr<Message>> message = Parsed(method, bytes);
  if (!message.ok()) return Logged(method, message.status());
  absl::StatusOr<std::string> json = JsonOf(**message);
  if (!json.ok()) return Logged(method, json.status());
  return absl::StrCat(*json, "\n");
}

HttpAnswer StreamHead(std::string first_line) {
  return {.headers = {{"Content-Type", kLinesType}, {"Cache-Control", "no-store"}},
          .body = std::move(first_line)};
}

}  // namespace tertial::gateway
