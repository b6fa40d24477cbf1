#include "clients/cli/certificates/issuing.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using X509Pointer = std::shared_ptr<X509>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

absl::Status Failed(const std::string& what) {
  ::ERR_clear_error();
  return absl::InternalError(absl::StrCat(what, " cannot be made"));
}

absl::StatusOr<Key> MakeKey() {
  Key key(EVP_EC_gen("P-256"), ::EVP_PKEY_free);
  if (key == nullptr) return Failed("a key");
  return key;
}

Bio NewBio() { return Bio(::BIO_new(::BIO_s_mem()), &BIO_free); }

std::string Taken(BIO* bio) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  return std::string(text, static_cast<size_t>(size));
}

absl::StatusOr<IssuedCertificate> ToPem(X509* certificate, EVP_PKEY* key) {
  const Bio certificate_bio = NewBio();
  const Bio key_bio = NewBio();
  if (::PEM_write_bio_X509(certificate_bio.get(), certificate) != 1 ||
      ::PEM_write_bio_PKCS8PrivateKey(key_bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) !=
          1) {
    return Failed("a PEM file");
  }
  return IssuedCertificate{.certificate = Taken(certificate_bio.get()),
                           .key = Taken(key_bio.get())};
}

bool SetSerial(X509* certificate) {
  std::array<unsigned char, 16> bytes;
  if (::RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return false;
  bytes[0] &= 0x7f;  // positive
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
      ::BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), &BN_free);
  return ::BN_to_ASN1_INTEGER(number.get(), ::X509_get_serialNumber(certificate)) != nullptr;
}

bool AddName(GENERAL_NAMES* names, int type, ASN1_STRING* value) {
  if (value == nullptr) return false;
  GENERAL_NAME* const name = ::GENERAL_NAME_new();
  ::GENERAL_NAME_set0_value(name, type, value);
  return sk_GENERAL_NAME_push(names, name) > 0;
}

ASN1_STRING* TextOf(const std::string& text) {
  ASN1_STRING* const value = ::ASN1_IA5STRING_new();
  ::ASN1_STRING_set(value, text.data(), static_cast<int>(text.size()));
  return value;
}

absl::Status AddAlternativeNames(const CertificateRequest& request, X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(::GENERAL_NAMES_new(),
                                                                            &GENERAL_NAMES_free);
  for (const std::string& uri : request.uris) AddName(names.get(), GEN_URI, TextOf(uri));
  for (const std::string& name : request.dns_names) AddName(names.get(), GEN_DNS, TextOf(name));
  for (const std::string& address : request.ip_addresses) {
    if (!AddName(names.get(), GEN_IPADD, ::a2i_IPADDRESS(address.c_str()))) {
      ::ERR_clear_error();
      return absl::InvalidArgumentError(absl::StrCat(address, " is no IP address"));
    }
  }
  if (sk_GENERAL_NAME_num(names.get()) == 0) return absl::OkStatus();
  return ::X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, 0) == 1
             ? absl::OkStatus()
             : Failed("the names of a certificate");
}

bool AddExtension(X509* certificate, X509V3_CTX& context, int nid, const std::string& value) {
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      ::X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), &X509_EXTENSION_free);
  return extension != nullptr && ::X509_add_ext(certificate, extension.get(), -1) == 1;
}

