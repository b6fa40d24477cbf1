// How far what follows from facts is recorded, as far as this process knows.
#ifndef TERTIAL_SERVICES_CLIMATE_DERIVED_DERIVED_PROGRESS_H_
#define TERTIAL_SERVICES_CLIMATE_DERIVED_DERIVED_PROGRESS_H_

#include <cstdint>

#include "common/ledger/ledger_keys.h"
#include "common/store/mutex.h"

namespace tertial::climate {

// Kept by the one who follows, read by handlers. Safe for use by several threads.
class DerivedProgress {
 public:
  struct State {
    // What follows from this commit and all before it is recorded. 0: nothing yet.
    Revision followed = 0;
    // Rows put, deleted or redacted since the process began.
    int64_t changed_rows = 0;
  };

  State state() const;
  void NoteFollowed(Revision revision);
  void NoteChanged(int64_t rows);

 private:
  mutable Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DERIVED_DERIVED_PROGRESS_H_
