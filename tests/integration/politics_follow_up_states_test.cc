// The state of follow-ups against a model, in whatever order their events arrive.
#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/integration/follow_ups_fixture.h"

namespace tertial::politics {
namespace {

using enum v1::FollowUpEventKind;

// The last day that a date may mean, and the first; written anew, so that an error in the one that
// is tested is none in both.
std::string FirstDayOf(const std::string& date) {
  static const auto& seasons = *new std::map<std::string, std::string>{
      {"winter", "12-01"}, {"spring", "03-01"}, {"summer", "06-01"}, {"autumn", "09-01"}};
  if (date.size() == 4) return date + "-01-01";
  if (date.size() == 7) return date + "-01";
  const auto season = seasons.find(date.substr(5));
  return season == seasons.end() ? date : date.substr(0, 5) + season->second;
}
std::string LastDayOf(const std::string& date) {
  if (date.size() == 4) return date + "-12-31";
  const std::string rest = date.substr(5);
  if (rest == "winter") return absl::StrCat(std::stoi(date) + 1, "-02-28");
  if (rest == "spring") return date.substr(0, 5) + "05-31";
  if (rest == "summer") return date.substr(0, 5) + "08-31";
  if (rest == "autumn") return date.substr(0, 5) + "11-30";
  if (date.size() == 7) {
    static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return absl::StrCat(date, "-", kDays[std::stoi(rest) - 1]);
  }
  return date;
}

struct ModelEvent {
  v1::FollowUpEvent event;
  int64_t revision = 0;
};
// By name.
using ModelEvents = std::map<std::string, ModelEvent>;

// What a line of the list says of a follow-up's state, as text.
std::string Line(v1::FollowUpStateBasis basis, const std::string& event, const std::string& since,
                 bool certain, const std::string& due, const std::string& handler) {
  return absl::StrCat(v1::FollowUpStateBasis_Name(basis), " ", event, " since ", since,
                      certain ? " certain" : "", " due ", due, " by ", handler);
}

// By going through all events and keeping the one that no other stands behind.
std::string ModelLine(const ModelEvents& events, const std::string& adopted,
                      const std::string& day) {
  const ModelEvent* latest = nullptr;
  const ModelEvent* due = nullptr;
  const ModelEvent* handler = nullptr;
  const auto keep = [](const ModelEvent*& kept, const ModelEvent& other) {
    const auto key = [](const ModelEvent& of) {
      return std::make_tuple(LastDayOf(of.event.date()), of.revision, of.event.name());
    };
    if (kept == nullptr || key(*kept) < key(other)) kept = &other;
  };
  for (const auto& [name, event] : events) {
    if (FirstDayOf(event.event.date()) > day) continue;
    keep(latest, event);
    if (!event.event.due_date().empty()) keep(due, event);
    if (!event.event.case_handler().empty()) keep(handler, event);
  }
  const std::string due_date = due == nullptr ? "" : due->event.due_date();
  const std::string handled_by = handler == nullptr ? "" : handler->event.case_handler();
  if (latest == nullptr) {
    return Line(v1::FOLLOW_UP_STATE_BASIS_DECISION, "", adopted, LastDayOf(adopted) <= day, "", "");
  }
  return Line(
      v1::FOLLOW_UP_STATE_BASIS_EVENTS,
      absl::StrCat(latest->event.name(), " ", v1::FollowUpEventKind_Name(latest->event.kind())),
      latest->event.date(), LastDayOf(latest->event.date()) <= day, due_date, handled_by);
}

// What the state is called, by the kind of the event that it follows from. No event: the decision.
v1::FollowUpState ModelState(v1::FollowUpEventKind kind) {
  static const auto& states = *new std::map<v1::FollowUpEventKind, v1::FollowUpState>{
      {FOLLOW_UP_EVENT_KIND_UNSPECIFIED, v1::FOLLOW_UP_STATE_OPEN},
      {FOLLOW_UP_EVENT_KIND_ADOPTED, v1::FOLLOW_UP_STATE_OPEN},
      {FOLLOW_UP_EVENT_KIND_ASSIGNED, v1::FOLLOW_UP_STATE_OPEN},
      {FOLLOW_UP_EVENT_KIND_CASE_PRESENTED, v1::FOLLOW_UP_STATE_ANSWERED},
      {FOLLOW_UP_EVENT_KIND_ANSWERED_IN_WRITING, v1::FOLLOW_UP_STATE_ANSWERED},
      {FOLLOW_UP_EVENT_KIND_ANSWERED_ORALLY, v1::FOLLOW_UP_STATE_ANSWERED},
      {FOLLOW_UP_EVENT_KIND_CONTINUED, v1::FOLLOW_UP_STATE_IN_PROGRESS},
      {FOLLOW_UP_EVENT_KIND_NOTED, v1::FOLLOW_UP_STATE_ANSWERED},
      {FOLLOW_UP_EVENT_KIND_PARTLY_DONE, v1::FOLLOW_UP_STATE_IN_PROGRESS},
      {FOLLOW_UP_EVENT_KIND_DONE, v1::FOLLOW_UP_STATE_DONE},
      {FOLLOW_UP_EVENT_KIND_REJECTED, v1::FOLLOW_UP_STATE_REJECTED},
      {FOLLOW_UP_EVENT_KIND_SUPERSEDED, v1::FOLLOW_UP_STATE_CLOSED},
      {FOLLOW_UP_EVENT_KIND_CLOSED, v1::FOLLOW_UP_STATE_CLOSED}};
  return states.at(kind);
}

class FollowUpStatesTest : public FollowUpsTest {
 protected:
  static constexpr int kFollowUps = 8;
  static constexpr const char* kAdopted = "2021-03";
  // Days between and on those of the events.
  static constexpr const char* kDays[] = {"2021-03-15", "2022-02-28", "2022-05-01", "2022-05-17",
                                          "2022-06-30", "2022-12-31", "2023-03-01", "2030-01-01"};

