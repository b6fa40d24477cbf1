#include "tests/bench/spread.h"

#include <algorithm>
#include <cstddef>

namespace tertial::bench {

Spread SpreadOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t count = values.size();
  return {values.front(), (values[(count - 1) / 2] + values[count / 2]) / 2, values.back()};
}

}  // namespace tertial::bench
