// Pictures of charts. What they look like is told by the classes in html_style.cc.
#include <algorithm>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/render/figures.h"
#include "services/gateway/formats/chart.h"
#include "services/gateway/formats/html_text.h"

namespace tertial::gateway {
namespace {

// At most so many periods are named below the axis.
constexpr size_t kMostPeriodLabels = 12;

std::string Line(absl::string_view css, double x1, double y1, double x2, double y2) {
  return absl::StrFormat(R"(<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>)", css, x1,
                         y1, x2, y2);
}

std::string Text(absl::string_view css, double x, double y, absl::string_view anchor,
                 absl::string_view text) {
  return absl::StrFormat(R"(<text class="%s" x="%.1f" y="%.1f" text-anchor="%s">%s</text>)", css, x,
                         y, anchor, Escaped(text));
}

// The frame of a picture: a viewer that does not see it is told title and description.
std::string Svg(const Chart& chart, const std::string& id, const TextLanguages& languages,
                double width, double height, const std::string& content) {
  return absl::StrFormat(
      R"(<svg class="%s" viewBox="0 0 %.0f %.0f" role="img" aria-labelledby="%s-t %s-d">)"
      R"(<title id="%s-t"%s>%s</title><desc id="%s-d">%s</desc>%s</svg>)",
      std::holds_alternative<BarChart>(chart) ? "bars" : "series", width, height, id, id, id,
      languages.Attribute(TitleOf(chart)), Escaped(TitleOf(chart)), id,
      Escaped(DescriptionOf(chart)), content);
}

std::string DrawAxes(const LineChart& chart, const LinePlot& plot) {
  std::string out;
  for (const LinePlot::Tick& tick : plot.ticks) {
    absl::StrAppend(&out, Line("grid", plot.left, tick.y, plot.right, tick.y),
                    Text("tick", plot.left - 6, tick.y + 3.5, "end", tick.label));
  }
  const size_t periods = chart.periods.size();
  const size_t step = (periods + kMostPeriodLabels - 1) / kMostPeriodLabels;
  for (size_t i = 0; i < periods; ++i) {
    // Counted from the last one: that is always named.
    if ((periods - 1 - i) % step != 0) continue;
    absl::StrAppend(&out, Text("tick", MiddleOf(plot, i, periods), plot.height - 6, "middle",
                               chart.periods[i]));
  }
  return out;
}

std::string DrawGaps(const LineChart& chart, const LinePlot& plot) {
  std::string out;
  for (const LinePlot::Gap& gap : plot.gaps) {
    absl::StrAppendFormat(
        &out,
        R"(<rect class="gap" data-period="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>)",
        Escaped(chart.periods[gap.period]), gap.left + 1, plot.top, gap.width - 2,
        plot.bottom - plot.top);
    absl::StrAppendFormat(
        &out, R"html(<text class="why" text-anchor="middle" transform="%s">%s</text>)html",
        absl::StrFormat("translate(%.1f %.1f) rotate(-90)", gap.left + gap.width / 2 + 3,
                        (plot.top + plot.bottom) / 2),
        Escaped(chart.values[gap.period].gap));
  }
  return out;
}

// A point's number, on the side of it where no line leads: below a point lower than its neighbours,
// left of a line that rises through it, right of one that falls. Beside the axis, always right.
std::string DrawNumber(const LinePlot& plot, const std::vector<LinePlot::Point>& run, size_t at,
                       const std::string& number) {
  const LinePlot::Point& point = run[at];
  // What is higher has a smaller y.
  const bool from_above = at > 0 && run[at - 1].y < point.y;
  const bool to_above = at + 1 < run.size() && run[at + 1].y < point.y;
  const bool alone_to_above = to_above && at == 0;
  const bool alone_from_above = from_above && at + 1 == run.size();
  constexpr double kHalfDigit = 3.5;
  if (point.x - kHalfDigit * static_cast<double>(number.size()) < plot.left) {
    return Text("value", point.x + 2, point.y - 7, "start", number);
  }
  if ((from_above && to_above) || alone_to_above || alone_from_above) {
    return Text("value", point.x, point.y + 14, "middle", number);
  }
  if (to_above) return Text("value", point.x - 2, point.y - 7, "end", number);
  if (from_above) return Text("value", point.x + 2, point.y - 7, "start", number);
  return Text("value", point.x, point.y - 8, "middle", number);
}

std::string DrawRuns(const LineChart& chart, const LinePlot& plot) {
  std::string out;
  for (const std::vector<LinePlot::Point>& run : plot.runs) {
    if (run.size() > 1) {
      absl::StrAppend(&out, R"(<polyline class="line" points=")",
                      absl::StrJoin(run, " ",
                                    [](std::string* text, const LinePlot::Point& point) {
                                      absl::StrAppendFormat(text, "%.1f,%.1f", point.x, point.y);
                                    }),
                      R"("/>)");
    }
    for (size_t i = 0; i < run.size(); ++i) {
      const std::string& value = chart.values[run[i].period].value;
      absl::StrAppendFormat(
          &out,
          R"(<circle class="point" data-period="%s" data-value="%s" cx="%.1f" cy="%.1f" r="3.5"/>)",
          Escaped(chart.periods[run[i].period]), Escaped(value), run[i].x, run[i].y);
      absl::StrAppend(&out, DrawNumber(plot, run, i, ShowDecimal(value)));
    }
  }
  return out;
}

