#include "services/workforce/store/section_reads.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "common/ledger/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/store/keys.h"
#include "tests/testing/status_matchers.h"

namespace tertial::workforce {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;

const Period kYear = Period::OfYear(2024);

// Rows in memory, any of which may be damaged.
class FakeReader : public RecordReader {
 public:
  template <typename T>
  void Put(const typename T::Message& message) {
    rows_[{T::kId, *PrimaryKey<T>(message.name())}] = EncodeBody(message);
  }
  template <typename T>
  void Damage(const std::string& name) {
    damaged_ = {T::kId, *PrimaryKey<T>(name)};
  }

  absl::StatusOr<std::optional<Version>> FindVersion(TableId table,
                                                     absl::string_view pk) const override {
    const Address address = {table, std::string(pk)};
    if (address == damaged_) return StoredDataDamaged("a row");
    const auto row = rows_.find(address);
    if (row == rows_.end()) return std::optional<Version>();
    return std::optional<Version>(Version{.revision = 1, .body = row->second});
  }

  absl::StatusOr<std::vector<std::optional<Version>>> MultiFindVersions(
      TableId table, absl::Span<const std::string> pks) const override {
    std::vector<std::optional<Version>> versions;
    for (const std::string& pk : pks) {
      TERTIAL_ASSIGN_OR_RETURN(versions.emplace_back(), FindVersion(table, pk));
    }
    return versions;
  }

  absl::Status ScanIndex(
      TableId /*table*/, absl::string_view /*entry*/,
      absl::FunctionRef<bool(absl::string_view, absl::string_view)> /*visitor*/) const override {
    return absl::OkStatus();
  }

  absl::Status Scan(TableId table, absl::string_view prefix, absl::string_view after,
                    RecordVisitor visitor) const override {
    for (const auto& [address, body] : rows_) {
      const auto& [row_table, pk] = address;
      if (row_table != table || !absl::StartsWith(pk, prefix) || pk <= after) continue;
      if (address == damaged_) return StoredDataDamaged("a row");
      if (!visitor(pk, 1, body)) break;
    }
    return absl::OkStatus();
  }

 private:
  using Address = std::pair<TableId, std::string>;
  std::map<Address, std::string> rows_;
  Address damaged_;
};

std::string FteName(int year) {
  return FigureName(
      "asker", {.measure = v1::MEASURE_FTE, .period = Period::OfYear(year), .unit_id = "welfare"});
}

std::string ApprenticesName(int year) {
  return FigureName("asker", {.measure = v1::MEASURE_APPRENTICES, .period = Period::OfYear(year)});
}

// One unit with FTEs, and apprentices of the whole area, in 2020 and 2024.
class ReadWorkforceSection : public ::testing::Test {
 protected:
  ReadWorkforceSection() {
    v1::Unit unit;
    unit.set_name("areas/asker/units/welfare");
    reader_.Put<UnitTable>(unit);
    for (const int year : {2020, 2024}) {
      for (const std::string& name : {FteName(year), ApprenticesName(year)}) {
        v1::WorkforceFigure figure;
        figure.set_name(name);
        figure.set_period(std::to_string(year));
        reader_.Put<WorkforceFigureTable>(figure);
      }
    }
  }

  absl::StatusOr<WorkforceFacts> Read() {
    return ReadWorkforce(reader_, "asker", kYear, &missing_parts_);
  }

  FakeReader reader_;
  MissingParts missing_parts_;
};

TEST_F(ReadWorkforceSection, ReadsTheUnitsAndTheFiguresOfTheReportsPeriods) {
  const absl::StatusOr<WorkforceFacts> facts = Read();
  ASSERT_THAT(facts, IsOk());
  EXPECT_EQ(facts->units.size(), 1u);
  EXPECT_THAT(facts->figures, ElementsAre(Key(ApprenticesName(2024)), Key(FteName(2024))));
  EXPECT_THAT(missing_parts_, IsEmpty());
}

TEST_F(ReadWorkforceSection, NotesSeriesThatCannotBeRead) {
  reader_.Damage<WorkforceFigureTable>(ApprenticesName(2024));
  const absl::StatusOr<WorkforceFacts> facts = Read();
  ASSERT_THAT(facts, IsOk());
  EXPECT_THAT(facts->figures, ElementsAre(Key(FteName(2024))));
  ASSERT_EQ(missing_parts_.size(), 2);
  EXPECT_EQ(missing_parts_[0].part(), "figures");
  EXPECT_EQ(missing_parts_[1].part(), "units.figures");
}

TEST_F(ReadWorkforceSection, FailsWithoutTheUnitsOrTheirFtes) {
  reader_.Damage<UnitTable>("areas/asker/units/welfare");
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss));
  reader_.Damage<WorkforceFigureTable>(FteName(2024));
  EXPECT_THAT(Read(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(missing_parts_, IsEmpty());
}

TEST(WorkforceFigureTable, TakesThePeriodFromTheId) {
  const std::vector<std::string> yearly = {"3025", "fte~2023~unit.welfare"};
  const std::vector<std::string> malformed = {"3025", "fte"};
  EXPECT_EQ(WorkforceFigureTable::PeriodOf(yearly), Period::OfYear(2023));
  EXPECT_EQ(WorkforceFigureTable::PeriodOf(malformed), std::nullopt);
}

}  // namespace
}  // namespace tertial::workforce
