#include "tests/bench/politics_pg.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "tests/bench/politics_client.h"
#include "tests/bench/politics_sql.h"
#include "tests/bench/politics_tuples.h"

namespace tertial::bench {
namespace {

// An area is a number, a day the number of days since 1970; names are ids. A case has the days that
// it may have been treated on, that of its meeting first, as the service's index has them.
constexpr char kTables[] = R"(
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS pg_prewarm;
CREATE TABLE bodies (area int4 NOT NULL, id text NOT NULL, titles text NOT NULL, kind int2 NOT NULL,
  members int4, sort int4 NOT NULL, valid_from int4 NOT NULL, valid_to int4 NOT NULL);
CREATE TABLE activities (area int4 NOT NULL, body text NOT NULL, period text NOT NULL,
  meetings int4, cases int4, rule int2 NOT NULL);
CREATE TABLE meetings (area int4 NOT NULL, body text NOT NULL, id text NOT NULL, day int4 NOT NULL,
  state int2 NOT NULL, extraordinary bool NOT NULL);
CREATE TABLE matters (area int4 NOT NULL, id text NOT NULL, titles text NOT NULL, opened text,
  words tsvector GENERATED ALWAYS AS (to_tsvector('norwegian', titles)) STORED);
CREATE TABLE cases (area int4 NOT NULL, id text NOT NULL, body text, meeting text,
  dated bool NOT NULL, first_day int4 NOT NULL, last_day int4 NOT NULL, year int4 NOT NULL, sequence int4 NOT NULL,
  date text, matter text, kind int2 NOT NULL, exemption text, review text, handler text,
  titles text NOT NULL, decisions text NOT NULL, words tsvector GENERATED ALWAYS AS
    (to_tsvector('norwegian', titles || ' ' || decisions)) STORED);
CREATE TABLE votes (area int4 NOT NULL, case_id text NOT NULL, place int2 NOT NULL,
  kind int2 NOT NULL, votes_against int4, stated bool NOT NULL, outcome int2 NOT NULL,
  corrects int2 NOT NULL);
CREATE TABLE resolutions (area int4 NOT NULL, id text NOT NULL, titles text NOT NULL,
  sort int4 NOT NULL, wordings text NOT NULL, summaries text NOT NULL, kind int2 NOT NULL,
  latest_event int2 NOT NULL, event_source int2 NOT NULL, treatments text NOT NULL,
  body text, decided_in text, adopted text, decided_first int4, decided_last int4,
  treated_first int4, owner text, handler text, due text, due_last int4,
  words tsvector GENERATED ALWAYS AS
    (to_tsvector('norwegian', titles || ' ' || wordings || ' ' || summaries)) STORED);
CREATE TABLE resolution_bodies (area int4 NOT NULL, body text NOT NULL, resolution text NOT NULL,
  decided_first int4);
CREATE TABLE events (area int4 NOT NULL, resolution text NOT NULL, id text NOT NULL,
  kind int2 NOT NULL, date text NOT NULL, first_day int4 NOT NULL, last_day int4 NOT NULL,
  revision int4 NOT NULL, owner text, handler text, due text, due_last int4, evidence text,
  remarks text);
)";

constexpr char kIndexes[] = R"(
CREATE UNIQUE INDEX ON bodies (area, id);
CREATE UNIQUE INDEX ON activities (area, period, body);
CREATE UNIQUE INDEX ON meetings (area, body, id);
CREATE INDEX ON meetings (area, day) INCLUDE (body, id, state, extraordinary);
CREATE UNIQUE INDEX ON matters (area, id);
CREATE INDEX ON matters USING gin (area, words);
CREATE UNIQUE INDEX ON cases (area, id);
CREATE INDEX ON cases (area, first_day)
  INCLUDE (last_day, dated, body, meeting, matter, kind, id);
CREATE INDEX ON cases (area, matter) INCLUDE (first_day, last_day, dated, body, meeting);
CREATE INDEX ON cases (area, year, sequence);
CREATE INDEX ON cases USING gin (area, words);
CREATE UNIQUE INDEX ON votes (area, case_id, place)
  INCLUDE (kind, votes_against, stated, outcome, corrects);
CREATE UNIQUE INDEX ON resolutions (area, id);
CREATE INDEX ON resolutions USING gin (area, words);
CREATE INDEX ON resolution_bodies (area, body, decided_first, resolution);
CREATE UNIQUE INDEX ON events (area, resolution, id);
)";

constexpr const char* kTableNames[] = {"bodies", "activities", "meetings",    "matters",
                                       "cases",  "votes",      "resolutions", "resolution_bodies",
                                       "events"};

