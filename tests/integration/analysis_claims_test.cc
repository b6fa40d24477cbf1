// What the report's text claims about indicators and statistics, held against the facts: claims
// that are right are recomputed at the precision they are printed with, and wrong ones are not
// confirmed. Each is computed by the service, as a derived indicator or from its analyses.
#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/csv/csv_reader.h"
#include "common/types/decimal.h"
#include "common/types/rational.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/analysis_fixture.h"
#include "tests/testing/status_matchers.h"

namespace tertial::indicators {
namespace {

using ::testing::ElementsAre;
using enum v1::Development;

struct Claim {
  std::string id;
  std::string expected;
  std::string unit;
  std::string qualifier;
  std::string formula;
};

std::vector<Claim> ReadClaims() {
  const auto file = ReadCsv(TERTIAL_SOURCE_DIR "/data/asker-2024/claims.csv",
                            {"id", "statement_en", "expected_value", "unit", "qualifier", "inputs",
                             "formula", "source_line", "page"});
  EXPECT_THAT(file, IsOk());
  std::vector<Claim> claims;
  for (const CsvRow& row : file->rows) {
    claims.push_back({std::string(row.Get("id")), std::string(row.Get("expected_value")),
                      std::string(row.Get("unit")), std::string(row.Get("qualifier")),
                      std::string(row.Get("formula"))});
  }
  return claims;
}

// A claim as a formula over the figures of one area, for the period 2024.
struct Translation {
  std::string formula;
  std::string region;
};

// Nothing for a claim that is no arithmetic over figures of one area.
std::optional<Translation> Translate(const std::string& claimed) {
  static const std::regex& call =
      *new std::regex(R"re((pop|hou|emp|kos|obs)\('([^']+)'(?:,'?(\d{4})'?)?(?:,'?(\w+)'?)?\))re");
  static const std::map<std::string, std::string>& prefixes =
      *new std::map<std::string, std::string>{{"pop", "population."},
                                              {"hou", "housing."},
                                              {"emp", "employment."},
                                              {"kos", "kostra."},
                                              {"obs", ""}};
  Translation translation;
  std::string rest = claimed;
  std::smatch found;
  while (std::regex_search(rest, found, call)) {
    // kos('id','3203',2023): the region stands before the year.
    std::string year = found[3].matched ? found[3].str() : "2024";
    std::string region = found[4].matched ? found[4].str() : "3203";
    if (found[1] == "kos" && found[3].matched) std::swap(year, region);
    if (!translation.region.empty() && translation.region != region) return std::nullopt;
    translation.region = region;
    int number = 0;
    if (!absl::SimpleAtoi(year, &number)) return std::nullopt;
    const int offset = number - 2024;
    absl::StrAppend(&translation.formula, found.prefix().str(), "[", prefixes.at(found[1].str()),
                    found[2].str(), offset == 0 ? "" : absl::StrCat("@", offset), "]");
    rest = found.suffix();
  }
  absl::StrAppend(&translation.formula, rest);
  const bool arithmetic = translation.formula.find_first_of("<>='{") == std::string::npos &&
                          !translation.region.empty();
  return arithmetic ? std::optional<Translation>(translation) : std::nullopt;
}

int DecimalsIn(const std::string& value) {
  const size_t point = value.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(value.size() - point - 1);
}

// Whether the number computed is the one printed: at its decimals, and where it is printed as
// "about" or "nearly", at the zeros that it ends with.
bool Confirms(const common::v1::Computed& computed, const Claim& claim) {
  const absl::StatusOr<Decimal> value = Decimal::Parse(computed.value());
  if (!value.ok()) return false;
  Rational unit = Rational::FromInt(1);
  if (!claim.qualifier.empty()) {
    const size_t zeros = claim.expected.size() - claim.expected.find_last_not_of('0') - 1;
    unit = Rational::FromInt(10).Power(static_cast<int>(zeros));
  }
  return (Rational(*value) / unit).Round(DecimalsIn(claim.expected)) ==
         (Rational(*Decimal::Parse(claim.expected)) / unit).Round(DecimalsIn(claim.expected));
}

class ClaimsTest : public AnalysisTest {
 protected:
  // The number that the service computes for the claim.
  common::v1::Computed ComputedFor(const Claim& claim, const Translation& translation) {
    const std::string name = absl::StrCat("indicators/claim.", claim.id);
    Define(name, claim.unit, translation.formula, DecimalsIn(claim.expected));
    const v1::Series series = SeriesOf(absl::StrCat("areas/", translation.region), name, "2024");
    EXPECT_EQ(series.cells_size(), 1) << claim.id << " " << translation.formula;
    return series.cells_size() == 1 ? series.cells(0).computed() : common::v1::Computed();
  }
};

TEST_F(ClaimsTest, ThatAreRightAreRecomputedAndWrongOnesAreNotConfirmed) {
  std::set<std::string> confirmed;
  std::set<std::string> refuted;
  for (const Claim& claim : ReadClaims()) {
    const std::optional<Translation> translation = Translate(claim.formula);
    if (!translation.has_value()) continue;
    const common::v1::Computed computed = ComputedFor(claim, *translation);
    EXPECT_EQ(computed.formula(), common::v1::FORMULA_EXPRESSION);
    EXPECT_EQ(computed.expression(), translation->formula);
    (Confirms(computed, claim) ? confirmed : refuted).insert(claim.id);
  }
  EXPECT_THAT(confirmed,
              ElementsAre("c010", "c012", "c013", "c019", "c020", "c022", "c023", "c027", "c032",
                          "c038", "c039", "c042", "c044", "c046", "c068", "c073", "c074", "c078",
                          "c253", "c274", "c282", "c305", "c313", "c320"));
  // Residuals of population growth; 699 dwellings in another table.
  EXPECT_THAT(refuted, ElementsAre("c015", "c016", "c017", "c018", "c035"));
}

// c029, c119, c266, c267, c334: claims of a rise or a fall.
TEST_F(ClaimsTest, OfARiseOrAFallAreChanges) {
  const auto change = [&](const std::string& area, const std::string& id, const std::string& from,
                          const std::string& to) {
    return ProgressOf(area, id, to, from).change().absolute().value();
  };
  EXPECT_EQ(change("areas/NO", "population.growth-rate", "2022", "2024"), "-0.4");
  EXPECT_EQ(change("areas/NO", "population.growth-rate", "2023", "2024"), "-0.3");
  EXPECT_EQ(change("areas/asker", "climate.municipal-buildings-energy", "2023", "2024"), "-2.2");
  EXPECT_EQ(change("areas/asker", "kostra.welfare.care-share-of-net-expenditure", "2023", "2024"),
            "-0.9");
  EXPECT_EQ(change("areas/asker", "kostra.welfare.home-services-80-plus", "2023", "2024"), "-0.3");
  EXPECT_EQ(change("areas/asker", "kostra.welfare.institution-80-plus", "2023", "2024"), "-0.5");
  EXPECT_EQ(
      change("areas/asker", "education.teachers-meeting-competence-requirements", "2021", "2024"),
      "3");
}

// c030: more than half of the growth came from other municipalities.
TEST_F(ClaimsTest, OfAMainCauseIsMoreThanHalf) {
  Define("indicators/claim.half", "count",
         "([population.domestic-in-migration] - [population.domestic-out-migration]) * 2 - "
         "[population.growth]",
         0);
  const v1::Series series = SeriesOf("areas/asker", "indicators/claim.half", "2024");
  ASSERT_EQ(series.cells_size(), 1);
  EXPECT_EQ(series.cells(0).cell().value(), "713");
}

// c059: apartments have been more than 60 per cent of new dwellings every year.
TEST_F(ClaimsTest, OfEveryYearHoldsInTheYearsItIsMadeOf) {
  const v1::Series series =
      SeriesOf("areas/asker", "indicators/communities.new-dwellings-apartment-share");
  std::vector<std::string> values;
  for (const v1::SeriesCell& cell : series.cells()) values.push_back(cell.cell().value());
  EXPECT_THAT(values, ElementsAre("58", "64", "66", "63"));
}

// c250, c251, c252: targets.
TEST_F(ClaimsTest, OfTargetsAreTheirThresholds) {
  const auto states = [&](const std::string& indicator) {
    std::vector<v1::TargetState> found;
    const v1::GetProgressResponse progress = ProgressOf("areas/asker", indicator, "2024");
    for (const v1::TargetProgress& target : progress.targets()) {
      found.push_back(target.threshold().state());
    }
    return found;
  };
  EXPECT_THAT(states("economy.disposition-fund-share"), ElementsAre(v1::TARGET_STATE_MET));
  EXPECT_THAT(states("economy.net-loan-debt"), ElementsAre(v1::TARGET_STATE_NOT_MET));
  EXPECT_THAT(states("economy.building-maintenance-per-m2"), ElementsAre(v1::TARGET_STATE_MET));
}

// c266, c267, c326, c328: below the group, above the country.
TEST_F(ClaimsTest, OfOtherPlacesAreComparisons) {
  const auto values = [&](const std::string& indicator, const std::string& period,
                          const std::string& other) {
    const auto response = CompareAreas(Comparison(indicator, period, {"asker", other}));
    EXPECT_THAT(response, IsOk());
    std::map<std::string, std::string> found;
    if (!response.ok()) return found;
    for (const v1::ComparedArea& area : response->areas()) found[area.area()] = area.cell().value();
    return found;
  };
  using Values = std::map<std::string, std::string>;
  EXPECT_EQ(values("kostra.welfare.care-share-of-net-expenditure", "2024", "KG12"),
            (Values{{"areas/asker", "31.6"}, {"areas/kostra-group-12", "31.9"}}));
  EXPECT_EQ(values("kostra.welfare.home-services-80-plus", "2024", "KG12"),
            (Values{{"areas/asker", "21.2"}, {"areas/kostra-group-12", "23.2"}}));
  EXPECT_EQ(values("kostra.welfare.institution-80-plus", "2024", "KG12"),
            (Values{{"areas/asker", "8.5"}, {"areas/kostra-group-12", "10.5"}}));
  EXPECT_EQ(values("cooperation.youth-satisfied-with-local-environment", "2022", "NO"),
            (Values{{"areas/asker", "70"}, {"areas/norge", "65"}}));
  EXPECT_EQ(values("health.youth-confidant", "2022", "NO"),
            (Values{{"areas/asker", "88"}, {"areas/norge", "87"}}));
}

// What the text says of developments: a change and a trend are two things.
TEST_F(ClaimsTest, OfDevelopmentsTellChangeAndTrendApart) {
  const auto development = [&](const std::string& indicator, const std::string& change_from = "") {
    const v1::GetProgressResponse progress =
        ProgressOf("areas/asker", indicator, "2024", change_from);
    return std::pair(progress.change().development(), progress.trend().development());
  };
  EXPECT_EQ(development("education.bullying-grade-7"),
            std::pair(DEVELOPMENT_BETTER, DEVELOPMENT_WORSE));
  EXPECT_EQ(development("health.institution-80-plus", "2021"),
            std::pair(DEVELOPMENT_BETTER, DEVELOPMENT_BETTER));
  EXPECT_EQ(development("communities.treatment-plants-meeting-requirements"),
            std::pair(DEVELOPMENT_WORSE, DEVELOPMENT_WORSE));
  const v1::GetProgressResponse satisfied =
      ProgressOf("areas/asker", "cooperation.voluntary-organisations-satisfaction", "2024");
  EXPECT_EQ(satisfied.trend().development(), DEVELOPMENT_BETTER);
  EXPECT_EQ(satisfied.trend().first_period(), "2022");
  EXPECT_EQ(satisfied.trend().slope().operands_size(), 6);  // Three positions, three values.
}

}  // namespace
}  // namespace tertial::indicators
