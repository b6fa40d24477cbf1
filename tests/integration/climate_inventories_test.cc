// Reports of inventories, what is odd in them, and activity series, over a channel.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_analysis_service.h"
#include "tertial/climate/v1/climate_analysis_service.grpc.pb.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::GwpTable Table(const char* id, v1::GwpSet set, const char* ch4, const char* n2o) {
  v1::GwpTable table;
  table.set_name(absl::StrCat("gwpTables/", id));
  table.set_gwp_set(set);
  SetText(id, table.mutable_titles());
  for (const auto& [gas, gwp] :
       std::vector<std::pair<const char*, const char*>>{{"co2", "1"}, {"ch4", ch4}, {"n2o", n2o}}) {
    v1::GwpValue& value = *table.add_values();
    value.set_gas(gas);
    value.set_gwp(gwp);
  }
  table.mutable_provenance()->set_source("IPCC");
  return table;
}

v1::SectorCrosswalk ToGpc() {
  v1::SectorCrosswalk crosswalk;
  crosswalk.set_name("sectorCrosswalks/miljodirektoratet~gpc-1.1~2025");
  crosswalk.set_from_standard("miljodirektoratet");
  crosswalk.set_to_standard("gpc-1.1");
  crosswalk.set_version("2025");
  for (const auto& [from, to] :
       std::vector<std::pair<const char*, const char*>>{{"road-traffic", "ii"}, {"waste", "iii"}}) {
    v1::CrosswalkEntry& entry = *crosswalk.add_entries();
    entry.set_from_sector(from);
    entry.set_to_sector(to);
    entry.set_share("100");
  }
  crosswalk.mutable_provenance()->set_source("GPC 1.1, table 4.2");
  return crosswalk;
}

class ClimateInventoriesTest : public ClimateAccountsFixture {
 protected:
  using Analysis = v1::ClimateAnalysisService::Stub;

  ClimateInventoriesTest()
      : ClimateAccountsFixture(
            {{v1::ClimateAnalysisService::service_full_name(), CreateClimateAnalysisService}}) {}

  absl::StatusOr<v1::GetInventoryReportResponse> Report(
      const v1::GetInventoryReportRequest& request) {
    return testing::CallUnary(*analysis_, &Analysis::GetInventoryReport, request);
  }
  absl::StatusOr<v1::ListInventoryFindingsResponse> Findings(
      const v1::ListInventoryFindingsRequest& request) {
    return testing::CallUnary(*analysis_, &Analysis::ListInventoryFindings, request);
  }
  absl::StatusOr<v1::ListActivitySeriesResponse> Series(
      const v1::ListActivitySeriesRequest& request) {
    return testing::CallUnary(*analysis_, &Analysis::ListActivitySeries, request);
  }

  static v1::GetInventoryReportRequest ReportOf(const std::string& from,
                                                const std::string& to = "") {
    v1::GetInventoryReportRequest request;
    request.set_name(kRelease);
    request.set_from_period(from);
    request.set_to_period(to);
    return request;
  }

  // Road traffic in 2022 and 2023, waste by gas in 2023, in tonnes of gas.
  void ImportInventory() {
    v1::InventoryRelease release = CommunityRelease();
    release.set_gwp_set(v1::GWP_SET_AR4);
    release.set_gwp_table("gwpTables/ar4");
    std::vector<v1::ClimateRow> rows = {Row(release),
                                        Row(Table("ar4", v1::GWP_SET_AR4, "25", "298")),
                                        Row(Table("ar5", v1::GWP_SET_AR5, "28", "265")),
                                        Row(ToGpc()),
                                        Row(OfGas("road-traffic", "co2", "2022", Value("124968"))),
                                        Row(OfGas("road-traffic", "co2", "2023", Value("112787")))};
    for (const auto& [gas, mass] : std::vector<std::pair<const char*, const char*>>{
             {"co2", "100"}, {"ch4", "10"}, {"n2o", "2"}}) {
      v1::EmissionFigure figure = OfGas("waste", gas, "2023", Value(mass));
      figure.set_unit("tonnes");
      rows.push_back(Row(figure));
    }
    ImportAll(rows);
  }

