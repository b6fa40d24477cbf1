// An indicator and its figures over time, for tests of developments and of progress.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_INDICATORS_FIGURE_FIXTURES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_INDICATORS_FIGURE_FIXTURES_H_

#include <string>

#include "common/types/decimal.h"
#include "common/types/period.h"
#include "services/indicators/domain/figure.h"
#include "tertial/indicators/v1/indicators_resources.pb.h"

namespace tertial::indicators {

inline v1::Indicator MakeIndicator(const std::string& unit,
                                   v1::Direction direction = v1::DIRECTION_UNSPECIFIED) {
  v1::Indicator indicator;
  indicator.set_name("indicators/i");
  indicator.set_unit(unit);
  indicator.set_direction(direction);
  return indicator;
}

// A figure of Asker that is not recorded.
inline Figure NoFigure(const std::string& period) {
  Figure figure{.area_id = "asker", .period = Period::Parse(period).value()};
  figure.operand.set_name("areas/asker/indicators/i/observations/" + period);
  return figure;
}

// With as many decimals as the value has.
inline Figure Measured(const std::string& period, const std::string& value) {
  Figure figure = NoFigure(period);
  figure.operand.mutable_cell()->set_value(value);
  figure.operand.set_revision(5);
  figure.decimals = Decimal::Parse(value)->scale();
  return figure;
}

inline Figure Missing(const std::string& period, common::v1::MissingReason reason) {
  Figure figure = NoFigure(period);
  figure.operand.mutable_cell()->set_missing(reason);
  return figure;
}

}  // namespace tertial::indicators

#endif  // TERTIAL_TESTS_UNIT_SERVICES_INDICATORS_FIGURE_FIXTURES_H_
