// What RocksDB has to tell, in the log of the service. For the files rocksdb_*.cc alone.
#ifndef TERTIAL_COMMON_STORE_ROCKSDB_LOG_H_
#define TERTIAL_COMMON_STORE_ROCKSDB_LOG_H_

#include <cstdarg>
#include <string>

#include "absl/base/thread_annotations.h"
#include "common/store/mutex.h"
#include "rocksdb/env.h"

namespace tertial::rocksdb_internal {

// Takes the place of the file LOG that RocksDB keeps among the data: on a full disk that file ends
// the process, since RocksDB does not expect to be unable to write to it a second time. Warnings
// and errors become lines of the log, which name files but no keys and no values. Safe for use by
// several threads.
class RocksDbLog : public rocksdb::Logger {
 public:
  RocksDbLog() : Logger(rocksdb::InfoLogLevel::WARN_LEVEL) {}

  using Logger::Logv;
  void Logv(rocksdb::InfoLogLevel level, const char* format, va_list arguments) override;
  void LogHeader(const char* /*format*/, va_list /*arguments*/) override {}

  // The name of the write-ahead log that RocksDB found damaged; empty: none. RocksDB tells it
  // nowhere else.
  std::string damaged_log() const;

 private:
  mutable Mutex mutex_;
  std::string damaged_log_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tertial::rocksdb_internal

#endif  // TERTIAL_COMMON_STORE_ROCKSDB_LOG_H_
