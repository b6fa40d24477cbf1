#include "tests/bench/workforce_pg.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "common/status/status_macros.h"

namespace tertial::bench {
namespace {

namespace v1 = workforce::v1;

constexpr size_t kChunkBytes = size_t{256} << 10;
// Ids of the levels: columns 0 to 2 of both statements.
constexpr int kLevels = 3;

constexpr char kTables[] = R"(
CREATE EXTENSION IF NOT EXISTS pg_prewarm;
CREATE TABLE positions (person int4 NOT NULL, l1 int2 NOT NULL, l2 int2 NOT NULL, l3 int2 NOT NULL,
  percent int4 NOT NULL, first int4 NOT NULL, last int4 NOT NULL, kind int2 NOT NULL,
  woman bool NOT NULL, educated bool NOT NULL);
CREATE TABLE absences (person int4 NOT NULL, l1 int2 NOT NULL, l2 int2 NOT NULL, l3 int2 NOT NULL,
  percent int4 NOT NULL, degree int4 NOT NULL, basis int2 NOT NULL, kind int2 NOT NULL,
  first int4 NOT NULL, last int4 NOT NULL, spell_first int4 NOT NULL);
)";

constexpr char kIndex[] = R"(
CREATE INDEX ON positions (person, l1, l2, l3)
  INCLUDE (percent, first, last, kind, woman, educated)
)";

// Names and expressions of what is summed, in the order of the columns.
using Sums = std::vector<std::pair<std::string, std::string>>;

// count(DISTINCT person) would sort once for each such sum and level. So each person is first made
// one row for each level and unit, all of them in one pass in the order of the index.
Sums PositionSums() {
  return {
      {"fte", "sum(fte)"},
      {"heads", "count(*) FILTER (WHERE at_end)"},
      {"women", "count(*) FILTER (WHERE at_end AND woman)"},
      {"jobs", "sum(jobs)"},
      {"full jobs", "sum(full_jobs)"},
      {"educated", "sum(educated_fte)"},
      {"permanent at end", "count(*) FILTER (WHERE permanent_at_end)"},
      {"no apprentices", "count(*) FILTER (WHERE no_apprentice)"},
      {"permanent", "count(*) FILTER (WHERE permanent)"},
      {"from 80", "count(*) FILTER (WHERE permanent AND size >= 8000)"},
      {"full", "count(*) FILTER (WHERE permanent AND size >= 10000)"},
      {"before", "count(*) FILTER (WHERE before)"},
      {"before or at end", "count(*) FILTER (WHERE before OR at_end)"},
      {"contracted", "sum(contracted)"},
  };
}

constexpr char kPositions[] = R"(
SELECT l1, l2, l3, $sums
FROM (
  SELECT l1, l2, l3, person, min(size) AS size, bool_or(woman) AS woman,
    sum(percent) FILTER (WHERE at_end) AS fte,
    count(*) FILTER (WHERE at_end AND NOT (kind = 4 AND percent = 0)) AS jobs,
    count(*) FILTER (WHERE at_end AND percent = 10000) AS full_jobs,
    sum(percent) FILTER (WHERE at_end AND educated) AS educated_fte,
    sum(percent * workdays) AS contracted,
    bool_or(at_end) AS at_end,
    bool_or(at_end AND kind = 1) AS permanent_at_end,
    bool_or(at_end AND kind IN (1, 2, 4)) AS no_apprentice,
    bool_or(in_december AND kind = 1) AS permanent,
    bool_or(before) AS before
  FROM (
    SELECT p.*,
      sum(percent) FILTER (WHERE kind = 1 AND first <= $december AND last >= $december)
        OVER (PARTITION BY person) AS size,
      first <= $end AND last >= $end AS at_end,
      first <= $december AND last >= $december AS in_december,
      first < $begin AND last >= $begin - 1 AS before,
      CASE WHEN first <= $end AND last >= $begin
        THEN c.until[least(last, $end) - $begin + 2] - c.until[greatest(first, $begin) - $begin + 1]
        ELSE 0 END AS workdays
    FROM positions p CROSS JOIN (SELECT '$calendar'::int4[] AS until) c) p
  GROUP BY person, GROUPING SETS ((l1), (l1, l2), (l1, l2, l3), ())) p
GROUP BY l1, l2, l3
)";

// Nearly all are plain sums: units are summed first, by all workers, with a row of its own for each
// person on parental leave, who is to be counted once.
Sums AbsenceSums() {
  return {
      {"lost", "sum(lost)"},
      {"self", "sum(self)"},
      {"doctor", "sum(doctor)"},
      {"short", "sum(short)"},
      {"parental", "sum(parental)"},
      {"parents", "count(DISTINCT parent)"},
      {"long at end", "sum(long_at_end)"},
  };
}

