#include "services/climate/derived/derived_progress.h"

namespace tertial::climate {

DerivedProgress::State DerivedProgress::state() const {
  const MutexLock lock(mutex_);
  return state_;
}

void DerivedProgress::NoteFollowed(Revision revision) {
  const MutexLock lock(mutex_);
  state_.followed = revision;
}

void DerivedProgress::NoteChanged(int64_t rows) {
  const MutexLock lock(mutex_);
  state_.changed_rows += rows;
}

}  // namespace tertial::climate
