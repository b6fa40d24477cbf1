// What there is so much of, and so much of it for one caller.
#ifndef TERTIAL_COMMON_RPC_SHARES_H_
#define TERTIAL_COMMON_RPC_SHARES_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "common/store/mutex.h"

namespace tertial {

// Places, or bytes. Thread-safe. Must outlive what was taken.
class Shares {
 public:
  // What a caller has taken, until this object is destroyed or another is moved there.
  class Share {
   public:
    Share(Shares& shares, std::string caller, size_t amount)
        : shares_(&shares), caller_(std::move(caller)), amount_(amount) {}
    Share(Share&& other) noexcept
        : shares_(std::exchange(other.shares_, nullptr)),
          caller_(std::move(other.caller_)),
          amount_(other.amount_) {}
    Share& operator=(Share&& other) noexcept {
      std::swap(shares_, other.shares_);
      std::swap(caller_, other.caller_);
      std::swap(amount_, other.amount_);
      return *this;
    }
    ~Share() {
      if (shares_ != nullptr) shares_->GiveBack(caller_, amount_);
    }

   private:
    Shares* shares_;
    std::string caller_;
    size_t amount_;
  };

  Shares(size_t most, size_t most_of_caller) : most_(most), most_of_caller_(most_of_caller) {}

  // `amount` is 1 at least. Nothing where not so much is left, or not for this caller.
  std::optional<Share> Take(const std::string& caller, size_t amount = 1) {
    const MutexLock lock(mutex_);
    const auto own = taken_by_.find(caller);
    const size_t taken_by_caller = own == taken_by_.end() ? 0 : own->second;
    if (amount > most_ - taken_ || amount > most_of_caller_ - taken_by_caller) return std::nullopt;
    taken_ += amount;
    taken_by_[caller] += amount;
    return std::optional<Share>(std::in_place, *this, caller, amount);
  }

  size_t taken() const {
    const MutexLock lock(mutex_);
    return taken_;
  }

 private:
  void GiveBack(const std::string& caller, size_t amount) {
    const MutexLock lock(mutex_);
    taken_ -= amount;
    const auto own = taken_by_.find(caller);
    own->second -= amount;
    if (own->second == 0) taken_by_.erase(own);
  }

  const size_t most_;
  const size_t most_of_caller_;
  mutable Mutex mutex_;
  size_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  // Of those who have some.
  std::map<std::string, size_t> taken_by_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_SHARES_H_
