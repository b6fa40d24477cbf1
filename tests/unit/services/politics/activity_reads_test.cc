#include "services/politics/store/activity_reads.h"

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "common/types/resource_name.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/politics/handler/rules.h"
#include "services/politics/store/body_cases.h"
#include "services/politics/store/keys.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/memory_store.h"
#include "tests/testing/status_matchers.h"
#include "tests/unit/services/politics/activity_rows.h"

namespace tertial::politics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const DayRange k2024 = Days("2024-01-01", "2024-12-31");

class ActivityReadsTest : public ::testing::Test {
 protected:
  ActivityReadsTest()
      : ledger_(*Ledger::Open(std::make_unique<MemoryStore>(), clock_,
                              {.service_name = "politics", .tables = PoliticsTables()})) {}

  template <typename T>
  Revision Put(const typename T::Message& message) {
    const auto result =
        ledger_->Commit({}, [&](Txn& txn) { return PutResource<T>(txn, message).status(); });
    EXPECT_THAT(result, IsOk());
    return result->at.revision;
  }
  Revision Put(const RecordedCase& one) { return Put<CaseTable>(one.political_case); }

  ReadView View(Revision revision = 0) const {
    return *ledger_->Read(revision == 0 ? AsOf{} : AsOf::At(revision));
  }

  // The ids of the cases that the figures of the span rest on.
  std::set<std::string> TimedIn(const DayRange& span) const {
    const absl::StatusOr<ActivityFacts> facts = ReadActivity(View(), "asker", span, std::nullopt);
    EXPECT_THAT(facts, IsOk());
    std::set<std::string> ids;
    for (const RecordedCase& one : facts->cases) {
      if (TimingOf(one, span).has_value()) {
        ids.emplace(LastIdOf(one.political_case.name()));
      }
    }
    return ids;
  }

  // The ids of a body's cases in a span, gathered page by page.
  std::vector<std::string> PagedIds(const ReadView& view, const BodyCasesQuery& query,
                                    const BodyCasesLimits& limits) const {
    std::vector<std::string> ids;
    std::string after;
    do {
      const absl::StatusOr<BodyCasesPage> page = ReadBodyCases(view, query, after, limits);
      EXPECT_THAT(page, IsOk());
      EXPECT_LE(page->cases.size(), limits.cases);
      for (const v1::DatedCase& one : page->cases) {
        ids.emplace_back(LastIdOf(one.political_case().name()));
      }
      // It goes on.
      EXPECT_NE(page->reached, after.empty() ? "?" : after);
      after = page->reached;
    } while (!after.empty());
    return ids;
  }

