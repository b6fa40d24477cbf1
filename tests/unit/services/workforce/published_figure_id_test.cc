#include "services/workforce/domain/published_figure_id.h"

#include <set>
#include <string>

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/cube_figures.h"
#include "services/workforce/domain/figure_id.h"

namespace tertial::workforce {
namespace {

using ::google::protobuf::util::MessageDifferencer;

TEST(PublishedFigureId, SaysWhatTheFigureIsAbout) {
  v1::FigureSubject subject;
  subject.set_measure(v1::FIGURE_MEASURE_HEAD_COUNT);
  subject.set_sex(v1::SEX_TOTAL);
  EXPECT_EQ(FormatPublishedFigureId(subject), "head-count");
  subject.set_unit("areas/asker/units/welfare");
  subject.set_sex(v1::SEX_WOMEN);
  subject.set_age_band(v1::AGE_BAND_UNDER_30);
  EXPECT_EQ(FormatPublishedFigureId(subject), "head-count~unit.welfare~sex.women~age.0");
  EXPECT_EQ(PublishedFigureName("asker", *Period::Parse("2024-T1"), subject),
            "areas/asker/cubes/2024-T1/figures/head-count~unit.welfare~sex.women~age.0");
}

TEST(PublishedFigureId, EveryFigureOfACubeHasItsOwnAndIsReadBack) {
  std::set<std::string> ids;
  for (const std::string unit : {"", "welfare"}) {
    for (const CubeFigure& figure : CubeFigures()) {
      v1::FigureSubject subject = figure.subject;
      if (!unit.empty()) subject.set_unit(UnitName("asker", unit));
      const std::string id = FormatPublishedFigureId(subject);
      EXPECT_TRUE(ids.insert(id).second) << id;
      const std::optional<v1::FigureSubject> read = ParsePublishedFigureId("asker", id);
      ASSERT_TRUE(read.has_value()) << id;
      EXPECT_TRUE(MessageDifferencer::Equals(*read, subject)) << id;
    }
  }
}

TEST(PublishedFigureId, AnyOtherTextIsNone) {
  for (const char* const id :
       {"", "heads", "head_count", "HEAD-COUNT", "head-count~", "head-count~sex.total",
        "head-count~sex.women~sex.women", "head-count~sex.women~unit.welfare", "head-count~unit.",
        "head-count~unit.Welfare", "head-count~age.20", "unspecified",
        "sick-leave-rate~band.short~basis.total", "head-count~2024"}) {
    EXPECT_FALSE(ParsePublishedFigureId("asker", id).has_value()) << id;
  }
}

}  // namespace
}  // namespace tertial::workforce
