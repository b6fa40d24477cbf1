#include "common/ledger/ledger_keys.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

constexpr uint8_t kPrivateRow = 0x00;
constexpr uint8_t kPrivateExpiry = 0x01;
constexpr size_t kNumberBytes = 8;

std::string Tagged(uint8_t tag) {
  std::string key;
  AppendUint8(tag, key);
  return key;
}

void Append(absl::string_view bytes, std::string& key) { key.append(bytes.data(), bytes.size()); }

// Times before 1970 stand before the others.
void AppendTime(absl::Time time, std::string& key) {
  AppendUint64(static_cast<uint64_t>(absl::ToUnixMicros(time)) ^ (uint64_t{1} << 63), key);
}

std::optional<absl::Time> ConsumeTime(absl::string_view& key) {
  const std::optional<uint64_t> bits = ConsumeUint64(key);
  if (!bits.has_value()) return std::nullopt;
  return absl::FromUnixMicros(static_cast<int64_t>(*bits ^ (uint64_t{1} << 63)));
}

std::optional<Revision> ConsumeRevision(absl::string_view& key) {
  const std::optional<uint64_t> revision = ConsumeUint64(key);
  if (!revision.has_value() || *revision > uint64_t{INT64_MAX}) return std::nullopt;
  return static_cast<Revision>(*revision);
}

std::string RowKey(std::string key, TableId table, absl::string_view pk) {
  key.reserve(key.size() + 1 + pk.size() + kNumberBytes);
  AppendUint8(table, key);
  Append(pk, key);
  return key;
}

ScanRange RowRange(std::string whole, absl::string_view after_key) {
  ScanRange range{whole, PrefixEnd(whole)};
  if (!after_key.empty()) range.begin = std::max(whole, KeyAfter(after_key));
  return range;
}

std::string PrivateTagged(uint8_t kind) {
  std::string key = Tagged(kPrivateTag);
  AppendUint8(kind, key);
  return key;
}

// Keys that begin with `tagged` and a time up to and with `now`.
ScanRange DueRange(std::string tagged, absl::Time now) {
  std::string end = tagged;
  AppendTime(now, end);
  return {std::move(tagged), PrefixEnd(end)};
}

// The number at the end of `rest`, and `rest` without it.
std::optional<uint64_t> ConsumeLast(absl::string_view& rest) {
  if (rest.size() < kNumberBytes) return std::nullopt;
  absl::string_view last = rest.substr(rest.size() - kNumberBytes);
  rest.remove_suffix(kNumberBytes);
  return ConsumeUint64(last);
}

}  // namespace

std::string NameKey(absl::string_view name) {
  std::string key = Tagged(kNameTag);
  Append(name, key);
  return key;
}

ScanRange TagRange(uint8_t tag) { return {Tagged(tag), Tagged(tag + 1)}; }

absl::StatusOr<std::string> EncodePrimaryKey(absl::Span<const std::string> ids) {
  std::string pk;
  for (const std::string& id : ids) TERTIAL_RETURN_IF_ERROR(AppendTextId(id, pk));
  return pk;
}

std::string CurrentKey(TableId table, absl::string_view pk) {
  return RowKey(Tagged(kCurrentTag), table, pk);
}

std::string SupersededKey(TableId table, absl::string_view pk, Revision end_revision) {
  std::string key = RowKey(Tagged(kSupersededTag), table, pk);
  AppendUint64(static_cast<uint64_t>(end_revision), key);
  return key;
}

std::string FeedKey(Revision revision, uint32_t sequence) {
  std::string key = Tagged(kFeedTag);
  AppendUint64(static_cast<uint64_t>(revision), key);
  AppendUint32(sequence, key);
  return key;
}

std::string CommitKey(Revision revision) {
  std::string key = Tagged(kCommitTag);
  AppendUint64(static_cast<uint64_t>(revision), key);
  return key;
}

std::string CommitTimeKey(absl::Time time) {
  std::string key = Tagged(kCommitTimeTag);
  AppendTime(time, key);
  return key;
}