  FakeClock clock_{absl::FromUnixSeconds(1)};
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(ActivityReadsTest, DatesThatReachIntoTheSpanAreFound) {
  Put(MakeCase("year", "council", "2024"));
  Put(MakeCase("winter", "council", "2023-winter"));
  Put(MakeCase("month", "youth", "2024-01"));
  Put(MakeCase("day", "", "2024-01-20"));
  Put(MakeCase("undated", "council", "", 1, 2024));
  Put(MakeCase("before", "council", "2023-12-31"));
  Put(MakeCase("after", "council", "2025-01-01"));
  EXPECT_THAT(TimedIn(k2024), UnorderedElementsAre("year", "winter", "month", "day", "undated"));
  EXPECT_THAT(TimedIn(Days("2024-01-15", "2024-01-20")),
              UnorderedElementsAre("year", "winter", "month", "day", "undated"));
  EXPECT_THAT(TimedIn(Days("2024-03-01", "2024-03-02")), UnorderedElementsAre("year", "undated"));
}

TEST_F(ActivityReadsTest, ACaseIsOfTheDayAndBodyOfTheStateThatIsRead) {
  Put(MakeCase("c", "council", "2023-03-07"));
  const Revision moved = Put(MakeCase("c", "youth", "2024-03-07"));
  Put(MakeCase("c", "youth", "", 1, 2025));
  EXPECT_THAT(TimedIn(k2024), IsEmpty());
  const auto facts = ReadActivity(View(moved), "asker", k2024, std::nullopt);
  ASSERT_THAT(facts, IsOk());
  ASSERT_THAT(facts->cases, SizeIs(1));
  EXPECT_EQ(facts->cases[0].political_case.body(), BodyNamed("youth"));
  EXPECT_THAT(PagedIds(View(moved), {"asker", "youth", k2024}, {}), ElementsAre("c"));
  EXPECT_THAT(PagedIds(View(moved), {"asker", "council", k2024}, {}), IsEmpty());
  EXPECT_THAT(PagedIds(View(), {"asker", "youth", k2024}, {}), IsEmpty());
}

TEST_F(ActivityReadsTest, MeetingsOfTheSpanAreReadWithTheirStates) {
  Put<BodyTable>(MakeBody("council", 1));
  Put<MeetingTable>(MakeMeeting("council", "2023-12-31", v1::MEETING_STATE_HELD));
  Put<MeetingTable>(MakeMeeting("council", "2024-01-01", v1::MEETING_STATE_CANCELLED));
  Put<MeetingTable>(MakeMeeting("council", "2024-12-31", v1::MEETING_STATE_HELD));
  Put<MeetingTable>(MakeMeeting("council", "2025-01-01", v1::MEETING_STATE_PLANNED));
  Put(InMeeting(MakeCase("c", "council", ""), "2024-01-01", v1::MEETING_STATE_CANCELLED));
  Put(InMeeting(MakeCase("none", "council", ""), "2024-01-02", v1::MEETING_STATE_UNSPECIFIED));
  const auto facts = ReadActivity(View(), "asker", k2024, std::nullopt);
  ASSERT_THAT(facts, IsOk());
  EXPECT_THAT(facts->meetings, SizeIs(2));
  ASSERT_THAT(facts->cases, SizeIs(2));
  EXPECT_EQ(facts->cases[0].meeting_state, v1::MEETING_STATE_CANCELLED);
  // It names a meeting that is not recorded.
  EXPECT_EQ(facts->cases[1].meeting_state, v1::MEETING_STATE_UNSPECIFIED);
}

TEST_F(ActivityReadsTest, AllCasesOfAMatterOfTheSpanAreRead) {
  Put<MatterTable>([] {
    v1::Matter matter;
    matter.set_name(MatterNamed("m"));
    return matter;
  }());
  Put<BodyTable>(MakeBody("council", 1));
  Put<MeetingTable>(MakeMeeting("council", "2021-06-15", v1::MEETING_STATE_CANCELLED));
  Put(OfMatter(
      InMeeting(MakeCase("first", "council", ""), "2021-06-15", v1::MEETING_STATE_CANCELLED), "m"));
  Put(OfMatter(MakeCase("second", "planning", "2022"), "m"));
  Put(OfMatter(MakeCase("third", "council", "2024-03-05"), "m"));
  Put(MakeCase("other", "council", "2022"));
  const auto facts = ReadActivity(View(), "asker", k2024, std::nullopt);
  ASSERT_THAT(facts, IsOk());
  std::vector<std::string> ids;
  for (const RecordedCase& one : facts->cases) {
    ids.emplace_back(LastIdOf(one.political_case.name()));
    if (ids.back() == "first") EXPECT_EQ(one.meeting_state, v1::MEETING_STATE_CANCELLED);
  }
  EXPECT_THAT(ids, UnorderedElementsAre("first", "second", "third"));
  EXPECT_THAT(TimedIn(Days("2022-01-01", "2022-12-31")), UnorderedElementsAre("second", "other"));
}

TEST_F(ActivityReadsTest, AreasAreApart) {
  v1::Case elsewhere = MakeCase("c", "", "2024-03-05").political_case;
  elsewhere.set_name("areas/baerum/cases/c");
  elsewhere.set_body("areas/baerum/bodies/council");
  Put<CaseTable>(elsewhere);
  // An area whose id begins as another's.
  elsewhere.set_name("areas/asker-2/cases/c");
  elsewhere.set_body("areas/asker-2/bodies/council");
  Put<CaseTable>(elsewhere);
  EXPECT_THAT(TimedIn(k2024), IsEmpty());
  EXPECT_THAT(PagedIds(View(), {"asker", "council", k2024}, {}), IsEmpty());
  EXPECT_THAT(*ReadCasesNumberedIn(View(), "asker", 2024), IsEmpty());
  EXPECT_THAT(*ReadCasesOfBody(View(), "asker", "council"), IsEmpty());
  EXPECT_THAT(*ReadNumberedCases(View(), "asker", {2024}, 1), IsEmpty());
  EXPECT_THAT(*ReadNumberedCases(View(), "baerum", {2024}, 1), SizeIs(1));
}

TEST_F(ActivityReadsTest, ANumberIsFoundInTheStateThatIsRead) {
  const Revision first = Put(MakeCase("c", "council", "", 31, 2024));
  Put(MakeCase("c", "council", "", 32, 2024));
  Put(MakeCase("d", "council", "", 31, 1924));
  Put(MakeCase("e", "council", "", 310, 2024));
  EXPECT_THAT(*ReadNumberedCases(View(), "asker", {1924, 2024}, 31), SizeIs(1));
  EXPECT_THAT(*ReadNumberedCases(View(first), "asker", {1924, 2024}, 31), SizeIs(1));
  EXPECT_THAT(*ReadNumberedCases(View(), "asker", {2024}, 31), IsEmpty());
  EXPECT_THAT(*ReadCasesNumberedIn(View(), "asker", 2024), SizeIs(2));
  EXPECT_THAT(*ReadCasesOfBody(View(), "asker", "council"), SizeIs(3));
}

TEST_F(ActivityReadsTest, OnlyAnActivityOfTheYearThatSaysSoIsComplete) {
  v1::BodyActivity activity;
  activity.set_name(absl::StrCat(BodyNamed("council"), "/activities/2024"));
  activity.set_recording(v1::RECORDING_SCOPE_COMPLETE);
  Put<BodyActivityTable>(activity);
  activity.set_name(absl::StrCat(BodyNamed("youth"), "/activities/2024"));
  activity.set_recording(v1::RECORDING_SCOPE_SELECTED);
  Put<BodyActivityTable>(activity);
  const auto series =
      SeriesOf({MakeCase("a", "council", "", 1, 2024), MakeCase("b", "council", "", 1, 2023),
                MakeCase("c", "youth", "", 1, 2024)});
  EXPECT_THAT(*ReadCompleteness(View(), series), ElementsAre(false, true, false));
}

TEST_F(ActivityReadsTest, APageEndsWithItsLimits) {
  for (int i = 0; i < 10; ++i) {
    RecordedCase one = MakeCase(absl::StrCat("c", i), "council", "2024-03-05");
    one.political_case.add_decisions()->set_text(std::string(1000, 'x'));
    Put(one);
  }
  const BodyCasesQuery query{"asker", "council", k2024};
  const auto of_few_bytes = ReadBodyCases(View(), query, "", {.cases = 100, .bytes = 2500});
  EXPECT_THAT(of_few_bytes->cases, SizeIs(3));
  EXPECT_NE(of_few_bytes->reached, "");
  const auto of_few_rows =
      ReadBodyCases(View(), query, "", {.cases = 100, .bytes = 1 << 20, .rows_read = 4});
  EXPECT_THAT(of_few_rows->cases, SizeIs(4));
  EXPECT_THAT(PagedIds(View(), query, {.cases = 100, .bytes = 1, .rows_read = 1}), SizeIs(10));
  // A full page that holds all is the last.
  EXPECT_EQ(ReadBodyCases(View(), query, "", {.cases = 10})->reached, "");
  EXPECT_EQ(ReadBodyCases(View(), query, "not a position", {.cases = 100})->cases.size(), 10u);
}

// The date of a case, as it may be known.
std::string AnyDate(std::mt19937& random) {
  static const auto& dates = *new std::vector<std::string>{
      "",        "2023",        "2024",        "2025",       "2023-winter", "2024-winter",
      "2023-12", "2024-01",     "2024-autumn", "2024-11",    "2024-11-05",  "2024-11-30",
      "2024-12", "2024-spring", "2024-03-01",  "2024-02-29", "2022-12-31",  "2024-12-31"};
  return dates[random() % dates.size()];
}

TEST_F(ActivityReadsTest, AnySpanOfAnyStateIsWhatAScanOfAllCasesFinds) {
  constexpr unsigned kSeed = 20261126;
  std::mt19937 random(kSeed);
  const std::vector<std::string> bodies = {"", "council", "council-2", "youth"};
  std::vector<Revision> states;
  for (int i = 0; i < 400; ++i) {
    RecordedCase one = MakeCase(absl::StrCat("c", random() % 60), bodies[random() % bodies.size()],
                                AnyDate(random), 1, 2022 + static_cast<int>(random() % 4));
    states.push_back(Put(one));
  }
  const absl::CivilDay begin(2022, 11, 1);
  for (int i = 0; i < 150; ++i) {
    const ReadView view = View(states[random() % states.size()]);
    const absl::CivilDay first = begin + static_cast<int>(random() % 900);
    const DayRange span{first, first + static_cast<int>(random() % 500)};
    const auto all = ReadBelow<CaseTable>(view, {"asker"});
    ASSERT_THAT(all, IsOk());
    const auto facts = ReadActivity(view, "asker", span, std::nullopt);
    ASSERT_THAT(facts, IsOk());
    std::set<std::string> expected;
    std::set<std::string> read;
    for (const RecordedCase& one : facts->cases) read.insert(one.political_case.name());
    EXPECT_THAT(facts->cases, SizeIs(read.size()));
    for (const v1::Case& one : *all) {
      if (TimingOf({one, v1::MEETING_STATE_UNSPECIFIED}, span).has_value()) {
        expected.insert(one.name());
      }
    }
    EXPECT_THAT(read, IsSupersetOf(expected)) << "seed " << kSeed;
    for (const std::string& body : bodies) {
      std::vector<v1::Case> listed;
      for (const v1::Case& one : *all) {
        const bool of_body = one.body() == (body.empty() ? "" : BodyNamed(body));
        if (of_body && expected.contains(one.name())) listed.push_back(one);
      }
      std::sort(listed.begin(), listed.end(), StandsBefore);
      std::vector<std::string> ids;
      for (const v1::Case& one : listed) ids.emplace_back(LastIdOf(one.name()));
      for (const size_t size : {size_t{1}, size_t{2}, size_t{1000}}) {
        EXPECT_EQ(PagedIds(view, {"asker", body, span}, {.cases = size}), ids)
            << "seed " << kSeed << ", round " << i;
      }
    }
  }
}

}  // namespace
}  // namespace tertial::politics
