// A disk that is full.
#ifndef TERTIAL_TESTS_TESTING_FILE_SIZE_LIMIT_H_
#define TERTIAL_TESTS_TESTING_FILE_SIZE_LIMIT_H_

#include <sys/resource.h>

#include <csignal>

#include "gtest/gtest.h"

namespace tertial {

// No file of this process may grow beyond `bytes` while it lives: a write that does fails as on a
// full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &before_), 0);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_ = {};
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_FILE_SIZE_LIMIT_H_
