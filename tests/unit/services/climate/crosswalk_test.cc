#include "services/climate/domain/crosswalk.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/rational.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/domain/inventory.h"
#include "tests/unit/services/climate/budget_samples.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Period kYear = Period::OfYear(2023);

// The totals of a release: what is not set is not recorded.
class Release {
 public:
  Release& Set(const std::string& sector, const std::string& value, const std::string& source = "",
               const Period& period = kYear) {
    sectors_[sector];
    if (!source.empty()) sectors_[sector].insert(source);
    values_[{sector, source, period}] = value;
    return *this;
  }
  // A sector or source that has a gap in the period.
  Release& SetGap(const std::string& sector, const std::string& known) {
    gaps_.insert(sector);
    return Set(sector, known);
  }

  CrosswalkInput Input(std::vector<Period> periods = {kYear}) const {
    return {.release = kRelease,
            .periods = std::move(periods),
            .sectors = sectors_,
            .total_of = [this](absl::string_view sector, absl::string_view source,
                               const Period& period) { return TotalOf(sector, source, period); },
            .sum_of = [this](const Period& period) { return SumIn(period); }};
  }

  // What the sectors that are summed are together.
  Rational Sum(const Period& period = kYear) const {
    Rational sum;
    for (const auto& [sector, sources] : sectors_) {
      const std::string value = TotalOf(sector, "", period).total().unrounded();
      if (!StandsApart(sector) && !value.empty()) sum += *Rational::Parse(value);
    }
    return sum;
  }

 private:
  v1::InventoryTotal TotalOf(absl::string_view sector, absl::string_view source,
                             const Period& period) const {
    v1::InventoryTotal total;
    total.set_period(period.Format());
    std::vector<common::v1::Operand> operands;
    for (const auto& [of, value] : values_) {
      const auto& [its_sector, its_source, its_period] = of;
      if (its_sector != sector || its_period != period) continue;
      if (!source.empty() && its_source != source) continue;
      operands.push_back(MakeConstant(kRelease, value));
    }
    const int decimals = DecimalsOf(operands);
    if (!operands.empty()) total.set_basis(v1::TOTAL_BASIS_SUMMED);
    total.set_completeness(v1::COMPLETENESS_COMPLETE);
    *total.mutable_total() = Compute(common::v1::FORMULA_SUM, operands, kEmissionUnit, decimals);
    if (gaps_.count(std::string(sector)) > 0) {
      total.set_completeness(v1::COMPLETENESS_INCOMPLETE);
      *total.mutable_recorded_part() = total.total();
      *total.mutable_total() =
          NotComputable(common::v1::FORMULA_SUM, operands, kEmissionUnit,
                        common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE, "A part is not estimated.");
      total.add_gaps(absl::StrCat(kRelease, "/emissions/", sector, "~gap"));
      total.set_gap_count(1);
    }
    return total;
  }

  v1::InventoryTotal SumIn(const Period& period) const {
    std::vector<common::v1::Operand> operands;
    for (const auto& [sector, sources] : sectors_) {
      if (StandsApart(sector)) continue;
      operands.push_back(OperandOf(kRelease, TotalOf(sector, "", period).total()));
      operands.back().set_field(sector);
    }
    v1::InventoryTotal total;
    total.set_basis(v1::TOTAL_BASIS_SUMMED);
    total.set_completeness(v1::COMPLETENESS_COMPLETE);
    *total.mutable_total() = Compute(common::v1::FORMULA_SUM, operands, kEmissionUnit, 0);
    return total;
  }

  std::map<std::string, std::set<std::string>> sectors_;
  std::map<std::tuple<std::string, std::string, Period>, std::string> values_;
  std::set<std::string> gaps_;
};

const v1::SectorReport& Sector(const CrosswalkReport& report, absl::string_view code) {
  const auto found =
      std::find_if(report.sectors.begin(), report.sectors.end(),
                   [&](const v1::SectorReport& sector) { return sector.sector() == code; });
  EXPECT_NE(found, report.sectors.end()) << code;
  return *found;
}

