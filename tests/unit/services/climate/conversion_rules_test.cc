#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/crosswalk_rules.h"
#include "services/climate/domain/gwp_rules.h"
#include "tests/unit/services/climate/budget_samples.h"

namespace tertial::climate {
namespace {

using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_DECIMAL;
using common::v1::ERROR_REASON_INVALID_ENUM;
using common::v1::ERROR_REASON_INVALID_TEXT;
using common::v1::ERROR_REASON_SHARES_NOT_WHOLE;
using common::v1::ERROR_REASON_UNKNOWN_GAS;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(GwpTable, NeedsSetTitlesValuesAndSource) {
  EXPECT_THAT(FoundWrong(CheckGwpTable, Ar5Table()), IsEmpty());
  EXPECT_THAT(FoundWrong(CheckGwpTable, v1::GwpTable()),
              UnorderedElementsAre(Pair("gwp_set", ERROR_REASON_INVALID_ENUM),
                                   Pair("titles", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("values", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("provenance.source", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(GwpTable, HoldsKnownGasesOnceEach) {
  v1::GwpTable table = Ar5Table();
  AddPotential("ch5", "5", table);
  AddPotential("ch4", "28", table);
  AddPotential("hfc", "1300", table);
  AddPotential("", "1", table);
  EXPECT_THAT(FoundWrong(CheckGwpTable, table),
              ElementsAre(Pair("values[3].gas", ERROR_REASON_UNKNOWN_GAS),
                          Pair("values[4].gas", ERROR_REASON_DUPLICATE_ELEMENT),
                          Pair("values[5].gas", ERROR_REASON_UNKNOWN_GAS),
                          Pair("values[6].gas", ERROR_REASON_FIELD_REQUIRED)));
}

TEST(GwpTable, HoldsPotentialsAboveZeroAndOneForCarbonDioxide) {
  v1::GwpTable table = Ar5Table();
  table.mutable_values(0)->set_gwp("1.0");
  EXPECT_THAT(FoundWrong(CheckGwpTable, table), IsEmpty());
  table.mutable_values(0)->set_gwp("2");
  table.mutable_values(1)->set_gwp("0");
  table.mutable_values(2)->set_gwp("-265");
  AddPotential("sf6", "23 500", table);
  EXPECT_THAT(FoundWrong(CheckGwpTable, table),
              ElementsAre(Pair("values[0].gwp", ERROR_REASON_INCONSISTENT_FIELDS),
                          Pair("values[1].gwp", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("values[2].gwp", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("values[3].gwp", ERROR_REASON_INVALID_DECIMAL)));
}

TEST(SectorCrosswalk, NeedsTwoStandardsVersionEntriesAndSource) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk), IsEmpty());
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, v1::SectorCrosswalk()),
              UnorderedElementsAre(Pair("from_standard", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("to_standard", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("version", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("entries", ERROR_REASON_FIELD_REQUIRED),
                                   Pair("provenance.source", ERROR_REASON_FIELD_REQUIRED)));
  crosswalk.set_to_standard("miljodirektoratet");
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk),
              ElementsAre(Pair("to_standard", ERROR_REASON_INCONSISTENT_FIELDS)));
  crosswalk.set_to_standard("GPC 1.1");
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk),
              ElementsAre(Pair("to_standard", ERROR_REASON_INVALID_TEXT)));
}

TEST(SectorCrosswalk, SharesOutTheWholeOfASector) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  crosswalk.mutable_entries(2)->set_share("29.9");
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk),
              ElementsAre(Pair("entries[2].share", ERROR_REASON_SHARES_NOT_WHOLE)));
  crosswalk.mutable_entries(2)->set_share("30.1");
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk),
              ElementsAre(Pair("entries[2].share", ERROR_REASON_SHARES_NOT_WHOLE)));
  crosswalk.mutable_entries(2)->set_share("30.0");
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk), IsEmpty());
}

TEST(SectorCrosswalk, NamesTheSumOfSharesThatAreNotWhole) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  crosswalk.mutable_entries(2)->set_share("29.95");
  Violations violations;
  CheckSectorCrosswalk(crosswalk, violations);
  ASSERT_EQ(violations.list().size(), 1U);
  EXPECT_NE(violations.list()[0].description().find("99.95"), std::string::npos);
}

TEST(SectorCrosswalk, MayLeaveSharesUnknownButNotExceedTheWhole) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  crosswalk.mutable_entries(2)->clear_share();
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk), IsEmpty());
  AddEntry("aviation", "iv", "31", crosswalk);
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk),
              ElementsAre(Pair("entries[3].share", ERROR_REASON_SHARES_NOT_WHOLE)));
}

TEST(SectorCrosswalk, SharesOutEachSourceByItself) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  AddEntry("road-traffic", "iii", "40", crosswalk).set_from_source("buses");
  AddEntry("road-traffic", "ii", "60", crosswalk).set_from_source("buses");
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk), IsEmpty());
  crosswalk.mutable_entries(4)->set_share("61");
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk),
              ElementsAre(Pair("entries[4].share", ERROR_REASON_SHARES_NOT_WHOLE)));
}

TEST(SectorCrosswalk, NamesAPairOnceAndNoTotal) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  AddEntry("shipping", "ii", "", crosswalk);
  AddEntry("shipping", "ii", "", crosswalk);
  AddEntry("all", "iii", "", crosswalk);
  AddEntry("heating", "all", "", crosswalk);
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk),
              ElementsAre(Pair("entries[4].to_sector", ERROR_REASON_DUPLICATE_ELEMENT),
                          Pair("entries[5].from_sector", ERROR_REASON_VALUE_OUT_OF_RANGE),
                          Pair("entries[6].to_sector", ERROR_REASON_VALUE_OUT_OF_RANGE)));
}

TEST(SectorCrosswalk, HasSharesAboveZeroAtMostTheWhole) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  AddEntry("shipping", "ii", "0", crosswalk);
  AddEntry("shipping", "iii", "101", crosswalk);
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk),
              AllOf(Contains(Pair("entries[3].share", ERROR_REASON_VALUE_OUT_OF_RANGE)),
                    Contains(Pair("entries[4].share", ERROR_REASON_VALUE_OUT_OF_RANGE))));
}

TEST(SectorCrosswalk, KeepsWhatStandsApartApart) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  AddEntry("agriculture", "v", "100", crosswalk);
  AddEntry("land-use", "v-2", "100", crosswalk);
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk), IsEmpty());
  crosswalk.mutable_entries(4)->set_to_sector("v");
  EXPECT_THAT(FoundWrong(CheckSectorCrosswalk, crosswalk),
              ElementsAre(Pair("entries[4].to_sector", ERROR_REASON_INCONSISTENT_FIELDS)));
}

}  // namespace
}  // namespace tertial::climate
