#include "common/http/http_server.h"

#include <microhttpd.h>
#include <netdb.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/http/error_answer.h"
#include "common/http/http_tls.h"
#include "common/observability/log.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/store/mutex.h"

namespace tertial {
namespace {

constexpr size_t kStreamBlockBytes = 16 * 1024;

absl::Status BodyTooLarge() {
  return MakeError(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_BODY_TOO_LARGE,
                   absl::StrCat("The body has more than ", kLargestHttpBodyBytes,
                                " bytes; send less at once, or use gRPC for an import."));
}

MHD_Result AddHeader(void* request, MHD_ValueKind /*kind*/, const char* name, const char* value) {
  static_cast<HttpRequest*>(request)->headers.emplace(absl::AsciiStrToLower(name),
                                                      value == nullptr ? "" : value);
  return MHD_YES;
}

// Plus signs are spaces already; what is left are escapes.
MHD_Result AddParameter(void* request, MHD_ValueKind /*kind*/, const char* name,
                        const char* value) {
  static_cast<HttpRequest*>(request)->query.emplace_back(Unescaped(name),
                                                         Unescaped(value == nullptr ? "" : value));
  return MHD_YES;
}

// Paths and parameters are unescaped here, where it is known what they are.
size_t LeaveEscaped(void* /*cls*/, MHD_Connection* /*connection*/, char* text) {
  return std::string(text).size();
}

__attribute__((format(printf, 2, 0))) void LogLibrary(void* /*cls*/, const char* format,
                                                      va_list arguments) {
  char text[512];
  std::vsnprintf(text, sizeof(text), format, arguments);
  Log(Severity::kDebug, "http", {{"library", std::string(absl::StripAsciiWhitespace(text))}});
}

// What the bodies of all requests take, up to kMostHeldHttpBytes. Thread-safe.
class HeldBytes {
 public:
  // False, and nothing is taken, where it would be too much.
  bool Take(size_t bytes) {
    if (held_.fetch_add(bytes) + bytes <= kMostHeldHttpBytes) return true;
    Give(bytes);
    return false;
  }
  void Give(size_t bytes) { held_.fetch_sub(bytes); }

 private:
  std::atomic<size_t> held_ = 0;
};

class Exchange final : public HttpExchange {
 public:
  Exchange(MHD_Connection* connection, std::shared_ptr<HeldBytes> held)
      : held_(std::move(held)), connection_(connection) {}
  ~Exchange() override { held_->Give(request_.body.size()); }

  const HttpRequest& request() const override { return request_; }

  void Answer(std::function<HttpAnswer()> make) override {
    const MutexLock lock(mutex_);
    if (connection_ == nullptr) return;
    make_ = std::move(make);
    gone_ = nullptr;
    Resume();
  }
  void BeginStream(HttpAnswer head, std::function<void()> taken) override {
    const MutexLock lock(mutex_);
    if (connection_ == nullptr) return;
    pieces_ = std::move(head.body);
    head.body.clear();
    make_ = [head] { return head; };
    taken_ = std::move(taken);
    streams_ = true;
    Resume();
  }
  void Send(std::string piece) override {
    const MutexLock lock(mutex_);
    pieces_ += piece;
    Resume();
  }
  void EndStream() override {
    const MutexLock lock(mutex_);
    ended_ = true;
    gone_ = nullptr;
    Resume();
  }
  void OnGone(std::function<void()> gone) override {
    {
      const MutexLock lock(mutex_);
      if (connection_ != nullptr && !cut_) {
        gone_ = std::move(gone);
        return;
      }
    }
    gone();
  }

  HttpRequest& head() { return request_; }

  // Whether all of the request has come.
  bool is_whole() const { return is_whole_; }

  // The next step of the connection: a piece of the body, its end, or the answer that has come.
  MHD_Result Step(HttpHandler& handler, const std::shared_ptr<Exchange>& self, const char* piece,
                  size_t* size) {
    if (*size > 0) {
      const size_t taken = std::exchange(*size, 0);
      return Take(absl::string_view(piece, taken));
    }
    is_whole_ = true;
    std::function<HttpAnswer()> make;
    {
      const MutexLock lock(mutex_);
      if (cut_) return MHD_NO;
      make = std::exchange(make_, nullptr);
    }
    if (make) return Queue(make());
    if (refusal_.has_value()) return Queue(*std::move(refusal_));
    {
      const MutexLock lock(mutex_);
      if (cut_) return MHD_NO;
      Suspend();
    }
    handler.Handle(self);
    return MHD_YES;
  }

