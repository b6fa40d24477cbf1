#include "tests/testing/generated_term.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "tests/testing/generated_term_parts.h"

namespace tertial::testing {
namespace {

namespace v1 = politics::v1;

struct BodyKindOf {
  const char* id;
  v1::BodyKind kind;
  int members;
  int meetings;  // in a term
};

// One main committee takes over another's work; the council of municipalities never meets.
constexpr BodyKindOf kBodies[kTermBodies] = {
    {"council", v1::BODY_KIND_COUNCIL, 49, 44},
    {"executive-committee", v1::BODY_KIND_EXECUTIVE_COMMITTEE, 13, 72},
    {"planning", v1::BODY_KIND_MAIN_COMMITTEE, 13, 40},
    {"education", v1::BODY_KIND_MAIN_COMMITTEE, 13, 40},
    {"health", v1::BODY_KIND_MAIN_COMMITTEE, 13, 40},
    {"culture", v1::BODY_KIND_MAIN_COMMITTEE, 13, 40},
    {"technical", v1::BODY_KIND_MAIN_COMMITTEE, 11, 40},
    {"climate", v1::BODY_KIND_MAIN_COMMITTEE, 11, 40},
    {"elderly-council", v1::BODY_KIND_STATUTORY_COUNCIL, 9, 32},
    {"disability-council", v1::BODY_KIND_STATUTORY_COUNCIL, 9, 32},
    {"youth-council", v1::BODY_KIND_STATUTORY_COUNCIL, 15, 32},
    {"immigrant-council", v1::BODY_KIND_STATUTORY_COUNCIL, 0, 32},
    {"control-committee", v1::BODY_KIND_CONTROL_COMMITTEE, 7, 28},
    {"working-committee", v1::BODY_KIND_WORKING_COMMITTEE, 5, 16},
    {"joint-committee", v1::BODY_KIND_JOINT_COMMITTEE, 8, 8},
    {"appeals-committee", v1::BODY_KIND_APPEALS_COMMITTEE, 5, 10},
    {"negotiation-committee", v1::BODY_KIND_NEGOTIATION_COMMITTEE, 3, 4},
    {"intermunicipal-council", v1::BODY_KIND_INTERMUNICIPAL, 0, 0},
};
constexpr int kCouncil = 0;
constexpr int kExecutive = 1;
constexpr int kFirstMain = 2;
constexpr int kMains = 6;
constexpr int kEnding = 6;     // to the middle of the first term
constexpr int kBeginning = 7;  // from then on
constexpr int kFirstStatutory = 8;
constexpr int kStatutories = 4;
constexpr int kFirstOther = 12;
constexpr int kOthers = 5;

// Of a thousand.
constexpr int kCancelled = 35;
constexpr int kExtraordinary = 40;
constexpr int kSameDay = 12;
constexpr int kPostponed = 50;
constexpr int kExempt = 30;
constexpr int kWithoutBody = 15;
constexpr int kGap = 8;
constexpr int kRepeat = 4;
constexpr int kSwapped = 4;

// Cases that name no matter, at the least.
constexpr int kWithoutMatter = 250;
constexpr int kAgendasAhead = 2;

struct DraftMeeting {
  absl::CivilDay day;
  std::string name;
  v1::MeetingState state = v1::MEETING_STATE_HELD;
};

struct DraftCase {
  int body = 0;
  size_t meeting = 0;
  int matter = 0;    // 0: none
  int again_of = 0;  // the place of the draft whose number it bears, from 1; 0: none
  v1::TreatmentKind kind = v1::TREATMENT_KIND_UNSPECIFIED;
  v1::CaseNumber number;
};

class TermGenerator {
 public:
  explicit TermGenerator(const TermShape& shape) : shape_(shape), random_(shape.seed) {}

  GeneratedTerm Generate() {
    made_.commits.resize(3);
    MakeBodies();
    for (int term = 0; term < shape_.terms; ++term) MakeTerm(term);
    return std::move(made_);
  }

 private:
  std::string NameOf(absl::string_view rest) const {
    return absl::StrCat("areas/", shape_.area_id, "/", rest);
  }
  std::string BodyName(int body) const { return NameOf(absl::StrCat("bodies/", kBodies[body].id)); }
  v1::PoliticsRow& AddRow() { return made_.commits[0].emplace_back(); }
  absl::CivilDay FirstDayOf(int term) const {
    return absl::CivilDay(shape_.first_year + 4 * term, 10, 17);
  }
  // The last day of the main committee that ends.
  absl::CivilDay EndOfEnding() const { return absl::CivilDay(shape_.first_year + 2, 6, 30); }

