#include "clients/cli/backups/backup_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/read_point.h"
#include "common/render/answer.h"
#include "common/status/status_macros.h"
#include "common/types/build_version.h"
#include "common/types/clock.h"
#include "common/types/sha256.h"
#include "google/protobuf/util/json_util.h"

namespace tertial::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kManifestFile[] = "manifest.json";
constexpr char kVerificationFile[] = "verification.json";
constexpr char kLockFile[] = ".lock";
constexpr char kNameForm[] = "%E4Y%m%dT%H%M%SZ";
constexpr size_t kPieceBytes = size_t{1} << 20;

absl::Status Refused(const std::string& path, absl::string_view what, const std::error_code& why) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, " ", what, why ? ": " : "", why ? why.message() : ""));
}
std::error_code LastError() { return {errno, std::generic_category()}; }

bool IsBackupName(const std::string& name) {
  absl::Time instant;
  std::string error;
  return absl::ParseTime(kNameForm, name, absl::UTCTimeZone(), &instant, &error) &&
         BackupName(instant) == name;
}

absl::StatusOr<std::string> HashFile(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Refused(file.string(), "cannot be read", LastError());
  Sha256 hash;
  std::string piece(kPieceBytes, '\0');
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hash.Add(absl::string_view(piece.data(), static_cast<size_t>(in.gcount())));
  }
  if (!in.eof()) return Refused(file.string(), "cannot be read", LastError());
  const Sha256Digest digest = hash.Finish();
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

// Empty: there is no such file, or it does not hold such a message.
template <typename Message>
std::optional<Message> ReadMessage(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // a newer version knows more
  Message message;
  if (!in || !google::protobuf::util::JsonStringToMessage(text, &message, options).ok()) {
    return std::nullopt;
  }
  return message;
}

// What was made or renamed in it stays there.
absl::Status SyncDirectory(const fs::path& path) {
  const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = directory >= 0 && ::fsync(directory) == 0;
  const std::error_code why_not = LastError();
  if (directory >= 0) ::close(directory);
  return synced ? absl::OkStatus() : Refused(path.string(), "cannot be synced", why_not);
}

// The file is there as a whole or not at all.
absl::Status WriteMessage(const fs::path& file, const google::protobuf::Message& message) {
  const std::string unfinished = file.string() + ".new";
  const std::string text = JsonOf(message);
  const int descriptor = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  if (descriptor < 0) return Refused(unfinished, "cannot be written", LastError());
  const bool written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(descriptor) == 0;
  const std::error_code why = LastError();
  ::close(descriptor);
  if (!written) return Refused(unfinished, "cannot be written", why);
  if (::rename(unfinished.c_str(), file.c_str()) != 0) {
    return Refused(file.string(), "cannot be written", LastError());
  }
  return SyncDirectory(file.parent_path());
}

BackupState StateOf(const Backup& backup) {
  if (!backup.manifest.has_value()) {
    std::error_code ignored;
    return fs::exists(fs::path(backup.path) / kManifestFile, ignored) ? BackupState::kDamaged
                                                                      : BackupState::kUnfinished;
  }
  if (!backup.manifest->missing().empty()) return BackupState::kIncomplete;
  if (backup.verification.has_value() && !backup.verification->findings().empty()) {
    return BackupState::kDamaged;
  }
  return backup.verification.has_value() ? BackupState::kSound : BackupState::kUnverified;
}

}  // namespace

std::string BackupStateName(BackupState state) {
  switch (state) {
    case BackupState::kUnfinished:
      return "unfinished";
    case BackupState::kDamaged:
      return "damaged";
    case BackupState::kIncomplete:
      return "incomplete";
    case BackupState::kUnverified:
      return "unverified";
    case BackupState::kSound:
      return "sound";
  }
  return "";
}

std::string BackupName(absl::Time instant) {
  return absl::FormatTime(kNameForm, instant, absl::UTCTimeZone());
}

absl::StatusOr<Backup> ReadBackup(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    return absl::NotFoundError(absl::StrCat("there is no directory ", path));
  }
  const fs::path normal = fs::absolute(path).lexically_normal();
  Backup backup;
  backup.path = (normal.has_filename() ? normal : normal.parent_path()).string();
  backup.name = fs::path(backup.path).filename().string();
  const fs::path manifest = fs::path(backup.path) / kManifestFile;
  backup.manifest = ReadMessage<BackupManifest>(manifest);
  if (backup.manifest.has_value()) {
    backup.verification =
        ReadMessage<BackupVerification>(fs::path(backup.path) / kVerificationFile);
    const absl::StatusOr<std::string> hash = HashFile(manifest);
    if (backup.verification.has_value() &&
        (!hash.ok() || backup.verification->manifest_sha256() != *hash)) {
      backup.verification.reset();
    }
  }
  backup.state = StateOf(backup);
  return backup;
}

absl::StatusOr<std::vector<Backup>> ListBackups(const std::string& directory) {
  std::error_code error;
  fs::directory_iterator entry(directory, error);
  if (error) {
    return absl::NotFoundError(
        absl::StrCat("the directory ", directory, " cannot be read: ", error.message()));
  }
  std::vector<Backup> backups;
  for (; entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code gone;
    if (entry->is_symlink(gone) || !IsBackupName(entry->path().filename().string())) continue;
    absl::StatusOr<Backup> backup = ReadBackup(entry->path().string());
    if (backup.ok()) backups.push_back(*std::move(backup));
  }
  if (error) return Refused(directory, "cannot be read", error);
  std::sort(backups.begin(), backups.end(),
            [](const Backup& a, const Backup& b) { return a.name > b.name; });
  return backups;
}

