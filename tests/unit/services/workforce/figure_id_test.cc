#include "services/workforce/domain/figure_id.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/types/resource_name.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/measures.h"

namespace tertial::workforce {
namespace {

using ::testing::Optional;

const Period kYear = Period::OfYear(2024);

TEST(FigureId, HoldsUnitSexAndBasisInThisOrder) {
  EXPECT_EQ(FormatFigureId({.measure = v1::MEASURE_FTE, .period = kYear}), "fte~2024");
  EXPECT_EQ(FormatFigureId({.measure = v1::MEASURE_FTE, .period = kYear, .unit_id = "welfare"}),
            "fte~2024~unit.welfare");
  EXPECT_EQ(FormatFigureId({.measure = v1::MEASURE_SICK_LEAVE_RATE,
                            .period = kYear,
                            .unit_id = "welfare",
                            .sex = v1::SEX_WOMEN,
                            .certification_basis = v1::CERTIFICATION_BASIS_UNKNOWN}),
            "sick-leave-rate~2024~unit.welfare~sex.women~basis.unknown");
}

TEST(FigureId, EndsWithTheLevelOfPositions) {
  const FigureKey key = {.measure = v1::MEASURE_PAY_GAP, .period = kYear, .level = "leaders-2"};
  EXPECT_EQ(FormatFigureId(key), "pay-gap~2024~level.leaders-2");
  EXPECT_THAT(ParseFigureId("pay-gap~2024~level.leaders-2"), Optional(key));
  EXPECT_TRUE(ParseFigureId("women-share~2024~level.1").has_value());
  for (const char* id :
       {"fte~2024~level.leaders", "pay-gap~2024~level.", "pay-gap~2024~level.Leaders",
        "pay-gap~2024~level.a~level.b", "pay-gap~2024~sex.women", "pay-gap~2024~level.a_b",
        "pay-gap~2024~level.longer-than-20-letters"}) {
    EXPECT_FALSE(ParseFigureId(id).has_value()) << id;
  }
}

TEST(FigureId, WritesASchoolYearWithADash) {
  EXPECT_EQ(
      FormatFigureId({.measure = v1::MEASURE_APPRENTICES, .period = *Period::Parse("2023/2024")}),
      "apprentices~2023-2024");
}

TEST(FigureId, ParseIsTheInverseOfFormat) {
  for (int number = v1::Measure_MIN + 1; number <= v1::Measure_MAX; ++number) {
    const auto measure = static_cast<v1::Measure>(number);
    for (const char* period : {"2024", "2024-T1", "2024-12-31", "2023/2024"}) {
      for (const char* unit : {"", "welfare", "community-services"}) {
        for (const v1::Sex sex : {v1::SEX_TOTAL, v1::SEX_WOMEN, v1::SEX_MEN}) {
          for (int basis = 0; basis <= v1::CertificationBasis_MAX; ++basis) {
            const FigureKey key{.measure = measure,
                                .period = *Period::Parse(period),
                                .unit_id = unit,
                                .sex = sex,
                                .certification_basis = static_cast<v1::CertificationBasis>(basis)};
            if (!CanBeRecorded(key)) continue;
            EXPECT_THAT(ParseFigureId(FormatFigureId(key)), Optional(key)) << FormatFigureId(key);
          }
        }
      }
    }
  }
}

TEST(FigureId, RefusesAnyOtherText) {
  for (const char* id : {
           "",
           "fte",
           "fte~",
           "2024~fte",
           "FTE~2024",
           "head_count~2024",
           "unspecified~2024",
           "fte~2024~",
           "fte~2024-T4",
           "fte~2024~unit.",
           "fte~2024~unit.Welfare",
           "fte~2024~unit.-x",
           "fte~2024~sex.total",
           "fte~2024~sex.women~sex.women",
           "fte~2024~sex.women~unit.welfare",
           "fte~2024~colour.red",
           "sick-leave-rate~2024~basis.self~sex.women",
       }) {
    EXPECT_EQ(ParseFigureId(id), std::nullopt) << id;
  }
}

TEST(FigureId, RefusesWhatNoFigureCanBeAbout) {
  EXPECT_EQ(ParseFigureId("sick-leave-rate~2024"), std::nullopt);
  EXPECT_EQ(ParseFigureId("fte~2024~basis.self"), std::nullopt);
  EXPECT_EQ(ParseFigureId("women-share~2024~sex.women"), std::nullopt);
}

TEST(FigureId, OfTheLongestPartsIsAResourceId) {
  const std::string unit(50, 'u');
  EXPECT_TRUE(IsUnitId(unit));
  for (int number = v1::Measure_MIN + 1; number <= v1::Measure_MAX; ++number) {
    const auto measure = static_cast<v1::Measure>(number);
    FigureKey key{.measure = measure, .period = *Period::Parse("2024-12-31"), .unit_id = unit};
    if (IsDividedBySex(measure)) key.sex = v1::SEX_WOMEN;
    if (HasCertificationBasis(measure)) {
      key.certification_basis = v1::CERTIFICATION_BASIS_UNKNOWN;
    }
    EXPECT_TRUE(CanBeRecorded(key));
    EXPECT_TRUE(IsResourceId(FormatFigureId(key))) << FormatFigureId(key);
  }
}

TEST(FigureId, IsMadeOfTheFieldsOfAFigure) {
  v1::WorkforceFigure figure;
  figure.set_measure(v1::MEASURE_HEAD_COUNT);
  figure.set_unit("areas/asker/units/welfare");
  figure.set_sex(v1::SEX_MEN);
  EXPECT_EQ(FigureName("asker", KeyOf(figure, kYear)),
            "areas/asker/figures/head-count~2024~unit.welfare~sex.men");
}

TEST(UnitId, IsLowerCaseLettersDigitsAndDashes) {
  EXPECT_TRUE(IsUnitId("community-services-2"));
  for (const char* id : {"", "-a", "Welfare", "a~b", "a.b", "a_b", "å"}) {
    EXPECT_FALSE(IsUnitId(id)) << id;
  }
  EXPECT_FALSE(IsUnitId(std::string(51, 'u')));
}

TEST(UnitId, IsTheLastIdOfItsName) {
  EXPECT_EQ(UnitIdOf(UnitName("asker", "welfare")), "welfare");
  EXPECT_EQ(UnitIdOf(""), "");
}

TEST(Measure, HasAUnitAndANameOfItsOwn) {
  for (int number = v1::Measure_MIN + 1; number <= v1::Measure_MAX; ++number) {
    const auto measure = static_cast<v1::Measure>(number);
    EXPECT_NE(UnitOf(measure), "") << FormatMeasure(measure);
    EXPECT_THAT(ParseMeasure(FormatMeasure(measure)), Optional(measure));
  }
  EXPECT_EQ(UnitOf(v1::MEASURE_UNSPECIFIED), "");
}

}  // namespace
}  // namespace tertial::workforce
