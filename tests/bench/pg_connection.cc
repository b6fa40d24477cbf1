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
  TERTIAL_RETURN_IF_ERROR(ReceivePosted());
  PgRows rows(PQexec(connection_.get(), sql.c_str()));
  if (!Succeeded(rows.result())) return Error();
  return rows;
}

absl::Status PgConnection::Prepare(const char* name, const std::string& sql) {
  TERTIAL_RETURN_IF_ERROR(ReceivePosted());
  const PgRows rows(PQprepare(connection_.get(), name, sql.c_str(), 0, nullptr));
  return Succeeded(rows.result()) ? absl::OkStatus() : Error();
}

absl::Status PgConnection::SendOne(const PgCall& call) {
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

absl::Status PgConnection::Send(absl::Span<const PgCall> calls) {
  if (PQenterPipelineMode(connection_.get()) != 1) return Error();
  for (const PgCall& call : calls) TERTIAL_RETURN_IF_ERROR(SendOne(call));
  return PQpipelineSync(connection_.get()) == 1 ? absl::OkStatus() : Error();
}

absl::Status PgConnection::Receive(size_t calls, std::vector<PgRows>& rows) {
  PGconn* const connection = connection_.get();
  absl::Status failed;
  for (size_t i = 0; i < calls; ++i) {
    rows.emplace_back(PQgetResult(connection));
    if (!Succeeded(rows.back().result())) failed.Update(Error());
    PQgetResult(connection);  // null: the end of this statement's results
  }
  const PgRows sync(PQgetResult(connection));
  if (PQresultStatus(sync.result()) != PGRES_PIPELINE_SYNC) failed.Update(Error());
  return failed;
}

absl::Status PgConnection::ReceivePosted() {
  if (posted_.empty()) return absl::OkStatus();
  absl::Status failed;
  std::vector<PgRows> unused;
  for (const size_t calls : std::exchange(posted_, {})) failed.Update(Receive(calls, unused));
  if (PQexitPipelineMode(connection_.get()) != 1) failed.Update(Error());
  return failed;
}

absl::Status PgConnection::Post(absl::Span<const PgCall> calls) {
  TERTIAL_RETURN_IF_ERROR(Send(calls));
  posted_.push_back(calls.size());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<PgRows>> PgConnection::Run(absl::Span<const PgCall> calls) {
  TERTIAL_RETURN_IF_ERROR(Send(calls));
  std::vector<PgRows> all;
  absl::Status failed;
  for (const size_t before : std::exchange(posted_, {})) failed.Update(Receive(before, all));
  all.clear();
  failed.Update(Receive(calls.size(), all));
  if (PQexitPipelineMode(connection_.get()) != 1) failed.Update(Error());
  if (!failed.ok()) return failed;
  return all;
}

absl::Status PgConnection::Copy(const std::string& sql, absl::Span<const std::string> chunks) {
  TERTIAL_RETURN_IF_ERROR(BeginCopy(sql));
  TERTIAL_RETURN_IF_ERROR(CopyMore(chunks));
  return EndCopy();
}

absl::Status PgConnection::BeginCopy(const std::string& sql) {
  TERTIAL_RETURN_IF_ERROR(ReceivePosted());
  const PgRows begun(PQexec(connection_.get(), sql.c_str()));
  return PQresultStatus(begun.result()) == PGRES_COPY_IN ? absl::OkStatus() : Error();
}

absl::Status PgConnection::CopyMore(absl::Span<const std::string> chunks) {
  for (const std::string& chunk : chunks) {
    if (PQputCopyData(connection_.get(), chunk.data(), static_cast<int>(chunk.size())) != 1) {
      return Error();
    }
  }
  return absl::OkStatus();
}

absl::Status PgConnection::EndCopy() {
  if (PQputCopyEnd(connection_.get(), nullptr) != 1) return Error();
  const PgRows ended(PQgetResult(connection_.get()));
  const bool copied = Succeeded(ended.result());
  PQgetResult(connection_.get());
  return copied ? absl::OkStatus() : Error();
}

}  // namespace tertial::bench
