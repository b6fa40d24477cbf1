#include "clients/cli/workforce/figures_command.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FiguresCommand, NamesUnitsByTheirIds) {
  FiguresCommand command;
  command.area = "3203";
  command.period = "2024";
  command.units = {"care", "areas/asker/units/school"};
  command.measures = {v1::FIGURE_MEASURE_HEAD_COUNT};
  const v1::QueryFiguresRequest request = MakeFiguresRequest(command);
  EXPECT_EQ(request.area(), "areas/3203");
  EXPECT_THAT(request.units(), ElementsAre("areas/3203/units/care", "areas/asker/units/school"));
  EXPECT_THAT(request.measures(), ElementsAre(v1::FIGURE_MEASURE_HEAD_COUNT));
  EXPECT_EQ(request.short_term_days(), 0);
}

v1::QueryFiguresResponse OneRate() {
  v1::QueryFiguresResponse response;
  response.mutable_register_()->set_extract_date("2024-12-31");
  v1::ComputedFigure& figure = *response.add_figures();
  v1::FigureSubject& subject = *figure.mutable_subject();
  subject.set_measure(v1::FIGURE_MEASURE_SICK_LEAVE_RATE);
  subject.set_unit("areas/asker/units/care");
  subject.set_sex(v1::SEX_WOMEN);
  subject.set_age_band(v1::AGE_BAND_30_TO_39);
  subject.set_certification_basis(v1::CERTIFICATION_BASIS_TOTAL_REGISTERED);
  subject.set_absence_band(v1::ABSENCE_BAND_LONG);
  figure.mutable_definition()->set_version(1);
  figure.mutable_definition()->set_first_day("2024-01-01");
  figure.mutable_definition()->set_last_day("2024-12-31");
  figure.mutable_figure()->set_value("7.3");
  figure.mutable_figure()->set_unit("percent");
  figure.mutable_figure()->add_operands()->mutable_cell()->set_value("73");
  figure.mutable_figure()->add_operands()->mutable_cell()->set_value("1000");
  return response;
}

TEST(FiguresCommand, PrintsWhatAFigureIsComputedFrom) {
  EXPECT_THAT(FiguresRows(OneRate()).rows,
              ElementsAre(ElementsAre("care", "sick-leave-rate", "1", "women", "30 to 39",
                                      "total registered", "long", "2024-01-01", "2024-12-31", "7.3",
                                      "percent", "73", "1000")));
}

TEST(FiguresCommand, TellsPeopleThatNothingIsHidden) {
  v1::QueryFiguresRequest request;
  request.set_area("areas/asker");
  request.set_period("2024");
  const std::string text = RenderText(MakeFiguresDocument(request, OneRate()));
  EXPECT_THAT(text, HasSubstr("sick leave rate, total registered, long"));
  EXPECT_THAT(text, HasSubstr("women, 30 to 39"));
  EXPECT_THAT(text, HasSubstr("not for publication"));
}

TEST(FiguresCommand, SaysWhereNothingIsComputed) {
  v1::QueryFiguresResponse response = OneRate();
  response.mutable_figures(0)->mutable_figure()->mutable_not_computable();
  EXPECT_EQ(FiguresRows(response).rows[0][9], "");
  EXPECT_THAT(RenderText(MakeFiguresDocument({}, response)), HasSubstr("not computable"));
}

}  // namespace
}  // namespace tertial::cli
