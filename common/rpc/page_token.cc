#include "common/rpc/page_token.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/limits.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

constexpr size_t kSealBytes = 4;

// A checksum over the bytes and the type they are of, so that no token passes for another kind.
std::string SealOf(const std::string& type, absl::string_view bytes) {
  uLong crc = crc32(0, reinterpret_cast<const Bytef*>(type.data()), static_cast<uInt>(type.size()));
  crc = crc32(crc, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
  std::string seal;
  for (int shift = 24; shift >= 0; shift -= 8) seal.push_back(static_cast<char>(crc >> shift));
  return seal;
}

}  // namespace

std::string SealToken(const google::protobuf::MessageLite& token) {
  std::string bytes = token.SerializeAsString();
  bytes.append(SealOf(token.GetTypeName(), bytes));
  return absl::WebSafeBase64Escape(bytes);
}

bool OpenToken(absl::string_view text, google::protobuf::MessageLite& token) {
  std::string bytes;
  // Escaped again it must be the same: unescaping overlooks blanks, padding and unused bits.
  if (!absl::WebSafeBase64Unescape(text, &bytes) || absl::WebSafeBase64Escape(bytes) != text ||
      bytes.size() < kSealBytes) {
    return false;
  }
  const std::string seal = bytes.substr(bytes.size() - kSealBytes);
  bytes.resize(bytes.size() - kSealBytes);
  return seal == SealOf(token.GetTypeName(), bytes) && token.ParseFromString(bytes);
}

std::string EncodePageToken(const PageToken& token) { return SealToken(token); }

absl::StatusOr<PageToken> DecodePageToken(absl::string_view text, const TokenBinding& binding) {
  PageToken token;
  if (!OpenToken(text, token)) {
    return InvalidField("page_token", common::v1::ERROR_REASON_INVALID_PAGE_TOKEN,
                        "This page token was not made by this service; use next_page_token as it "
                        "was answered, or leave it empty to begin.");
  }
  if (token.store_id() != binding.store_id) return TokenOfOtherService("page_token");
  if (token.epoch() != binding.epoch) return TokenOfOtherEpoch("page_token");
  if (token.query() != binding.query) {
    return InvalidField("page_token", common::v1::ERROR_REASON_PAGE_TOKEN_OF_OTHER_QUERY,
                        "This page token belongs to another query; ask for the first page of this "
                        "one by leaving it empty.");
  }
  return token;
}

absl::StatusOr<int32_t> CheckPageSize(int32_t page_size) {
  if (page_size < 0) {
    return InvalidField("page_size", common::v1::ERROR_REASON_INVALID_PAGE_SIZE,
                        absl::StrCat("A page cannot hold ", page_size, " rows; ask for 1 to ",
                                     kLargestPageSize, ", or 0 for ", kDefaultPageSize, "."));
  }
  return page_size == 0 ? kDefaultPageSize : std::min(page_size, kLargestPageSize);
}

}  // namespace tertial
