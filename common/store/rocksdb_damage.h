// Which file of a RocksDB database is damaged. For the files rocksdb_*.cc alone.
#ifndef TERTIAL_COMMON_STORE_ROCKSDB_DAMAGE_H_
#define TERTIAL_COMMON_STORE_ROCKSDB_DAMAGE_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "rocksdb/status.h"

namespace tertial::rocksdb_internal {

// The name, without a directory, of the first data file, log or list of files that `text` of
// RocksDB names; empty: it names none.
std::string FileNamedIn(absl::string_view text);

// The name of the file for which a database in `directory` cannot be opened, of which RocksDB said
// `text`; empty: it is not known.
std::string DamagedFileIn(const std::string& directory, absl::string_view text,
                          const rocksdb::Options& options);

// The name of the file of `directory` that is missing, though others of a database are there:
// RocksDB would begin a new database, and remove those of the old one. Empty: none is.
std::string MissingFileIn(const std::string& directory);

// Reads every data file and adds the names of those that are damaged to `damaged`,
// each once, in order. `go_on` is asked before each file; false ends it.
rocksdb::Status FindDamagedFiles(rocksdb::DB& db, absl::FunctionRef<bool()> go_on,
                                 std::vector<std::string>& damaged);

}  // namespace tertial::rocksdb_internal

#endif  // TERTIAL_COMMON_STORE_ROCKSDB_DAMAGE_H_
