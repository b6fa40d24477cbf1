#include "services/indicators/domain/series.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/domain/observation_id.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Figure FigureOf(const std::string& area, int year, const std::string& value) {
  const Period period = Period::OfYear(year);
  Figure figure{.area_id = area, .period = period};
  figure.operand.set_name(ObservationName(area, "indicators/population.births", period));
  figure.operand.set_revision(7);
  if (value.empty()) {
    figure.operand.mutable_cell()->set_missing(common::v1::MISSING_REASON_NOT_MEASURED);
  } else {
    figure.operand.mutable_cell()->set_value(value);
  }
  return figure;
}

class SeriesTest : public ::testing::Test {
 protected:
  SeriesTest() {
    indicator_.set_name("indicators/population.births");
    indicator_.set_unit("count");
    indicator_.set_additivity(v1::ADDITIVITY_ADDITIVE);
    input_.indicator = &indicator_;
    input_.area_id = "asker";
  }

  v1::Series Assemble() const { return AssembleSeries(areas_, input_); }

  std::vector<std::string> Cells() const {
    std::vector<std::string> cells;
    const v1::Series series = Assemble();
    for (const v1::SeriesCell& cell : series.cells()) {
      cells.push_back(absl::StrCat(cell.period(), " ", cell.area().substr(6), " ",
                                   cell.area_number(), " ",
                                   cell.has_cell() ? cell.cell().value() : "none"));
    }
    return cells;
  }

  void AddPredecessor(const std::string& id, std::vector<Figure> figures) {
    input_.predecessors.push_back({id, absl::CivilDay(2020, 1, 1), std::move(figures)});
  }

  v1::Indicator indicator_;
  SeriesInput input_;
  const AreaRegistry areas_ = *AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas");
};

TEST_F(SeriesTest, TellsWhatWasMeasuredFirstAndLast) {
  input_.figures = {FigureOf("asker", 2020, ""), FigureOf("asker", 2021, "900"),
                    FigureOf("asker", 2023, "950"), FigureOf("asker", 2024, "")};
  input_.figures[2].operand.mutable_cell()->add_flags(common::v1::FLAG_PROVISIONAL);
  const v1::Series series = Assemble();
  EXPECT_EQ(series.first_measured(), "2021");
  EXPECT_EQ(series.latest_measured(), "2023");
  EXPECT_EQ(series.counts().cells(), 4);
  EXPECT_EQ(series.counts().measured(), 2);
  EXPECT_EQ(series.provisional(), 1);
  EXPECT_EQ(series.next_measuring(), "");
}

TEST_F(SeriesTest, TellsWhenItIsMeasuredNext) {
  indicator_.mutable_cycle()->set_unit(v1::PERIOD_UNIT_YEAR);
  indicator_.mutable_cycle()->set_every(3);
  indicator_.mutable_cycle()->set_anchor("2019");
  input_.figures = {FigureOf("asker", 2022, "900"), FigureOf("asker", 2023, "")};
  EXPECT_EQ(Assemble().next_measuring(), "2025");
  indicator_.set_life_cycle(v1::LIFE_CYCLE_DISCONTINUED);
  indicator_.set_last_period("2024");
  EXPECT_EQ(Assemble().next_measuring(), "");
}

TEST_F(SeriesTest, ShowsTheFirstOrLastPeriodsAndCountsAll) {
  for (int year = 2020; year <= 2024; ++year) {
    input_.figures.push_back(FigureOf("asker", year, "1"));
  }
  input_.last_n = 2;
  EXPECT_THAT(Cells(), ElementsAre("2023 asker 3025 1", "2024 asker 3203 1"));
  EXPECT_EQ(Assemble().counts().cells(), 5);
  input_.last_n = 0;
  input_.first_n = 1;
  EXPECT_THAT(Cells(), ElementsAre("2020 asker 3025 1"));
  input_.first_n = 9;
  input_.first_period = Period::OfYear(2022);
  input_.last_period = Period::OfYear(2023);
  EXPECT_THAT(Cells(), ElementsAre("2022 asker 3025 1", "2023 asker 3025 1"));
}

