// A register of a size that no municipality has: persons, positions and absences that are computed
// from their numbers, so that both sides of the bench hold the same.
#ifndef TERTIAL_TESTS_BENCH_WORKFORCE_ROWS_H_
#define TERTIAL_TESTS_BENCH_WORKFORCE_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/types/work_calendar.h"
#include "tertial/workforce/v1/registers_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::bench {

// The area that the register is of: "areas/{area}".
std::string WorkforceArea();
inline constexpr char kWorkforceExtractDate[] = "2024-12-31";

// Three levels: 10 units at the top, 9 below each, 10 below each of those. People are in the
// lowest.
inline constexpr int kLowestUnits = 900;
inline constexpr int kLowestInMiddle = 10;
inline constexpr int kLowestInTop = 90;

std::string TopUnit(int number);
std::string MiddleUnit(int number);
std::string LowestUnit(int number);
// All of them, each after its parent.
std::vector<workforce::v1::Unit> WorkforceUnits();

struct BenchPosition {
  int32_t unit;  // of the lowest, from 0
  int32_t percent;
  DayNumber from;
  DayNumber to;  // after every day that is asked for where it goes on
  int32_t kind;
  bool educated;
};

struct BenchAbsence {
  DayNumber from;
  DayNumber to;
  int32_t degree;
  int32_t basis;
  int32_t kind;
};

struct BenchPerson {
  int32_t number;
  bool woman;
  int32_t birth_year;
  std::vector<BenchPosition> positions;
  // From all positions; sick leaves are apart from each other by more than a day.
  std::vector<BenchAbsence> absences;
};

struct WorkforceSize {
  int32_t persons = 650'000;
  // Of them the first so many have a second position.
  int32_t with_second_position = 350'000;

  int64_t positions() const { return int64_t{persons} + with_second_position; }
  int64_t absences() const;
};

BenchPerson MakeBenchPerson(const WorkforceSize& size, int32_t number);

// Open ends are written as such.
inline constexpr DayNumber kBenchForEver = 73'000;

// As it is uploaded.
void AppendRows(const BenchPerson& person, std::vector<workforce::v1::PositionRow>& positions,
                std::vector<workforce::v1::AbsenceRow>& absences);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_WORKFORCE_ROWS_H_
