#include "services/climate/domain/inventory_report.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<Period> kYears = {Period::OfYear(2022), Period::OfYear(2023)};

std::vector<v1::EmissionFigure> Example() {
  return {Emission("all", "2022", Value("219716")),
          Emission("all", "2023", Value("203735")),
          Emission("road-traffic", "2022", Value("124968")),
          Emission("road-traffic", "2023", Value("112787")),
          FigureOf({.sector = "building-and-construction"}, "2022", Value("16219"),
                   "other-mobile-combustion"),
          FigureOf({.sector = "building-and-construction"}, "2023", Value("13619"),
                   "other-mobile-combustion"),
          Emission("land-use", "2023", Value("-9"))};
}

v1::GetInventoryReportResponse Report(const SampleInventory& inventory,
                                      const v1::SectorCrosswalk* crosswalk = nullptr) {
  InventoryReportOptions options{.periods = kYears, .gwp = nullptr, .crosswalk = crosswalk};
  return AssembleInventoryReport(*inventory, options);
}

TEST(InventoryReport, TellsTotalsAndChanges) {
  const SampleInventory inventory(Example());
  const v1::GetInventoryReportResponse report = Report(inventory);
  EXPECT_THAT(report.periods(), ElementsAre("2022", "2023"));
  EXPECT_EQ(report.sector_standard(), "miljodirektoratet");
  EXPECT_EQ(report.change().value(), "-7.273");
  ASSERT_THAT(report.sectors(), SizeIs(4));
  EXPECT_EQ(report.sectors(0).sector(), "other-mobile-combustion");
  EXPECT_TRUE(report.sectors(0).summed());
  EXPECT_FALSE(report.sectors(0).totals(1).total().has_value());
  EXPECT_EQ(report.sectors(1).sector(), "building-and-construction");
  EXPECT_EQ(report.sectors(1).part_of(), "other-mobile-combustion");
  EXPECT_FALSE(report.sectors(1).summed());
  EXPECT_EQ(report.sectors(1).totals(0).total().value(), "16219");
  EXPECT_EQ(report.sectors(1).change().value(), "-16.031");
  EXPECT_EQ(report.sectors(2).sector(), "road-traffic");
  EXPECT_EQ(report.sectors(2).change().value(), "-9.747");
  EXPECT_EQ(report.sectors(3).sector(), "land-use");
  EXPECT_FALSE(report.sectors(3).summed());
  ASSERT_THAT(report.sums(), SizeIs(2));
  EXPECT_EQ(report.sums(1).recorded_part().value(), "112787");
  ASSERT_THAT(report.published_totals(), SizeIs(2));
  EXPECT_EQ(report.published_totals(1).cell().value(), "203735");
}

TEST(InventoryReport, TellsObjectsAndTheirShareInTheLastPeriodThatHasBoth) {
  const SampleInventory inventory({Emission("sites", "2022", Value("814")),
                                   Emission("sites", "2023", Pending()),
                                   Emission("sites", "2022", Value("260"), "school"),
                                   Emission("sites", "2023", Value("9"), "school")});
  const v1::GetInventoryReportResponse report = Report(inventory);
  ASSERT_THAT(report.sectors(), SizeIs(1));
  ASSERT_THAT(report.sectors(0).objects(), SizeIs(1));
  const v1::ObjectReport& object = report.sectors(0).objects(0);
  EXPECT_EQ(object.object(), "school");
  EXPECT_THAT(object.cells(), SizeIs(2));
  EXPECT_EQ(object.share().value(), "31.94");
}

TEST(InventoryReport, OfSumsTellsTheirChangeWhereNothingIsPublished) {
  const SampleInventory inventory({Sourced("waste", "landfill", "2022", Value("100")),
                                   Sourced("waste", "landfill", "2023", Value("90")),
                                   Emission("heating", "2022", Value("100")),
                                   Emission("heating", "2023", Value("70"))});
  const v1::GetInventoryReportResponse report = Report(inventory);
  EXPECT_EQ(report.change().value(), "-20.000");
  EXPECT_EQ(report.change().operands(0).name(), kRelease);
  EXPECT_EQ(report.sectors(1).change().value(), "-10.000");
}

TEST(InventoryReport, SaysWhyAChangeIsNotComputable) {
  const SampleInventory inventory({Sourced("waste", "landfill", "2022", Value("100")),
                                   Sourced("waste", "landfill", "2023", NotEstimated()),
                                   Emission("heating", "2023", Value("70"))});
  const v1::GetInventoryReportResponse report = Report(inventory);
  EXPECT_EQ(report.sectors(1).change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_EQ(report.sectors(0).change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
}

TEST(InventoryReport, DoesNotCompareOverABreakInAPart) {
  v1::EmissionFigure broken = Sourced("waste", "landfill", "2023", Value("90"));
  broken.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
  const SampleInventory inventory({Sourced("waste", "landfill", "2022", Value("100")), broken});
  EXPECT_EQ(Report(inventory).sectors(0).change().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_BREAK_IN_SERIES);
}

TEST(InventoryReport, ComparesTheLastPeriodWithTheOneBeforeAlsoWhereThatIsNotAskedFor) {
  const SampleInventory inventory(Example());
  const InventoryReportOptions options{.periods = {Period::OfYear(2023)}};
  const v1::GetInventoryReportResponse report = AssembleInventoryReport(*inventory, options);
  EXPECT_THAT(report.periods(), ElementsAre("2023"));
  EXPECT_EQ(report.change().value(), "-7.273");
}

TEST(InventoryReport, ByACrosswalkIsInTheOtherSectors) {
  v1::SectorCrosswalk crosswalk;
  crosswalk.set_name("sectorCrosswalks/m~gpc~1");
  crosswalk.set_from_standard("miljodirektoratet");
  crosswalk.set_to_standard("gpc-1.1");
  const auto add = [&](const char* from, const char* to, const char* share) {
    v1::CrosswalkEntry& entry = *crosswalk.add_entries();
    entry.set_from_sector(from);
    entry.set_to_sector(to);
    entry.set_share(share);
  };
  add("road-traffic", "ii", "100");
  add("heating", "i", "60");
  add("heating", "iii", "40");
  const SampleInventory inventory({Emission("road-traffic", "2022", Value("100")),
                                   Emission("road-traffic", "2023", Value("90")),
                                   Emission("heating", "2022", Value("50")),
                                   Emission("heating", "2023", Value("40"))});
  const v1::GetInventoryReportResponse report = Report(inventory, &crosswalk);
  EXPECT_EQ(report.sector_standard(), "gpc-1.1");
  ASSERT_THAT(report.sectors(), SizeIs(3));
  EXPECT_EQ(report.sectors(0).sector(), "i");
  EXPECT_EQ(report.sectors(0).totals(1).total().unrounded(), "24");
  EXPECT_EQ(report.sectors(0).change().value(), "-20.000");
  EXPECT_EQ(report.sectors(1).sector(), "ii");
  EXPECT_EQ(report.sums(1).total().unrounded(), "130");
  EXPECT_THAT(report.unmapped_sectors(), IsEmpty());
}

}  // namespace
}  // namespace tertial::climate
