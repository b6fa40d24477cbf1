// What the register holds of one person. Nothing here tells who it is.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_PERSON_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_PERSON_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "common/types/work_calendar.h"

namespace tertial::workforce {

// The last day of a position or an absence that goes on.
inline constexpr DayNumber kNoLastDay = std::numeric_limits<DayNumber>::max();

struct Position {
  // The unit, as a number of the register's list of units (RegisterHead.units).
  uint32_t unit = 0;
  // Hundredths of a per cent, 0 to 10000.
  uint32_t percent = 0;
  DayNumber from = 0;
  // The last day, or kNoLastDay.
  DayNumber to = kNoLastDay;
  // v1::PositionKind.
  uint8_t kind = 0;
  // The occupation group, as a number of the register's list; 0: unknown.
  uint32_t occupation = 0;
  // v1::EducationLevel.
  uint8_t education = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

struct Absence {
  DayNumber from = 0;
  // The last day, or kNoLastDay.
  DayNumber to = kNoLastDay;
  // Hundredths of a per cent, 1 to 10000.
  uint32_t degree = 0;
  // v1::CertificationBasis; unspecified unless it is sick leave.
  uint8_t basis = 0;
  // v1::AbsenceKind.
  uint8_t kind = 0;
  // The unit that the person is absent from, as Position::unit, plus 1; 0: from all.
  uint32_t unit_plus_1 = 0;

  friend bool operator==(const Absence&, const Absence&) = default;
};

struct Person {
  bool woman = false;
  // The first of the five years of birth.
  int birth_year = 0;
  // By first day, then unit.
  std::vector<Position> positions;
  // By first day.
  std::vector<Absence> absences;

  friend bool operator==(const Person&, const Person&) = default;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_PERSON_H_
