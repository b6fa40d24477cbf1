#include "tests/testing/rocksdb_small_disk.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "common/store/mutex.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

std::string Normal(const std::string& path) { return fs::path(path).lexically_normal().string(); }

IOStatus NoSpace() {
  IOStatus status = IOStatus::NoSpace("the small disk", std::strerror(ENOSPC));
  status.SetRetryable(true);  // as that of a real disk
  return status;
}

// How much is on the disk, and how much may be.
class Usage {
 public:
  explicit Usage(uint64_t bytes) : bytes_(bytes) {}

  // Takes room for `size` bytes at the end of the file, or for as many as there is; says for how
  // many.
  uint64_t Append(const std::string& path, uint64_t size) {
    MutexLock lock(mutex_);
    const uint64_t taken = std::min(size, bytes_ > used_ ? bytes_ - used_ : 0);
    files_[path] += taken;
    used_ += taken;
    return taken;
  }
  void SetSize(const std::string& path, uint64_t size) {
    MutexLock lock(mutex_);
    uint64_t& present = files_[path];
    used_ = used_ - present + size;
    present = size;
  }
  void Delete(const std::string& path) {
    MutexLock lock(mutex_);
    DeleteLocked(path);
  }
  void Rename(const std::string& from, const std::string& to) {
    MutexLock lock(mutex_);
    DeleteLocked(to);
    auto file = files_.extract(from);
    if (file.empty()) return;
    file.key() = to;
    files_.insert(std::move(file));
  }
  void Resize(uint64_t bytes) {
    MutexLock lock(mutex_);
    bytes_ = bytes;
  }
  uint64_t used() const {
    MutexLock lock(mutex_);
    return used_;
  }
  uint64_t free() const {
    MutexLock lock(mutex_);
    return bytes_ > used_ ? bytes_ - used_ : 0;
  }

 private:
  void DeleteLocked(const std::string& path) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto file = files_.find(path);
    if (file == files_.end()) return;
    used_ -= file->second;
    files_.erase(file);
  }

  mutable Mutex mutex_;
  uint64_t bytes_ ABSL_GUARDED_BY(mutex_);
  uint64_t used_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, uint64_t> files_ ABSL_GUARDED_BY(mutex_);
};

class SmallDiskFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  SmallDiskFile(std::string path, std::unique_ptr<rocksdb::FSWritableFile> file, Usage& usage)
      : FSWritableFileOwnerWrapper(std::move(file)), path_(std::move(path)), usage_(usage) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    const uint64_t taken = usage_.Append(path_, data.size());
    IOStatus written = target()->Append(rocksdb::Slice(data.data(), taken), options, debug);
    return written.ok() && taken < data.size() ? NoSpace() : written;
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*info*/, IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const rocksdb::Slice&, uint64_t, const IOOptions&,
                            IODebugContext*) override {
    return IOStatus::NotSupported("writing at a position");
  }
  IOStatus PositionedAppend(const rocksdb::Slice&, uint64_t, const IOOptions&,
                            const rocksdb::DataVerificationInfo&, IODebugContext*) override {
    return IOStatus::NotSupported("writing at a position");
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    usage_.SetSize(path_, size);
    return target()->Truncate(size, options, debug);
  }
  // Room is taken by what is written.
  IOStatus Allocate(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  const std::string path_;
  Usage& usage_;
};

}  // namespace

class RocksDbSmallDisk::FileSystem : public rocksdb::FileSystemWrapper {
 public:
  explicit FileSystem(uint64_t bytes)
      : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()), usage_(bytes) {}

  const char* Name() const override { return "SmallDisk"; }
  Usage& usage() { return usage_; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext* debug) override {
    usage_.Delete(Normal(path));
    return Watch(path, target()->NewWritableFile(path, options, result, debug), result);
  }
  IOStatus ReopenWritableFile(const std::string& path, const FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* result,
                              IODebugContext* debug) override {
    std::error_code absent;
    const uintmax_t size = fs::file_size(path, absent);
    usage_.SetSize(Normal(path), absent ? 0 : size);
    return Watch(path, target()->ReopenWritableFile(path, options, result, debug), result);
  }
  IOStatus ReuseWritableFile(const std::string&, const std::string&, const FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("reuse of a file");
  }
  IOStatus NewRandomRWFile(const std::string&, const FileOptions&,
                           std::unique_ptr<rocksdb::FSRandomRWFile>*, IODebugContext*) override {
    return IOStatus::NotSupported("a file for reading and writing");
  }
  IOStatus LinkFile(const std::string&, const std::string&, const IOOptions&,
                    IODebugContext*) override {
    return IOStatus::NotSupported("links");
  }
  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* debug) override {
    IOStatus status = target()->DeleteFile(path, options, debug);
    if (status.ok()) usage_.Delete(Normal(path));
    return status;
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    IOStatus status = target()->RenameFile(from, to, options, debug);
    if (status.ok()) usage_.Rename(Normal(from), Normal(to));
    return status;
  }
  IOStatus Truncate(const std::string& path, size_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    usage_.SetSize(Normal(path), size);
    return target()->Truncate(path, size, options, debug);
  }
  IOStatus GetFreeSpace(const std::string&, const IOOptions&, uint64_t* free_space,
                        IODebugContext*) override {
    *free_space = usage_.free();
    return IOStatus::OK();
  }

 private:
  IOStatus Watch(const std::string& path, IOStatus opened,
                 std::unique_ptr<rocksdb::FSWritableFile>* file) {
    if (opened.ok()) {
      *file = std::make_unique<SmallDiskFile>(Normal(path), std::move(*file), usage_);
    }
    return opened;
  }

  Usage usage_;
};

RocksDbSmallDisk::RocksDbSmallDisk(uint64_t bytes)
    : files_(std::make_shared<FileSystem>(bytes)), env_(rocksdb::NewCompositeEnv(files_)) {}
RocksDbSmallDisk::~RocksDbSmallDisk() = default;

void RocksDbSmallDisk::Resize(uint64_t bytes) { files_->usage().Resize(bytes); }
uint64_t RocksDbSmallDisk::used() const { return files_->usage().used(); }

}  // namespace tertial
