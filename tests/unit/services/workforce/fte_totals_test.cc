#include "services/workforce/domain/fte_totals.h"

#include <string>

#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::workforce {
namespace {

using common::v1::FORMULA_DIFFERENCE;
using common::v1::FORMULA_PERCENT_CHANGE;
using common::v1::FORMULA_SUM;
using common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES;
using common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND;
using common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION;
using common::v1::NOT_COMPUTABLE_REASON_ZERO_BASE;

const Period kEarlier = Period::OfYear(2023);
const Period kLater = Period::OfYear(2024);

common::v1::Operand Fte(const std::string& value) { return MakeConstant("fte of a unit", value); }

common::v1::Operand PendingFte() {
  common::v1::Cell cell;
  cell.set_missing(common::v1::MISSING_REASON_PENDING);
  return MakeOperand("pending", &cell);
}

common::v1::Operand FteAfterABreak(const std::string& value) {
  common::v1::Operand fte = Fte(value);
  fte.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  return fte;
}

TEST(FteTotal, IsTheExactSumOfTheUnits) {
  const v1::PeriodTotal total = TotalFte(kLater, {Fte("0.1"), Fte("0.20"), Fte("7")});
  EXPECT_EQ(total.period(), "2024");
  EXPECT_EQ(total.total().value(), "7.30");
  EXPECT_EQ(total.total().unit(), "fte");
  EXPECT_EQ(total.total().formula(), FORMULA_SUM);
  EXPECT_EQ(total.total().operands_size(), 3);
}

TEST(FteTotal, IsNotComputableWhereAUnitHasAGap) {
  EXPECT_EQ(TotalFte(kLater, {Fte("1"), PendingFte()}).total().not_computable().reason(),
            NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(TotalFte(kLater, {Fte("1"), MakeOperand("nothing", nullptr)})
                .total()
                .not_computable()
                .reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(FteTotal, IsNotZeroWithoutUnits) {
  EXPECT_EQ(TotalFte(kLater, {}).total().not_computable().reason(),
            NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(ChangeOfTotal, IsMadeOfTheTotals) {
  const v1::PeriodTotal earlier = TotalFte(kEarlier, {Fte("5000.5"), Fte("502.0")});
  const v1::PeriodTotal later = TotalFte(kLater, {Fte("4900.0"), Fte("514.3")});
  const common::v1::Computed percent =
      ChangeOfTotal(FORMULA_PERCENT_CHANGE, "asker", earlier, later);
  EXPECT_EQ(percent.value(), "-1.6");
  EXPECT_EQ(percent.unit(), "percent");
  ASSERT_EQ(percent.operands_size(), 2);
  EXPECT_EQ(percent.operands(0).name(), "areas/asker/fteTotals/2023");
  EXPECT_EQ(percent.operands(0).cell().value(), "5502.5");
  EXPECT_EQ(percent.operands(1).name(), "areas/asker/fteTotals/2024");
  EXPECT_EQ(percent.operands(1).cell().value(), "5414.3");

  const common::v1::Computed difference =
      ChangeOfTotal(FORMULA_DIFFERENCE, "asker", earlier, later);
  EXPECT_EQ(difference.value(), "-88.2");
  EXPECT_EQ(difference.unit(), "fte");
}

TEST(ChangeOfTotal, IsAsUncertainAsTheTotals) {
  const auto rounded = [](const std::string& value) {
    common::v1::Operand fte = Fte(value);
    fte.mutable_cell()->set_rounded_to("0.1");
    return fte;
  };
  const v1::PeriodTotal earlier = TotalFte(kEarlier, {rounded("100.0"), rounded("50.0")});
  const v1::PeriodTotal later = TotalFte(kLater, {rounded("98.0"), Fte("50.0")});
  const common::v1::Computed difference =
      ChangeOfTotal(FORMULA_DIFFERENCE, "asker", earlier, later);
  EXPECT_EQ(difference.value(), "-2.0");
  EXPECT_EQ(difference.interval().unrounded_low(), "-2.15");
  EXPECT_EQ(difference.interval().unrounded_high(), "-1.85");
  EXPECT_TRUE(ChangeOfTotal(FORMULA_PERCENT_CHANGE, "asker", earlier, later).has_interval());
  // Totals of exact figures are exact.
  const v1::PeriodTotal exact = TotalFte(kLater, {Fte("98.0"), Fte("50.0")});
  EXPECT_FALSE(ChangeOfTotal(FORMULA_DIFFERENCE, "asker", exact, exact).has_interval());
}

TEST(ChangeOfTotal, HasTheReasonOfATotalThatIsNotComputable) {
  const v1::PeriodTotal whole = TotalFte(kEarlier, {Fte("1")});
  const v1::PeriodTotal pending = TotalFte(kLater, {PendingFte()});
  const v1::PeriodTotal absent = TotalFte(kLater, {MakeOperand("nothing", nullptr)});
  for (const common::v1::Formula formula : {FORMULA_PERCENT_CHANGE, FORMULA_DIFFERENCE}) {
    EXPECT_EQ(ChangeOfTotal(formula, "asker", whole, pending).not_computable().reason(),
              NOT_COMPUTABLE_REASON_MISSING_OPERAND);
    EXPECT_EQ(ChangeOfTotal(formula, "asker", pending, whole).not_computable().reason(),
              NOT_COMPUTABLE_REASON_MISSING_OPERAND);
    EXPECT_EQ(ChangeOfTotal(formula, "asker", whole, absent).not_computable().reason(),
              NOT_COMPUTABLE_REASON_NO_OBSERVATION);
    EXPECT_FALSE(ChangeOfTotal(formula, "asker", whole, absent).operands(1).has_cell());
  }
}

TEST(ChangeOfTotal, IsNotComputableOverABreakOfOneUnit) {
  const v1::PeriodTotal plain = TotalFte(kEarlier, {Fte("1"), Fte("2")});
  const v1::PeriodTotal broken = TotalFte(kLater, {Fte("1"), FteAfterABreak("3")});
  EXPECT_EQ(broken.total().value(), "4");
  for (const common::v1::Formula formula : {FORMULA_PERCENT_CHANGE, FORMULA_DIFFERENCE}) {
    EXPECT_EQ(ChangeOfTotal(formula, "asker", plain, broken).not_computable().reason(),
              NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
    EXPECT_TRUE(ChangeOfTotal(formula, "asker", broken, plain).has_value());
  }
}

TEST(ChangeOfTotal, IsNotComputableInPerCentOfZero) {
  const v1::PeriodTotal zero = TotalFte(kEarlier, {Fte("0")});
  const v1::PeriodTotal some = TotalFte(kLater, {Fte("2.5")});
  EXPECT_EQ(ChangeOfTotal(FORMULA_PERCENT_CHANGE, "asker", zero, some).not_computable().reason(),
            NOT_COMPUTABLE_REASON_ZERO_BASE);
  EXPECT_EQ(ChangeOfTotal(FORMULA_DIFFERENCE, "asker", zero, some).value(), "2.5");
}

}  // namespace
}  // namespace tertial::workforce
