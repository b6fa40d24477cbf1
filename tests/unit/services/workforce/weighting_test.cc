#include "services/workforce/domain/weighting.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workforce/analysis_samples.h"

namespace tertial::workforce {
namespace {

using ::testing::IsEmpty;

FigureKey Rate(v1::Sex sex, v1::CertificationBasis basis = v1::CERTIFICATION_BASIS_UNKNOWN) {
  return KeyFor(v1::MEASURE_SICK_LEAVE_RATE, "", sex, basis);
}

// Asker's rates of 2024, as they are printed.
SampleFacts Asker() {
  SampleFacts sample;
  sample.Report(Rate(v1::SEX_WOMEN), "10.4");
  sample.Report(Rate(v1::SEX_MEN), "6.2");
  sample.Report(Rate(v1::SEX_TOTAL), "9.3");
  sample.Report(KeyFor(v1::MEASURE_WOMEN_SHARE), "74.5");
  return sample;
}

v1::PublishedFigure& PublishRate(SampleFacts& sample, v1::Sex sex, const std::string& rate,
                                 const std::string& days) {
  v1::FigureSubject subject = SubjectOf(v1::FIGURE_MEASURE_SICK_LEAVE_RATE, sex);
  subject.set_certification_basis(v1::CERTIFICATION_BASIS_TOTAL_REGISTERED);
  v1::PublishedFigure& figure = sample.Publish(subject, rate);
  if (!days.empty()) figure.mutable_denominator()->set_value(days);
  return figure;
}

TEST(WeightingCheck, WithEmployeesIsIndicative) {
  const std::vector<v1::WeightingCheck> checks = CheckWeighting(Asker().facts());
  ASSERT_EQ(checks.size(), 1U);
  const v1::WeightingCheck& check = checks[0];
  EXPECT_EQ(check.certification_basis(), v1::CERTIFICATION_BASIS_UNKNOWN);
  EXPECT_TRUE(check.reported());
  EXPECT_EQ(check.weight(), v1::WEIGHT_KIND_EMPLOYEES);
  EXPECT_TRUE(check.indicative());
  // 0.745 * 10.4 + 0.255 * 6.2.
  EXPECT_EQ(check.weighted().unrounded(), "9.329");
  EXPECT_EQ(check.weighted().value(), "9.33");
  EXPECT_EQ(check.weighted().operands(3).cell().value(), "25.5");
  EXPECT_EQ(check.total().value(), "9.3");
  EXPECT_EQ(check.difference().value(), "0.03");
  EXPECT_EQ(check.difference().unit(), "percentage_points");
  EXPECT_TRUE(check.agrees());
}

TEST(WeightingCheck, SaysWhatDoesNotAgree) {
  SampleFacts sample = Asker();
  sample.Report(Rate(v1::SEX_TOTAL), "9.5");
  const std::vector<v1::WeightingCheck> checks = CheckWeighting(sample.facts());
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_FALSE(checks[0].agrees());
  EXPECT_EQ(checks[0].difference().value(), "-0.17");
}

TEST(WeightingCheck, IsMadeOnEveryBasisWithAllThreeRates) {
  SampleFacts sample = Asker();
  const v1::CertificationBasis doctor = v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED;
  sample.Report(Rate(v1::SEX_WOMEN, doctor), "7.0");
  sample.Report(Rate(v1::SEX_MEN, doctor), "4.0");
  EXPECT_EQ(CheckWeighting(sample.facts()).size(), 1U);
  sample.Report(Rate(v1::SEX_TOTAL, doctor), "6.2");
  const std::vector<v1::WeightingCheck> checks = CheckWeighting(sample.facts());
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_EQ(checks[0].certification_basis(), doctor);
}

TEST(WeightingCheck, WithoutAWeightIsNotMade) {
  SampleFacts sample = Asker();
  sample.Report(KeyFor(v1::MEASURE_WOMEN_SHARE), "");
  EXPECT_THAT(CheckWeighting(sample.facts()), IsEmpty());
}

TEST(WeightingCheck, WithContractedDaysProves) {
  SampleFacts sample = Asker();
  PublishRate(sample, v1::SEX_WOMEN, "10.0", "800");
  PublishRate(sample, v1::SEX_MEN, "5.0", "200");
  PublishRate(sample, v1::SEX_TOTAL, "9.0", "1000");
  const std::vector<v1::WeightingCheck> checks = CheckWeighting(sample.facts());
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_TRUE(checks[0].reported());
  EXPECT_EQ(checks[0].weight(), v1::WEIGHT_KIND_CONTRACTED_DAYS);
  EXPECT_FALSE(checks[0].indicative());
  EXPECT_EQ(checks[0].weighted().unrounded(), "9.56");
  EXPECT_FALSE(checks[0].agrees());
  EXPECT_FALSE(checks[1].reported());
  EXPECT_EQ(checks[1].certification_basis(), v1::CERTIFICATION_BASIS_TOTAL_REGISTERED);
  EXPECT_EQ(checks[1].weighted().value(), "9.00");
  EXPECT_EQ(checks[1].weighted().operands(1).field(), "denominator");
  EXPECT_TRUE(checks[1].agrees());
  EXPECT_FALSE(checks[1].indicative());
}

TEST(WeightingCheck, IsIndicativeWhereContractedDaysAreHidden) {
  SampleFacts sample = Asker();
  PublishRate(sample, v1::SEX_WOMEN, "", "");
  PublishRate(sample, v1::SEX_MEN, "", "");
  const std::vector<v1::WeightingCheck> checks = CheckWeighting(sample.facts());
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_TRUE(checks[0].indicative());
}

TEST(WeightingCheck, KnowsBetweenWhatRoundedRatesLie) {
  SampleFacts sample = Asker();
  sample.Report(Rate(v1::SEX_WOMEN), "10.4").mutable_cell()->set_rounded_to("0.1");
  const std::vector<v1::WeightingCheck> checks = CheckWeighting(sample.facts());
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_EQ(checks[0].weighted().interval().low(), "9.29");
  EXPECT_EQ(checks[0].weighted().interval().high(), "9.37");
}

}  // namespace
}  // namespace tertial::workforce
