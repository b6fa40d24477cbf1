#include "services/workforce/domain/reported_comparison.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workforce/analysis_samples.h"

namespace tertial::workforce {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<int> ReasonsOf(const v1::ReportedComparison& comparison) {
  return {comparison.reasons().begin(), comparison.reasons().end()};
}

// The only comparison of the facts.
v1::ReportedComparison Only(const SampleFacts& sample) {
  const std::vector<v1::ReportedComparison> comparisons = CompareReported(sample.facts());
  EXPECT_EQ(comparisons.size(), 1U);
  return comparisons.empty() ? v1::ReportedComparison() : comparisons.front();
}

v1::FigureSubject OfUnit(v1::FigureMeasure measure, const std::string& unit_id) {
  v1::FigureSubject subject = SubjectOf(measure);
  subject.set_unit(UnitName("asker", unit_id));
  return subject;
}

TEST(CompareReported, TellsTheDifferenceFromWhatIsReported) {
  SampleFacts sample;
  sample.AddUnit("welfare");
  sample.Report(KeyFor(v1::MEASURE_AVERAGE_POSITION_SIZE), "83.2");
  const v1::PublishedFigure& published =
      sample.Publish(SubjectOf(v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE), "82.7");
  const v1::ReportedComparison comparison = Only(sample);
  EXPECT_EQ(comparison.reported().cell().value(), "83.2");
  EXPECT_EQ(comparison.outcome(), common::v1::OUTCOME_FOUND);
  EXPECT_EQ(comparison.computed().value(), "82.7");
  EXPECT_EQ(comparison.difference().value(), "-0.5");
  EXPECT_EQ(comparison.difference().unit(), "percentage_points");
  EXPECT_EQ(comparison.difference().operands(1).name(), published.name());
  EXPECT_FALSE(comparison.equal_as_printed());
  EXPECT_THAT(ReasonsOf(comparison), ElementsAre(v1::DIFFERENCE_REASON_OTHER_DATE));
}

TEST(CompareReported, FindsNothingWithoutACube) {
  SampleFacts sample;
  sample.Report(KeyFor(v1::MEASURE_HEAD_COUNT), "6427");
  const v1::ReportedComparison comparison = Only(sample);
  EXPECT_EQ(comparison.outcome(), common::v1::OUTCOME_NO_OBSERVATION);
  EXPECT_FALSE(comparison.has_computed());
  EXPECT_FALSE(comparison.has_difference());
  EXPECT_EQ(comparison.subject().measure(), v1::FIGURE_MEASURE_HEAD_COUNT);
}

TEST(CompareReported, SaysWhatIsHidden) {
  SampleFacts sample;
  sample.Report(KeyFor(v1::MEASURE_HEAD_COUNT), "6427");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_HEAD_COUNT), "");
  const v1::ReportedComparison comparison = Only(sample);
  EXPECT_EQ(comparison.outcome(), common::v1::OUTCOME_SUPPRESSED);
  EXPECT_TRUE(comparison.difference().has_not_computable());
  EXPECT_THAT(ReasonsOf(comparison), IsEmpty());
}

TEST(CompareReported, HoldsAFullTimeShareAgainstBothRules) {
  SampleFacts sample;
  sample.Report(KeyFor(v1::MEASURE_FULL_TIME_SHARE), "64.2");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM), "64.2");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB), "61.0");
  const std::vector<v1::ReportedComparison> comparisons = CompareReported(sample.facts());
  ASSERT_EQ(comparisons.size(), 2U);
  EXPECT_TRUE(comparisons[0].equal_as_printed());
  EXPECT_THAT(ReasonsOf(comparisons[0]), IsEmpty());
  EXPECT_THAT(ReasonsOf(comparisons[1]),
              ElementsAre(v1::DIFFERENCE_REASON_OTHER_RULE, v1::DIFFERENCE_REASON_OTHER_DATE));
}

TEST(CompareReported, HoldsAnUnknownBasisAgainstBothTogether) {
  SampleFacts sample;
  sample.Report(
      KeyFor(v1::MEASURE_SICK_LEAVE_RATE, "", v1::SEX_TOTAL, v1::CERTIFICATION_BASIS_UNKNOWN),
      "9.3");
  v1::FigureSubject total = SubjectOf(v1::FIGURE_MEASURE_SICK_LEAVE_RATE);
  total.set_certification_basis(v1::CERTIFICATION_BASIS_TOTAL_REGISTERED);
  sample.Publish(total, "9.0");
  const v1::ReportedComparison comparison = Only(sample);
  EXPECT_EQ(comparison.difference().value(), "-0.3");
  // A rate is of the whole period, so no day can be another.
  EXPECT_THAT(ReasonsOf(comparison), ElementsAre(v1::DIFFERENCE_REASON_OTHER_BASIS));
}

