// What follows from published cubes: all that a reader was told, as linear problems whose unknowns
// are the numbers that were not.
#ifndef TERTIAL_TESTS_ATTACK_CUBE_ATTACKER_H_
#define TERTIAL_TESTS_ATTACK_CUBE_ATTACKER_H_

#include <functional>
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

// What is known of a figure from elsewhere: a part of its numerator and of its denominator.
struct Known {
  double numerator = 0;
  double denominator = 0;
};

// The people of a block that work there alone.
struct BlockCounts {
  // By sex (women first), age band and position: temporary, apprentice, below 80 per cent, below
  // 100, 100; the last changes first.
  std::vector<double> kinds;
  double ftes = 0;
  double educated_ftes = 0;
  double present_ftes = 0;
  double jobs = 0;
  double full_jobs = 0;
};

// What the attacker knows from elsewhere, beside how figures are defined and that nobody has
// positions of more than 100 per cent.
struct Knowledge {
  // All about those who work in several units. What is left adds up over units. nullptr: there are
  // none.
  std::function<Known(const workforce::v1::PublishedFigure&)> known;
  // Ids of units ("" for the area) with units below them in which nobody works directly.
  std::set<std::string> without_own_people;
  // The register itself, by day and block ("welfare", "welfare/" for the people of a unit's own).
  // No equation is made of it: it is where the search for another register that gives all that was
  // told begins. nullptr: the search begins with nothing, which takes longer.
  std::function<BlockCounts(const std::string& day, const std::string& block)> truth;
};

struct Findings {
  // Numerators and denominators that are hidden, each once for a day or period.
  int hidden = 0;
  // What they are, with the value that alone is possible.
  std::vector<std::string> determined;
  // Those of which neither that nor the contrary was found in the time that there is.
  std::vector<std::string> undecided;
  // Hidden figures that no problem asks for.
  std::vector<std::string> passed_over;
  // Problems that have no solution: the attacker's equations are wrong.
  int contradictions = 0;
};

enum class Attack {
  // Tells apart, of all hidden numbers, those that can be one number only from those for which two
  // registers were found. Persons are whole numbers.
  kAll,
  // Finds numbers that can be one only, in less time: what it does not find may be one yet.
  kQuick,
};

Findings AttackCubes(const Recorded& recorded, const Knowledge& knowledge, Attack attack);

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_CUBE_ATTACKER_H_
