#include "common/rpc/commit_listeners.h"

#include <algorithm>
#include <utility>

#include "common/rpc/limits.h"
#include "common/types/clock.h"

namespace tertial {

CommitListeners::CommitListeners(Ledger& ledger) : ledger_(ledger), thread_([this] { Run(); }) {}

CommitListeners::~CommitListeners() {
  {
    const MutexLock lock(mutex_);
    ending_ = true;
  }
  changed_.SignalAll();
  ledger_.StopWaiting();
  thread_.join();
}

CommitListeners::Id CommitListeners::Add(Revision revision, absl::Duration patience,
                                         std::function<void()> call) {
  const MutexLock lock(mutex_);
  const Id id = next_id_++;
  if (revision < head_) {
    call();
    return id;
  }
  listeners_.emplace(id, Listener{revision, SystemClock().Monotonic() + patience, std::move(call)});
  changed_.SignalAll();
  return id;
}

void CommitListeners::Remove(Id id) {
  const MutexLock lock(mutex_);
  listeners_.erase(id);
}

void CommitListeners::Run() {
  mutex_.Lock();
  while (!ending_) {
    if (listeners_.empty()) {
      changed_.Wait(mutex_);
      continue;
    }
    const Revision known = head_;
    const absl::Duration patience = Patience();
    mutex_.Unlock();
    const Revision newest = ledger_.WaitForCommit(known, patience);
    mutex_.Lock();
    head_ = newest;
    CallThoseConcerned();
  }
  mutex_.Unlock();
}

absl::Duration CommitListeners::Patience() const {
  // So one that is added meanwhile, and has less patience, is called late by no more than this.
  absl::Duration patience = kShortestHeartbeat;
  const absl::Duration now = SystemClock().Monotonic();
  for (const auto& [id, listener] : listeners_) patience = std::min(patience, listener.due - now);
  return std::max(patience, absl::ZeroDuration());
}

void CommitListeners::CallThoseConcerned() {
  const absl::Duration now = SystemClock().Monotonic();
  for (auto it = listeners_.begin(); it != listeners_.end();) {
    if (it->second.revision < head_ || it->second.due <= now) {
      it->second.call();
      it = listeners_.erase(it);
    } else {
      ++it;
    }
  }
}

}  // namespace tertial