  // Takes the first look: what refuses the request, if anything does.
  MHD_Result Begin(std::optional<HttpAnswer> refusal) {
    uint64_t announced = 0;
    if (absl::SimpleAtoi(request_.Header("content-length"), &announced) &&
        announced > kLargestHttpBodyBytes && !refusal.has_value()) {
      refusal = ErrorAnswer(BodyTooLarge());
    }
    refusal_ = std::move(refusal);
    // Who asks before sending the body is answered then. Others do not listen until it is sent.
    if (refusal_.has_value() && !request_.Header("expect").empty()) {
      refusal_->headers.emplace_back("Connection", "close");
      return Queue(*std::move(refusal_));
    }
    return MHD_YES;
  }

  // Ends it from this side: nothing is to come any more.
  void Cut() {
    std::function<void()> gone;
    {
      const MutexLock lock(mutex_);
      cut_ = true;
      gone = std::exchange(gone_, nullptr);
      Resume();
    }
    if (gone) gone();
  }

  // The connection is done with it.
  void End() {
    // They hold what holds this object.
    std::function<void()> gone;
    std::function<HttpAnswer()> make;
    std::function<void()> taken;
    {
      const MutexLock lock(mutex_);
      connection_ = nullptr;
      gone = std::exchange(gone_, nullptr);
      make = std::exchange(make_, nullptr);
      taken = std::exchange(taken_, nullptr);
    }
    if (gone) gone();
  }

 private:
  MHD_Result Take(absl::string_view piece) {
    received_ += piece.size();
    if (received_ > kMostDiscardedHttpBytes) return MHD_NO;
    if (refusal_.has_value()) return MHD_YES;
    if (received_ > kLargestHttpBodyBytes) {
      RefuseBody(BodyTooLarge());
    } else if (!held_->Take(piece.size())) {
      RefuseBody(TooManyCalls(kRetryAfter));
    } else {
      request_.body.append(piece.data(), piece.size());
    }
    return MHD_YES;
  }

  void RefuseBody(const absl::Status& why) {
    refusal_ = ErrorAnswer(why);
    held_->Give(request_.body.size());
    request_.body = std::string();
  }

  MHD_Result Queue(HttpAnswer answer) {
    MHD_Connection* connection = nullptr;
    bool streams = false;
    {
      const MutexLock lock(mutex_);
      connection = connection_;
      streams = streams_;
    }
    body_ = std::move(answer.body);
    MHD_Response* response =
        streams
            ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, kStreamBlockBytes, &Read, this,
                                                nullptr)
            : MHD_create_response_from_buffer(body_.size(), body_.data(), MHD_RESPMEM_PERSISTENT);
    if (response == nullptr) return MHD_NO;
    for (const auto& [name, value] : answer.headers) {
      MHD_add_response_header(response, name.c_str(), value.c_str());
    }
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    const MHD_Result queued =
        MHD_queue_response(connection, static_cast<unsigned int>(answer.status), response);
    MHD_destroy_response(response);
    return queued;
  }

  static ssize_t Read(void* cls, uint64_t /*position*/, char* buffer, size_t most) {
    return static_cast<Exchange*>(cls)->Next(buffer, most);
  }

  ssize_t Next(char* buffer, size_t most) {
    std::function<void()> taken;
    {
      const MutexLock lock(mutex_);
      if (cut_) return MHD_CONTENT_READER_END_WITH_ERROR;
      if (!pieces_.empty()) {
        const size_t count = std::min(most, pieces_.size());
        std::copy_n(pieces_.data(), count, buffer);
        pieces_.erase(0, count);
        return static_cast<ssize_t>(count);
      }
      if (ended_) return MHD_CONTENT_READER_END_OF_STREAM;
      Suspend();
      taken = taken_;
    }
    taken();
    return 0;
  }

