#include "common/ledger/check_run.h"

#include <optional>
#include <set>
#include <unordered_map>

#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/store/key_encoding.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

// Records read at a time.
constexpr size_t kMostRecords = 2000;
constexpr size_t kMostBytes = size_t{4} << 20;
// Elements that a comparison holds at a time.
constexpr int64_t kMostHeld = 1'000'000;

uint64_t HashOf(absl::string_view element) { return absl::Hash<absl::string_view>{}(element); }

}  // namespace

void CheckRun::Add(StoreFinding finding) {
  if (++result_.finding_count > static_cast<int64_t>(most_findings_)) return;
  result_.findings.push_back(std::move(finding));
}

void CheckRun::Find(absl::string_view key, absl::string_view description) {
  Add({.key = std::string(key),
       .name = "",
       .description = std::string(description),
       .restricted = IsRestrictedKey(key)});
}

void CheckRun::FindOfRow(absl::string_view key, TableId table, absl::string_view pk,
                         absl::string_view description) {
  Add({.key = std::string(key),
       .name = tables_.NameOf(table, pk),
       .description = std::string(description),
       .restricted = IsRestricted(table)});
}

std::optional<std::string> CheckRun::Get(const std::string& key) {
  const absl::StatusOr<std::optional<std::string>> value = snapshot().Get(key);
  if (value.ok()) return *value;
  if (absl::IsDataLoss(value.status())) {
    Find(key, "The storage engine cannot read the record.");
  } else {
    Fail(value.status());
  }
  return std::nullopt;
}

void CheckRun::ReadOn(ScanRange& range, std::vector<std::pair<std::string, std::string>>& records) {
  records.clear();
  if (!failed_.ok()) return;
  if (SystemClock().Now() > deadline_) {
    Fail(DeadlineExceeded());
    return;
  }
  size_t bytes = 0;
  const absl::Status read = snapshot().Scan(
      range, ScanDirection::kForward, [&](absl::string_view key, absl::string_view value) {
        records.emplace_back(std::string(key), std::string(value));
        bytes += key.size() + value.size();
        return records.size() < kMostRecords && bytes < kMostBytes;
      });
  if (!records.empty()) range.begin = KeyAfter(records.back().first);
  if (read.ok()) return;
  if (absl::IsDataLoss(read)) {
    Find(range.begin, "The storage engine cannot read the records from this key on.");
    range.end = range.begin;
  } else {
    Fail(read);
  }
}

void RecordCursor::Next() {
  if (++position_ >= records_.size()) ReadOn();
}

void RecordCursor::ReadOn() {
  position_ = 0;
  records_.clear();
  if (!range_.empty()) run_.ReadOn(range_, records_);
  if (counted_ == Counted::kNo) return;
  for (size_t i = 0; i < records_.size(); ++i) run_.CountRecord();
}

void CollectionComparison::Add(Side side, absl::string_view element) {
  const uint64_t hash = HashOf(element);
  Bucket& bucket = buckets_[hash % kBuckets];
  bucket.sum += side == Side::kLeft ? hash : -hash;
  ++(side == Side::kLeft ? bucket.left : bucket.right);
}

void CollectionComparison::TellDifferences(Walk left, Walk right, Told told) const {
  std::set<size_t> differing;
  for (size_t i = 0; i < kBuckets; ++i) {
    if (buckets_[i].sum != 0 || buckets_[i].left != buckets_[i].right) differing.insert(i);
  }
  while (!differing.empty()) {
    // As many of them as can be held.
    std::set<size_t> taken;
    int64_t held = 0;
    while (!differing.empty() && (taken.empty() || held < kMostHeld)) {
      const auto first = differing.begin();
      held += buckets_[*first].left + buckets_[*first].right;
      taken.insert(*first);
      differing.erase(first);
    }
    // How often the left side has an element more than the right one.
    std::unordered_map<uint64_t, int64_t> more;
    const auto count = [&](int64_t step) {
      return [&more, &taken, step](absl::string_view element, absl::string_view /*key*/) {
        const uint64_t hash = HashOf(element);
        if (!taken.contains(hash % kBuckets)) return;
        const auto counted = more.emplace(hash, 0).first;
        counted->second += step;
        if (counted->second == 0) more.erase(counted);
      };
    };
    left(count(1));
    right(count(-1));
    const auto tell = [&](Side side, int64_t step) {
      return [&more, &told, side, step](absl::string_view element, absl::string_view key) {
        const auto counted = more.find(HashOf(element));
        if (counted == more.end() || counted->second * step <= 0) return;
        counted->second -= step;
        told(side, element, key);
      };
    };
    if (more.empty()) continue;
    left(tell(Side::kLeft, 1));
    right(tell(Side::kRight, -1));
  }
}

}  // namespace tertial