  FollowUpStatesTest() {
    std::vector<v1::PoliticsRow> rows = {BodyRow("council")};
    for (int i = 0; i < kFollowUps; ++i) {
      rows.push_back(ResolutionRow(absl::StrCat("r", i), "council", kAdopted));
    }
    Import(rows);
  }

  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  // Few days, so that many share one.
  std::string SomeDate() {
    switch (Below(6)) {
      case 0:
        return "2022";
      case 1:
        return absl::StrCat("2022-", std::vector{"winter", "spring", "summer", "autumn"}[Below(4)]);
      case 2:
        return absl::StrFormat("2022-%02d", 4 + Below(3));
      default:
        return absl::StrFormat("2022-%02d-%02d", 4 + Below(3), 15 + Below(4));
    }
  }

  v1::FollowUpEvent SomeEvent(const std::string& name) {
    v1::FollowUpEvent event;
    event.set_name(name);
    event.set_kind(static_cast<v1::FollowUpEventKind>(1 + Below(12)));
    event.set_date(SomeDate());
    if (Below(3) == 0) event.set_due_date(absl::StrCat(2022 + Below(3)));
    if (Below(3) == 0) event.set_case_handler(absl::StrCat("Saksbehandler ", Below(9)));
    return event;
  }

  static std::string ResolutionOfName(const std::string& event) {
    return event.substr(0, event.rfind("/events/"));
  }

  void Remember(const v1::FollowUpEvent& event, int64_t revision) {
    model_[ResolutionOfName(event.name())][event.name()] = {event, revision};
  }

  void Create(const v1::FollowUpEvent& event) {
    v1::CreateFollowUpEventRequest request;
    *request.mutable_follow_up_event() = event;
    const auto created =
        testing::CallUnary(*meetings_, &Meetings::Stub::CreateFollowUpEvent, request, "recorder");
    ASSERT_THAT(created, IsOk());
    Remember(event, created->result().at().revision());
  }
  void Change(const v1::FollowUpEvent& event) {
    v1::UpdateFollowUpEventRequest request;
    *request.mutable_follow_up_event() = event;
    request.mutable_update_mask()->add_paths("*");
    const auto changed =
        testing::CallUnary(*meetings_, &Meetings::Stub::UpdateFollowUpEvent, request, "recorder");
    ASSERT_THAT(changed, IsOk());
    if (changed->result().committed()) Remember(event, changed->result().at().revision());
  }
  void Delete(const std::string& name) {
    v1::DeleteFollowUpEventRequest request;
    request.set_name(name);
    ASSERT_THAT(
        testing::CallUnary(*meetings_, &Meetings::Stub::DeleteFollowUpEvent, request, "recorder"),
        IsOk());
    model_[ResolutionOfName(name)].erase(name);
  }
  // In one commit, of which nothing tells the order of the rows.
  void ImportEvents(const std::vector<v1::FollowUpEvent>& events) {
    std::vector<v1::PoliticsRow> rows;
    for (const v1::FollowUpEvent& event : events) {
      *rows.emplace_back().mutable_follow_up_event() = event;
    }
    const int64_t revision = Import(rows);
    for (const v1::FollowUpEvent& event : events) Remember(event, revision);
  }

