// Does what a ledger has to do at certain times.
#ifndef TERTIAL_COMMON_LEDGER_LEDGER_KEEPER_H_
#define TERTIAL_COMMON_LEDGER_LEDGER_KEEPER_H_

#include <thread>

#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/store/mutex.h"

namespace tertial {

// A thread that calls Ledger::DoDueWork when it is time: writes that waited are made at their
// instant, requests forgotten and private rows purged. What fails is logged, once as long as it
// fails in the same way, and tried again. It ends with the object, which waits only for work that
// is under way.
class LedgerKeeper {
 public:
  // `ledger` must outlive the object. It looks every `interval` whether there is something new to
  // wait for.
  explicit LedgerKeeper(Ledger& ledger, absl::Duration interval = absl::Seconds(1));
  ~LedgerKeeper();
  LedgerKeeper(const LedgerKeeper&) = delete;
  LedgerKeeper& operator=(const LedgerKeeper&) = delete;

 private:
  void Run();
  // Waits until `due`, if that is sooner than the interval's end. False when the object ends.
  bool WaitUntil(absl::Time due);

  Ledger& ledger_;
  const absl::Duration interval_;
  Mutex mutex_;
  CondVar changed_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_LEDGER_LEDGER_KEEPER_H_
