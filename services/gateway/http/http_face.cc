#include "services/gateway/http/http_face.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/http/error_answer.h"
#include "common/http/representation.h"
#include "common/observability/trace.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/clock.h"
#include "services/gateway/http/answers.h"
#include "services/gateway/http/openapi.h"
#include "services/gateway/http/request_message.h"
#include "services/gateway/http/routes.h"
#include "services/gateway/http/transcoded_call.h"

namespace tertial::gateway {
namespace {

constexpr char kTimeoutHeader[] = "tertial-timeout";
constexpr absl::Duration kLongestTimeout = absl::Hours(1);
// In place of an authorization that nobody can read: it is no bearer token.
constexpr char kUnreadable[] = "unreadable";

absl::Status ContentTypeNotRead(absl::string_view what, const std::string& sent,
                                absl::string_view read) {
  return MakeError(
      absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_CONTENT_TYPE_NOT_READ,
      absl::StrCat("A body of the ", what, " ", Quoted(sent), " is not read; send ", read, "."));
}

bool HasBody(const HttpRequest& request) {
  const std::string length = request.Header("content-length");
  return !request.Header("transfer-encoding").empty() || (!length.empty() && length != "0");
}

// Whether the body is of a form that the route reads, as far as the headers tell.
absl::Status CheckBody(const Route& route, const HttpRequest& request) {
  if (!HasBody(request)) return absl::OkStatus();
  const std::string encoding = absl::AsciiStrToLower(request.Header("content-encoding"));
  if (!encoding.empty() && encoding != "identity") {
    return ContentTypeNotRead("encoding", encoding, "it as it is");
  }
  const std::string stated = request.Header("content-type");
  const std::vector<std::string> parts = absl::StrSplit(stated, ';');
  const std::string type = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts[0]));
  const absl::string_view read = route.method->client_streaming() ? kLinesType : kJsonType;
  return type == read ? absl::OkStatus() : ContentTypeNotRead("type", stated, read);
}

bool IsPrintable(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isprint(c); });
}

// When the answer is of no more use. A stream has no end unless the client states one.
absl::StatusOr<std::optional<absl::Time>> DeadlineOf(const Route& route,
                                                     const HttpRequest& request) {
  std::string stated = request.Header(kTimeoutHeader);
  for (const auto& [name, value] : request.query) {
    if (name == kTimeoutParameter) stated = value;
  }
  if (stated.empty()) {
    const bool streams = route.method->server_streaming() || route.method->client_streaming();
    if (streams) return std::optional<absl::Time>();
    return std::optional<absl::Time>(SystemClock().Now() + kDefaultDeadline);
  }
  absl::Duration timeout;
  if (!absl::ParseDuration(stated, &timeout) || timeout <= absl::ZeroDuration() ||
      timeout > kLongestTimeout) {
    return InvalidField(kTimeoutParameter, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                        absl::StrCat(Quoted(stated), " is not a time to wait, up to ",
                                     absl::FormatDuration(kLongestTimeout), ", such as \"2.5s\"."));
  }
  return std::optional<absl::Time>(SystemClock().Now() + timeout);
}

absl::StatusOr<CallTerms> TermsOf(const Route& route, const HttpRequest& request) {
  CallTerms terms{.peer = request.peer,
                  .caller = request.Header(kCallerMetadata),
                  .authorization = request.Header(kAuthorizationMetadata),
                  .request_id = request.Header(kRequestIdMetadata)};
  // No call can carry them. It is refused where all calls are, so that the audit trail has it.
  if (!IsPrintable(terms.caller) || !IsPrintable(terms.authorization)) {
    terms.caller.clear();
    terms.authorization = kUnreadable;
  }
  // As over gRPC, one that is not fit for a log line is replaced.
  if (!IsPrintable(terms.request_id)) terms.request_id.clear();
  if (const auto trace = ParseTraceParent(request.Header(kTraceParent)); trace.has_value()) {
    terms.trace_parent = trace->TraceParent();
    terms.trace_state = BoundedTraceState(request.Header(kTraceState));
  }
  TERTIAL_ASSIGN_OR_RETURN(terms.deadline, DeadlineOf(route, request));
  return terms;
}

class HttpFace final : public HttpHandler {
 public:
  explicit HttpFace(std::shared_ptr<grpc::Channel> own)
      : own_(std::move(own)), openapi_(OpenApiOf(Routes())) {}

  std::optional<HttpAnswer> Refuse(const HttpRequest& request) override {
    if (request.path == kOpenApiPath) {
      const bool reads = request.method == "GET" || request.method == "HEAD";
      if (reads) return std::nullopt;
      return MethodNotAllowed(request.method, "GET, HEAD");
    }
    const Matched matched = Match(Routes(), request.method, request.path);
    if (matched.allowed.empty()) {
      return PathNotFound(request.path, absl::StrCat(kOpenApiPath, " tells what is"));
    }
    if (matched.route == nullptr) return MethodNotAllowed(request.method, matched.allowed);
    if (const absl::Status body = CheckBody(*matched.route, request); !body.ok()) {
      return ErrorAnswer(body);
    }
    return std::nullopt;
  }

  void Handle(std::shared_ptr<HttpExchange> exchange) override {
    if (exchange->request().path == kOpenApiPath) {
      exchange->Answer([this, exchange] {
        return Represent(exchange->request(),
                         {.headers = {{"Content-Type", kJsonType}}, .body = openapi_});
      });
      return;
    }
    const absl::Status called = Call(exchange);
    if (!called.ok()) {
      exchange->Answer([called] { return ErrorAnswer(called); });
    }
  }

 private:
  absl::Status Call(const std::shared_ptr<HttpExchange>& exchange) {
    const HttpRequest& request = exchange->request();
    const Matched matched = Match(Routes(), request.method, request.path);
    TERTIAL_ASSIGN_OR_RETURN(const CallTerms terms, TermsOf(*matched.route, request));
    TERTIAL_ASSIGN_OR_RETURN(RequestMessages messages,
                             RequestMessages::Of(*matched.route, matched.variables, request));
    StartTranscodedCall(exchange, own_, *matched.route->method, std::move(messages), terms);
    return absl::OkStatus();
  }

  const std::shared_ptr<grpc::Channel> own_;
  const std::string openapi_;
};

}  // namespace

std::unique_ptr<HttpHandler> CreateHttpFace(std::shared_ptr<grpc::Channel> own) {
  return std::make_unique<HttpFace>(std::move(own));
}

}  // namespace tertial::gateway
