// A register of persons who do not exist, of about the shape of a municipality's: the same for the
// same shape, whatever machine makes it.
#ifndef TERTIAL_TESTS_TESTING_GENERATED_REGISTER_H_
#define TERTIAL_TESTS_TESTING_GENERATED_REGISTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tertial/workforce/v1/registers_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::testing {

struct RegisterShape {
  // Persons with a position on the extract date; those who left in the two years come on top.
  int persons = 6400;
  // Units in three levels, service areas among them; at least 30.
  int units = 80;
  int service_areas = 6;
  uint64_t seed = 1;
  // The extract is of its last day. Absences are of this year and the one before.
  int year = 2024;
  std::string area_id = "asker";
};

struct GeneratedRegister {
  std::string extract_date;
  // Parents before children. One moves within `year`, and one is merged into another at its
  // beginning.
  std::vector<workforce::v1::Unit> units;
  // Positions and absences of one person after the other.
  std::vector<workforce::v1::RegisterRow> rows;
};

// Of 6400 persons: 74.5 per cent women, 64 per cent full-time by the sum of permanent positions, an
// average position of 83 per cent, sick leave of 9 per cent, 73 apprentices; some work in two
// units, or moved from one to another. In the unit kSmallUnit there are five persons, one of whom
// leaves on 15 December of `year`.
GeneratedRegister GenerateRegister(const RegisterShape& shape = {});

inline constexpr char kSmallUnit[] = "small";

// The files that `tertial register upload` reads, and units.csv
// (unit,title,order,valid_from,valid_to,placements,merged_from,merged_on; placements are
// "parent@day", the day empty for since ever, with ";" between).
std::string PositionsCsv(const GeneratedRegister& of);
std::string AbsencesCsv(const GeneratedRegister& of);
std::string UnitsCsv(const GeneratedRegister& of);

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_GENERATED_REGISTER_H_
