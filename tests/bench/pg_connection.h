// One connection to PostgreSQL over libpq. Parameters and results are in the binary format, so
// that nothing is printed and parsed on the way.
#ifndef TERTIAL_TESTS_BENCH_PG_CONNECTION_H_
#define TERTIAL_TESTS_BENCH_PG_CONNECTION_H_

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tertial::bench {

// Integers as the binary format has them.
std::string PgInt2(int16_t value);
std::string PgInt4(int32_t value);
std::string PgInt8(int64_t value);

// The rows of one statement.
class PgRows {
 public:
  explicit PgRows(PGresult* result) : result_(result, &PQclear) {}

  int count() const { return PQntuples(result_.get()); }
  absl::string_view Bytes(int row, int column) const;
  int64_t Int8(int row, int column) const;
  const PGresult* result() const { return result_.get(); }

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

// A prepared statement and its parameters.
struct PgCall {
  const char* statement;
  std::vector<std::string> parameters;
};

// Used by one thread at a time.
class PgConnection {
 public:
  static absl::StatusOr<std::unique_ptr<PgConnection>> Open(const std::string& conninfo);

  // Runs one or more statements without parameters. Returns the rows of the last one.
  absl::StatusOr<PgRows> Execute(const std::string& sql);
  absl::Status Prepare(const char* name, const std::string& sql);

  // Runs prepared statements one after the other, sent together. An error of one is that of all.
  absl::StatusOr<std::vector<PgRows>> Run(absl::Span<const PgCall> calls);

  // Sends prepared statements and does not wait for what comes of them: the next call learns it,
  // and an error of theirs is an error of that one.
  absl::Status Post(absl::Span<const PgCall> calls);

  // Sends what stands in `chunks` to a COPY … FROM STDIN.
  absl::Status Copy(const std::string& sql, absl::Span<const std::string> chunks);
  // The same in steps, for what does not fit into memory. Nothing else may be called between.
  absl::Status BeginCopy(const std::string& sql);
  absl::Status CopyMore(absl::Span<const std::string> chunks);
  absl::Status EndCopy();

 private:
  explicit PgConnection(PGconn* connection) : connection_(connection, &PQfinish) {}

  absl::Status Error() const;
  absl::Status Send(absl::Span<const PgCall> calls);
  absl::Status SendOne(const PgCall& call);
  // Takes the answers to `calls` statements that were sent together.
  absl::Status Receive(size_t calls, std::vector<PgRows>& rows);
  // Takes the answers to what was posted.
  absl::Status ReceivePosted();

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
  // How many statements each Post sent whose answers have not been taken.
  std::vector<size_t> posted_;
};

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_PG_CONNECTION_H_
