#include "common/ledger/envelope.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

constexpr auto kDamaged = common::v1::ERROR_REASON_STORED_DATA_DAMAGED;

TEST(Envelope, WritesGoldenBytes) {
  // The checksums were computed with Python's zlib.crc32 over state, revision and body.
  EXPECT_EQ(absl::BytesToHexString(EncodeEnvelope({RowState::kLive, 0x0102, "body"})),
            "01000000000000000102440412e9626f6479");
  EXPECT_EQ(absl::BytesToHexString(EncodeEnvelope({RowState::kTombstone, 3, ""})),
            "01010000000000000003687b5157");
}

TEST(Envelope, GivesBackWhatWasEncoded) {
  const std::string body("\0\xff body", 7);
  for (const RowState state :
       {RowState::kLive, RowState::kTombstone, RowState::kBlanked, RowState::kRedaction}) {
    for (const Revision revision : {Revision{0}, Revision{1}, Revision{INT64_MAX}}) {
      const std::string value = EncodeEnvelope({state, revision, body});
      const auto envelope = DecodeEnvelope("k", value);
      ASSERT_THAT(envelope, IsOk());
      EXPECT_EQ(envelope->state, state);
      EXPECT_EQ(envelope->revision, revision);
      EXPECT_EQ(envelope->body, body);
    }
  }
}

// A body that was never set is a null pointer, which zlib's crc32 takes for "begin anew": the
// checksum of every tombstone came out as 0 and none could be read again.
TEST(Envelope, ReadsABodyThatWasNeverSet) {
  Envelope tombstone;
  tombstone.state = RowState::kTombstone;
  tombstone.revision = 3;
  EXPECT_EQ(EncodeEnvelope(tombstone), EncodeEnvelope({RowState::kTombstone, 3, ""}));
  EXPECT_THAT(DecodeEnvelope("k", EncodeEnvelope(tombstone)), IsOk());
}

TEST(Envelope, FindsEveryFlippedBit) {
  const std::string value = EncodeEnvelope({RowState::kLive, 77, "the body of a row"});
  for (size_t byte = 0; byte < value.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = value;
      damaged[byte] = static_cast<char>(damaged[byte] ^ (1 << bit));
      EXPECT_THAT(DecodeEnvelope("k", damaged), HasReason(kDamaged)) << byte << " " << bit;
    }
  }
}

TEST(Envelope, FindsBytesThatWereCutOffOrAdded) {
  const std::string value = EncodeEnvelope({RowState::kLive, 77, "the body"});
  for (size_t size = 0; size < value.size(); ++size) {
    EXPECT_THAT(DecodeEnvelope("k", value.substr(0, size)), HasReason(kDamaged)) << size;
  }
  EXPECT_THAT(DecodeEnvelope("k", value + "x"), HasReason(kDamaged));
}

TEST(Envelope, NamesTheKeyOfADamagedRow) {
  EXPECT_THAT(DecodeEnvelope(absl::string_view("\x01\x05\xff", 3), ""), MessageNames("0105ff"));
}

}  // namespace
}  // namespace tertial
