#include "clients/cli/care/replayed_store.h"

#include <stdlib.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "common/store/rocksdb_store.h"

namespace tertial::cli {
namespace {

constexpr size_t kMostBatchBytes = size_t{1} << 20;

// Neither a kind nor a name holds this byte.
constexpr char kSeparator = '\0';

std::string KeyOf(const changes::v1::Change& change) {
  return absl::StrCat(change.kind(), absl::string_view(&kSeparator, 1), change.name());
}

// Adds one row, kind 00 name → revision:8 body, to the hash.
bool AddRow(absl::string_view key, absl::string_view value, ContentHash& hash) {
  const size_t separator = key.find(kSeparator);
  const std::optional<uint64_t> revision = ConsumeUint64(value);
  if (separator == absl::string_view::npos || !revision.has_value()) return false;
  hash.Add(key.substr(0, separator), key.substr(separator + 1), static_cast<Revision>(*revision),
           value);
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReplayedStore>> ReplayedStore::Create() {
  std::error_code failed;
  const std::filesystem::path temporary = std::filesystem::temp_directory_path(failed);
  std::string directory = (temporary / "tertial-verify-XXXXXX").string();
  if (failed || ::mkdtemp(directory.data()) == nullptr) {
    return absl::FailedPreconditionError(
        absl::StrCat("no directory can be made below ", temporary.string(),
                     "; name another with the environment variable TMPDIR"));
  }
  auto replayed = std::unique_ptr<ReplayedStore>(new ReplayedStore(directory));
  TERTIAL_ASSIGN_OR_RETURN(replayed->store_, OpenRocksDbStore(directory));
  return replayed;
}

ReplayedStore::~ReplayedStore() {
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

absl::Status ReplayedStore::Apply(const changes::v1::Change& change) {
  ++changes_;
  // Of a kind that the service has no more: no resource any more.
  if (change.kind().empty()) return absl::OkStatus();
  if (change.has_after()) {
    std::string value;
    AppendUint64(static_cast<uint64_t>(change.commit().revision()), value);
    value += change.after().value();
    batch_.Put(KeyOf(change), std::move(value));
  } else {
    batch_.Delete(KeyOf(change));
  }
  return batch_.bytes() < kMostBatchBytes ? absl::OkStatus() : Flush();
}

absl::StatusOr<ContentHash> ReplayedStore::Hash() {
  TERTIAL_RETURN_IF_ERROR(Flush());
  ContentHash hash;
  bool sound = true;
  TERTIAL_RETURN_IF_ERROR(store_->Snapshot()->Scan(
      ScanRange{}, ScanDirection::kForward, [&](absl::string_view key, absl::string_view value) {
        sound = AddRow(key, value, hash);
        return sound;
      }));
  if (!sound) return InternalError("the replayed store holds a row that was not written to it");
  return hash;
}

absl::Status ReplayedStore::Flush() {
  // Nobody needs it after a crash.
  TERTIAL_RETURN_IF_ERROR(store_->Write(batch_, Durability::kBuffered));
  batch_.Clear();
  return absl::OkStatus();
}

}  // namespace tertial::cli
