// What every process answers over HTTP to those who operate it, on a free port.
#include "common/server/operations_face.h"

#include <atomic>
#include <memory>
#include <string>

#include "common/observability/metrics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prometheus/counter.h"
#include "tests/integration/http_client.h"

namespace tertial {
namespace {

using testing::ErrorIn;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Answers every path with itself, but refuses "/refused".
class PathEcho final : public HttpHandler {
 public:
  std::optional<HttpAnswer> Refuse(const HttpRequest& request) override {
    if (request.path != "/refused") return std::nullopt;
    return HttpAnswer{.status = 418, .headers = {}, .body = "refused"};
  }
  void Handle(std::shared_ptr<HttpExchange> exchange) override {
    exchange->Answer(
        [exchange] { return HttpAnswer{.headers = {}, .body = exchange->request().path}; });
  }
};

class OperationsFaceTest : public ::testing::Test {
 protected:
  explicit OperationsFaceTest(std::unique_ptr<HttpHandler> others = nullptr)
      : face_([this] { return serving_.load(); }, std::move(others)) {}

  std::atomic<bool> serving_ = true;
  OperationsFace face_;
  const std::unique_ptr<HttpServer> server_ = *HttpServer::Start("127.0.0.1", 0, face_);
  testing::HttpClient client_{server_->port()};
};

class OperationsFaceBesideOthers : public OperationsFaceTest {
 protected:
  OperationsFaceBesideOthers() : OperationsFaceTest(std::make_unique<PathEcho>()) {}
};

TEST_F(OperationsFaceTest, TellsMetricsAsPrometheusReadsThem) {
  CounterOf(kLedgerCommits).Increment(3);
  const auto response = client_.Get("/metrics");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.get_header_value("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(response.get_header_value("Cache-Control"), "no-store");
  EXPECT_THAT(response.body, HasSubstr("# TYPE tertial_ledger_commits_total counter\n"));
  EXPECT_THAT(response.body, HasSubstr("\ntertial_ledger_commits_total 3\n"));
}

TEST_F(OperationsFaceTest, IsReadyAsLongAsTheProcessServesAndAliveAsLongAsItAnswers) {
  EXPECT_EQ(client_.Get("/readyz").status, 200);
  EXPECT_EQ(client_.Get("/readyz").body, R"({"status":"SERVING"})");
  serving_ = false;
  EXPECT_EQ(client_.Get("/readyz").status, 503);
  EXPECT_EQ(client_.Get("/readyz").body, R"({"status":"NOT_SERVING"})");
  EXPECT_EQ(client_.Get("/healthz").status, 200);
}

TEST_F(OperationsFaceTest, AnswersHeadWithoutTheBody) {
  const auto head = client_.Send("HEAD", "/readyz");
  EXPECT_EQ(head.status, 200);
  EXPECT_THAT(head.body, IsEmpty());
}

TEST_F(OperationsFaceTest, RefusesAllElse) {
  for (const char* path : {"/", "/metrics/", "/v1/areas", "/healthz/x"}) {
    EXPECT_EQ(ErrorIn(client_.Get(path)), "404 PATH_NOT_FOUND") << path;
  }
  for (const char* path : {"/metrics", "/healthz", "/readyz"}) {
    const auto refused = client_.Send("POST", path, "{}");
    EXPECT_EQ(ErrorIn(refused), "405 METHOD_NOT_ALLOWED") << path;
    EXPECT_EQ(refused.get_header_value("Allow"), "GET, HEAD") << path;
  }
}

TEST_F(OperationsFaceBesideOthers, LeavesToThemWhatIsTheirs) {
  EXPECT_EQ(client_.Get("/v1/areas").body, "/v1/areas");
  EXPECT_EQ(client_.Get("/refused").status, 418);
  EXPECT_EQ(client_.Get("/readyz").body, R"({"status":"SERVING"})");
}

}  // namespace
}  // namespace tertial
