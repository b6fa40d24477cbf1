#include "common/facts/formula_operands.h"

namespace tertial {

using enum common::v1::Formula;

bool TakesOperands(common::v1::Formula formula, size_t count) {
  switch (formula) {
    case FORMULA_SUM:
    case FORMULA_MEAN:
    case FORMULA_MEDIAN:
    case FORMULA_PRODUCT:
      return count > 0;
    case FORMULA_VALUE:
      return count == 1;
    case FORMULA_WEIGHTED_MEAN:
    case FORMULA_WEIGHTED_SUM:
    case FORMULA_SHARES_SUM:
    case FORMULA_SLOPE:
      return count % 2 == 0;
    case FORMULA_SHARE_OF_REDUCTION:
    case FORMULA_RATE_NEEDED:
    case FORMULA_YEARLY_CHANGE:
    case FORMULA_GAP:
      return count == 3;
    case FORMULA_LINEAR_MILESTONE:
    case FORMULA_COMPOUND_MILESTONE:
    case FORMULA_PROJECTION:
    case FORMULA_LINEAR_PROJECTION:
    case FORMULA_CONVERTED_PRODUCT:
      return count == 4;
    case FORMULA_MILESTONE_GAP:
      return count == 5;
    case FORMULA_CAGR_RATIO:
      return count == 6;
    default:
      return count == 2;
  }
}

}  // namespace tertial
