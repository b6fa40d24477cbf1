// Charts as data, and the pictures that are drawn of them.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_CHART_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_CHART_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/render/document.h"
#include "services/gateway/formats/text_languages.h"

namespace tertial::gateway {

// A number in a chart, or why there is none.
struct ChartValue {
  // An exact decimal; empty: none.
  std::string value;
  // Why there is none, in words. With neither, the place is on the axis and nothing is said of it.
  std::string gap;
};

// A straight way from one place on the axis to another.
struct ChartPath {
  size_t from = 0;
  std::string from_value;
  size_t to = 0;
  std::string to_value;
};

// A series in time. A line joins neighbours that both have a value, and no others.
struct LineChart {
  std::string title;
  std::string unit;
  std::vector<std::string> periods;
  std::vector<ChartValue> values;  // as many as periods
  // Levels to be reached: none, one, or the two ends of a band.
  std::vector<std::string> targets;
  // What they are, "target ≥ 10"; without any, why there is none. May be empty.
  std::string target_words;
  std::optional<ChartPath> path;
  // Whether the scale begins at zero whatever the values are.
  bool from_zero = false;
  bool wide = false;
};

// Amounts side by side: a row for each thing, a bar in it for each series.
struct BarChart {
  struct Row {
    std::string label;
    std::vector<ChartValue> values;  // as many as series
  };
  std::string title;
  std::string unit;
  std::vector<std::string> series;  // one or two
  std::vector<Row> rows;
};

using Chart = std::variant<LineChart, BarChart>;

const std::string& TitleOf(const Chart& chart);
const std::string& UnitOf(const Chart& chart);

// Every number of the chart, for who does not see it.
Table TableOf(const Chart& chart);

// The same in a sentence or a few: what a screen reader says of the picture.
std::string DescriptionOf(const Chart& chart);

// Where things stand in the picture of a line chart, in its pixels.
struct LinePlot {
  struct Point {
    double x = 0;
    double y = 0;
    size_t period = 0;
  };
  struct Gap {
    double left = 0;
    double width = 0;
    size_t period = 0;
  };
  struct Tick {
    double y = 0;
    std::string label;
  };
  double width = 0;
  double height = 0;
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
  // Runs of neighbours, each of at least one point.
  std::vector<std::vector<Point>> runs;
  std::vector<Gap> gaps;
  std::vector<double> targets;
  std::vector<Point> path;  // none or two
  std::vector<Tick> ticks;
};
LinePlot PlotLine(const LineChart& chart);

// The middle of a place on the axis.
double MiddleOf(const LinePlot& plot, size_t period, size_t periods);

// Round numbers from at or below `low` to at or above `high`, about `count` of them. Of one number,
// from it to zero.
std::vector<double> RoundTicks(double low, double high, int count);

// The picture as SVG, named by its title and description under ids that begin with `id`.
std::string DrawChart(const Chart& chart, const std::string& id,
                      const TextLanguages& languages = {});

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_CHART_H_