constexpr char kAbsences[] = R"(
SELECT l1, l2, l3, $sums
FROM (
  SELECT l1, l2, l3, CASE WHEN kind = 2 AND workdays > 0 THEN person END AS parent,
    sum(percent::int8 * degree * workdays) FILTER (WHERE kind = 1) AS lost,
    sum(percent::int8 * degree * workdays) FILTER (WHERE kind = 1 AND basis = 1) AS self,
    sum(percent::int8 * degree * workdays) FILTER (WHERE kind = 1 AND basis = 2) AS doctor,
    sum(percent::int8 * degree * short_days) FILTER (WHERE kind = 1) AS short,
    sum(degree * workdays) FILTER (WHERE kind = 2) AS parental,
    sum(percent::int8 * degree)
      FILTER (WHERE first <= $end AND last >= $end AND (kind = 2 OR basis = 2)) AS long_at_end
  FROM (
    SELECT a.*,
      c.until[least(last, $end) - $begin + 2] - c.until[greatest(first, $begin) - $begin + 1]
        AS workdays,
      CASE WHEN least(last, spell_first + $short - 1) >= greatest(first, $begin)
        THEN c.until[least(last, $end, spell_first + $short - 1) - $begin + 2]
          - c.until[greatest(first, $begin) - $begin + 1]
        ELSE 0 END AS short_days
    FROM absences a CROSS JOIN (SELECT '$calendar'::int4[] AS until) c
    WHERE first <= $end AND last >= $begin) a
  GROUP BY 1, 2, 3, 4) a
GROUP BY GROUPING SETS ((l1), (l1, l2), (l1, l2, l3), ())
)";

// The workdays of 2024 before each of its days and the one after.
std::string Calendar(DayNumber begin, DayNumber end) {
  std::vector<int32_t> until;
  for (DayNumber day = begin; day <= end + 1; ++day) {
    until.push_back(day == begin ? 0 : WorkdaysBetween(begin, day - 1));
  }
  return absl::StrCat("{", absl::StrJoin(until, ","), "}");
}

std::string Statement(const char* pattern, const Sums& sums, int short_term_days) {
  const DayNumber begin = ToDayNumber(absl::CivilDay(2024, 1, 1));
  const DayNumber end = ToDayNumber(absl::CivilDay(2024, 12, 31));
  const std::string summed = absl::StrJoin(
      sums, ", ", [](std::string* out, const auto& sum) { absl::StrAppend(out, sum.second); });
  const std::string with_sums = absl::StrReplaceAll(pattern, {{"$sums", summed}});
  return absl::StrReplaceAll(with_sums,
                             {{"$begin", absl::StrCat(begin)},
                              {"$end", absl::StrCat(end)},
                              {"$december", absl::StrCat(ToDayNumber(absl::CivilDay(2024, 12, 1)))},
                              {"$short", absl::StrCat(short_term_days)},
                              {"$calendar", Calendar(begin, end)}});
}

std::string Levels(const BenchPosition& position) {
  return absl::StrCat(position.unit / kLowestInTop, "\t", position.unit / kLowestInMiddle, "\t",
                      position.unit);
}

std::string PositionLines(const BenchPerson& person) {
  std::string lines;
  for (const BenchPosition& position : person.positions) {
    absl::StrAppend(&lines, person.number, "\t", Levels(position), "\t", position.percent, "\t",
                    position.from, "\t", position.to, "\t", position.kind, "\t",
                    person.woman ? "t" : "f", "\t", position.educated ? "t" : "f", "\n");
  }
  return lines;
}

std::string AbsenceLines(const BenchPerson& person) {
  std::string lines;
  for (const BenchAbsence& absence : person.absences) {
    for (const BenchPosition& position : person.positions) {
      const DayNumber first = std::max(absence.from, position.from);
      const DayNumber last = std::min(absence.to, position.to);
      if (last < first) continue;
      absl::StrAppend(&lines, person.number, "\t", Levels(position), "\t", position.percent, "\t",
                      absence.degree, "\t", absence.basis, "\t", absence.kind, "\t", first, "\t",
                      last, "\t", absence.from, "\n");
    }
  }
  return lines;
}

struct Table {
  const char* name;
  // The rows of a person, as COPY reads them.
  std::string (*lines_of)(const BenchPerson&);
};
constexpr std::array<Table, 2> kFilled = {
    {{"positions", PositionLines}, {"absences", AbsenceLines}}};

