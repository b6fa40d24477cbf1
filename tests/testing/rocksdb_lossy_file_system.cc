#include "tests/testing/rocksdb_lossy_file_system.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/store/mutex.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"
#include "rocksdb/system_clock.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

namespace fs = std::filesystem;
using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

// Says how many of `count` stay.
using Survivors = std::function<uint64_t(uint64_t count)>;

void Require(const std::error_code& error, absl::string_view what) {
  if (!error) return;
  std::cerr << "the lossy file system cannot " << what << ": " << error.message() << "\n";
  std::abort();
}

std::string Normal(const std::string& path) {
  const fs::path normal = fs::path(path).lexically_normal();
  return (normal.has_filename() ? normal : normal.parent_path()).string();
}
std::string DirectoryOf(const std::string& path) { return fs::path(path).parent_path().string(); }

// What would be lost now. Every call is made while the file system's mutex is held.
class Unsafe {
 public:
  // A file as it was before a change of its name.
  struct Kept {
    std::string path;
    std::string stash;  // where it is kept; empty: there was none
    uint64_t synced = UINT64_MAX;
  };
  enum class How { kByLink, kByCopy };

  // To be called before `path` is created, deleted or replaced, which is told when it is done.
  Kept Keep(const std::string& path, How how);
  void Created(Kept before) {
    files_[before.path] = {};
    names_.push_back({DirectoryOf(before.path), before.path, "", std::move(before)});
  }
  void Deleted(Kept before) {
    files_.erase(before.path);
    names_.push_back({DirectoryOf(before.path), "", "", std::move(before)});
  }
  // `before` is what stood at `before.path`, where the file now is.
  void Renamed(const std::string& from, Kept before) {
    files_.erase(before.path);
    MoveFile(from, before.path);
    names_.push_back({DirectoryOf(before.path), before.path, from, std::move(before)});
  }

  void Appended(const std::string& path, uint64_t bytes) { files_[path].size += bytes; }
  void Resized(const std::string& path, uint64_t size) {
    File& file = files_[path];
    file = {size, std::min(size, file.synced)};
  }
  // What is found in a file that nobody has written yet is safe.
  void Reopened(const std::string& path) {
    std::error_code absent;
    const uint64_t size = fs::file_size(path, absent);
    if (!absent && !files_.contains(path)) files_[path] = {size, size};
  }
  void Synced(const std::string& path) {
    files_[path].synced = files_[path].size;
    ++syncs_;
  }
  void DirectorySynced(const std::string& directory);

  void Drop(const Survivors& survivors);

  size_t syncs() const { return syncs_; }

 private:
  struct File {
    uint64_t size = 0;
    uint64_t synced = 0;
  };
  // A change in a directory. It is undone by removing `created`, or moving it back to `moved_from`
  // if that is set, and putting back what was there before.
  struct Name {
    std::string directory;
    std::string created;
    std::string moved_from;
    Kept before;
  };

  void MoveFile(const std::string& from, const std::string& to) {
    auto file = files_.extract(from);
    if (file.empty()) return;
    file.key() = to;
    files_.insert(std::move(file));
  }
  void Undo(const Name& name);

  std::map<std::string, File> files_;
  std::vector<Name> names_;
  TempDir stash_;
  size_t stashed_ = 0;
  size_t syncs_ = 0;
};

Unsafe::Kept Unsafe::Keep(const std::string& path, How how) {
  std::error_code error;
  if (!fs::exists(path, error)) return {path, ""};
  const std::string stash = absl::StrCat(stash_.path(), "/", ++stashed_);
  if (how == How::kByLink) fs::create_hard_link(path, stash, error);
  if (how == How::kByCopy || error) fs::copy_file(path, stash, error);
  Require(error, absl::StrCat("keep ", path));
  const auto file = files_.find(path);
  return {path, stash, file == files_.end() ? UINT64_MAX : file->second.synced};
}

void Unsafe::DirectorySynced(const std::string& directory) {
  std::erase_if(names_, [&](const Name& name) {
    if (name.directory != directory) return false;
    std::error_code ignored;
    fs::remove(name.before.stash, ignored);
    return true;
  });
}

