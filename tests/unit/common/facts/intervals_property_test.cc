// Intervals of computed numbers, over operands drawn at random from a fixed seed: what was rounded
// is drawn within what it was rounded to.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "common/facts/computed.h"
#include "common/facts/intervals.h"
#include "common/types/decimal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

using enum common::v1::Formula;

constexpr int kTrials = 300;
constexpr int kInside = 10;
constexpr int kDecimals = 2;

class Draw {
 public:
  int64_t Between(int64_t least, int64_t most) {
    return least + static_cast<int64_t>(random_() % static_cast<uint64_t>(most - least + 1));
  }
  bool Often() { return random_() % 4 != 0; }

 private:
  std::mt19937_64 random_{20240402};
};

// Rounded to a whole multiple of its step, or exact.
v1::Operand DrawOperand(Draw& draw, int64_t least, int64_t most) {
  const int64_t step = draw.Between(1, 20);
  v1::Operand operand =
      MakeConstant("x", std::to_string(draw.Between(least / step, most / step) * step));
  if (draw.Often()) operand.mutable_cell()->set_rounded_to(std::to_string(step));
  return operand;
}

v1::Operand DrawPeriods(Draw& draw, int64_t least) {
  return MakeConstant("x", std::to_string(draw.Between(least, 30)));
}

// Operands as they occur: positive weights and bases, whole periods.
std::vector<v1::Operand> DrawOperands(v1::Formula formula, Draw& draw) {
  std::vector<v1::Operand> operands;
  const auto add = [&](int64_t least, int64_t most) {
    operands.push_back(DrawOperand(draw, least, most));
  };
  switch (formula) {
    case FORMULA_SUM:
    case FORMULA_MEAN:
    case FORMULA_MEDIAN:
      for (int64_t i = draw.Between(1, 30); i > 0; --i) add(-500, 500);
      break;
    case FORMULA_WEIGHTED_MEAN:
      for (int64_t i = draw.Between(1, 12); i > 0; --i) {
        add(-500, 500);
        add(20, 500);
      }
      break;
    case FORMULA_WEIGHTED_SUM:
    case FORMULA_SHARES_SUM:
      for (int64_t i = draw.Between(2, 24) / 2 * 2; i > 0; --i) add(-500, 500);
      break;
    case FORMULA_PRODUCT:
      for (int64_t i = draw.Between(1, 4); i > 0; --i) add(-20, 20);
      break;
    case FORMULA_CONVERTED_PRODUCT:
      for (int i = 0; i < 3; ++i) add(-500, 500);
      add(20, 500);
      break;
    case FORMULA_COMPOUND_MILESTONE:
    case FORMULA_PROJECTION:
    case FORMULA_LINEAR_PROJECTION:
      add(300, 500);
      add(100, 200);
      operands.push_back(DrawPeriods(draw, 1));
      operands.push_back(DrawPeriods(draw, 1));
      break;
    case FORMULA_GAP:
      for (int i = 0; i < 3; ++i) add(-500, 500);
      break;
    case FORMULA_VALUE:
      add(-500, 500);
      break;
    case FORMULA_SLOPE:
      for (int64_t i = draw.Between(3, 12); i > 0; --i) {
        operands.push_back(MakeConstant("time", std::to_string(2000 + draw.Between(1, 3) + 3 * i)));
        add(-500, 500);
      }
      break;
    case FORMULA_SHARE_OF_REDUCTION:
      add(300, 500);
      add(0, 500);
      add(100, 200);
      break;
    case FORMULA_RATE_NEEDED:
    case FORMULA_YEARLY_CHANGE:
    case FORMULA_LINEAR_MILESTONE:
      add(300, 500);
      add(100, 200);
      operands.push_back(DrawPeriods(draw, 1));
      if (formula == FORMULA_LINEAR_MILESTONE) operands.push_back(DrawPeriods(draw, 1));
      break;
    case FORMULA_MILESTONE_GAP:
    case FORMULA_CAGR_RATIO:
      add(300, 500);
      add(100, 200);
      add(50, 250);
      if (formula == FORMULA_CAGR_RATIO) std::swap(operands[1], operands[2]);
      operands.push_back(DrawPeriods(draw, 1));
      operands.push_back(DrawPeriods(draw, 1));
      if (formula == FORMULA_CAGR_RATIO) operands.push_back(MakeConstant("direction", "-1"));
      break;
    default:
      add(20, 500);
      add(20, 500);
  }
  return operands;
}

// The operands with each rounded one replaced by a number that it may have been.
std::vector<v1::Operand> DrawInside(const std::vector<v1::Operand>& operands, Draw& draw) {
  std::vector<v1::Operand> inside;
  for (const v1::Operand& operand : operands) {
    const Range range = RangeOf(operand).value();
    const Rational place = Rational::FromInt(draw.Between(0, 4)) / Rational::FromInt(4);
    const Rational number = range.low + (range.high - range.low) * place;
    inside.push_back(MakeConstant("x", number.RoundToFit().value().Format()));
  }
  return inside;
}

