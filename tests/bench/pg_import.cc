#include "tests/bench/pg_import.h"

#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "tests/bench/generated_rows.h"
#include "tests/bench/pg_tuples.h"

namespace tertial::bench {
namespace {

std::string OptionalNumeric(const std::string& value) { return value.empty() ? "NULL" : value; }

// The fields that are checked, and the body. Fields that no generated row has are left out:
// dimensions, flags and footnotes.
constexpr char kStaging[] =
    "CREATE TEMP TABLE staged (row_number bigint NOT NULL, "
    "area text COLLATE \"C\" NOT NULL, indicator text COLLATE \"C\" NOT NULL, "
    "id text COLLATE \"C\" NOT NULL, period text NOT NULL, value text, missing integer, "
    "source text NOT NULL, source_line integer NOT NULL, printed text NOT NULL, "
    "body bytea NOT NULL) ON COMMIT DROP";

void AddRow(int64_t row, PgTuples& tuples) {
  const indicators::v1::Observation observation = GeneratedObservation(row);
  // areas/{area}/indicators/{indicator}/observations/{observation}
  const std::vector<absl::string_view> name = absl::StrSplit(observation.name(), '/');
  tuples.Begin(11);
  tuples.Add(PgInt8(row + 1));
  tuples.Add(name[1]);
  tuples.Add(name[3]);
  tuples.Add(name[5]);
  tuples.Add(observation.period());
  if (observation.cell().content_case() == common::v1::Cell::kValue) {
    tuples.Add(observation.cell().value());
    tuples.AddNull();
  } else {
    tuples.AddNull();
    tuples.Add(PgInt4(observation.cell().missing()));
  }
  tuples.Add(observation.provenance().source());
  tuples.Add(PgInt4(observation.provenance().source_lines(0)));
  tuples.Add(observation.provenance().printed());
  tuples.Add(EncodeResource(observation));
  tuples.End();
}

// Rows that break a rule. That a key stands twice is found by the insert.
constexpr char kCheck[] = R"(
SELECT count(*)
FROM staged s LEFT JOIN area a ON a.id = s.area LEFT JOIN indicator i ON i.id = s.indicator
WHERE a.id IS NULL OR i.id IS NULL
   OR s.period !~ '^(1[89]|20)[0-9]{2}(/[0-9]{4}|-(S[12]|T[1-3]|Q[1-4]|M(0[1-9]|1[0-2])|(0[1-9]|1[0-2])-[0-3][0-9]))?$'
   OR s.id <> replace(s.period, '/', '-')
   OR (s.value IS NULL) = (s.missing IS NULL)
   OR s.missing NOT BETWEEN 1 AND 11
   OR s.value !~ '^-?(0|[1-9][0-9]*)(\.[0-9]+)?$' OR s.value ~ '^-[0.]*$'
   OR length(translate(s.value, '-.', '')) > 34
   OR octet_length(s.source) > 500 OR octet_length(s.printed) > 2000 OR s.source_line < 1
   OR CASE WHEN i.scale_min IS NOT NULL AND s.value ~ '^-?[0-9]+(\.[0-9]+)?$'
           THEN s.value::numeric NOT BETWEEN i.scale_min AND i.scale_max ELSE false END
)";

// Operation 1: inserted; 2: revised. What does not change is not written.
constexpr char kHistory[] =
    "INSERT INTO history "
    "SELECT area, indicator, id, h.revision + 1, o.revision, o.body "
    "FROM head h, staged s JOIN observation o USING (area, indicator, id) WHERE o.body <> s.body";
constexpr char kFeed[] =
    "INSERT INTO feed "
    "SELECT h.revision + 1, s.row_number, CASE WHEN o.revision IS NULL THEN 1 ELSE 2 END, "
    "area, indicator, id "
    "FROM head h, staged s LEFT JOIN observation o USING (area, indicator, id) "
    "WHERE o.body IS DISTINCT FROM s.body";
constexpr char kRows[] =
    "INSERT INTO observation "
    "SELECT area, indicator, id, h.revision + 1, body FROM head h, staged "
    "ORDER BY area, indicator, id "
    "ON CONFLICT (area, indicator, id) DO UPDATE "
    "SET revision = EXCLUDED.revision, body = EXCLUDED.body "
    "WHERE observation.body <> EXCLUDED.body";
constexpr char kHead[] = "UPDATE head SET revision = revision + 1, committed = now()";

absl::StatusOr<int64_t> CountOf(PgConnection& connection, const std::string& sql) {
  TERTIAL_ASSIGN_OR_RETURN(const PgRows rows, connection.Execute(sql));
  int64_t count = -1;
  // Without parameters results come as text.
  if (rows.count() != 1 || !absl::SimpleAtoi(rows.Bytes(0, 0), &count)) {
    return absl::InternalError(absl::StrCat("no count: ", sql));
  }
  return count;
}

}  // namespace

