#include "services/workforce/domain/cube_figures.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/figure_values.h"
#include "tests/unit/services/workforce/small_register.h"

namespace tertial::workforce {
namespace {

using Figures = std::map<std::string, v1::PublishedFigure>;

AssembledCube CubeOf(SmallPublisher& publisher, const SmallRegister& of, absl::string_view text) {
  const Period period = *Period::Parse(text);
  publisher.Fix(period);
  const std::shared_ptr<const UnitTree> tree = publisher.TreeOn(period.last_day());
  return AssembleCube({.area_id = "asker",
                       .period = period,
                       .policy = publisher.policy(),
                       .extract_date = "2024-12-31",
                       .tree = *tree,
                       .units = of.units,
                       .frozen = [&](DisclosureTable table, const CubeSlice& slice) {
                         return &publisher.frozen(table, slice);
                       }});
}

// By what they are about, without area and period.
Figures ById(const AssembledCube& cube) {
  Figures figures;
  for (const v1::PublishedFigure& figure : cube.figures) {
    figures.emplace(figure.name().substr(figure.name().rfind('/') + 1), figure);
  }
  return figures;
}

bool IsHidden(const v1::PublishedFigure& figure) {
  return figure.cell().missing() == common::v1::MISSING_REASON_SUPPRESSED;
}

TEST(CubeFigures, AreThoseThatTheRegisterHas) {
  const SmallRegister of = MakeSmallRegister(1);
  SmallPublisher publisher(of);
  const AssembledCube cube = CubeOf(publisher, of, "2024-12-31");
  FigurePlan plan;
  AddSlot(Slot::kDay, DayOf2024(12, 31), DayOf2024(12, 31),
          publisher.TreeOn(absl::CivilDay(2024, 12, 31)), of.unit_ids, plan);
  DisclosureCounts counts(plan);
  for (const Person& person : of.persons) counts.AddPerson(person, plan);
  const UnitTree& tree = *plan.slots[0].tree;
  int shown = 0;
  for (const v1::PublishedFigure& figure : cube.figures) {
    if (IsHidden(figure)) continue;
    ++shown;
    const std::string& unit = figure.subject().unit();
    const int node = unit.empty() ? 0 : *tree.Find(unit.substr(unit.rfind('/') + 1));
    const std::optional<Quotient> quotient = QuotientOf(figure.subject(), counts.all(), 0, node);
    ASSERT_TRUE(quotient.has_value()) << figure.name();
    const v1::ComputedFigure computed =
        MakeFigure(figure.subject(), {}, *quotient, "asker", "2024-12-31");
    EXPECT_EQ(figure.cell().value(), computed.figure().value()) << figure.name();
  }
  EXPECT_GT(shown, 20);
}

TEST(CubeFigures, CountsWhatItHides) {
  const SmallRegister of = MakeSmallRegister(2);
  SmallPublisher publisher(of);
  const AssembledCube cube = CubeOf(publisher, of, "2024");
  int hidden = 0;
  std::set<std::string> names;
  for (const v1::PublishedFigure& figure : cube.figures) {
    hidden += IsHidden(figure) ? 1 : 0;
    EXPECT_TRUE(names.insert(figure.name()).second) << figure.name();
    EXPECT_EQ(figure.cell().has_missing(), figure.numerator().has_missing()) << figure.name();
    if (figure.has_denominator()) {
      EXPECT_EQ(figure.cell().has_missing(), figure.denominator().has_missing()) << figure.name();
    }
  }
  EXPECT_EQ(cube.cube.figures(), static_cast<int>(cube.figures.size()));
  EXPECT_EQ(cube.cube.suppressed(), hidden);
  EXPECT_GT(hidden, 0);
  EXPECT_EQ(cube.cube.units_size(), 12);
  EXPECT_EQ(cube.cube.units(1).parent(), "areas/asker/units/s1");
  EXPECT_EQ(cube.cube.units(1).titles(0).text(), "Unit 1");
}

TEST(CubeFigures, PeriodsThatEndOnOneDayHaveTheSameStocks) {
  const SmallRegister of = MakeSmallRegister(3);
  SmallPublisher publisher(of);
  const Figures day = ById(CubeOf(publisher, of, "2024-12-31"));
  // Whatever becomes of the register: what was fixed is told again.
  const SmallRegister later = MakeSmallRegister(4);
  for (const char* const period : {"2024-M12", "2024-T3", "2024"}) {
    for (const auto& [id, figure] : ById(CubeOf(publisher, later, period))) {
      const auto same = day.find(id);
      const bool of_first_of_december =
          std::string(period) == "2024" &&
          (figure.subject().measure() == v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM ||
           figure.subject().measure() == v1::FIGURE_MEASURE_POSITION_80_SHARE);
      if (same == day.end() || of_first_of_december) continue;
      EXPECT_EQ(figure.cell().DebugString(), same->second.cell().DebugString())
          << period << " " << id;
    }
  }
}

TEST(CubeFigures, SickLeaveOfAYearIsThatOfItsTertials) {
  const SmallRegister of = MakeSmallRegister(5);
  SmallPublisher publisher(of);
  const Figures year = ById(CubeOf(publisher, of, "2024"));
  std::vector<Figures> tertials;
  for (const char* const period : {"2024-T1", "2024-T2", "2024-T3"}) {
    tertials.push_back(ById(CubeOf(publisher, of, period)));
  }
  int shown = 0;
  for (const auto& [id, figure] : year) {
    if (figure.subject().measure() != v1::FIGURE_MEASURE_SICK_LEAVE_RATE) continue;
    int shown_in = 0;
    for (const Figures& tertial : tertials) shown_in += IsHidden(tertial.at(id)) ? 0 : 1;
    EXPECT_EQ(IsHidden(figure), shown_in < 3) << id;
    shown += IsHidden(figure) ? 0 : 1;
  }
  EXPECT_GT(shown, 0);
}

TEST(CubeFigures, FlowsOfATertialAreNotShownWhereItsLastDayIsNot) {
  for (unsigned seed = 10; seed < 20; ++seed) {
    const SmallRegister of = MakeSmallRegister(seed);
    SmallPublisher publisher(of);
    for (const auto& [id, figure] : ById(CubeOf(publisher, of, "2024-T3"))) {
      if (figure.subject().measure() != v1::FIGURE_MEASURE_SICK_LEAVE_RATE || IsHidden(figure)) {
        continue;
      }
      const Figures day = ById(CubeOf(publisher, of, "2024-12-31"));
      const std::string& unit = figure.subject().unit();
      const std::string suffix = unit.empty() ? "" : "~unit." + unit.substr(unit.rfind('/') + 1);
      EXPECT_FALSE(IsHidden(day.at("fte-agreed" + suffix))) << id;
    }
  }
}

TEST(CubeFigures, OfPrimarySuppressionAloneMoreIsShown) {
  int more = 0;
  for (unsigned seed = 30; seed < 40; ++seed) {
    const SmallRegister of = MakeSmallRegister(seed);
    SmallPublisher publisher(of);
    SmallPublisher control(of);
    control.rules().complementary = false;
    const Figures hidden_rightly = ById(CubeOf(publisher, of, "2024"));
    for (const auto& [id, figure] : ById(CubeOf(control, of, "2024"))) {
      if (IsHidden(figure)) {
        EXPECT_TRUE(IsHidden(hidden_rightly.at(id))) << id;
      } else if (IsHidden(hidden_rightly.at(id))) {
        ++more;
      }
    }
  }
  EXPECT_GT(more, 50);
}

TEST(CubeFigures, OnlyTheAreaHasFiguresOfTwoClassesAtOnce) {
  const SmallRegister of = MakeSmallRegister(6);
  SmallPublisher publisher(of);
  for (const auto& [id, figure] : ById(CubeOf(publisher, of, "2024"))) {
    const v1::FigureSubject& subject = figure.subject();
    const bool crossed =
        subject.sex() != v1::SEX_TOTAL && subject.age_band() != v1::AGE_BAND_UNSPECIFIED;
    if (crossed || subject.measure() == v1::FIGURE_MEASURE_TURNOVER) {
      EXPECT_TRUE(subject.unit().empty()) << id;
    }
  }
}

}  // namespace
}  // namespace tertial::workforce