std::vector<std::string> Codes(const CrosswalkReport& report) {
  std::vector<std::string> codes;
  for (const v1::SectorReport& sector : report.sectors) codes.push_back(sector.sector());
  return codes;
}

const Computed& Total(const CrosswalkReport& report, absl::string_view code) {
  return Sector(report, code).totals(0).total();
}

TEST(Crosswalk, SharesOutSectors) {
  Release release;
  release.Set("road-traffic", "1000").Set("aviation", "10");
  const CrosswalkReport report = ApplyCrosswalk(GpcCrosswalk(), release.Input());
  EXPECT_THAT(Codes(report), ElementsAre("ii", "iii"));
  const v1::InventoryTotal& ii = Sector(report, "ii").totals(0);
  EXPECT_EQ(ii.total().formula(), common::v1::FORMULA_SHARES_SUM);
  EXPECT_EQ(ii.total().value(), "1007");
  EXPECT_EQ(ii.basis(), v1::TOTAL_BASIS_CONVERTED);
  EXPECT_EQ(ii.completeness(), v1::COMPLETENESS_COMPLETE);
  EXPECT_EQ(ii.total().operands(0).name(), kRelease);
  EXPECT_EQ(ii.total().operands(0).field(), "aviation");
  EXPECT_EQ(ii.total().operands(1).cell().value(), "70");
  EXPECT_EQ(Total(report, "iii").value(), "3");
  EXPECT_TRUE(Sector(report, "iii").summed());
  EXPECT_EQ(report.sums[0].total().value(), "1010");
  EXPECT_THAT(report.unmapped_sectors, IsEmpty());
}

TEST(Crosswalk, TellsWhatSectorsAreCalled) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  SetText("Transport", crosswalk.mutable_entries(1)->mutable_to_titles());
  Release release;
  release.Set("road-traffic", "1000");
  const CrosswalkReport report = ApplyCrosswalk(crosswalk, release.Input());
  EXPECT_EQ(Sector(report, "ii").titles(0).text(), "Transport");
}

TEST(Crosswalk, LeavesOutSectorsThatNothingRecordedBecomesAPartOf) {
  Release release;
  release.Set("road-traffic", "1000");
  EXPECT_THAT(Codes(ApplyCrosswalk(GpcCrosswalk(), release.Input())), ElementsAre("ii"));
}

TEST(Crosswalk, DoesNotTakeAnUnknownShareForAWhole) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  crosswalk.mutable_entries(2)->clear_share();
  Release release;
  release.Set("road-traffic", "1000").Set("aviation", "10");
  const CrosswalkReport report = ApplyCrosswalk(crosswalk, release.Input());
  EXPECT_EQ(Total(report, "iii").not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_SHARE_UNKNOWN);
  EXPECT_EQ(Sector(report, "iii").totals(0).completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_FALSE(Sector(report, "iii").totals(0).has_recorded_part());
  EXPECT_EQ(Total(report, "ii").value(), "1007");
  // What is translated as a whole keeps its sum.
  EXPECT_EQ(report.sums[0].total().value(), "1010");
}

TEST(Crosswalk, KeepsWhatIsKnownBesideAnUnknownShare) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  crosswalk.mutable_entries(1)->clear_share();
  Release release;
  release.Set("road-traffic", "1000").Set("aviation", "10");
  const CrosswalkReport report = ApplyCrosswalk(crosswalk, release.Input());
  EXPECT_EQ(Total(report, "ii").not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_SHARE_UNKNOWN);
  EXPECT_EQ(Sector(report, "ii").totals(0).recorded_part().value(), "1000");
}

