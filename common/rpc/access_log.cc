#include "common/rpc/access_log.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/observability/log.h"
#include "common/rpc/origin.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "tertial/common/internal/v1/access.pb.h"

namespace tertial {
namespace {

// Names that one record holds: a batch may ask for many.
constexpr size_t kMostNames = 1000;
// Four ids, each of 128 characters at most, with their collections are shorter.
constexpr size_t kLongestName = 600;

// Cut between two characters.
std::string BeginningOf(const std::string& name) {
  if (name.size() <= kLongestName) return name;
  size_t end = kLongestName;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return name.substr(0, end);
}

}  // namespace

absl::Status StoreAccess(Ledger& ledger, const CallContext& call,
                         const std::vector<std::string>& names,
                         const google::protobuf::Message* request) {
  common::internal::v1::AccessRecord record;
  record.set_caller(call.caller.name);
  record.set_method(call.method);
  *record.mutable_origin() = OriginOf(call);
  if (request != nullptr) record.mutable_request()->PackFrom(*request);
  for (size_t i = 0; i < names.size() && i < kMostNames; ++i) {
    record.add_names(BeginningOf(names[i]));
  }
  const auto note = [&](Txn& txn) {
    // Here, so that what is noted later has a later time (audit_export.h).
    const absl::Time now = ledger.Now();
    *record.mutable_time() = EncodeTimestamp(now);
    PutAuditRow(txn, kAccessLogTable, now, record.SerializeAsString());
    return absl::OkStatus();
  };
  return ledger.Commit({.actor = call.caller.name, .deadline = call.deadline}, note).status();
}

absl::Status NoteAccess(Ledger& ledger, const CallContext& call,
                        const std::vector<std::string>& names) {
  TERTIAL_RETURN_IF_ERROR(StoreAccess(ledger, call, names, nullptr));
  // Not the names: a line holds no value that a caller sent.
  Log(Severity::kInfo, "restricted read",
      {{"caller", call.caller.name},
       {"method", call.method},
       {"request_id", call.request_id},
       {"trace_id", call.trace.TraceId()},
       {"names", absl::StrCat(names.size())}});
  return absl::OkStatus();
}

absl::Status NoteAccessIfRestricted(Ledger& ledger, const CallContext& call,
                                    const std::vector<const TableDefinition*>& tables,
                                    absl::string_view what) {
  for (const TableDefinition* table : tables) {
    if (!table->restricted()) continue;
    return NoteAccess(
        ledger, call,
        what.empty() ? std::vector<std::string>() : std::vector<std::string>{std::string(what)});
  }
  return absl::OkStatus();
}

absl::Status ScanAccesses(
    const ReadView& view, absl::string_view after, absl::Time now,
    absl::FunctionRef<bool(absl::string_view pk, const common::internal::v1::AccessRecord& access)>
        visitor) {
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(view.ScanPrivate(
      kAccessLogTable, "", after, now, [&](absl::string_view pk, absl::string_view body) {
        common::internal::v1::AccessRecord access;
        if (!access.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
          damage = StoredDataDamaged("the record of an access");
          return false;
        }
        return visitor(pk, access);
      }));
  return damage;
}

}  // namespace tertial
