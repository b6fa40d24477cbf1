// A file that is in memory only, for what reads files by their path.
#ifndef TERTIAL_TESTS_FUZZ_MEMORY_FILE_H_
#define TERTIAL_TESTS_FUZZ_MEMORY_FILE_H_

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tests/fuzz/fuzz_target.h"

namespace tertial::fuzz {

class MemoryFile {
 public:
  explicit MemoryFile(absl::string_view content) : file_(memfd_create("input", MFD_CLOEXEC)) {
    const auto size = static_cast<ssize_t>(content.size());
    Require(file_ >= 0 && write(file_, content.data(), content.size()) == size,
            "a file is written");
  }
  ~MemoryFile() { close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  // As long as the object lives.
  std::string path() const { return absl::StrCat("/proc/self/fd/", file_); }

 private:
  const int file_;
};

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_MEMORY_FILE_H_
