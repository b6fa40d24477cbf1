#include "common/store/rocksdb_damage.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "rocksdb/file_checksum.h"
#include "rocksdb/metadata.h"
#include "rocksdb/sst_file_reader.h"
#include "rocksdb/table.h"

namespace tertial::rocksdb_internal {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kCurrent = "CURRENT";
constexpr absl::string_view kManifest = "MANIFEST-";
constexpr size_t kReadBytes = size_t{1} << 20;

bool IsOfAName(char c) { return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_'; }

bool IsNumbered(absl::string_view name, absl::string_view prefix, absl::string_view suffix) {
  return absl::ConsumePrefix(&name, prefix) && absl::ConsumeSuffix(&name, suffix) &&
         !name.empty() && std::all_of(name.begin(), name.end(), absl::ascii_isdigit);
}

// The name by which the file lies in the directory; empty: it is none of a database.
std::string FileOf(absl::string_view name) {
  if (name == kCurrent || IsNumbered(name, kManifest, "") || IsNumbered(name, "", ".sst") ||
      IsNumbered(name, "", ".log")) {
    return std::string(name);
  }
  // RocksDB looks for a data file under its old name last, and tells that one.
  if (IsNumbered(name, "", ".ldb")) return absl::StrCat(absl::StripSuffix(name, "ldb"), "sst");
  return "";
}

std::map<std::string, rocksdb::LiveFileMetaData> LiveFiles(rocksdb::DB& db) {
  std::vector<rocksdb::LiveFileMetaData> live;
  db.GetLiveFilesMetaData(&live);
  std::map<std::string, rocksdb::LiveFileMetaData> files;
  for (rocksdb::LiveFileMetaData& file : live) {
    std::string name = file.relative_filename;
    files.emplace(std::move(name), std::move(file));
  }
  return files;
}

// Corruption where a block of the data file has another checksum than it should. Not all blocks of
// filters have one that is looked at.
rocksdb::Status CheckBlocks(const rocksdb::Options& options, const std::string& path) {
  rocksdb::Options uncached = options;
  rocksdb::BlockBasedTableOptions table;
  // What is cached was sound when it was read, whatever has become of the file.
  table.no_block_cache = true;
  uncached.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  rocksdb::SstFileReader reader(uncached);
  const rocksdb::Status opened = reader.Open(path);
  return opened.ok() ? reader.VerifyChecksum() : opened;
}

// Corruption where the data file has another checksum than it was written with.
rocksdb::Status CheckWhole(const rocksdb::LiveFileMetaData& file, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return rocksdb::Status::PathNotFound(path);
  const auto checksum =
      rocksdb::GetFileChecksumGenCrc32cFactory()->CreateFileChecksumGenerator({.file_name = path});
  std::vector<char> piece(kReadBytes);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    checksum->Update(piece.data(), static_cast<size_t>(in.gcount()));
  }
  if (in.bad()) return rocksdb::Status::IOError("cannot be read", path);
  checksum->Finalize();
  return checksum->GetChecksum() == file.file_checksum ? rocksdb::Status::OK()
                                                       : rocksdb::Status::Corruption(path);
}

rocksdb::Status CheckFile(rocksdb::DB& db, const rocksdb::LiveFileMetaData& file) {
  const std::string path = absl::StrCat(db.GetName(), "/", file.relative_filename);
  // Files of earlier versions have none.
  const bool has_checksum =
      file.file_checksum_func_name == rocksdb::kStandardDbFileChecksumFuncName;
  return has_checksum ? CheckWhole(file, path) : CheckBlocks(db.GetOptions(), path);
}

}  // namespace

std::string FileNamedIn(absl::string_view text) {
  while (!text.empty()) {
    const auto begin = std::find_if(text.begin(), text.end(), IsOfAName);
    const auto end = std::find_if_not(begin, text.end(), IsOfAName);
    std::string file = FileOf(absl::string_view(begin, static_cast<size_t>(end - begin)));
    if (!file.empty()) return file;
    text.remove_prefix(static_cast<size_t>(end - text.begin()));
  }
  return "";
}

std::string DamagedFileIn(const std::string& directory, absl::string_view text,
                          const rocksdb::Options& options) {
  const std::string named = FileNamedIn(text);
  if (!absl::StartsWith(named, kManifest)) return named;
  // It is named also for a data file that it lists.
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    const std::string name = entry.path().filename().string();
    if (IsNumbered(name, "", ".sst") && !CheckBlocks(options, entry.path().string()).ok()) {
      return name;
    }
  }
  return named;
}

std::string MissingFileIn(const std::string& directory) {
  std::error_code error;
  if (fs::exists(fs::path(directory) / std::string(kCurrent), error)) return "";
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    const std::string name = entry.path().filename().string();
    // A list of files alone is left by a crash while a database is made: it lists nothing.
    if (IsNumbered(name, "", ".sst") || IsNumbered(name, "", ".log")) return std::string(kCurrent);
  }
  return "";
}

rocksdb::Status FindDamagedFiles(rocksdb::DB& db, absl::FunctionRef<bool()> go_on,
                                 std::vector<std::string>& damaged) {
  for (const auto& [name, file] : LiveFiles(db)) {
    if (!go_on()) break;
    const rocksdb::Status status = CheckFile(db, file);
    // A compaction may have put others in its place meanwhile.
    if (status.ok() || !LiveFiles(db).contains(name)) continue;
    if (!status.IsCorruption() && !status.IsPathNotFound()) return status;
    damaged.push_back(name);
  }
  return rocksdb::Status::OK();
}

}  // namespace tertial::rocksdb_internal