TEST(Crosswalk, NamesSectorsThatHaveNoEntryAndSumsNothingOverThem) {
  Release release;
  release.Set("road-traffic", "1000").Set("shipping", "55").Set("heating", "5");
  const CrosswalkReport report = ApplyCrosswalk(GpcCrosswalk(), release.Input());
  EXPECT_THAT(report.unmapped_sectors, ElementsAre("heating", "shipping"));
  EXPECT_EQ(report.sums[0].total().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_EQ(report.sums[0].completeness(), v1::COMPLETENESS_INCOMPLETE);
  EXPECT_EQ(report.sums[0].recorded_part().value(), "1000");
}

TEST(Crosswalk, CarriesGapsOn) {
  Release release;
  release.SetGap("road-traffic", "1000").Set("aviation", "10");
  const CrosswalkReport report = ApplyCrosswalk(GpcCrosswalk(), release.Input());
  const v1::InventoryTotal& ii = Sector(report, "ii").totals(0);
  EXPECT_EQ(ii.total().not_computable().reason(), common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_EQ(ii.recorded_part().value(), "1007");
  EXPECT_EQ(ii.gap_count(), 1);
  EXPECT_EQ(Total(report, "iii").value(), "3");
}

TEST(Crosswalk, TakesASectorRecordedInAnotherPeriodForAGap) {
  Release release;
  const Period before = Period::OfYear(2022);
  release.Set("road-traffic", "1000").Set("road-traffic", "1100", "", before).Set("aviation", "10");
  const CrosswalkReport report = ApplyCrosswalk(GpcCrosswalk(), release.Input({before, kYear}));
  const v1::InventoryTotal& ii = Sector(report, "ii").totals(0);
  EXPECT_EQ(ii.total().not_computable().reason(), common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
  EXPECT_EQ(ii.recorded_part().value(), "1100");
  EXPECT_THAT(ii.gaps(), ElementsAre(EmissionName(kRelease, "aviation", before)));
  // Nothing of it is recorded for the period.
  EXPECT_EQ(Sector(report, "iii").totals(0).total().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION);
  EXPECT_EQ(Sector(report, "iii").totals(1).total().value(), "3");
}

v1::SectorCrosswalk BySource() {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  crosswalk.clear_entries();
  AddEntry("other-mobile-combustion", "ii", "100", crosswalk);
  AddEntry("other-mobile-combustion", "i", "100", crosswalk).set_from_source("farming");
  return crosswalk;
}

TEST(Crosswalk, TranslatesSourcesThatHaveEntriesByThemselves) {
  Release release;
  release.Set("other-mobile-combustion", "700", "construction")
      .Set("other-mobile-combustion", "200", "farming")
      .Set("other-mobile-combustion", "100", "snow-mobiles");
  const CrosswalkReport report = ApplyCrosswalk(BySource(), release.Input());
  EXPECT_EQ(Total(report, "i").value(), "200");
  EXPECT_EQ(Total(report, "i").operands(0).field(), "other-mobile-combustion~source.farming");
  EXPECT_EQ(Total(report, "ii").value(), "800");
}

TEST(Crosswalk, CannotShareOutBySourceWhatIsHeldAsAWhole) {
  Release release;
  release.Set("other-mobile-combustion", "1000");
  const CrosswalkReport report = ApplyCrosswalk(BySource(), release.Input());
  for (const char* const code : {"i", "ii"}) {
    EXPECT_EQ(Total(report, code).not_computable().reason(),
              common::v1::NOT_COMPUTABLE_REASON_SHARE_UNKNOWN)
        << code;
  }
  EXPECT_EQ(report.sums[0].total().value(), "1000");
}

TEST(Crosswalk, SeesInEachPeriodWhetherSourcesAreHeld) {
  Release release;
  const Period before = Period::OfYear(2022);
  release.Set("other-mobile-combustion", "900", "", before)
      .Set("other-mobile-combustion", "700", "construction")
      .Set("other-mobile-combustion", "200", "farming");
  const CrosswalkReport report = ApplyCrosswalk(BySource(), release.Input({before, kYear}));
  EXPECT_EQ(Sector(report, "ii").totals(0).total().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_SHARE_UNKNOWN);
  EXPECT_EQ(Sector(report, "ii").totals(1).total().value(), "700");
}

TEST(Crosswalk, NamesSectorsOfWhichASourceHasNoEntry) {
  v1::SectorCrosswalk crosswalk = BySource();
  crosswalk.mutable_entries()->DeleteSubrange(0, 1);
  Release release;
  release.Set("other-mobile-combustion", "200", "farming")
      .Set("other-mobile-combustion", "100", "snow-mobiles");
  const CrosswalkReport report = ApplyCrosswalk(crosswalk, release.Input());
  EXPECT_THAT(report.unmapped_sectors, ElementsAre("other-mobile-combustion"));
  EXPECT_EQ(Total(report, "i").value(), "200");
  EXPECT_EQ(report.sums[0].total().not_computable().reason(),
            common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE);
}

TEST(Crosswalk, KeepsWhatStandsApartOutOfTheSum) {
  v1::SectorCrosswalk crosswalk = GpcCrosswalk();
  AddEntry("land-use", "afolu", "100", crosswalk);
  Release release;
  release.Set("road-traffic", "1000").Set("land-use", "-300").Set("removals", "-7");
  const CrosswalkReport report = ApplyCrosswalk(crosswalk, release.Input());
  EXPECT_THAT(Codes(report), ElementsAre("ii", "afolu", "removals"));
  EXPECT_FALSE(Sector(report, "afolu").summed());
  EXPECT_EQ(Total(report, "afolu").value(), "-300");
  EXPECT_FALSE(Sector(report, "removals").summed());
  EXPECT_EQ(Total(report, "removals").value(), "-7");
  EXPECT_EQ(report.sums[0].total().value(), "1000");
  EXPECT_THAT(report.unmapped_sectors, IsEmpty());
}

// The sectors of the other standard are together what those of the release are.
TEST(Crosswalk, KeepsTheSumWhereAllSharesAreStated) {
  std::mt19937_64 random(20261126);
  const auto draw = [&](int64_t most) { return static_cast<int64_t>(random() % most) + 1; };
  for (int trial = 0; trial < 200; ++trial) {
    Release release;
    v1::SectorCrosswalk crosswalk = GpcCrosswalk();
    crosswalk.clear_entries();
    // Shares of tenths of a per cent over up to four sectors.
    const auto share_out = [&](const std::string& from, const std::string& source) {
      int64_t left = 1000;
      const int64_t ways = draw(4);
      for (int64_t way = 1; way <= ways; ++way) {
        const int64_t share = way == ways ? left : draw(left - (ways - way));
        left -= share;
        AddEntry(from, absl::StrCat("to-", way), absl::StrCat(share / 10, ".", share % 10),
                 crosswalk)
            .set_from_source(source);
      }
    };
    for (int64_t i = draw(8); i > 0; --i) {
      const std::string sector = absl::StrCat("sector-", i);
      share_out(sector, "");
      if (draw(2) == 1) {
        release.Set(sector, absl::StrCat(draw(1'000'000), ".", draw(9)));
        continue;
      }
      for (int64_t j = draw(5); j > 0; --j) {
        const std::string source = absl::StrCat("source-", j);
        release.Set(sector, absl::StrCat(draw(1'000'000), ".", draw(9)), source);
        if (draw(2) == 1) share_out(sector, source);
      }
    }
    const CrosswalkReport report = ApplyCrosswalk(crosswalk, release.Input());
    Rational sum;
    for (const v1::SectorReport& sector : report.sectors) {
      ASSERT_TRUE(sector.totals(0).total().has_value()) << sector.ShortDebugString();
      sum += *Rational::Parse(sector.totals(0).total().unrounded());
    }
    EXPECT_EQ(sum, release.Sum()) << crosswalk.ShortDebugString();
    EXPECT_THAT(report.unmapped_sectors, IsEmpty());
    EXPECT_EQ(*Rational::Parse(report.sums[0].total().unrounded()), release.Sum());
  }
}

}  // namespace
}  // namespace tertial::climate
