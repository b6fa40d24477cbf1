#include "services/gateway/formats/chart.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

LineChart SomeLine(std::vector<ChartValue> values) {
  LineChart chart{.title = "Debt", .unit = "%"};
  for (size_t i = 0; i < values.size(); ++i) chart.periods.push_back(std::to_string(2021 + i));
  chart.values = std::move(values);
  return chart;
}

size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(LinePlot, AGapEndsARun) {
  const LinePlot plot =
      PlotLine(SomeLine({{.value = "1"}, {.value = "2"}, {.gap = "pending"}, {.value = "3"}}));
  ASSERT_EQ(plot.runs.size(), 2);
  EXPECT_EQ(plot.runs[0].size(), 2);
  EXPECT_EQ(plot.runs[1].size(), 1);
  ASSERT_EQ(plot.gaps.size(), 1);
  EXPECT_EQ(plot.gaps[0].period, 2);
}

TEST(LinePlot, APlaceOfWhichNothingIsSaidEndsARunAndIsNoGap) {
  const LinePlot plot = PlotLine(SomeLine({{.value = "1"}, {}, {.value = "3"}}));
  EXPECT_EQ(plot.runs.size(), 2);
  EXPECT_EQ(plot.gaps.size(), 0);
}

TEST(LinePlot, PointsStandInTheMiddleOfTheirPlacesAndHigherValuesHigher) {
  const LinePlot plot = PlotLine(SomeLine({{.value = "0"}, {.value = "5"}, {.value = "10"}}));
  const std::vector<LinePlot::Point>& run = plot.runs[0];
  const double place = (plot.right - plot.left) / 3;
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(run[i].x, plot.left + place * (static_cast<double>(i) + 0.5), 1e-9);
  }
  EXPECT_NEAR(run[0].y, plot.bottom, 1e-9);
  EXPECT_NEAR(run[1].y, (plot.top + plot.bottom) / 2, 1e-9);
  EXPECT_NEAR(run[2].y, plot.top, 1e-9);
}

TEST(LinePlot, TargetsAndPathStandOnTheScaleOfTheValues) {
  LineChart chart = SomeLine({{.value = "10"}, {.value = "8"}});
  chart.targets = {"0"};
  chart.path = ChartPath{.from = 0, .from_value = "10", .to = 1, .to_value = "0"};
  const LinePlot plot = PlotLine(chart);
  ASSERT_EQ(plot.path.size(), 2);
  EXPECT_NEAR(plot.path[0].y, plot.runs[0][0].y, 1e-9);
  EXPECT_NEAR(plot.path[1].y, plot.targets[0], 1e-9);
  EXPECT_NEAR(plot.targets[0], plot.bottom, 1e-9);
}

TEST(LinePlot, EveryPointLiesInsideThePicture) {
  for (const char* value : {"0", "-3.5", "0.001", "203735", "1234567890123456789012345678901234"}) {
    const LinePlot plot = PlotLine(SomeLine({{.value = value}, {.value = "1"}}));
    for (const LinePlot::Point& point : plot.runs[0]) {
      EXPECT_GE(point.y, plot.top - 1e-6) << value;
      EXPECT_LE(point.y, plot.bottom + 1e-6) << value;
    }
  }
}

TEST(RoundTicks, AreRoundAndReachOverBothEnds) {
  EXPECT_THAT(RoundTicks(0, 10, 5), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(RoundTicks(3, 17, 3), ElementsAre(0, 5, 10, 15, 20));
  EXPECT_THAT(RoundTicks(-5, 5, 2), ElementsAre(-5, 0, 5));
}

TEST(RoundTicks, OneNumberHasAScaleFromZero) {
  EXPECT_THAT(RoundTicks(10, 10, 5), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(RoundTicks(-10, -10, 2), ElementsAre(-10, -5, 0));
  EXPECT_THAT(RoundTicks(0, 0, 2), ElementsAre(0, 0.5, 1));
}

TEST(LinePlot, AScaleFromZeroHasZeroAtItsBottom) {
  LineChart chart = SomeLine({{.value = "203735"}, {.value = "219716"}});
  chart.from_zero = true;
  EXPECT_EQ(PlotLine(chart).ticks.front().label, "0");
}

TEST(DrawChart, SaysWhyThereIsNoTargetLine) {
  LineChart chart = SomeLine({{.value = "1"}});
  chart.target_words = "-67 % by 2030: not computable: no observation";
  const std::string svg = DrawChart(chart, "c1");
  EXPECT_EQ(Count(svg, "class=\"target\""), 0);
  EXPECT_THAT(svg, HasSubstr("not computable: no observation</text>"));
}

TEST(DrawChart, DrawsAPointForEachValueAndABandForEachGap) {
  const std::string svg = DrawChart(
      SomeLine({{.value = "4.70"}, {.gap = "not measured"}, {.gap = "pending"}, {.value = "5.1"}}),
      "c1");
  EXPECT_EQ(Count(svg, "class=\"point\""), 2);
  EXPECT_EQ(Count(svg, "class=\"gap\""), 2);
  EXPECT_EQ(Count(svg, "<polyline"), 0);
  EXPECT_THAT(svg, HasSubstr("data-period=\"2021\" data-value=\"4.70\""));
}

TEST(DrawChart, IsNamedAndDescribedForWhoDoesNotSeeIt) {
  const std::string svg = DrawChart(SomeLine({{.value = "1"}, {.gap = "pending"}}), "c1");
  EXPECT_THAT(svg, HasSubstr("role=\"img\" aria-labelledby=\"c1-t c1-d\""));
  EXPECT_THAT(svg, HasSubstr("<title id=\"c1-t\">Debt</title>"));
  EXPECT_THAT(svg, HasSubstr("<desc id=\"c1-d\">In %. 2021: 1; 2022: pending.</desc>"));
}

TEST(DrawChart, TextsAreEscaped) {
  LineChart chart = SomeLine({{.value = "1"}});
  chart.title = "<script>\"&";
  const std::string svg = DrawChart(chart, "c1");
  EXPECT_THAT(svg, HasSubstr("&lt;script&gt;&quot;&amp;"));
  EXPECT_THAT(svg, Not(HasSubstr("<script>")));
}

TEST(DrawChart, ABarIsAsLongAsItsValue) {
  const BarChart chart{.title = "FTEs",
                       .unit = "FTEs",
                       .series = {"2024"},
                       .rows = {{"welfare", {{.value = "100"}}},
                                {"culture", {{.value = "50"}}},
                                {"other", {{.gap = "no observation"}}}}};
  const std::string svg = DrawChart(chart, "c1");
  EXPECT_EQ(Count(svg, "class=\"bar bar0\""), 2);
  EXPECT_THAT(svg, HasSubstr("width=\"376.0\""));
  EXPECT_THAT(svg, HasSubstr("width=\"188.0\""));
  EXPECT_THAT(svg, HasSubstr(">no observation</text>"));
}

TEST(TableOfChart, HasEveryNumberAndGap) {
  LineChart chart = SomeLine({{.value = "12345"}, {.gap = "pending"}, {}});
  chart.targets = {"10"};
  chart.target_words = "target ≤ 10";
  EXPECT_THAT(TableOf(chart).rows,
              ElementsAre(ElementsAre("2021", "12 345"), ElementsAre("2022", "pending"),
                          ElementsAre("target ≤ 10", "10")));
}

}  // namespace
}  // namespace tertial::gateway
