// Bytes of sections, of which reports that say the same share one copy.
#ifndef TERTIAL_SERVICES_GATEWAY_CACHE_SHARED_SLICES_H_
#define TERTIAL_SERVICES_GATEWAY_CACHE_SHARED_SLICES_H_

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "grpcpp/support/slice.h"

namespace tertial::gateway {

// Used by one thread at a time.
class SharedSlices {
 public:
  // Counts a user of bytes that have `hash`. Returns the copy to use: `slice`, or an earlier one.
  grpc::Slice Add(const std::string& hash, const grpc::Slice& slice) {
    Shared& shared = slices_.try_emplace(hash, Shared{.slice = slice}).first->second;
    if (shared.users++ == 0) bytes_ += shared.slice.size();
    return shared.slice;
  }

  // One user less. The last one takes the bytes away.
  void Remove(const std::string& hash) {
    const auto found = slices_.find(hash);
    if (--found->second.users > 0) return;
    bytes_ -= found->second.slice.size();
    slices_.erase(found);
  }

  // All of them, what is shared once.
  size_t bytes() const { return bytes_; }

 private:
  struct Shared {
    grpc::Slice slice;
    size_t users = 0;
  };

  absl::flat_hash_map<std::string, Shared> slices_;
  size_t bytes_ = 0;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CACHE_SHARED_SLICES_H_
