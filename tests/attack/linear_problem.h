// Linear problems with whole numbers, solved by glpsol of the GNU Linear Programming Kit.
#ifndef TERTIAL_TESTS_ATTACK_LINEAR_PROBLEM_H_
#define TERTIAL_TESTS_ATTACK_LINEAR_PROBLEM_H_

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/testing/temp_dir.h"

namespace tertial::attack {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

// Factors by the number of their variable.
using Expression = std::map<int, double>;

// What a solution makes of it.
double ValueOf(const Expression& expression, const std::vector<double>& values);

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

  // The values of the unknowns where `goal` is smallest, or as small as was found in the time that
  // there is. Empty: nothing was found. An unbounded goal is kept above -kFarAway.
  std::optional<std::vector<double>> Minimize(const Expression& goal, Numbers numbers) const;

 private:
  std::string Write(const Expression& goal) const;

  struct Row {
    Expression expression;
    double lowest;
    double highest;
  };
  std::vector<bool> whole_;
  std::vector<Row> rows_;
  TempDir directory_;
};

inline constexpr double kFarAway = 1e6;

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_LINEAR_PROBLEM_H_