TEST(CompareReported, NamesLongAbsenceWhereFtesWithoutItLieNearer) {
  SampleFacts sample;
  sample.AddUnit("welfare");
  sample.Report(KeyFor(v1::MEASURE_FTE, "welfare"), "100.0");
  sample.Publish(OfUnit(v1::FIGURE_MEASURE_FTE_AGREED, "welfare"), "104.0");
  sample.Publish(OfUnit(v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE, "welfare"), "99.0");
  EXPECT_THAT(ReasonsOf(Only(sample)),
              ElementsAre(v1::DIFFERENCE_REASON_LONG_ABSENCE, v1::DIFFERENCE_REASON_OTHER_DATE));
}

TEST(CompareReported, NamesDoubleCountedHeadsWhereUnitsStandBelow) {
  SampleFacts sample;
  sample.AddUnit("welfare");
  sample.AddUnit("care", "welfare");
  sample.Report(KeyFor(v1::MEASURE_HEAD_COUNT, "care"), "12");
  sample.Publish(OfUnit(v1::FIGURE_MEASURE_HEAD_COUNT, "care"), "10");
  sample.Report(KeyFor(v1::MEASURE_HEAD_COUNT, "welfare"), "31");
  sample.Publish(OfUnit(v1::FIGURE_MEASURE_HEAD_COUNT, "welfare"), "29");
  const std::vector<v1::ReportedComparison> comparisons = CompareReported(sample.facts());
  ASSERT_EQ(comparisons.size(), 2U);
  EXPECT_THAT(ReasonsOf(comparisons[0]), ElementsAre(v1::DIFFERENCE_REASON_OTHER_DATE));
  EXPECT_THAT(ReasonsOf(comparisons[1]), ElementsAre(v1::DIFFERENCE_REASON_DOUBLE_COUNTED_HEADS,
                                                     v1::DIFFERENCE_REASON_OTHER_DATE));
}

TEST(CompareReported, NamesAReorganisationOfThePeriodOrTheOneBefore) {
  for (const auto& [date, is_named] :
       {std::make_pair("2022-12-31", false), std::make_pair("2023-01-01", true),
        std::make_pair("2024-12-31", true), std::make_pair("2025-01-01", false)}) {
    SampleFacts sample;
    v1::UnitOrigin& origin = *sample.AddUnit("citizenship").add_origins();
    origin.set_date(date);
    origin.set_kind(v1::UNIT_ORIGIN_KIND_TAKEN_IN);
    sample.Report(KeyFor(v1::MEASURE_APPRENTICES, "citizenship"), "12");
    sample.Publish(OfUnit(v1::FIGURE_MEASURE_APPRENTICES, "citizenship"), "10");
    const std::vector<int> reasons = ReasonsOf(Only(sample));
    EXPECT_EQ(reasons.front() == v1::DIFFERENCE_REASON_REORGANISED, is_named) << date;
  }
}

TEST(CompareReported, TakesTheSameWhenRoundedForEqual) {
  SampleFacts sample;
  sample.Report(KeyFor(v1::MEASURE_WOMEN_SHARE), "74");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_WOMEN_SHARE), "74.4");
  EXPECT_TRUE(Only(sample).equal_as_printed());
  SampleFacts other;
  other.Report(KeyFor(v1::MEASURE_WOMEN_SHARE), "75");
  other.Publish(SubjectOf(v1::FIGURE_MEASURE_WOMEN_SHARE), "74.5");
  EXPECT_TRUE(Only(other).equal_as_printed());
  SampleFacts beside;
  beside.Report(KeyFor(v1::MEASURE_WOMEN_SHARE), "75");
  beside.Publish(SubjectOf(v1::FIGURE_MEASURE_WOMEN_SHARE), "74.49");
  const v1::ReportedComparison comparison = Only(beside);
  EXPECT_FALSE(comparison.equal_as_printed());
  EXPECT_EQ(comparison.difference().value(), "-0.51");
  // Rounding both explains 0.505 and no more.
  EXPECT_EQ(ReasonsOf(comparison).size(), 1U);
}

