// The server of HTTP itself, on a free port, with a handler that a test tells what to do.
#include "common/http/http_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/http/error_answer.h"
#include "common/http/representation.h"
#include "common/rpc/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/http_client.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using testing::ErrorIn;
using testing::HttpClient;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Answers "/echo" with what it was sent; keeps what comes for "/wait"; refuses "/refused".
class TestHandler final : public HttpHandler {
 public:
  std::optional<HttpAnswer> Refuse(const HttpRequest& request) override {
    Note(begun_);
    if (request.path != "/refused") return std::nullopt;
    return HttpAnswer{.status = 418, .headers = {}, .body = "refused"};
  }
  void Handle(std::shared_ptr<HttpExchange> exchange) override {
    const HttpRequest& request = exchange->request();
    if (request.path == "/wait") {
      exchange->OnGone([this] { Note(gone_); });
      const std::lock_guard lock(mutex_);
      kept_.push_back(std::move(exchange));
      changed_.notify_all();
      return;
    }
    exchange->Answer([exchange] {
      const HttpRequest& sent = exchange->request();
      std::string text = absl::StrCat(sent.method, " ", sent.path, "\n");
      for (const auto& [name, value] : sent.query) absl::StrAppend(&text, name, "=", value, "\n");
      return Represent(sent, {.headers = {}, .body = absl::StrCat(text, sent.body)});
    });
  }

  // The exchanges that wait, once there are `count`.
  std::vector<std::shared_ptr<HttpExchange>> WaitForKept(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(20), [&] { return kept_.size() >= count; });
    return kept_;
  }
  void Forget() {
    const std::lock_guard lock(mutex_);
    kept_.clear();
  }
  int WaitForGone(int count) { return WaitFor(gone_, count); }
  // Requests whose head has come.
  int WaitForBegun(int count) { return WaitFor(begun_, count); }

 private:
  int WaitFor(const int& counter, int count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(20), [&] { return counter >= count; });
    return counter;
  }
  void Note(int& counter) {
    const std::lock_guard lock(mutex_);
    ++counter;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<HttpExchange>> kept_;
  int gone_ = 0;
  int begun_ = 0;
};

class HttpServerTest : public ::testing::Test {
 protected:
  TestHandler handler_;
  const std::unique_ptr<HttpServer> server_ = *HttpServer::Start("127.0.0.1", 0, handler_);
  HttpClient client_{server_->port()};
};

TEST_F(HttpServerTest, GivesTheHandlerWhatWasSent) {
  const auto response = client_.Send("PATCH", "/echo/a%2Fb?x=1+2%26&y&x=%C3%A6", "body");
  EXPECT_EQ(response.body, "PATCH /echo/a%2Fb\nx=1 2&\ny=\nx=æ\nbody");
}

TEST_F(HttpServerTest, ServesManyRequestsOverOneConnection) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(client_.Send("POST", "/echo", absl::StrCat(i)).body, absl::StrCat("POST /echo\n", i));
  }
}

TEST_F(HttpServerTest, AnswersHeadWithoutTheBody) {
  const auto head = client_.Send("HEAD", "/echo");
  const auto get = client_.Get("/echo");
  EXPECT_EQ(head.status, 200);
  EXPECT_THAT(head.body, IsEmpty());
  // The one says HEAD, the other GET.
  EXPECT_EQ(head.get_header_value<uint64_t>("Content-Length"), get.body.size() + 1);
}

TEST_F(HttpServerTest, RefusesABodyAboveTheLimit) {
  const std::string most(kLargestHttpBodyBytes, 'x');
  EXPECT_EQ(client_.Send("POST", "/echo", most).status, 200);
  EXPECT_EQ(ErrorIn(client_.Send("POST", "/echo", most + "x")), "413 BODY_TOO_LARGE");
  EXPECT_EQ(ErrorIn(client_.Send("PATCH", "/echo", most + "x")), "413 BODY_TOO_LARGE");
  EXPECT_EQ(client_.Get("/echo").status, 200);
}

