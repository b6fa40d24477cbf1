#include "common/types/area_registry.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using common::v1::Area;
using ::testing::ElementsAre;

constexpr char kAreas[] =
    "id,level,name_nb,valid_from,valid_to,parent\n"
    "asker,municipality,Asker,2020-01-01,,akershus\n"
    "asker-1,municipality,Asker (before 2020),1838-01-01,2019-12-31,norge\n"
    "royken,municipality,Røyken,1838-01-01,2019-12-31,norge\n"
    "lillestrom,municipality,Lillestrøm,2020-01-01,,akershus\n"
    "akershus,county,Akershus,2024-01-01,,norge\n"
    "norge,country,Norge,1814-05-17,,\n"
    "kostra-group-12,peer_group,KOSTRA-gruppe 12,2020-01-01,,norge\n"
    "osloregionen,region,Osloregionen,,,norge\n";
constexpr char kNumbers[] =
    "area,number,valid_from,valid_to\n"
    "asker,3203,2024-01-01,\n"
    "asker,3025,2020-01-01,2023-12-31\n"
    "asker-1,0220,,2019-12-31\n"
    "akershus,32,2024-01-01,\n"
    "norge,NO,,\n"
    "kostra-group-12,KG12,,\n";
constexpr char kPredecessors[] =
    "area,predecessor,date\n"
    "asker,asker-1,2020-01-01\n"
    "asker,royken,2020-01-01\n";

struct Files {
  std::string areas = kAreas;
  std::string numbers = kNumbers;
  std::string predecessors = kPredecessors;
};

absl::StatusOr<AreaRegistry> Load(const Files& files = {}) {
  const TempDir dir;
  dir.Write("areas.csv", files.areas);
  dir.Write("area_numbers.csv", files.numbers);
  dir.Write("area_predecessors.csv", files.predecessors);
  return AreaRegistry::Load(dir.path());
}

Period P(absl::string_view text) { return Period::Parse(text).value(); }

// The files, with a row added to one of them, are refused with `reason`, and the message names
// file and line, and `value`.
void ExpectRefused(const Files& files, ErrorReason reason, absl::string_view place,
                   absl::string_view value) {
  const auto result = Load(files);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument)) << value;
  EXPECT_THAT(result, HasReason(reason));
  EXPECT_THAT(result, MessageNames(place));
  EXPECT_THAT(result, MessageNames(absl::StrCat("\"", value, "\"")));
}
void ExpectAreaRefused(absl::string_view row, ErrorReason reason, absl::string_view value) {
  ExpectRefused({.areas = absl::StrCat(kAreas, row, "\n")}, reason, "/areas.csv:10:", value);
}
void ExpectNumberRefused(absl::string_view row, ErrorReason reason, absl::string_view value) {
  ExpectRefused({.numbers = absl::StrCat(kNumbers, row, "\n")}, reason,
                "/area_numbers.csv:8:", value);
}
void ExpectPredecessorRefused(absl::string_view row, ErrorReason reason, absl::string_view value) {
  ExpectRefused({.predecessors = absl::StrCat(kPredecessors, row, "\n")}, reason,
                "/area_predecessors.csv:4:", value);
}

TEST(AreaRegistry, HoldsWhatTheFilesSay) {
  const AreaRegistry registry = Load().value();
  ASSERT_EQ(registry.areas().size(), 8u);
  const Area* asker = registry.Find("asker");
  ASSERT_NE(asker, nullptr);
  EXPECT_EQ(asker->name(), "areas/asker");
  EXPECT_EQ(asker->level(), common::v1::AREA_LEVEL_MUNICIPALITY);
  ASSERT_EQ(asker->display_names_size(), 1);
  EXPECT_EQ(asker->display_names(0).language(), "nb");
  EXPECT_EQ(asker->display_names(0).text(), "Asker");
  EXPECT_EQ(asker->valid_from(), "2020-01-01");
  EXPECT_EQ(asker->valid_to(), "");
  EXPECT_EQ(asker->parent(), "areas/akershus");
  ASSERT_EQ(asker->predecessors_size(), 2);
  EXPECT_EQ(asker->predecessors(1).area(), "areas/royken");
  EXPECT_EQ(asker->predecessors(1).date(), "2020-01-01");
  EXPECT_EQ(registry.Find("kostra-group-12")->level(), common::v1::AREA_LEVEL_PEER_GROUP);
  EXPECT_EQ(registry.Find("norge")->parent(), "");
}

