// Bad input to the climate accounts: each is refused with the field at fault and the reason,
// created by itself and in an import, and nothing is stored.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/integration/climate_accounts_fixture.h"

namespace tertial::climate {
namespace {

using ClimateBadInputTest = ClimateAccountsFixture;

v1::ClimateRow BadFigure(void (*spoil)(v1::EmissionFigure&)) {
  v1::EmissionFigure figure = Emission("road-traffic", "2023", Value("112787"));
  spoil(figure);
  return Row(figure);
}

TEST_F(ClimateBadInputTest, OfEmissionFigures) {
  ImportAll({Row(CommunityRelease()), Row(Emission("aviation", "2023", Value("12")))});
  const std::vector<BadInput> inputs = {
      {BadFigure([](v1::EmissionFigure& figure) { figure.mutable_cell()->set_value("-1"); }),
       "emission_figure.cell.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE},
  };
  for (const BadInput& input : inputs) ExpectRefused(input);
}

}  // namespace
}  // namespace tertial::climate
