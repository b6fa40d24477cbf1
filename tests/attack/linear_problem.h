// Linear problems with whole numbers, solved by glpsol of the GNU Linear Programming Kit.
#ifndef TERTIAL_TESTS_ATTACK_LINEAR_PROBLEM_H_
#define TERTIAL_TESTS_ATTACK_LINEAR_PROBLEM_H_

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/testing/temp_dir.h"

namespace tertial::attack {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();
// No unknown is larger.
inline constexpr double kFarAway = 1e7;

// Factors by the number of their unknown.
using Expression = std::map<int, double>;
// By the number of the unknown.
using Solution = std::vector<double>;

void AddTo(Expression& sum, const Expression& other, double factor = 1);
double ValueOf(const Expression& expression, const Solution& values);

class LinearProblem {
 public:
  enum class Numbers {
    kReal,   // as if every unknown could be any number
    kWhole,  // unknowns that are whole numbers are
  };

  // Unknowns are not negative. Returns its number.
  int AddUnknown(bool whole);
  int unknowns() const { return static_cast<int>(whole_.size()); }
  // lowest <= expression <= highest.
  void Constrain(const Expression& expression, double lowest, double highest);
  void Equate(const Expression& expression, double value) { Constrain(expression, value, value); }

  // Narrows what each unknown can be, row by row, until nothing more follows that way. False: the
  // rows contradict each other. To be called when all rows are there.
  bool Tighten();
  // What an expression can be, as far as that follows from the limits of each unknown.
  std::pair<double, double> Limits(const Expression& expression) const;

  // Whether the values are a solution: checked here, whatever the solver says.
  bool Holds(const Solution& values, Numbers numbers) const;

  struct Search {
    Numbers numbers = Numbers::kWhole;
    int seconds = 20;
    // A solution, if one is known: unknowns that the goal has nothing to do with, through whatever
    // rows, stay as they are there.
    const Solution* from = nullptr;
    // If set: only these unknowns may differ from `from`.
    const std::vector<bool>* free = nullptr;
    // Any solution will do in which the goal is at most this.
    double at_most = kUnbounded;
    // Look for a solution near `from`, not for where the goal is smallest.
    bool nearest = false;
  };
  struct Found {
    // Empty: nothing was found in the time that there is.
    std::optional<Solution> values;
    // They are those where the goal is smallest; of whole numbers, nearly so.
    bool smallest = false;
    // There is no solution.
    bool none = false;
  };
  // Looks for the solution where `goal` is smallest; of whole numbers, one where it is nearly so
  // will do.
  Found Minimize(const Expression& goal, const Search& search) const;

 private:
  struct Row {
    std::vector<std::pair<int, double>> terms;
    double lowest;
    double highest;
  };

  class Writer;

  bool TightenRow(const Row& row, bool& changed);
  bool Narrow(int unknown, double lowest, double highest, bool& changed);
  // Those that may vary; beside a known solution, and are connected with the goal.
  std::vector<bool> Connected(const Expression& goal, const Search& search) const;
  std::vector<bool> whole_;
  std::vector<double> lowest_;
  std::vector<double> highest_;
  std::vector<Row> rows_;
  std::vector<std::vector<int>> rows_of_;
  TempDir directory_;
};

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_LINEAR_PROBLEM_H_
