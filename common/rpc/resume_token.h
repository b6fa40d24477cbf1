// Resume tokens: positions in the feed of one store, and in an export of one of its states.
#ifndef TERTIAL_COMMON_RPC_RESUME_TOKEN_H_
#define TERTIAL_COMMON_RPC_RESUME_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/read_view.h"

namespace tertial {

std::string EncodeFeedToken(const Ledger& ledger, const FeedPosition& position);

// The position of `text` in the feed up to `view`, the newest state; of an empty one, the
// beginning. Changes of restricted tables are no positions unless the caller `sees_restricted`: a
// token is no secret, and one that was made up must not tell how many there are. Errors, for the
// field "resume_token": INVALID_RESUME_TOKEN, TOKEN_OF_OTHER_SERVICE; and OUT_OF_RANGE with the
// reason TOKEN_OF_OTHER_EPOCH, whose metadata "begin" is the token to go on after (as far as the
// token goes, but not beyond what both histories share) and "revision" the newest revision that
// both share.
absl::StatusOr<FeedPosition> DecodeFeedToken(const Ledger& ledger, const ReadView& view,
                                             const std::string& text, bool sees_restricted);

// After a row of an export of one state.
struct ExportPosition {
  Revision revision = 0;
  TableId table = 0;
  std::string pk;
};

// `query` tells what is exported, as text.
std::string EncodeExportToken(const Ledger& ledger, absl::string_view query,
                              const ExportPosition& position);

// Errors, all INVALID_ARGUMENT for the field "resume_token": INVALID_RESUME_TOKEN (also when it was
// made for another query), TOKEN_OF_OTHER_SERVICE, TOKEN_OF_OTHER_EPOCH.
absl::StatusOr<ExportPosition> DecodeExportToken(const Ledger& ledger, absl::string_view query,
                                                 const std::string& text);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_RESUME_TOKEN_H_