// Parameters: area, first and last day. A row for each body (number 0) and all of them (1) with
// counts of cases, and one (2) for each duration of matters.
constexpr char kCases[] = R"(
WITH timed AS MATERIALIZED (
  SELECT c.body, c.id, c.matter, c.kind, c.exemption IS NOT NULL AS exempt,
    CASE WHEN m.state <> 2 THEN 3
      WHEN c.dated AND c.first_day >= $2 AND c.last_day <= $3 THEN 1 ELSE 2 END AS timing
  FROM cases c
  LEFT JOIN meetings m ON m.area = c.area AND m.body = c.body AND m.id = c.meeting
  WHERE c.area = $1 AND c.first_day <= $3 AND c.first_day >= $2 - 366 AND c.last_day >= $2),
in_force AS (
  SELECT v.*, count(*) OVER (PARTITION BY v.case_id) AS together
  FROM timed t JOIN votes v ON v.area = $1 AND v.case_id = t.id
  WHERE t.timing = 1 AND t.kind = 2 AND NOT t.exempt AND NOT EXISTS (
    SELECT FROM votes w WHERE w.area = $1 AND w.case_id = v.case_id AND w.corrects = v.place)),
voted AS (
  SELECT case_id, bool_and(stated OR votes_against IS NOT NULL) AS known,
    bool_or(coalesce(votes_against, 0) > 0) AS against
  FROM in_force WHERE (kind = 1 OR (kind = 0 AND together = 1)) AND outcome <> 2
  GROUP BY case_id),
taken AS (
  SELECT count(*) AS times, bool_and(c.dated AND c.first_day = c.last_day) AS known,
    max(c.first_day) - min(c.first_day) AS days
  FROM (SELECT DISTINCT matter FROM timed WHERE timing = 1 AND matter IS NOT NULL) t
  JOIN cases c ON c.area = $1 AND c.matter = t.matter AND c.first_day <= $3
  LEFT JOIN meetings m ON m.area = $1 AND m.body = c.body AND m.id = c.meeting
  WHERE m.state IS NULL OR m.state = 2
  GROUP BY c.matter)
SELECT GROUPING(body)::int8, coalesce(body, ''),
  count(*) FILTER (WHERE timing = 1),
  count(DISTINCT matter) FILTER (WHERE timing = 1)
    + count(*) FILTER (WHERE timing = 1 AND matter IS NULL),
  count(*) FILTER (WHERE timing = 2), count(*) FILTER (WHERE timing = 3),
  count(*) FILTER (WHERE known), count(*) FILTER (WHERE known AND NOT against),
  count(*) FILTER (WHERE timing = 1 AND exempt),
  count(*) FILTER (WHERE timing = 1 AND matter IS NULL),
  count(*) FILTER (WHERE timing = 1 AND kind = 0), count(*) FILTER (WHERE timing = 1 AND kind = 1),
  count(*) FILTER (WHERE timing = 1 AND kind = 2), count(*) FILTER (WHERE timing = 1 AND kind = 3),
  count(*) FILTER (WHERE timing = 1 AND kind = 4), count(*) FILTER (WHERE timing = 1 AND kind = 5),
  count(*) FILTER (WHERE timing = 1 AND kind = 6)
FROM timed LEFT JOIN voted ON case_id = id
GROUP BY GROUPING SETS ((body), ())
UNION ALL
SELECT 2, '', count(*), CASE WHEN times = 1 THEN -1 WHEN NOT known THEN -2 ELSE days END,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
FROM taken GROUP BY 4
UNION ALL
SELECT 3, '', count(*), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
FROM (SELECT FROM timed WHERE timing = 1 AND matter IS NOT NULL AND body IS NOT NULL
  GROUP BY matter HAVING min(body) <> max(body)) s
)";

constexpr char kMeetings[] = R"(
SELECT GROUPING(body)::int8, coalesce(body, ''), count(*) FILTER (WHERE state = 2),
  count(*) FILTER (WHERE state = 2 AND extraordinary), count(*) FILTER (WHERE state = 1),
  count(*) FILTER (WHERE state = 3)
FROM meetings WHERE area = $1 AND day >= $2 AND day <= $3 GROUP BY GROUPING SETS ((body), ())
)";

constexpr char kBodies[] = R"(
SELECT b.id, b.titles, b.kind, b.members, b.sort, b.valid_from, b.valid_to, a.meetings, a.cases,
  a.rule
FROM bodies b LEFT JOIN activities a ON a.area = $1 AND a.period = $2 AND a.body = b.id
WHERE b.area = $1 ORDER BY b.sort
)";

constexpr int kMost = 1'000'000;

std::string Query() { return absl::StrCat(kSearchedWord, ":*"); }

}  // namespace

absl::StatusOr<std::unique_ptr<PoliticsPg>> PoliticsPg::Fill(const std::string& conninfo,
                                                             int areas) {
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgConnection> connection, PgConnection::Open(conninfo));
  std::unique_ptr<PoliticsPg> filled(new PoliticsPg(std::move(connection)));
  TERTIAL_RETURN_IF_ERROR(filled->MakeTables(areas));
  TERTIAL_RETURN_IF_ERROR(filled->Prepare());
  return filled;
}

