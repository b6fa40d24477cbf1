// TLS of this process: its certificate and key, and whose word it believes of others. The files are
// read again when they change; connections made from then on have what they hold, those that are
// there stay as they are. TLS 1.2 at least.
#ifndef TERTIAL_COMMON_SECURITY_TLS_H_
#define TERTIAL_COMMON_SECURITY_TLS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/security/certificates.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"

namespace tertial {

// Paths of PEM files.
struct TlsFiles {
  // Its own certificate, and behind it those that lead to a root.
  std::string certificate = {};
  // The private key of that, without a password.
  std::string key = {};
  // The roots by which certificates of others are judged.
  std::string ca = {};

  bool empty() const { return certificate.empty() && key.empty() && ca.empty(); }
};

// What a server asks of clients.
enum class ClientCertificates {
  // Whoever shows none is not let in.
  kRequire,
  // Whoever shows none is let in, and has to say in another way who it is. One that is shown is
  // judged all the same.
  kRequest,
};

// What the files held when they were read last, all of it fit for use.
struct TlsMaterial {
  // Both PEM, and both empty for a client that has none.
  std::string certificate_pem;
  std::string key_pem;
  std::vector<Certificate> chain;
  std::string ca_pem;
  TrustedRoots roots;
};

// From this much before its end on a certificate is told of in the log, each day: as a warning, and
// then as an error.
inline constexpr absl::Duration kCertificateEndsSoon = absl::Hours(24 * 30);
inline constexpr absl::Duration kCertificateEndsNow = absl::Hours(24 * 7);

// Reads the files as long as it lives. What was made with it may outlive it, and keeps what was
// read last.
class TlsIdentity {
 public:
  // Without certificate and key, which stand together, it is one of a client that shows none.
  // Errors, with a sentence that names the file and what is wrong: it cannot be read, holds no
  // certificate or key, the key is another's, the certificate is not valid now.
  static absl::StatusOr<std::unique_ptr<TlsIdentity>> Load(const TlsFiles& files);
  ~TlsIdentity();

  // What a server listens with. Needs a certificate. A client that is not let in is told of in the
  // log, with the reason.
  std::shared_ptr<grpc::ServerCredentials> ServerCredentials(ClientCertificates demanded) const;

  // What a client connects with. A server must have a certificate, of one of the roots, with the
  // name or the address that it is called by.
  std::shared_ptr<grpc::ChannelCredentials> ChannelCredentials() const;

  std::shared_ptr<const TlsMaterial> material() const;

  // Whether the files hold what is in use.
  bool current() const;

 private:
  class Files;

  explicit TlsIdentity(std::shared_ptr<Files> files);

  // What gRPC asks whenever a client has connected holds it as well.
  const std::shared_ptr<Files> files_;
};

// Whether a client is let in that showed `shown`, its own certificate first; empty: it showed none.
// If not, the log tells why; `protocol`, "HTTPS", is part of that.
bool IsLetIn(const TlsMaterial& material, ClientCertificates demanded,
             absl::Span<const Certificate> shown, absl::string_view protocol);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SECURITY_TLS_H_
