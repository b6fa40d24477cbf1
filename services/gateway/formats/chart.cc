#include "services/gateway/formats/chart.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/render/figures.h"

namespace tertial::gateway {
namespace {

std::string Shown(const ChartValue& value) {
  return value.value.empty() ? value.gap : ShowDecimal(value.value);
}

std::string WithUnit(const std::string& title, const std::string& unit) {
  return unit.empty() ? title : absl::StrCat(title, " (", unit, ")");
}

Table TableOfLine(const LineChart& chart) {
  Table table{.columns = {{"period"}, {WithUnit("value", chart.unit), Align::kRight}}, .rows = {}};
  for (size_t i = 0; i < chart.periods.size(); ++i) {
    const std::string shown = Shown(chart.values[i]);
    if (!shown.empty()) table.rows.push_back({chart.periods[i], shown});
  }
  for (const std::string& target : chart.targets) {
    table.rows.push_back({chart.target_words, ShowDecimal(target)});
  }
  if (chart.targets.empty() && !chart.target_words.empty()) {
    table.rows.push_back({"target", chart.target_words});
  }
  if (chart.path.has_value()) {
    table.rows.push_back({absl::StrCat("path from ", chart.periods[chart.path->from]),
                          ShowDecimal(chart.path->from_value)});
    table.rows.push_back({absl::StrCat("path to ", chart.periods[chart.path->to]),
                          ShowDecimal(chart.path->to_value)});
  }
  return table;
}

Table TableOfBars(const BarChart& chart) {
  Table table{.columns = {{"of"}}, .rows = {}};
  for (const std::string& series : chart.series) {
    table.columns.push_back({WithUnit(series, chart.unit), Align::kRight});
  }
  for (const BarChart::Row& bar : chart.rows) {
    std::vector<std::string>& row = table.rows.emplace_back();
    row.push_back(bar.label);
    for (const ChartValue& value : bar.values) row.push_back(Shown(value));
  }
  return table;
}

}  // namespace

const std::string& TitleOf(const Chart& chart) {
  return std::visit([](const auto& one) -> const std::string& { return one.title; }, chart);
}

const std::string& UnitOf(const Chart& chart) {
  return std::visit([](const auto& one) -> const std::string& { return one.unit; }, chart);
}

Table TableOf(const Chart& chart) {
  if (const auto* line = std::get_if<LineChart>(&chart)) return TableOfLine(*line);
  return TableOfBars(std::get<BarChart>(chart));
}

std::string DescriptionOf(const Chart& chart) {
  const Table table = TableOf(chart);
  const std::string unit = UnitOf(chart);
  return absl::StrCat(unit.empty() ? "" : absl::StrCat("In ", unit, ". "),
                      absl::StrJoin(table.rows, "; ",
                                    [](std::string* out, const std::vector<std::string>& row) {
                                      absl::StrAppend(
                                          out, row[0], ": ",
                                          absl::StrJoin(row.begin() + 1, row.end(), " and "));
                                    }),
                      ".");
}

namespace {

// Floating point is good enough for a picture; numbers are printed from their texts.
double Number(const std::string& decimal) {
  double number = 0;
  return absl::SimpleAtod(decimal, &number) ? number : 0;
}

// All numbers that a line chart shows.
std::vector<double> NumbersOf(const LineChart& chart) {
  std::vector<double> numbers;
  for (const ChartValue& value : chart.values) {
    if (!value.value.empty()) numbers.push_back(Number(value.value));
  }
  for (const std::string& target : chart.targets) numbers.push_back(Number(target));
  if (chart.path.has_value()) {
    numbers.push_back(Number(chart.path->from_value));
    numbers.push_back(Number(chart.path->to_value));
  }
  if (numbers.empty() || chart.from_zero) numbers.push_back(0);
  return numbers;
}

// A tick's number, without more decimals than the step between ticks has.
std::string TickLabel(double number, double step) {
  const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
  std::string text = absl::StrFormat("%.*f", decimals, number);
  if (text.find_first_not_of("-0.") == std::string::npos) text = "0";
  return ShowDecimal(text);
}

}  // namespace

std::vector<double> RoundTicks(double low, double high, int count) {
  if (low == high) (low > 0 ? low : high) = low == 0 ? 1 : 0;
  const double span = high - low;
  const double rough = span / count;
  const double magnitude = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * magnitude;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * magnitude >= rough) {
      step = factor * magnitude;
      break;
    }
  }
  std::vector<double> ticks;
  const double first = std::floor(low / step + 1e-9) * step;
  for (int i = 0; ticks.size() < 2 || ticks.back() < high - step * 1e-9; ++i) {
    ticks.push_back(first + i * step);
  }
  return ticks;
}

double MiddleOf(const LinePlot& plot, size_t period, size_t periods) {
  const double place = (plot.right - plot.left) / static_cast<double>(periods);
  return plot.left + place * (static_cast<double>(period) + 0.5);
}

LinePlot PlotLine(const LineChart& chart) {
  LinePlot plot{.width = chart.wide ? 720.0 : 300.0, .height = chart.wide ? 312.0 : 162.0};
  plot.left = chart.wide ? 66 : 46;
  plot.right = plot.width - 10;
  plot.top = 18;
  // Room for the number of a point at the very bottom, and for the periods below it.
  plot.bottom = plot.height - 36;

  const std::vector<double> numbers = NumbersOf(chart);
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  const std::vector<double> ticks = RoundTicks(*least, *most, chart.wide ? 5 : 3);
  const auto height_of = [&](double number) {
    return plot.bottom -
           (number - ticks.front()) / (ticks.back() - ticks.front()) * (plot.bottom - plot.top);
  };
  for (const double tick : ticks) {
    plot.ticks.push_back({height_of(tick), TickLabel(tick, ticks[1] - ticks[0])});
  }

  const size_t periods = chart.periods.size();
  const double place = (plot.right - plot.left) / static_cast<double>(std::max<size_t>(periods, 1));
  bool joined = false;
  for (size_t i = 0; i < periods; ++i) {
    const ChartValue& value = chart.values[i];
    if (value.value.empty()) {
      joined = false;
      if (!value.gap.empty()) {
        plot.gaps.push_back({plot.left + place * static_cast<double>(i), place, i});
      }
      continue;
    }
    if (!joined) plot.runs.emplace_back();
    plot.runs.back().push_back({MiddleOf(plot, i, periods), height_of(Number(value.value)), i});
    joined = true;
  }
  for (const std::string& target : chart.targets) plot.targets.push_back(height_of(Number(target)));
  if (const std::optional<ChartPath>& path = chart.path; path.has_value()) {
    plot.path = {
        {MiddleOf(plot, path->from, periods), height_of(Number(path->from_value)), path->from},
        {MiddleOf(plot, path->to, periods), height_of(Number(path->to_value)), path->to}};
  }
  return plot;
}

}  // namespace tertial::gateway
