#include "tests/bench/pg_observations.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/read_point.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_writes.h"
#include "common/rpc/write_options.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/clock.h"
#include "services/indicators/domain/resource_rules.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/store/keys.h"

namespace tertial::bench {
namespace {

using indicators::IndicatorTable;
using indicators::ObservationRules;
using indicators::ObservationTable;
using indicators::v1::Indicator;
using indicators::v1::Observation;
using indicators::v1::UpdateObservationRequest;
using indicators::v1::UpdateObservationResponse;

constexpr char kEpoch[] = "0000000000000001";
constexpr int16_t kRevised = 2;

// PostgreSQL counts microseconds from 2000.
std::string PgTime(absl::Time time) {
  constexpr int64_t kSecondsTo2000 = 946'684'800;
  return PgInt8(absl::ToUnixMicros(time) - kSecondsTo2000 * 1'000'000);
}

absl::Status PrepareStatements(PgConnection& connection) {
  const std::pair<const char*, const char*> statements[] = {
      {"begin", "BEGIN"},
      {"commit", "COMMIT"},
      {"lock_head", "SELECT revision FROM head FOR UPDATE"},
      {"find_row",
       "SELECT revision, body FROM observation WHERE area = $1 AND indicator = $2 AND id = $3"},
      {"find_indicator", "SELECT body FROM indicator WHERE id = $1"},
      {"put_history", "INSERT INTO history VALUES ($1, $2, $3, $4, $5, $6)"},
      {"put_row",
       "UPDATE observation SET revision = $4, body = $5 "
       "WHERE area = $1 AND indicator = $2 AND id = $3"},
      {"put_feed", "INSERT INTO feed VALUES ($1, 0, $2, $3, $4, $5)"},
      {"put_head", "UPDATE head SET revision = $1, committed = $2"}};
  for (const auto& [name, sql] : statements) {
    TERTIAL_RETURN_IF_ERROR(connection.Prepare(name, sql));
  }
  return absl::OkStatus();
}

// One write inside its transaction, on one connection.
class Transaction {
 public:
  explicit Transaction(PgPool& pool) : pool_(pool), connection_(pool.Take()) {}
  ~Transaction() {
    if (open_) (void)connection_->Execute("ROLLBACK");
    pool_.Return(std::move(connection_));
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Locks head and reads what the write is about, in one exchange of messages.
  absl::Status Begin(const std::vector<std::string>& ids) {
    open_ = true;
    ids_ = ids;
    TERTIAL_ASSIGN_OR_RETURN(
        const std::vector<PgRows> rows,
        connection_->Run(
            {{"begin", {}}, {"lock_head", {}}, {"find_row", ids}, {"find_indicator", {ids[1]}}}));
    if (rows[1].count() != 1) return InternalError("there is no head");
    head_ = rows[1].Int8(0, 0);
    found_ = rows[2].count() == 1;
    if (found_) {
      row_revision_ = rows[2].Int8(0, 0);
      row_body_ = std::string(rows[2].Bytes(0, 1));
    }
    if (rows[3].count() == 1) indicator_body_ = std::string(rows[3].Bytes(0, 0));
    return absl::OkStatus();
  }

  bool found() const { return found_; }
  Revision row_revision() const { return row_revision_; }
  const std::string& row_body() const { return row_body_; }
  const std::string& indicator_body() const { return indicator_body_; }
  // Of the commit, if one is made.
  Revision revision() const { return head_ + 1; }

  // Writes the new version and commits, in one exchange.
  absl::Status Commit(const std::string& body, absl::Time now) {
    const std::string revision = PgInt8(head_ + 1);
    const std::string& area = ids_[0];
    const std::string& indicator = ids_[1];
    const std::string& id = ids_[2];
    TERTIAL_RETURN_IF_ERROR(
        connection_
            ->Run(
                {{"put_history", {area, indicator, id, revision, PgInt8(row_revision_), row_body_}},
                 {"put_row", {area, indicator, id, revision, body}},
                 {"put_feed", {revision, PgInt2(kRevised), area, indicator, id}},
                 {"put_head", {revision, PgTime(now)}},
                 {"commit", {}}})
            .status());
    open_ = false;
    return absl::OkStatus();
  }

 private:
  PgPool& pool_;
  std::unique_ptr<PgConnection> connection_;
  bool open_ = false;
  std::vector<std::string> ids_;
  Revision head_ = 0;
  bool found_ = false;
  Revision row_revision_ = 0;
  std::string row_body_;
  std::string indicator_body_;
};

// What ObservationRules::CheckReferences does, with the definition that the transaction read.
absl::Status CheckIndicatorOf(const Observation& observation, const std::string& indicator,
                              const std::string& body, const Violations& violations) {
  const std::string name = absl::StrCat("indicators/", indicator);
  if (body.empty()) {
    violations.AddStatus("name", IndicatorTable::kNotFound,
                         ResourceNotFound(IndicatorTable::kNotFound, name));
    return absl::OkStatus();
  }
  Indicator definition;
  TERTIAL_RETURN_IF_ERROR(DecodeBody(IndicatorTable::kId, name, body, definition));
  indicators::CheckObservationAgainst(definition, observation, violations);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<PgPool>> PgPool::Open(const std::string& conninfo, int connections) {
  std::unique_ptr<PgPool> pool(new PgPool());
  for (int i = 0; i < connections; ++i) {
    TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgConnection> connection,
                             PgConnection::Open(conninfo));
    TERTIAL_RETURN_IF_ERROR(PrepareStatements(*connection));
    pool->Return(std::move(connection));
  }
  return pool;
}

std::unique_ptr<PgConnection> PgPool::Take() {
  count_.acquire();
  MutexLock lock(mutex_);
  std::unique_ptr<PgConnection> connection = std::move(free_.back());
  free_.pop_back();
  return connection;
}

void PgPool::Return(std::unique_ptr<PgConnection> connection) {
  {
    MutexLock lock(mutex_);
    free_.push_back(std::move(connection));
  }
  count_.release();
}

absl::StatusOr<UpdateObservationResponse> PgObservations::Update(
    const CallContext& call, const UpdateObservationRequest& request) {
  const absl::Time now = SystemClock().Now();
  Violations violations;
  CheckWriteOptions(request.options(), now, violations.At("options"));
  if (!violations.empty()) return violations.ToStatus();
  // As the service does for every request, whether it has an id or not.
  const CommitInfo info =
      CommitInfoOf(call, request.options(), FingerprintOfRequest(call.method, request));
  TERTIAL_ASSIGN_OR_RETURN(Observation changes, ResourceOf<ObservationRules>(request));
  TERTIAL_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      CanonicalIds<ObservationTable>(areas_, "observation.name", changes.name()));
  changes.set_name(PatternOf<ObservationTable>().Format(ids));

