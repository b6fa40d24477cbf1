#include "common/types/resource_name.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using common::v1::ERROR_REASON_INVALID_RESOURCE_NAME;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const ResourceNamePattern& Observation() {
  static const auto* const pattern =
      new ResourceNamePattern("areas/{area}/indicators/{indicator}/observations/{observation}");
  return *pattern;
}

TEST(ResourceName, GivesTheIdsInTheirOrder) {
  EXPECT_THAT(Observation().Parse("areas/asker/indicators/economy.net-loan-debt/observations/2024"),
              IsOkAndHolds(ElementsAre("asker", "economy.net-loan-debt", "2024")));
  EXPECT_THAT(ResourceNamePattern("areas/{area}").Parse("areas/3203"),
              IsOkAndHolds(ElementsAre("3203")));
  EXPECT_THAT(
      Observation().Parse("areas/a/indicators/B_9/observations/2024~dwelling-type.detached"),
      IsOkAndHolds(ElementsAre("a", "B_9", "2024~dwelling-type.detached")));
}

TEST(ResourceName, FormatIsTheInverseOfParse) {
  constexpr absl::string_view kFirst = "abcXYZ0189";
  constexpr absl::string_view kOther = "abcXYZ0189._~-";
  std::mt19937_64 random(5);
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::string> ids(3);
    for (std::string& id : ids) {
      id.push_back(kFirst[random() % kFirst.size()]);
      for (size_t left = random() % 128; left > 0; --left) {
        id.push_back(kOther[random() % kOther.size()]);
      }
    }
    const std::string name = Observation().Format(ids);
    ASSERT_THAT(Observation().Parse(name), IsOkAndHolds(ids));
    ASSERT_TRUE(Observation().Matches(name)) << name;
  }
}

TEST(ResourceName, RefusesANameOfAnotherKind) {
  for (const char* name :
       {"", "/", "areas", "areas/asker", "areas/asker/goals/x/observations/2024",
        "areas/asker/indicators/x/observations", "areas/asker/indicators/x/observations/",
        "areas/asker/indicators/x/observations/2024/more",
        "/areas/asker/indicators/x/observations/1", "Areas/asker/indicators/x/observations/2024",
        "areas//indicators/x/observations/2024",
        "areas/asker/indicators/x/observations/2023/2024"}) {
    EXPECT_FALSE(Observation().Matches(name)) << name;
    const auto result = Observation().Parse(name);
    EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument)) << name;
    EXPECT_THAT(result, HasReason(ERROR_REASON_INVALID_RESOURCE_NAME)) << name;
    EXPECT_THAT(result, MessageNames(absl::StrCat("\"", name, "\"")));
    EXPECT_THAT(result, MessageNames(Observation().text()));
  }
}

TEST(ResourceName, RefusesAnIdThatIsNone) {
  const ResourceNamePattern area("areas/{area}");
  for (const std::string id : {"-", ".", "..", "~a", "_a", "a b", "a%2Fb", "åsker", "a\n"}) {
    EXPECT_THAT(area.Parse("areas/" + id), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME)) << id;
  }
  EXPECT_THAT(area.Parse("areas/åsker"), MessageNames("the id \"åsker\""));
  EXPECT_THAT(area.Parse(absl::string_view("areas/a\0", 8)),
              HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
}

TEST(ResourceName, BoundsTheLengthOfAnId) {
  EXPECT_TRUE(IsResourceId(std::string(128, 'a')));
  EXPECT_FALSE(IsResourceId(std::string(129, 'a')));
  EXPECT_FALSE(IsResourceId(""));
}

TEST(LastIdOf, IsWhatStandsBehindTheLastSlash) {
  EXPECT_EQ(LastIdOf("areas/asker"), "asker");
  EXPECT_EQ(LastIdOf("areas/asker/indicators/population/observations/2024~sex.women"),
            "2024~sex.women");
  EXPECT_EQ(LastIdOf("asker"), "asker");
  EXPECT_EQ(LastIdOf("areas/"), "");
  EXPECT_EQ(LastIdOf(""), "");
}

TEST(ResourceName, ParentIsThePatternWithoutItsLastPair) {
  EXPECT_EQ(Observation().Parent().text(), "areas/{area}/indicators/{indicator}");
  EXPECT_EQ(Observation().Parent().Parent().text(), "areas/{area}");
  EXPECT_EQ(Observation().Parent().Parent().Parent().text(), "");
  EXPECT_EQ(ResourceNamePattern("").Parent().text(), "");
  EXPECT_EQ(Observation().Parent().Format({"asker", "x"}), "areas/asker/indicators/x");
}

