#include "common/security/token_verifier.h"

#include <openssl/hmac.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/token_issuer.h"

namespace tertial {
namespace {

using nlohmann::json;
using testing::kTestAudience;
using testing::kTestIssuer;
using testing::SigningKey;
using testing::TokenIssuer;

class TokenVerifierTest : public ::testing::Test {
 protected:
  absl::StatusOr<TokenIdentity> Verify(absl::string_view token) const {
    return verifier_->Verify(token);
  }
  json Claims() const { return TokenIssuer::Claims("kari", clock_.Now()); }
  json ClaimsWith(const char* name, const json& value) const {
    json claims = Claims();
    claims[name] = value;
    return claims;
  }
  json ClaimsWithout(const char* name) const {
    json claims = Claims();
    claims.erase(name);
    return claims;
  }
  // Signed with the key of the issuer.
  std::string Signed(const json& claims) const {
    return TokenIssuer::Signed(issuer_.key(), TokenIssuer::Header(issuer_.key()), claims);
  }
  std::string SignedWithHeader(const json& header) const {
    return TokenIssuer::Signed(issuer_.key(), header, Claims());
  }
  json Seconds(absl::Duration from_now) const {
    return absl::ToUnixSeconds(clock_.Now() + from_now);
  }
  void ExpectRefused(const std::string& token) const {
    EXPECT_THAT(Verify(token), StatusIs(absl::StatusCode::kUnauthenticated)) << token;
  }

