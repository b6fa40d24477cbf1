// Units of an organisation behind a real server: where they stand, from when until when, and what
// they came from.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_service.h"
#include "tertial/workforce/v1/workforce_service.grpc.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::workforce {
namespace {

using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_RESOURCE_IN_USE;
using common::v1::ERROR_REASON_UNIT_CYCLE;
using common::v1::ERROR_REASON_UNIT_NOT_FOUND;
using ::testing::ElementsAre;
using ::testing::Pair;

using Stub = v1::WorkforceService::Stub;
using Refusals = std::vector<std::pair<std::string, ErrorReason>>;

v1::Unit UnitNamed(const std::string& id) {
  v1::Unit unit;
  unit.set_name(absl::StrCat("areas/asker/units/", id));
  unit.add_titles()->set_language("nb");
  unit.mutable_titles(0)->set_text(id);
  unit.set_order(1);
  return unit;
}

v1::Unit Below(const std::string& parent, const std::string& id) {
  v1::Unit unit = UnitNamed(id);
  unit.add_placements()->set_parent(absl::StrCat("areas/asker/units/", parent));
  return unit;
}

class Units : public ::testing::Test {
 protected:
  absl::StatusOr<v1::CreateUnitResponse> Create(const v1::Unit& unit) {
    v1::CreateUnitRequest request;
    *request.mutable_unit() = unit;
    return service_.Call(&Stub::CreateUnit, request, "recorder");
  }

  absl::StatusOr<v1::UpdateUnitResponse> Update(const v1::Unit& unit) {
    v1::UpdateUnitRequest request;
    *request.mutable_unit() = unit;
    return service_.Call(&Stub::UpdateUnit, request, "recorder");
  }

  absl::StatusOr<v1::DeleteUnitResponse> Delete(const std::string& id) {
    v1::DeleteUnitRequest request;
    request.set_name(absl::StrCat("areas/asker/units/", id));
    return service_.Call(&Stub::DeleteUnit, request, "recorder");
  }

  void MustCreate(const v1::Unit& unit) { ASSERT_THAT(Create(unit), IsOk()); }

  // What is refused of the rows, none of which is then stored; nothing where all were.
  Refusals Import(const std::vector<v1::Unit>& units) {
    std::vector<v1::WorkforceRow> rows;
    for (const v1::Unit& unit : units) *rows.emplace_back().mutable_unit() = unit;
    const auto summary = service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(rows);
    EXPECT_THAT(summary, IsOk());
    Refusals refusals;
    if (!summary.ok()) return refusals;
    EXPECT_EQ(summary->applied(), summary->refused() == 0);
    for (const common::v1::RefusedRow& row : summary->refused_rows()) {
      for (const common::v1::FieldViolation& violation : row.violations()) {
        refusals.emplace_back(absl::StrCat(row.row(), " ", violation.field()), violation.reason());
      }
    }
    return refusals;
  }

  testing::TestService<v1::WorkforceService> service_{"workforce", CreateWorkforceService,
                                                      WorkforceTables()};
};

TEST_F(Units, AreKeptWithWhereTheyStandAndWhatTheyCameFrom) {
  MustCreate(UnitNamed("culture"));
  v1::Unit citizenship = Below("culture", "citizenship");
  // An area may be named by its number.
  citizenship.mutable_placements(0)->set_parent("areas/3203/units/culture");
  citizenship.set_valid_from("2020-01-01");
  citizenship.mutable_placements(0)->set_from("2023-01-01");
  v1::UnitOrigin& origin = *citizenship.add_origins();
  origin.add_external()->set_language("nb");
  origin.mutable_external(0)->set_text("Askerbadet KF");
  origin.set_date("2023-01-01");
  origin.set_kind(v1::UNIT_ORIGIN_KIND_TAKEN_IN);
  const auto created = Create(citizenship);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->unit().placements(0).parent(), "areas/asker/units/culture");
  EXPECT_EQ(created->unit().origins(0).external(0).text(), "Askerbadet KF");
  EXPECT_EQ(created->unit().valid_from(), "2020-01-01");
}

