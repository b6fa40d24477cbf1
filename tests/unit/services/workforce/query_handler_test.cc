// Figures of slices, over a ledger whose register is put by hand.
#include "services/workforce/handler/query_handler.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/store/rocksdb_store.h"
#include "common/types/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/store/keys.h"
#include "services/workforce/store/register_rows.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "tests/unit/services/workforce/counted_persons.h"

namespace tertial::workforce {
namespace {

using common::v1::ERROR_REASON_AREA_NOT_FOUND;
using common::v1::ERROR_REASON_BATCH_TOO_LARGE;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_ENUM;
using common::v1::ERROR_REASON_INVALID_PERIOD;
using common::v1::ERROR_REASON_PERIOD_NOT_COVERED;
using common::v1::ERROR_REASON_REGISTER_NOT_FOUND;
using common::v1::ERROR_REASON_UNIT_NOT_FOUND;
using common::v1::ERROR_REASON_UNIT_NOT_VALID;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kArea[] = "asker";
constexpr uint32_t kNord = 1;
constexpr uint32_t kOld = 2;

std::vector<v1::Unit> Units() {
  std::vector<v1::Unit> units = {UnitBelow("care"), UnitBelow("nord", "care"),
                                 UnitBelow("old", "care", "2024-06-30")};
  for (v1::Unit& unit : units) {
    unit.add_titles()->set_language("nb");
    unit.mutable_titles(0)->set_text("Enhet");
    unit.set_order(1);
  }
  return units;
}

class QueryFigures : public ::testing::Test {
 protected:
  QueryFigures()
      : areas_(*AreaRegistry::Load(TERTIAL_SOURCE_DIR "/data/areas")),
        ledger_(*Ledger::Open(*OpenRocksDbStore(directory_.path() + "/data", RocksDbOptions{}),
                              SystemClock(),
                              {.service_name = "workforce", .tables = WorkforceTables()})),
        handler_(*ledger_, areas_, figures_) {
    head_.mutable_state()->set_generation(1);
    head_.mutable_state()->set_extract_date("2024-12-31");
    head_.set_rows_generation(1);
    for (const char* const unit : {"care", "nord", "old"}) head_.add_units(unit);
    head_.add_occupation_groups("");
    head_.add_occupation_groups("2221");
    Commit([](Txn& txn) {
      for (const v1::Unit& unit : Units()) {
        EXPECT_THAT(txn.Put(UnitTable::kId, *PrimaryKey<UnitTable>(unit.name()), EncodeBody(unit)),
                    IsOk());
      }
    });
  }

  void Commit(absl::FunctionRef<void(Txn&)> change) {
    ASSERT_THAT(ledger_->Commit({.actor = "test"},
                                [&](Txn& txn) {
                                  change(txn);
                                  return absl::OkStatus();
                                }),
                IsOk());
  }

  // Stores the head and persons, each under the hash of its number.
  void PutRegister(const std::vector<Person>& persons) {
    const absl::Time expiry = ledger_->Now() + absl::Hours(1000);
    Commit([&](Txn& txn) {
      txn.PutPrivate(kHeadTable, AreaKey(kArea), head_.SerializeAsString(), expiry);
      for (size_t i = 0; i < persons.size(); ++i) {
        txn.PutPrivate(kPersonTable, PersonKey(kArea, HashOf(i), 1), EncodePerson(persons[i]),
                       expiry);
      }
    });
  }

  // Spread over all hashes, as those of persons are.
  static std::string HashOf(size_t number) {
    return std::string(1, static_cast<char>(number * 97)) + std::string(15, '\7');
  }

  v1::QueryFiguresRequest Request(absl::string_view period = "2024") const {
    v1::QueryFiguresRequest request;
    request.set_area("areas/asker");
    request.set_period(std::string(period));
    return request;
  }

