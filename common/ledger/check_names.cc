// What the store says about itself, and what is kept for a while: requests, waiting writes, private
// rows.
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/answered_requests.h"
#include "common/ledger/check_run.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/ledger_open.h"
#include "common/ledger/pending_writes.h"
#include "common/ledger/private_rows.h"
#include "common/ledger/read_point.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

bool ParseValue(absl::string_view value, google::protobuf::MessageLite& message) {
  return message.ParseFromArray(value.data(), static_cast<int>(value.size()));
}

// Whether `request` is what EncodeRequest makes: an actor and an id.
bool IsRequest(absl::string_view request) {
  return ConsumeTextId(request).has_value() && ConsumeTextId(request).has_value() &&
         request.empty();
}

// A time as keys tell it.
absl::Time InMicroseconds(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

void CheckAnswered(CheckRun& run) {
  for (RecordCursor cursor(run, TagRange(kAnsweredTag)); cursor.valid(); cursor.Next()) {
    const absl::string_view request = cursor.key().substr(1);
    AnsweredRequest answered;
    if (!IsRequest(request)) {
      run.Find(cursor.key(), "It is not the key of a request.");
    } else if (!ParseValue(cursor.value(), answered) || !answered.has_expires()) {
      run.Find(cursor.key(), "The answer to the request is damaged.");
    } else if (answered.revision() < 0 || answered.revision() > run.head()) {
      run.Find(cursor.key(), absl::StrCat("The request was answered at revision ",
                                          answered.revision(), ", which is not there."));
    } else if (!run.Get(AnsweredExpiryKey(DecodeTimestamp(answered.expires()), request))) {
      run.Find(cursor.key(), "The request is never forgotten: its end is not noted.");
    }
  }
}

void CheckAnsweredExpiries(CheckRun& run) {
  for (RecordCursor cursor(run, TagRange(kAnsweredExpiryTag)); cursor.valid(); cursor.Next()) {
    const std::optional<RequestExpiry> due = DecodeAnsweredExpiryKey(cursor.key());
    if (!due.has_value() || !IsRequest(due->request)) {
      run.Find(cursor.key(), "It is not the key of a request's end.");
      continue;
    }
    const std::optional<std::string> value = run.Get(AnsweredKey(due->request));
    AnsweredRequest answered;
    // The id may have been used again since, and then ends later.
    if (!value.has_value()) {
      run.Find(cursor.key(), "There is no request that ends here.");
    } else if (answered.ParseFromString(*value) &&
               InMicroseconds(DecodeTimestamp(answered.expires())) < due->expiry) {
      run.Find(cursor.key(), "The request ends earlier.");
    }
  }
}

int64_t CountStagedRows(CheckRun& run, uint64_t staging) {
  int64_t rows = 0;
  RecordCursor cursor(run, StagedRange(staging), RecordCursor::Counted::kNo);
  for (; cursor.valid(); cursor.Next()) ++rows;
  return rows;
}

void CheckPending(CheckRun& run) {
  for (RecordCursor cursor(run, TagRange(kPendingTag)); cursor.valid(); cursor.Next()) {
    common::internal::v1::PendingWrite write;
    if (!DecodePendingKey(cursor.key()).has_value()) {
      run.Find(cursor.key(), "It is not the key of a waiting write.");
    } else if (!ParseValue(cursor.value(), write)) {
      run.Find(cursor.key(), "The waiting write is damaged.");
    } else if (const int64_t rows = CountStagedRows(run, write.staging()); rows != write.rows()) {
      run.Find(cursor.key(), absl::StrCat("The waiting write is of ", write.rows(),
                                          " rows, of which ", rows, " are there."));
    }
  }
  // Rows of no waiting write are those of an import that is under way.
  for (RecordCursor cursor(run, TagRange(kStagedTag)); cursor.valid(); cursor.Next()) {
    const std::optional<StagedRow> row = DecodeStagedKey(cursor.key());
    if (!row.has_value()) {
      run.Find(cursor.key(), "It is not the key of a staged row.");
    } else if (!DecodeStaged(cursor.value()).has_value()) {
      run.FindOfRow(cursor.key(), row->table, row->pk, "The staged row is damaged.");
    }
  }
}

// The end of a private row names the row, so it must not outlive it.
void CheckPrivateExpiry(CheckRun& run, absl::string_view key, const PrivateExpiry& due) {
  const std::string row_key = PrivateKey(due.table, due.pk);
  const std::optional<std::string> value = run.Get(row_key);
  if (!value.has_value()) {
    run.Find(key, "There is no private row that ends here.");
    return;
  }
  const absl::StatusOr<PrivateRow> row = DecodePrivateRow(row_key, *value);
  if (row.ok() && row->expiry != due.expiry) run.Find(key, "The private row ends at another time.");
}

void CheckPrivate(CheckRun& run) {
  const size_t pk_begin = PrivateKey(0, "").size();
  for (RecordCursor cursor(run, TagRange(kPrivateTag)); cursor.valid(); cursor.Next()) {
    if (const std::optional<PrivateExpiry> due = DecodePrivateExpiryKey(cursor.key())) {
      CheckPrivateExpiry(run, cursor.key(), *due);
      continue;
    }
    if (cursor.key().size() < pk_begin || cursor.key()[1] != 0) {
      run.Find(cursor.key(), "It is not the key of a private row.");
      continue;
    }
    const auto table = static_cast<TableId>(cursor.key()[2]);
    const absl::string_view pk = cursor.key().substr(pk_begin);
    const absl::StatusOr<PrivateRow> row = DecodePrivateRow(cursor.key(), cursor.value());
    // Whose row it is, is not told but by its key.
    if (!row.ok()) {
      run.Find(cursor.key(), "The private row is damaged.");
    } else if (!run.Get(PrivateExpiryKey(row->expiry, table, pk)).has_value()) {
      run.Find(cursor.key(), "The private row is never purged: its end is not noted.");
    }
  }
}

}  // namespace

void CheckNames(CheckRun& run) {
  const std::set<std::string, std::less<>> known = {kHeadName, kSchemaVersionName, kServiceName,
                                                    kStoreIdName, kEpochsName};
  for (RecordCursor cursor(run, TagRange(kNameTag)); cursor.valid(); cursor.Next()) {
    const absl::string_view name = cursor.key().substr(1);
    if (!known.contains(std::string(name))) {
      run.Find(cursor.key(),
               absl::StrCat("The store says ", Quoted(name), " about itself, which nobody knows."));
    }
  }
  if (!ReadEpochs(run.snapshot()).ok()) {
    run.Find(NameKey(kEpochsName), "The epochs of the store cannot be read.");
  }
  for (const char* name : {kStoreIdName, kServiceName, kSchemaVersionName}) {
    if (!run.Get(NameKey(name))) run.Find(NameKey(name), "The store does not say this of itself.");
  }
  for (RecordCursor cursor(run, {TagRange(kCoveringTag).end, ""}); cursor.valid(); cursor.Next()) {
    run.Find(cursor.key(), "No record has such a key.");
  }
}

void CheckWaiting(CheckRun& run) {
  CheckAnswered(run);
  CheckAnsweredExpiries(run);
  CheckPending(run);
  CheckPrivate(run);
}

}  // namespace tertial
