#include "services/indicators/domain/formula_evaluation.h"

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::indicators {
namespace {

using common::v1::Cell;
using common::v1::Computed;
using enum common::v1::NotComputableReason;
using ::testing::HasSubstr;

// Facts of one area, by reference as it is written; what is not there is not recorded.
class EvaluateFormulaTest : public ::testing::Test {
 protected:
  void Set(const std::string& reference, const std::string& value,
           const std::string& rounded_to = "") {
    Cell cell;
    cell.set_value(value);
    cell.set_rounded_to(rounded_to);
    cells_[reference] = cell;
  }
  void SetMissing(const std::string& reference, common::v1::MissingReason reason) {
    cells_[reference].set_missing(reason);
  }

  Computed Evaluate(const std::string& text, int decimals = 2) {
    return EvaluateFormula(
        Formula::Parse(text).value(), "percent", decimals, [this](const FormulaReference& r) {
          const std::string key =
              absl::StrCat(r.indicator, r.offset == 0 ? "" : absl::StrCat("@", r.offset));
          Figure figure{.area_id = "asker", .period = Period::OfYear(2024).Next(r.offset)};
          const auto cell = cells_.find(key);
          figure.operand = MakeOperand(absl::StrCat("observations/", key),
                                       cell == cells_.end() ? nullptr : &cell->second);
          if (const auto found = derived_.find(key); found != derived_.end()) {
            figure.operand = OperandOf(figure.operand.name(), found->second);
          }
          figure.is_break = breaks_.count(key) > 0;
          return figure;
        });
  }
  std::string Value(const std::string& text, int decimals = 2) {
    return Evaluate(text, decimals).value();
  }
  common::v1::NotComputableReason Reason(const std::string& text) {
    return Evaluate(text).not_computable().reason();
  }
  std::string IntervalOf(const std::string& text, int decimals = 2) {
    const Computed computed = Evaluate(text, decimals);
    if (!computed.has_interval()) return "none";
    return absl::StrCat(computed.interval().low(), " to ", computed.interval().high());
  }

  std::map<std::string, Cell> cells_;
  std::map<std::string, Computed> derived_;
  std::set<std::string> breaks_;
};

TEST_F(EvaluateFormulaTest, FollowsTheUsualPrecedence) {
  Set("a", "7");
  Set("b", "2");
  EXPECT_EQ(Value("[a] + [b] * 3"), "13.00");
  EXPECT_EQ(Value("([a] + [b]) * 3"), "27.00");
  EXPECT_EQ(Value("[a] - [b] - 1"), "4.00");
  EXPECT_EQ(Value("[a] / [b] / 2"), "1.75");
  EXPECT_EQ(Value("[a] / ([b] / 2)"), "7.00");
  EXPECT_EQ(Value("-[a] + [b]"), "-5.00");
  EXPECT_EQ(Value("-([a] + [b])"), "-9.00");
  EXPECT_EQ(Value("[a] - -[b]"), "9.00");
  EXPECT_EQ(Value("[a] * -[b]"), "-14.00");
  EXPECT_EQ(Value("12 / [b] * 3"), "18.00");
}

TEST_F(EvaluateFormulaTest, IsExactAndRoundsOnceHalfAwayFromZero) {
  Set("a", "1");
  Set("b", "34060");
  Set("c", "40000");
  EXPECT_EQ(Value("[a] / 3 * 3", 10), "1.0000000000");
  EXPECT_EQ(Value("([b] - [c]) / [c] * 100", 1), "-14.9");
  EXPECT_EQ(Value("0.1 * [a] + 0.2 - 0.3", 10), "0.0000000000");
  const Computed third = Evaluate("[a] / 3", 1);
  EXPECT_EQ(third.value(), "0.3");
  EXPECT_EQ(third.unrounded(), "0.3333333333333333333333333333333333");
}

TEST_F(EvaluateFormulaTest, TellsHowItWasComputed) {
  Set("jobs", "33956");
  Set("residents", "49000");
  const Computed computed = Evaluate("[jobs] / [residents] * 100 + 0 * [jobs]", 1);
  EXPECT_EQ(computed.value(), "69.3");
  EXPECT_EQ(computed.unit(), "percent");
  EXPECT_EQ(computed.decimals(), 1);
  EXPECT_EQ(computed.formula(), common::v1::FORMULA_EXPRESSION);
  EXPECT_EQ(computed.expression(), "[jobs] / [residents] * 100 + 0 * [jobs]");
  ASSERT_EQ(computed.operands_size(), 2);
  EXPECT_EQ(computed.operands(0).name(), "observations/jobs");
  EXPECT_EQ(computed.operands(1).cell().value(), "49000");
  EXPECT_FALSE(computed.has_interval());
}

TEST_F(EvaluateFormulaTest, NeverComputesOverAGap) {
  Set("a", "7");
  SetMissing("b", common::v1::MISSING_REASON_NOT_MEASURED);
  for (const char* text : {"[a] + [b]", "[a] + 0 * [b]", "[b] - [b]", "0 / [b]", "[b]"}) {
    const Computed computed = Evaluate(text);
    EXPECT_EQ(computed.not_computable().reason(), NOT_COMPUTABLE_REASON_MISSING_OPERAND) << text;
    EXPECT_THAT(computed.not_computable().detail(), HasSubstr("observations/b")) << text;
    EXPECT_TRUE(computed.value().empty()) << text;
    EXPECT_TRUE(computed.unrounded().empty()) << text;
    EXPECT_EQ(computed.expression(), text);
  }
  const Computed none = Evaluate("[c] + [b] + [a]");
  EXPECT_EQ(none.not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_THAT(none.not_computable().detail(), HasSubstr("observations/c"));
  EXPECT_EQ(none.operands_size(), 3);
}

TEST_F(EvaluateFormulaTest, NamesTheDivisorThatIsZero) {
  Set("a", "7");
  Set("b", "7.0");
  const Computed computed = Evaluate("1 / ([a] - [b])");
  EXPECT_EQ(computed.not_computable().reason(), NOT_COMPUTABLE_REASON_DIVISION_BY_ZERO);
  EXPECT_THAT(computed.not_computable().detail(), HasSubstr("([a] - [b])"));
}

TEST_F(EvaluateFormulaTest, SaysThatTheResultHasTooManyDigits) {
  Set("a", "9999999999999999999999999999999999");
  EXPECT_EQ(Reason("[a] * [a]"), NOT_COMPUTABLE_REASON_OUT_OF_RANGE);
}

TEST_F(EvaluateFormulaTest, RefusesTwoPeriodsWithABreakBetweenThem) {
  for (const char* key : {"a", "a@-1", "a@-2", "a@-3", "b"}) Set(key, "5");
  breaks_ = {"a"};
  EXPECT_EQ(Reason("[a] - [a@-1]"), NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  EXPECT_EQ(Reason("[a@-1] / [a]"), NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  EXPECT_EQ(Reason("[a~sex.women] - [a@-1]"), NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  // Periods after one another, of which none is the one with the break, or but one is used.
  EXPECT_EQ(Value("[a] + [b]"), "10.00");
  EXPECT_EQ(Value("[a] - [b] * [b@-1]"), "");
  EXPECT_EQ(Reason("[a] - [b] * [b@-1]"), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(Value("[a@-1] - [a@-2] + [b]"), "5.00");
}

TEST_F(EvaluateFormulaTest, FindsABreakInAPeriodThatTheFormulaPassesOver) {
  for (const char* key : {"a", "a@-1", "a@-2", "a@-3"}) Set(key, "5");
  breaks_ = {"a@-1"};
  EXPECT_EQ(Reason("[a] - [a@-2]"), NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
  EXPECT_EQ(Value("[a] - [a@-1]"), "0.00");
  EXPECT_EQ(Value("[a@-2] - [a@-3]"), "0.00");
}

TEST_F(EvaluateFormulaTest, TakesTheIntervalOfAFigureThatIsItselfDerived) {
  Set("a", "100", "10");
  Set("b", "0", "10");
  derived_["half"] = Evaluate("[a] / 2", 0);
  EXPECT_EQ(Evaluate("[half] + 1").operands(0).interval().unrounded_low(), "47.5");
  EXPECT_EQ(IntervalOf("[half] + 1"), "48.50 to 53.50");
  // Where a divisor may be zero nobody knows, and so of whatever is derived from it.
  derived_["unknown"] = Evaluate("[a] / ([b] + 1)");
  EXPECT_EQ(Value("[unknown] + [half]"), "150.00");
  EXPECT_EQ(IntervalOf("[unknown] + [half]"), "none");
}

TEST_F(EvaluateFormulaTest, GivesTheIntervalThatRoundedFiguresAllow) {
  Set("a", "100", "10");
  Set("b", "50", "2");
  Set("exact", "4");
  EXPECT_EQ(IntervalOf("[a] + [b]"), "144.00 to 156.00");
  EXPECT_EQ(IntervalOf("[a] - [b]"), "44.00 to 56.00");
  EXPECT_EQ(IntervalOf("-[a]"), "-105.00 to -95.00");
  EXPECT_EQ(IntervalOf("[a] * [exact]"), "380.00 to 420.00");
  EXPECT_EQ(IntervalOf("[a] / [b]"), "1.86 to 2.14");
  EXPECT_EQ(IntervalOf("[exact] * 2"), "none");
}

TEST_F(EvaluateFormulaTest, TakesAFigureThatOccursTwiceForOne) {
  Set("a", "100", "10");
  Set("b", "50", "2");
  EXPECT_EQ(IntervalOf("[a] - [a]"), "0.00 to 0.00");
  EXPECT_EQ(IntervalOf("[a] / ([a] + [b])", 4), "0.6507 to 0.6818");
  EXPECT_EQ(IntervalOf("([a] - [b]) / [b] * 100"), "86.27 to 114.29");
}

TEST_F(EvaluateFormulaTest, GivesNoIntervalWhereADivisorMayBeZero) {
  Set("a", "100", "10");
  Set("near-zero", "1", "4");
  EXPECT_EQ(Value("[a] / [near-zero]"), "100.00");
  EXPECT_EQ(IntervalOf("[a] / [near-zero]"), "none");
}

TEST_F(EvaluateFormulaTest, NeverGivesTooNarrowAnIntervalWhereTheFormulaTurns) {
  // x * (10 - x) is 25 at 5, and 24 at both ends.
  Set("x", "5", "2");
  EXPECT_EQ(IntervalOf("[x] * (10 - [x])"), "16.00 to 36.00");
}

TEST_F(EvaluateFormulaTest, GivesAnIntervalOverManyRoundedFigures) {
  std::string sum = "0";
  for (int i = 0; i < 20; ++i) {
    Set(absl::StrCat("i", i), "10", "1");
    absl::StrAppend(&sum, " + [i", i, "]");
  }
  EXPECT_EQ(IntervalOf(sum), "190.00 to 210.00");
  // Each occurs twice. Ten of them are followed to their ends: what is left may be wider.
  EXPECT_EQ(IntervalOf(absl::StrCat("(", sum, ") - (", sum, ")")), "-10.00 to 10.00");
}

// A formula of small numbers and of figures a, b and c, not too deep.
std::string RandomFormula(std::mt19937_64& random, int depth) {
  const uint64_t choice = random() % (depth > 3 ? 4 : 9);
  if (choice < 3) return absl::StrCat("[", std::string(1, static_cast<char>('a' + choice)), "]");
  if (choice == 3) return absl::StrCat(1 + random() % 20);
  if (choice == 4) return absl::StrCat("-", RandomFormula(random, depth + 1));
  const char* const operators[] = {" + ", " - ", " * ", " / "};
  return absl::StrCat("(", RandomFormula(random, depth + 1), operators[choice - 5],
                      RandomFormula(random, depth + 1), ")");
}

// Property: whatever the true values are within what the figures were rounded to, the interval
// holds the result.
TEST_F(EvaluateFormulaTest, TheIntervalHoldsTheResultOfAllValuesWithin) {
  std::mt19937_64 random(4711);
  int checked = 0;
  for (int round = 0; round < 1500; ++round) {
    const absl::StatusOr<Formula> formula = Formula::Parse(RandomFormula(random, 0));
    if (!formula.ok()) continue;
    std::vector<int> values;
    std::vector<Range> ranges;
    for (size_t i = 0; i < formula->references().size(); ++i) {
      values.push_back(10 * (1 + static_cast<int>(random() % 30)));
      ranges.push_back(
          {Rational::FromInt(values.back() - 5), Rational::FromInt(values.back() + 5)});
    }
    const std::optional<Range> range = RangeOf(formula->expression(), ranges);
    if (!range.has_value()) continue;
    ++checked;
    for (int sample = 0; sample < 12; ++sample) {
      std::vector<Range> point;
      for (const int value : values) {
        const Rational x = Rational::FromInt(value - 5 + static_cast<int>(random() % 11));
        point.push_back({x, x});
      }
      const std::optional<Range> at = RangeOf(formula->expression(), point);
      ASSERT_TRUE(at.has_value()) << formula->text();
      EXPECT_EQ(at->low, at->high) << formula->text();
      EXPECT_LE(range->low, at->low) << formula->text();
      EXPECT_GE(range->high, at->high) << formula->text();
    }
  }
  EXPECT_GT(checked, 500);
}

}  // namespace
}  // namespace tertial::indicators