absl::Status WriteManifest(const std::string& path, const BackupManifest& manifest) {
  TERTIAL_RETURN_IF_ERROR(WriteMessage(fs::path(path) / kManifestFile, manifest));
  // The directory of the backup is new itself.
  return SyncDirectory(fs::absolute(path).lexically_normal().parent_path());
}

absl::Status WriteVerification(const std::string& path, const std::vector<std::string>& findings) {
  BackupVerification verification;
  TERTIAL_ASSIGN_OR_RETURN(*verification.mutable_manifest_sha256(),
                           HashFile(fs::path(path) / kManifestFile));
  *verification.mutable_verified_at() = EncodeTimestamp(SystemClock().Now());
  verification.set_tertial_version(BuildVersion());
  verification.mutable_findings()->Assign(findings.begin(), findings.end());
  return WriteMessage(fs::path(path) / kVerificationFile, verification);
}

absl::StatusOr<std::vector<BackupFile>> HashFiles(const std::string& directory) {
  std::vector<BackupFile> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(directory, error);
  if (error) return Refused(directory, "cannot be read", error);
  for (; entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const fs::path& path = entry->path();
    std::error_code unread;
    const fs::file_status status = entry->symlink_status(unread);
    if (fs::is_directory(status)) continue;
    if (!fs::is_regular_file(status)) {
      return Refused(path.string(), "is neither a file nor a directory", unread);
    }
    BackupFile& file = files.emplace_back();
    file.set_path(path.lexically_relative(directory).generic_string());
    file.set_bytes(static_cast<int64_t>(entry->file_size(unread)));
    if (unread) return Refused(path.string(), "cannot be read", unread);
    TERTIAL_ASSIGN_OR_RETURN(*file.mutable_sha256(), HashFile(path));
  }
  if (error) return Refused(directory, "cannot be read", error);
  std::sort(files.begin(), files.end(),
            [](const BackupFile& a, const BackupFile& b) { return a.path() < b.path(); });
  return files;
}

std::vector<std::string> ToBePruned(const std::vector<Backup>& backups, size_t keep) {
  std::vector<std::string> paths;
  size_t whole = 0;
  bool sound_stays = false;
  for (const Backup& backup : backups) {
    const bool newest_sound = backup.state == BackupState::kSound && !sound_stays;
    sound_stays = sound_stays || newest_sound;
    const bool goes = backup.whole() ? whole >= keep && !newest_sound : whole > 0;
    if (backup.whole()) ++whole;
    if (goes) paths.push_back(backup.path);
  }
  return paths;
}

absl::Status RemoveBackup(const std::string& path) {
  const fs::path manifest = fs::path(path) / kManifestFile;
  std::error_code error;
  std::unique_ptr<BackupLock> lock;  // Only what is finished is read.
  if (fs::exists(manifest, error)) {
    TERTIAL_ASSIGN_OR_RETURN(lock,
                             BackupLock::Lock(manifest.string(), O_RDWR, LOCK_EX,
                                              "is in use: it is being verified, or restored from"));
  }
  fs::remove(manifest, error);
  if (!error) fs::remove_all(path, error);
  return error ? Refused(path, "cannot be removed", error) : absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<BackupLock>> BackupLock::Lock(const std::string& file, int flags,
                                                             int operation, absl::string_view use) {
  const int descriptor = ::open(file.c_str(), flags | O_CLOEXEC, 0660);
  if (descriptor < 0) return Refused(file, "cannot be opened", LastError());
  std::unique_ptr<BackupLock> lock(new BackupLock(descriptor));
  if (::flock(descriptor, operation | LOCK_NB) != 0) {
    return Refused(fs::path(file).parent_path().string(), use, LastError());
  }
  return lock;
}

absl::StatusOr<std::unique_ptr<BackupLock>> BackupLock::Take(const std::string& directory) {
  std::error_code error;
  if (fs::create_directories(directory, error)) {
    // What a backup holds is as sensitive as what the services keep.
    fs::permissions(directory, fs::perms::owner_all | fs::perms::group_all, error);
  }
  if (error) return Refused(directory, "cannot be made", error);
  return Lock((fs::path(directory) / kLockFile).string(), O_RDWR | O_CREAT, LOCK_EX,
              "is in use: a backup is being made there, or removed");
}

absl::StatusOr<std::unique_ptr<BackupLock>> BackupLock::TakeToRead(const std::string& path) {
  const std::string manifest = (fs::path(path) / kManifestFile).string();
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<BackupLock> lock,
                           Lock(manifest, O_RDONLY, LOCK_SH, "is being removed"));
  struct stat found = {};
  if (::fstat(lock->descriptor_, &found) != 0 || found.st_nlink == 0) {
    return Refused(path, "was removed", {});
  }
  return lock;
}

BackupLock::~BackupLock() { ::close(descriptor_); }

}  // namespace tertial::cli
