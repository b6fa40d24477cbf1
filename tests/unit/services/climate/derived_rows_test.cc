#include "services/climate/derived/derived_rows.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/ledger/feed.h"
#include "services/climate/derived/target_levels.h"
#include "services/climate/store/derived_place.h"
#include "tests/unit/services/climate/derived_ledger.h"

namespace tertial::climate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

v1::ClimateTargetLevel Level(const std::string& target, const std::string& release,
                             const std::string& value) {
  v1::ClimateTargetLevel level;
  level.set_name(absl::StrCat("areas/asker/climateTargets/", target, "/levels/", release));
  level.set_level(value);
  return level;
}

std::string PkOf(const v1::ClimateTargetLevel& level) {
  return *PrimaryKey<ClimateTargetLevelTable>(level.name());
}

RowChange ChangeTo(const v1::ClimateTargetLevel& level) {
  return {.row = {ClimateTargetLevelTable::kId, PkOf(level)}, .body = EncodeResource(level)};
}

class DerivedRows : public DerivedLedger {
 protected:
  // By pk; without a body: to be deleted.
  std::map<std::string, std::optional<std::string>> Differ(
      const std::vector<v1::ClimateTargetLevel>& wanted) {
    std::map<std::string, std::string> bodies;
    for (const v1::ClimateTargetLevel& level : wanted) {
      bodies[PkOf(level)] = EncodeResource(level);
    }
    const auto changes =
        Differences(Read(), ClimateTargetLevelTable::kId, *EncodePrimaryKey({"asker"}), bodies);
    EXPECT_THAT(changes, IsOk());
    std::map<std::string, std::optional<std::string>> found;
    for (const RowChange& change : *changes) found[change.row.pk] = change.body;
    return found;
  }
  Revision Head() { return Read().at().revision; }
};

TEST_F(DerivedRows, DifferByWhatIsNewOtherOrNotWanted) {
  const v1::ClimateTargetLevel same = Level("t", "r1", "1");
  const v1::ClimateTargetLevel old = Level("t", "r2", "2");
  const v1::ClimateTargetLevel corrected = Level("t", "r2", "3");
  const v1::ClimateTargetLevel unwanted = Level("u", "r1", "4");
  const v1::ClimateTargetLevel fresh = Level("v", "r1", "5");
  v1::ClimateTargetLevel elsewhere = Level("t", "r1", "6");
  elsewhere.set_name("areas/baerum/climateTargets/t/levels/r1");
  Put<ClimateTargetLevelTable>({same, old, unwanted, elsewhere});
  EXPECT_THAT(
      Differ({same, corrected, fresh}),
      ElementsAre(Pair(PkOf(corrected), EncodeResource(corrected)),
                  Pair(PkOf(unwanted), std::nullopt), Pair(PkOf(fresh), EncodeResource(fresh))));
  EXPECT_THAT(Differ({same, old, unwanted}), IsEmpty());
}

TEST_F(DerivedRows, AreCommittedInPartsAndThePlaceWithTheLast) {
  std::vector<RowChange> changes;
  for (size_t i = 0; i < kMostRowsInCommit + 1; ++i) {
    changes.push_back(ChangeTo(Level("t", absl::StrCat("r", i), "1")));
  }
  internal::v1::DerivedPlace place;
  place.set_revision(7);
  ASSERT_THAT(StoreChanges(*ledger_, changes, &place), IsOk());
  EXPECT_EQ(Head(), 2);
  const auto first = ReadCommit(Read().snapshot(), 1);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->changes(), static_cast<int64_t>(kMostRowsInCommit));
  EXPECT_EQ(first->actor(), "climate");
  EXPECT_LE(first->reason().size(), 500U);
  const auto kept = FindDerivedPlace(Read(), clock_.Now());
  ASSERT_THAT(kept, IsOk());
  ASSERT_TRUE(kept->has_value());
  EXPECT_EQ((*kept)->revision(), 7);
}

