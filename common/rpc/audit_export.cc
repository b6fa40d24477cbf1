#include "common/rpc/audit_export.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/feed.h"
#include "common/ledger/private_rows.h"
#include "common/rpc/access_log.h"
#include "common/rpc/audit_rows.h"
#include "common/rpc/limits.h"
#include "common/rpc/page_token.h"
#include "common/rpc/write_options.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"
#include "tertial/common/internal/v1/access.pb.h"
#include "tertial/common/internal/v1/page_token.pb.h"

namespace tertial {
namespace {

using admin::v1::AuditKind;
using admin::v1::AuditRecord;
using common::internal::v1::ResumeToken;

// Commits stand before rows of the same instant.
constexpr TableId kCommits = 0;
// Entries of each table that are looked at for one message.
constexpr size_t kMostLookedAt = kMostRowsInMessage;
// Names of what a commit changed; an import may have changed millions.
constexpr int kMostChangesNamed = 100;
// The last second that a Timestamp may hold: the end of the year 9999.
constexpr int64_t kLastSecond = 253'402'300'799;

// Before all entries.
absl::Time Beginning() { return absl::FromUnixMicros(1); }

constexpr char kTokenField[] = "resume_token";

absl::Time TimeOf(const AuditPlace& place) { return absl::FromUnixMicros(place.micros); }

// What comes first in `table` of all that stands after `place`.
AuditPlace FirstAfter(const AuditPlace& place, TableId table) {
  if (table > place.table) return {.micros = place.micros, .table = table};
  if (table < place.table || place.number == std::numeric_limits<uint32_t>::max()) {
    return {.micros = place.micros + 1, .table = table};
  }
  return {.micros = place.micros, .table = table, .number = place.number + 1};
}

std::optional<AuditPlace> DecodePlace(TableId table, absl::string_view pk) {
  const std::optional<uint64_t> time = ConsumeUint64(pk);
  const std::optional<uint32_t> number = ConsumeUint32(pk);
  if (!time.has_value() || !number.has_value() || !pk.empty()) return std::nullopt;
  return AuditPlace{static_cast<int64_t>(~*time), table, ~*number};
}

AuditKind KindOf(TableId table) {
  switch (table) {
    case kAccessLogTable:
      return admin::v1::AUDIT_KIND_READ;
    case kRefusalTable:
      return admin::v1::AUDIT_KIND_REFUSAL;
    default:
      return admin::v1::AUDIT_KIND_WRITE;
  }
}

// What is kept as another message.
AuditRecord RecordOf(const common::internal::v1::AccessRecord& access) {
  AuditRecord record = AuditRecordOf(admin::v1::AUDIT_KIND_READ, DecodeTimestamp(access.time()),
                                     access.caller(), access.origin());
  record.set_method(access.method());
  *record.mutable_names() = access.names();
  if (access.has_request()) *record.mutable_request() = access.request();
  return record;
}

AuditRecord RecordOf(Revision revision, const common::internal::v1::Commit& commit) {
  AuditRecord record =
      AuditRecordOf(admin::v1::AUDIT_KIND_WRITE, DecodeTimestamp(commit.commit_time()),
                    commit.actor(), commit.origin());
  record.set_revision(revision);
  record.set_why(commit.reason());
  record.set_write_id(commit.request_id());
  record.set_count(commit.changes());
  std::set<std::string> areas;
  for (const common::internal::v1::TouchedTable& touched : commit.touched()) {
    areas.insert(touched.areas().begin(), touched.areas().end());
  }
  record.mutable_areas()->Assign(areas.begin(), areas.end());
  return record;
}

absl::StatusOr<AuditRecord> ParseRow(TableId table, absl::string_view body) {
  const int size = static_cast<int>(body.size());
  if (table == kAccessLogTable) {
    common::internal::v1::AccessRecord access;
    if (access.ParseFromArray(body.data(), size)) return RecordOf(access);
  } else {
    AuditRecord record;
    if (record.ParseFromArray(body.data(), size)) return record;
  }
  return StoredDataDamaged("an entry of the audit trail");
}

// The end of an export and the place after which it goes on, as a token keeps them.
std::string EncodeToken(const Ledger& ledger, const std::string& query, absl::Time until,
                        const AuditPlace& after) {
  ResumeToken token;
  token.set_store_id(ledger.store_id());
  token.set_epoch(ledger.epoch());
  token.set_query(query);
  std::string& key = *token.mutable_last_key();
  AppendUint64(static_cast<uint64_t>(absl::ToUnixMicros(until)), key);
  AppendUint64(static_cast<uint64_t>(after.micros), key);
  AppendUint8(after.table, key);
  AppendUint32(after.number, key);
  return SealToken(token);
}

struct TokenContent {
  absl::Time until;
  AuditPlace after;
};

absl::StatusOr<TokenContent> DecodeToken(const Ledger& ledger, const std::string& query,
                                         const std::string& text) {
  ResumeToken token;
  const bool opened = OpenToken(text, token);
  absl::string_view key = token.last_key();
  const std::optional<uint64_t> until = ConsumeUint64(key);
  const std::optional<uint64_t> micros = ConsumeUint64(key);
  const std::optional<uint8_t> table = ConsumeUint8(key);
  const std::optional<uint32_t> number = ConsumeUint32(key);
  if (opened && token.store_id() != ledger.store_id()) return TokenOfOtherService(kTokenField);
  if (opened && token.epoch() != ledger.epoch()) return TokenOfOtherEpoch(kTokenField);
  if (!opened || token.query() != query || !number.has_value() || !key.empty()) {
    return InvalidField(kTokenField, common::v1::ERROR_REASON_INVALID_RESUME_TOKEN,
                        "This resume token was not made for this export; ask for the same as then, "
                        "or leave it empty to begin.");
  }
  return TokenContent{absl::FromUnixMicros(static_cast<int64_t>(*until)),
                      {static_cast<int64_t>(*micros), *table, *number}};
}

void CheckInstant(absl::string_view field, const google::protobuf::Timestamp& instant,
                  Violations& violations) {
  if (instant.seconds() >= 0 && instant.seconds() <= kLastSecond && instant.nanos() >= 0 &&
      instant.nanos() < 1'000'000'000) {
    return;
  }
  violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 "It is no instant from 1970 to the year 9999; give one, or leave it out.");
}

// Entries have times in whole microseconds.
absl::Time RoundUp(absl::Time time) {
  const absl::Time micros = absl::FromUnixMicros(absl::ToUnixMicros(time));
  return micros < time ? micros + absl::Microseconds(1) : micros;
}

// `now`: where an export ends at the latest.
absl::StatusOr<AuditFilter> ParseFilter(const admin::v1::ExportAuditRequest& request,
                                        absl::Time now) {
  Violations violations;
  if (request.has_from()) CheckInstant("from", request.from(), violations);
  if (request.has_until()) CheckInstant("until", request.until(), violations);
  AuditFilter filter{.from = Beginning(), .until = now, .kinds = {}, .caller = ""};
  for (const int kind : request.kinds()) {
    if (!admin::v1::AuditKind_IsValid(kind) || kind == admin::v1::AUDIT_KIND_UNSPECIFIED) {
      violations.Add("kinds", common::v1::ERROR_REASON_INVALID_ENUM,
                     absl::StrCat(kind, " is no kind of entry."));
    }
    filter.kinds.insert(static_cast<AuditKind>(kind));
  }
  if (!violations.empty()) return violations.ToStatus();
  if (request.has_from()) {
    filter.from = std::max(RoundUp(DecodeTimestamp(request.from())), Beginning());
  }
  if (request.has_until()) {
    const absl::Time until = RoundUp(DecodeTimestamp(request.until()));
    if (until <= filter.from) {
      violations.Add("until", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                     "It is not after \"from\"; nothing lies between.");
      return violations.ToStatus();
    }
    filter.until = std::min(until, now);
  }
  filter.caller = request.caller();
  return filter;
}

// What is asked for, as text.
std::string QueryOf(const admin::v1::ExportAuditRequest& request) {
  admin::v1::ExportAuditRequest query = request;
  query.clear_resume_token();
  return absl::StrCat("audit ",
                      absl::BytesToHexString(FingerprintOf("audit", query.SerializeAsString())));
}

}  // namespace

