#include "common/rpc/access_log.h"

#include <atomic>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/observability/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "tertial/common/internal/v1/access.pb.h"

namespace tertial {
namespace {

constexpr int kKeptMonths = 24;
// Names that one record holds: a batch may ask for many.
constexpr size_t kMostNames = 1000;
// Four ids, each of 128 characters at most, with their collections are shorter.
constexpr size_t kLongestName = 600;

std::string AccessLogKey(absl::Time time, uint32_t number) {
  std::string key;
  AppendUint64(~static_cast<uint64_t>(absl::ToUnixMicros(time)), key);
  AppendUint32(~number, key);
  return key;
}

absl::Time EndOfRetention(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  return absl::FromCivil(absl::ToCivilMonth(time, utc) + kKeptMonths + 1, utc);
}

// Cut between two characters.
std::string BeginningOf(const std::string& name) {
  if (name.size() <= kLongestName) return name;
  size_t end = kLongestName;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return name.substr(0, end);
}

}  // namespace

absl::Status NoteAccess(Ledger& ledger, const CallContext& call,
                        const std::vector<std::string>& names) {
  static std::atomic<uint32_t> next_number{0};
  const absl::Time now = ledger.Now();
  common::internal::v1::AccessRecord record;
  *record.mutable_time() = EncodeTimestamp(now);
  record.set_caller(call.caller.name);
  record.set_method(call.method);
  for (size_t i = 0; i < names.size() && i < kMostNames; ++i) {
    record.add_names(BeginningOf(names[i]));
  }
  const std::string key = AccessLogKey(now, next_number++);
  TERTIAL_RETURN_IF_ERROR(ledger
                              .Commit({.actor = call.caller.name, .deadline = call.deadline},
                                      [&](Txn& txn) {
                                        txn.PutPrivate(kAccessLogTable, key,
                                                       record.SerializeAsString(),
                                                       EndOfRetention(now));
                                        return absl::OkStatus();
                                      })
                              .status());
  // Not the names: a line holds no value that a caller sent.
  Log(Severity::kInfo, "restricted read",
      {{"caller", call.caller.name},
       {"method", call.method},
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