// What it may be used for, and how it is found among others.
bool AddUses(const CertificateRequest& request, X509* certificate, X509* issuer) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  ::X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  std::vector<std::string> uses;
  if (request.for_servers) uses.emplace_back("serverAuth");
  if (request.for_clients) uses.emplace_back("clientAuth");
  const bool authority = request.is_authority;
  return AddExtension(certificate, context, NID_basic_constraints,
                      authority ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
         AddExtension(certificate, context, NID_key_usage,
                      authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature") &&
         (authority || uses.empty() ||
          AddExtension(certificate, context, NID_ext_key_usage, absl::StrJoin(uses, ","))) &&
         AddExtension(certificate, context, NID_subject_key_identifier, "hash") &&
         AddExtension(certificate, context, NID_authority_key_identifier, "keyid");
}

// Signed with `issuer_key`; `issuer` nullptr: it is its own.
absl::StatusOr<X509Pointer> MakeCertificate(const CertificateRequest& request, EVP_PKEY* key,
                                            X509* issuer, EVP_PKEY* issuer_key) {
  X509Pointer certificate(::X509_new(), ::X509_free);
  X509* const made = certificate.get();
  X509_NAME* const subject = ::X509_get_subject_name(made);
  const bool filled =
      ::X509_set_version(made, X509_VERSION_3) == 1 && SetSerial(made) &&
      ::X509_NAME_add_entry_by_NID(
          subject, NID_commonName, MBSTRING_UTF8,
          reinterpret_cast<const unsigned char*>(request.common_name.data()),
          static_cast<int>(request.common_name.size()), -1, 0) == 1 &&
      ::X509_set_issuer_name(made, issuer == nullptr ? subject : ::X509_get_subject_name(issuer)) ==
          1 &&
      ::ASN1_TIME_set(::X509_getm_notBefore(made), absl::ToTimeT(request.not_before)) != nullptr &&
      ::ASN1_TIME_set(::X509_getm_notAfter(made), absl::ToTimeT(request.not_after)) != nullptr &&
      ::X509_set_pubkey(made, key) == 1 &&
      AddUses(request, made, issuer == nullptr ? made : issuer);
  if (!filled) return Failed("a certificate");
  TERTIAL_RETURN_IF_ERROR(AddAlternativeNames(request, made));
  if (::X509_sign(made, issuer_key, ::EVP_sha256()) == 0) return Failed("a signature");
  return certificate;
}

}  // namespace

CertificateAuthority::CertificateAuthority(IssuedCertificate own, std::shared_ptr<X509> certificate,
                                           std::shared_ptr<EVP_PKEY> key)
    : own_(std::move(own)), certificate_(std::move(certificate)), key_(std::move(key)) {}

absl::StatusOr<CertificateAuthority> CertificateAuthority::Create(const std::string& common_name,
                                                                  absl::Time not_before,
                                                                  absl::Time not_after) {
  TERTIAL_ASSIGN_OR_RETURN(Key key, MakeKey());
  TERTIAL_ASSIGN_OR_RETURN(X509Pointer certificate, MakeCertificate({.common_name = common_name,
                                                                     .not_before = not_before,
                                                                     .not_after = not_after,
                                                                     .is_authority = true},
                                                                    key.get(), nullptr, key.get()));
  TERTIAL_ASSIGN_OR_RETURN(IssuedCertificate own, ToPem(certificate.get(), key.get()));
  return CertificateAuthority(std::move(own), std::move(certificate), std::move(key));
}

absl::StatusOr<CertificateAuthority> CertificateAuthority::Load(const IssuedCertificate& own) {
  const Bio certificate_bio(
      ::BIO_new_mem_buf(own.certificate.data(), static_cast<int>(own.certificate.size())),
      &BIO_free);
  const Bio key_bio(::BIO_new_mem_buf(own.key.data(), static_cast<int>(own.key.size())), &BIO_free);
  X509Pointer certificate(::PEM_read_bio_X509(certificate_bio.get(), nullptr, nullptr, nullptr),
                          ::X509_free);
  Key key(::PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr), ::EVP_PKEY_free);
  const bool fit = certificate != nullptr && key != nullptr &&
                   ::X509_check_private_key(certificate.get(), key.get()) == 1;
  ::ERR_clear_error();
  if (!fit) return absl::InvalidArgumentError("they are no certificate with its key");
  return CertificateAuthority(own, std::move(certificate), std::move(key));
}

absl::StatusOr<IssuedCertificate> CertificateAuthority::Issue(
    const CertificateRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Key key, MakeKey());
  TERTIAL_ASSIGN_OR_RETURN(const X509Pointer certificate,
                           MakeCertificate(request, key.get(), certificate_.get(), key_.get()));
  return ToPem(certificate.get(), key.get());
}

}  // namespace tertial::cli