void Unsafe::Undo(const Name& name) {
  std::error_code error;
  if (!name.moved_from.empty()) {
    fs::rename(name.created, name.moved_from, error);
    Require(error, absl::StrCat("rename ", name.created));
  } else if (!name.created.empty()) {
    fs::remove(name.created, error);
    Require(error, absl::StrCat("remove ", name.created));
  }
  const Kept& before = name.before;
  if (before.stash.empty()) return;
  fs::rename(before.stash, before.path, error);
  if (error) fs::copy_file(before.stash, before.path, error);
  if (!error && fs::file_size(before.path) > before.synced) {
    fs::resize_file(before.path, before.synced, error);
  }
  Require(error, absl::StrCat("put back ", before.path));
}

void Unsafe::Drop(const Survivors& survivors) {
  // The bytes first: a file that gets its old name back has lost them as well.
  for (const auto& [path, file] : files_) {
    std::error_code error;
    const uint64_t size = fs::file_size(path, error);
    if (error || size <= file.synced) continue;
    fs::resize_file(path, file.synced + survivors(size - file.synced), error);
    Require(error, absl::StrCat("truncate ", path));
  }
  const uint64_t kept = survivors(names_.size());
  while (names_.size() > kept) {
    Undo(names_.back());
    names_.pop_back();
  }
  names_.clear();
  files_.clear();
}

}  // namespace

// Holds one mutex during every change, so that a freeze falls between two.
class RocksDbLossyFileSystem::FileSystem : public rocksdb::FileSystemWrapper {
 public:
  FileSystem() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  const char* Name() const override { return "LossyFileSystem"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* result,
                           IODebugContext* debug) override;
  IOStatus ReopenWritableFile(const std::string& path, const FileOptions& options,
                              std::unique_ptr<rocksdb::FSWritableFile>* result,
                              IODebugContext* debug) override;
  // Not watched, so not allowed.
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
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* result,
                        IODebugContext* debug) override;
  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* debug) override {
    return Change([&](Unsafe& unsafe) {
      Unsafe::Kept before = unsafe.Keep(Normal(path), Unsafe::How::kByLink);
      IOStatus status = target()->DeleteFile(path, options, debug);
      if (status.ok()) unsafe.Deleted(std::move(before));
      return status;
    });
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    return Change([&](Unsafe& unsafe) {
      Unsafe::Kept before = unsafe.Keep(Normal(to), Unsafe::How::kByLink);
      IOStatus status = target()->RenameFile(from, to, options, debug);
      if (status.ok()) unsafe.Renamed(Normal(from), std::move(before));
      return status;
    });
  }
  IOStatus Truncate(const std::string& path, size_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    return Change([&](Unsafe& unsafe) {
      unsafe.Reopened(Normal(path));
      unsafe.Resized(Normal(path), size);
      return target()->Truncate(path, size, options, debug);
    });
  }

  // Runs `change`, unless the disk is frozen.
  IOStatus Change(const std::function<IOStatus(Unsafe&)>& change) {
    MutexLock lock(mutex_);
    if (operations_left_ == 0) return IOStatus::IOError("the disk is frozen");
    --operations_left_;
    return change(unsafe_);
  }
  void FreezeAfter(size_t operations) {
    MutexLock lock(mutex_);
    operations_left_ = operations;
  }
  bool frozen() const {
    MutexLock lock(mutex_);
    return operations_left_ == 0;
  }
  void Drop(const Survivors& survivors) {
    MutexLock lock(mutex_);
    unsafe_.Drop(survivors);
    operations_left_ = SIZE_MAX;
  }
  size_t syncs() const {
    MutexLock lock(mutex_);
    return unsafe_.syncs();
  }

 private:
  mutable Mutex mutex_;
  Unsafe unsafe_ ABSL_GUARDED_BY(mutex_);
  size_t operations_left_ ABSL_GUARDED_BY(mutex_) = SIZE_MAX;
};

namespace {

using Change = std::function<IOStatus(const std::function<IOStatus(Unsafe&)>&)>;

class LossyFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  LossyFile(std::string path, std::unique_ptr<rocksdb::FSWritableFile> file, Change change)
      : FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        change_(std::move(change)) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    return change_([&](Unsafe& unsafe) {
      unsafe.Appended(path_, data.size());
      return target()->Append(data, options, debug);
    });
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
    return change_([&](Unsafe& unsafe) {
      unsafe.Resized(path_, size);
      return target()->Truncate(size, options, debug);
    });
  }
  // Nothing is at risk but what Drop takes away: the disk itself need not be asked.
  IOStatus Sync(const IOOptions& /*options*/, IODebugContext* /*debug*/) override {
    return change_([&](Unsafe& unsafe) {
      unsafe.Synced(path_);
      return IOStatus::OK();
    });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  // Makes nothing safe: the length of the file is not written with it.
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  const std::string path_;
  const Change change_;
};

