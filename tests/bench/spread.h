// How far the rounds of a measurement lie apart.
#ifndef TERTIAL_TESTS_BENCH_SPREAD_H_
#define TERTIAL_TESTS_BENCH_SPREAD_H_

#include <vector>

namespace tertial::bench {

struct Spread {
  double min = 0;
  double median = 0;
  double max = 0;
};

// `values` must not be empty.
Spread SpreadOf(std::vector<double> values);

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_SPREAD_H_
