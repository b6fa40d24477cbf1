// In which order a request of HTTP and its call are tied together.
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/client_interceptor.h"
#include "gtest/gtest.h"
#include "services/gateway/http/request_message.h"
#include "services/gateway/http/routes.h"
#include "services/gateway/http/transcoded_call.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;

// What has happened, in its order.
class Events {
 public:
  void Add(const std::string& event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
    changed_.notify_all();
  }
  // All until `last`.
  std::vector<std::string> WaitFor(const std::string& last) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(20),
                      [&] { return !events_.empty() && events_.back() == last; });
    return events_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
};

class NotedExchange final : public HttpExchange {
 public:
  NotedExchange(HttpRequest request, Events& events)
      : request_(std::move(request)), events_(events) {}

  const HttpRequest& request() const override { return request_; }
  void Answer(std::function<HttpAnswer()> /*make*/) override { events_.Add("answered"); }
  void BeginStream(HttpAnswer /*head*/, std::function<void()> /*taken*/) override {}
  void Send(std::string /*piece*/) override {}
  void EndStream() override {}
  void OnGone(std::function<void()> /*gone*/) override { events_.Add("end of request awaited"); }

 private:
  const HttpRequest request_;
  Events& events_;
};

class NotingInterceptor final : public grpc::experimental::Interceptor {
 public:
  explicit NotingInterceptor(Events& events) : events_(events) {}
  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(
            grpc::experimental::InterceptionHookPoints::PRE_SEND_INITIAL_METADATA)) {
      events_.Add("call started");
    }
    methods->Proceed();
  }

 private:
  Events& events_;
};

class NotingFactory final : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  explicit NotingFactory(Events& events) : events_(events) {}
  grpc::experimental::Interceptor* CreateClientInterceptor(
      grpc::experimental::ClientRpcInfo* /*info*/) override {
    return new NotingInterceptor(events_);
  }

 private:
  Events& events_;
};

TEST(TranscodedCall, AwaitsTheEndOfItsRequestBeforeItCanBeAnswered) {
  Events events;
  std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> factories;
  factories.push_back(std::make_unique<NotingFactory>(events));
  // Nobody is there: the call fails as soon as it has started.
  const auto channel = grpc::experimental::CreateCustomChannelWithInterceptors(
      "unix:/nonexistent/socket", grpc::InsecureChannelCredentials(), grpc::ChannelArguments(),
      std::move(factories));
  const std::vector<Route> routes = Routes();
  const auto exchange = std::make_shared<NotedExchange>(
      HttpRequest{.method = "GET", .path = "/v1/areas", .query = {}, .headers = {}, .body = ""},
      events);
  const Matched matched = Match(routes, "GET", "/v1/areas");
  ASSERT_NE(matched.route, nullptr);
  auto messages = RequestMessages::Of(*matched.route, matched.variables, exchange->request());
  ASSERT_TRUE(messages.ok());
  StartTranscodedCall(exchange, channel, *matched.route->method, *std::move(messages), CallTerms());
  EXPECT_THAT(events.WaitFor("answered"),
              ElementsAre("end of request awaited", "call started", "answered"));
}

}  // namespace
}  // namespace tertial::gateway