  const std::unique_ptr<Analysis> analysis_ =
      v1::ClimateAnalysisService::NewStub(service_.channel());
};

TEST_F(ClimateInventoriesTest, ReportsARelease) {
  ImportInventory();
  const auto report = Report(ReportOf("2022", "2023"));
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->release().name(), kRelease);
  EXPECT_THAT(report->periods(), ElementsAre("2022", "2023"));
  ASSERT_THAT(report->sectors(), SizeIs(2));
  EXPECT_EQ(report->sectors(0).sector(), "road-traffic");
  EXPECT_EQ(report->sectors(0).change().value(), "-9.747");
  EXPECT_EQ(report->sectors(1).totals(1).total().value(), "946");
  EXPECT_EQ(report->sums(1).total().value(), "113733");
  // Of 2022 nothing is known of the waste, which other years are recorded of.
  EXPECT_EQ(report->sums(0).completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_EQ(report->sums(0).recorded_part().value(), "124968");
  EXPECT_EQ(report->read_at().revision(), 1);
}

TEST_F(ClimateInventoriesTest, ReportsWithOtherPotentials) {
  ImportInventory();
  v1::GetInventoryReportRequest request = ReportOf("2023");
  request.set_gwp_table("gwpTables/ar5");
  const auto report = Report(request);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->sectors(0).totals(0).total().value(), "112787");
  EXPECT_EQ(report->sectors(1).totals(0).total().value(), "910");
  EXPECT_THAT(report->published_totals(), IsEmpty());
}

TEST_F(ClimateInventoriesTest, ReportsInTheSectorsOfAnotherStandard) {
  ImportInventory();
  v1::GetInventoryReportRequest request = ReportOf("2022", "2023");
  request.set_crosswalk(ToGpc().name());
  const auto report = Report(request);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->sector_standard(), "gpc-1.1");
  ASSERT_THAT(report->sectors(), SizeIs(2));
  EXPECT_EQ(report->sectors(0).sector(), "ii");
  EXPECT_EQ(report->sectors(0).change().value(), "-9.747");
  EXPECT_EQ(report->sectors(1).totals(1).total().unrounded(), "946");
}

TEST_F(ClimateInventoriesTest, RefusesWhatCannotBeReported) {
  ImportInventory();
  v1::InventoryRelease gpc = CommunityRelease("areas/asker/inventoryReleases/gpc");
  gpc.set_sector_standard("gpc-1.1");
  ImportAll({Row(gpc)});
  using Request = v1::GetInventoryReportRequest;
  const std::vector<std::pair<void (*)(Request&), ErrorReason>> cases = {
      {[](Request& r) { r.set_name("areas/asker/inventoryReleases/unheard-of"); },
       common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND},
      {[](Request& r) { r.set_name("areas/asker"); },
       common::v1::ERROR_REASON_INVALID_RESOURCE_NAME},
      {[](Request& r) { r.clear_from_period(); }, common::v1::ERROR_REASON_FIELD_REQUIRED},
      {[](Request& r) { r.set_from_period("2023-Q1"); }, common::v1::ERROR_REASON_INVALID_PERIOD},
      {[](Request& r) { r.set_to_period("2021"); }, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE},
      {[](Request& r) { r.set_to_period("2053"); }, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE},
      {[](Request& r) { r.set_gwp_table("gwpTables/ar9"); },
       common::v1::ERROR_REASON_GWP_TABLE_NOT_FOUND},
      {[](Request& r) { r.set_crosswalk("sectorCrosswalks/unheard-of"); },
       common::v1::ERROR_REASON_SECTOR_CROSSWALK_NOT_FOUND},
      {[](Request& r) {
         r.set_name("areas/asker/inventoryReleases/gpc");
         r.set_crosswalk(ToGpc().name());
       },
       common::v1::ERROR_REASON_SECTOR_STANDARD_MISMATCH}};
  for (const auto& [spoil, reason] : cases) {
    Request request = ReportOf("2023");
    spoil(request);
    EXPECT_THAT(Report(request), HasReason(reason)) << request.ShortDebugString();
  }
  Request most = ReportOf("2023", "2052");
  EXPECT_THAT(Report(most), IsOk());
}