  void MakeBodies() {
    for (int i = 0; i < kTermBodies; ++i) {
      v1::Body& body = *AddRow().mutable_body();
      body.set_name(BodyName(i));
      AddText(kBodies[i].id, body.mutable_titles());
      body.set_kind(kBodies[i].kind);
      if (kBodies[i].members > 0) body.set_members(kBodies[i].members);
      body.set_order(kTermBodies - i);
    }
    v1::Body& ending = *made_.commits[0][kEnding].mutable_body();
    ending.set_valid_to(absl::FormatCivilTime(EndOfEnding()));
    v1::Body& beginning = *made_.commits[0][kBeginning].mutable_body();
    beginning.set_valid_from(absl::FormatCivilTime(EndOfEnding() + 1));
    beginning.add_predecessors(BodyName(kEnding));
    v1::Body& council = *made_.commits[0][kCouncil].mutable_body();
    for (const int members : {47, kBodies[kCouncil].members}) {
      v1::BodySize& size = *council.add_sizes();
      size.set_from(absl::FormatCivilTime(FirstDayOf(members == 47 ? -1 : 0)));
      size.set_members(members);
    }
  }

  void MakeTerm(int term) {
    first_day_ = FirstDayOf(term);
    last_day_ = FirstDayOf(term + 1) - 1;
    v1::Term& row = *AddRow().mutable_term();
    row.set_name(NameOf(absl::StrCat("terms/", first_day_.year(), "-", last_day_.year())));
    row.set_first_day(absl::FormatCivilTime(first_day_));
    row.set_last_day(absl::FormatCivilTime(last_day_));
    meetings_.assign(kTermBodies, {});
    for (int body = 0; body < kTermBodies; ++body) MakeMeetings(term, body);
    drafts_.clear();
    MakeMatters(term);
    while (drafts_.size() < kTermTreatments) DraftOne(Weighted(), 0, std::nullopt);
    GiveNumbers();
    std::vector<FollowedCase> followed;
    WriteCases(term, followed);
    MakeActivities(term);
    const FollowUpShape follow_ups = {.area_id = shape_.area_id,
                                      .first_order = 1 + term * kTermResolutions,
                                      .count = kTermResolutions,
                                      .first_day = first_day_,
                                      .last_day = last_day_};
    AddFollowUps(follow_ups, followed, random_, made_.commits);
  }

  // Meetings.

  void MakeMeetings(int term, int body) {
    absl::CivilDay first = first_day_;
    absl::CivilDay last = last_day_;
    int count = kBodies[body].meetings;
    if (term == 0 && body == kEnding) last = EndOfEnding();
    if (term == 0 && body == kBeginning) first = EndOfEnding() + 1;
    if (term > 0 && body == kEnding) count = 0;
    if (term > 0 && body == kBeginning) count += kBodies[kEnding].meetings;
    // The calendar of the last half year of the last term is made, and not yet gone through.
    const absl::CivilDay planned_from = term + 1 == shape_.terms ? last_day_ - 200 : last_day_ + 1;
    std::vector<DraftMeeting>& made = meetings_[static_cast<size_t>(body)];
    const int days = static_cast<int>(last - first) + 1;
    int of_day = 1;
    for (int i = 0; i < count; ++i) {
      const int strip = days * i / count;
      absl::CivilDay day =
          first + strip + random_.Below(std::max(1, days * (i + 1) / count - strip));
      if (i > 0 && (random_.Chance(kSameDay) || day < made.back().day)) day = made.back().day;
      of_day = i > 0 && day == made.back().day ? of_day + 1 : 1;
      DraftMeeting& meeting = made.emplace_back();
      meeting.day = day;
      meeting.name = absl::StrCat(BodyName(body), "/meetings/", absl::FormatCivilTime(day),
                                  of_day > 1 ? absl::StrCat("-", of_day) : "");
      meeting.state = day >= planned_from          ? v1::MEETING_STATE_PLANNED
                      : random_.Chance(kCancelled) ? v1::MEETING_STATE_CANCELLED
                                                   : v1::MEETING_STATE_HELD;
    }
    for (size_t i = 0; i < made.size(); ++i) WriteMeeting(made, i);
  }