absl::StatusOr<std::string> EncodeRequest(absl::string_view actor, absl::string_view request_id) {
  std::string request;
  TERTIAL_RETURN_IF_ERROR(AppendTextId(actor, request));
  TERTIAL_RETURN_IF_ERROR(AppendTextId(request_id, request));
  return request;
}

std::string AnsweredKey(absl::string_view request) {
  std::string key = Tagged(kAnsweredTag);
  Append(request, key);
  return key;
}

std::string AnsweredExpiryKey(absl::Time expiry, absl::string_view request) {
  std::string key = Tagged(kAnsweredExpiryTag);
  AppendTime(expiry, key);
  Append(request, key);
  return key;
}

std::string PendingKey(absl::Time release, uint64_t id) {
  std::string key = Tagged(kPendingTag);
  AppendTime(release, key);
  AppendUint64(id, key);
  return key;
}

std::string StagedKey(uint64_t staging, TableId table, absl::string_view pk, uint64_t row) {
  std::string key = Tagged(kStagedTag);
  AppendUint64(staging, key);
  key = RowKey(std::move(key), table, pk);
  AppendUint64(row, key);
  return key;
}

std::string PrivateKey(TableId table, absl::string_view pk) {
  return RowKey(PrivateTagged(kPrivateRow), table, pk);
}

std::string PrivateExpiryKey(absl::Time expiry, TableId table, absl::string_view pk) {
  std::string key = PrivateTagged(kPrivateExpiry);
  AppendTime(expiry, key);
  return RowKey(std::move(key), table, pk);
}

std::string IndexKey(TableId table, absl::string_view entry, absl::string_view pk) {
  std::string key = RowKey(Tagged(kIndexTag), table, entry);
  Append(pk, key);
  return key;
}

std::string CoveringKey(TableId table, absl::string_view reordered) {
  return RowKey(Tagged(kCoveringTag), table, reordered);
}

std::optional<CurrentRow> DecodeCurrentKey(absl::string_view key) {
  if (ConsumeUint8(key) != kCurrentTag) return std::nullopt;
  const std::optional<uint8_t> table = ConsumeUint8(key);
  if (!table.has_value()) return std::nullopt;
  return CurrentRow{*table, key};
}

std::optional<SupersededRow> DecodeSupersededKey(absl::string_view key) {
  if (ConsumeUint8(key) != kSupersededTag) return std::nullopt;
  const std::optional<uint8_t> table = ConsumeUint8(key);
  const std::optional<uint64_t> end = ConsumeLast(key);
  if (!table.has_value() || !end.has_value() || *end > uint64_t{INT64_MAX}) return std::nullopt;
  return SupersededRow{*table, key, static_cast<Revision>(*end)};
}

std::optional<FeedPosition> DecodeFeedKey(absl::string_view key) {
  if (ConsumeUint8(key) != kFeedTag) return std::nullopt;
  const std::optional<Revision> revision = ConsumeRevision(key);
  const std::optional<uint32_t> sequence = ConsumeUint32(key);
  if (!revision.has_value() || !sequence.has_value() || !key.empty()) return std::nullopt;
  return FeedPosition{*revision, static_cast<int64_t>(*sequence)};
}

std::optional<Revision> DecodeCommitKey(absl::string_view key) {
  if (ConsumeUint8(key) != kCommitTag) return std::nullopt;
  const std::optional<Revision> revision = ConsumeRevision(key);
  return key.empty() ? revision : std::nullopt;
}

std::optional<absl::Time> DecodeCommitTimeKey(absl::string_view key) {
  if (ConsumeUint8(key) != kCommitTimeTag) return std::nullopt;
  const std::optional<absl::Time> time = ConsumeTime(key);
  return key.empty() ? time : std::nullopt;
}

