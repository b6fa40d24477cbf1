#include "tests/testing/tls_probe.h"

#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/security/certificates.h"
#include "common/status/status_macros.h"
#include "tests/testing/reserved_port.h"

namespace tertial::testing {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

constexpr timeval kPatience = {.tv_sec = 20, .tv_usec = 0};

// A connection, with TLS on it or without.
class Connection {
 public:
  ~Connection() {
    if (ssl_ != nullptr) SSL_free(ssl_);
    if (fd_ >= 0) ::close(fd_);
  }
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  absl::Status Connect(int port) {
    // OpenSSL writes also to a peer that has gone away, which must not end the process.
    ::signal(SIGPIPE, SIG_IGN);
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof(kPatience));
    const sockaddr_in address = LoopbackAddress(port);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
      return absl::OkStatus();
    }
    return absl::UnavailableError("nobody listens");
  }

  absl::Status Begin(SSL_CTX* context) {
    ssl_ = SSL_new(context);
    SSL_set_fd(ssl_, fd_);
    SSL_set_tlsext_host_name(ssl_, "localhost");
    SSL_set1_host(ssl_, "localhost");
    if (SSL_connect(ssl_) == 1) return absl::OkStatus();
    char text[256];
    ERR_error_string_n(ERR_get_error(), text, sizeof(text));
    ERR_clear_error();
    return absl::UnavailableError(absl::StrCat("the handshake fails: ", text));
  }

  std::string Fingerprint() const {
    unsigned char* der = nullptr;
    X509* const shown = SSL_get0_peer_certificate(ssl_);
    const int size = i2d_X509(shown, &der);
    const auto parsed = Certificate::ParseDer(
        absl::string_view(reinterpret_cast<const char*>(der), static_cast<size_t>(size)));
    OPENSSL_free(der);
    return parsed->Fingerprint();
  }

  absl::StatusOr<std::string> Exchange(const std::string& sent) {
    const auto size = static_cast<int>(sent.size());
    if (ssl_ != nullptr) {
      SSL_write(ssl_, sent.data(), size);
    } else {
      ::send(fd_, sent.data(), sent.size(), MSG_NOSIGNAL);
    }
    std::string received;
    char piece[4096];
    while (true) {
      const auto got = ssl_ != nullptr ? SSL_read(ssl_, piece, sizeof(piece))
                                       : ::recv(fd_, piece, sizeof(piece), 0);
      if (got <= 0) break;
      received.append(piece, static_cast<size_t>(got));
    }
    ERR_clear_error();
    if (received.empty()) return absl::UnavailableError("nothing comes");
    return received;
  }

 private:
  int fd_ = -1;
  SSL* ssl_ = nullptr;
};

Bio BioOf(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
}

Context ContextOf(const TlsProbe& probe) {
  Context context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  // Versions before 1.2 are not offered otherwise.
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), probe.least_version);
  SSL_CTX_set_max_proto_version(context.get(), probe.most_version);
  const auto roots = Certificate::ParsePem(probe.ca_pem);
  if (!roots.ok()) std::abort();
  for (const Certificate& root : *roots) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), root.get());
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const std::string offered =
      absl::StrCat(std::string(1, static_cast<char>(probe.protocol.size())), probe.protocol);
  SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(offered.data()),
                          static_cast<unsigned int>(offered.size()));
  if (probe.own.has_value()) {
    SSL_CTX_use_certificate(context.get(),
                            Certificate::ParsePem(probe.own->certificate)->front().get());
    EVP_PKEY* const key =
        PEM_read_bio_PrivateKey(BioOf(probe.own->key).get(), nullptr, nullptr, nullptr);
    SSL_CTX_use_PrivateKey(context.get(), key);
    EVP_PKEY_free(key);
  }
  return context;
}

}  // namespace

absl::StatusOr<std::string> ShownCertificate(const TlsProbe& probe) {
  const Context context = ContextOf(probe);
  Connection connection;
  TERTIAL_RETURN_IF_ERROR(connection.Connect(probe.port));
  TERTIAL_RETURN_IF_ERROR(connection.Begin(context.get()));
  return connection.Fingerprint();
}

absl::StatusOr<std::string> Exchange(const TlsProbe& probe, const std::string& sent) {
  const Context context = ContextOf(probe);
  Connection connection;
  TERTIAL_RETURN_IF_ERROR(connection.Connect(probe.port));
  TERTIAL_RETURN_IF_ERROR(connection.Begin(context.get()));
  return connection.Exchange(sent);
}

absl::StatusOr<std::string> ExchangeInPlainText(int port, const std::string& sent) {
  Connection connection;
  TERTIAL_RETURN_IF_ERROR(connection.Connect(port));
  return connection.Exchange(sent);
}

}  // namespace tertial::testing
