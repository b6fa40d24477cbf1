// Refused calls, for the log and the audit trail: who claimed to be who, from where, and what they
// asked for.
//
// A flood of them must cost those who are not refused nothing: a refusal is counted in memory, and
// a thread writes what has gathered, in one batch, a second after the first of it. Equal ones are
// one entry with a count. There is room for so many different ones; those beyond are counted
// together, and while there are such, what is written is written more and more seldom, down to once
// a minute.
#ifndef TERTIAL_COMMON_RPC_REFUSAL_LOG_H_
#define TERTIAL_COMMON_RPC_REFUSAL_LOG_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/store/mutex.h"
#include "common/types/area_registry.h"
#include "tertial/admin/v1/audit_resources.pb.h"

namespace tertial {

// Different refusals that are kept apart until they are written.
inline constexpr size_t kMostRefusalsKept = 64;
// How long refusals gather, and how long at most while there are more different ones than that.
inline constexpr absl::Duration kRefusalsGather = absl::Seconds(1);
inline constexpr absl::Duration kRefusalsGatherLongest = absl::Minutes(1);

// Refusals that wait to be written.
class GatheredRefusals {
 public:
  bool empty() const { return refusals_.empty() && beyond_.count() == 0; }
  // Whether there were more different ones than there was room for.
  bool overflowed() const { return beyond_.count() > 0; }

  // Counts a refusal of `count` calls.
  void Add(const admin::v1::AuditRecord& refusal);
  // In the order of their times; what had no room last. Nothing is left.
  std::vector<admin::v1::AuditRecord> Take();

 private:
  // By all that equal ones have in common.
  std::map<std::string, admin::v1::AuditRecord, std::less<>> refusals_;
  // Counts those for which there was no room.
  admin::v1::AuditRecord beyond_;
};

// Safe for use by several threads.
class RefusalLog {
 public:
  // Makes `refusals` durable, or says why not: then they are handed in again.
  using Write = std::function<absl::Status(const std::vector<admin::v1::AuditRecord>& refusals)>;

  // `now` is asked for the time of each refusal. `areas` must outlive the object. `write` may be
  // nullptr, for a process without a store: then they stand in the log alone.
  RefusalLog(const AreaRegistry& areas, std::function<absl::Time()> now, Write write,
             absl::Duration gather = kRefusalsGather);
  // Writes what has gathered; what cannot be written stands in the log.
  ~RefusalLog();
  RefusalLog(const RefusalLog&) = delete;
  RefusalLog& operator=(const RefusalLog&) = delete;

  // Notes that `call` was answered with `status`, if that is UNAUTHENTICATED or PERMISSION_DENIED.
  // Never waits for a disk.
  void Note(const CallContext& call, const absl::Status& status);
  // Writes what was noted before the call. OK: it is durable.
  absl::Status Flush();

 private:
  void Run();
  // False when the object ends.
  bool WaitForRefusals();
  // Writes what is left of a write that failed and what has gathered.
  absl::Status WriteGathered() ABSL_LOCKS_EXCLUDED(mutex_);

  const AreaRegistry& areas_;
  const std::function<absl::Time()> now_;
  const Write write_;
  const absl::Duration gather_;
  // Held while something is written, before mutex_.
  Mutex writing_mutex_;
  std::vector<admin::v1::AuditRecord> unwritten_ ABSL_GUARDED_BY(writing_mutex_);
  Mutex mutex_;
  CondVar changed_;
  GatheredRefusals gathered_ ABSL_GUARDED_BY(mutex_);
  // How long the next ones gather.
  absl::Duration pause_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

// Keeps refusals in the audit trail of `ledger`, which must outlive the function.
RefusalLog::Write StoreRefusals(Ledger& ledger);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_REFUSAL_LOG_H_