  void WriteMeeting(const std::vector<DraftMeeting>& all, size_t number) {
    const DraftMeeting& of = all[number];
    v1::Meeting& meeting = *AddRow().mutable_meeting();
    meeting.set_name(of.name);
    meeting.set_date(absl::FormatCivilTime(of.day));
    meeting.set_state(of.state);
    meeting.set_extraordinary(random_.Chance(kExtraordinary));
    if (random_.Chance(900)) {
      meeting.set_start_time(random_.Chance(500) ? "18:00" : "09:30");
      if (random_.Chance(20)) {
        meeting.set_end_time("00:40");
        meeting.set_end_date(absl::FormatCivilTime(of.day + 1));
      } else if (random_.Chance(700)) {
        meeting.set_end_time("21:15");
      }
    }
    if (random_.Chance(800)) meeting.set_place("Rådhuset");
    if (of.state == v1::MEETING_STATE_CANCELLED && number + 1 < all.size() && random_.Chance(600)) {
      meeting.set_moved_to(all[number + 1].name);
    }
    if (of.state != v1::MEETING_STATE_HELD) return;
    v1::AgendaItem& item = *AddRow().mutable_agenda_item();
    item.set_name(absl::StrCat(of.name, "/items/001"));
    AddText("Godkjenning av protokoll", item.mutable_titles());
  }

  // Matters and their treatments.

  // A body by the number of its meetings in the term; one that met.
  int Weighted() {
    while (true) {
      const int body = random_.Below(kTermBodies);
      const size_t meetings = meetings_[static_cast<size_t>(body)].size();
      if (meetings > 0 && random_.Below(72) < static_cast<int>(meetings)) return body;
    }
  }

  int MainCommittee() {
    while (true) {
      const int body = kFirstMain + random_.Below(kMains);
      if (!meetings_[static_cast<size_t>(body)].empty()) return body;
    }
  }

  // The bodies that treat a matter, one after the other.
  std::vector<int> Way() {
    const int form = random_.Below(100);
    const int main = MainCommittee();
    const int statutory = kFirstStatutory + random_.Below(kStatutories);
    if (form < 18) return {statutory, main, kExecutive, kCouncil};
    if (form < 50) return {main, kExecutive, kCouncil};
    if (form < 66) return {main, kCouncil};
    if (form < 76) return {statutory, main};
    if (form < 84) return {kExecutive};
    if (form < 92) return {main};
    return {kFirstOther + random_.Below(kOthers)};
  }