TEST_F(ClimateInventoriesTest, ReportsTheStateThatIsAskedFor) {
  ImportInventory();
  ImportAll({Row(OfGas("road-traffic", "co2", "2023", Value("1")))});
  v1::GetInventoryReportRequest request = ReportOf("2023");
  EXPECT_EQ(Report(request)->sectors(0).totals(0).total().value(), "1");
  request.mutable_as_of()->set_revision(1);
  EXPECT_EQ(Report(request)->sectors(0).totals(0).total().value(), "112787");
}

// What has findings: two releases, an implied figure that no longer follows, a target.
void AddOddRows(std::vector<v1::ClimateRow>& rows) {
  rows.push_back(Row(CommunityRelease()));
  rows.push_back(Row(CommunityRelease("areas/asker/inventoryReleases/second")));
  for (const char* period : {"2021", "2022", "2023"}) {
    rows.push_back(Row(Emission("all", period, Value("10"))));
    rows.push_back(Row(Emission("waste", period, Value("20"))));
    rows.push_back(Row(Emission("waste", period, Value("30"), "depot")));
  }
  v1::EmissionFigure second = Emission("waste", "2023", Value("5"));
  second.set_name("areas/asker/inventoryReleases/second/emissions/waste~2023");
  rows.push_back(Row(second));
  second = Emission("waste", "2023", Value("9"), "depot");
  second.set_name("areas/asker/inventoryReleases/second/emissions/waste~2023~object.depot");
  rows.push_back(Row(second));
}

std::vector<std::string> Shortly(const v1::ListInventoryFindingsResponse& page) {
  std::vector<std::string> texts;
  for (const v1::InventoryFinding& finding : page.findings()) {
    texts.push_back(absl::StrCat(finding.period(), " ", finding.kind(), " ",
                                 finding.difference().value(), " ", finding.resources(0)));
  }
  return texts;
}

TEST_F(ClimateInventoriesTest, TellsFindingsPageByPage) {
  std::vector<v1::ClimateRow> rows;
  AddOddRows(rows);
  ImportAll(rows);
  v1::ListInventoryFindingsRequest request;
  request.set_area("areas/3203");
  const auto all = Findings(request);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->next_page_token(), "");
  const std::vector<std::string> texts = Shortly(*all);
  EXPECT_THAT(texts, SizeIs(7));
  for (const int page_size : {1, 2, 3, 7}) {
    std::vector<std::string> paged;
    v1::ListInventoryFindingsRequest page_request = request;
    page_request.set_page_size(page_size);
    do {
      const auto page = Findings(page_request);
      ASSERT_THAT(page, IsOk());
      EXPECT_LE(page->findings_size(), page_size);
      for (std::string& text : Shortly(*page)) paged.push_back(std::move(text));
      page_request.set_page_token(page->next_page_token());
    } while (!page_request.page_token().empty());
    EXPECT_EQ(paged, texts) << page_size;
  }
}

TEST_F(ClimateInventoriesTest, TellsFindingsOfOneReleaseAndKind) {
  std::vector<v1::ClimateRow> rows;
  AddOddRows(rows);
  ImportAll(rows);
  v1::ListInventoryFindingsRequest request;
  request.set_area("areas/asker");
  request.set_inventory_release("areas/3203/inventoryReleases/second");
  EXPECT_THAT(Shortly(*Findings(request)),
              ElementsAre("2023 2 -4 areas/asker/inventoryReleases/second/emissions/waste~2023"));
  request.add_kinds(v1::INVENTORY_FINDING_KIND_SECTORS_DIFFER_FROM_TOTAL);
  EXPECT_THAT(Shortly(*Findings(request)), IsEmpty());
  request.clear_inventory_release();
  EXPECT_THAT(Shortly(*Findings(request)), SizeIs(3));
}

