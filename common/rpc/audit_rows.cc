#include "common/rpc/audit_rows.h"

#include <atomic>

#include "absl/time/civil_time.h"
#include "common/ledger/read_point.h"
#include "common/rpc/origin.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

constexpr int kKeptMonths = 24;

absl::Time EndOfRetention(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  return absl::FromCivil(absl::ToCivilMonth(time, utc) + kKeptMonths + 1, utc);
}

}  // namespace

std::string AuditKey(absl::Time time, uint32_t number) {
  std::string key;
  AppendUint64(~static_cast<uint64_t>(absl::ToUnixMicros(time)), key);
  AppendUint32(~number, key);
  return key;
}

admin::v1::AuditRecord AuditRecordOf(admin::v1::AuditKind kind, absl::Time time,
                                     absl::string_view caller,
                                     const common::internal::v1::Origin& origin) {
  admin::v1::AuditRecord record;
  *record.mutable_time() = EncodeTimestamp(time);
  record.set_kind(kind);
  record.set_caller(std::string(caller));
  record.set_identified_by(origin.identified_by());
  record.set_peer(origin.peer());
  record.set_method(origin.method());
  record.set_request_id(origin.request_id());
  record.set_trace_id(origin.trace_id());
  record.set_count(1);
  return record;
}

void PutAuditRow(Txn& txn, TableId table, absl::Time time, const std::string& body) {
  static std::atomic<uint32_t> next_number{0};
  txn.PutPrivate(table, AuditKey(time, next_number++), body, EndOfRetention(time));
}

void NotePrivateWrite(Txn& txn, absl::Time now, const CallContext& call,
                      const std::vector<std::string>& names, absl::string_view why) {
  admin::v1::AuditRecord record =
      AuditRecordOf(admin::v1::AUDIT_KIND_WRITE, now, call.caller.name, OriginOf(call));
  for (const std::string& name : names) record.add_names(name);
  record.set_why(std::string(why));
  PutAuditRow(txn, kPrivateWriteTable, now, record.SerializeAsString());
}

absl::Status NotePrivateWrite(Ledger& ledger, const CallContext& call,
                              const std::vector<std::string>& names, absl::string_view why) {
  return ledger
      .Commit({.actor = call.caller.name, .deadline = call.deadline},
              [&](Txn& txn) {
                NotePrivateWrite(txn, ledger.Now(), call, names, why);
                return absl::OkStatus();
              })
      .status();
}

}  // namespace tertial