absl::Status PoliticsPg::MakeTables(int areas) {
  TERTIAL_RETURN_IF_ERROR(connection_->Execute(kTables).status());
  for (int area = 0; area < areas; ++area) {
    for (const auto& [columns, lines] : PoliticsTuples(area, BenchTerm(area))) {
      TERTIAL_RETURN_IF_ERROR(
          connection_->Copy(absl::StrCat("COPY ", columns, " FROM STDIN"), {lines}));
    }
  }
  TERTIAL_RETURN_IF_ERROR(connection_->Execute(kIndexes).status());
  // VACUUM wants to be alone in its message.
  for (const char* table : kTableNames) {
    TERTIAL_RETURN_IF_ERROR(
        connection_->Execute(absl::StrCat("VACUUM (FREEZE, ANALYZE) ", table)).status());
    TERTIAL_RETURN_IF_ERROR(
        connection_
            ->Execute(absl::StrCat("SELECT pg_prewarm(indexrelid::regclass) FROM pg_index ",
                                   "WHERE indrelid = '", table, "'::regclass UNION ALL ",
                                   "SELECT pg_prewarm('", table, "')"))
            .status());
  }
  return absl::OkStatus();
}

absl::Status PoliticsPg::Prepare() {
  constexpr std::array<std::pair<const char*, const char*>, 5> kStatements = {
      {{"cases", kCases},
       {"meetings", kMeetings},
       {"bodies", kBodies},
       {"follow_ups", kFollowUpsSql},
       {"search", kSearchSql}}};
  for (const auto& [name, sql] : kStatements) {
    TERTIAL_RETURN_IF_ERROR(connection_->Prepare(name, sql));
  }
  return absl::OkStatus();
}

absl::StatusOr<PgRows> PoliticsPg::Ask(const char* statement, std::vector<std::string> parameters) {
  const PgCall call{statement, std::move(parameters)};
  TERTIAL_ASSIGN_OR_RETURN(std::vector<PgRows> answers, connection_->Run({call}));
  return std::move(answers.front());
}

absl::Status PoliticsPg::Activity(int area) {
  const std::vector<std::string> span = {PgInt4(area), PgInt4(ActivityDays().first),
                                         PgInt4(ActivityDays().second)};
  const std::array<PgCall, 3> calls = {
      {{"bodies", {PgInt4(area), kActivityYear}}, {"meetings", span}, {"cases", span}}};
  return connection_->Run(calls).status();
}

absl::Status PoliticsPg::FollowUps(int area) {
  return Ask("follow_ups",
             {PgInt4(area), kFollowUpBody, PgInt4(DayOf(kFollowUpDay)), PgInt8(kPageSize)})
      .status();
}

absl::Status PoliticsPg::Search(int area) {
  return Ask("search", {PgInt4(area), Query(), PgInt8(kPageSize)}).status();
}

absl::StatusOr<PoliticsPg::YearCounts> PoliticsPg::CountActivity(int area) {
  const std::vector<std::string> span = {PgInt4(area), PgInt4(ActivityDays().first),
                                         PgInt4(ActivityDays().second)};
  TERTIAL_ASSIGN_OR_RETURN(const PgRows cases, Ask("cases", span));
  TERTIAL_ASSIGN_OR_RETURN(const PgRows meetings, Ask("meetings", span));
  YearCounts counts;
  for (int row = 0; row < meetings.count(); ++row) {
    if (meetings.Int8(row, 0) == 1) counts.meetings = meetings.Int8(row, 2);
  }
  for (int row = 0; row < cases.count(); ++row) {
    if (cases.Int8(row, 0) == 1) {
      counts.treatments = cases.Int8(row, 2);
      counts.matters = cases.Int8(row, 3);
      counts.possible = cases.Int8(row, 4);
      counts.not_treated = cases.Int8(row, 5);
      counts.voted = cases.Int8(row, 6);
      counts.unanimous = cases.Int8(row, 7);
    } else if (cases.Int8(row, 0) == 2 && cases.Int8(row, 3) >= 0) {
      counts.measured += cases.Int8(row, 2);
    }
  }
  return counts;
}

absl::StatusOr<std::vector<std::string>> PoliticsPg::ListFollowUps(int area) {
  TERTIAL_ASSIGN_OR_RETURN(
      const PgRows rows,
      Ask("follow_ups", {PgInt4(area), kFollowUpBody, PgInt4(DayOf(kFollowUpDay)), PgInt8(kMost)}));
  std::vector<std::string> listed;
  for (int row = 0; row < rows.count(); ++row) {
    const bool overdue = rows.Bytes(row, kOverdue) == absl::string_view("\1", 1);
    listed.push_back(absl::StrCat(rows.Bytes(row, kFollowUpId), overdue ? "!" : ""));
  }
  return listed;
}

absl::StatusOr<int64_t> PoliticsPg::CountHits(int area) {
  TERTIAL_ASSIGN_OR_RETURN(const PgRows rows,
                           Ask("search", {PgInt4(area), Query(), PgInt8(kMost)}));
  return rows.count();
}

}  // namespace tertial::bench
