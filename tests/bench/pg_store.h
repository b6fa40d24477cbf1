// KeyValueStore on PostgreSQL over libpq, to measure the services' own store beside: one table of
// keys and values, prepared statements, binary parameters and results, one exchange of messages for
// each read however many keys it is about. It passes the contract's conformance suite
// (pg_store_test.cc).
#ifndef TERTIAL_TESTS_BENCH_PG_STORE_H_
#define TERTIAL_TESTS_BENCH_PG_STORE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/key_value_store.h"

namespace tertial::bench {

struct PgStoreOptions {
  // Where PostgreSQL is, as libpq reads it.
  std::string conninfo;
  // Lower-case letters, digits and "_".
  std::string table = "pairs";
  // Takes a snapshot with the first read of it instead of when it is asked for, which saves an
  // exchange of messages. It may then hold writes that were made between the two; the ledger, which
  // begins with reading head, does not mind.
  bool snapshot_with_first_read = false;
  // So many connections are opened at once, and the process behind each reads all of the table and
  // of its index: a page of shared memory costs each of them a fault when it first touches it.
  int warm_connections = 0;
};

// Opens the table, which is made if it is not there. A snapshot is a transaction in REPEATABLE READ
// on a connection of its own; a write is one in READ COMMITTED, one at a time. Connections are kept
// and used again, as many as were ever needed at once.
//
// Less than the contract asks for: Expunge leaves what PostgreSQL has in its log, and Backup is not
// there (UNIMPLEMENTED).
absl::StatusOr<std::unique_ptr<KeyValueStore>> OpenPgStore(const PgStoreOptions& options);

// Makes the table of what `from` holds: COPY, then the index of the keys, then ANALYZE; and reads
// all of it into PostgreSQL's memory, as far as that goes. The table must not be there.
absl::Status CopyIntoPg(const StoreSnapshot& from, const PgStoreOptions& to);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_PG_STORE_H_