TEST(CompareReported, NamesRoundingAloneWhereItIsEnough) {
  SampleFacts sample;
  sample.Report(KeyFor(v1::MEASURE_WOMEN_SHARE), "74.5");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_WOMEN_SHARE), "74.4");
  EXPECT_THAT(ReasonsOf(Only(sample)), ElementsAre(v1::DIFFERENCE_REASON_ROUNDING));
}

TEST(CompareReported, LeavesOutWhatRegistersDoNotTell) {
  SampleFacts sample;
  sample.Report(KeyFor(v1::MEASURE_SAFETY_REPRESENTATIVES), "150");
  FigureKey level = KeyFor(v1::MEASURE_WOMEN_SHARE);
  level.level = "leaders";
  sample.Report(level, "51.0");
  EXPECT_THAT(CompareReported(sample.facts()), IsEmpty());
}

// FTEs and heads of the six service areas of Asker in 2024, and the position size as it is printed.
SampleFacts Asker() {
  SampleFacts sample;
  const struct {
    const char* id;
    const char* fte;
    const char* heads;
  } units[] = {{"governance", "222.0", "226"},
               {"upbringing", "2529.0", "2799"},
               {"welfare", "1836.6", "2437"},
               {"community-services", "442.4", "458"},
               {"community-development", "121.8", "126"},
               {"citizenship", "262.5", "381"}};
  for (const auto& unit : units) {
    sample.AddUnit(unit.id);
    sample.Report(KeyFor(v1::MEASURE_FTE, unit.id), unit.fte);
    sample.Report(KeyFor(v1::MEASURE_HEAD_COUNT, unit.id), unit.heads);
  }
  sample.Report(KeyFor(v1::MEASURE_AVERAGE_POSITION_SIZE), "83.2");
  return sample;
}

TEST(FtePerHead, OfAskerStandsBesideThePrintedPositionSize) {
  const std::optional<v1::ReportedQuotient> quotient = CompareFtePerHead(Asker().facts());
  ASSERT_TRUE(quotient.has_value());
  EXPECT_EQ(quotient->fte().value(), "5414.3");
  EXPECT_EQ(quotient->heads().value(), "6427");
  EXPECT_EQ(quotient->quotient().value(), "84.2");
  EXPECT_EQ(quotient->reported().cell().value(), "83.2");
  EXPECT_EQ(quotient->difference().value(), "1.0");
  EXPECT_EQ(quotient->difference().unit(), "percentage_points");
  // Adding heads of units makes the quotient smaller, and it is the larger one.
  EXPECT_THAT(
      std::vector<int>(quotient->reasons().begin(), quotient->reasons().end()),
      ElementsAre(v1::DIFFERENCE_REASON_OTHER_DATE, v1::DIFFERENCE_REASON_DOUBLE_COUNTED_HEADS));
}

TEST(FtePerHead, BelowThePositionSizeIsLikelyOfHeadsCountedTwice) {
  SampleFacts sample = Asker();
  sample.Report(KeyFor(v1::MEASURE_AVERAGE_POSITION_SIZE), "86.0");
  const std::optional<v1::ReportedQuotient> quotient = CompareFtePerHead(sample.facts());
  ASSERT_TRUE(quotient.has_value());
  EXPECT_EQ(quotient->reasons(0), v1::DIFFERENCE_REASON_DOUBLE_COUNTED_HEADS);
  sample.Report(KeyFor(v1::MEASURE_AVERAGE_POSITION_SIZE), "84.2");
  EXPECT_THAT(CompareFtePerHead(sample.facts())->reasons(), IsEmpty());
}

TEST(FtePerHead, SumsTheUnitsAtTheTopAlone) {
  SampleFacts sample = Asker();
  sample.AddUnit("care", "welfare");
  sample.AddUnit("closed").set_valid_to("2023-12-31");
  EXPECT_EQ(CompareFtePerHead(sample.facts())->heads().value(), "6427");
}

TEST(FtePerHead, IsNotToldOverAGap) {
  SampleFacts without_heads = Asker();
  without_heads.Report(KeyFor(v1::MEASURE_HEAD_COUNT, "welfare"), "");
  EXPECT_FALSE(CompareFtePerHead(without_heads.facts()).has_value());
  SampleFacts without_size = Asker();
  without_size.Report(KeyFor(v1::MEASURE_AVERAGE_POSITION_SIZE), "");
  EXPECT_FALSE(CompareFtePerHead(without_size.facts()).has_value());
  EXPECT_FALSE(CompareFtePerHead(SampleFacts().facts()).has_value());
}

}  // namespace
}  // namespace tertial::workforce
