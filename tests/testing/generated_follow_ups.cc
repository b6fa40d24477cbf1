#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/testing/generated_term_parts.h"

namespace tertial::testing {
namespace {

namespace v1 = politics::v1;

// Of a thousand.
constexpr int kPartialEvents = 200;
constexpr int kLateEvents = 160;
constexpr int kChangedEvents = 40;

constexpr int kMostEvents = 6;
constexpr int kUnits = 9;

class FollowUpGenerator {
 public:
  FollowUpGenerator(const FollowUpShape& shape, const std::vector<FollowedCase>& cases,
                    TermRandom& random, std::vector<std::vector<v1::PoliticsRow>>& commits)
      : shape_(shape), cases_(cases), random_(random), commits_(commits) {}

  void Generate() {
    for (int i = 0; i < shape_.count; ++i) MakeOne(shape_.first_order + i);
  }

 private:
  std::string UnitName() {
    return absl::StrCat("areas/", shape_.area_id, "/units/u", 1 + random_.Below(kUnits));
  }
  std::string Handler() { return absl::StrCat("Saksbehandler ", 1 + random_.Below(40)); }
  std::string DueDate(absl::CivilDay decided) {
    return DateOf(decided + 30 + random_.Below(600), 300, random_);
  }

  void MakeOne(int order) {
    v1::ResolutionFollowUp& resolution = *commits_[0].emplace_back().mutable_resolution_follow_up();
    resolution.set_name(absl::StrFormat("areas/%s/resolutions/v%05d", shape_.area_id, order));
    resolution.set_order(order);
    AddText(SubjectText(random_), resolution.mutable_titles());
    const absl::CivilDay decided = Decide(resolution);
    if (random_.Chance(600)) AddText(DecisionText(random_), resolution.mutable_wordings());
    if (random_.Chance(200)) AddText(DecisionText(random_), resolution.mutable_summaries());
    if (random_.Chance(700)) resolution.set_owner_unit(UnitName());
    if (random_.Chance(400)) resolution.set_case_handler(Handler());
    if (random_.Chance(600)) resolution.set_due_date(DueDate(decided));
    // The row may move when others are added.
    const std::string name = resolution.name();
    MakeEvents(name, decided);
  }

  // By whom and when it was decided, as far as that is known.
  absl::CivilDay Decide(v1::ResolutionFollowUp& resolution) {
    const FollowedCase& of = random_.OneOf(cases_);
    const int form = random_.Below(100);
    constexpr v1::ResolutionKind kKinds[] = {
        v1::RESOLUTION_KIND_UNSPECIFIED, v1::RESOLUTION_KIND_ADDITIONAL_RESOLUTION,
        v1::RESOLUTION_KIND_DECISION, v1::RESOLUTION_KIND_REFERRED_PROPOSAL};
    resolution.set_kind(kKinds[random_.Below(4)]);
    if (form < 75) {
      resolution.set_decided_in(of.name);
      resolution.set_body(of.body);
      if (random_.Chance(200)) resolution.set_adopted(DateOf(of.day, 300, random_));
    } else if (form < 88) {
      resolution.set_adopted(DateOf(of.day, 400, random_));
      if (random_.Chance(800)) resolution.set_body(of.body);
    } else {
      // As a report tells it that knows no events.
      resolution.set_latest_event(static_cast<v1::FollowUpEventKind>(1 + random_.Below(12)));
      resolution.set_latest_event_source(v1::FOLLOW_UP_EVENT_SOURCE_PRINTED);
      if (random_.Chance(300)) resolution.set_body(of.body);
      for (int more = random_.Below(3); more > 0; --more) {
        v1::FollowUpTreatment& treatment = *resolution.add_treatments();
        treatment.set_body(of.body);
        if (random_.Chance(800)) {
          treatment.set_date(DateOf(of.day + random_.Below(200), 500, random_));
        }
      }
    }
    return of.day;
  }

  void MakeEvents(const std::string& resolution, absl::CivilDay decided) {
    const int events = random_.Chance(250) ? 0 : 1 + random_.Below(kMostEvents);
    const int first_id = random_.Below(90);
    absl::CivilDay day = decided;
    for (int i = 0; i < events; ++i) {
      // Some on the day of the one before; some before it.
      if (random_.Chance(150)) {
        day -= random_.Below(60);
        if (day < decided) day = decided;
      } else if (!random_.Chance(200)) {
        day += 1 + random_.Below(250);
      }
      // Ids are in no order of days.
      const int id = (first_id + i * 37) % 90 + 10;
      MakeEvent(absl::StrCat(resolution, "/events/e", id), decided, day);
    }
  }

  void MakeEvent(const std::string& name, absl::CivilDay decided, absl::CivilDay day) {
    v1::FollowUpEvent event;
    event.set_name(name);
    event.set_kind(static_cast<v1::FollowUpEventKind>(1 + random_.Below(12)));
    event.set_date(DateOf(day, kPartialEvents, random_));
    if (random_.Chance(250)) event.set_owner_unit(UnitName());
    if (random_.Chance(250)) event.set_case_handler(Handler());
    if (random_.Chance(250)) event.set_due_date(DueDate(decided));
    if (random_.Chance(100)) event.set_evidence_case(random_.OneOf(cases_).name);
    if (random_.Chance(500)) AddText(DecisionText(random_), event.mutable_remarks());
    const size_t commit =
        random_.Chance(kLateEvents) ? 1 + static_cast<size_t>(random_.Below(2)) : 0;
    *commits_[commit].emplace_back().mutable_follow_up_event() = event;
    if (commit < 2 && random_.Chance(kChangedEvents)) {
      // Corrected: of another kind, or another day.
      event.set_kind(static_cast<v1::FollowUpEventKind>(1 + event.kind() % 12));
      if (random_.Chance(500)) event.set_date(DateOf(day + 20, kPartialEvents, random_));
      *commits_[2].emplace_back().mutable_follow_up_event() = event;
    }
  }

  const FollowUpShape& shape_;
  const std::vector<FollowedCase>& cases_;
  TermRandom& random_;
  std::vector<std::vector<v1::PoliticsRow>>& commits_;
};

}  // namespace

void AddFollowUps(const FollowUpShape& shape, const std::vector<FollowedCase>& cases,
                  TermRandom& random, std::vector<std::vector<v1::PoliticsRow>>& commits) {
  FollowUpGenerator(shape, cases, random, commits).Generate();
}

}  // namespace tertial::testing
