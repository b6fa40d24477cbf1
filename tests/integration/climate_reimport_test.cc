// A re-import adds a release or a revision, and never replaces rows in silence.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

constexpr char kSecond[] = "areas/asker/inventoryReleases/miljodirektoratet-2026";

class ClimateReimportTest : public ClimateAccountsFixture {
 protected:
  std::vector<v1::EmissionFigure> ListAll(const std::string& release) {
    v1::ListEmissionFiguresRequest request;
    request.set_parent(release);
    request.set_page_size(1000);
    const auto response = service_.Call(&Stub::ListEmissionFigures, request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    return {response->emission_figures().begin(), response->emission_figures().end()};
  }
};

// 120 rows of sources and gases, all with the same reference.
std::vector<v1::ClimateRow> RowsOfOneSource(const std::string& release, int value) {
  std::vector<v1::ClimateRow> rows = {Row(CommunityRelease(release))};
  for (int source = 0; source < 30; ++source) {
    for (const char* gas : {"co2", "ch4", "n2o", "sf6"}) {
      v1::EmissionFigure figure =
          FigureOf({.sector = "industry", .source = absl::StrCat("source-", source), .gas = gas},
                   "2023", Value(absl::StrCat(value)));
      figure.set_name(EmissionName(release, SeriesOf(figure), Period::OfYear(2023)));
      figure.mutable_provenance()->set_source("utslipp.xlsx");
      rows.push_back(Row(figure));
    }
  }
  return rows;
}

int64_t SumOf(const std::vector<v1::EmissionFigure>& figures) {
  int64_t sum = 0;
  for (const v1::EmissionFigure& figure : figures) sum += std::stoll(figure.cell().value());
  return sum;
}

// CityCatalyst's issue 2776: rows that shared a reference replaced each other in an import, and the
// totals were smaller without a word.
TEST_F(ClimateReimportTest, RowsThatShareAReferenceAreAllKept) {
  ImportAll(RowsOfOneSource(kRelease, 7));
  EXPECT_EQ(ListAll(kRelease).size(), 120);
  EXPECT_EQ(SumOf(ListAll(kRelease)), 840);
  const auto again = Import(RowsOfOneSource(kRelease, 7));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->unchanged(), 121);
  EXPECT_EQ(SumOf(ListAll(kRelease)), 840);
}

TEST_F(ClimateReimportTest, ARowThatComesAgainOtherwiseIsARevision) {
  const int64_t first = ImportAll(RowsOfOneSource(kRelease, 7));
  std::vector<v1::ClimateRow> rows = RowsOfOneSource(kRelease, 7);
  rows[1].mutable_emission_figure()->mutable_cell()->set_value("9");
  const auto summary = Import(rows);
  ASSERT_THAT(summary, IsOk());
  EXPECT_EQ(summary->revised(), 1);
  EXPECT_EQ(summary->unchanged(), 120);
  EXPECT_EQ(SumOf(ListAll(kRelease)), 842);
  v1::ListEmissionFiguresRequest before;
  before.set_parent(kRelease);
  before.set_page_size(1000);
  before.mutable_as_of()->set_revision(first);
  const auto then = service_.Call(&Stub::ListEmissionFigures, before);
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(SumOf({then->emission_figures().begin(), then->emission_figures().end()}), 840);
}

TEST_F(ClimateReimportTest, ANewReleaseStandsBesideTheEarlierOne) {
  ImportAll(RowsOfOneSource(kRelease, 7));
  ImportAll(RowsOfOneSource(kSecond, 8));
  EXPECT_EQ(SumOf(ListAll(kRelease)), 840);
  EXPECT_EQ(SumOf(ListAll(kSecond)), 960);
}

TEST_F(ClimateReimportTest, OneKeyTwiceInAStreamIsRefused) {
  std::vector<v1::ClimateRow> rows = RowsOfOneSource(kRelease, 7);
  rows.push_back(rows[1]);
  rows.back().mutable_emission_figure()->mutable_cell()->set_value("9");
  const auto summary = Import(rows);
  ASSERT_THAT(summary, IsOk());
  EXPECT_FALSE(summary->applied());
  ASSERT_EQ(summary->refused_rows_size(), 1);
  EXPECT_EQ(summary->refused_rows(0).violations(0).reason(),
            common::v1::ERROR_REASON_DUPLICATE_KEY);
  EXPECT_EQ(State().second, 0);
}

}  // namespace
}  // namespace tertial::climate