Decimal NumberOf(const std::string& text) { return Decimal::Parse(text).value(); }

bool IsWithin(const std::string& value, const v1::Interval& interval) {
  return NumberOf(value) >= NumberOf(interval.low()) &&
         NumberOf(value) <= NumberOf(interval.high());
}

const std::vector<v1::Formula>& Formulas() {
  static const auto& formulas = *new std::vector<v1::Formula>{FORMULA_SUM,
                                                              FORMULA_MEAN,
                                                              FORMULA_MEDIAN,
                                                              FORMULA_WEIGHTED_MEAN,
                                                              FORMULA_SLOPE,
                                                              FORMULA_DIFFERENCE,
                                                              FORMULA_DISTANCE,
                                                              FORMULA_PERCENTAGE_POINTS,
                                                              FORMULA_PERCENT_CHANGE,
                                                              FORMULA_SHARE,
                                                              FORMULA_RATIO,
                                                              FORMULA_REDUCED_BY_PERCENT,
                                                              FORMULA_SHARE_OF_REDUCTION,
                                                              FORMULA_LINEAR_MILESTONE,
                                                              FORMULA_MILESTONE_GAP,
                                                              FORMULA_RATE_NEEDED,
                                                              FORMULA_CAGR_RATIO,
                                                              FORMULA_COMPOUND_MILESTONE,
                                                              FORMULA_YEARLY_CHANGE,
                                                              FORMULA_PROJECTION,
                                                              FORMULA_LINEAR_PROJECTION,
                                                              FORMULA_PRODUCT,
                                                              FORMULA_CONVERTED_PRODUCT,
                                                              FORMULA_WEIGHTED_SUM,
                                                              FORMULA_SHARES_SUM,
                                                              FORMULA_PERCENT_OF,
                                                              FORMULA_GAP,
                                                              FORMULA_BEFORE_PERCENT_CHANGE,
                                                              FORMULA_VALUE};
  return formulas;
}

bool IsAnyRounded(const std::vector<v1::Operand>& operands) {
  return std::any_of(operands.begin(), operands.end(), [](const v1::Operand& operand) {
    return !operand.cell().rounded_to().empty();
  });
}

TEST(IntervalProperty, HoldsTheNumberAndWhateverItMayHaveBeen) {
  Draw draw;
  for (int trial = 0; trial < kTrials; ++trial) {
    for (const v1::Formula formula : Formulas()) {
      const std::vector<v1::Operand> operands = DrawOperands(formula, draw);
      const v1::Computed computed = Compute(formula, operands, "count", kDecimals);
      ASSERT_TRUE(computed.has_value()) << computed.DebugString();
      ASSERT_EQ(computed.has_interval(), IsAnyRounded(operands)) << computed.DebugString();
      if (!computed.has_interval()) continue;
      ASSERT_TRUE(IsWithin(computed.value(), computed.interval())) << computed.DebugString();
      // The ratio of two rates has its extremes at corners only nearly always.
      for (int i = 0; i < kInside && formula != FORMULA_CAGR_RATIO; ++i) {
        const v1::Computed inside =
            Compute(formula, DrawInside(operands, draw), "count", kDecimals);
        ASSERT_TRUE(IsWithin(inside.value(), computed.interval()))
            << computed.DebugString() << inside.DebugString();
      }
    }
  }
}

// The formulas whose corners are not tried one by one give what trying them would.
TEST(IntervalProperty, AgreesWithEveryCorner) {
  Draw draw;
  for (int trial = 0; trial < kTrials; ++trial) {
    for (const v1::Formula formula :
         {FORMULA_SUM, FORMULA_MEAN, FORMULA_MEDIAN, FORMULA_WEIGHTED_MEAN, FORMULA_SLOPE,
          FORMULA_WEIGHTED_SUM, FORMULA_SHARES_SUM}) {
      std::vector<v1::Operand> operands = DrawOperands(formula, draw);
      if (operands.size() > 8) operands.resize(8);
      const v1::Computed computed = Compute(formula, operands, "count", kDecimals);
      if (!computed.has_interval()) continue;
      std::vector<Range> ranges;
      for (const v1::Operand& operand : operands) ranges.push_back(RangeOf(operand).value());
      const std::optional<Range> corners =
          OverCorners(ranges, [&](absl::Span<const Rational> values) {
            return std::optional(std::get<Evaluation>(Evaluate(formula, operands, values)));
          });
      ASSERT_TRUE(corners.has_value());
      ASSERT_EQ(computed.interval().low(), corners->low.Round(kDecimals).value().Format())
          << computed.DebugString();
      ASSERT_EQ(computed.interval().high(), corners->high.Round(kDecimals).value().Format())
          << computed.DebugString();
    }
  }
}

}  // namespace
}  // namespace tertial
