#include "common/ledger/ledger_keeper.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "absl/status/status.h"
#include "common/observability/log.h"

namespace tertial {

LedgerKeeper::LedgerKeeper(Ledger& ledger, absl::Duration interval)
    : ledger_(ledger), interval_(interval), thread_([this] { Run(); }) {}

LedgerKeeper::~LedgerKeeper() {
  {
    const MutexLock lock(mutex_);
    ending_ = true;
  }
  changed_.SignalAll();
  thread_.join();
}

void LedgerKeeper::Run() {
  absl::Time due = ledger_.NextDueWork();
  absl::Status failed;
  while (WaitUntil(due)) {
    // What is due next may have come nearer, and a time that was due stays so.
    due = std::min(due, ledger_.NextDueWork());
    if (ledger_.Now() < due) continue;
    const absl::Status done = ledger_.DoDueWork();
    due = ledger_.NextDueWork();
    if (!done.ok()) {
      // Once: a full disk may stay so for days.
      if (done.message() != failed.message()) {
        Log(Severity::kError, "due work failed", {{"cause", std::string(done.message())}});
      }
      due = std::max(due, ledger_.Now() + interval_);
    }
    failed = done;
  }
}

bool LedgerKeeper::WaitUntil(absl::Time due) {
  const absl::Duration patience = std::clamp(due - ledger_.Now(), absl::ZeroDuration(), interval_);
  const auto end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(patience);
  const MutexLock lock(mutex_);
  while (!ending_ && changed_.WaitUntil(mutex_, end)) {
  }
  return !ending_;
}

}  // namespace tertial