absl::StatusOr<AuditExport::Chunk> AuditExport::ReadCommits(const ReadView& view) const {
  Chunk chunk;
  size_t looked_at = 0;
  const auto visit = [&](Revision revision, const common::internal::v1::Commit& commit) {
    if (looked_at++ == kMostLookedAt) {
      chunk.ended = false;
      return false;
    }
    chunk.reached = {.micros = absl::ToUnixMicros(DecodeTimestamp(commit.commit_time())),
                     .table = kCommits};
    AuditRecord record = RecordOf(revision, commit);
    if (IsOfCaller(record)) chunk.entries.push_back({chunk.reached, std::move(record)});
    return true;
  };
  // No two commits have one time.
  const AuditPlace first = FirstAfter(after_, kCommits);
  const absl::Time from = TimeOf(first) + absl::Microseconds(first.number > 0 ? 1 : 0);
  TERTIAL_RETURN_IF_ERROR(ScanCommits(view, std::max(from, filter_.from), filter_.until, visit));
  return chunk;
}

absl::StatusOr<AuditExport::Chunk> AuditExport::ReadRows(const ReadView& view,
                                                         TableId table) const {
  Chunk chunk;
  size_t looked_at = 0;
  absl::Status damage;
  const auto visit = [&](absl::string_view pk, const PrivateRow& row) {
    if (looked_at++ == kMostLookedAt) {
      chunk.ended = false;
      return false;
    }
    const std::optional<AuditPlace> place = DecodePlace(table, pk);
    absl::StatusOr<AuditRecord> record = ParseRow(table, row.body);
    if (!place.has_value() || !record.ok()) {
      damage = StoredDataDamaged("an entry of the audit trail");
      return false;
    }
    chunk.reached = *place;
    // Whoever goes on from the time of an entry begins with it.
    *record->mutable_time() = EncodeTimestamp(TimeOf(*place));
    if (IsOfCaller(*record)) chunk.entries.push_back({*place, *std::move(record)});
    return true;
  };
  const AuditPlace first =
      std::max(FirstAfter(after_, table),
               AuditPlace{.micros = absl::ToUnixMicros(filter_.from), .table = table});
  // Bits are turned around: what is first stands last.
  const std::string begin =
      AuditKey(filter_.until - absl::Microseconds(1), std::numeric_limits<uint32_t>::max());
  const std::string end = first.number > 0 ? AuditKey(TimeOf(first), first.number - 1)
                                           : AuditKey(TimeOf(first) - absl::Microseconds(1),
                                                      std::numeric_limits<uint32_t>::max());
  TERTIAL_RETURN_IF_ERROR(view.ScanPrivateBackward(table, begin, end, ledger_.Now(), visit));
  TERTIAL_RETURN_IF_ERROR(damage);
  return chunk;
}

