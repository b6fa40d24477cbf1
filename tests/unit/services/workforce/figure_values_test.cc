#include "services/workforce/domain/figure_values.h"

#include <string>

#include "common/facts/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/workforce/counted_persons.h"

namespace tertial::workforce {
namespace {

using ::testing::SizeIs;

v1::FigureSubject SubjectOf(v1::FigureMeasure measure) {
  v1::FigureSubject subject;
  subject.set_measure(measure);
  subject.set_sex(v1::SEX_TOTAL);
  return subject;
}

int64_t One(v1::Sex /*sex*/, v1::AgeBand /*band*/, Counter /*counter*/) { return 1; }

Period P(absl::string_view text) { return *Period::Parse(text); }

TEST(FigureValues, AmountsAreWrittenExactlyAndShort) {
  EXPECT_EQ((Amount{54'143'000, 4}.Format()), "5414.3");
  EXPECT_EQ((Amount{12, 0}.Format()), "12");
  EXPECT_EQ((Amount{120'000, 4}.Format()), "12");
  EXPECT_EQ((Amount{5, 4}.Format()), "0.0005");
  EXPECT_EQ((Amount{0, 8}.Format()), "0");
  EXPECT_EQ((Amount{-15, 1}.Format()), "-1.5");
  EXPECT_EQ((Amount{1'000, 0}.Format()), "1000");
}

TEST(FigureValues, EveryMeasureHasADefinitionAndAQuotient) {
  for (int number = v1::FigureMeasure_MIN + 1; number <= v1::FigureMeasure_MAX; ++number) {
    const auto measure = static_cast<v1::FigureMeasure>(number);
    const MeasureDefinition* const definition = FindDefinition(measure);
    ASSERT_NE(definition, nullptr) << v1::FigureMeasure_Name(measure);
    for (const v1::FigureSubject& subject : SubjectsOf(measure)) {
      const std::optional<Quotient> quotient = QuotientOf(subject, One);
      ASSERT_TRUE(quotient.has_value()) << subject.ShortDebugString();
      EXPECT_EQ(quotient->denominator.has_value(), definition->formula != common::v1::FORMULA_SUM);
    }
  }
  EXPECT_EQ(FindDefinition(v1::FIGURE_MEASURE_UNSPECIFIED), nullptr);
}

TEST(FigureValues, ARateIsOfABasisOrOfABandOfAll) {
  EXPECT_THAT(SubjectsOf(v1::FIGURE_MEASURE_SICK_LEAVE_RATE), SizeIs(5));
  v1::FigureSubject subject = SubjectOf(v1::FIGURE_MEASURE_SICK_LEAVE_RATE);
  EXPECT_EQ(QuotientOf(subject, One), std::nullopt);
  subject.set_certification_basis(v1::CERTIFICATION_BASIS_UNKNOWN);
  EXPECT_EQ(QuotientOf(subject, One), std::nullopt);
  subject.set_certification_basis(v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED);
  EXPECT_NE(QuotientOf(subject, One), std::nullopt);
  subject.set_absence_band(v1::ABSENCE_BAND_LONG);
  EXPECT_EQ(QuotientOf(subject, One), std::nullopt);
  v1::FigureSubject heads = SubjectOf(v1::FIGURE_MEASURE_HEAD_COUNT);
  heads.set_absence_band(v1::ABSENCE_BAND_LONG);
  EXPECT_EQ(QuotientOf(heads, One), std::nullopt);
}

TEST(FigureValues, TheWomensShareIsOfBothSexes) {
  v1::FigureSubject subject = SubjectOf(v1::FIGURE_MEASURE_WOMEN_SHARE);
  EXPECT_NE(QuotientOf(subject, One), std::nullopt);
  subject.set_sex(v1::SEX_WOMEN);
  EXPECT_EQ(QuotientOf(subject, One), std::nullopt);
}

v1::ComputedFigure Made(v1::FigureMeasure measure, const Quotient& quotient) {
  return MakeFigure(SubjectOf(measure),
                    DefinitionOf(*FindDefinition(measure), P("2024"), kDefaultShortTermDays),
                    quotient, "asker", "2024");
}

TEST(FigureValues, AFigureSaysWhatItWasComputedFrom) {
  const v1::ComputedFigure figure =
      Made(v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE, {Amount{54'143'000, 4}, Amount{6'427, 0}});
  EXPECT_EQ(figure.figure().value(), "84.2");
  EXPECT_EQ(figure.figure().unit(), "percent");
  ASSERT_THAT(figure.figure().operands(), SizeIs(2));
  EXPECT_EQ(figure.figure().operands(0).name(), "areas/asker/registers/2024");
  EXPECT_EQ(figure.figure().operands(0).field(), "numerator");
  EXPECT_EQ(figure.figure().operands(0).cell().value(), "5414.3");
  EXPECT_EQ(figure.figure().operands(1).field(), "denominator");
  EXPECT_EQ(figure.figure().operands(1).cell().value(), "6427");
}

TEST(FigureValues, RoundsOnceAndHalfAwayFromZero) {
  // 1 / 16 = 6.25 per cent.
  EXPECT_EQ(
      Made(v1::FIGURE_MEASURE_TEMPORARY_SHARE, {Amount{1, 0}, Amount{16, 0}}).figure().value(),
      "6.3");
  EXPECT_EQ(Made(v1::FIGURE_MEASURE_FTE_AGREED, {Amount{10'500, 4}, std::nullopt}).figure().value(),
            "1.1");
  EXPECT_EQ(Made(v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS, {Amount{125, 1}, Amount{2, 0}})
                .figure()
                .value(),
            "6.3");
}

// Of each measure one figure with one quotient after the other, also those over nobody and those
// that only Compute can hold.
TEST(FigureValues, AnotherQuotientMakesTheFigureThatIsMadeOfIt) {
  constexpr int64_t kNumbers[] = {0, 1, 7, 12'345'678, 650'000, 4'000'000'000'000'000'000, -3};
  for (const MeasureDefinition& definition : MeasureDefinitions()) {
    std::optional<v1::ComputedFigure> figure;
    for (const int64_t numerator : kNumbers) {
      for (const int64_t denominator : kNumbers) {
        Quotient quotient = *QuotientOf(SubjectsOf(definition.measure)[0], One);
        quotient.numerator.unscaled = numerator;
        if (quotient.denominator.has_value()) quotient.denominator->unscaled = denominator;
        const v1::ComputedFigure made = Made(definition.measure, quotient);
        if (!figure.has_value()) figure = made;
        SetQuotient(quotient, *figure);
        EXPECT_EQ(figure->SerializeAsString(), made.SerializeAsString())
            << figure->ShortDebugString() << "\n is not \n"
            << made.ShortDebugString();
      }
    }
  }
}

TEST(FigureValues, NothingIsComputedOverNobody) {
  const v1::ComputedFigure share =
      Made(v1::FIGURE_MEASURE_TEMPORARY_SHARE, {Amount{0, 0}, Amount{0, 0}});
  EXPECT_EQ(share.figure().not_computable().reason(), common::v1::NOT_COMPUTABLE_REASON_ZERO_BASE);
  const v1::ComputedFigure weeks =
      Made(v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS, {Amount{0, 5}, Amount{0, 0}});
  EXPECT_TRUE(weeks.figure().has_not_computable());
}

TEST(FigureValues, StocksAreOfTheLastDayAndFullTimeOfAYearOfTheFirstOfDecember) {
  const auto days = [](v1::FigureMeasure measure, absl::string_view period) {
    const v1::FigureDefinition told =
        DefinitionOf(*FindDefinition(measure), P(period), kDefaultShortTermDays);
    return absl::StrCat(told.first_day(), " ", told.last_day(), " ", told.short_term_days());
  };
  EXPECT_EQ(days(v1::FIGURE_MEASURE_HEAD_COUNT, "2024"), "2024-12-31 2024-12-31 0");
  EXPECT_EQ(days(v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM, "2024"), "2024-12-01 2024-12-01 0");
  EXPECT_EQ(days(v1::FIGURE_MEASURE_POSITION_80_SHARE, "2024"), "2024-12-01 2024-12-01 0");
  EXPECT_EQ(days(v1::FIGURE_MEASURE_POSITION_80_SHARE, "2024-T3"), "2024-12-31 2024-12-31 0");
  EXPECT_EQ(days(v1::FIGURE_MEASURE_SICK_LEAVE_RATE, "2024-T1"), "2024-01-01 2024-04-30 16");
  EXPECT_EQ(days(v1::FIGURE_MEASURE_TURNOVER, "2024-M03"), "2024-02-29 2024-03-31 0");
}

TEST(FigureValues, AreOfDaysMonthsTertialsAndYears) {
  EXPECT_TRUE(HasFigures(P("2024-03-31").kind()));
  EXPECT_TRUE(HasFigures(P("2024-M03").kind()));
  EXPECT_TRUE(HasFigures(P("2024-T3").kind()));
  EXPECT_TRUE(HasFigures(P("2024").kind()));
  EXPECT_FALSE(HasFigures(P("2024-Q1").kind()));
  EXPECT_FALSE(HasFigures(P("2023/2024").kind()));
}

}  // namespace
}  // namespace tertial::workforce
