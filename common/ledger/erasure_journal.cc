#include "common/ledger/erasure_journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/ledger/checksum.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace tertial {
namespace {

std::string LineOf(const Erasure& erasure) {
  const std::string text = absl::Base64Escape(erasure.SerializeAsString());
  return absl::StrCat(text, " ", absl::Hex(AddToChecksum(0, text), absl::kZeroPad8), "\n");
}

absl::StatusOr<Erasure> ParseLine(absl::string_view line) {
  const std::vector<absl::string_view> parts = absl::StrSplit(line, ' ');
  std::string bytes;
  Erasure erasure;
  if (parts.size() != 2 ||
      parts[1] != absl::StrCat(absl::Hex(AddToChecksum(0, parts[0]), absl::kZeroPad8)) ||
      !absl::Base64Unescape(parts[0], &bytes) || !erasure.ParseFromString(bytes)) {
    return absl::DataLossError("no entry");
  }
  return erasure;
}

absl::Status CannotBeWritten(int cause) {
  if (cause == ENOSPC) return StoreFull();
  return ServiceUnavailable(
      "The journal of erasures cannot be written now, so nothing was erased; try again later.");
}

// Takes a last line that was cut off away, so that the next one does not go on behind it.
bool CutOffLastLine(int descriptor) {
  off_t end = ::lseek(descriptor, 0, SEEK_END);
  const off_t size = end;
  char last = 0;
  while (end > 0 && ::pread(descriptor, &last, 1, end - 1) == 1 && last != '\n') --end;
  if (end < 0 || (end > 0 && last != '\n')) return false;
  return end == size || (::ftruncate(descriptor, end) == 0 && ::fsync(descriptor) == 0);
}

// A new file is there after a loss of power when its directory was synced.
bool SyncDirectoryOf(const std::string& file) {
  const std::filesystem::path parent = std::filesystem::path(file).parent_path();
  const int descriptor =
      ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

}  // namespace

absl::StatusOr<std::shared_ptr<ErasureJournal>> ErasureJournal::Open(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0640);
  if (descriptor < 0 || !CutOffLastLine(descriptor) || !SyncDirectoryOf(file)) {
    const int cause = errno;
    if (descriptor >= 0) ::close(descriptor);
    return MakeError(
        absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_SERVICE_UNAVAILABLE,
        absl::StrCat("The journal of erasures ", file, " cannot be written: ", std::strerror(cause),
                     "; name another file."));
  }
  return std::shared_ptr<ErasureJournal>(new ErasureJournal(descriptor));
}

ErasureJournal::~ErasureJournal() { ::close(descriptor_); }

absl::Status ErasureJournal::Append(const Erasure& erasure) {
  const std::string line = LineOf(erasure);
  MutexLock lock(mutex_);
  if (cut_off_ && !CutOffLastLine(descriptor_)) return CannotBeWritten(errno);
  const ssize_t written = ::write(descriptor_, line.data(), line.size());
  cut_off_ = written != static_cast<ssize_t>(line.size());
  // A part of a line is written when there is no room for the rest.
  if (cut_off_) return CannotBeWritten(written < 0 ? errno : ENOSPC);
  return ::fsync(descriptor_) == 0 ? absl::OkStatus() : CannotBeWritten(errno);
}

absl::StatusOr<std::vector<Erasure>> ReadErasureJournal(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("there is no journal ", file));
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  // What follows the last line end: nothing, or a line that was cut off.
  lines.pop_back();
  std::vector<Erasure> erasures;
  for (size_t i = 0; i < lines.size(); ++i) {
    absl::StatusOr<Erasure> erasure = ParseLine(lines[i]);
    if (!erasure.ok()) {
      return StoredDataDamaged(absl::StrCat("line ", i + 1, " of the journal ", file));
    }
    erasures.push_back(*std::move(erasure));
  }
  return erasures;
}

}  // namespace tertial
