// The keys of a ledger (common/ledger/ledger_keys.h): any bytes as a key, and keys of what the
// bytes choose.
//
// A key that can be read is the one that is written of what was read, and no other; what is written
// is read as it was; and rows stand in the order of their ids, so that a range of keys is what it
// is taken for.
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "common/ledger/envelope.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/table_catalog.h"
#include "common/store/key_encoding.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/input.h"

namespace tertial::fuzz {
namespace {

void CheckAnyKey(const std::string& key) {
  int kinds = 0;
  const auto is_written_as = [&](const std::string& written) {
    ++kinds;
    Require(written == key, "a key is read that is written so");
  };
  if (const auto row = DecodeCurrentKey(key)) is_written_as(CurrentKey(row->table, row->pk));
  if (const auto row = DecodeSupersededKey(key)) {
    Require(row->end_revision >= 0, "no revision is negative");
    is_written_as(SupersededKey(row->table, row->pk, row->end_revision));
  }
  if (const auto place = DecodeFeedKey(key)) {
    Require(place->revision >= 0 && place->sequence >= 0, "no place is negative");
    is_written_as(FeedKey(place->revision, static_cast<uint32_t>(place->sequence)));
  }
  if (const auto revision = DecodeCommitKey(key)) is_written_as(CommitKey(*revision));
  if (const auto time = DecodeCommitTimeKey(key)) is_written_as(CommitTimeKey(*time));
  if (const auto expiry = DecodeAnsweredExpiryKey(key)) {
    is_written_as(AnsweredExpiryKey(expiry->expiry, expiry->request));
  }
  if (const auto pending = DecodePendingKey(key)) {
    is_written_as(PendingKey(pending->release, pending->id));
  }
  if (const auto row = DecodeStagedKey(key)) {
    is_written_as(StagedKey(row->staging, row->table, row->pk, row->row));
  }
  if (const auto expiry = DecodePrivateExpiryKey(key)) {
    is_written_as(PrivateExpiryKey(expiry->expiry, expiry->table, expiry->pk));
  }
  Require(kinds <= 1, "a key is of one kind");
  (void)IsRestrictedKey(key);
  (void)TableCatalog::IdsOf(key);
}

std::vector<std::string> Ids(Input& input) {
  std::vector<std::string> ids;
  for (size_t count = 1 + input.Below(4); count > 0; --count) {
    ids.push_back(input.Text(8));
  }
  return ids;
}

bool HasZero(const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    if (absl::StrContains(id, '\0')) return true;
  }
  return false;
}

bool IsWithin(const std::string& key, const ScanRange& range) {
  return key >= range.begin && (range.end.empty() || key < range.end);
}

// Of rows of two lists of ids.
void CheckRows(const std::vector<std::string>& ids, const std::vector<std::string>& others,
               TableId table, Revision revision) {
  const auto pk = EncodePrimaryKey(ids);
  Require(pk.ok() == !HasZero(ids), "ids without 00 make a pk");
  const auto other = EncodePrimaryKey(others);
  if (!pk.ok() || !other.ok()) return;
  const auto read = TableCatalog::IdsOf(*pk);
  Require(read.has_value() && *read == ids, "the ids in a pk are those that it was made of");
  Require((ids < others) == (*pk < *other), "rows stand in the order of their ids");
  const std::string key = CurrentKey(table, *pk);
  const auto row = DecodeCurrentKey(key);
  Require(row.has_value() && row->table == table && row->pk == *pk, "a row is read as written");
  Require(IsWithin(key, CurrentRange(table, "", "")), "a row is in the range of its table");
  Require(IsWithin(key, CurrentRange(table, *other, "")) == absl::StartsWith(*pk, *other),
          "a range of a prefix holds what begins so");
  Require(IsWithin(key, CurrentRange(table, "", *other)) == (*pk > *other),
          "a range begins after a row");
  Require(IsRestrictedKey(key) == IsRestricted(table), "a row is restricted as its table is");
  const std::string superseded = SupersededKey(table, *pk, revision);
  const auto version = DecodeSupersededKey(superseded);
  Require(version.has_value() && version->pk == *pk && version->end_revision == revision,
          "a version is read as written");
  Require(IsWithin(superseded, SupersededRange(table, *pk, revision)) &&
              IsWithin(superseded, SupersededRange(table, *pk, 0)),
          "a version is in the range of its row");
  // All rows of a table have as many ids.
  if (ids.size() == others.size() && ids != others) {
    Require(!IsWithin(superseded, SupersededRange(table, *other, 0)),
            "no version is in the range of another row");
  }
}

}  // namespace

const char* const kCorpus = "ledger_keys";

void RunInput(absl::string_view bytes) {
  CheckAnyKey(std::string(bytes));
  Input input(bytes);
  const auto table = static_cast<TableId>(input.Next());
  const Revision revision = input.Number() & std::numeric_limits<int64_t>::max();
  const std::vector<std::string> ids = Ids(input);
  CheckRows(ids, Ids(input), table, revision);
  const absl::Time time = absl::FromUnixMicros(input.Number());
  const auto read = DecodeCommitTimeKey(CommitTimeKey(time));
  Require(!read.has_value() || *read == time, "a time is read as written");
  CheckAnyKey(CommitTimeKey(time));
  CheckAnyKey(FeedKey(revision, static_cast<uint32_t>(input.Number())));
  CheckAnyKey(PendingKey(time, static_cast<uint64_t>(input.Number())));
}

}  // namespace tertial::fuzz