std::optional<RequestExpiry> DecodeAnsweredExpiryKey(absl::string_view key) {
  if (ConsumeUint8(key) != kAnsweredExpiryTag) return std::nullopt;
  const std::optional<absl::Time> expiry = ConsumeTime(key);
  if (!expiry.has_value()) return std::nullopt;
  return RequestExpiry{*expiry, key};
}

std::optional<PendingPosition> DecodePendingKey(absl::string_view key) {
  if (ConsumeUint8(key) != kPendingTag) return std::nullopt;
  const std::optional<absl::Time> release = ConsumeTime(key);
  const std::optional<uint64_t> id = ConsumeUint64(key);
  if (!release.has_value() || !id.has_value() || !key.empty()) return std::nullopt;
  return PendingPosition{*release, *id};
}

std::optional<StagedRow> DecodeStagedKey(absl::string_view key) {
  if (ConsumeUint8(key) != kStagedTag) return std::nullopt;
  const std::optional<uint64_t> staging = ConsumeUint64(key);
  const std::optional<uint8_t> table = ConsumeUint8(key);
  const std::optional<uint64_t> row = ConsumeLast(key);
  if (!staging.has_value() || !table.has_value() || !row.has_value()) return std::nullopt;
  return StagedRow{*staging, *table, key, *row};
}

std::optional<PrivateExpiry> DecodePrivateExpiryKey(absl::string_view key) {
  if (ConsumeUint8(key) != kPrivateTag || ConsumeUint8(key) != kPrivateExpiry) return std::nullopt;
  const std::optional<absl::Time> expiry = ConsumeTime(key);
  const std::optional<uint8_t> table = ConsumeUint8(key);
  if (!expiry.has_value() || !table.has_value()) return std::nullopt;
  return PrivateExpiry{*expiry, *table, key};
}

bool IsRestrictedKey(absl::string_view key) {
  const std::optional<uint8_t> tag = ConsumeUint8(key);
  if (tag == kStagedTag && !ConsumeUint64(key).has_value()) return false;
  const bool has_table = tag == kCurrentTag || tag == kSupersededTag || tag == kStagedTag ||
                         tag == kIndexTag || tag == kCoveringTag;
  const std::optional<uint8_t> table = ConsumeUint8(key);
  return has_table && table.has_value() && IsRestricted(*table);
}

ScanRange CurrentRange(TableId table, absl::string_view prefix, absl::string_view after) {
  return RowRange(CurrentKey(table, prefix),
                  after.empty() ? std::string() : CurrentKey(table, after));
}

ScanRange PrivateRange(TableId table, absl::string_view prefix, absl::string_view after) {
  return RowRange(PrivateKey(table, prefix),
                  after.empty() ? std::string() : PrivateKey(table, after));
}

ScanRange SupersededRange(TableId table, absl::string_view pk, Revision from) {
  return {SupersededKey(table, pk, from),
          KeyAfter(SupersededKey(table, pk, std::numeric_limits<Revision>::max()))};
}

ScanRange FeedRange(FeedPosition after, Revision last) {
  std::string begin =
      after.sequence < 0 ? FeedKey(after.revision, 0)
                         : KeyAfter(FeedKey(after.revision, static_cast<uint32_t>(after.sequence)));
  return {std::move(begin), FeedKey(last + 1, 0)};
}

ScanRange StagedRange(uint64_t staging) {
  std::string key = Tagged(kStagedTag);
  AppendUint64(staging, key);
  std::string end = PrefixEnd(key);
  return {std::move(key), std::move(end)};
}

ScanRange StagedRange(uint64_t staging, TableId table, absl::string_view pk) {
  return {StagedKey(staging, table, pk, 0),
          KeyAfter(StagedKey(staging, table, pk, std::numeric_limits<uint64_t>::max()))};
}

ScanRange DueRequests(absl::Time now) { return DueRange(Tagged(kAnsweredExpiryTag), now); }

ScanRange DuePending(absl::Time now) { return DueRange(Tagged(kPendingTag), now); }

ScanRange DuePrivate(absl::Time now) { return DueRange(PrivateTagged(kPrivateExpiry), now); }

}  // namespace tertial