  // Compares the list of each day, as of a revision (0: the newest).
  void Compare(const std::map<std::string, ModelEvents>& model, int64_t revision = 0) {
    for (const char* day : kDays) {
      v1::ListFollowUpsRequest request;
      request.set_area("areas/asker");
      request.set_body(BodyName("council"));
      request.set_day(day);
      request.set_page_size(3);
      if (revision > 0) {
        request.mutable_as_of()->set_revision(revision);
        request.mutable_as_of()->set_epoch(service_.ledger().epoch());
      }
      const std::vector<v1::ResolutionResult> results = ListAll(request);
      ASSERT_EQ(results.size(), kFollowUps) << day;
      for (const v1::ResolutionResult& result : results) CompareOne(model, day, result);
    }
  }

  static void CompareOne(const std::map<std::string, ModelEvents>& model, const std::string& day,
                         const v1::ResolutionResult& result) {
    const std::string& name = result.resolution().name();
    const auto events = model.find(name);
    const std::string event = result.has_event()
                                  ? absl::StrCat(result.event().name(), " ",
                                                 v1::FollowUpEventKind_Name(result.event().kind()))
                                  : "";
    EXPECT_EQ(Line(result.state_basis(), event, result.since(), result.certain(), result.due_date(),
                   result.case_handler()),
              ModelLine(events == model.end() ? ModelEvents() : events->second, kAdopted, day))
        << name << " on " << day;
    EXPECT_EQ(result.state(), ModelState(result.event().kind())) << name << " on " << day;
    const bool in_hand = result.state() == v1::FOLLOW_UP_STATE_OPEN ||
                         result.state() == v1::FOLLOW_UP_STATE_IN_PROGRESS;
    EXPECT_EQ(result.overdue(),
              in_hand && !result.due_date().empty() && LastDayOf(result.due_date()) < day)
        << name << " on " << day;
  }

  std::mt19937 random_;
  std::map<std::string, ModelEvents> model_;
};

// Whatever arrives when: alone, with others in one commit, late with an earlier date, twice on one
// day, corrected or taken back.
TEST_F(FollowUpStatesTest, AreThoseOfAModelInAnyOrderOfArrival) {
  std::map<int64_t, std::map<std::string, ModelEvents>> earlier;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    random_.seed(seed);
    std::vector<v1::FollowUpEvent> arriving;
    for (int i = 0; i < 40; ++i) {
      arriving.push_back(
          SomeEvent(absl::StrCat(ResolutionName(absl::StrCat("r", Below(kFollowUps))), "/events/",
                                 absl::StrFormat("e%03d-%u", Below(1000), seed * 100 + i))));
    }
    std::shuffle(arriving.begin(), arriving.end(), random_);
    for (size_t at = 0; at < arriving.size();) {
      const size_t together = std::min<size_t>(1 + Below(6), arriving.size() - at);
      const std::vector<v1::FollowUpEvent> next(arriving.begin() + at,
                                                arriving.begin() + at + together);
      at += together;
      if (together == 1) {
        Create(next[0]);
      } else {
        ImportEvents(next);
      }
      // Sometimes one that came before is corrected or taken back.
      const std::string old = arriving[Below(static_cast<int>(at))].name();
      if (model_[ResolutionOfName(old)].count(old) == 0) continue;
      if (Below(5) == 0) Change(SomeEvent(old));
      if (Below(12) == 0) Delete(old);
    }
    Compare(model_);
    if (seed % 4 == 0) earlier[service_.ledger().Read()->at().revision] = model_;
  }
  for (const auto& [revision, model] : earlier) Compare(model, revision);
}

// The same events in each of their orders, one by one: where their dates differ, the states do not
// depend on it.
TEST_F(FollowUpStatesTest, AreTheSameForEveryOrderOfEventsOfDifferentDays) {
  const std::vector<std::string> dates = {"2022-04-16", "2022-05", "2022-06-17", "2022-summer"};
  std::vector<size_t> order = {0, 1, 2, 3};
  std::map<std::string, std::string> expected;
  do {
    const std::string resolution = ResolutionName("r0");
    for (const size_t i : order) {
      v1::FollowUpEvent event =
          EventOf(resolution, absl::StrCat("e", i), FOLLOW_UP_EVENT_KIND_ASSIGNED, dates[i]);
      event.set_case_handler(absl::StrCat("Saksbehandler ", i));
      Create(event);
    }
    for (const char* day : kDays) {
      v1::ListFollowUpsRequest request;
      request.set_area("areas/asker");
      request.set_day(day);
      request.set_page_size(1);
      const auto page = List(request);
      ASSERT_THAT(page, IsOk());
      ASSERT_EQ(page->follow_ups_size(), 1);
      const std::string line =
          absl::StrCat(page->follow_ups(0).event().name(), " ", page->follow_ups(0).case_handler());
      EXPECT_EQ(expected.try_emplace(day, line).first->second, line) << day;
    }
    Compare(model_);
    for (const size_t i : order) Delete(absl::StrCat(resolution, "/events/e", i));
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace tertial::politics
