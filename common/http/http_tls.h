// TLS of the HTTP server. libmicrohttpd speaks it with GnuTLS; whose certificate is believed is
// decided here as it is for gRPC.
#ifndef TERTIAL_COMMON_HTTP_HTTP_TLS_H_
#define TERTIAL_COMMON_HTTP_HTTP_TLS_H_

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#include <memory>
#include <string>
#include <vector>

#include "common/http/http_server.h"
#include "common/security/tls.h"
#include "common/store/mutex.h"

namespace tertial {

// TLS 1.2 at least, with what the library holds to be safe.
inline constexpr char kTlsPriorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE";

// A certificate and its key as GnuTLS has them.
class GnuTlsCertificate;

// What the connections of one server have in common. Thread-safe.
class HttpTlsServer {
 public:
  explicit HttpTlsServer(const HttpTls& tls) : tls_(tls) {}

  const HttpTls& tls() const { return tls_; }

  // What `material` holds; made when it is first asked for. nullptr: GnuTLS cannot read it.
  std::shared_ptr<GnuTlsCertificate> CertificateOf(std::shared_ptr<const TlsMaterial> material);

 private:
  const HttpTls tls_;
  Mutex mutex_;
  std::shared_ptr<const TlsMaterial> material_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<GnuTlsCertificate> certificate_ ABSL_GUARDED_BY(mutex_);
};

// One connection. Used by one thread at a time.
class HttpTlsConnection {
 public:
  // Takes part in the handshake of `session`, which has not begun, by RetrieveCertificate and by
  // judging what the client shows. The server must outlive the object, and that the session.
  HttpTlsConnection(HttpTlsServer& server, gnutls_session_t session);
  ~HttpTlsConnection();
  HttpTlsConnection(const HttpTlsConnection&) = delete;
  HttpTlsConnection& operator=(const HttpTlsConnection&) = delete;

  // After the handshake: what the certificate of the client names (Peer::identities).
  const std::vector<std::string>& identities() const { return identities_; }

  // For MHD_OPTION_HTTPS_CERT_CALLBACK: the certificate that is in use when a client connects.
  static int RetrieveCertificate(gnutls_session_t session, const gnutls_datum_t* authorities,
                                 int authorities_count, const gnutls_pk_algorithm_t* algorithms,
                                 int algorithms_count, gnutls_pcert_st** certificates,
                                 unsigned int* certificates_count, gnutls_privkey_t* key);

 private:
  static int JudgeClient(gnutls_session_t session);

  HttpTlsServer& server_;
  const std::shared_ptr<const TlsMaterial> material_;
  std::shared_ptr<GnuTlsCertificate> certificate_;
  std::vector<std::string> identities_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_HTTP_HTTP_TLS_H_
