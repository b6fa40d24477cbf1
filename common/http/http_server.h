// A server of HTTP/1.1 that starts clearly or not at all, and stops in order. The protocol is
// libmicrohttpd's: parsing, chunks, HEAD, keep-alive, limits of headers, idle connections.
#ifndef TERTIAL_COMMON_HTTP_HTTP_SERVER_H_
#define TERTIAL_COMMON_HTTP_HTTP_SERVER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/http/http_messages.h"
#include "common/security/tls.h"

namespace tertial {

// A request under way. It holds no thread: it is answered when there is an answer, once, as a whole
// or in pieces. All functions may be called from any thread; when the client is gone they do
// nothing.
class HttpExchange {
 public:
  virtual ~HttpExchange() = default;

  virtual const HttpRequest& request() const = 0;

  // Answers as a whole. `make` is run by a thread of the server, not by the caller's.
  virtual void Answer(std::function<HttpAnswer()> make) = 0;

  // Begins an answer in pieces; the body of `head` is the first. `taken` is called, by a thread of
  // the server, whenever all pieces so far have been taken, until EndStream.
  virtual void BeginStream(HttpAnswer head, std::function<void()> taken) = 0;
  virtual void Send(std::string piece) = 0;
  virtual void EndStream() = 0;

  // Has `gone` called, at most once, when the request has ended before Answer or EndStream: the
  // client is gone, or the server stops. At once if it is so already. Called before those.
  virtual void OnGone(std::function<void()> gone) = 0;
};

// Answers requests. Its functions are called by several threads at once and must not block.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;

  // Looks at a request before its body is there. What is returned is the answer, and the body is
  // not kept.
  virtual std::optional<HttpAnswer> Refuse(const HttpRequest& request) = 0;

  // Answers the exchange, at once or later.
  virtual void Handle(std::shared_ptr<HttpExchange> exchange) = 0;
};

// What a server of HTTP does TLS with. The identity must outlive it, and have a certificate.
struct HttpTls {
  const TlsIdentity* identity = nullptr;
  ClientCertificates demanded = ClientCertificates::kRequire;
};

class HttpServer {
 public:
  // Listens on `host`:`port`; port 0 picks a free one. Without `tls` in plain text. `handler` must
  // outlive the server. A body above kLargestHttpBodyBytes is answered with BODY_TOO_LARGE, one
  // that with those of other requests under way would take more than kMostHeldHttpBytes with
  // TOO_MANY_CALLS.
  // Errors: UNAVAILABLE, with a sentence, when the port is in use.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const std::string& host, int port, HttpHandler& handler,
      const std::optional<HttpTls>& tls = std::nullopt);
  // Stops at once if Stop was not called.
  virtual ~HttpServer() = default;

  virtual int port() const = 0;

  // Takes no more connections, gives requests that have come whole `drain` to end, and closes what
  // is left.
  virtual void Stop(absl::Duration drain) = 0;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_HTTP_HTTP_SERVER_H_
