// What is written to a ledger while it is made to crash, and what is told of it.
#ifndef TERTIAL_TESTS_CRASH_WORKLOAD_H_
#define TERTIAL_TESTS_CRASH_WORKLOAD_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger.h"
#include "common/store/rocksdb_store.h"

namespace tertial::crash {

inline constexpr TableId kGoals = 1;
inline constexpr TableId kPlans = 2;
// The threads that commit; besides, one that redacts.
inline constexpr int kWriters = 4;

// Each write has a number, and its rows tell it: so whoever reads one knows which others belong to
// it.
struct WriteName {
  enum class Kind { kCommit, kImport, kWaiting, kRedaction };
  Kind kind = Kind::kCommit;
  int writer = 0;
  int64_t number = 0;

  friend auto operator<=>(const WriteName&, const WriteName&) = default;
};
std::ostream& operator<<(std::ostream& out, const WriteName& name);

// That the ledger has acknowledged a write.
struct Ack {
  WriteName write;
  // Of the commit; of one that waits, 0.
  Revision revision = 0;
  std::string pending_release;
};
// One line, with its end.
std::string FormatAck(const Ack& ack);
std::optional<Ack> ParseAck(absl::string_view line);

// What a row tells of the write that put it.
struct RowContent {
  WriteName write;
  int index = 0;
  int rows = 0;
};
std::optional<RowContent> ParseRow(absl::string_view body);

// The pk of the row that is redacted by a write.
std::string RedactedPk(const WriteName& write);

// Makes a commit that Workload makes, with a request id.
absl::StatusOr<CommitResult> MakeCommit(Ledger& ledger, const WriteName& write);

// Opens the ledger in `directory`, with small files, so that there is much to do besides writing.
absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const std::string& directory,
                                                   RocksDbOptions rocksdb = {});

// Writes with several threads until `stop` or until the ledger fails: commits of several rows,
// imports, writes that wait a moment, redactions. `tell` is called, by those threads, when a write
// is acknowledged. The numbers of the writes begin after `first`.
void RunWorkload(Ledger& ledger, int64_t first, const std::atomic<bool>& stop,
                 const std::function<void(const Ack&)>& tell);

}  // namespace tertial::crash

#endif  // TERTIAL_TESTS_CRASH_WORKLOAD_H_
