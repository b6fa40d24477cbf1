// A disk of a size that a test chooses, below a RocksDB store: as full as a real one can be,
// without one that has to be mounted.
#ifndef TERTIAL_TESTS_TESTING_ROCKSDB_SMALL_DISK_H_
#define TERTIAL_TESTS_TESTING_ROCKSDB_SMALL_DISK_H_

#include <cstdint>
#include <memory>

namespace rocksdb {
class Env;
}

namespace tertial {

// A write that does not fit is made as far as it does and fails with ENOSPC. What is deleted makes
// room at once. Safe for use by several threads.
class RocksDbSmallDisk {
 public:
  explicit RocksDbSmallDisk(uint64_t bytes);
  ~RocksDbSmallDisk();
  RocksDbSmallDisk(const RocksDbSmallDisk&) = delete;
  RocksDbSmallDisk& operator=(const RocksDbSmallDisk&) = delete;

  // For RocksDbOptions::env. The disk must outlive every store opened with it.
  rocksdb::Env* env() const { return env_.get(); }

  // May be made smaller than what is on it.
  void Resize(uint64_t bytes);
  // Leaves `bytes` free, whatever is on it now.
  void LeaveFree(uint64_t bytes) { Resize(used() + bytes); }
  uint64_t used() const;

 private:
  class FileSystem;

  const std::shared_ptr<FileSystem> files_;
  const std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_ROCKSDB_SMALL_DISK_H_
