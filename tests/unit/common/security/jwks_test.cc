#include "common/security/jwks.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/token_issuer.h"

namespace tertial {
namespace {

using nlohmann::json;
using testing::SigningKey;

const SigningKey& EcKey() {
  static const SigningKey& key = *new SigningKey(SigningKey::Ec("ec"));
  return key;
}
const SigningKey& RsaKey() {
  static const SigningKey& key = *new SigningKey(SigningKey::Rsa("rsa"));
  return key;
}

std::string File(const std::vector<json>& keys) { return json{{"keys", keys}}.dump(); }

// `key` with one member changed.
json With(json key, const char* member, const json& value) {
  key[member] = value;
  return key;
}
json Without(json key, const char* member) {
  key.erase(member);
  return key;
}

TEST(Jwks, FindsKeysByTheirIdsWithTheAlgorithmOfTheirKind) {
  const absl::StatusOr<Jwks> jwks = Jwks::Parse(File({EcKey().Jwk(), RsaKey().Jwk()}));
  ASSERT_THAT(jwks, IsOk());
  EXPECT_EQ(jwks->size(), 2);
  EXPECT_EQ(jwks->Find("ec")->algorithm, TokenAlgorithm::kEs256);
  EXPECT_EQ(jwks->Find("ec")->pem, EcKey().Pem());
  EXPECT_EQ(jwks->Find("rsa")->algorithm, TokenAlgorithm::kRs256);
  EXPECT_EQ(jwks->Find("rsa")->pem, RsaKey().Pem());
  for (const char* other : {"", "EC", "ec ", "rsa2"}) EXPECT_EQ(jwks->Find(other), nullptr);
}

TEST(Jwks, TakesAKeyThatSaysNothingOfItsUseAndAlgorithm) {
  EXPECT_THAT(Jwks::Parse(File({Without(Without(EcKey().Jwk(), "use"), "alg")})), IsOk());
}

TEST(Jwks, PassesOverKeysThatAreOfNoUseHere) {
  const json key = RsaKey().Jwk();
  const absl::StatusOr<Jwks> jwks = Jwks::Parse(File(
      {EcKey().Jwk(), With(key, "use", "enc"), With(key, "alg", "RS512"), With(key, "alg", "PS256"),
       With(key, "kty", "OKP"), With(EcKey().Jwk(), "crv", "P-384")}));
  ASSERT_THAT(jwks, IsOk());
  EXPECT_EQ(jwks->size(), 1);
}

TEST(Jwks, RefusesWhatIsNoSet) {
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("[]"), std::string("{}"),
        std::string(R"({"keys": {}})"), std::string(R"({"keys": []})"),
        std::string(R"({"keys": [1]})"), std::string("\xff"), File({EcKey().Jwk()}) + "x",
        absl::StrCat(R"({"keys": [], "keys": [)", EcKey().Jwk().dump(), "]}")}) {
    EXPECT_THAT(Jwks::Parse(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(Jwks, RefusesABadKeyAndNamesItsPlace) {
  const json ec = EcKey().Jwk();
  const json rsa = RsaKey().Jwk();
  std::string outside = ec["x"].get<std::string>();
  outside[3] = outside[3] == 'A' ? 'B' : 'A';
  const std::vector<std::pair<json, std::string>> bad = {
      {Without(ec, "kid"), "keys[1].kid"},
      {With(ec, "kid", ""), "keys[1].kid"},
      {With(ec, "kid", 7), "keys[1].kid"},
      {With(ec, "kid", "rsa"), "keys[1].kid"},
      {With(ec, "kid", std::string(257, 'k')), "keys[1].kid"},
      {With(ec, "x", outside), "keys[1]"},
      {With(ec, "x", ""), "keys[1].x"},
      {With(ec, "y", ec["y"].get<std::string>() + "="), "keys[1].y"},
      {With(ec, "y", ec["y"].get<std::string>() + "AA"), "keys[1].y"},
      {Without(ec, "y"), "keys[1].y"},
      {With(With(rsa, "kid", "r2"), "n", "AQAB"), "keys[1].n"},
      {With(With(rsa, "kid", "r2"), "n", "!"), "keys[1].n"},
      {With(With(rsa, "kid", "r2"), "n", std::string(4000, 'B')), "keys[1].n"},
      {With(With(rsa, "kid", "r2"), "e", "AQ"), "keys[1].e"},
      {With(With(rsa, "kid", "r2"), "e", "Ag"), "keys[1].e"},
      {With(With(rsa, "kid", "r2"), "e", std::string(40, 'B')), "keys[1].e"},
      {SigningKey::Rsa("small", 1024).Jwk(), "keys[1].n"},
  };
  for (const auto& [key, place] : bad) {
    const absl::StatusOr<Jwks> jwks = Jwks::Parse(File({rsa, key}));
    EXPECT_THAT(jwks, StatusIs(absl::StatusCode::kInvalidArgument)) << key;
    EXPECT_THAT(jwks, MessageNames(place)) << key;
  }
}

TEST(Jwks, RefusesSecretsWithoutTellingThem) {
  const json symmetric = {{"kty", "oct"}, {"kid", "s"}, {"k", "c2VjcmV0LW1hcmtlcg"}};
  for (const json& secret : {symmetric, With(RsaKey().Jwk(), "d", "c2VjcmV0LW1hcmtlcg"),
                             With(EcKey().Jwk(), "d", "c2VjcmV0LW1hcmtlcg")}) {
    const absl::StatusOr<Jwks> jwks = Jwks::Parse(File({secret}));
    EXPECT_THAT(jwks, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(jwks.status().message().find("c2VjcmV0"), absl::string_view::npos);
  }
}

TEST(Base64Url, IsReadInOneFormOnly) {
  EXPECT_EQ(DecodeBase64Url("AQAB"), std::string("\x01\x00\x01", 3));
  EXPECT_EQ(DecodeBase64Url("_-8"), "\xff\xef");
  for (const char* text : {"", "A", "AQ==", "AQ=", "AR", "A Q", "AQ\n", "+/8", "AQAB.", "\xff"}) {
    EXPECT_EQ(DecodeBase64Url(text), std::nullopt) << text;
  }
}

TEST(JsonObject, NamesStandOnce) {
  EXPECT_TRUE(ParseJsonObject(R"({"a": {"b": 1}, "b": [{"a": 1}, {"a": 2}]})").has_value());
  for (const char* text :
       {"", "1", "[]", "null", R"({"a": 1, "a": 1})", R"({"a": {"b": 1, "b": 2}})",
        R"({"a": [{"b": 1, "b": 2}]})", R"({"a": 1, "\u0061": 2})", "{} {}"}) {
    EXPECT_FALSE(ParseJsonObject(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace tertial
