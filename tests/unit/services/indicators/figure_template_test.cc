#include "services/indicators/domain/figure_template.h"

#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::indicators {
namespace {

using ::testing::Eq;
using ::testing::Optional;

constexpr char kShare[] = "areas/{area}/figures/full-time-share~{period}";
constexpr char kSickLeave[] = "areas/{area}/figures/sick-leave-rate~{period}~basis.unknown";
constexpr char kActivity[] = "areas/{area}/bodies/municipal-council/activities/{period}";

FigureTemplate Parsed(const std::string& text) {
  const absl::StatusOr<FigureTemplate> parsed = FigureTemplate::Parse(text);
  EXPECT_THAT(parsed, IsOk()) << text;
  return *parsed;
}

std::optional<FigureTemplate::Place> Place(const std::string& area, const std::string& period) {
  return FigureTemplate::Place{area, *Period::Parse(period)};
}

TEST(FigureTemplate, NamesTheFigureOfAnAreaAndAPeriod) {
  EXPECT_EQ(Parsed(kShare).NameFor("asker", *Period::Parse("2024")),
            "areas/asker/figures/full-time-share~2024");
  EXPECT_EQ(Parsed(kSickLeave).NameFor("asker", *Period::Parse("2024-T1")),
            "areas/asker/figures/sick-leave-rate~2024-T1~basis.unknown");
  EXPECT_EQ(Parsed(kActivity).NameFor("oslo", *Period::Parse("2023/2024")),
            "areas/oslo/bodies/municipal-council/activities/2023-2024");
}

TEST(FigureTemplate, TellsFromANameWhatItIsAbout) {
  for (const char* text : {kShare, kSickLeave, kActivity}) {
    const FigureTemplate names = Parsed(text);
    for (const char* period : {"2024", "2024-T1", "2024-M12", "2024-12-31", "2023/2024"}) {
      EXPECT_EQ(names.Match(names.NameFor("asker", *Period::Parse(period))), Place("asker", period))
          << text;
    }
  }
}

TEST(FigureTemplate, DoesNotKnowTheNamesOfOtherFigures) {
  for (const char* name :
       {"", "areas/", "areas/asker", "areas//figures/full-time-share~2024",
        "areas/asker/figures/full-time-share", "areas/asker/figures/full-time-share~",
        "areas/asker/figures/full-time-share~2024~sex.women",
        "areas/asker/figures/full-time-share~2024~", "areas/asker/figures/full-time-share~2024/x",
        "areas/asker/figures/full-time-share~24", "areas/asker/figures/full-time-share~2024-T4",
        "areas/asker/figures/part-time-share~2024", "x/areas/asker/figures/full-time-share~2024"}) {
    EXPECT_EQ(Parsed(kShare).Match(name), std::nullopt) << name;
  }
  EXPECT_EQ(Parsed(kSickLeave).Match("areas/asker/figures/sick-leave-rate~2024"), std::nullopt);
  EXPECT_THAT(Parsed(kSickLeave).Match("areas/asker/figures/sick-leave-rate~2024~basis.unknown"),
              Eq(Place("asker", "2024")));
}

TEST(FigureTemplate, RefusesWhatIsNoTemplate) {
  for (const char* text :
       {"", "areas/asker/figures/x~{period}", "areas/{area}", "areas/{area}/figures/x",
        "areas/{area}{period}", "areas/{area}/figures/x{period}", "areas/{area}/figures/{period}x",
        "areas/{area}/figures/{period}~{period}", "areas/{area}/units/{area}/figures/x~{period}",
        "areas/{area}/figures/{unit}~{period}", "figures/{area}~{period}"}) {
    EXPECT_THAT(FigureTemplate::Parse(text),
                HasReason(common::v1::ERROR_REASON_INVALID_RESOURCE_NAME))
        << text;
  }
}

}  // namespace
}  // namespace tertial::indicators
