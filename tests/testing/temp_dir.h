// A directory for the files of one test.
#ifndef TERTIAL_TESTS_TESTING_TEMP_DIR_H_
#define TERTIAL_TESTS_TESTING_TEMP_DIR_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace tertial {

// An empty directory of its own, removed with all it holds at the end.
class TempDir {
 public:
  TempDir() {
    std::string name = absl::StrCat(::testing::TempDir(), "/tertial-XXXXXX");
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }

  // Writes `bytes` to the file `name` in the directory, and returns its path.
  std::string Write(absl::string_view name, absl::string_view bytes) const {
    std::string file = absl::StrCat(path_, "/", name);
    std::ofstream out(file, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) std::abort();
    return file;
  }

 private:
  std::string path_;
};

}  // namespace tertial

#endif  // TERTIAL_TESTS_TESTING_TEMP_DIR_H_
