#include "common/http/http_tls.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/observability/log.h"

namespace tertial {
namespace {

// Its own and those that lead to a root.
constexpr unsigned int kLongestChain = 16;

gnutls_datum_t DatumOf(const std::string& text) {
  // GnuTLS does not change what it reads.
  return {.data = reinterpret_cast<unsigned char*>(const_cast<char*>(text.data())),
          .size = static_cast<unsigned int>(text.size())};
}

// What the client has shown, its own certificate first; one that cannot be read ends the list.
std::vector<Certificate> ShownBy(gnutls_session_t session) {
  std::vector<Certificate> shown;
  unsigned int count = 0;
  const gnutls_datum_t* const certificates = gnutls_certificate_get_peers(session, &count);
  for (unsigned int i = 0; certificates != nullptr && i < count; ++i) {
    absl::StatusOr<Certificate> parsed = Certificate::ParseDer(absl::string_view(
        reinterpret_cast<const char*>(certificates[i].data), certificates[i].size));
    if (!parsed.ok()) break;
    shown.push_back(*std::move(parsed));
  }
  return shown;
}

}  // namespace

class GnuTlsCertificate {
 public:
  GnuTlsCertificate() = default;
  ~GnuTlsCertificate() {
    for (gnutls_pcert_st& certificate : chain_) gnutls_pcert_deinit(&certificate);
    if (key_ != nullptr) gnutls_privkey_deinit(key_);
  }
  GnuTlsCertificate(const GnuTlsCertificate&) = delete;
  GnuTlsCertificate& operator=(const GnuTlsCertificate&) = delete;

  bool Read(const TlsMaterial& material) {
    const gnutls_datum_t pem = DatumOf(material.certificate_pem);
    unsigned int count = kLongestChain;
    chain_.resize(count);
    const int read =
        gnutls_pcert_list_import_x509_raw(chain_.data(), &count, &pem, GNUTLS_X509_FMT_PEM, 0);
    chain_.resize(read < 0 ? 0 : count);
    const gnutls_datum_t key_pem = DatumOf(material.key_pem);
    return read >= 0 && gnutls_privkey_init(&key_) >= 0 &&
           gnutls_privkey_import_x509_raw(key_, &key_pem, GNUTLS_X509_FMT_PEM, nullptr, 0) >= 0;
  }

  std::vector<gnutls_pcert_st>& chain() { return chain_; }
  gnutls_privkey_t key() const { return key_; }

 private:
  std::vector<gnutls_pcert_st> chain_;
  gnutls_privkey_t key_ = nullptr;
};

std::shared_ptr<GnuTlsCertificate> HttpTlsServer::CertificateOf(
    std::shared_ptr<const TlsMaterial> material) {
  const MutexLock lock(mutex_);
  if (material == material_) return certificate_;
  material_ = std::move(material);
  certificate_ = std::make_shared<GnuTlsCertificate>();
  if (!certificate_->Read(*material_)) {
    Log(Severity::kError, "HTTPS cannot read the certificate or its key, which gRPC can");
    certificate_ = nullptr;
  }
  return certificate_;
}

HttpTlsConnection::HttpTlsConnection(HttpTlsServer& server, gnutls_session_t session)
    : server_(server), material_(server.tls().identity->material()) {
  gnutls_session_set_ptr(session, this);
  // Asked for and not demanded: who shows none is judged as well, and the log says so.
  gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUEST);
  // Not the names of roots, which might have changed since.
  gnutls_certificate_send_x509_rdn_sequence(session, 1);
  gnutls_session_set_verify_function(session, &JudgeClient);
}

HttpTlsConnection::~HttpTlsConnection() = default;

int HttpTlsConnection::RetrieveCertificate(
    gnutls_session_t session, const gnutls_datum_t* /*authorities*/, int /*authorities_count*/,
    const gnutls_pk_algorithm_t* /*algorithms*/, int /*algorithms_count*/,
    gnutls_pcert_st** certificates, unsigned int* certificates_count, gnutls_privkey_t* key) {
  auto& connection = *static_cast<HttpTlsConnection*>(gnutls_session_get_ptr(session));
  // Kept as long as the connection, which may use it after another has come.
  connection.certificate_ = connection.server_.CertificateOf(connection.material_);
  if (connection.certificate_ == nullptr) return -1;
  *certificates = connection.certificate_->chain().data();
  *certificates_count = static_cast<unsigned int>(connection.certificate_->chain().size());
  *key = connection.certificate_->key();
  return 0;
}

int HttpTlsConnection::JudgeClient(gnutls_session_t session) {
  auto& connection = *static_cast<HttpTlsConnection*>(gnutls_session_get_ptr(session));
  const std::vector<Certificate> shown = ShownBy(session);
  if (IsLetIn(*connection.material_, connection.server_.tls().demanded, shown, "HTTPS")) {
    if (!shown.empty()) connection.identities_ = shown.front().Identities();
    return 0;
  }
  // So that the client is not left to guess.
  gnutls_alert_send(session, GNUTLS_AL_FATAL,
                    shown.empty() ? GNUTLS_A_CERTIFICATE_REQUIRED : GNUTLS_A_BAD_CERTIFICATE);
  return GNUTLS_E_CERTIFICATE_ERROR;
}

}  // namespace tertial
