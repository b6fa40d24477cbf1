#include "services/indicators/domain/targets.h"

#include <string>
#include <vector>

#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::indicators {
namespace {

using common::v1::Operand;
using enum common::v1::NotComputableReason;
using enum v1::Comparator;
using enum v1::TargetState;

constexpr char kName[] = "areas/asker/indicators/i/observations/2024";

v1::Target MakeTarget(v1::Comparator comparator, const std::string& value,
                      const std::string& value_max = "") {
  v1::Target target;
  target.set_name("areas/asker/targets/t");
  target.set_indicator("indicators/i");
  target.set_comparator(comparator);
  target.set_value(value);
  target.set_value_max(value_max);
  target.set_unit("percent");
  return target;
}

Operand Observed(const std::string& value) { return MakeConstant(kName, value); }

Operand Missing(common::v1::MissingReason reason) {
  common::v1::Cell cell;
  cell.set_missing(reason);
  return MakeOperand(kName, &cell);
}

struct Case {
  v1::Comparator comparator;
  const char* value;
  v1::TargetState state;
  const char* distance;
};

TEST(AssessTarget, ComparesAsTheComparatorSays) {
  const std::vector<Case> cases = {{COMPARATOR_GT, "9.9", TARGET_STATE_NOT_MET, "-0.1"},
                                   {COMPARATOR_GT, "10", TARGET_STATE_NOT_MET, "0"},
                                   {COMPARATOR_GT, "10.1", TARGET_STATE_MET, "0.1"},
                                   {COMPARATOR_GE, "9.9", TARGET_STATE_NOT_MET, "-0.1"},
                                   {COMPARATOR_GE, "10.00", TARGET_STATE_MET, "0.00"},
                                   {COMPARATOR_GE, "11", TARGET_STATE_MET, "1"},
                                   {COMPARATOR_LT, "9", TARGET_STATE_MET, "-1"},
                                   {COMPARATOR_LT, "10", TARGET_STATE_NOT_MET, "0"},
                                   {COMPARATOR_LT, "11", TARGET_STATE_NOT_MET, "1"},
                                   {COMPARATOR_LE, "10", TARGET_STATE_MET, "0"},
                                   {COMPARATOR_LE, "10.0001", TARGET_STATE_NOT_MET, "0.0001"},
                                   {COMPARATOR_EQ, "10.0", TARGET_STATE_MET, "0.0"},
                                   {COMPARATOR_EQ, "9.9", TARGET_STATE_NOT_MET, "-0.1"},
                                   {COMPARATOR_GT, "-20", TARGET_STATE_NOT_MET, "-30"}};
  for (const Case& one : cases) {
    const v1::TargetAssessment assessment =
        AssessTarget(MakeTarget(one.comparator, "10"), "2024", Observed(one.value));
    EXPECT_EQ(assessment.period(), "2024");
    EXPECT_EQ(assessment.state(), one.state)
        << v1::Comparator_Name(one.comparator) << " " << one.value;
    EXPECT_EQ(assessment.distance().value(), one.distance) << one.value;
  }
}

TEST(AssessTarget, ABandIncludesBothEndsAndTheDistanceIsFromTheNearest) {
  const v1::Target band = MakeTarget(COMPARATOR_WITHIN, "1.3", "1.8");
  const std::vector<Case> cases = {{COMPARATOR_WITHIN, "1.2", TARGET_STATE_NOT_MET, "-0.1"},
                                   {COMPARATOR_WITHIN, "1.3", TARGET_STATE_MET, "0.0"},
                                   {COMPARATOR_WITHIN, "1.55", TARGET_STATE_MET, "0.00"},
                                   {COMPARATOR_WITHIN, "1.8", TARGET_STATE_MET, "0.0"},
                                   {COMPARATOR_WITHIN, "2", TARGET_STATE_NOT_MET, "0.2"}};
  for (const Case& one : cases) {
    const v1::TargetAssessment assessment = AssessTarget(band, "2024", Observed(one.value));
    EXPECT_EQ(assessment.state(), one.state) << one.value;
    EXPECT_EQ(assessment.distance().value(), one.distance) << one.value;
  }
}

TEST(AssessTarget, AMissingValueIsNeverNotMet) {
  for (const v1::Comparator comparator :
       {COMPARATOR_GT, COMPARATOR_LT, COMPARATOR_EQ, COMPARATOR_WITHIN}) {
    const v1::Target target = MakeTarget(comparator, "10", "20");
    const v1::TargetAssessment pending =
        AssessTarget(target, "2024", Missing(common::v1::MISSING_REASON_PENDING));
    EXPECT_EQ(pending.state(), TARGET_STATE_NOT_COMPUTABLE);
    EXPECT_EQ(pending.distance().not_computable().reason(), NOT_COMPUTABLE_REASON_MISSING_OPERAND);
    const v1::TargetAssessment nothing = AssessTarget(target, "2024", MakeOperand(kName, nullptr));
    EXPECT_EQ(nothing.state(), TARGET_STATE_NOT_COMPUTABLE);
    EXPECT_EQ(nothing.distance().not_computable().reason(), NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  }
}

TEST(AssessTarget, ATargetWithoutAValueIsNotComputable) {
  for (const v1::Comparator comparator : {COMPARATOR_INCREASE, COMPARATOR_AVOID}) {
    const v1::TargetAssessment assessment =
        AssessTarget(MakeTarget(comparator, ""), "2024", Observed("5"));
    EXPECT_EQ(assessment.state(), TARGET_STATE_NOT_COMPUTABLE);
    EXPECT_EQ(assessment.distance().not_computable().reason(),
              NOT_COMPUTABLE_REASON_NO_TARGET_VALUE);
  }
}

TEST(AssessTarget, NamesWhatTheDistanceWasMeasuredBetween) {
  const v1::TargetAssessment assessment =
      AssessTarget(MakeTarget(COMPARATOR_GT, "10"), "2024", Observed("14.3"));
  EXPECT_EQ(assessment.distance().unit(), "percent");
  ASSERT_EQ(assessment.distance().operands_size(), 2);
  EXPECT_EQ(assessment.distance().operands(0).name(), "areas/asker/targets/t");
  EXPECT_EQ(assessment.distance().operands(1).name(), kName);
}

// A break separates a period from those before it; a target is none of them.
TEST(AssessTarget, ABreakInTheSeriesDoesNotMatter) {
  Operand observed = Observed("14.3");
  observed.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  const v1::TargetAssessment assessment =
      AssessTarget(MakeTarget(COMPARATOR_GT, "10"), "2024", observed);
  EXPECT_EQ(assessment.state(), TARGET_STATE_MET);
  EXPECT_EQ(assessment.distance().value(), "4.3");
}

}  // namespace
}  // namespace tertial::indicators
