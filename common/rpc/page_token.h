// Page tokens: opaque to callers, bound to the query they were made for and to the store's epoch.
#ifndef TERTIAL_COMMON_RPC_PAGE_TOKEN_H_
#define TERTIAL_COMMON_RPC_PAGE_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tertial/common/internal/v1/page_token.pb.h"

namespace tertial {

using PageToken = common::internal::v1::PageToken;

// URL-safe text, sealed with a checksum. Not a secret: a token grants nothing that the query itself
// does not.
std::string EncodePageToken(const PageToken& token);

// Errors: INVALID_PAGE_TOKEN when `text` was not made by EncodePageToken or is of another epoch,
// PAGE_TOKEN_OF_OTHER_QUERY when it was made for another query.
absl::StatusOr<PageToken> DecodePageToken(absl::string_view text, absl::string_view query,
                                          absl::string_view epoch);

// The number of rows to answer: the default for 0, at most kLargestPageSize.
// Errors: INVALID_PAGE_SIZE when negative.
absl::StatusOr<int32_t> CheckPageSize(int32_t page_size);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_PAGE_TOKEN_H_
