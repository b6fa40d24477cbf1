// Areas and figures for tests of comparisons.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_INDICATORS_COMPARISON_FIXTURES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_INDICATORS_COMPARISON_FIXTURES_H_

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/indicators/domain/comparison.h"

namespace tertial::indicators {

// The figure of 2024 with this value; as many decimals as it has.
inline Figure FigureOf(const std::string& area_id, const std::string& value) {
  Figure figure{.area_id = area_id, .period = Period::OfYear(2024)};
  figure.operand.set_name(absl::StrCat("areas/", area_id, "/indicators/i/observations/2024"));
  figure.operand.set_revision(7);
  figure.operand.mutable_cell()->set_value(value);
  const size_t point = value.find('.');
  figure.decimals = point == std::string::npos ? 0 : static_cast<int>(value.size() - point - 1);
  return figure;
}

inline Figure MissingFigure(const std::string& area_id, common::v1::MissingReason reason) {
  Figure figure = FigureOf(area_id, "");
  figure.operand.mutable_cell()->set_missing(reason);
  return figure;
}

inline ComparisonArea Place(const std::string& id, const std::string& value,
                            std::initializer_list<common::v1::Flag> flags = {}) {
  ComparisonArea area{.id = id, .title = absl::StrCat("Title of ", id)};
  area.level = common::v1::AREA_LEVEL_MUNICIPALITY;
  area.figure = FigureOf(id, value);
  for (const common::v1::Flag flag : flags) area.figure->operand.mutable_cell()->add_flags(flag);
  return area;
}

inline ComparisonArea PlaceWithout(const std::string& id, common::v1::MissingReason reason) {
  ComparisonArea area = Place(id, "0");
  area.figure = MissingFigure(id, reason);
  return area;
}

inline ComparisonArea PlaceOnBasis(const std::string& id, const std::string& value,
                                   const std::string& basis) {
  ComparisonArea area = Place(id, value);
  area.figure->basis = basis;
  return area;
}

inline ComparisonArea Group(const std::string& id, const std::string& value,
                            v1::GroupStatistic statistic = v1::GROUP_STATISTIC_UNSPECIFIED) {
  ComparisonArea area = Place(id, value);
  area.level = common::v1::AREA_LEVEL_PEER_GROUP;
  area.figure->group_statistic = statistic;
  return area;
}

inline v1::Indicator IndicatorIn(const std::string& unit) {
  v1::Indicator indicator;
  indicator.set_name("indicators/i");
  indicator.set_unit(unit);
  return indicator;
}

inline ComparisonInput InputOf(v1::Indicator indicator, std::vector<ComparisonArea> areas,
                               v1::Statistic statistic = v1::STATISTIC_UNSPECIFIED) {
  ComparisonInput input{.indicator = std::move(indicator), .period = Period::OfYear(2024)};
  input.statistic = statistic;
  input.areas = std::move(areas);
  return input;
}

inline v1::CompareAreasResponse CompareOk(const ComparisonInput& input) {
  return Compare(input).value();
}

inline v1::Indicator Additive(const std::string& unit = "count") {
  v1::Indicator indicator = IndicatorIn(unit);
  indicator.set_additivity(v1::ADDITIVITY_ADDITIVE);
  return indicator;
}

// "asker 1, baerum 2=": the areas in their order with rank, "=" where tied, "-" without one.
inline std::string RanksOf(const v1::CompareAreasResponse& response) {
  std::string text;
  for (const v1::ComparedArea& area : response.areas()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", area.area().substr(sizeof("areas/") - 1), " ",
                    area.rank() == 0 ? "-" : absl::StrCat(area.rank()), area.tied() ? "=" : "");
  }
  return text;
}

// What is said of one area.
inline v1::ComparedArea AreaIn(const v1::CompareAreasResponse& response, const std::string& id) {
  for (const v1::ComparedArea& area : response.areas()) {
    if (area.area() == absl::StrCat("areas/", id)) return area;
  }
  return {};
}

}  // namespace tertial::indicators

#endif  // TERTIAL_TESTS_UNIT_SERVICES_INDICATORS_COMPARISON_FIXTURES_H_