absl::Status Fill(PgConnection& connection, const Table& table, const WorkforceSize& size) {
  TERTIAL_RETURN_IF_ERROR(
      connection.BeginCopy(absl::StrCat("COPY ", table.name, " FROM STDIN WITH (FREEZE)")));
  std::string chunk;
  for (int32_t number = 0; number < size.persons; ++number) {
    absl::StrAppend(&chunk, table.lines_of(MakeBenchPerson(size, number)));
    if (chunk.size() >= kChunkBytes) {
      TERTIAL_RETURN_IF_ERROR(connection.CopyMore({std::exchange(chunk, {})}));
    }
  }
  if (!chunk.empty()) TERTIAL_RETURN_IF_ERROR(connection.CopyMore({chunk}));
  return connection.EndCopy();
}

int64_t Number(const PgRows& rows, int row, int column) {
  int64_t number = 0;
  const absl::string_view text = rows.Bytes(row, column);
  // A sum of nothing is null, which is an empty text here.
  (void)(!text.empty() && absl::SimpleAtoi(text, &number));
  return number;
}

// A row of a coarser grouping has nulls for the finer levels.
std::string UnitOf(const PgRows& rows, int row) {
  std::string (*const names[kLevels])(int) = {TopUnit, MiddleUnit, LowestUnit};
  for (int level = kLevels - 1; level >= 0; --level) {
    if (!rows.Bytes(row, level).empty()) {
      return names[level](static_cast<int>(Number(rows, row, level)));
    }
  }
  return "";
}

void Take(const PgRows& rows, const Sums& sums, UnitSums& found) {
  for (int row = 0; row < rows.count(); ++row) {
    std::map<std::string, int64_t>& unit = found[UnitOf(rows, row)];
    for (size_t i = 0; i < sums.size(); ++i) {
      unit[sums[i].first] = Number(rows, row, kLevels + static_cast<int>(i));
    }
  }
}

}  // namespace

absl::Status FillWorkforceTables(PgConnection& connection, const WorkforceSize& size) {
  TERTIAL_RETURN_IF_ERROR(connection.Execute("BEGIN").status());
  TERTIAL_RETURN_IF_ERROR(connection.Execute(kTables).status());
  for (const Table& table : kFilled) {
    TERTIAL_RETURN_IF_ERROR(Fill(connection, table, size));
  }
  TERTIAL_RETURN_IF_ERROR(connection.Execute(kIndex).status());
  TERTIAL_RETURN_IF_ERROR(connection.Execute("COMMIT").status());
  // VACUUM wants to be alone in its message.
  for (const Table& table : kFilled) {
    TERTIAL_RETURN_IF_ERROR(
        connection.Execute(absl::StrCat("VACUUM (ANALYZE) ", table.name)).status());
    TERTIAL_RETURN_IF_ERROR(
        connection.Execute(absl::StrCat("SELECT pg_prewarm('", table.name, "')")).status());
  }
  return absl::OkStatus();
}

absl::Status ChangePerson(PgConnection& connection, const BenchPerson& person) {
  TERTIAL_RETURN_IF_ERROR(connection.Execute("BEGIN").status());
  for (const Table& table : kFilled) {
    TERTIAL_RETURN_IF_ERROR(
        connection
            .Execute(absl::StrCat("DELETE FROM ", table.name, " WHERE person = ", person.number))
            .status());
    TERTIAL_RETURN_IF_ERROR(connection.Copy(absl::StrCat("COPY ", table.name, " FROM STDIN"),
                                            {table.lines_of(person)}));
  }
  return connection.Execute("COMMIT").status();
}

absl::StatusOr<WorkforceRows> QueryWorkforceTables(PgConnection& connection, int short_term_days) {
  TERTIAL_RETURN_IF_ERROR(connection.Execute("BEGIN ISOLATION LEVEL REPEATABLE READ").status());
  TERTIAL_ASSIGN_OR_RETURN(
      PgRows positions, connection.Execute(Statement(kPositions, PositionSums(), short_term_days)));
  TERTIAL_ASSIGN_OR_RETURN(
      PgRows absences, connection.Execute(Statement(kAbsences, AbsenceSums(), short_term_days)));
  TERTIAL_RETURN_IF_ERROR(connection.Execute("COMMIT").status());
  return WorkforceRows{std::move(positions), std::move(absences)};
}

UnitSums UnitSumsOf(const WorkforceRows& rows) {
  UnitSums found;
  Take(rows.positions, PositionSums(), found);
  Take(rows.absences, AbsenceSums(), found);
  return found;
}

}  // namespace tertial::bench