TEST_F(ClimateInventoriesTest, RefusesFindingsThatCannotBeTold) {
  ImportInventory();
  using Request = v1::ListInventoryFindingsRequest;
  const std::vector<std::pair<void (*)(Request&), ErrorReason>> cases = {
      {[](Request& r) { r.set_area("areas/9999"); }, common::v1::ERROR_REASON_AREA_NOT_FOUND},
      {[](Request& r) { r.set_inventory_release("areas/asker/inventoryReleases/unheard-of"); },
       common::v1::ERROR_REASON_INVENTORY_RELEASE_NOT_FOUND},
      {[](Request& r) { r.set_inventory_release("areas/baerum/inventoryReleases/first"); },
       common::v1::ERROR_REASON_INCONSISTENT_FIELDS},
      {[](Request& r) { r.add_kinds(v1::INVENTORY_FINDING_KIND_UNSPECIFIED); },
       common::v1::ERROR_REASON_INVALID_ENUM},
      {[](Request& r) {
         r.add_kinds(v1::INVENTORY_FINDING_KIND_UNEXPLAINED);
         r.add_kinds(v1::INVENTORY_FINDING_KIND_UNEXPLAINED);
       },
       common::v1::ERROR_REASON_DUPLICATE_ELEMENT},
      {[](Request& r) { r.set_page_size(-1); }, common::v1::ERROR_REASON_INVALID_PAGE_SIZE},
      {[](Request& r) { r.set_page_token("none"); }, common::v1::ERROR_REASON_INVALID_PAGE_TOKEN}};
  for (const auto& [spoil, reason] : cases) {
    Request request;
    request.set_area("areas/asker");
    spoil(request);
    EXPECT_THAT(Findings(request), HasReason(reason)) << request.ShortDebugString();
  }
}

TEST_F(ClimateInventoriesTest, TellsThatAnImpliedFigureNoLongerFollows) {
  v1::EmissionFigure base = Emission("all", "2009", Value("373141"));
  base.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
  base.mutable_implied_by()->set_period("2023");
  base.mutable_implied_by()->mutable_percent_change()->set_value("-45.4");
  base.mutable_implied_by()->mutable_percent_change()->set_rounded_to("0.1");
  ImportAll({Row(CommunityRelease()), Row(base), Row(Emission("all", "2023", Value("203735")))});
  v1::ListInventoryFindingsRequest request;
  request.set_area("areas/asker");
  EXPECT_THAT(Shortly(*Findings(request)), IsEmpty());
  ImportAll({Row(Emission("all", "2023", Value("205000")))});
  ASSERT_THAT(Findings(request)->findings(), SizeIs(1));
  EXPECT_EQ(Findings(request)->findings(0).kind(),
            v1::INVENTORY_FINDING_KIND_IMPLIED_VALUE_OUTSIDE);
  // The report reads the later figure also where it lies outside the periods asked for.
  const auto report = Report(ReportOf("2009"));
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings(), SizeIs(1));
}

TEST_F(ClimateInventoriesTest, ListsActivitySeries) {
  v1::ActivityFigure waste = Activity("waste", "2024", Value("7"), "tonnes");
  waste.set_topic(v1::ACTIVITY_TOPIC_WASTE);
  ImportAll({Row(Activity("energy-use", "2023", Value("81.4"))),
             Row(Activity("energy-use", "2024", Value("79.2"))), Row(waste)});
  v1::ListActivitySeriesRequest request;
  request.set_area("areas/asker");
  request.set_from_period("2024");
  const auto all = Series(request);
  ASSERT_THAT(all, IsOk());
  ASSERT_THAT(all->series(), SizeIs(2));
  EXPECT_EQ(all->series(0).change().value(), "-2.7");
  request.set_topic(v1::ACTIVITY_TOPIC_WASTE);
  ASSERT_THAT(Series(request)->series(), SizeIs(1));
  request.set_topic(v1::ACTIVITY_TOPIC_UNSPECIFIED);
  request.set_metric("energy-use");
  EXPECT_THAT(Series(request)->series(), SizeIs(1));
  request.set_boundary("households");
  EXPECT_THAT(Series(request)->series(), IsEmpty());
  request.set_metric("Energy");
  EXPECT_THAT(Series(request), HasReason(common::v1::ERROR_REASON_INVALID_TEXT));
  request.set_metric("");
  request.set_to_period("2020");
  EXPECT_THAT(Series(request), HasReason(common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE));
}

}  // namespace
}  // namespace tertial::climate
