// How a figure is printed beside its aim.
#ifndef TERTIAL_TESTS_BENCH_AIMS_H_
#define TERTIAL_TESTS_BENCH_AIMS_H_

#include <string>
#include <vector>

namespace tertial::bench {

// What a figure is to be. A ratio's median is compared with it.
struct Aim {
  enum class Bound { kNone, kAtLeast, kAtMost };
  Bound bound = Bound::kNone;
  double limit = 0;

  static Aim None() { return {}; }
  static Aim AtLeast(double limit) { return {Bound::kAtLeast, limit}; }
  static Aim AtMost(double limit) { return {Bound::kAtMost, limit}; }
};

// The heading of the lines below.
void PrintHeading(const std::string& what);

// One line: the least, the median and the greatest of the rounds' ratios, the aim and whether it is
// met, and what the ratio was made of.
void PrintRatio(const std::string& what, const std::vector<double>& ratios, Aim aim,
                const std::string& made_of);

// One line for a figure that was taken once.
void PrintFigure(const std::string& what, double figure, Aim aim, const std::string& made_of);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_AIMS_H_
