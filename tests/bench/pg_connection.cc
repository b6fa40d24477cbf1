#include "tests/bench/pg_connection.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status_macros.h"

namespace tertial::bench {
namespace {

constexpr int kBinary = 1;

template <typename Integer>
std::string BigEndian(Integer value) {
  std::string bytes;
  for (int shift = 8 * (static_cast<int>(sizeof(value)) - 1); shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(value >> shift));
  }
  return bytes;
}

bool Succeeded(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

std::string PgInt2(int16_t value) { return BigEndian(value); }
std::string PgInt4(int32_t value) { return BigEndian(value); }
std::string PgInt8(int64_t value) { return BigEndian(value); }

absl::string_view PgRows::Bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<size_t>(PQgetlength(result_.get(), row, column))};
}

int64_t PgRows::Int8(int row, int column) const {
  int64_t value = 0;
  for (const char byte : Bytes(row, column)) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

absl::StatusOr<std::unique_ptr<PgConnection>> PgConnection::Open(const std::string& conninfo) {
  std::unique_ptr<PgConnection> connection(new PgConnection(PQconnectdb(conninfo.c_str())));
  if (PQstatus(connection->connection_.get()) != CONNECTION_OK) return connection->Error();
  return connection;
}

absl::Status PgConnection::Error() const {
  return absl::UnavailableError(
      absl::StrCat("PostgreSQL: ", absl::StripSuffix(PQerrorMessage(connection_.get()), "\n")));
}

absl::StatusOr<PgRows> PgConnection::Execute(const std::string& sql) {
  PgRows rows(PQexec(connection_.get(), sql.c_str()));
  if (!Succeeded(rows.result())) return Error();
  return rows;
}

absl::Status PgConnection::Prepare(const char* name, const std::string& sql) {
  const PgRows rows(PQprepare(connection_.get(), name, sql.c_str(), 0, nullptr));
  return Succeeded(rows.result()) ? absl::OkStatus() : Error();
}

absl::Status PgConnection::Send(const PgCall& call) {
  const int count = static_cast<int>(call.parameters.size());
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const std::string& parameter : call.parameters) {
    values.push_back(parameter.data());
    lengths.push_back(static_cast<int>(parameter.size()));
  }
  const std::vector<int> formats(call.parameters.size(), kBinary);
  if (PQsendQueryPrepared(connection_.get(), call.statement, count, values.data(), lengths.data(),
                          formats.data(), kBinary) != 1) {
    return Error();
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PgRows>> PgConnection::Run(absl::Span<const PgCall> calls) {
  PGconn* const connection = connection_.get();
  if (PQenterPipelineMode(connection) != 1) return Error();
  for (const PgCall& call : calls) TERTIAL_RETURN_IF_ERROR(Send(call));
  if (PQpipelineSync(connection) != 1) return Error();
  std::vector<PgRows> all;
  absl::Status failed;
  for (size_t i = 0; i < calls.size(); ++i) {
    all.emplace_back(PQgetResult(connection));
    if (!Succeeded(all.back().result())) failed.Update(Error());
    PQgetResult(connection);  // null: the end of this statement's results
  }
  const PgRows sync(PQgetResult(connection));
  if (PQresultStatus(sync.result()) != PGRES_PIPELINE_SYNC) failed.Update(Error());
  if (PQexitPipelineMode(connection) != 1) failed.Update(Error());
  if (!failed.ok()) return failed;
  return all;
}

absl::Status PgConnection::Copy(const std::string& sql, absl::Span<const std::string> chunks) {
  PGconn* const connection = connection_.get();
  const PgRows begun(PQexec(connection, sql.c_str()));
  if (PQresultStatus(begun.result()) != PGRES_COPY_IN) return Error();
  for (const std::string& chunk : chunks) {
    if (PQputCopyData(connection, chunk.data(), static_cast<int>(chunk.size())) != 1) {
      return Error();
    }
  }
  if (PQputCopyEnd(connection, nullptr) != 1) return Error();
  const PgRows ended(PQgetResult(connection));
  const bool copied = Succeeded(ended.result());
  PQgetResult(connection);
  return copied ? absl::OkStatus() : Error();
}

}  // namespace tertial::bench