TEST(AreaRegistry, ListsNumbersInTheOrderOfTime) {
  const AreaRegistry registry = Load().value();
  const Area& asker = *registry.Find("asker");
  ASSERT_EQ(asker.numbers_size(), 2);
  EXPECT_EQ(asker.numbers(0).number(), "3025");
  EXPECT_EQ(asker.numbers(0).valid_to(), "2023-12-31");
  EXPECT_EQ(asker.numbers(1).number(), "3203");
  EXPECT_EQ(asker.numbers(1).valid_to(), "");
}

TEST(AreaRegistry, FindsByIdAlone) {
  const AreaRegistry registry = Load().value();
  EXPECT_EQ(registry.Find("3203"), nullptr);
  EXPECT_EQ(registry.Find("areas/asker"), nullptr);
  EXPECT_EQ(registry.Find(""), nullptr);
}

TEST(AreaRegistry, ResolvesIdsAndNumbers) {
  const AreaRegistry registry = Load().value();
  EXPECT_THAT(registry.Resolve("asker"), IsOkAndHolds("asker"));
  EXPECT_THAT(registry.Resolve("3203"), IsOkAndHolds("asker"));
  EXPECT_THAT(registry.Resolve("3025"), IsOkAndHolds("asker"));
  EXPECT_THAT(registry.Resolve("0220"), IsOkAndHolds("asker-1"));
  EXPECT_THAT(registry.Resolve("NO"), IsOkAndHolds("norge"));
  EXPECT_THAT(registry.Resolve("KG12", P("2019")), IsOkAndHolds("kostra-group-12"));
  EXPECT_THAT(registry.Resolve("asker-1", P("2024")), IsOkAndHolds("asker-1"));
}

TEST(AreaRegistry, ANumberMeansItsBearerNowWhereNobodyBoreItInThePeriod) {
  const AreaRegistry registry = Load().value();
  EXPECT_THAT(registry.Resolve("3203", P("2021")), IsOkAndHolds("asker"));
  EXPECT_THAT(registry.Resolve("3025", P("2024")), IsOkAndHolds("asker"));
  EXPECT_THAT(registry.Resolve("3025", P("2010")), IsOkAndHolds("asker"));
}

TEST(AreaRegistry, ANumberMeansItsBearerInThePeriod) {
  const AreaRegistry registry = Load({.numbers = "area,number,valid_from,valid_to\n"
                                                 "lillestrom,0220,2022-03-01,\n"
                                                 "asker-1,0220,,2019-12-31\n"
                                                 "asker,0220,2020-01-01,2021-08-31\n"})
                                    .value();
  EXPECT_THAT(registry.Resolve("0220"), IsOkAndHolds("lillestrom"));
  EXPECT_THAT(registry.Resolve("0220", P("2015")), IsOkAndHolds("asker-1"));
  EXPECT_THAT(registry.Resolve("0220", P("2019")), IsOkAndHolds("asker-1"));
  EXPECT_THAT(registry.Resolve("0220", P("2020-01-01")), IsOkAndHolds("asker"));
  // Two bearers in one period: the one on its last day.
  EXPECT_THAT(registry.Resolve("0220", P("2019/2020")), IsOkAndHolds("asker"));
  EXPECT_THAT(registry.Resolve("0220", P("2022")), IsOkAndHolds("lillestrom"));
  // None on the last day: the one on the first.
  EXPECT_THAT(registry.Resolve("0220", P("2021")), IsOkAndHolds("asker"));
  // None on either: the one that bears it now.
  EXPECT_THAT(registry.Resolve("0220", P("2021-Q4")), IsOkAndHolds("lillestrom"));
}

TEST(AreaRegistry, AnIdWinsOverANumber) {
  const AreaRegistry registry =
      Load({.areas = absl::StrCat(kAreas, "3001,municipality,Halden,,,\n"),
            .numbers = absl::StrCat(kNumbers, "3001,3001,2020-01-01,2023-12-31\n")})
          .value();
  EXPECT_THAT(registry.Resolve("3001", P("2024")), IsOkAndHolds("3001"));
}