TEST_F(Units, AreRefusedBelowOneThatIsNotThere) {
  EXPECT_THAT(Create(Below("nowhere", "care")), HasReason(ERROR_REASON_UNIT_NOT_FOUND));
  v1::Unit origin = UnitNamed("care");
  origin.add_origins()->set_unit("areas/asker/units/nowhere");
  origin.mutable_origins(0)->set_date("2024-01-01");
  origin.mutable_origins(0)->set_kind(v1::UNIT_ORIGIN_KIND_SPLIT);
  EXPECT_THAT(Create(origin), HasReason(ERROR_REASON_UNIT_NOT_FOUND));
  v1::Unit elsewhere = UnitNamed("care");
  elsewhere.add_placements()->set_parent("areas/lillestrom/units/welfare");
  EXPECT_THAT(Create(elsewhere), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
}

// What a cube hides was looked for by the malformed unit, and that it could not be found told in
// place of the field.
TEST_F(Units, ThatAreNoNamesAreToldByTheirField) {
  v1::CreateWorkforceFigureRequest request;
  v1::WorkforceFigure& figure = *request.mutable_workforce_figure();
  figure.set_name("areas/asker/figures/fte~2024~unit.welfare");
  figure.set_measure(v1::MEASURE_FTE);
  figure.set_period("2024");
  figure.set_unit("areas/asker/units/%s%n");
  figure.set_sex(v1::SEX_TOTAL);
  figure.set_unit_of_measure("fte");
  figure.mutable_cell()->set_value("41.5");
  EXPECT_THAT(service_.Call(&Stub::CreateWorkforceFigure, request, "recorder"),
              NamesField("workforce_figure.unit"));
}

TEST_F(Units, DoNotStandAboveThemselves) {
  EXPECT_THAT(Create(Below("care", "care")), HasReason(ERROR_REASON_UNIT_CYCLE));
  MustCreate(UnitNamed("welfare"));
  MustCreate(Below("welfare", "care"));
  EXPECT_THAT(Update(Below("care", "welfare")), HasReason(ERROR_REASON_UNIT_CYCLE));
}

TEST_F(Units, AreNotDeletedWhileOthersStandBelowThem) {
  MustCreate(UnitNamed("welfare"));
  MustCreate(Below("welfare", "care"));
  EXPECT_THAT(Delete("welfare"), HasReason(ERROR_REASON_RESOURCE_IN_USE));
  EXPECT_THAT(Delete("care"), IsOk());
  EXPECT_THAT(Delete("welfare"), IsOk());
}

TEST_F(Units, AreNotClosedWhileOthersStandBelowThem) {
  MustCreate(UnitNamed("welfare"));
  MustCreate(Below("welfare", "care"));
  v1::Unit closed = UnitNamed("welfare");
  closed.set_valid_to("2024-12-31");
  EXPECT_THAT(Update(closed), HasReason(ERROR_REASON_INCONSISTENT_FIELDS));
  v1::Unit moved = Below("welfare", "care");
  moved.add_placements()->set_from("2025-01-01");
  ASSERT_THAT(Update(moved), IsOk());
  EXPECT_THAT(Update(closed), IsOk());
}

TEST_F(Units, AreImportedAsATreeInAnyOrder) {
  EXPECT_THAT(Import({Below("welfare", "care"), Below("care", "home-care"), UnitNamed("welfare")}),
              ElementsAre());
  // All of them at once may be closed, though none could be alone.
  std::vector<v1::Unit> closed = {Below("welfare", "care"), Below("care", "home-care"),
                                  UnitNamed("welfare")};
  for (v1::Unit& unit : closed) unit.set_valid_to("2024-12-31");
  EXPECT_THAT(Import(closed), ElementsAre());
}

TEST_F(Units, OfAnImportAreRefusedWhereTheyGoRound) {
  EXPECT_THAT(Import({Below("b", "a"), Below("c", "b"), Below("a", "c"), UnitNamed("d")}),
              ElementsAre(Pair("1 unit.placements", ERROR_REASON_UNIT_CYCLE),
                          // It is below one that is refused.
                          Pair("3 unit.placements[0].parent", ERROR_REASON_UNIT_NOT_FOUND)));
}

TEST_F(Units, OfTheReportAreThoseAtTheTop) {
  MustCreate(UnitNamed("welfare"));
  MustCreate(Below("welfare", "care"));
  v1::Unit closed = UnitNamed("closed");
  closed.set_valid_to("2022-12-31");
  MustCreate(closed);
  v1::GetWorkforceSectionRequest request;
  request.set_area("areas/asker");
  request.set_period("2024");
  const auto response = service_.Call(&Stub::GetWorkforceSection, request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->section().units_size(), 1);
  EXPECT_EQ(response->section().units(0).unit().name(), "areas/asker/units/welfare");
  // What was at the top then is a part of the totals of then.
  EXPECT_EQ(response->section().fte_totals(1).total().operands_size(), 2);
  EXPECT_EQ(response->section().fte_totals(3).total().operands_size(), 1);
}

}  // namespace
}  // namespace tertial::workforce