TEST_F(HttpServerTest, RefusesABodyInChunksAboveTheLimit) {
  const std::string chunk(1 << 20, 'x');
  size_t sent = 0;
  const httplib::Result result = client_.raw().Post(
      "/echo",
      [&](size_t /*offset*/, httplib::DataSink& sink) {
        sink.write(chunk.data(), chunk.size());
        sent += chunk.size();
        if (sent > kLargestHttpBodyBytes) sink.done();
        return true;
      },
      "text/plain");
  ASSERT_TRUE(result);
  EXPECT_EQ(ErrorIn(*result), "413 BODY_TOO_LARGE");
}

TEST_F(HttpServerTest, RefusesBodiesBeyondWhatAllMayTakeTogether) {
  constexpr size_t kRequests = kMostHeldHttpBytes / kLargestHttpBodyBytes;
  const std::string most(kLargestHttpBodyBytes, 'x');
  std::vector<std::thread> clients;
  for (size_t i = 0; i < kRequests; ++i) {
    clients.emplace_back(
        [&] { EXPECT_EQ(HttpClient(server_->port()).Send("POST", "/wait", most).status, 200); });
  }
  ASSERT_THAT(handler_.WaitForKept(kRequests), SizeIs(kRequests));
  const auto refused = client_.Send("POST", "/echo", "x");
  EXPECT_EQ(ErrorIn(refused), "429 TOO_MANY_CALLS");
  EXPECT_EQ(refused.get_header_value("Retry-After"), "1");
  EXPECT_EQ(client_.Get("/echo").status, 200);
  for (const auto& exchange : handler_.WaitForKept(kRequests)) {
    exchange->Answer([] { return HttpAnswer(); });
  }
  for (std::thread& client : clients) client.join();
  handler_.Forget();
  // A client has its answer a moment before the server is done with the request.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  int status = 0;
  while (status != 200 && std::chrono::steady_clock::now() < deadline) {
    status = client_.Send("POST", "/echo", most).status;
  }
  EXPECT_EQ(status, 200);
}

TEST_F(HttpServerTest, RefusesBeforeABodyThatIsAskedForFirst) {
  const auto response = client_.Send("POST", "/refused", "body", {{"Expect", "100-continue"}});
  EXPECT_EQ(response.status, 418);
  EXPECT_EQ(response.get_header_value("Connection"), "close");
  EXPECT_EQ(client_.Send("POST", "/refused", "body").status, 418);
}

TEST_F(HttpServerTest, GivesEveryContentAnEtagAndAnswers304WhileItIsTheSame) {
  const auto first = client_.Get("/echo?a=1");
  const std::string etag = first.get_header_value("ETag");
  const auto again = client_.Get("/echo?a=1", {{"If-None-Match", absl::StrCat("\"no\", ", etag)}});
  EXPECT_EQ(again.status, 304);
  EXPECT_THAT(again.body, IsEmpty());
  EXPECT_EQ(again.get_header_value("ETag"), etag);
  EXPECT_EQ(client_.Get("/echo?a=2", {{"If-None-Match", etag}}).status, 200);
  EXPECT_EQ(client_.Get("/echo?a=2", {{"If-None-Match", "*"}}).status, 304);
}

TEST_F(HttpServerTest, CompressesWhereThatIsAcceptedAndWorthIt) {
  const std::string target = absl::StrCat("/echo?a=", std::string(5000, 'a'));
  const auto plain = client_.Get(target);
  EXPECT_FALSE(plain.has_header("Content-Encoding"));
  const auto compressed = client_.Get(target, {{"Accept-Encoding", "br, gzip;q=0.5"}});
  EXPECT_EQ(compressed.get_header_value("Content-Encoding"), "gzip");
  EXPECT_LT(compressed.get_header_value<uint64_t>("Content-Length"), 200);
  EXPECT_EQ(compressed.body, plain.body);  // the client has decompressed it
  EXPECT_NE(compressed.get_header_value("ETag"), plain.get_header_value("ETag"));
  EXPECT_EQ(compressed.get_header_value("Vary"), "Accept-Encoding");
  const httplib::Headers same = {{"Accept-Encoding", "gzip"},
                                 {"If-None-Match", compressed.get_header_value("ETag")}};
  EXPECT_EQ(client_.Get(target, same).status, 304);
  for (const char* refused : {"gzip;q=0", "br", "identity"}) {
    EXPECT_FALSE(client_.Get(target, {{"Accept-Encoding", refused}}).has_header("Content-Encoding"))
        << refused;
  }
  EXPECT_FALSE(client_.Get("/echo", {{"Accept-Encoding", "gzip"}}).has_header("Content-Encoding"));
}