absl::Status PgCreateTables(PgConnection& connection) {
  std::ifstream in(TERTIAL_SOURCE_DIR "/tests/bench/schema.sql");
  std::ostringstream sql;
  sql << in.rdbuf();
  TERTIAL_RETURN_IF_ERROR(connection.Execute(sql.str()).status());
  TERTIAL_RETURN_IF_ERROR(connection.Prepare("add_area", "INSERT INTO area VALUES ($1)"));
  TERTIAL_RETURN_IF_ERROR(
      connection.Prepare("add_indicator", "INSERT INTO indicator VALUES ($1, NULL, NULL, $2)"));
  for (int area = 0; area < kAreas; ++area) {
    TERTIAL_RETURN_IF_ERROR(connection.Run({{"add_area", {AreaId(area)}}}).status());
  }
  for (int i = 0; i < kIndicators; ++i) {
    const indicators::v1::Indicator indicator = GeneratedIndicator(i);
    const std::string id = indicator.name().substr(indicator.name().find('/') + 1);
    TERTIAL_RETURN_IF_ERROR(
        connection.Run({{"add_indicator", {id, EncodeResource(indicator)}}}).status());
    TERTIAL_RETURN_IF_ERROR(
        connection
            .Execute(absl::StrCat(
                "UPDATE indicator SET scale_min = ", OptionalNumeric(indicator.scale_min()),
                ", scale_max = ", OptionalNumeric(indicator.scale_max()), " WHERE id = '", id, "'"))
            .status());
  }
  TERTIAL_RETURN_IF_ERROR(connection.Execute("DEALLOCATE ALL").status());
  TERTIAL_RETURN_IF_ERROR(connection.Execute("VACUUM ANALYZE area, indicator").status());
  return connection.Execute("CHECKPOINT").status();
}

PgImport::PgImport(int64_t rows) : rows_(rows) {
  PgTuples tuples;
  for (int64_t row = 0; row < rows; ++row) AddRow(row, tuples);
  chunks_ = tuples.Finish();
}

absl::Status PgImport::Run(PgConnection& connection) const {
  TERTIAL_RETURN_IF_ERROR(connection.Execute("BEGIN").status());
  TERTIAL_RETURN_IF_ERROR(connection.Execute(kStaging).status());
  TERTIAL_RETURN_IF_ERROR(connection.Copy("COPY staged FROM STDIN (FORMAT binary)", chunks_));
  TERTIAL_RETURN_IF_ERROR(connection.Execute("ANALYZE staged").status());
  TERTIAL_ASSIGN_OR_RETURN(const int64_t refused, CountOf(connection, kCheck));
  if (refused > 0) return absl::DataLossError(absl::StrCat(refused, " rows are refused"));
  // What is compared with the rows that are there must not be overtaken by other writes.
  TERTIAL_RETURN_IF_ERROR(connection.Execute("SELECT revision FROM head FOR UPDATE").status());
  for (const char* sql : {kHistory, kFeed, kRows, kHead, "COMMIT"}) {
    TERTIAL_RETURN_IF_ERROR(connection.Execute(sql).status());
  }
  return absl::OkStatus();
}

absl::Status PgImport::Verify(PgConnection& connection) const {
  for (const char* table : {"observation", "feed"}) {
    TERTIAL_ASSIGN_OR_RETURN(const int64_t stored,
                             CountOf(connection, absl::StrCat("SELECT count(*) FROM ", table)));
    if (stored != rows_) {
      return absl::DataLossError(absl::StrCat(stored, " rows are in ", table, ", not ", rows_));
    }
  }
  return absl::OkStatus();
}

}  // namespace tertial::bench
