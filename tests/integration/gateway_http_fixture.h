// The HTTP face of the gateway before a server that answers every method.
#ifndef TERTIAL_TESTS_INTEGRATION_GATEWAY_HTTP_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_GATEWAY_HTTP_FIXTURE_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/http/http_server.h"
#include "gtest/gtest.h"
#include "services/gateway/http/http_face.h"
#include "services/gateway/http/routes.h"
#include "tests/integration/http_client.h"
#include "tests/testing/any_method_server.h"

namespace tertial::gateway {

class GatewayHttpTest : public ::testing::Test {
 protected:
  // What the server answers from now on.
  void Reply(testing::AnyReply reply) {
    const std::lock_guard lock(mutex_);
    reply_ = std::move(reply);
  }
  void Reply(const google::protobuf::Message& message) {
    Reply({.messages = {message.SerializeAsString()}});
  }

  // The calls that have come in since the last time.
  std::vector<testing::AnyCall> TakeCalls() {
    const std::lock_guard lock(mutex_);
    return std::exchange(calls_, {});
  }

  httplib::Response Get(const std::string& target, const httplib::Headers& headers = {}) {
    return client_.Get(target, headers);
  }
  httplib::Response Send(const std::string& method, const std::string& target,
                         const std::string& body = "", const httplib::Headers& headers = {}) {
    return client_.Send(method, target, body, headers);
  }

 private:
  std::mutex mutex_;
  testing::AnyReply reply_;
  std::vector<testing::AnyCall> calls_;

 protected:
  const std::unique_ptr<testing::AnyMethodServer> grpc_ =
      testing::AnyMethodServer::Start([this](const testing::AnyCall& call) {
        const std::lock_guard lock(mutex_);
        calls_.push_back(call);
        return reply_;
      });
  const std::unique_ptr<HttpHandler> face_ = CreateHttpFace(grpc_->OwnChannel());
  const std::unique_ptr<HttpServer> server_ = *HttpServer::Start("127.0.0.1", 0, *face_);
  testing::HttpClient client_{server_->port()};
};

}  // namespace tertial::gateway

#endif  // TERTIAL_TESTS_INTEGRATION_GATEWAY_HTTP_FIXTURE_H_
