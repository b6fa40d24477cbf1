#include "common/rpc/page_token.h"

#include <string>

#include "common/rpc/limits.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using enum common::v1::ErrorReason;

constexpr char kQuery[] = "areas/{area}/goals/{goal} below areas/asker";
constexpr char kEpoch[] = "0123456789abcdef";
constexpr char kStoreId[] = "0123456789abcdef0123456789abcdef";
constexpr TokenBinding kBinding{.store_id = kStoreId, .epoch = kEpoch, .query = kQuery};

PageToken SomeToken() {
  PageToken token;
  token.set_query(kQuery);
  token.set_epoch(kEpoch);
  token.set_store_id(kStoreId);
  token.set_revision(7);
  token.set_last_key(std::string("asker\0g1\0", 9));
  return token;
}

TEST(PageToken, HoldsWhatItWasMadeFrom) {
  const absl::StatusOr<PageToken> token = DecodePageToken(EncodePageToken(SomeToken()), kBinding);
  ASSERT_THAT(token, IsOk());
  EXPECT_EQ(token->SerializeAsString(), SomeToken().SerializeAsString());
}

TEST(PageToken, IsTextThatAUrlMayHold) {
  PageToken token = SomeToken();
  for (int i = 0; i < 256; ++i) token.mutable_last_key()->push_back(static_cast<char>(i));
  EXPECT_EQ(EncodePageToken(token).find_first_not_of(
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
            std::string::npos);
}

// A token of the binding that `change` makes of ours, refused under ours.
absl::Status RefusedUnder(void (*change)(TokenBinding&)) {
  TokenBinding binding = kBinding;
  change(binding);
  return DecodePageToken(EncodePageToken(SomeToken()), binding).status();
}

TEST(PageToken, RefusesATokenOfAnotherQuery) {
  const absl::Status refused =
      RefusedUnder([](TokenBinding& binding) { binding.query = "areas/{area}"; });
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY));
}

TEST(PageToken, RefusesATokenOfAnotherEpoch) {
  const absl::Status refused =
      RefusedUnder([](TokenBinding& binding) { binding.epoch = "fedcba9876543210"; });
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_TOKEN_OF_OTHER_EPOCH));
}

TEST(PageToken, RefusesATokenOfAnotherStoreWhateverItsQuery) {
  const absl::Status refused = RefusedUnder([](TokenBinding& binding) {
    binding = {.store_id = "fedc", .epoch = "ba98", .query = "areas/{area}"};
  });
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_TOKEN_OF_OTHER_SERVICE));
}

TEST(PageToken, RefusesATokenOfAnotherKind) {
  // A message whose bytes are those of a page token.
  common::internal::v1::ResumeToken other;
  ASSERT_TRUE(other.ParseFromString(SomeToken().SerializeAsString()));
  EXPECT_THAT(DecodePageToken(SealToken(other), kBinding),
              HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
}

TEST(PageToken, RefusesGarbage) {
  for (const char* text : {"", "A", "AAAA", "AAAAAAAA", "made-up", "%%%%", "areas/asker"}) {
    EXPECT_THAT(DecodePageToken(text, kBinding), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN))
        << text;
  }
}

// Bits of the last character that stand for nothing were overlooked, and so were blanks.
TEST(PageToken, RefusesATokenWithAnyBitOfItsTextFlipped) {
  const std::string text = EncodePageToken(SomeToken());
  for (size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 7; ++bit) {
      std::string tampered = text;
      tampered[at] = static_cast<char>(tampered[at] ^ (1 << bit));
      EXPECT_THAT(DecodePageToken(tampered, kBinding), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN))
          << at << " " << bit << " " << tampered;
    }
  }
}

TEST(PageToken, RefusesATokenCutShortOrWithMoreAroundIt) {
  const std::string text = EncodePageToken(SomeToken());
  for (const std::string& more : {text + " ", " " + text, text + "=", text + "A", text + "\n"}) {
    EXPECT_THAT(DecodePageToken(more, kBinding), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
  }
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_THAT(DecodePageToken(text.substr(0, size), kBinding),
                HasReason(ERROR_REASON_INVALID_PAGE_TOKEN))
        << size;
  }
}

TEST(CheckPageSize, GivesTheDefaultForZeroAndAtMostTheLargest) {
  EXPECT_THAT(CheckPageSize(0), IsOkAndHolds(kDefaultPageSize));
  EXPECT_THAT(CheckPageSize(1), IsOkAndHolds(1));
  EXPECT_THAT(CheckPageSize(kLargestPageSize), IsOkAndHolds(kLargestPageSize));
  EXPECT_THAT(CheckPageSize(kLargestPageSize + 1), IsOkAndHolds(kLargestPageSize));
  EXPECT_THAT(CheckPageSize(INT32_MAX), IsOkAndHolds(kLargestPageSize));
}

TEST(CheckPageSize, RefusesANegativeSize) {
  for (const int32_t size : {-1, INT32_MIN}) {
    EXPECT_THAT(CheckPageSize(size), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(CheckPageSize(size), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
    EXPECT_THAT(CheckPageSize(size), MessageNames(std::to_string(size)));
  }
}

}  // namespace
}  // namespace tertial