TEST_F(HttpServerTest, TakesWhatIsSaidOfGzipBeforeWhatIsSaidOfAllCodings) {
  const std::string target = absl::StrCat("/echo?a=", std::string(5000, 'a'));
  for (const char* accepted : {"*", "*;q=0, gzip", "gzip, *;q=0"}) {
    EXPECT_TRUE(client_.Get(target, {{"Accept-Encoding", accepted}}).has_header("Content-Encoding"))
        << accepted;
  }
  for (const char* refused : {"*;q=0", "*, gzip;q=0", "gzip;q=0, *"}) {
    EXPECT_FALSE(client_.Get(target, {{"Accept-Encoding", refused}}).has_header("Content-Encoding"))
        << refused;
  }
}

TEST_F(HttpServerTest, HoldsNoThreadForARequestUnderWay) {
  constexpr size_t kRequests = 5 * kHttpThreads;
  std::vector<std::thread> clients;
  std::vector<int> answers(kRequests);
  for (size_t i = 0; i < kRequests; ++i) {
    clients.emplace_back([&, i] { answers[i] = HttpClient(server_->port()).Get("/wait").status; });
  }
  const auto kept = handler_.WaitForKept(kRequests);
  EXPECT_THAT(kept, SizeIs(kRequests));
  EXPECT_EQ(client_.Get("/echo").status, 200);
  for (const auto& exchange : kept) {
    exchange->Answer([] { return HttpAnswer{.status = 201, .headers = {}, .body = ""}; });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_THAT(answers, ::testing::Each(201));
}

TEST_F(HttpServerTest, SendsAStreamPieceByPiece) {
  std::thread answering([this] {
    const auto exchange = handler_.WaitForKept(1).at(0);
    std::mutex mutex;
    std::condition_variable changed;
    int taken = 0;
    exchange->BeginStream({.headers = {}, .body = "first\n"}, [&] {
      const std::lock_guard lock(mutex);
      ++taken;
      changed.notify_all();
    });
    for (int sent = 1; sent <= 3; ++sent) {
      std::unique_lock lock(mutex);
      EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(20), [&] { return taken == sent; }));
      lock.unlock();
      exchange->Send(absl::StrCat(sent, std::string(50'000, 'x'), "\n"));
    }
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(20), [&] { return taken == 4; }));
    lock.unlock();
    exchange->EndStream();
  });
  const auto response = client_.Get("/wait");
  answering.join();
  const std::string x(50'000, 'x');
  EXPECT_EQ(response.body, absl::StrCat("first\n1", x, "\n2", x, "\n3", x, "\n"));
}

TEST_F(HttpServerTest, TellsWhenTheClientOfAStreamIsGone) {
  std::thread leaving([this] {
    const httplib::Result result =
        client_.raw().Get("/wait", [](const char*, size_t) { return false; });
    EXPECT_FALSE(result);
  });
  const auto exchange = handler_.WaitForKept(1).at(0);
  exchange->BeginStream({.headers = {}, .body = "first\n"}, [] {});
  leaving.join();
  client_.raw().stop();
  // It is noticed when something is to be sent.
  for (int i = 0; i < 100; ++i) exchange->Send(std::string(100'000, 'x'));
  EXPECT_EQ(handler_.WaitForGone(1), 1);
}

TEST_F(HttpServerTest, LetsRequestsUnderWayEndWhenItStops) {
  int status = 0;
  std::thread asking([&] { status = client_.Get("/wait").status; });
  const auto exchange = handler_.WaitForKept(1).at(0);
  std::thread answering([&] {
    exchange->Answer([] { return HttpAnswer{.status = 202, .headers = {}, .body = "late"}; });
  });
  server_->Stop(absl::Seconds(20));
  answering.join();
  asking.join();
  EXPECT_EQ(status, 202);
}

TEST_F(HttpServerTest, CutsWhatDoesNotEndWhenItStops) {
  std::thread asking([&] {
    httplib::Client client("127.0.0.1", server_->port());
    EXPECT_FALSE(client.Get("/wait"));
  });
  const auto exchange = handler_.WaitForKept(1).at(0);
  server_->Stop(absl::ZeroDuration());
  EXPECT_EQ(handler_.WaitForGone(1), 1);
  exchange->Answer([] { return HttpAnswer(); });  // nobody is there
  asking.join();
}

TEST_F(HttpServerTest, DoesNotWaitForABodyThatDoesNotComeWhenItStops) {
  std::mutex mutex;
  std::condition_variable changed;
  bool has_stopped = false;
  std::thread sending([&] {
    const httplib::Result result = client_.raw().Post(
        "/echo", 100,
        [&](size_t /*offset*/, size_t /*length*/, httplib::DataSink& sink) {
          sink.write("half of", 7);
          std::unique_lock lock(mutex);
          changed.wait(lock, [&] { return has_stopped; });
          return false;
        },
        "text/plain");
    EXPECT_FALSE(result);
  });
  EXPECT_EQ(handler_.WaitForBegun(1), 1);
  const auto begin = std::chrono::steady_clock::now();
  constexpr std::chrono::seconds kDrain{60};
  server_->Stop(absl::FromChrono(kDrain));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, kDrain / 2);
  {
    const std::lock_guard lock(mutex);
    has_stopped = true;
    changed.notify_all();
  }
  sending.join();
}

// Connections of one address of the loopback network to a port, on which nothing is sent.
class Connections {
 public:
  Connections(uint32_t address, int port, size_t count) {
    for (size_t i = 0; i < count; ++i) Connect(address, static_cast<uint16_t>(port));
  }
  ~Connections() {
    for (const pollfd& connection : connections_) ::close(connection.fd);
  }
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  // Those that have something to read, or their end, as soon as one has.
  int Readable() { return ::poll(connections_.data(), connections_.size(), 20'000); }
  int first() const { return connections_.at(0).fd; }

 private:
  static sockaddr_in Loopback(uint32_t address, uint16_t port) {
    sockaddr_in socket_address = {};
    socket_address.sin_family = AF_INET;
    socket_address.sin_addr.s_addr = htonl(address);
    socket_address.sin_port = htons(port);
    return socket_address;
  }
  void Connect(uint32_t address, uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    connections_.push_back({fd, POLLIN, 0});
    const sockaddr_in from = Loopback(address, 0);
    const sockaddr_in to = Loopback(INADDR_LOOPBACK, port);
    EXPECT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof(from)), 0);
    EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof(to)), 0);
  }

  std::vector<pollfd> connections_;
};

TEST_F(HttpServerTest, ClosesWhatIsTooManyOfOneAddressAndServesOthers) {
  Connections flood(INADDR_LOOPBACK, server_->port(), kMostHttpConnectionsOfAddress + 1);
  EXPECT_EQ(flood.Readable(), 1);
  Connections other(INADDR_LOOPBACK + 1, server_->port(), 1);
  constexpr absl::string_view kRequest = "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n";
  ASSERT_EQ(::send(other.first(), kRequest.data(), kRequest.size(), MSG_NOSIGNAL), kRequest.size());
  ASSERT_EQ(other.Readable(), 1);
  std::string answer(100, '\0');
  ASSERT_GT(::recv(other.first(), answer.data(), answer.size(), 0), 0);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(flood.Readable(), 1);
}

TEST_F(HttpServerTest, RefusesAPortThatIsInUse) {
  const auto second = HttpServer::Start("127.0.0.1", server_->port(), handler_);
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(second, MessageNames(absl::StrCat(server_->port())));
}

}  // namespace
}  // namespace tertial