  void MakeMatters(int term) {
    for (int i = 0; i < kTermMatters; ++i) {
      const int number = term * kTermMatters + i + 1;
      v1::Matter& matter = *AddRow().mutable_matter();
      matter.set_name(NameOf(absl::StrFormat("matters/m%06d", number)));
      AddText(SubjectText(random_), matter.mutable_titles());
      matter.set_archive_number(
          absl::StrFormat("%02d/%05d", first_day_.year() % 100, number % 100'000));
      if (random_.Chance(200)) matter.set_responsible_unit(NameOf("units/u1"));
      std::optional<absl::CivilDay> after;
      for (const int body : Way()) {
        // One treatment at least is left for each matter to come, and for those without.
        const size_t left = static_cast<size_t>(kTermMatters - i + kWithoutMatter);
        if (after.has_value() && drafts_.size() + left >= kTermTreatments) break;
        after = DraftOne(body, number, after);
        if (!after.has_value()) break;
      }
      if (after.has_value()) matter.set_opened(DateOf(*after - 100, 400, random_));
    }
  }

  // Whether cases may be told of the meeting: planned ones have agendas shortly before.
  bool HasAgenda(const std::vector<DraftMeeting>& of, size_t meeting) const {
    return of[meeting].state != v1::MEETING_STATE_PLANNED || meeting < kAgendasAhead ||
           of[meeting - kAgendasAhead].state != v1::MEETING_STATE_PLANNED;
  }

  v1::TreatmentKind KindIn(int body) {
    const int form = random_.Below(100);
    if (form < 3) return v1::TREATMENT_KIND_SENT_BACK;
    if (form < 5) return v1::TREATMENT_KIND_WITHDRAWN;
    if (form < 7) return v1::TREATMENT_KIND_UNSPECIFIED;
    if (body == kCouncil) {
      return form < 15 ? v1::TREATMENT_KIND_NOTED : v1::TREATMENT_KIND_DECISION;
    }
    if (body >= kFirstStatutory && body < kFirstOther) return v1::TREATMENT_KIND_NOTED;
    return form < 60   ? v1::TREATMENT_KIND_RECOMMENDATION
           : form < 90 ? v1::TREATMENT_KIND_DECISION
                       : v1::TREATMENT_KIND_NOTED;
  }

  // Has the body treat the matter in one of its meetings, at the earliest on the day `after`; once
  // more where it was put off or the meeting was cancelled. The last day; none where it does not
  // come to a treatment.
  std::optional<absl::CivilDay> DraftOne(int body, int matter,
                                         std::optional<absl::CivilDay> after) {
    const std::vector<DraftMeeting>& of = meetings_[static_cast<size_t>(body)];
    size_t meeting = static_cast<size_t>(random_.Below(static_cast<int>(of.size())));
    if (after.has_value()) {
      const absl::CivilDay earliest = *after + (random_.Chance(100) ? 0 : 3);
      meeting = 0;
      while (meeting < of.size() && of[meeting].day < earliest) ++meeting;
      meeting += random_.Chance(200) ? 1 : 0;
      if (meeting >= of.size()) return std::nullopt;
    } else {
      while (meeting > 0 && !HasAgenda(of, meeting)) --meeting;
    }
    int again_of = 0;
    while (true) {
      if (!HasAgenda(of, meeting)) return std::nullopt;
      DraftCase& draft = drafts_.emplace_back();
      draft.body = body;
      draft.meeting = meeting;
      draft.matter = matter;
      draft.again_of = again_of;
      if (again_of == 0) again_of = static_cast<int>(drafts_.size());
      if (of[meeting].state == v1::MEETING_STATE_PLANNED) return std::nullopt;
      const bool held = of[meeting].state == v1::MEETING_STATE_HELD;
      const bool postponed = held && matter != 0 && random_.Chance(kPostponed);
      draft.kind = postponed ? v1::TREATMENT_KIND_POSTPONED
                   : held    ? KindIn(body)
                             : v1::TREATMENT_KIND_UNSPECIFIED;
      if ((held && !postponed) || meeting + 1 == of.size() || drafts_.size() >= kTermTreatments) {
        return of[meeting].day;
      }
      ++meeting;
    }
  }

  // Numbers.

  const DraftMeeting& MeetingOf(const DraftCase& of) const {
    return meetings_[static_cast<size_t>(of.body)][of.meeting];
  }

  void GiveNumbers() {
    std::vector<size_t> order;
    for (size_t i = 0; i < drafts_.size(); ++i) {
      if (drafts_[i].again_of == 0) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return std::pair(drafts_[a].body, MeetingOf(drafts_[a]).day) <
             std::pair(drafts_[b].body, MeetingOf(drafts_[b]).day);
    });
    for (size_t i = 0; i < order.size(); ++i) {
      v1::CaseNumber& number = drafts_[order[i]].number;
      const int year = static_cast<int>(MeetingOf(drafts_[order[i]]).day.year());
      int32_t& last = last_numbers_[{drafts_[order[i]].body, year}];
      if (last == 0 || !random_.Chance(kRepeat)) last += random_.Chance(kGap) ? 2 : 1;
      number.set_sequence(last);
      number.set_year(year);
      if (i > 0 && random_.Chance(kSwapped)) std::swap(number, drafts_[order[i - 1]].number);
    }
    for (DraftCase& draft : drafts_) {
      if (draft.again_of != 0) {
        draft.number = drafts_[static_cast<size_t>(draft.again_of) - 1].number;
      }
    }
  }

  // Cases.

  void WriteCases(int term, std::vector<FollowedCase>& followed) {
    held_cases_.clear();
    for (size_t i = 0; i < drafts_.size(); ++i) {
      v1::Case& political_case = *AddRow().mutable_political_case();
      political_case.set_name(
          NameOf(absl::StrFormat("cases/c%06d", term * kTermTreatments + static_cast<int>(i) + 1)));
      WriteCase(drafts_[i], political_case);
      if (drafts_[i].kind == v1::TREATMENT_KIND_DECISION && drafts_[i].body <= kExecutive &&
          !political_case.body().empty()) {
        followed.push_back(
            {political_case.name(), political_case.body(), MeetingOf(drafts_[i]).day});
      }
    }
  }

  void WriteCase(const DraftCase& draft, v1::Case& political_case) {
    const DraftMeeting& meeting = MeetingOf(draft);
    const bool held = meeting.state == v1::MEETING_STATE_HELD;
    *political_case.mutable_number() = draft.number;
    political_case.set_kind(draft.kind);
    AddText(SubjectText(random_), political_case.mutable_titles());
    if (draft.matter != 0) {
      political_case.set_matter(NameOf(absl::StrFormat("matters/m%06d", draft.matter)));
    }
    if (held) ++held_cases_[{draft.body, static_cast<int>(meeting.day.year())}];
    const bool without_body = held && random_.Chance(kWithoutBody);
    if (!without_body) political_case.set_body(BodyName(draft.body));
    const int known = held ? random_.Below(100) : 0;
    if (!without_body && known < 90) {
      political_case.set_meeting(meeting.name);
      // Beside the meeting, a date that it may mean.
      if (random_.Chance(100)) political_case.set_decision_date(DateOf(meeting.day, 500, random_));
    } else if (known < 98) {
      political_case.set_decision_date(DateOf(meeting.day, known < 93 ? 0 : 1000, random_));
    }
    if (random_.Chance(kExempt)) {
      v1::Exemption& exemption = *political_case.mutable_exemption();
      exemption.set_legal_basis("offl. § 13, fvl. § 13 første ledd nr. 1");
      if (random_.Chance(300)) exemption.set_review_date("2032-01-01");
      return;
    }
    if (random_.Chance(300)) {
      political_case.set_case_handler(absl::StrCat("Saksbehandler ", 1 + random_.Below(40)));
    }
    if (!held) return;
    if (draft.kind != v1::TREATMENT_KIND_UNSPECIFIED) {
      AddText(DecisionText(random_), political_case.mutable_decisions());
    }
    if (draft.kind == v1::TREATMENT_KIND_DECISION) {
      political_case.set_legal_basis("kommuneloven § 5-3");
    }
    const int members = kBodies[draft.body].members;
    if (draft.kind == v1::TREATMENT_KIND_DECISION ||
        draft.kind == v1::TREATMENT_KIND_RECOMMENDATION) {
      AddVotes(members == 0 ? 11 : members, random_, political_case);
    }
  }

  // What is reported.

  void MakeActivities(int term) {
    for (int year = static_cast<int>(first_day_.year()); year < last_day_.year(); ++year) {
      if (term > 0 && year == first_day_.year()) continue;
      for (int body = 0; body < kTermBodies; ++body) {
        // Of the first two whole years something is reported of all; else of most.
        if (!IsReportedWhole(year) && random_.Chance(150)) continue;
        WriteActivity(body, year);
      }
    }
  }

  bool IsReportedWhole(int year) const {
    return year == first_day_.year() + 1 || year == first_day_.year() + 2;
  }

  void WriteActivity(int body, int year) {
    int meetings = 0;
    for (const DraftMeeting& meeting : meetings_[static_cast<size_t>(body)]) {
      if (meeting.day.year() == year && meeting.state == v1::MEETING_STATE_HELD) ++meetings;
    }
    v1::BodyActivity& activity = *AddRow().mutable_body_activity();
    activity.set_name(absl::StrCat(BodyName(body), "/activities/", year));
    activity.set_period(absl::StrCat(year));
    const int cases = held_cases_[{body, year}];
    if (random_.Chance(100)) meetings += 1 + random_.Below(2);
    activity.mutable_meetings()->set_value(absl::StrCat(meetings));
    const bool missing = !IsReportedWhole(year) && random_.Chance(60);
    if (missing) {
      activity.mutable_cases()->set_missing(common::v1::MISSING_REASON_DATA_LACKING);
    } else {
      activity.mutable_cases()->set_value(absl::StrCat(cases + random_.Below(3)));
    }
    constexpr v1::CountingRule kRules[] = {v1::COUNTING_RULE_UNKNOWN, v1::COUNTING_RULE_MATTERS,
                                           v1::COUNTING_RULE_TREATMENTS};
    // Of the second whole year all report by one rule.
    activity.set_counting_rule(year == first_day_.year() + 2 ? v1::COUNTING_RULE_TREATMENTS
                                                             : kRules[random_.Below(3)]);
    activity.set_recording(random_.Chance(700) ? v1::RECORDING_SCOPE_COMPLETE
                                               : v1::RECORDING_SCOPE_SELECTED);
  }

  const TermShape& shape_;
  TermRandom random_;
  GeneratedTerm made_;
  // The last number given, by body and year, over all terms.
  std::map<std::pair<int, int>, int32_t> last_numbers_;
  // Of the term that is being made.
  absl::CivilDay first_day_;
  absl::CivilDay last_day_;
  std::vector<std::vector<DraftMeeting>> meetings_;
  std::vector<DraftCase> drafts_;
  std::map<std::pair<int, int>, int> held_cases_;  // by body and year
};

}  // namespace

GeneratedTerm GenerateTerm(const TermShape& shape) { return TermGenerator(shape).Generate(); }

}  // namespace tertial::testing