  Transaction transaction(pool_);
  TERTIAL_RETURN_IF_ERROR(transaction.Begin(ids));
  if (!transaction.found()) return ResourceNotFound(ObservationTable::kNotFound, changes.name());
  Observation present;
  TERTIAL_RETURN_IF_ERROR(
      DecodeBody(ObservationTable::kId, changes.name(), transaction.row_body(), present));
  TERTIAL_RETURN_IF_ERROR(CheckEtag(changes.etag(), "observation.etag", changes.name(),
                                    EtagOf(kEpoch, transaction.row_revision())));
  TERTIAL_ASSIGN_OR_RETURN(Observation resource,
                           Updated<ObservationRules>(areas_, request, changes, std::move(present)));
  const Violations at = violations.At("observation");
  ObservationRules::Check(resource, at);
  TERTIAL_RETURN_IF_ERROR(CheckIndicatorOf(resource, ids[1], transaction.indicator_body(), at));
  if (!violations.empty()) return violations.ToStatus();
  const std::string body = EncodeResource(resource);
  CommitResult result;
  result.committed = body != transaction.row_body() && !request.options().validate_only();
  if (result.committed) TERTIAL_RETURN_IF_ERROR(transaction.Commit(body, now));
  const Revision revision = result.committed ? transaction.revision() : transaction.row_revision();
  result.at = {kEpoch, revision, now};
  resource.set_etag(EtagOf(kEpoch, revision));
  UpdateObservationResponse response;
  *response.mutable_observation() = std::move(resource);
  *response.mutable_result() = ToProto(result);
  return response;
}

}  // namespace tertial::bench
