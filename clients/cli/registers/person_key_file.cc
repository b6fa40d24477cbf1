#include "clients/cli/registers/person_key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace tertial::cli {
namespace {

constexpr size_t kKeyBytes = 32;

absl::Status FileError(const std::string& file, int error) {
  return absl::UnavailableError(
      absl::StrCat("the person keys ", file, " cannot be made: ", ::strerror(error)));
}

}  // namespace

absl::Status EnsurePersonKeys(const std::string& file) {
  struct stat about;
  if (::stat(file.c_str(), &about) == 0) return absl::OkStatus();
  std::string key(kKeyBytes, '\0');
  if (::getrandom(key.data(), key.size(), 0) != static_cast<ssize_t>(key.size())) {
    return FileError(file, errno);
  }
  // Under another name first: a file that was half written is no file of keys.
  const std::string unfinished = absl::StrCat(file, ".new");
  ::unlink(unfinished.c_str());
  const int descriptor =
      ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return FileError(file, errno);
  const std::string text = absl::StrCat(
      "# Keys of registers of persons, oldest first. Add a line to rotate; keep the others.\n",
      absl::BytesToHexString(key), "\n");
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor) == 0;
  const int error = errno;
  ::close(descriptor);
  if (!written) return FileError(file, error);
  if (::rename(unfinished.c_str(), file.c_str()) != 0) return FileError(file, errno);
  return absl::OkStatus();
}

}  // namespace tertial::cli
