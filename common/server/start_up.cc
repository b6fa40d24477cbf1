#include "common/server/start_up.h"

#include <optional>

#include "absl/strings/str_join.h"
#include "common/facts/overdue.h"
#include "common/ledger/erasure_journal.h"
#include "common/ledger/store_identity.h"
#include "common/server/start_checks.h"
#include "common/status/status_macros.h"
#include "common/store/rocksdb_store.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

// What is wrong, in the order in which it was met.
class Problems {
 public:
  void Note(const absl::Status& status) {
    if (!status.ok()) sentences_.emplace_back(status.message());
  }
  // What there is where nothing is wrong.
  template <typename T>
  std::optional<T> Take(absl::StatusOr<T> result) {
    Note(result.status());
    if (!result.ok()) return std::nullopt;
    return *std::move(result);
  }
  bool none() const { return sentences_.empty(); }
  absl::Status status() const {
    return absl::FailedPreconditionError(absl::StrJoin(sentences_, "\n"));
  }

 private:
  std::vector<std::string> sentences_;
};

// The store, which nobody else has open from now on; nothing in it is changed.
absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenStore(const ServerOptions& options,
                                                         const std::string& service) {
  TERTIAL_RETURN_IF_ERROR(CheckRoom(options.data_directory));
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store,
                           OpenRocksDbStore(options.data_directory, RocksDbOptions{}));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<StoreIdentity> identity,
                           IdentifyStore(*store->Snapshot(), service, "data directory"));
  if (identity.has_value() && !options.accept_clock_behind) {
    TERTIAL_RETURN_IF_ERROR(CheckClock(SystemClock().Now(), identity->head.commit_time));
  }
  return store;
}

}  // namespace

absl::StatusOr<StartParts> OpenStartParts(const ServerOptions& options,
                                          LedgerOptions ledger_options) {
  Problems problems;
  problems.Note(CheckOsloTimeZone());
  StartParts parts;
  if (auto areas = problems.Take(AreaRegistry::Load(options.areas_directory))) {
    parts.areas = std::make_unique<const AreaRegistry>(*std::move(areas));
    if (auto callers = problems.Take(Callers::Open(options, *parts.areas))) {
      parts.callers = *std::move(callers);
    }
  }
  const bool accepts_tokens = !options.tokens.jwks_file.empty();
  if (auto identity =
          problems.Take(OpenTransport(options.host, options.transport, accepts_tokens))) {
    parts.identity = *std::move(identity);
  }
  problems.Note(CheckPortFree(options.host, options.port, "--port"));
  problems.Note(CheckPortFree(options.host, options.http_port, "--http-port"));
  problems.Note(
      CheckPortFree(options.host, options.transport.health_port.value_or(0), "--health-port"));
  std::optional<std::unique_ptr<KeyValueStore>> store;
  if (!options.data_directory.empty()) {
    store = problems.Take(OpenStore(options, ledger_options.service_name));
    // It lies beside the directory, which is made where it is not there.
    if (auto journal = problems.Take(ErasureJournal::Open(JournalFile(options)))) {
      ledger_options.journal = *std::move(journal);
    }
  }
  if (!problems.none()) return problems.status();
  if (store.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(parts.ledger,
                             Ledger::Open(*std::move(store), SystemClock(), ledger_options));
  }
  return parts;
}

}  // namespace tertial
