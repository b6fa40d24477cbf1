// Tokens that callers hand back: opaque to them, sealed, and bound to what they were made for.
#ifndef TERTIAL_COMMON_RPC_PAGE_TOKEN_H_
#define TERTIAL_COMMON_RPC_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"
#include "tertial/common/internal/v1/page_token.pb.h"

namespace tertial {

using PageToken = common::internal::v1::PageToken;

// `token` as URL-safe text, sealed with a checksum. Not a secret: a token grants nothing that the
// request itself does not.
std::string SealToken(const google::protobuf::MessageLite& token);

// Reads into `token` what SealToken made of a message of the same type. False for any other text.
bool OpenToken(absl::string_view text, google::protobuf::MessageLite& token);

// What a token is bound to.
struct TokenBinding {
  // The store it was made from (Ledger::store_id and epoch). Empty: from none.
  absl::string_view store_id;
  absl::string_view epoch;
  // The method's resources and everything else that decides what is listed, as text.
  absl::string_view query;
};

std::string EncodePageToken(const PageToken& token);

// Errors, all INVALID_ARGUMENT for the field "page_token": INVALID_PAGE_TOKEN when `text` was not
// made by EncodePageToken, TOKEN_OF_OTHER_SERVICE, TOKEN_OF_OTHER_EPOCH or
// PAGE_TOKEN_OF_OTHER_QUERY when it is bound to something else.
absl::StatusOr<PageToken> DecodePageToken(absl::string_view text, const TokenBinding& binding);

// The number of rows to answer: the default for 0, at most kLargestPageSize.
// Errors: INVALID_PAGE_SIZE when negative.
absl::StatusOr<int32_t> CheckPageSize(int32_t page_size);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_PAGE_TOKEN_H_
