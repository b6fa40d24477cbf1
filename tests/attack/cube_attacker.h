// What follows from published cubes: all that a reader was told, as linear problems whose unknowns
// are the numbers that were not.
#ifndef TERTIAL_TESTS_ATTACK_CUBE_ATTACKER_H_
#define TERTIAL_TESTS_ATTACK_CUBE_ATTACKER_H_

#include <set>
#include <string>
#include <vector>

#include "tertial/workforce/v1/cubes_resources.pb.h"

namespace tertial::attack {

// What a reader was told of one area.
struct Recorded {
  std::vector<workforce::v1::Cube> cubes;
  // Of all cubes.
  std::vector<workforce::v1::PublishedFigure> figures;
};

// What the attacker knows from elsewhere.
struct Knowledge {
  // Nobody works in two units, and nobody has two positions. If false, the attacker knows only that
  // persons of a unit are no fewer than those of each below it, and no more than all of them.
  bool one_position_each = false;
  // Ids of units ("" for the area) with units below them in which nobody works directly.
  std::set<std::string> without_own_people;
};

struct Findings {
  // Numerators and denominators that are hidden, each once for a day or period.
  int hidden = 0;
  // What they are, with the value that alone is possible.
  std::vector<std::string> determined;
};

// Tries to determine every hidden number. Unknowns are taken as real numbers where `relaxed`: what
// is determined so is determined, but not the other way about.
Findings Attack(const Recorded& recorded, const Knowledge& knowledge, bool relaxed);

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_CUBE_ATTACKER_H_
