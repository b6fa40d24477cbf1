#include "services/workforce/domain/equality_statement.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workforce/analysis_samples.h"

namespace tertial::workforce {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::GetEqualityStatementResponse StatementOf(const SampleFacts& sample,
                                             const ReportedFigures& before = {}) {
  return MakeEqualityStatement(sample.facts(), before);
}

// "women 74.5 percent", "men leaders ?".
std::vector<std::string> Show(const v1::EqualityTopic& topic) {
  std::vector<std::string> shown;
  for (const v1::EqualityFigure& figure : topic.figures()) {
    const std::string sex = figure.sex() == v1::SEX_WOMEN ? "women"
                            : figure.sex() == v1::SEX_MEN ? "men"
                                                          : "all";
    const std::string level = figure.level().empty() ? "" : absl::StrCat(" ", figure.level());
    const std::string value = HasValue(figure.cell())
                                  ? figure.cell().value()
                                  : common::v1::MissingReason_Name(figure.cell().missing());
    shown.push_back(absl::StrCat(sex, level, " ", value));
  }
  return shown;
}

FigureKey OfLevel(v1::Measure measure, const std::string& level) {
  FigureKey key = KeyFor(measure);
  key.level = level;
  return key;
}

TEST(EqualityStatement, WithoutAnythingSaysWhatIsMissing) {
  const v1::GetEqualityStatementResponse statement = StatementOf(SampleFacts());
  EXPECT_EQ(statement.area(), "areas/asker");
  EXPECT_EQ(statement.period(), "2024");
  for (const v1::EqualityTopic* const topic :
       {&statement.sex_balance(), &statement.temporary(), &statement.part_time(),
        &statement.parental_leave_weeks(), &statement.pay_gap(), &statement.sex_by_level(),
        &statement.involuntary_part_time()}) {
    EXPECT_THAT(topic->figures(), IsEmpty());
    EXPECT_TRUE(topic->due());
    EXPECT_FALSE(topic->missing_because().empty());
  }
  EXPECT_THAT(statement.sex_balance().missing_because(), HasSubstr("No cube"));
}

TEST(EqualityStatement, HasThePublishedFigures) {
  SampleFacts sample;
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_HEAD_COUNT, v1::SEX_WOMEN), "4790");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_HEAD_COUNT, v1::SEX_MEN), "1637");
  v1::PublishedFigure& share = sample.Publish(SubjectOf(v1::FIGURE_MEASURE_WOMEN_SHARE), "74.5");
  share.mutable_numerator()->set_value("4790");
  share.mutable_denominator()->set_value("6427");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_TEMPORARY_SHARE, v1::SEX_WOMEN), "9.1");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_TEMPORARY_SHARE, v1::SEX_MEN), "");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS, v1::SEX_WOMEN), "21.3");
  // What is published is not told twice.
  sample.Report(KeyFor(v1::MEASURE_WOMEN_SHARE), "70.0");
  const v1::GetEqualityStatementResponse statement = StatementOf(sample);
  EXPECT_THAT(Show(statement.sex_balance()), ElementsAre("women 4790", "men 1637", "women 74.5"));
  EXPECT_EQ(statement.sex_balance().figures(2).denominator().value(), "6427");
  EXPECT_EQ(statement.sex_balance().missing_because(), "");
  EXPECT_THAT(Show(statement.temporary()),
              ElementsAre("women 9.1", "men MISSING_REASON_SUPPRESSED"));
  EXPECT_THAT(Show(statement.parental_leave_weeks()), ElementsAre("women 21.3"));
}

TEST(EqualityStatement, TellsPartTimeAsWhatIsNotFullTime) {
  SampleFacts sample;
  v1::PublishedFigure& women = sample.Publish(
      SubjectOf(v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM, v1::SEX_WOMEN), "60.4");
  women.mutable_numerator()->set_value("604");
  women.mutable_denominator()->set_value("1000");
  sample.Publish(SubjectOf(v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM, v1::SEX_MEN), "");
  const v1::EqualityTopic part_time = StatementOf(sample).part_time();
  EXPECT_THAT(Show(part_time), ElementsAre("women 39.6", "men MISSING_REASON_SUPPRESSED"));
  EXPECT_EQ(part_time.figures(0).computed().value(), "39.6");
  EXPECT_EQ(part_time.figures(0).computed().formula(), common::v1::FORMULA_DISTANCE);
  EXPECT_FALSE(part_time.figures(0).has_numerator());
  EXPECT_EQ(part_time.figures(0).denominator().value(), "1000");
  EXPECT_FALSE(part_time.figures(1).has_computed());
}