  absl::StatusOr<v1::QueryFiguresResponse> Query(const v1::QueryFiguresRequest& request) {
    const absl::StatusOr<std::string> bytes = handler_.QueryFigures(request);
    if (!bytes.ok()) return bytes.status();
    v1::QueryFiguresResponse response;
    EXPECT_TRUE(response.ParseFromString(*bytes));
    return response;
  }

  // The figures as "unit measure value", of a request for one measure.
  std::vector<std::string> Values(v1::QueryFiguresRequest request) {
    const auto response = Query(request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> values;
    if (!response.ok()) return values;
    for (const v1::ComputedFigure& figure : response->figures()) {
      values.push_back(absl::StrCat(LastIdOf(figure.subject().unit()), " ",
                                    v1::Sex_Name(figure.subject().sex()), " ",
                                    figure.subject().age_band(), " ", figure.figure().value()));
    }
    return values;
  }

  ErrorReason Refusal(const v1::QueryFiguresRequest& request) {
    return ReasonOf(handler_.QueryFigures(request).status());
  }

  TempDir directory_;
  AreaRegistry areas_;
  std::unique_ptr<Ledger> ledger_;
  RegisterFigures figures_;
  QueryHandler handler_;
  internal::v1::RegisterHead head_;
};

Person Man(std::vector<Position> positions) {
  Person person = PersonWith(std::move(positions));
  person.woman = false;
  person.birth_year = 1960;
  return person;
}

TEST_F(QueryFigures, AreOfTheAreaUnlessUnitsAreNamed) {
  PutRegister({PersonWith({PositionIn(kNord, 10'000)}), Man({PositionIn(kNord, 5000)})});
  v1::QueryFiguresRequest request = Request();
  request.add_measures(v1::FIGURE_MEASURE_HEAD_COUNT);
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 2"));
  request.add_units("areas/asker/units/nord");
  request.add_units("areas/3203/units/care");
  EXPECT_THAT(Values(request), ElementsAre("nord SEX_TOTAL 0 2", "care SEX_TOTAL 0 2"));
}

TEST_F(QueryFigures, EveryUnitIsThoseOfTheLastDay) {
  PutRegister({PersonWith({PositionIn(kNord, 10'000)}), Man({PositionIn(kOld, 5000)})});
  v1::QueryFiguresRequest request = Request();
  request.set_every_unit(true);
  request.add_measures(v1::FIGURE_MEASURE_HEAD_COUNT);
  EXPECT_THAT(Values(request),
              ElementsAre(" SEX_TOTAL 0 2", "care SEX_TOTAL 0 2", "nord SEX_TOTAL 0 1"));
  request.set_period("2024-M06");
  EXPECT_THAT(Values(request), SizeIs(4));
}

TEST_F(QueryFigures, AreDividedBySexAndAge) {
  PutRegister({PersonWith({PositionIn(kNord, 10'000)}), Man({PositionIn(kNord, 5000)})});
  v1::QueryFiguresRequest request = Request();
  request.add_measures(v1::FIGURE_MEASURE_FTE_AGREED);
  request.set_by_sex(true);
  EXPECT_THAT(Values(request),
              ElementsAre(" SEX_TOTAL 0 1.5", " SEX_WOMEN 0 1.0", " SEX_MEN 0 0.5"));
  request.set_by_age(true);
  EXPECT_THAT(Values(request), SizeIs(18));
  request.set_by_sex(false);
  EXPECT_THAT(Values(request),
              ElementsAre(" SEX_TOTAL 0 1.5", " SEX_TOTAL 1 0.0", " SEX_TOTAL 2 0.0",
                          " SEX_TOTAL 3 1.0", " SEX_TOTAL 4 0.0", " SEX_TOTAL 5 0.5"));
}

TEST_F(QueryFigures, AreAllMeasuresInTheOrderOfTheirNumbers) {
  PutRegister({PersonWith({PositionIn(kNord, 10'000)})});
  const auto response = Query(Request());
  ASSERT_THAT(response, IsOk());
  int before = 0;
  for (const v1::ComputedFigure& figure : response->figures()) {
    EXPECT_GE(figure.subject().measure(), before);
    before = figure.subject().measure();
    EXPECT_EQ(figure.definition().measure(), figure.subject().measure());
    EXPECT_EQ(figure.definition().version(), 1);
  }
  EXPECT_THAT(response->figures(), SizeIs(18));
  EXPECT_EQ(response->register_().area(), "areas/asker");
  EXPECT_EQ(response->register_().extract_date(), "2024-12-31");
}

TEST_F(QueryFigures, AreOfOneOccupationGroup) {
  Position nurse = PositionIn(kNord, 6000);
  nurse.occupation = 1;
  PutRegister({PersonWith({nurse, PositionIn(kNord, 4000)})});
  v1::QueryFiguresRequest request = Request();
  request.add_measures(v1::FIGURE_MEASURE_FTE_AGREED);
  request.set_occupation_group("2221");
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 0.6"));
  request.set_occupation_group("9999");
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 0.0"));
}

TEST_F(QueryFigures, KnowTheLimitOfAShortAbsence) {
  PutRegister({PersonWith({PositionIn(kNord, 10'000)},
                          {SickLeaveOf("2024-04-08", "2024-04-12", 10'000,
                                       v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED)})});
  v1::QueryFiguresRequest request = Request("2024-M04");
  request.add_measures(v1::FIGURE_MEASURE_SICK_LEAVE_RATE);
  request.set_short_term_days(2);
  const auto response = Query(request);
  ASSERT_THAT(response, IsOk());
  ASSERT_THAT(response->figures(), SizeIs(5));
  EXPECT_EQ(response->figures(3).subject().absence_band(), v1::ABSENCE_BAND_SHORT);
  EXPECT_EQ(response->figures(3).definition().short_term_days(), 2);
  EXPECT_EQ(response->figures(3).figure().operands(0).cell().value(), "2");
  EXPECT_EQ(response->figures(4).figure().operands(0).cell().value(), "3");
}

TEST_F(QueryFigures, AreNotOfWhatIsNotThere) {
  EXPECT_EQ(Refusal(Request()), ERROR_REASON_REGISTER_NOT_FOUND);
  PutRegister({PersonWith({PositionIn(kNord, 10'000)})});
  v1::QueryFiguresRequest request = Request();
  request.set_area("areas/nowhere");
  EXPECT_EQ(Refusal(request), ERROR_REASON_AREA_NOT_FOUND);
  EXPECT_EQ(Refusal(Request("2025")), ERROR_REASON_PERIOD_NOT_COVERED);
  EXPECT_EQ(Refusal(Request("2025-01-01")), ERROR_REASON_PERIOD_NOT_COVERED);
  request = Request();
  request.add_units("areas/asker/units/none");
  EXPECT_EQ(Refusal(request), ERROR_REASON_UNIT_NOT_FOUND);
  request.set_units(0, "areas/asker/units/old");
  EXPECT_EQ(Refusal(request), ERROR_REASON_UNIT_NOT_VALID);
}

TEST_F(QueryFigures, RefuseWhatCannotBeAskedFor) {
  PutRegister({PersonWith({PositionIn(kNord, 10'000)})});
  for (const char* const period : {"", "2024-Q1", "2024-S1", "2023/2024", "2024-13"}) {
    EXPECT_EQ(Refusal(Request(period)), ERROR_REASON_INVALID_PERIOD) << period;
  }
  EXPECT_EQ(Refusal(Request("1900")), ERROR_REASON_VALUE_OUT_OF_RANGE);
  EXPECT_EQ(Refusal(Request("1850-01-01")), ERROR_REASON_VALUE_OUT_OF_RANGE);
  v1::QueryFiguresRequest request = Request();
  request.add_measures(v1::FIGURE_MEASURE_UNSPECIFIED);
  EXPECT_EQ(Refusal(request), ERROR_REASON_INVALID_ENUM);
  request = Request();
  request.set_short_term_days(366);
  EXPECT_EQ(Refusal(request), ERROR_REASON_VALUE_OUT_OF_RANGE);
  request = Request();
  request.set_every_unit(true);
  request.add_units("areas/asker/units/nord");
  EXPECT_EQ(Refusal(request), ERROR_REASON_INCONSISTENT_FIELDS);
  request = Request();
  request.add_units("areas/oslo/units/nord");
  EXPECT_EQ(Refusal(request), ERROR_REASON_INCONSISTENT_FIELDS);
  request = Request();
  for (int i = 0; i < 1001; ++i) request.add_units("areas/asker/units/nord");
  EXPECT_EQ(Refusal(request), ERROR_REASON_BATCH_TOO_LARGE);
}

TEST_F(QueryFigures, RefuseMoreThanFitIntoAnAnswer) {
  PutRegister({PersonWith({PositionIn(kNord, 10'000)})});
  v1::QueryFiguresRequest request = Request();
  for (int i = 0; i < 100; ++i) request.add_units("areas/asker/units/nord");
  request.set_by_sex(true);
  request.set_by_age(true);
  EXPECT_EQ(Refusal(request), ERROR_REASON_BATCH_TOO_LARGE);
}

TEST_F(QueryFigures, FollowAChangeOfTheRegister) {
  const Person before = PersonWith({PositionIn(kNord, 10'000)});
  const Person after = PersonWith({PositionIn(kNord, 2500)});
  PutRegister({before, before});
  v1::QueryFiguresRequest request = Request();
  request.add_measures(v1::FIGURE_MEASURE_FTE_AGREED);
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 2.0"));
  head_.mutable_state()->set_changes(1);
  // What is told is put into what was counted: the rows below are not read again.
  PutRegister({before, before});
  figures_.OnPersonsChanged(kArea, {{&before, &after}}, head_);
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 1.3"));
  head_.mutable_state()->set_changes(2);
  PutRegister({before, before});
  figures_.OnPersonsChanged(kArea, {{&after, nullptr}, {nullptr, nullptr}}, head_);
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 1.0"));
}

TEST_F(QueryFigures, CountAgainWhatWasReplacedOrChangedUnheard) {
  PutRegister({PersonWith({PositionIn(kNord, 10'000)})});
  v1::QueryFiguresRequest request = Request();
  request.add_measures(v1::FIGURE_MEASURE_HEAD_COUNT);
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 1"));
  head_.mutable_state()->set_generation(2);
  PutRegister({PersonWith({PositionIn(kNord, 10'000)}), PersonWith({PositionIn(kNord, 100)})});
  figures_.OnReplaced(kArea);
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 2"));
  // A change that comes with a unit of its own.
  head_.mutable_state()->set_changes(1);
  head_.add_units("new");
  PutRegister({PersonWith({PositionIn(kNord, 10'000)}), PersonWith({PositionIn(3, 100)}),
               PersonWith({PositionIn(kNord, 100)})});
  figures_.OnPersonsChanged(kArea, {}, head_);
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 3"));
}

TEST_F(QueryFigures, CountNoOtherAreaAndNoOtherGeneration) {
  PutRegister({PersonWith({PositionIn(kNord, 10'000)})});
  Commit([&](Txn& txn) {
    const absl::Time expiry = ledger_->Now() + absl::Hours(1);
    const std::string person = EncodePerson(PersonWith({PositionIn(kNord, 10'000)}));
    txn.PutPrivate(kPersonTable, PersonKey(kArea, HashOf(5), 2), person, expiry);
    txn.PutPrivate(kPersonTable, PersonKey("asker2", HashOf(6), 1), person, expiry);
  });
  v1::QueryFiguresRequest request = Request();
  request.add_measures(v1::FIGURE_MEASURE_HEAD_COUNT);
  EXPECT_THAT(Values(request), ElementsAre(" SEX_TOTAL 0 1"));
}

}  // namespace
}  // namespace tertial::workforce
