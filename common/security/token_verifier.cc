#include "common/security/token_verifier.h"

#include <openssl/err.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/security/jwks.h"
#include "common/security/watched_files.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "jwt/jwt.hpp"

namespace tertial {
namespace {

using nlohmann::json;

constexpr size_t kLongestSubject = 256;
// The year 9999: a NumericDate beyond it is no date.
constexpr double kLastSecond = 253402300799.0;

absl::Status Refused(absl::string_view why) { return absl::UnauthenticatedError(why); }

// Of a library that takes the key from whoever made it, not from the token.
bool IsSignedWith(const TokenKey& key, absl::string_view signed_part, absl::string_view signature) {
  const jwt::string_view pem(key.pem.data(), key.pem.size());
  const jwt::string_view text(signed_part.data(), signed_part.size());
  const jwt::string_view encoded(signature.data(), signature.size());
  const jwt::verify_result_t result =
      key.algorithm == TokenAlgorithm::kEs256
          ? jwt::PEMSign<jwt::algo::ES256>::verify(pem, text, encoded)
          : jwt::PEMSign<jwt::algo::RS256>::verify(pem, text, encoded);
  // What is left here would be taken for the error of the next connection.
  ERR_clear_error();
  return result.first && !result.second;
}

absl::string_view NameOf(TokenAlgorithm algorithm) {
  return algorithm == TokenAlgorithm::kEs256 ? "ES256" : "RS256";
}

bool IsText(const json& object, const char* name, absl::string_view value) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() &&
         found->get_ref<const std::string&>() == value;
}

// The key that a header names, if it says nothing that this verifier does not go by.
absl::StatusOr<const TokenKey*> KeyOf(const json& header, const Jwks& keys) {
  if (header.contains("crit")) return Refused("it has critical headers.");
  if (header.contains("typ") && !IsText(header, "typ", "JWT") && !IsText(header, "typ", "at+jwt")) {
    return Refused("it is a token of another type.");
  }
  const auto id = header.find("kid");
  if (id == header.end() || !id->is_string()) return Refused("it names no key.");
  const TokenKey* const key = keys.Find(id->get_ref<const std::string&>());
  if (key == nullptr) return Refused("its key is not in the JWKS file.");
  if (!IsText(header, "alg", NameOf(key->algorithm))) {
    return Refused("its algorithm is not that of its key.");
  }
  return key;
}

// The instant in a NumericDate.
absl::StatusOr<absl::Time> InstantOf(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) {
    return Refused(absl::StrCat("it has no instant in \"", name, "\"."));
  }
  const double seconds = found->get<double>();
  if (!std::isfinite(seconds) || seconds < 0 || seconds > kLastSecond) {
    return Refused(absl::StrCat("it has no instant in \"", name, "\"."));
  }
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

bool IsFor(const json& claims, const std::string& audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  if (!found->is_array()) return IsText(claims, "aud", audience);
  return std::all_of(found->begin(), found->end(),
                     [](const json& one) { return one.is_string(); }) &&
         std::any_of(found->begin(), found->end(),
                     [&](const json& one) { return one == audience; });
}

bool IsSubject(absl::string_view subject) {
  return !subject.empty() && subject.size() <= kLongestSubject &&
         std::all_of(subject.begin(), subject.end(),
                     [](unsigned char c) { return c >= ' ' && c != 0x7f; });
}

absl::StatusOr<TokenIdentity> CheckClaims(const json& claims, const TokenOptions& options,
                                          absl::Time now) {
  if (!IsText(claims, "iss", options.issuer)) return Refused("it is of another issuer.");
  if (!IsFor(claims, options.audience)) return Refused("it is for another audience.");
  TERTIAL_ASSIGN_OR_RETURN(const absl::Time ends, InstantOf(claims, "exp"));
  TERTIAL_ASSIGN_OR_RETURN(const absl::Time begins, InstantOf(claims, "nbf"));
  if (now >= ends + kTokenLeeway) return Refused("it has expired.");
  if (now < begins - kTokenLeeway) return Refused("it is not valid yet.");
  const auto subject = claims.find("sub");
  if (subject == claims.end() || !subject->is_string() ||
      !IsSubject(subject->get_ref<const std::string&>())) {
    return Refused("it has no subject of up to 256 printable bytes.");
  }
  return TokenIdentity{.issuer = options.issuer,
                       .subject = subject->get<std::string>(),
                       .valid_until = ends + kTokenLeeway};
}

}  // namespace

absl::StatusOr<std::shared_ptr<TokenVerifier>> TokenVerifier::Open(TokenOptions options,
                                                                   const Clock& clock) {
  if (options.issuer.empty() || options.audience.empty()) {
    return absl::InvalidArgumentError("an issuer and an audience of tokens must be named");
  }
  if (absl::StrContains(options.issuer, "|")) {
    return absl::InvalidArgumentError(
        absl::StrCat("the issuer ", Quoted(options.issuer), " has a \"|\" in it"));
  }
  std::shared_ptr<TokenVerifier> verifier(new TokenVerifier(std::move(options), clock));
  TERTIAL_RETURN_IF_ERROR(verifier->Reload());
  return verifier;
}

absl::Status TokenVerifier::Reload() {
  TERTIAL_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile("JWKS file", options_.jwks_file));
  absl::StatusOr<Jwks> keys = Jwks::Parse(text);
  if (!keys.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the JWKS file ", options_.jwks_file, ": ", keys.status().message()));
  }
  auto read = std::make_shared<const Jwks>(*std::move(keys));
  const MutexLock lock(mutex_);
  keys_ = std::move(read);
  return absl::OkStatus();
}

std::shared_ptr<const Jwks> TokenVerifier::keys() const {
  const MutexLock lock(mutex_);
  return keys_;
}

absl::StatusOr<TokenIdentity> TokenVerifier::Verify(absl::string_view token) const {
  if (token.size() > kLongestToken) return Refused("it is longer than 8 KiB.");
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3) return Refused("it has not three parts.");
  std::vector<std::string> decoded;
  for (const absl::string_view part : parts) {
    std::optional<std::string> bytes = DecodeBase64Url(part);
    if (!bytes.has_value()) return Refused("a part of it is not base64url.");
    decoded.push_back(*std::move(bytes));
  }
  const std::optional<json> header = ParseJsonObject(decoded[0]);
  if (!header.has_value()) return Refused("its header is no JSON object with each name once.");
  const std::shared_ptr<const Jwks> keys = this->keys();
  TERTIAL_ASSIGN_OR_RETURN(const TokenKey* const key, KeyOf(*header, *keys));
  const absl::string_view signed_part = token.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!IsSignedWith(*key, signed_part, parts[2]))
    return Refused("its signature is not of its key.");
  const std::optional<json> claims = ParseJsonObject(decoded[1]);
  if (!claims.has_value()) return Refused("its claims are no JSON object with each name once.");
  return CheckClaims(*claims, options_, clock_.Now());
}

}  // namespace tertial