TEST(EqualityStatement, HasReportedFiguresOfWhatIsNotPublished) {
  SampleFacts sample;
  sample.Report(KeyFor(v1::MEASURE_WOMEN_SHARE), "74.5");
  sample.Report(KeyFor(v1::MEASURE_PART_TIME_SHARE, "", v1::SEX_WOMEN), "40.1");
  sample.Report(KeyFor(v1::MEASURE_FULL_TIME_SHARE, "", v1::SEX_WOMEN), "60.0");
  sample.Report(KeyFor(v1::MEASURE_FULL_TIME_SHARE, "", v1::SEX_MEN), "78.5");
  const v1::GetEqualityStatementResponse statement = StatementOf(sample);
  EXPECT_THAT(Show(statement.sex_balance()), ElementsAre("women 74.5"));
  EXPECT_EQ(statement.sex_balance().figures(0).name(), "areas/asker/figures/women-share~2024");
  EXPECT_THAT(Show(statement.part_time()), ElementsAre("women 40.1", "men 21.5"));
  EXPECT_THAT(Show(statement.temporary()), IsEmpty());
}

TEST(EqualityStatement, HasEveryLevelThatIsReported) {
  SampleFacts sample;
  sample.Report(KeyFor(v1::MEASURE_PAY_GAP), "94.1");
  sample.Report(OfLevel(v1::MEASURE_PAY_GAP, "leaders-2"), "101.3");
  sample.Report(OfLevel(v1::MEASURE_PAY_GAP, "leaders-1"), "96.0");
  sample.Report(KeyFor(v1::MEASURE_WOMEN_SHARE), "74.5");
  sample.Report(OfLevel(v1::MEASURE_WOMEN_SHARE, "leaders-1"), "58.0");
  sample.Report(KeyFor(v1::MEASURE_INVOLUNTARY_PART_TIME_SHARE, "", v1::SEX_MEN), "11.0");
  sample.Report(KeyFor(v1::MEASURE_INVOLUNTARY_PART_TIME_SHARE, "", v1::SEX_WOMEN), "14.0");
  sample.Report(KeyFor(v1::MEASURE_INVOLUNTARY_PART_TIME_SHARE), "13.3");
  const v1::GetEqualityStatementResponse statement = StatementOf(sample);
  EXPECT_THAT(Show(statement.pay_gap()),
              ElementsAre("women 94.1", "women leaders-1 96.0", "women leaders-2 101.3"));
  EXPECT_THAT(Show(statement.sex_by_level()), ElementsAre("women leaders-1 58.0"));
  EXPECT_THAT(Show(statement.involuntary_part_time()), ElementsAre("women 14.0", "men 11.0"));
}

TEST(EqualityStatement, TakesFiguresOfTheWholeAreaAlone) {
  SampleFacts sample;
  sample.AddUnit("welfare");
  sample.Report(KeyFor(v1::MEASURE_INVOLUNTARY_PART_TIME_SHARE, "welfare", v1::SEX_WOMEN), "14.0");
  EXPECT_THAT(Show(StatementOf(sample).involuntary_part_time()), IsEmpty());
}

TEST(EqualityStatement, AsksForTopicsOfEverySecondYear) {
  ReportedFigures before;
  FigureKey key = KeyFor(v1::MEASURE_PAY_GAP);
  key.period = Period::OfYear(2023);
  SampleFacts::Put(before, key, "94.0");
  // All levels together are no level.
  FigureKey share = KeyFor(v1::MEASURE_WOMEN_SHARE);
  share.period = Period::OfYear(2023);
  SampleFacts::Put(before, share, "74.9");
  const v1::GetEqualityStatementResponse statement = StatementOf(SampleFacts(), before);
  EXPECT_FALSE(statement.pay_gap().due());
  EXPECT_THAT(statement.pay_gap().missing_because(), HasSubstr("it was for the year before"));
  EXPECT_TRUE(statement.sex_by_level().due());
  EXPECT_TRUE(statement.sex_balance().due());
}

}  // namespace
}  // namespace tertial::workforce
