#include "common/ledger/content_hash.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/ledger/feed.h"
#include "common/ledger/read_view.h"
#include "common/ledger/state_scan.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "common/types/clock.h"
#include "common/types/sha256.h"

namespace tertial {
namespace {

using Number = std::array<uint32_t, 8>;

// Rows read from one snapshot.
constexpr size_t kRowsAtATime = 10'000;
constexpr size_t kBytesAtATime = size_t{16} << 20;

Number HashOf(absl::string_view kind, absl::string_view name, Revision revision,
              absl::string_view body) {
  std::string number;
  AppendUint64(static_cast<uint64_t>(revision), number);
  Sha256 hash;
  hash.AddField(kind);
  hash.AddField(name);
  hash.AddField(number);
  hash.AddField(body);
  const Sha256Digest digest = hash.Finish();
  Number result{};
  for (size_t i = 0; i < digest.size(); ++i) {
    uint32_t& word = result[(digest.size() - 1 - i) / sizeof(uint32_t)];
    word = word << 8 | digest[i];
  }
  return result;
}

// Adds `number`, or what it lacks to 2^256.
void AddTo(Number& sum, const Number& number, bool negated) {
  uint64_t carry = negated ? 1 : 0;
  for (size_t i = 0; i < sum.size(); ++i) {
    carry += uint64_t{sum[i]} + (negated ? static_cast<uint32_t>(~number[i]) : number[i]);
    sum[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
}

}  // namespace

void ContentHash::Add(absl::string_view kind, absl::string_view name, Revision revision,
                      absl::string_view body) {
  AddTo(sum_, HashOf(kind, name, revision, body), /*negated=*/false);
  ++resources_;
}

void ContentHash::Remove(absl::string_view kind, absl::string_view name, Revision revision,
                         absl::string_view body) {
  AddTo(sum_, HashOf(kind, name, revision, body), /*negated=*/true);
  --resources_;
}

std::string ContentHash::Hex() const {
  std::string bytes;
  for (auto word = sum_.rbegin(); word != sum_.rend(); ++word) AppendUint32(*word, bytes);
  return absl::BytesToHexString(bytes);
}

absl::StatusOr<ContentHash> HashContent(const Ledger& ledger, Revision revision,
                                        absl::Time deadline) {
  const TableCatalog& tables = ledger.tables();
  std::vector<StateScan::Part> parts;
  for (const TableDefinition& table : tables.tables()) {
    if (!table.restricted()) parts.push_back({table.id, ""});
  }
  std::sort(parts.begin(), parts.end(),
            [](const auto& a, const auto& b) { return a.table < b.table; });
  StateScan scan(ledger, revision, std::move(parts), {});
  ContentHash hash;
  while (!scan.done()) {
    if (SystemClock().Now() > deadline) return DeadlineExceeded();
    TERTIAL_RETURN_IF_ERROR(scan.Next(kRowsAtATime, kBytesAtATime,
                                      [&](TableId table, absl::string_view pk,
                                          Revision row_revision, absl::string_view body) {
                                        hash.Add(tables.Find(table)->kind(),
                                                 tables.NameOf(table, pk), row_revision, body);
                                      })
                                .status());
  }
  return hash;
}

absl::StatusOr<bool> RedactedSince(const Ledger& ledger, Revision revision) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  bool redacted = false;
  TERTIAL_RETURN_IF_ERROR(view.snapshot().Scan(
      FeedRange({.revision = revision + 1}, view.at().revision), ScanDirection::kForward,
      [&](absl::string_view /*key*/, absl::string_view value) {
        const std::optional<FeedEntry> entry = DecodeFeedEntry(value);
        redacted = entry.has_value() && entry->op == ChangeOp::kRedacted;
        return !redacted;
      }));
  return redacted;
}

}  // namespace tertial
