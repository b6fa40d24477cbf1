#include "services/climate/domain/activity_series.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/uncertainty.h"

namespace tertial::climate {
namespace {

// What a series is of, in the order of the chapter.
using SeriesKey = std::tuple<v1::Account, std::string, std::string, v1::Scope, std::string,
                             std::string, std::string>;
using Figures = std::map<Period, const v1::ActivityFigure*>;

SeriesKey KeyOf(const v1::ActivityFigure& figure) {
  return {figure.account(), figure.metric(), figure.boundary(), figure.scope(),
          figure.sector(),  figure.object(), figure.unit()};
}

// The name that the figure of the series would have in another period.
std::string NameIn(const Period& period, const v1::ActivityFigure& figure) {
  const std::string& name = figure.name();
  return absl::StrCat(name.substr(0, name.rfind('/') + 1), FormatActivityId(figure, period));
}

// The series, without a topic; with no cells where no period has a figure.
v1::TopicSeries MakeSeries(const Figures& figures, const std::vector<Period>& periods) {
  v1::TopicSeries series;
  v1::ActivitySeries& told = *series.mutable_series();
  const v1::ActivityFigure* latest = nullptr;
  for (const Period& period : periods) {
    const auto found = figures.find(period);
    *told.add_cells() =
        MakePeriodCell(period, found == figures.end() ? nullptr : &found->second->cell());
    if (found != figures.end()) latest = found->second;
  }
  if (latest == nullptr) return {};
  series.set_topic(latest->topic());
  told.set_account(latest->account());
  told.set_metric(latest->metric());
  told.set_boundary(latest->boundary());
  told.set_scope(latest->scope());
  told.set_sector(latest->sector());
  told.set_object(latest->object());
  *told.mutable_object_titles() = latest->object_titles();
  told.set_unit(latest->unit());
  const Period& last = periods.back();
  *series.mutable_change() = Compute(
      common::v1::FORMULA_PERCENT_CHANGE,
      {ActivityOperand(figures, *latest, last.Previous()), ActivityOperand(figures, *latest, last)},
      "percent", kPercentDecimals);
  return series;
}

}  // namespace

common::v1::Operand ActivityOperand(const Figures& figures, const v1::ActivityFigure& any,
                                    const Period& period) {
  const auto found = figures.find(period);
  if (found == figures.end()) return MakeOperand(NameIn(period, any), nullptr);
  common::v1::Operand operand = MakeOperand(found->second->name(), &found->second->cell());
  if (found->second->has_uncertainty()) SetUncertainty(found->second->uncertainty(), operand);
  return operand;
}

std::vector<v1::TopicSeries> ActivitySeriesOf(absl::Span<const v1::ActivityFigure> figures,
                                              const std::vector<Period>& periods,
                                              v1::ActivityTopic topic) {
  std::map<SeriesKey, Figures> all;
  for (const v1::ActivityFigure& figure : figures) {
    // Stored figures have passed CheckActivityFigure, so the period parses.
    all[KeyOf(figure)].emplace(*Period::Parse(figure.period()), &figure);
  }
  std::vector<v1::TopicSeries> told;
  for (const auto& [key, of_series] : all) {
    v1::TopicSeries series = MakeSeries(of_series, periods);
    const bool is_meant = topic == v1::ACTIVITY_TOPIC_UNSPECIFIED || series.topic() == topic;
    if (series.has_series() && is_meant) told.push_back(std::move(series));
  }
  return told;
}

}  // namespace tertial::climate