TEST(AreaRegistry, AnswersNotFoundForWhatItDoesNotKnow) {
  const AreaRegistry registry = Load().value();
  for (const char* area : {"", "9999", "Asker", "areas/asker", "no"}) {
    EXPECT_THAT(registry.Resolve(area), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(registry.Resolve(area, P("2024")),
                HasReason(common::v1::ERROR_REASON_AREA_NOT_FOUND));
  }
}

TEST(AreaRegistry, StaysWholeWhenMoved) {
  AreaRegistry first = Load().value();
  const AreaRegistry registry = std::move(first);
  EXPECT_THAT(registry.Resolve("3203"), IsOkAndHolds("asker"));
  EXPECT_EQ(registry.Find("asker")->name(), "areas/asker");
}

TEST(AreaRegistry, RefusesUnknownAreas) {
  constexpr auto kReason = common::v1::ERROR_REASON_AREA_NOT_FOUND;
  ExpectAreaRefused("moss,municipality,Moss,,,ostfold", kReason, "ostfold");
  ExpectNumberRefused("moss,3002,,", kReason, "moss");
  ExpectPredecessorRefused("moss,asker,2020-01-01", kReason, "moss");
  ExpectPredecessorRefused("asker,hurum,2020-01-01", kReason, "hurum");
}

TEST(AreaRegistry, RefusesMalformedDates) {
  constexpr auto kReason = common::v1::ERROR_REASON_INVALID_DATE;
  ExpectAreaRefused("moss,municipality,Moss,2020-02-30,,", kReason, "2020-02-30");
  ExpectAreaRefused("moss,municipality,Moss,,2020,", kReason, "2020");
  ExpectNumberRefused("royken,0627,,31.12.2019", kReason, "31.12.2019");
  ExpectPredecessorRefused("lillestrom,royken,", kReason, "");
  ExpectPredecessorRefused("lillestrom,royken,2020-01", kReason, "2020-01");
}

TEST(AreaRegistry, RefusesAnEndBeforeTheBeginning) {
  constexpr auto kReason = common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
  ExpectAreaRefused("moss,municipality,Moss,2020-01-01,2019-12-31,", kReason, "2019-12-31");
  ExpectNumberRefused("royken,0627,2020-01-01,2019-12-31", kReason, "2019-12-31");
}

TEST(AreaRegistry, RefusesTwoAreasWithOneNumberOnOneDay) {
  constexpr auto kReason = common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
  ExpectNumberRefused("lillestrom,3203,2030-01-01,", kReason, "3203");
  ExpectNumberRefused("lillestrom,3025,2023-12-31,", kReason, "3025");
  ExpectNumberRefused("lillestrom,3025,,2020-01-01", kReason, "3025");
  ExpectNumberRefused("lillestrom,NO,2021-01-01,2021-01-01", kReason, "NO");
  EXPECT_THAT(Load({.numbers = absl::StrCat(kNumbers, "lillestrom,3025,2024-01-01,\n")}), IsOk());
}

TEST(AreaRegistry, RefusesANumberThatIsAnotherAreasId) {
  ExpectRefused({.areas = absl::StrCat(kAreas, "3203,region,R,,,\n")},
                common::v1::ERROR_REASON_INCONSISTENT_FIELDS, "/area_numbers.csv:2:", "3203");
}

TEST(AreaRegistry, RefusesMalformedIdsNumbersAndLevels) {
  for (const char* id : {"", "Moss", "mo ss", "-moss", "rømskog"}) {
    ExpectAreaRefused(absl::StrCat(id, ",municipality,Moss,,,"),
                      common::v1::ERROR_REASON_INVALID_TEXT, id);
  }
  ExpectNumberRefused("royken,,,", common::v1::ERROR_REASON_INVALID_TEXT, "");
  ExpectNumberRefused("royken,06 27,,", common::v1::ERROR_REASON_INVALID_TEXT, "06 27");
  for (const char* level : {"", "town", "unspecified", "MUNICIPALITY"}) {
    ExpectAreaRefused(absl::StrCat("moss,", level, ",Moss,,,"),
                      common::v1::ERROR_REASON_INVALID_ENUM, level);
  }
  ExpectAreaRefused("moss,municipality,,,,", common::v1::ERROR_REASON_FIELD_REQUIRED, "moss");
}

TEST(AreaRegistry, RefusesWhatStandsTwice) {
  ExpectAreaRefused("asker,municipality,Asker,,,", common::v1::ERROR_REASON_DUPLICATE_KEY, "asker");
  ExpectPredecessorRefused("asker,royken,2020-01-01", common::v1::ERROR_REASON_DUPLICATE_KEY,
                           "royken");
}

TEST(AreaRegistry, RefusesAnAreaWithinItself) {
  constexpr auto kReason = common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
  ExpectAreaRefused("moss,municipality,Moss,,,moss", kReason, "moss");
  ExpectRefused({.areas = absl::StrCat(kAreas, "a,region,A,,,b\nb,region,B,,,c\nc,region,C,,,b\n")},
                kReason, "/areas.csv:11:", "b");
  ExpectPredecessorRefused("lillestrom,lillestrom,2020-01-01", kReason, "lillestrom");
}

TEST(AreaRegistry, RefusesADirectoryWithoutTheFiles) {
  const TempDir dir;
  EXPECT_THAT(AreaRegistry::Load(dir.path()), HasReason(common::v1::ERROR_REASON_INVALID_TEXT));
  EXPECT_THAT(AreaRegistry::Load(dir.path()), MessageNames("/areas.csv"));
}

}  // namespace
}  // namespace tertial
