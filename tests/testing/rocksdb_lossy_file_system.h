// A disk that forgets: what a RocksDB store has written but not synced can be taken away again, as
// by a loss of power.
#ifndef TERTIAL_TESTS_TESTING_ROCKSDB_LOSSY_FILE_SYSTEM_H_
#define TERTIAL_TESTS_TESTING_ROCKSDB_LOSSY_FILE_SYSTEM_H_

#include <cstddef>
#include <cstdint>
#include <memory>

namespace rocksdb {
class Env;
}

namespace tertial {

// A crash is played in four steps: Freeze, destroy the store, DropUnsynced or DropSomeUnsynced,
// open the store again. The bytes of a file are safe once the file was synced, its name once its
// directory was: until then a new file vanishes, and what was renamed or deleted comes back. The
// store's lock and its log of events are not watched. Safe for use by several threads.
class RocksDbLossyFileSystem {
 public:
  RocksDbLossyFileSystem();
  ~RocksDbLossyFileSystem();
  RocksDbLossyFileSystem(const RocksDbLossyFileSystem&) = delete;
  RocksDbLossyFileSystem& operator=(const RocksDbLossyFileSystem&) = delete;

  // For RocksDbOptions::env. The file system must outlive every store opened with it.
  rocksdb::Env* env() const { return env_.get(); }

  // From now on nothing is written, synced, renamed or deleted: each attempt is an I/O error.
  void Freeze();

  // Counts down the operations that change the disk, and freezes at the one after `operations`.
  void FreezeAfter(size_t operations);
  bool frozen() const;

  // Takes away all that is not safe, and ends the freeze. No store may be open.
  void DropUnsynced();

  // As a disk that was busy writing: of each file some of the bytes that are not safe stay (the
  // first ones), and of the changes of names the first ones. Repeats itself for the same `seed`.
  void DropSomeUnsynced(uint32_t seed);

  // Syncs of files so far.
  size_t syncs() const;

 private:
  class FileSystem;

  const std::shared_ptr<FileSystem> files_;
  const std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_ROCKSDB_LOSSY_FILE_SYSTEM_H_