class LossyDirectory : public rocksdb::FSDirectoryWrapper {
 public:
  LossyDirectory(std::string path, std::unique_ptr<rocksdb::FSDirectory> directory, Change change)
      : FSDirectoryWrapper(std::move(directory)),
        path_(std::move(path)),
        change_(std::move(change)) {}

  IOStatus Fsync(const IOOptions& /*options*/, IODebugContext* /*debug*/) override {
    return change_([&](Unsafe& unsafe) {
      unsafe.DirectorySynced(path_);
      return IOStatus::OK();
    });
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions& /*what*/) override {
    return Fsync(options, debug);
  }

 private:
  const std::string path_;
  const Change change_;
};

// RocksDB sleeps for a second when a file cannot be written, before it tries again.
class ImpatientClock : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;
  const char* Name() const override { return "ImpatientClock"; }
  void SleepForMicroseconds(int micros) override {
    SystemClockWrapper::SleepForMicroseconds(std::min(micros, 1000));
  }
};

class LossyEnv : public rocksdb::EnvWrapper {
 public:
  explicit LossyEnv(const std::shared_ptr<rocksdb::FileSystem>& files)
      : EnvWrapper(rocksdb::NewCompositeEnv(files)) {
    system_clock_ = std::make_shared<ImpatientClock>(system_clock_);
  }
};

}  // namespace

IOStatus RocksDbLossyFileSystem::FileSystem::NewWritableFile(
    const std::string& path, const FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  return Change([&](Unsafe& unsafe) {
    Unsafe::Kept before = unsafe.Keep(Normal(path), Unsafe::How::kByCopy);
    std::unique_ptr<rocksdb::FSWritableFile> file;
    IOStatus status = target()->NewWritableFile(path, options, &file, debug);
    if (!status.ok()) return status;
    unsafe.Created(std::move(before));
    *result = std::make_unique<LossyFile>(Normal(path), std::move(file),
                                          [this](const auto& change) { return Change(change); });
    return status;
  });
}

IOStatus RocksDbLossyFileSystem::FileSystem::ReopenWritableFile(
    const std::string& path, const FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, IODebugContext* debug) {
  return Change([&](Unsafe& unsafe) {
    unsafe.Reopened(Normal(path));
    std::unique_ptr<rocksdb::FSWritableFile> file;
    IOStatus status = target()->ReopenWritableFile(path, options, &file, debug);
    if (!status.ok()) return status;
    *result = std::make_unique<LossyFile>(Normal(path), std::move(file),
                                          [this](const auto& change) { return Change(change); });
    return status;
  });
}

IOStatus RocksDbLossyFileSystem::FileSystem::NewDirectory(
    const std::string& path, const IOOptions& options,
    std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  IOStatus status = target()->NewDirectory(path, options, &directory, debug);
  if (!status.ok()) return status;
  *result = std::make_unique<LossyDirectory>(Normal(path), std::move(directory),
                                             [this](const auto& change) { return Change(change); });
  return status;
}

RocksDbLossyFileSystem::RocksDbLossyFileSystem()
    : files_(std::make_shared<FileSystem>()), env_(std::make_unique<LossyEnv>(files_)) {}
RocksDbLossyFileSystem::~RocksDbLossyFileSystem() = default;

void RocksDbLossyFileSystem::Freeze() { files_->FreezeAfter(0); }
void RocksDbLossyFileSystem::FreezeAfter(size_t operations) { files_->FreezeAfter(operations); }
bool RocksDbLossyFileSystem::frozen() const { return files_->frozen(); }
size_t RocksDbLossyFileSystem::syncs() const { return files_->syncs(); }

void RocksDbLossyFileSystem::DropUnsynced() {
  files_->Drop([](uint64_t /*count*/) { return uint64_t{0}; });
}

void RocksDbLossyFileSystem::DropSomeUnsynced(uint32_t seed) {
  std::mt19937 random(seed);
  files_->Drop([&random](uint64_t count) { return random() % (count + 1); });
}

}  // namespace tertial