// What the target is, above its line, at the end of it from which the values keep away further;
// without a line at the top.
std::string DrawTargetWords(const LineChart& chart, const LinePlot& plot) {
  if (chart.target_words.empty()) return "";
  if (plot.targets.empty()) {
    return Text("target-words", plot.right, plot.top - 6, "end", chart.target_words);
  }
  const double y = *std::min_element(plot.targets.begin(), plot.targets.end());
  const double middle = (plot.left + plot.right) / 2;
  double nearest_left = plot.height;
  double nearest_right = plot.height;
  for (const std::vector<LinePlot::Point>& run : plot.runs) {
    for (const LinePlot::Point& point : run) {
      double& nearest = point.x < middle ? nearest_left : nearest_right;
      nearest = std::min(nearest, std::abs(point.y - y));
    }
  }
  return nearest_left > nearest_right
             ? Text("target-words", plot.left + 2, y - 4, "start", chart.target_words)
             : Text("target-words", plot.right, y - 4, "end", chart.target_words);
}

std::string Draw(const LineChart& chart, const std::string& id, const TextLanguages& languages) {
  const LinePlot plot = PlotLine(chart);
  std::string out = DrawAxes(chart, plot);
  absl::StrAppend(&out, DrawGaps(chart, plot));
  for (const double y : plot.targets) {
    absl::StrAppend(&out, Line("target", plot.left, y, plot.right, y));
  }
  if (plot.path.size() == 2) {
    const LinePlot::Point& end = plot.path[1];
    absl::StrAppend(&out, Line("path", plot.path[0].x, plot.path[0].y, end.x, end.y));
    absl::StrAppendFormat(&out, R"(<circle class="path-end" cx="%.1f" cy="%.1f" r="4"/>)", end.x,
                          end.y);
  }
  absl::StrAppend(&out, DrawRuns(chart, plot), DrawTargetWords(chart, plot));
  return Svg(chart, id, languages, plot.width, plot.height, out);
}

constexpr double kBarsWidth = 720;
constexpr double kLabelsWidth = 280;
constexpr double kBarHeight = 11;
constexpr double kBetweenRows = 9;
// Where the longest bar ends: room for its number.
constexpr double kBarsEnd = kBarsWidth - 64;
// A label of more characters is cut in the picture; the table has all of it.
constexpr size_t kLongestLabel = 44;

double LongestOf(const BarChart& chart) {
  double longest = 0;
  for (const BarChart::Row& row : chart.rows) {
    for (const ChartValue& value : row.values) {
      double number = 0;
      if (absl::SimpleAtod(value.value, &number)) longest = std::max(longest, number);
    }
  }
  return longest > 0 ? longest : 1;
}

std::string DrawBar(const std::string& label, const std::string& series, size_t place,
                    const ChartValue& value, double y, double longest) {
  const double text_y = y + kBarHeight - 2;
  if (value.value.empty()) {
    return Text("why", kLabelsWidth + 4, text_y, "start", value.gap);
  }
  double number = 0;
  (void)absl::SimpleAtod(value.value, &number);
  const double width = std::max(0.0, number / longest * (kBarsEnd - kLabelsWidth));
  return absl::StrCat(
      absl::StrFormat(R"(<rect class="bar bar%d" data-label="%s" data-series="%s" data-value="%s" )"
                      R"(x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>)",
                      place, Escaped(label), Escaped(series), Escaped(value.value), kLabelsWidth, y,
                      width, kBarHeight),
      Text("value", kLabelsWidth + width + 5, text_y, "start", ShowDecimal(value.value)));
}

std::string Draw(const BarChart& chart, const std::string& id, const TextLanguages& languages) {
  const double longest = LongestOf(chart);
  std::string out;
  double y = 4;
  // A key, where there is more than one series.
  if (chart.series.size() > 1) {
    double x = kLabelsWidth;
    for (size_t i = 0; i < chart.series.size(); ++i) {
      absl::StrAppendFormat(
          &out, R"(<rect class="bar%d" x="%.1f" y="%.1f" width="11" height="11"/>)", i, x, y);
      absl::StrAppend(&out, Text("tick", x + 16, y + 9.5, "start", chart.series[i]));
      x += 90;
    }
    y += 26;
  }
  for (const BarChart::Row& row : chart.rows) {
    const double height = kBarHeight * static_cast<double>(row.values.size());
    absl::StrAppend(&out, Text("label", kLabelsWidth - 8, y + height / 2 + 4, "end",
                               TerminalText(row.label, kLongestLabel)));
    for (size_t i = 0; i < row.values.size(); ++i) {
      absl::StrAppend(&out, DrawBar(row.label, chart.series[i], i, row.values[i],
                                    y + kBarHeight * static_cast<double>(i), longest));
    }
    y += height + kBetweenRows;
  }
  absl::StrAppend(&out, Line("axis", kLabelsWidth, 0, kLabelsWidth, y - kBetweenRows / 2));
  return Svg(chart, id, languages, kBarsWidth, y, out);
}

}  // namespace

std::string DrawChart(const Chart& chart, const std::string& id, const TextLanguages& languages) {
  return std::visit([&](const auto& one) { return Draw(one, id, languages); }, chart);
}

}  // namespace tertial::gateway
