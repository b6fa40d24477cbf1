#include "common/rpc/resume_token.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/feed.h"
#include "common/rpc/page_token.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"
#include "tertial/common/internal/v1/page_token.pb.h"

namespace tertial {
namespace {

using common::internal::v1::ResumeToken;

constexpr char kField[] = "resume_token";
constexpr FeedPosition kBeginning{.revision = 1, .sequence = -1};

absl::Status Invalid(absl::string_view sentence) {
  return InvalidField(kField, common::v1::ERROR_REASON_INVALID_RESUME_TOKEN, sentence);
}

absl::Status NotMadeHere() {
  return Invalid(
      "This resume token was not made by this service for this method; use one as it was answered, "
      "or leave it empty to begin.");
}

// The newest revision that the history of `epoch` shares with the present one.
Revision SharedRevision(const Ledger& ledger, absl::string_view epoch) {
  const auto& epochs = ledger.epochs().epochs();
  for (int i = 0; i + 1 < epochs.size(); ++i) {
    if (epochs[i].id() == epoch) return epochs[i + 1].begin_revision();
  }
  return 0;
}

absl::Status OfOtherEpoch(const Ledger& ledger, const ResumeToken& token) {
  const Revision shared = SharedRevision(ledger, token.epoch());
  const FeedPosition begin =
      std::min(FeedPosition{token.revision(), token.sequence()}, FeedPosition{shared + 1, -1});
  return MakeError(
      absl::StatusCode::kOutOfRange, common::v1::ERROR_REASON_TOKEN_OF_OTHER_EPOCH,
      absl::StrCat("The store was restored since this resume token was made; what it told after "
                   "revision ",
                   shared, " is void, so drop that and go on after the token in \"begin\"."),
      {{"begin", EncodeFeedToken(ledger, std::max(begin, kBeginning))},
       {"revision", absl::StrCat(shared)}});
}

// Whether the feed has such a position, as far as it is told.
absl::StatusOr<bool> IsInFeed(const ReadView& view, const FeedPosition& position,
                              bool sees_restricted) {
  if (position.revision < 1 || position.sequence < -1) return false;
  if (position.sequence < 0) return position.revision <= view.at().revision + 1;
  if (position.revision > view.at().revision) return false;
  TERTIAL_ASSIGN_OR_RETURN(const common::internal::v1::Commit record,
                           ReadCommit(view.snapshot(), position.revision));
  int64_t told = record.changes();
  for (const common::internal::v1::TouchedTable& touched : record.touched()) {
    // They are the last ones of the commit.
    const bool restricted = IsRestricted(static_cast<TableId>(touched.table()));
    if (restricted && !sees_restricted) told -= touched.rows();
  }
  return position.sequence < told;
}

}  // namespace

std::string EncodeFeedToken(const Ledger& ledger, const FeedPosition& position) {
  ResumeToken token;
  token.set_store_id(ledger.store_id());
  token.set_epoch(ledger.epoch());
  token.set_revision(position.revision);
  token.set_sequence(position.sequence);
  return SealToken(token);
}

absl::StatusOr<FeedPosition> DecodeFeedToken(const Ledger& ledger, const ReadView& view,
                                             const std::string& text, bool sees_restricted) {
  if (text.empty()) return kBeginning;
  ResumeToken token;
  if (!OpenToken(text, token) || !token.query().empty()) return NotMadeHere();
  if (token.store_id() != ledger.store_id()) return TokenOfOtherService(kField);
  if (token.epoch() != ledger.epoch()) return OfOtherEpoch(ledger, token);
  const FeedPosition position{token.revision(), token.sequence()};
  TERTIAL_ASSIGN_OR_RETURN(const bool in_feed, IsInFeed(view, position, sees_restricted));
  if (!in_feed) {
    return Invalid(absl::StrCat("This resume token is for a change of revision ", token.revision(),
                                ", which the store does not hold; read again from the beginning."));
  }
  return position;
}

std::string EncodeExportToken(const Ledger& ledger, absl::string_view query,
                              const ExportPosition& position) {
  ResumeToken token;
  token.set_store_id(ledger.store_id());
  token.set_epoch(ledger.epoch());
  token.set_revision(position.revision);
  token.set_query(std::string(query));
  AppendUint8(position.table, *token.mutable_last_key());
  token.mutable_last_key()->append(position.pk);
  return SealToken(token);
}

absl::StatusOr<ExportPosition> DecodeExportToken(const Ledger& ledger, absl::string_view query,
                                                 const std::string& text) {
  ResumeToken token;
  if (!OpenToken(text, token) || token.query().empty()) return NotMadeHere();
  if (token.store_id() != ledger.store_id()) return TokenOfOtherService(kField);
  if (token.epoch() != ledger.epoch()) return TokenOfOtherEpoch(kField);
  if (token.query() != query) {
    return Invalid(
        "This resume token belongs to an export of other kinds or another area; ask for the same "
        "as then, or leave it empty to begin.");
  }
  absl::string_view rest = token.last_key();
  const std::optional<uint8_t> table = ConsumeUint8(rest);
  if (!table.has_value()) return NotMadeHere();
  return ExportPosition{token.revision(), *table, std::string(rest)};
}

}  // namespace tertial
