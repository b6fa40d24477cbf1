#include "common/security/jwks.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <cstdint>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

using nlohmann::json;

constexpr int kFewestRsaBits = 2048;
constexpr int kMostRsaBits = 8192;
constexpr size_t kMostKeys = 1000;
constexpr size_t kLongestKeyId = 256;
constexpr size_t kCoordinateBytes = 32;

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

using Bio = Owned<BIO, BIO_free_all>;
using BigNumber = Owned<BIGNUM, BN_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Context = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

absl::Status Fault(absl::string_view place, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(place, " ", what));
}

// The text of a member; empty where there is none, or none that is a text.
std::string TextOf(const json& key, const char* member) {
  const auto found = key.find(member);
  return found != key.end() && found->is_string() ? found->get<std::string>() : std::string();
}

BigNumber NumberOf(absl::string_view bytes) {
  return BigNumber(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                             static_cast<int>(bytes.size()), nullptr));
}

// The public key of these parameters; nullptr where they make none.
Key MakeKey(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (parameters == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  Key key(made);
  const Context checked(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  if (checked == nullptr || EVP_PKEY_public_check(checked.get()) != 1) return nullptr;
  return key;
}

absl::StatusOr<std::string> PemOf(absl::string_view place, const Key& key) {
  const Bio out(BIO_new(BIO_s_mem()));
  if (key == nullptr || out == nullptr || PEM_write_bio_PUBKEY(out.get(), key.get()) != 1) {
    // What is left here would be taken for the error of the next connection.
    ERR_clear_error();
    return Fault(place, "is no valid public key.");
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

absl::StatusOr<TokenKey> ParseEcKey(const std::string& place, const json& key) {
  std::string point = "\x04";
  for (const char* coordinate : {"x", "y"}) {
    const std::optional<std::string> bytes = DecodeBase64Url(TextOf(key, coordinate));
    if (!bytes.has_value() || bytes->size() != kCoordinateBytes) {
      return Fault(absl::StrCat(place, ".", coordinate), "is not 32 bytes in base64url.");
    }
    point += *bytes;
  }
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  TokenKey parsed{.algorithm = TokenAlgorithm::kEs256, .pem = ""};
  TERTIAL_ASSIGN_OR_RETURN(parsed.pem, PemOf(place, MakeKey("EC", builder.get())));
  return parsed;
}

absl::StatusOr<TokenKey> ParseRsaKey(const std::string& place, const json& key) {
  const std::optional<std::string> modulus = DecodeBase64Url(TextOf(key, "n"));
  const std::optional<std::string> exponent = DecodeBase64Url(TextOf(key, "e"));
  if (!modulus.has_value() || modulus->size() > kMostRsaBits / 8) {
    return Fault(absl::StrCat(place, ".n"), "is not up to 8192 bits in base64url.");
  }
  if (!exponent.has_value() || exponent->size() > sizeof(uint64_t)) {
    return Fault(absl::StrCat(place, ".e"), "is not up to 64 bits in base64url.");
  }
  const BigNumber n = NumberOf(*modulus);
  const BigNumber e = NumberOf(*exponent);
  if (BN_num_bits(n.get()) < kFewestRsaBits) {
    return Fault(absl::StrCat(place, ".n"), "has less than 2048 bits.");
  }
  if (!BN_is_odd(e.get()) || BN_is_one(e.get())) {
    return Fault(absl::StrCat(place, ".e"), "is no odd number above 1.");
  }
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  TokenKey parsed{.algorithm = TokenAlgorithm::kRs256, .pem = ""};
  TERTIAL_ASSIGN_OR_RETURN(parsed.pem, PemOf(place, MakeKey("RSA", builder.get())));
  return parsed;
}

// Whether a token may be signed with it here.
bool IsOfUse(const json& key) {
  const std::string type = TextOf(key, "kty");
  const std::string use = TextOf(key, "use");
  const std::string algorithm = TextOf(key, "alg");
  if (!use.empty() && use != "sig") return false;
  if (type == "EC") {
    return TextOf(key, "crv") == "P-256" && (algorithm.empty() || algorithm == "ES256");
  }
  return type == "RSA" && (algorithm.empty() || algorithm == "RS256");
}

bool IsSecret(const json& key) {
  return TextOf(key, "kty") == "oct" || key.contains("d") || key.contains("k");
}

// Tells of each name whether it stood in its object before.
class Names {
 public:
  bool Take(json::parse_event_t event, const json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
        objects_.emplace_back();
        break;
      case json::parse_event_t::object_end:
        objects_.pop_back();
        break;
      case json::parse_event_t::key:
        if (!objects_.back().insert(parsed.get<std::string>()).second) twice_ = true;
        break;
      default:
        break;
    }
    return true;
  }
  bool twice() const { return twice_; }

 private:
  std::vector<std::set<std::string>> objects_;
  bool twice_ = false;
};

}  // namespace

std::optional<std::string> DecodeBase64Url(absl::string_view text) {
  std::string bytes;
  if (text.empty() || !absl::WebSafeBase64Unescape(text, &bytes)) return std::nullopt;
  // The library takes padding, spaces and stray bits as well.
  if (absl::WebSafeBase64Escape(bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<json> ParseJsonObject(absl::string_view text) {
  Names names;
  json parsed = json::parse(
      text.begin(), text.end(),
      [&names](int /*depth*/, json::parse_event_t event, json& value) {
        return names.Take(event, value);
      },
      /*allow_exceptions=*/false);
  if (parsed.is_discarded() || !parsed.is_object() || names.twice()) return std::nullopt;
  return parsed;
}

absl::StatusOr<Jwks> Jwks::Parse(absl::string_view text) {
  const std::optional<json> file = ParseJsonObject(text);
  if (!file.has_value()) {
    return absl::InvalidArgumentError("it is no JSON object, or a name stands twice in one.");
  }
  const auto keys = file->find("keys");
  if (keys == file->end() || !keys->is_array() || keys->size() > kMostKeys) {
    return Fault("keys", absl::StrCat("is no list of keys, ", kMostKeys, " at most."));
  }
  Jwks jwks;
  for (size_t i = 0; i < keys->size(); ++i) {
    const json& key = (*keys)[i];
    const std::string place = absl::StrCat("keys[", i, "]");
    if (!key.is_object()) return Fault(place, "is no JSON object.");
    if (IsSecret(key)) return Fault(place, "holds a secret; only public keys belong here.");
    if (!IsOfUse(key)) continue;
    const std::string id = TextOf(key, "kid");
    if (id.empty() || id.size() > kLongestKeyId) {
      return Fault(absl::StrCat(place, ".kid"), "is no id of up to 256 bytes.");
    }
    TERTIAL_ASSIGN_OR_RETURN(TokenKey parsed, TextOf(key, "kty") == "EC" ? ParseEcKey(place, key)
                                                                         : ParseRsaKey(place, key));
    if (!jwks.keys_.emplace(id, std::move(parsed)).second) {
      return Fault(absl::StrCat(place, ".kid"), absl::StrCat(Quoted(id), " stands twice."));
    }
  }
  if (jwks.keys_.empty()) return Fault("keys", "holds no key for ES256 or RS256.");
  return jwks;
}

const TokenKey* Jwks::Find(absl::string_view id) const {
  const auto found = keys_.find(id);
  return found == keys_.end() ? nullptr : &found->second;
}

}  // namespace tertial