TEST_F(SeriesTest, MarksWhereTheNumberChanged) {
  input_.figures = {FigureOf("asker", 2023, "1"), FigureOf("asker", 2024, "2")};
  const v1::Series series = Assemble();
  EXPECT_THAT(series.cells(0).marks(), IsEmpty());
  EXPECT_THAT(series.cells(1).marks(), ElementsAre(v1::SERIES_MARK_AREA_NUMBER_CHANGED));
}

TEST_F(SeriesTest, GoesOnWithTheSumOfTheAreasItWasMadeOf) {
  input_.figures = {FigureOf("asker", 2020, "1000")};
  AddPredecessor("asker-1", {FigureOf("asker-1", 2019, "600"), FigureOf("asker-1", 2020, "9")});
  AddPredecessor("royken", {FigureOf("royken", 2019, "250")});
  AddPredecessor("hurum", {FigureOf("hurum", 2019, "90")});
  EXPECT_THAT(Cells(), ElementsAre("2019 asker  940", "2020 asker 3025 1000"));
  const v1::Series series = Assemble();
  EXPECT_EQ(series.cells(0).computed().operands_size(), 3);
  EXPECT_THAT(series.cells(1).marks(), ElementsAre(v1::SERIES_MARK_BORDER_CHANGED));
}

TEST_F(SeriesTest, HasNoSumWhereAPartIsMissing) {
  AddPredecessor("asker-1", {FigureOf("asker-1", 2019, "600")});
  AddPredecessor("royken", {FigureOf("royken", 2019, "")});
  AddPredecessor("hurum", {});
  EXPECT_THAT(Cells(), ElementsAre("2019 asker  none"));
  const v1::Series series = Assemble();
  EXPECT_EQ(series.cells(0).computed().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  EXPECT_EQ(series.counts().no_observation(), 1);
  EXPECT_EQ(series.latest_measured(), "");
}

TEST_F(SeriesTest, ShowsThePartsThemselvesOfWhatDoesNotAddUp) {
  indicator_.set_additivity(v1::ADDITIVITY_NOT_ADDITIVE);
  input_.figures = {FigureOf("asker", 2020, "5.0")};
  AddPredecessor("asker-1", {FigureOf("asker-1", 2019, "6.0")});
  AddPredecessor("hurum", {FigureOf("hurum", 2019, "9.0")});
  EXPECT_THAT(Cells(),
              ElementsAre("2019 asker-1 0220 6.0", "2019 hurum 0628 9.0", "2020 asker 3025 5.0"));
  const v1::Series series = Assemble();
  EXPECT_THAT(series.cells(2).marks(), ElementsAre(v1::SERIES_MARK_BORDER_CHANGED));
}

TEST_F(SeriesTest, WhatIsRecordedForTheAreaItselfStands) {
  input_.figures = {FigureOf("asker", 2019, "955"), FigureOf("asker", 2020, "1000")};
  AddPredecessor("hurum", {FigureOf("hurum", 2018, "88"), FigureOf("hurum", 2019, "90")});
  AddPredecessor("royken", {FigureOf("royken", 2018, "12")});
  AddPredecessor("asker-1", {FigureOf("asker-1", 2018, "800")});
  EXPECT_THAT(Cells(), ElementsAre("2018 asker  900", "2019 asker  955", "2020 asker 3025 1000"));
}

TEST_F(SeriesTest, MarksBreaks) {
  input_.figures = {FigureOf("asker", 2021, "1"), FigureOf("asker", 2022, "2")};
  input_.figures[1].is_break = true;
  const v1::Series series = Assemble();
  EXPECT_THAT(series.cells(1).marks(), ElementsAre(v1::SERIES_MARK_BREAK));
}

TEST_F(SeriesTest, ShowsAComputedFigureRounded) {
  indicator_.set_formula("[a] / [b]");
  input_.figures = {FigureOf("asker", 2021, "0.3333333333")};
  input_.figures[0].computed.emplace().set_value("0.33");
  EXPECT_THAT(Cells(), ElementsAre("2021 asker 3025 0.33"));
}

}  // namespace
}  // namespace tertial::indicators
