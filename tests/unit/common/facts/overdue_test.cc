#include "common/facts/overdue.h"

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>

#include "google/protobuf/struct.pb.h"
#include "gtest/gtest.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/common/v1/text.pb.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

v1::Cell Pending(const std::string& expected) {
  v1::Cell cell;
  cell.set_missing(v1::MISSING_REASON_PENDING);
  cell.set_expected(expected);
  return cell;
}

absl::Time Instant(const std::string& text) {
  absl::Time instant;
  std::string why;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &instant, &why)) << text << ": " << why;
  return instant;
}

// Sets the environment's TZ for a scope.
class TimeZoneOfProcess {
 public:
  explicit TimeZoneOfProcess(const char* zone) {
    if (const char* const before = std::getenv("TZ"); before != nullptr) before_ = before;
    setenv("TZ", zone, /*overwrite=*/1);
    tzset();
  }
  ~TimeZoneOfProcess() {
    if (before_.has_value()) {
      setenv("TZ", before_->c_str(), /*overwrite=*/1);
    } else {
      unsetenv("TZ");
    }
    tzset();
  }

 private:
  std::optional<std::string> before_;
};

TEST(Overdue, BeginsWithTheDayAfterInOsloUnderAnyTimeZoneOfTheProcess) {
  for (const char* zone : {"UTC", "Europe/Oslo", "America/Los_Angeles", "Pacific/Kiritimati"}) {
    const TimeZoneOfProcess process(zone);
    for (const char* expected : {"2026-01", "2026-01-31"}) {
      EXPECT_FALSE(IsOverdue(Pending(expected), Instant("2026-01-31T23:59:00+01:00"))) << zone;
      EXPECT_FALSE(IsOverdue(Pending(expected), Instant("2026-01-31T23:59:59.999999+01:00")));
      EXPECT_TRUE(IsOverdue(Pending(expected), Instant("2026-02-01T00:00:00+01:00"))) << zone;
    }
  }
}

TEST(Overdue, FollowsSummerTime) {
  for (const char* expected : {"2026-06", "2026-06-30"}) {
    EXPECT_FALSE(IsOverdue(Pending(expected), Instant("2026-06-30T21:59:59Z")));
    EXPECT_TRUE(IsOverdue(Pending(expected), Instant("2026-06-30T22:00:00Z")));
  }
  // The days that the clocks are changed on.
  EXPECT_FALSE(IsOverdue(Pending("2026-03-29"), Instant("2026-03-29T21:59:59Z")));
  EXPECT_TRUE(IsOverdue(Pending("2026-03-29"), Instant("2026-03-29T22:00:00Z")));
  EXPECT_FALSE(IsOverdue(Pending("2026-10"), Instant("2026-10-31T22:59:59Z")));
  EXPECT_TRUE(IsOverdue(Pending("2026-10"), Instant("2026-10-31T23:00:00Z")));
}

TEST(Overdue, IsAMonthOnlyAfterItsLastDay) {
  EXPECT_FALSE(IsOverdue(Pending("2024-02"), Instant("2024-02-29T12:00:00Z")));
  EXPECT_TRUE(IsOverdue(Pending("2024-02"), Instant("2024-03-01T12:00:00Z")));
}

TEST(Overdue, IsOnlyAPendingCellWithAnExpectedDate) {
  const absl::Time late = Instant("2100-01-01T00:00:00Z");
  EXPECT_FALSE(IsOverdue(Pending(""), late));
  EXPECT_FALSE(IsOverdue(Pending("soon"), late));
  v1::Cell not_measured = Pending("2026-01");
  not_measured.set_missing(v1::MISSING_REASON_NOT_MEASURED);
  EXPECT_FALSE(IsOverdue(not_measured, late));
  v1::Cell value;
  value.set_value("5");
  EXPECT_FALSE(IsOverdue(value, late));
  EXPECT_FALSE(IsOverdue(v1::Cell(), late));
}

TEST(SetOverdue, SetsAndClearsCellsWhereverTheyStand) {
  v1::Computed computed;
  for (const char* expected : {"2026-01", "2026-03", ""}) {
    *computed.add_operands()->mutable_cell() = Pending(expected);
  }
  computed.add_operands()->set_name("nothing recorded");
  SetOverdue(computed, Instant("2026-02-01T00:00:00+01:00"));
  EXPECT_TRUE(computed.operands(0).cell().overdue());
  EXPECT_FALSE(computed.operands(1).cell().overdue());
  EXPECT_FALSE(computed.operands(2).cell().overdue());
  EXPECT_FALSE(computed.operands(3).has_cell());
  SetOverdue(computed, Instant("2026-04-01T00:00:00+02:00"));
  EXPECT_TRUE(computed.operands(1).cell().overdue());
  // A read of an earlier instant.
  SetOverdue(computed, Instant("2026-01-31T23:59:00+01:00"));
  EXPECT_FALSE(computed.operands(0).cell().overdue());
  EXPECT_FALSE(computed.operands(1).cell().overdue());
}

TEST(SetOverdue, TakesACellItself) {
  v1::Cell cell = Pending("2026-01");
  SetOverdue(cell, Instant("2026-02-01T00:00:00+01:00"));
  EXPECT_TRUE(cell.overdue());
}

TEST(SetOverdue, LeavesAMessageThatHoldsNoCellsAsItIs) {
  v1::LocalizedText text;
  text.set_text("Tall kommer");
  SetOverdue(text, Instant("2026-02-01T00:00:00+01:00"));
  EXPECT_EQ(text.text(), "Tall kommer");
  EXPECT_TRUE(text.language().empty());
}

// A Struct holds Values, which hold Structs.
TEST(SetOverdue, EndsOnTypesThatHoldThemselves) {
  google::protobuf::Struct message;
  (*message.mutable_fields())["a"].mutable_struct_value();
  const std::string before = message.SerializeAsString();
  SetOverdue(message, Instant("2026-02-01T00:00:00+01:00"));
  EXPECT_EQ(message.SerializeAsString(), before);
}

TEST(ClearOverdue, LeavesNoneAnywhere) {
  v1::Computed computed;
  *computed.add_operands()->mutable_cell() = Pending("2026-01");
  const std::string stored = computed.SerializeAsString();
  SetOverdue(computed, Instant("2026-02-01T00:00:00+01:00"));
  ASSERT_NE(computed.SerializeAsString(), stored);
  ClearOverdue(computed);
  EXPECT_EQ(computed.SerializeAsString(), stored);
}

TEST(OsloTimeZone, IsThere) { EXPECT_THAT(CheckOsloTimeZone(), IsOk()); }

// Without the zone's data absl goes on in UTC, where figures would be overdue an hour or two late.
TEST(OsloTimeZoneDeathTest, IsNeverReplacedByUtc) {
  // The zone may be loaded in this process already; a new one has to find it.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto without_data = [](const auto& run) {
    setenv("TZDIR", "/nowhere", /*overwrite=*/1);
    run();
  };
  EXPECT_DEATH(without_data([] { IsOverdue(Pending("2026-01"), absl::UnixEpoch()); }), "tzdata");
  EXPECT_EXIT(without_data([] { std::exit(CheckOsloTimeZone().ok() ? 0 : 7); }),
              ::testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace tertial