  void Suspend() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    suspended_ = true;
    MHD_suspend_connection(connection_);
  }
  void Resume() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (suspended_) MHD_resume_connection(connection_);
    suspended_ = false;
  }

  const std::shared_ptr<HeldBytes> held_;
  std::atomic<bool> is_whole_ = false;
  // Touched by the thread of the connection only, and unchanged once the request is handled.
  HttpRequest request_;
  size_t received_ = 0;
  std::optional<HttpAnswer> refusal_;
  std::string body_;

  Mutex mutex_;
  // nullptr when the connection is done with the exchange.
  MHD_Connection* connection_ ABSL_GUARDED_BY(mutex_);
  bool suspended_ ABSL_GUARDED_BY(mutex_) = false;
  bool streams_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool cut_ ABSL_GUARDED_BY(mutex_) = false;
  std::string pieces_ ABSL_GUARDED_BY(mutex_);
  std::function<HttpAnswer()> make_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> taken_ ABSL_GUARDED_BY(mutex_);
  std::function<void()> gone_ ABSL_GUARDED_BY(mutex_);
};

class Daemon final : public HttpServer {
 public:
  Daemon(HttpHandler& handler, const std::optional<HttpTls>& tls) : handler_(handler) {
    if (tls.has_value()) tls_.emplace(*tls);
  }
  ~Daemon() override { Stop(absl::ZeroDuration()); }

