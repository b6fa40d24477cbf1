#include "common/security/certificates.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <climits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/types/sha256.h"

namespace tertial {
namespace {

// That of TLS by default as well: RSA and DSA from 2048 bits on, curves from 224, no SHA-1.
constexpr int kLeastSecurityLevel = 2;

constexpr char kSpiffe[] = "spiffe://";
constexpr char kDnsIdentity[] = "dns:";

// Frees what OpenSSL made.
template <typename T, void (*Free)(T*)>
struct Freer {
  void operator()(T* made) const { Free(made); }
};
void FreeBio(BIO* bio) { ::BIO_free(bio); }
void FreeNames(GENERAL_NAMES* names) { ::GENERAL_NAMES_free(names); }
void FreeStack(STACK_OF(X509) * stack) { sk_X509_free(stack); }  // not what is in it
using Bio = std::unique_ptr<BIO, Freer<BIO, FreeBio>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES, FreeNames>>;
using Stack = std::unique_ptr<STACK_OF(X509), Freer<STACK_OF(X509), FreeStack>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX, X509_STORE_CTX_free>>;

Bio BioOf(absl::string_view text) {
  return Bio(::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// A key with a password is not asked for one on the terminal.
int NoPassword(char* /*buffer*/, int /*size*/, int /*writes*/, void* /*cls*/) { return 0; }

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm parts = {};
  if (::ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfinitePast();
  return absl::FromCivil(absl::CivilSecond(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                                           parts.tm_hour, parts.tm_min, parts.tm_sec),
                         absl::UTCTimeZone());
}

std::string TextOf(const ASN1_IA5STRING* text) {
  return std::string(reinterpret_cast<const char*>(::ASN1_STRING_get0_data(text)),
                     static_cast<size_t>(::ASN1_STRING_length(text)));
}

// Whether a name is of printable characters alone. Others stand in no policy, and cannot be handed
// on: gRPC ends the process over metadata that holds them.
bool IsPrintable(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), absl::ascii_isgraph);
}

CertificateFlaw FlawOf(int error) {
  switch (error) {
    case X509_V_OK:
      return CertificateFlaw::kNone;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return CertificateFlaw::kExpired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return CertificateFlaw::kNotYetValid;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return CertificateFlaw::kUnknownIssuer;
    case X509_V_ERR_INVALID_PURPOSE:
      return CertificateFlaw::kWrongPurpose;
    default:
      return CertificateFlaw::kInvalid;
  }
}

}  // namespace

Certificate::Certificate(X509* x509) : x509_(x509, ::X509_free) {}

absl::StatusOr<std::vector<Certificate>> Certificate::ParsePem(absl::string_view pem) {
  const Bio bio = BioOf(pem);
  std::vector<Certificate> certificates;
  while (X509* const x509 = ::PEM_read_bio_X509(bio.get(), nullptr, &NoPassword, nullptr)) {
    certificates.push_back(Certificate(x509));
  }
  const bool at_end = ERR_GET_REASON(::ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ::ERR_clear_error();
  if (!at_end) return absl::InvalidArgumentError("holds a certificate that cannot be read");
  if (certificates.empty()) return absl::InvalidArgumentError("holds no certificate");
  return certificates;
}

absl::StatusOr<Certificate> Certificate::ParseDer(absl::string_view der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  X509* const x509 = ::d2i_X509(nullptr, &bytes, static_cast<long>(der.size()));
  ::ERR_clear_error();
  if (x509 == nullptr) return absl::InvalidArgumentError("is no certificate");
  return Certificate(x509);
}

absl::Time Certificate::not_before() const { return TimeOf(::X509_get0_notBefore(get())); }

absl::Time Certificate::not_after() const { return TimeOf(::X509_get0_notAfter(get())); }

std::vector<std::string> Certificate::Identities() const {
  const Names names(static_cast<GENERAL_NAMES*>(
      ::X509_get_ext_d2i(get(), NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> uris;
  std::vector<std::string> identities;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_URI) uris.push_back(TextOf(name->d.uniformResourceIdentifier));
    if (name->type != GEN_DNS) continue;
    const std::string dns_name = TextOf(name->d.dNSName);
    if (IsPrintable(dns_name)) identities.push_back(absl::StrCat(kDnsIdentity, dns_name));
  }
  // As SPIFFE demands: who has several URIs has no SPIFFE id.
  if (uris.size() == 1 && absl::StartsWith(uris[0], kSpiffe) && IsPrintable(uris[0])) {
    identities.insert(identities.begin(), uris[0]);
  }
  return identities;
}

std::string Certificate::Fingerprint() const {
  unsigned char* bytes = nullptr;
  const int size = ::i2d_X509(get(), &bytes);
  if (size <= 0) return "";
  const std::string digest =
      Sha256Of(absl::string_view(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size)));
  ::OPENSSL_free(bytes);
  return absl::BytesToHexString(digest);
}

absl::Status CheckPrivateKey(absl::string_view key_pem, const Certificate& certificate) {
  const Bio bio = BioOf(key_pem);
  const Key key(::PEM_read_bio_PrivateKey(bio.get(), nullptr, &NoPassword, nullptr));
  const bool matches =
      key != nullptr && ::X509_check_private_key(certificate.get(), key.get()) == 1;
  ::ERR_clear_error();
  if (key == nullptr) {
    return absl::InvalidArgumentError("holds no private key that can be read without a password");
  }
  return matches ? absl::OkStatus()
                 : absl::InvalidArgumentError("holds the key of another certificate");
}

absl::string_view FlawName(CertificateFlaw flaw) {
  switch (flaw) {
    case CertificateFlaw::kNone:
      return "NONE";
    case CertificateFlaw::kMissing:
      return "MISSING";
    case CertificateFlaw::kExpired:
      return "EXPIRED";
    case CertificateFlaw::kNotYetValid:
      return "NOT_YET_VALID";
    case CertificateFlaw::kUnknownIssuer:
      return "UNKNOWN_ISSUER";
    case CertificateFlaw::kWrongPurpose:
      return "WRONG_PURPOSE";
    case CertificateFlaw::kInvalid:
      return "INVALID";
  }
  return "INVALID";
}

TrustedRoots::TrustedRoots(std::vector<Certificate> certificates, X509_STORE* store)
    : certificates_(std::move(certificates)), store_(store, ::X509_STORE_free) {}

absl::StatusOr<TrustedRoots> TrustedRoots::ParsePem(absl::string_view pem) {
  absl::StatusOr<std::vector<Certificate>> certificates = Certificate::ParsePem(pem);
  if (!certificates.ok()) return certificates.status();
  X509_STORE* const store = ::X509_STORE_new();
  for (const Certificate& certificate : *certificates) {
    ::X509_STORE_add_cert(store, certificate.get());
  }
  return TrustedRoots(*std::move(certificates), store);
}

CertificateFlaw TrustedRoots::FindFlaw(const Certificate& certificate,
                                       absl::Span<const Certificate> others, CertificateUse use,
                                       absl::Time now) const {
  const Stack shown(sk_X509_new_null());
  for (const Certificate& other : others) sk_X509_push(shown.get(), other.get());
  const StoreContext context(::X509_STORE_CTX_new());
  if (::X509_STORE_CTX_init(context.get(), store_.get(), certificate.get(), shown.get()) != 1) {
    return CertificateFlaw::kInvalid;
  }
  X509_VERIFY_PARAM* const parameters = ::X509_STORE_CTX_get0_param(context.get());
  ::X509_VERIFY_PARAM_set_time(parameters, absl::ToTimeT(now));
  ::X509_VERIFY_PARAM_set_auth_level(parameters, kLeastSecurityLevel);
  ::X509_VERIFY_PARAM_set_purpose(parameters, use == CertificateUse::kClient
                                                  ? X509_PURPOSE_SSL_CLIENT
                                                  : X509_PURPOSE_SSL_SERVER);
  const bool verified = ::X509_verify_cert(context.get()) == 1;
  const CertificateFlaw flaw = FlawOf(::X509_STORE_CTX_get_error(context.get()));
  ::ERR_clear_error();
  if (verified) return CertificateFlaw::kNone;
  return flaw == CertificateFlaw::kNone ? CertificateFlaw::kInvalid : flaw;
}

}  // namespace tertial