TEST(ResourceName, ParentPrefixEndsAtTheFirstWildcard) {
  EXPECT_THAT(Observation().ParseParentPrefix("areas/asker/indicators/population"),
              IsOkAndHolds(ElementsAre("asker", "population")));
  EXPECT_THAT(Observation().ParseParentPrefix("areas/asker/indicators/-"),
              IsOkAndHolds(ElementsAre("asker")));
  EXPECT_THAT(Observation().ParseParentPrefix("areas/-/indicators/-"), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(ResourceNamePattern("areas/{area}/goals/{goal}").ParseParentPrefix("areas/-"),
              IsOkAndHolds(IsEmpty()));
}

TEST(ResourceName, RefusesAnIdAfterAWildcard) {
  const auto result = Observation().ParseParentPrefix("areas/-/indicators/population");
  EXPECT_THAT(result, HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(result, MessageNames("\"areas/-/indicators/population\""));
}

TEST(ResourceName, RefusesAParentOfAnotherKind) {
  for (const char* parent : {"", "areas/asker", "areas/asker/indicators", "-",
                             "areas/asker/indicators/x/observations/-", "areas/-/goals/-"}) {
    EXPECT_THAT(Observation().ParseParentPrefix(parent),
                HasReason(ERROR_REASON_INVALID_RESOURCE_NAME))
        << parent;
  }
}

TEST(ResourceName, ATopLevelCollectionHasTheEmptyParent) {
  const ResourceNamePattern indicator("indicators/{indicator}");
  EXPECT_THAT(indicator.ParseParentPrefix(""), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(indicator.ParseParentPrefix("areas/asker"),
              HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(indicator.ParseParentPrefix("-"), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
}

TEST(ResourceNameDeathTest, PatternsAreChecked) {
  EXPECT_DEATH(ResourceNamePattern("areas"), "");
  EXPECT_DEATH(ResourceNamePattern("areas/asker"), "");
  EXPECT_DEATH(Observation().Format({"asker"}), "");
}

TEST(Slug, WritesNorwegianLettersInAscii) {
  EXPECT_EQ(Slug("Grønne områder, 2024"), "gronne-omrader-2024");
  EXPECT_EQ(Slug("ÆØÅ æøå éÉ"), "aeoa-aeoa-ee");
  EXPECT_EQ(Slug("Čálliidšielluŋ"), "calliidsiellun");
  EXPECT_EQ(Slug("Straße Ōü"), "strasse-ou");
}

TEST(Slug, TakesDecomposedLettersLikeComposedOnes) {
  EXPECT_EQ(Slug("a\u030Asgård"), "asgard");
  EXPECT_EQ(Slug("A\u030Asgård"), Slug("Åsgård"));
  EXPECT_EQ(Slug("ide\u0301"), "ide");
}

TEST(Slug, CollapsesAndTrimsWhatIsNoLetter) {
  EXPECT_EQ(Slug("  Barn og unge – helse (0–5 år)!  "), "barn-og-unge-helse-0-5-ar");
  EXPECT_EQ(Slug("a---b__c//d"), "a-b-c-d");
  EXPECT_EQ(Slug("«»"), "");
  EXPECT_EQ(Slug(""), "");
  EXPECT_EQ(Slug("a\xFF\xC3"), "a");
  EXPECT_EQ(Slug("100\u00A0%"), "100");
}

TEST(Slug, IsAResourceIdOfAtMostAHundredBytes) {
  EXPECT_EQ(Slug(std::string(500, 'a')), std::string(100, 'a'));
  EXPECT_EQ(Slug(std::string(99, 'a') + " " + std::string(50, 'b')), std::string(99, 'a'));
  std::mt19937_64 random(3);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes(random() % 200, ' ');
    for (char& byte : bytes) byte = static_cast<char>(random());
    const std::string slug = Slug(bytes);
    ASSERT_TRUE(slug.empty() || IsResourceId(slug));
    ASSERT_LE(slug.size(), 100u);
    ASSERT_EQ(Slug(slug), slug);
  }
}

}  // namespace
}  // namespace tertial
