// That what an export tells is complete up to where it ends, whatever goes on meanwhile.
#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/access_log.h"
#include "common/rpc/audit_export.h"
#include "common/status/errors.h"
#include "tests/unit/common/ledger/ledger_fixture.h"

namespace tertial {
namespace {

using admin::v1::AuditRecord;
using admin::v1::ExportAuditRequest;
using admin::v1::ExportAuditResponse;
using ::testing::SizeIs;

CallContext CallBy(const std::string& caller) {
  CallContext call;
  call.method = "x.v1.X/GetX";
  call.caller.name = caller;
  call.deadline = absl::InfiniteFuture();
  return call;
}

// A clock that is set to go on by itself: every look at it is later.
class RunningClock : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixSeconds(1'800'000'000) + Monotonic(); }
  absl::Duration Monotonic() const override { return absl::Microseconds(++ticks_); }

 private:
  mutable std::atomic<int64_t> ticks_{0};
};

// Whoever goes on from where one export ended misses nothing, and is told nothing twice.
TEST(AuditTrail, IsCompleteUpToWhereAnExportEnds) {
  const TempDir directory;
  const RunningClock clock;
  const auto ledger = *Ledger::Open(*OpenRocksDbStore(directory.path()), clock,
                                    {.service_name = "indicators", .tables = TestTables()});
  const AreaRegistry areas = *AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas");
  RefusalLog refusals(
      areas, [&] { return ledger->Now(); }, StoreRefusals(*ledger), absl::Milliseconds(1));
  constexpr int kEach = 100;
  std::vector<std::thread> threads;
  for (const std::string caller : {"a", "b"}) {
    threads.emplace_back([&, caller] {
      for (int i = 0; i < kEach; ++i) {
        EXPECT_THAT(
            ledger->Commit({.actor = caller},
                           [&](Txn& txn) {
                             return txn.Put(kTable, Pk(absl::StrCat(caller, "/", i)), "x").status();
                           }),
            IsOk());
        refusals.Note(CallBy(caller), RoleMissing(caller, "ROLE_ADMIN", "x.v1.X/GetX"));
      }
    });
    threads.emplace_back([&, caller] {
      for (int i = 0; i < kEach; ++i) {
        EXPECT_THAT(NoteAccess(*ledger, CallBy(caller), {absl::StrCat(caller, i)}), IsOk());
      }
    });
  }
  // By "kind caller".
  std::map<std::string, int64_t> calls;
  std::map<std::string, int> names;
  google::protobuf::Timestamp from;
  const auto export_on = [&] {
    ExportAuditRequest request;
    *request.mutable_from() = from;
    const auto source = BeginAuditExport(*ledger, refusals, CallBy("auditor"), request);
    ASSERT_THAT(source, IsOk());
    while (true) {
      ExportAuditResponse message;
      const auto state = (*source)->Next(message);
      ASSERT_THAT(state, IsOk());
      if (*state == SourceState::kEnd) break;
      from = message.until();
      for (const AuditRecord& record : message.records()) {
        if (record.caller() == "auditor") continue;
        calls[absl::StrCat(admin::v1::AuditKind_Name(record.kind()), " ", record.caller())] +=
            record.count();
        for (const std::string& name : record.names()) ++names[name];
      }
    }
  };
  for (int i = 0; i < 50; ++i) export_on();
  for (std::thread& thread : threads) thread.join();
  export_on();
  for (const char* const caller : {"a", "b"}) {
    for (const char* const kind : {"AUDIT_KIND_WRITE", "AUDIT_KIND_REFUSAL", "AUDIT_KIND_READ"}) {
      EXPECT_EQ(calls[absl::StrCat(kind, " ", caller)], kEach) << kind << " " << caller;
    }
  }
  EXPECT_THAT(names, SizeIs(4 * kEach));
  for (const auto& [name, count] : names) EXPECT_EQ(count, 1) << name;
}

}  // namespace
}  // namespace tertial
