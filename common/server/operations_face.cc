#include "common/server/operations_face.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/string_view.h"
#include "common/http/error_answer.h"
#include "common/observability/metrics.h"

namespace tertial {
namespace {

constexpr absl::string_view kMetrics = "/metrics";
constexpr absl::string_view kAlive = "/healthz";
constexpr absl::string_view kReady = "/readyz";
constexpr std::array<absl::string_view, 3> kPaths = {kMetrics, kAlive, kReady};

constexpr int kNotServing = 503;

bool IsOwn(absl::string_view path) {
  return std::find(kPaths.begin(), kPaths.end(), path) != kPaths.end();
}

HttpAnswer AnswerOf(int status, const char* type, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", type}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

HttpAnswer StateAnswer(int status, const char* state) {
  return AnswerOf(status, "application/json", std::string("{\"status\":\"") + state + "\"}");
}

}  // namespace

std::optional<HttpAnswer> OperationsFace::Refuse(const HttpRequest& request) {
  if (!IsOwn(request.path)) {
    if (others_ != nullptr) return others_->Refuse(request);
    return PathNotFound(request.path, "/metrics, /healthz and /readyz are");
  }
  if (request.method == "GET" || request.method == "HEAD") return std::nullopt;
  return MethodNotAllowed(request.method, "GET, HEAD");
}

void OperationsFace::Handle(std::shared_ptr<HttpExchange> exchange) {
  const std::string& path = exchange->request().path;
  if (path == kMetrics) {
    exchange->Answer([] { return AnswerOf(kHttpOk, kMetricsType, MetricsText()); });
  } else if (path == kAlive) {
    exchange->Answer([] { return StateAnswer(kHttpOk, "ALIVE"); });
  } else if (path == kReady) {
    exchange->Answer([serving = serving_()] {
      return serving ? StateAnswer(kHttpOk, "SERVING") : StateAnswer(kNotServing, "NOT_SERVING");
    });
  } else {
    others_->Handle(std::move(exchange));
  }
}

}  // namespace tertial