TEST_F(DerivedRows, NeedNoRevisionForThePlaceAlone) {
  internal::v1::DerivedPlace place;
  place.set_revision(7);
  ASSERT_THAT(StoreChanges(*ledger_, {}, &place), IsOk());
  ASSERT_THAT(StoreChanges(*ledger_, {}, nullptr), IsOk());
  EXPECT_EQ(Head(), 0);
  EXPECT_TRUE((*FindDerivedPlace(Read(), clock_.Now())).has_value());
}

TEST_F(DerivedRows, SayWhatTheyFollowFrom) {
  std::vector<RowChange> changes;
  for (int i = 1; i <= 5; ++i) {
    changes.push_back(ChangeTo(Level("t", absl::StrCat("r", i), "1")));
  }
  ASSERT_THAT(StoreChanges(*ledger_, changes, nullptr), IsOk());
  EXPECT_EQ(ReadCommit(Read().snapshot(), 1)->reason(),
            "Targets in tonnes by areas/asker/inventoryReleases/r1, "
            "areas/asker/inventoryReleases/r2, areas/asker/inventoryReleases/r3 and 2 others");
}

TEST_F(DerivedRows, AreRedactedOnceAndOnlyWhereTheyEverWere) {
  const v1::ClimateTargetLevel level = Level("t", "r1", "1");
  const v1::ClimateTargetLevel gone = Level("t", "r2", "1");
  Put<ClimateTargetLevelTable>({level, gone});
  Delete<ClimateTargetLevelTable>(gone.name());
  const std::vector<RowKey> rows = {{ClimateTargetLevelTable::kId, PkOf(level)},
                                    {ClimateTargetLevelTable::kId, PkOf(gone)},
                                    {ClimateTargetLevelTable::kId, PkOf(Level("t", "r3", ""))}};
  const auto redacted = RedactRows(*ledger_, rows);
  ASSERT_THAT(redacted, IsOk());
  EXPECT_EQ(*redacted, 2);
  const auto again = RedactRows(*ledger_, rows);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(*again, 0);
  EXPECT_EQ(Head(), 4);
}

// By a base of 1000 that is known up to half of `rounded_to`.
TargetLevel HalfOf(const std::string& rounded_to) {
  common::v1::Cell cell = Value("1000");
  cell.set_rounded_to(rounded_to);
  TargetLevel level;
  level.base = MakeOperand("base", &cell);
  level.level = Compute(common::v1::FORMULA_REDUCED_BY_PERCENT,
                        {*level.base, MakeConstant("target", "50")}, "tonnes_co2e", 0);
  return level;
}

TEST(LevelRow, HoldsBaseAndLevelWithTheirEnds) {
  const auto row = LevelRow(ReductionTarget(), CommunityRelease(), HalfOf("10"));
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->name(), absl::StrCat(ReductionTarget().name(), "/levels/miljodirektoratet-2025"));
  EXPECT_EQ(row->base_low(), "995");
  EXPECT_EQ(row->base_high(), "1005");
  EXPECT_EQ(row->level(), "500");
  EXPECT_EQ(row->level_low(), "498");
  EXPECT_EQ(row->level_high(), "503");
  EXPECT_EQ(row->level_max(), "");
}

TEST(LevelRow, HasNoEndsWhereTheBaseIsExact) {
  const auto row = LevelRow(ReductionTarget(), CommunityRelease(), HalfOf(""));
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->base_low() + row->base_high() + row->level_low() + row->level_high(), "");
}

TEST(LevelRow, IsNoneWithoutABaseOrALevel) {
  TargetLevel level = HalfOf("");
  level.base.reset();
  EXPECT_FALSE(LevelRow(ReductionTarget(), CommunityRelease(), level).has_value());
  level = HalfOf("");
  level.base->clear_cell();
  EXPECT_FALSE(LevelRow(ReductionTarget(), CommunityRelease(), level).has_value());
  level = HalfOf("");
  level.level = NotComputable(common::v1::FORMULA_SUM, {}, "tonnes_co2e",
                              common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION, "none");
  EXPECT_FALSE(LevelRow(ReductionTarget(), CommunityRelease(), level).has_value());
}

}  // namespace
}  // namespace tertial::climate
