// Bearer tokens (common/security/token_verifier.h): any text as one, and one whose header and
// claims are lines of the input, signed by the issuer.
//
// A token that the issuer did not sign vouches for nobody. One that it signed vouches for its
// subject where it is for this service and now; and whatever is wrong, the reason holds nothing of
// the token.
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/security/jwks.h"
#include "common/security/token_verifier.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/said.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/token_issuer.h"

namespace tertial::fuzz {
namespace {

using testing::kTestAudience;
using testing::kTestIssuer;
using testing::TokenIssuer;

// Of the year 2025, as claims of the corpus are.
const FakeClock& Now() {
  static const FakeClock& clock = *new FakeClock;
  return clock;
}

const TokenIssuer& Issuer() {
  static const TokenIssuer& issuer = *new TokenIssuer;
  return issuer;
}

const TokenVerifier& Verifier() {
  static const std::shared_ptr<TokenVerifier>& verifier = *new std::shared_ptr<TokenVerifier>([] {
    const TempDir directory;
    auto opened = TokenVerifier::Open({.jwks_file = directory.Write("jwks.json", Issuer().Jwks()),
                                       .issuer = kTestIssuer,
                                       .audience = kTestAudience},
                                      Now());
    Require(opened.ok(), "keys are read", opened.status().ToString());
    return *std::move(opened);
  }());
  return *verifier;
}

void RequireRefusal(const absl::Status& status) {
  Require(status.code() == absl::StatusCode::kUnauthenticated, "a token is refused as one",
          status.ToString());
  RequireNoSecret(status.message());
  Require(IsUtf8(status.message()), "a reason is UTF-8", status.message());
}

// That of a token which is right but for what the input changes in it.
void CheckSigned(absl::string_view header, absl::string_view claims) {
  const auto identity = Verifier().Verify(TokenIssuer::SignedText(Issuer().key(), header, claims));
  if (!identity.ok()) return RequireRefusal(identity.status());
  Require(identity->issuer == kTestIssuer && !identity->subject.empty(),
          "a token vouches for a subject of its issuer", claims);
  Require(identity->valid_until > Now().Now(), "a token that has ended vouches for nobody", claims);
  const auto said = ParseJsonObject(claims);
  Require(said.has_value() && said->value("iss", "") == kTestIssuer &&
              said->value("sub", "") == identity->subject && said->contains("aud") &&
              said->contains("exp"),
          "a token says what it vouches for", claims);
}

}  // namespace

const char* const kCorpus = "bearer_token";

void RunInput(absl::string_view input) {
  const auto any = Verifier().Verify(input);
  Require(!any.ok(), "what the issuer did not sign vouches for nobody", input);
  RequireRefusal(any.status());
  const std::pair<absl::string_view, absl::string_view> lines =
      absl::StrSplit(input, absl::MaxSplits('\n', 1));
  const std::string right_header = TokenIssuer::Header(Issuer().key()).dump();
  CheckSigned(lines.first.empty() ? right_header : std::string(lines.first), lines.second);
}

}  // namespace tertial::fuzz