absl::StatusOr<AuditExport::Chunk> AuditExport::Read(const ReadView& view, TableId table) const {
  return table == kCommits ? ReadCommits(view) : ReadRows(view, table);
}

absl::Status AuditExport::AddNames(const ReadView& view, AuditRecord& record) const {
  return ScanChanges(view, record.revision(), [&](const FeedEntry& change) {
    record.add_names(ledger_.tables().NameOf(change.table, change.pk));
    return record.names_size() < kMostChangesNamed;
  });
}

absl::StatusOr<SourceState> AuditExport::Next(admin::v1::ExportAuditResponse& response) {
  if (ended_) return SourceState::kEnd;
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  std::vector<Entry> entries;
  // Of a table that was not read to its end nothing is known beyond.
  std::optional<AuditPlace> known_until;
  for (const TableId table : {kCommits, kAccessLogTable, kRefusalTable, kPrivateWriteTable}) {
    if (!filter_.Wants(KindOf(table))) continue;
    TERTIAL_ASSIGN_OR_RETURN(Chunk chunk, Read(view, table));
    if (!chunk.ended && (!known_until.has_value() || chunk.reached < *known_until)) {
      known_until = chunk.reached;
    }
    std::move(chunk.entries.begin(), chunk.entries.end(), std::back_inserter(entries));
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.place < b.place; });
  size_t bytes = 0;
  bool all = true;
  for (Entry& entry : entries) {
    if (known_until.has_value() && entry.place > *known_until) break;
    all = bytes < kMostRowBytesInMessage;
    if (!all) break;
    if (entry.place.table == kCommits) TERTIAL_RETURN_IF_ERROR(AddNames(view, entry.record));
    bytes += entry.record.ByteSizeLong();
    after_ = entry.place;
    *response.add_records() = std::move(entry.record);
  }
  if (all && known_until.has_value()) after_ = *known_until;
  ended_ = all && !known_until.has_value();
  *response.mutable_until() = EncodeTimestamp(filter_.until);
  if (!ended_) response.set_resume_token(EncodeToken(ledger_, query_, filter_.until, after_));
  return SourceState::kMessage;
}

absl::StatusOr<std::unique_ptr<Source<admin::v1::ExportAuditResponse>>> BeginAuditExport(
    Ledger& ledger, RefusalLog& refusals, const CallContext& call,
    const admin::v1::ExportAuditRequest& request) {
  const absl::Time now = absl::FromUnixMicros(absl::ToUnixMicros(ledger.Now()));
  TERTIAL_ASSIGN_OR_RETURN(AuditFilter filter, ParseFilter(request, now));
  std::string query = QueryOf(request);
  AuditPlace after;
  if (!request.resume_token().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const TokenContent token,
                             DecodeToken(ledger, query, request.resume_token()));
    after = token.after;
    filter.until = std::min(token.until, now);
  }
  TERTIAL_RETURN_IF_ERROR(refusals.Flush());
  TERTIAL_RETURN_IF_ERROR(NoteAccess(ledger, call, {}));
  return std::make_unique<AuditExport>(ledger, std::move(query), std::move(filter), after);
}

}  // namespace tertial
