// What inventories are when they are written, over a channel: units, chains of figures that are
// included elsewhere, and what does not change under recorded figures.
#include <map>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/climate_accounts_fixture.h"
#include "tests/unit/services/climate/factor_samples.h"
#include "tests/unit/services/climate/inventory_samples.h"

namespace tertial::climate {
namespace {

class InventoryRulesTest : public ClimateAccountsFixture {
 protected:
  v1::EmissionFigure Stored(const std::string& name) {
    v1::GetEmissionFigureRequest request;
    request.set_name(name);
    const auto response = service_.Call(&Stub::GetEmissionFigure, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->emission_figure() : v1::EmissionFigure();
  }

  absl::Status Update(const v1::EmissionFigure& figure, const std::vector<std::string>& fields) {
    v1::UpdateEmissionFigureRequest request;
    *request.mutable_emission_figure() = figure;
    for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
    return service_.Call(&Stub::UpdateEmissionFigure, request, "recorder").status();
  }

  absl::Status Update(const v1::InventoryRelease& release, const std::string& field) {
    v1::UpdateInventoryReleaseRequest request;
    *request.mutable_inventory_release() = release;
    request.mutable_update_mask()->add_paths(field);
    return service_.Call(&Stub::UpdateInventoryRelease, request, "recorder").status();
  }

  absl::Status Delete(const std::string& name) {
    v1::DeleteEmissionFigureRequest request;
    request.set_name(name);
    return service_.Call(&Stub::DeleteEmissionFigure, request, "recorder").status();
  }
};

std::string NameOf(const std::string& sector) {
  return EmissionName(kRelease, sector, Period::OfYear(2023));
}

TEST_F(InventoryRulesTest, AFigureIsKeptInTonnesWithWhatWasHandedIn) {
  v1::EmissionFigure figure = Emission("waste", "2023", Value("65200"));
  figure.set_unit("kg_co2e");
  const std::vector<v1::ClimateRow> rows = {Row(CommunityRelease()), Row(figure)};
  const int64_t revision = ImportAll(rows);
  const v1::EmissionFigure stored = Stored(figure.name());
  EXPECT_EQ(stored.cell().value(), "65.200");
  EXPECT_EQ(stored.unit(), "tonnes_co2e");
  EXPECT_EQ(stored.reported().value(), "65200");
  EXPECT_EQ(stored.reported().unit(), "kg_co2e");
  EXPECT_EQ(ImportAll(rows), revision);
  // Written back as it was read.
  EXPECT_THAT(Update(stored, {"cell", "unit", "reported"}), IsOk());
  EXPECT_EQ(State().second, revision);
}

TEST_F(InventoryRulesTest, ANewValueClearsWhatWasHandedIn) {
  v1::EmissionFigure figure = Emission("waste", "2023", Value("65200"));
  figure.set_unit("kg_co2e");
  ImportAll({Row(CommunityRelease()), Row(figure)});
  figure = Emission("waste", "2023", Value("70"));
  const absl::Status kept = Update(figure, {"cell"});
  EXPECT_THAT(kept, HasReason(common::v1::ERROR_REASON_INCONSISTENT_FIELDS));
  EXPECT_THAT(FieldsAtFault(kept), ::testing::ElementsAre("emission_figure.reported"));
  EXPECT_THAT(Update(figure, {"cell", "reported"}), IsOk());
  EXPECT_EQ(Stored(figure.name()).cell().value(), "70");
}

TEST_F(InventoryRulesTest, RowsOfOneImportLeadToEachOtherWhateverTheirOrder) {
  ImportAll({Row(IncludedIn(Emission("aviation", "2023", Pending()), NameOf("shipping"))),
             Row(IncludedIn(Emission("shipping", "2023", Pending()), NameOf("waste"))),
             Row(Emission("waste", "2023", Value("1"))), Row(CommunityRelease())});
  EXPECT_EQ(Stored(NameOf("aviation")).included_in(), NameOf("shipping"));
}

TEST_F(InventoryRulesTest, RowsOfOneImportThatLeadInACircleAreRefused) {
  ImportAll({Row(CommunityRelease())});
  const auto before = State();
  const auto summary =
      Import({Row(IncludedIn(Emission("aviation", "2023", Pending()), NameOf("shipping"))),
              Row(IncludedIn(Emission("shipping", "2023", Pending()), NameOf("aviation")))});
  ASSERT_THAT(summary, IsOk());
  EXPECT_FALSE(summary->applied());
  EXPECT_EQ(summary->refused(), 2);
  EXPECT_EQ(summary->refused_rows(0).violations(0).reason(),
            common::v1::ERROR_REASON_INCLUSION_CYCLE);
  EXPECT_EQ(State(), before);
}

TEST_F(InventoryRulesTest, AnAreaMayBeNamedByItsNumberInAReference) {
  v1::EmissionFigure figure =
      IncludedIn(Emission("aviation", "2023", Pending()),
                 "areas/3025/inventoryReleases/miljodirektoratet-2025/emissions/waste~2023");
  ImportAll({Row(CommunityRelease()), Row(Emission("waste", "2023", Value("1"))), Row(figure)});
  EXPECT_EQ(Stored(NameOf("aviation")).included_in(), NameOf("waste"));
}

TEST_F(InventoryRulesTest, AFigureThatHoldsAnotherIsNotDeleted) {
  ImportAll({Row(CommunityRelease()), Row(Emission("waste", "2023", Value("1"))),
             Row(IncludedIn(Emission("aviation", "2023", Pending()), NameOf("waste")))});
  EXPECT_THAT(Delete(NameOf("waste")), HasReason(common::v1::ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_THAT(Delete(NameOf("aviation")), IsOk());
  EXPECT_THAT(Delete(NameOf("waste")), IsOk());
}

// Random edges between figures, each written by itself: exactly those are refused that would close
// a circle in the model.
TEST_F(InventoryRulesTest, ExactlyTheEdgesThatCloseACircleAreRefused) {
  constexpr int kFigures = 12;
  std::vector<v1::ClimateRow> rows = {Row(CommunityRelease())};
  std::vector<v1::EmissionFigure> figures;
  for (int i = 0; i < kFigures; ++i) {
    figures.push_back(Emission(absl::StrCat("sector-", i), "2023", Value("1")));
    rows.push_back(Row(figures.back()));
  }
  ImportAll(rows);
  std::map<int, int> leads_to;
  std::mt19937_64 random(11);  // NOLINT: the same edges in every run
  int refused = 0;
  for (int i = 0; i < 200; ++i) {
    const int from = static_cast<int>(random() % kFigures);
    const int to = static_cast<int>(random() % kFigures);
    bool closes = false;
    for (int at = to; !closes; at = leads_to[at]) {
      closes = at == from;
      if (leads_to.count(at) == 0) break;
    }
    const bool clears = random() % 4 == 0;
    const v1::EmissionFigure& figure = figures[from];
    const absl::Status written = Update(clears ? figure : IncludedIn(figure, figures[to].name()),
                                        {"cell", "explanations", "included_in"});
    if (clears) {
      ASSERT_THAT(written, IsOk());
      leads_to.erase(from);
    } else if (closes) {
      ASSERT_THAT(written, HasReason(common::v1::ERROR_REASON_INCLUSION_CYCLE));
      ++refused;
    } else {
      ASSERT_THAT(written, IsOk());
      leads_to[from] = to;
    }
  }
  EXPECT_GT(refused, 20);
}

TEST_F(InventoryRulesTest, WhatFiguresAreRecordedByDoesNotChangeUnderThem) {
  v1::InventoryRelease release = CommunityRelease();
  ImportAll({Row(release), Row(Ar5()), Row(Emission("waste", "2023", Value("1")))});
  const auto before = State();
  v1::InventoryRelease changed = release;
  changed.set_scope(v1::SCOPE_INDIRECT);
  EXPECT_THAT(Update(changed, "scope"), HasReason(common::v1::ERROR_REASON_INCONSISTENT_FIELDS));
  changed.set_boundary(v1::BOUNDARY_OWN_OPERATIONS);
  EXPECT_THAT(Update(changed, "boundary"), HasReason(common::v1::ERROR_REASON_INCONSISTENT_FIELDS));
  changed.set_gwp_set(v1::GWP_SET_AR5);
  EXPECT_THAT(Update(changed, "gwp_set"), HasReason(common::v1::ERROR_REASON_INCONSISTENT_FIELDS));
  changed.set_gwp_table("gwpTables/ar5");
  EXPECT_THAT(Update(changed, "gwp_table"),
              HasReason(common::v1::ERROR_REASON_INCONSISTENT_FIELDS));
  const auto imported = Import({Row(changed)});
  ASSERT_THAT(imported, IsOk());
  EXPECT_FALSE(imported->applied());
  EXPECT_EQ(State(), before);
  changed.set_publisher("Statistisk sentralbyrå");
  EXPECT_THAT(Update(changed, "publisher"), IsOk());
}

TEST_F(InventoryRulesTest, AReleaseWithoutFiguresMayStillChange) {
  v1::InventoryRelease release = CommunityRelease();
  ImportAll({Row(release), Row(Ar5())});
  release.set_gwp_table("gwpTables/ar5");
  EXPECT_THAT(Update(release, "gwp_table"), IsOk());
  // With its first figures too.
  release.set_scope(v1::SCOPE_INDIRECT);
  ImportAll({Row(release), Row(Emission("waste", "2023", Value("1")))});
}

TEST_F(InventoryRulesTest, ReleasesThatSupersedeEachOtherAreRefused) {
  v1::InventoryRelease older = CommunityRelease();
  v1::InventoryRelease newer = CommunityRelease("areas/asker/inventoryReleases/second");
  newer.set_supersedes(older.name());
  ImportAll({Row(newer), Row(older)});
  older.set_supersedes(newer.name());
  EXPECT_THAT(Update(older, "supersedes"), HasReason(common::v1::ERROR_REASON_INCONSISTENT_FIELDS));
  v1::DeleteInventoryReleaseRequest request;
  request.set_name(older.name());
  EXPECT_THAT(service_.Call(&Stub::DeleteInventoryRelease, request, "recorder"),
              HasReason(common::v1::ERROR_REASON_RESOURCE_IN_USE));
}

TEST_F(InventoryRulesTest, AnImpliedFigureIsTakenWithTheOneItFollowsFrom) {
  v1::EmissionFigure base = Emission("all", "2009", Value("373141"));
  base.mutable_cell()->add_flags(common::v1::FLAG_ESTIMATED);
  base.mutable_implied_by()->set_period("2023");
  base.mutable_implied_by()->mutable_percent_change()->set_value("-45.4");
  base.mutable_implied_by()->mutable_percent_change()->set_rounded_to("0.1");
  ImportAll({Row(base), Row(Emission("all", "2023", Value("203735"))), Row(CommunityRelease())});
  EXPECT_EQ(Stored(base.name()).implied_by().period(), "2023");
  // The later one may change: that is told as a finding.
  EXPECT_THAT(Update(Emission("all", "2023", Value("205000")), {"cell"}), IsOk());
}

}  // namespace
}  // namespace tertial::climate