  absl::Status Listen(const std::string& host, int port) {
    addrinfo hints = {};
    hints.ai_flags = AI_NUMERICSERV | AI_PASSIVE;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const std::string name(absl::StripPrefix(absl::StripSuffix(host, "]"), "["));
    if (::getaddrinfo(name.c_str(), absl::StrCat(port).c_str(), &hints, &found) != 0) {
      return ServiceUnavailable(absl::StrCat("the host ", host, " has no address"));
    }
    unsigned int flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    // As gRPC does: the address of all of IPv6 is that of all of IPv4 as well.
    if (found->ai_family == AF_INET6) flags |= MHD_USE_DUAL_STACK;
    std::vector<MHD_OptionItem> tls_options;
    if (tls_.has_value()) {
      flags |= MHD_USE_TLS;
      tls_options = {{MHD_OPTION_HTTPS_CERT_CALLBACK, 0,
                      reinterpret_cast<void*>(&HttpTlsConnection::RetrieveCertificate)},
                     {MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char*>(kTlsPriorities)}};
    }
    tls_options.push_back({MHD_OPTION_END, 0, nullptr});
    daemon_ = MHD_start_daemon(
        flags, static_cast<uint16_t>(port), nullptr, nullptr, &OnAccess, this,
        MHD_OPTION_EXTERNAL_LOGGER, &LogLibrary, nullptr, MHD_OPTION_SOCK_ADDR, found->ai_addr,
        MHD_OPTION_THREAD_POOL_SIZE, static_cast<unsigned int>(kHttpThreads),
        MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned int>(kMostHttpConnections),
        MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        static_cast<unsigned int>(kMostHttpConnectionsOfAddress), MHD_OPTION_CONNECTION_TIMEOUT,
        static_cast<unsigned int>(absl::ToInt64Seconds(kHttpPatience)),
        MHD_OPTION_UNESCAPE_CALLBACK, &LeaveEscaped, nullptr, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_NOTIFY_COMPLETED, &OnCompleted, this, MHD_OPTION_NOTIFY_CONNECTION,
        &OnConnection, this, MHD_OPTION_ARRAY, tls_options.data(), MHD_OPTION_END);
    ::freeaddrinfo(found);
    if (daemon_ == nullptr) {
      return ServiceUnavailable(absl::StrCat(
          "port ", port, " of ", host,
          " cannot be listened on for HTTP; another process uses it, so stop that one or choose "
          "another with --http-port"));
    }
    port_ = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT)->port;
    return absl::OkStatus();
  }

  int port() const override { return port_; }

  void Stop(absl::Duration drain) override {
    if (daemon_ == nullptr) return;
    const MHD_socket listening = MHD_quiesce_daemon(daemon_);
    std::set<std::shared_ptr<Exchange>> left;
    {
      const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(drain);
      const MutexLock lock(mutex_);
      stopping_ = true;
      while (IsAnyWhole() && ended_.WaitUntil(mutex_, deadline)) {
      }
      left = exchanges_;
    }
    // None may be waiting when the library stops.
    for (const std::shared_ptr<Exchange>& exchange : left) exchange->Cut();
    MHD_stop_daemon(std::exchange(daemon_, nullptr));
    if (listening != MHD_INVALID_SOCKET) ::close(listening);
  }

 private:
  // Whether there is a request that can still be answered.
  bool IsAnyWhole() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return std::any_of(exchanges_.begin(), exchanges_.end(),
                       [](const auto& exchange) { return exchange->is_whole(); });
  }

  static MHD_Result OnAccess(void* cls, MHD_Connection* connection, const char* url,
                             const char* method, const char* /*version*/, const char* piece,
                             size_t* size, void** con_cls) {
    auto& daemon = *static_cast<Daemon*>(cls);
    if (*con_cls != nullptr) {
      const std::shared_ptr<Exchange> exchange = *static_cast<std::shared_ptr<Exchange>*>(*con_cls);
      return exchange->Step(daemon.handler_, exchange, piece, size);
    }
    const auto exchange = std::make_shared<Exchange>(connection, daemon.held_);
    {
      const MutexLock lock(daemon.mutex_);
      if (daemon.stopping_) return MHD_NO;
      daemon.exchanges_.insert(exchange);
    }
    *con_cls = new std::shared_ptr<Exchange>(exchange);
    HttpRequest& head = exchange->head();
    head.method = method;
    head.path = url;
    head.peer = PeerOf(connection);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, &AddHeader, &head);
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, &AddParameter, &head);
    return exchange->Begin(daemon.handler_.Refuse(head));
  }

  static void OnConnection(void* cls, MHD_Connection* connection, void** socket_context,
                           MHD_ConnectionNotificationCode code) {
    auto& daemon = *static_cast<Daemon*>(cls);
    if (!daemon.tls_.has_value()) return;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
      delete static_cast<HttpTlsConnection*>(std::exchange(*socket_context, nullptr));
      return;
    }
    const auto session = static_cast<gnutls_session_t>(
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION)->tls_session);
    *socket_context = new HttpTlsConnection(*daemon.tls_, session);
  }

  static Peer PeerOf(MHD_Connection* connection) {
    const auto* const from =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    Peer peer{.address = from == nullptr ? "" : AddressOf(*from->client_addr)};
    const auto* const tls = static_cast<const HttpTlsConnection*>(
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context);
    if (tls == nullptr) return peer;
    peer.encrypted = true;
    peer.identities = tls->identities();
    return peer;
  }

  static void OnCompleted(void* cls, MHD_Connection* /*connection*/, void** con_cls,
                          MHD_RequestTerminationCode /*code*/) {
    if (*con_cls == nullptr) return;
    auto* held = static_cast<std::shared_ptr<Exchange>*>(std::exchange(*con_cls, nullptr));
    (*held)->End();
    auto& daemon = *static_cast<Daemon*>(cls);
    {
      const MutexLock lock(daemon.mutex_);
      daemon.exchanges_.erase(*held);
      daemon.ended_.SignalAll();
    }
    delete held;
  }

  HttpHandler& handler_;
  std::optional<HttpTlsServer> tls_;
  // Exchanges may outlive the server.
  const std::shared_ptr<HeldBytes> held_ = std::make_shared<HeldBytes>();
  MHD_Daemon* daemon_ = nullptr;
  int port_ = 0;
  Mutex mutex_;
  CondVar ended_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<std::shared_ptr<Exchange>> exchanges_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const std::string& host, int port,
                                                              HttpHandler& handler,
                                                              const std::optional<HttpTls>& tls) {
  auto daemon = std::make_unique<Daemon>(handler, tls);
  if (const absl::Status listening = daemon->Listen(host, port); !listening.ok()) {
    return listening;
  }
  return daemon;
}

}  // namespace tertial