  const TempDir directory_;
  FakeClock clock_;
  const TokenIssuer issuer_;
  const std::shared_ptr<TokenVerifier> verifier_ =
      *TokenVerifier::Open({.jwks_file = directory_.Write("jwks.json", issuer_.Jwks()),
                            .issuer = kTestIssuer,
                            .audience = kTestAudience},
                           clock_);
};

TEST_F(TokenVerifierTest, VouchesForTheSubjectOfARightToken) {
  for (const SigningKey* key : {&issuer_.key(), &issuer_.rsa_key()}) {
    const absl::StatusOr<TokenIdentity> identity =
        Verify(TokenIssuer::Signed(*key, TokenIssuer::Header(*key), Claims()));
    ASSERT_THAT(identity, IsOk()) << key->id();
    EXPECT_EQ(identity->issuer, kTestIssuer);
    EXPECT_EQ(identity->subject, "kari");
    EXPECT_EQ(identity->valid_until, clock_.Now() + absl::Hours(1) + kTokenLeeway);
  }
}

TEST_F(TokenVerifierTest, TheAudienceMayBeOneOfSeveral) {
  EXPECT_THAT(Verify(Signed(ClaimsWith("aud", {"other", kTestAudience}))), IsOk());
}

TEST_F(TokenVerifierTest, RefusesAnotherAudience) {
  for (const json& audience :
       {json("other"), json(""), json(nullptr), json(7), json::array(), json({"other"}),
        json({kTestAudience, 7}), json({{kTestAudience, true}}), json("tertial ")}) {
    ExpectRefused(Signed(ClaimsWith("aud", audience)));
  }
  ExpectRefused(Signed(ClaimsWithout("aud")));
}

TEST_F(TokenVerifierTest, RefusesAnotherIssuer) {
  for (const json& issuer : {json("https://id.example.com"), json("https://id.example.org/"),
                             json(nullptr), json({kTestIssuer})}) {
    ExpectRefused(Signed(ClaimsWith("iss", issuer)));
  }
  ExpectRefused(Signed(ClaimsWithout("iss")));
}

TEST_F(TokenVerifierTest, RefusesWhatHasExpiredBeyondTheLeeway) {
  EXPECT_THAT(Verify(Signed(ClaimsWith("exp", Seconds(absl::Seconds(-59))))), IsOk());
  ExpectRefused(Signed(ClaimsWith("exp", Seconds(absl::Seconds(-60)))));
  ExpectRefused(Signed(ClaimsWith("exp", Seconds(absl::Hours(-24)))));
}

TEST_F(TokenVerifierTest, RefusesWhatIsNotValidYetBeyondTheLeeway) {
  EXPECT_THAT(Verify(Signed(ClaimsWith("nbf", Seconds(absl::Seconds(60))))), IsOk());
  ExpectRefused(Signed(ClaimsWith("nbf", Seconds(absl::Seconds(61)))));
}

TEST_F(TokenVerifierTest, RefusesWhatHasNoInstants) {
  for (const char* name : {"exp", "nbf"}) {
    ExpectRefused(Signed(ClaimsWithout(name)));
    for (const json& value : {json("1735693200"), json(nullptr), json(-1), json(1e300),
                              json(std::numeric_limits<uint64_t>::max()), json::array({1})}) {
      ExpectRefused(Signed(ClaimsWith(name, value)));
    }
  }
}

TEST_F(TokenVerifierTest, RefusesWhatHasNoSubject) {
  ExpectRefused(Signed(ClaimsWithout("sub")));
  for (const json& subject :
       {json(""), json(7), json(nullptr), json("a\nb"), json(std::string(257, 's'))}) {
    ExpectRefused(Signed(ClaimsWith("sub", subject)));
  }
}

TEST_F(TokenVerifierTest, RefusesTheSignatureOfAnotherKey) {
  const SigningKey stranger = SigningKey::Ec("es-1");
  ExpectRefused(TokenIssuer::Signed(stranger, TokenIssuer::Header(stranger), Claims()));
  const SigningKey strange_rsa = SigningKey::Rsa("rs-1");
  ExpectRefused(TokenIssuer::Signed(strange_rsa, TokenIssuer::Header(strange_rsa), Claims()));
  // Keys of the set, but not the one that is named.
  ExpectRefused(
      TokenIssuer::Signed(issuer_.rsa_key(), TokenIssuer::Header(issuer_.key()), Claims()));
  ExpectRefused(
      TokenIssuer::Signed(issuer_.key(), TokenIssuer::Header(issuer_.rsa_key()), Claims()));
}

TEST_F(TokenVerifierTest, RefusesAKeyThatIsNotKnownOrNotNamed) {
  json header = TokenIssuer::Header(issuer_.key());
  for (const json& id : {json("es-2"), json(""), json(1), json(nullptr), json({"es-1"})}) {
    header["kid"] = id;
    ExpectRefused(SignedWithHeader(header));
  }
  header.erase("kid");
  ExpectRefused(SignedWithHeader(header));
}

TEST_F(TokenVerifierTest, ATokenDoesNotChooseItsAlgorithm) {
  json header = TokenIssuer::Header(issuer_.key());
  for (const json& algorithm : {json("none"), json("None"), json("RS256"), json("ES384"),
                                json("HS256"), json(""), json(nullptr), json(256)}) {
    header["alg"] = algorithm;
    ExpectRefused(SignedWithHeader(header));
  }
  header.erase("alg");
  ExpectRefused(SignedWithHeader(header));
}

TEST_F(TokenVerifierTest, RefusesATokenWithoutASignature) {
  for (const char* algorithm : {"none", "ES256"}) {
    json header = TokenIssuer::Header(issuer_.key());
    header["alg"] = algorithm;
    const std::string text = absl::StrCat(absl::WebSafeBase64Escape(header.dump()), ".",
                                          absl::WebSafeBase64Escape(Claims().dump()));
    ExpectRefused(absl::StrCat(text, "."));
    ExpectRefused(text);
  }
}

TEST_F(TokenVerifierTest, APublicKeyIsNoSecretToSignWith) {
  for (const SigningKey* key : {&issuer_.key(), &issuer_.rsa_key()}) {
    for (const char* algorithm : {"HS256", "ES256", "RS256"}) {
      json header = TokenIssuer::Header(*key);
      header["alg"] = algorithm;
      const std::string text = absl::StrCat(absl::WebSafeBase64Escape(header.dump()), ".",
                                            absl::WebSafeBase64Escape(Claims().dump()));
      const std::string secret = key->Pem();
      unsigned char hash[EVP_MAX_MD_SIZE];
      unsigned int size = 0;
      HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash, &size);
      ExpectRefused(absl::StrCat(
          text, ".",
          absl::WebSafeBase64Escape(absl::string_view(reinterpret_cast<char*>(hash), size))));
    }
  }
}

TEST_F(TokenVerifierTest, RefusesATokenCutShortAtEveryLength) {
  for (const SigningKey* key : {&issuer_.key(), &issuer_.rsa_key()}) {
    const std::string token = TokenIssuer::Signed(*key, TokenIssuer::Header(*key), Claims());
    ASSERT_THAT(Verify(token), IsOk());
    for (size_t length = 0; length < token.size(); ++length) {
      EXPECT_THAT(Verify(token.substr(0, length)), StatusIs(absl::StatusCode::kUnauthenticated))
          << length;
    }
  }
}

TEST_F(TokenVerifierTest, RefusesATokenWithAnyCharacterChanged) {
  const std::string token = Signed(Claims());
  for (size_t i = 0; i < token.size(); ++i) {
    for (const char other : {'A', 'B', '.', '=', '\0'}) {
      if (token[i] == other) continue;
      std::string changed = token;
      changed[i] = other;
      EXPECT_THAT(Verify(changed), StatusIs(absl::StatusCode::kUnauthenticated)) << i;
    }
  }
}

TEST_F(TokenVerifierTest, RefusesWhatIsMoreThanAToken) {
  const std::string token = Signed(Claims());
  for (const std::string& more :
       {token + ".", token + "=", token + " ", " " + token, token + ".e30", token + "A"}) {
    ExpectRefused(more);
  }
}

TEST_F(TokenVerifierTest, RefusesGarbage) {
  for (const std::string& garbage :
       {std::string(), std::string("."), std::string(".."), std::string("..."),
        std::string("a.b.c"), std::string("e30.e30.e30"), std::string("\xff\xfe.\x80.\x01"),
        std::string(100, '.'), std::string("e30.e30."), std::string("bnVsbA.bnVsbA.bnVsbA")}) {
    ExpectRefused(garbage);
  }
}

TEST_F(TokenVerifierTest, RefusesHeadersAndClaimsThatAreNoObjects) {
  const json header = TokenIssuer::Header(issuer_.key());
  for (const char* claims : {"", "null", "[]", "7", "\"sub\"", "{", "{}}", "\xff"}) {
    ExpectRefused(TokenIssuer::SignedText(issuer_.key(), header.dump(), claims));
  }
  for (const char* text : {"null", "[]", "\"ES256\"", "{"}) {
    ExpectRefused(TokenIssuer::SignedText(issuer_.key(), text, Claims().dump()));
  }
}

TEST_F(TokenVerifierTest, RefusesNamesThatStandTwice) {
  const std::string header = TokenIssuer::Header(issuer_.key()).dump();
  const std::string claims = Claims().dump();
  ASSERT_THAT(Verify(TokenIssuer::SignedText(issuer_.key(), header, claims)), IsOk());
  for (const std::string& twice : {std::string(R"({"sub":"root",)"), std::string(R"({"aud":"x",)"),
                                   std::string(R"({"exp":9999999999,)")}) {
    ExpectRefused(TokenIssuer::SignedText(issuer_.key(), header, twice + claims.substr(1)));
  }
  for (const std::string& twice :
       {std::string(R"({"alg":"none",)"), std::string(R"({"kid":"x",)")}) {
    ExpectRefused(TokenIssuer::SignedText(issuer_.key(), twice + header.substr(1), claims));
  }
}

TEST_F(TokenVerifierTest, RefusesHeadersThatItDoesNotGoBy) {
  json header = TokenIssuer::Header(issuer_.key());
  header["crit"] = {"b64"};
  ExpectRefused(SignedWithHeader(header));
  header = TokenIssuer::Header(issuer_.key());
  for (const json& type : {json("dpop+jwt"), json(""), json(1)}) {
    header["typ"] = type;
    ExpectRefused(SignedWithHeader(header));
  }
  header.erase("typ");
  EXPECT_THAT(Verify(SignedWithHeader(header)), IsOk());
  header["typ"] = "at+jwt";
  EXPECT_THAT(Verify(SignedWithHeader(header)), IsOk());
}

TEST_F(TokenVerifierTest, DoesNotLookAtWhatIsTooLong) {
  const std::string right = Signed(ClaimsWith("note", std::string(4000, 'n')));
  ASSERT_LE(right.size(), kLongestToken);
  EXPECT_THAT(Verify(right), IsOk());
  ExpectRefused(Signed(ClaimsWith("note", std::string(kLongestToken, 'n'))));
  ExpectRefused(std::string(size_t{64} << 20, 'a'));
}

TEST_F(TokenVerifierTest, NoReasonHoldsAnythingOfTheToken) {
  const std::string marked = Signed(ClaimsWith("aud", "secret-marker"));
  const absl::Status status = Verify(marked).status();
  EXPECT_EQ(status.message().find("secret-marker"), absl::string_view::npos);
  for (const absl::string_view part : absl::StrSplit(marked, '.')) {
    EXPECT_EQ(status.message().find(part), absl::string_view::npos);
  }
}

TEST_F(TokenVerifierTest, KeysAreReadAgainAndABadFileChangesNothing) {
  const std::string old_token = Signed(Claims());
  const TokenIssuer later;
  const std::string new_token =
      TokenIssuer::Signed(later.key(), TokenIssuer::Header(later.key()), Claims());
  ExpectRefused(new_token);

  directory_.Write("jwks.json", "{");
  EXPECT_THAT(verifier_->Reload(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(verifier_->Reload(), MessageNames("jwks.json"));
  EXPECT_THAT(Verify(old_token), IsOk());

  directory_.Write("jwks.json", later.Jwks());
  ASSERT_THAT(verifier_->Reload(), IsOk());
  EXPECT_THAT(Verify(new_token), IsOk());
  ExpectRefused(old_token);
}

TEST_F(TokenVerifierTest, OpensOnlyWithKeysIssuerAndAudience) {
  const std::string jwks = directory_.path() + "/jwks.json";
  const std::vector<TokenOptions> bad = {
      {.jwks_file = jwks, .issuer = "", .audience = "a"},
      {.jwks_file = jwks, .issuer = "i", .audience = ""},
      {.jwks_file = jwks, .issuer = "i|j", .audience = "a"},
      {.jwks_file = directory_.path() + "/none.json", .issuer = "i", .audience = "a"},
      {.jwks_file = directory_.Write("bad.json", "[]"), .issuer = "i", .audience = "a"},
  };
  for (const TokenOptions& options : bad) {
    EXPECT_THAT(TokenVerifier::Open(options), ::testing::Not(IsOk())) << options.jwks_file;
  }
}

}  // namespace
}  // namespace tertial
