#include "common/rpc/refusal_log.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/facts/personal_data.h"
#include "common/ledger/read_point.h"
#include "common/observability/log.h"
#include "common/observability/metrics.h"
#include "common/rpc/audit_rows.h"
#include "common/rpc/origin.h"
#include "common/status/errors.h"
#include "prometheus/counter.h"

namespace tertial {
namespace {

using admin::v1::AuditRecord;

constexpr size_t kLongestIdentity = 256;
constexpr size_t kLongestClaimedName = 64;

// What equal refusals have in common: all but when they were and what each call was called.
std::string KindOf(const AuditRecord& refusal) {
  return absl::StrJoin(
      {refusal.caller(), refusal.identified_by(), refusal.peer(), refusal.method(), refusal.code(),
       refusal.reason(), refusal.why(), absl::StrJoin(refusal.areas(), ",")},
      absl::string_view("\0", 1));
}

// Whether the identity that an unknown caller came with may be kept. Names that certificates and
// tokens state were signed by somebody; a bare name may be anything, a token or a person's key by
// mistake, unless it looks like the name of a caller.
bool IsFitToKeep(absl::string_view identity) {
  if (identity.size() > kLongestIdentity || HoldsNationalId(identity)) return false;
  absl::string_view name = identity;
  const bool stated = absl::ConsumePrefix(&name, "name:");
  if (stated && (name.empty() || name.size() > kLongestClaimedName)) return false;
  return std::all_of(name.begin(), name.end(), [stated](char c) {
    return stated ? absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-' || c == '_'
                  : absl::ascii_isgraph(c);
  });
}

// The subject of a token may be a person.
std::string WithoutSubject(const std::string& identity) {
  return absl::StartsWith(identity, "token:") ? identity.substr(0, identity.find('|')) : identity;
}

// One line for each: a flood of refusals writes as few as it stores.
void LogRefusals(const std::vector<AuditRecord>& refusals) {
  for (const AuditRecord& refusal : refusals) {
    Log(Severity::kWarning, "refused",
        {{"caller", refusal.caller()},
         {"identified_by", WithoutSubject(refusal.identified_by())},
         {"peer", refusal.peer()},
         {"method", refusal.method()},
         {"areas", absl::StrJoin(refusal.areas(), " ")},
         {"code", refusal.code()},
         {"reason", refusal.reason()},
         {"cause", refusal.why()},
         {"request_id", refusal.request_id()},
         {"trace_id", refusal.trace_id()},
         {"calls", absl::StrCat(refusal.count())}});
  }
}

// Refusals in the order of their times.
void SortByTime(std::vector<AuditRecord>& refusals) {
  std::stable_sort(refusals.begin(), refusals.end(), [](const auto& a, const auto& b) {
    return DecodeTimestamp(a.time()) < DecodeTimestamp(b.time());
  });
}

}  // namespace

void GatheredRefusals::Add(const AuditRecord& refusal) {
  std::string kind = KindOf(refusal);
  const auto known = refusals_.find(kind);
  if (known != refusals_.end()) {
    known->second.set_count(known->second.count() + refusal.count());
  } else if (refusals_.size() < kMostRefusalsKept) {
    refusals_.emplace(std::move(kind), refusal);
  } else {
    if (beyond_.count() == 0) *beyond_.mutable_time() = refusal.time();
    beyond_.set_kind(admin::v1::AUDIT_KIND_REFUSAL);
    beyond_.set_count(beyond_.count() + refusal.count());
  }
}

std::vector<AuditRecord> GatheredRefusals::Take() {
  std::vector<AuditRecord> taken;
  for (auto& [kind, refusal] : refusals_) taken.push_back(std::move(refusal));
  SortByTime(taken);
  if (overflowed()) taken.push_back(std::move(beyond_));
  refusals_.clear();
  beyond_.Clear();
  return taken;
}

RefusalLog::RefusalLog(const AreaRegistry& areas, std::function<absl::Time()> now, Write write,
                       absl::Duration gather)
    : areas_(areas),
      now_(std::move(now)),
      write_(std::move(write)),
      gather_(gather),
      pause_(gather),
      thread_([this] { Run(); }) {}

RefusalLog::~RefusalLog() {
  {
    const MutexLock lock(mutex_);
    ending_ = true;
  }
  changed_.SignalAll();
  thread_.join();
  (void)Flush();
  // What could not be stored may be more than what was tried.
  const MutexLock lock(mutex_);
  LogRefusals(gathered_.Take());
}

void RefusalLog::Note(const CallContext& call, const absl::Status& status) {
  if (!absl::IsUnauthenticated(status) && !absl::IsPermissionDenied(status)) return;
  AuditRecord refusal = AuditRecordOf(admin::v1::AUDIT_KIND_REFUSAL, absl::UnixEpoch(),
                                      call.caller.name, OriginOf(call));
  if (call.caller.name.empty() && !IsFitToKeep(call.identified_by)) refusal.clear_identified_by();
  refusal.set_code(absl::StatusCodeToString(status.code()));
  refusal.set_reason(ReasonName(ReasonOf(status)));
  refusal.set_why(HiddenCauseOf(status));
  // What the registry does not know may be any text.
  const std::string area = ErrorMetadataOf(status, "area");
  if (areas_.Find(area) != nullptr) refusal.add_areas(area);
  bool first = false;
  {
    const MutexLock lock(mutex_);
    first = gathered_.empty();
    // Here, so that what is noted later has a later time (audit_export.h).
    *refusal.mutable_time() = EncodeTimestamp(now_());
    gathered_.Add(refusal);
  }
  // The others of a flood wake nobody.
  if (first) changed_.SignalAll();
}

absl::Status RefusalLog::Flush() { return WriteGathered(); }

absl::Status RefusalLog::WriteGathered() {
  const MutexLock writing(writing_mutex_);
  absl::Status written;
  // What is left of a write that failed goes first, and nothing is added to it, so that it stays as
  // small as it is.
  const auto write_rest = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_mutex_) {
    if (!unwritten_.empty() && write_) written = write_(unwritten_);
    if (written.ok()) unwritten_.clear();
    return written.ok();
  };
  if (!write_rest()) return written;
  int64_t beyond = 0;
  {
    const MutexLock lock(mutex_);
    const bool overflowed = gathered_.overflowed();
    unwritten_ = gathered_.Take();
    if (overflowed) beyond = unwritten_.back().count();
    pause_ = overflowed ? std::min(2 * pause_, std::max(kRefusalsGatherLongest, gather_)) : gather_;
  }
  if (beyond > 0) CounterOf(kRefusalsSummed).Increment(static_cast<double>(beyond));
  LogRefusals(unwritten_);
  write_rest();
  return written;
}

void RefusalLog::Run() {
  bool failed = false;
  while (true) {
    {
      const MutexLock lock(mutex_);
      while (!ending_ && !failed && gathered_.empty()) changed_.Wait(mutex_);
      const auto end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(pause_);
      while (!ending_ && changed_.WaitUntil(mutex_, end)) {
      }
      if (ending_) return;
    }
    const absl::Status written = WriteGathered();
    failed = !written.ok();
    if (!failed) continue;
    CounterOf(kRefusalWritesFailed).Increment();
    Log(Severity::kError, "refusals could not be stored; it is tried again",
        {{"reason", ReasonName(ReasonOf(written))}});
  }
}

RefusalLog::Write StoreRefusals(Ledger& ledger) {
  return [&ledger](const std::vector<AuditRecord>& refusals) {
    return ledger
        .Commit({},
                [&](Txn& txn) {
                  for (const AuditRecord& refusal : refusals) {
                    PutAuditRow(txn, kRefusalTable, DecodeTimestamp(refusal.time()),
                                refusal.SerializeAsString());
                  }
                  return absl::OkStatus();
                })
        .status();
  };
}

}  // namespace tertial
