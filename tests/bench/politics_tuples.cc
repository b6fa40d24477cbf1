#include "tests/bench/politics_tuples.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "common/types/partial_date.h"
#include "common/types/resource_name.h"
#include "tests/bench/politics_client.h"
#include "tests/bench/politics_sql.h"

namespace tertial::bench {
namespace {

namespace v1 = politics::v1;

struct Days {
  int32_t first = 0;
  int32_t last = 0;
};

int32_t NumberOf(absl::CivilDay day) {
  return static_cast<int32_t>(day - absl::CivilDay(1970, 1, 1));
}

std::optional<Days> DaysOf(absl::string_view date) {
  if (date.empty()) return std::nullopt;
  const PartialDate parsed = PartialDate::Parse(date).value();
  return Days{NumberOf(parsed.earliest()), NumberOf(parsed.latest())};
}

// The columns of a line, one after the other. Texts have no tabs, line breaks and backslashes.
class Line {
 public:
  explicit Line(int area) : line_(absl::StrCat(area)) {}
  Line& Text(absl::string_view text) { return Raw(text); }
  Line& TextOrNull(absl::string_view text) { return Raw(text.empty() ? "\\N" : text); }
  Line& IdOrNull(absl::string_view name) { return Raw(name.empty() ? "\\N" : LastIdOf(name)); }
  Line& Number(int64_t number) { return Raw(absl::StrCat(number)); }
  Line& NumberOrNull(std::optional<int64_t> number) {
    return number.has_value() ? Number(*number) : Raw("\\N");
  }
  Line& Bool(bool value) { return Raw(value ? "t" : "f"); }
  template <typename Texts>
  Line& Words(const Texts& texts) {
    return Raw(texts.empty() ? "" : texts.begin()->text());
  }
  std::string End() { return absl::StrCat(line_, "\n"); }

 private:
  Line& Raw(absl::string_view column) {
    absl::StrAppend(&line_, "\t", column);
    return *this;
  }
  std::string line_;
};

std::string BodyOfMeeting(absl::string_view name) {
  const absl::string_view body = name.substr(0, name.find("/meetings/"));
  return std::string(LastIdOf(body));
}

std::string TreatmentsOf(const v1::ResolutionFollowUp& resolution) {
  std::string treatments;
  for (const v1::FollowUpTreatment& treatment : resolution.treatments()) {
    absl::StrAppend(&treatments, treatments.empty() ? "" : std::string(1, kBetweenTreatments),
                    treatment.body().empty() ? "" : LastIdOf(treatment.body()),
                    std::string(1, kInTreatment), treatment.date());
  }
  return treatments;
}

std::optional<int64_t> WholeOf(const common::v1::Cell& cell) {
  if (cell.value().empty()) return std::nullopt;
  return std::stoll(cell.value());
}

class Tuples {
 public:
  Tuples(int area, const testing::GeneratedTerm& term) : area_(area) {
    // The last of each event, and where it came.
    for (size_t commit = 0; commit < term.commits.size(); ++commit) {
      for (const v1::PoliticsRow& row : term.commits[commit]) {
        if (row.has_follow_up_event()) {
          events_[row.follow_up_event().name()] = {&row.follow_up_event(), commit};
        }
        if (row.has_political_case()) cases_[row.political_case().name()] = &row.political_case();
      }
    }
    for (const v1::PoliticsRow& row : term.commits[0]) Add(row);
    for (const auto& [name, event] : events_) Add(*event.first, event.second);
  }

  std::map<std::string, std::string> Take() { return std::move(made_); }

 private:
  void Add(const v1::PoliticsRow& row) {
    if (row.has_body()) Add(row.body());
    if (row.has_body_activity()) Add(row.body_activity());
    if (row.has_meeting()) Add(row.meeting());
    if (row.has_matter()) Add(row.matter());
    if (row.has_political_case()) Add(row.political_case());
    if (row.has_resolution_follow_up()) Add(row.resolution_follow_up());
  }

  void Add(const v1::Body& body) {
    const std::optional<Days> from = DaysOf(body.valid_from());
    const std::optional<Days> to = DaysOf(body.valid_to());
    Line line(area_);
    line.IdOrNull(body.name()).Words(body.titles()).Number(body.kind());
    line.NumberOrNull(body.has_members() ? std::optional<int64_t>(body.members()) : std::nullopt);
    line.Number(body.order()).Number(from.has_value() ? from->first : 0);
    line.Number(to.has_value() ? to->last : std::numeric_limits<int32_t>::max());
    made_["bodies"] += line.End();
  }

  void Add(const v1::BodyActivity& activity) {
    const absl::string_view name = activity.name();
    Line line(area_);
    line.IdOrNull(name.substr(0, name.find("/activities/"))).Text(activity.period());
    line.NumberOrNull(WholeOf(activity.meetings())).NumberOrNull(WholeOf(activity.cases()));
    made_["activities"] += line.Number(activity.counting_rule()).End();
  }

  void Add(const v1::Meeting& meeting) {
    Line line(area_);
    line.Text(BodyOfMeeting(meeting.name())).IdOrNull(meeting.name());
    line.Number(DayOf(meeting.date())).Number(meeting.state()).Bool(meeting.extraordinary());
    made_["meetings"] += line.End();
  }

  void Add(const v1::Matter& matter) {
    Line line(area_);
    line.IdOrNull(matter.name()).Words(matter.titles()).TextOrNull(matter.opened());
    made_["matters (area, id, titles, opened)"] += line.End();
  }

  // The days that a case may have been treated on.
  static std::optional<Days> DaysOfCase(const v1::Case& of) {
    if (of.meeting().empty()) return DaysOf(of.decision_date());
    return DaysOf(LastIdOf(of.meeting()).substr(0, 10));
  }

  void Add(const v1::Case& of) {
    const std::optional<Days> days = DaysOfCase(of);
    const Days year = *DaysOf(absl::StrCat(of.number().year()));
    Line line(area_);
    line.IdOrNull(of.name()).IdOrNull(of.body()).IdOrNull(of.meeting()).Bool(days.has_value());
    line.Number(days.value_or(year).first).Number(days.value_or(year).last);
    line.Number(of.number().year()).Number(of.number().sequence()).TextOrNull(of.decision_date());
    line.IdOrNull(of.matter()).Number(of.kind()).TextOrNull(of.exemption().legal_basis());
    line.TextOrNull(of.exemption().review_date()).TextOrNull(of.case_handler());
    line.Words(of.titles()).Words(of.decisions());
    made_
        ["cases (area, id, body, meeting, dated, first_day, last_day, year, sequence, date, "
         "matter, kind, exemption, review, handler, titles, decisions)"] += line.End();
    for (const v1::Vote& vote : of.votes()) {
      Line vote_line(area_);
      vote_line.IdOrNull(of.name()).Number(vote.order()).Number(vote.kind());
      vote_line.NumberOrNull(vote.has_votes_against() ? std::optional<int64_t>(vote.votes_against())
                                                      : std::nullopt);
      vote_line.Bool(vote.stated_unanimous()).Number(vote.outcome()).Number(vote.corrects());
      made_["votes"] += vote_line.End();
    }
  }

  void Add(const v1::ResolutionFollowUp& resolution) {
    const auto of = cases_.find(resolution.decided_in());
    std::optional<Days> decided = DaysOf(resolution.adopted());
    if (!decided.has_value() && of != cases_.end()) decided = DaysOfCase(*of->second);
    std::optional<int64_t> treated;
    std::set<std::string> bodies;
    for (const v1::FollowUpTreatment& treatment : resolution.treatments()) {
      if (!treatment.body().empty()) bodies.emplace(LastIdOf(treatment.body()));
      const std::optional<Days> days = DaysOf(treatment.date());
      if (days.has_value()) treated = std::min<int64_t>(treated.value_or(days->first), days->first);
    }
    if (!resolution.body().empty()) bodies = {std::string(LastIdOf(resolution.body()))};
    const std::optional<int64_t> decided_first =
        decided.has_value() ? std::optional<int64_t>(decided->first) : std::nullopt;
    const std::optional<Days> due = DaysOf(resolution.due_date());
    Line line(area_);
    line.IdOrNull(resolution.name()).Words(resolution.titles()).Number(resolution.order());
    line.Words(resolution.wordings()).Words(resolution.summaries()).Number(resolution.kind());
    line.Number(resolution.latest_event()).Number(resolution.latest_event_source());
    line.Text(TreatmentsOf(resolution)).IdOrNull(resolution.body());
    line.IdOrNull(resolution.decided_in()).TextOrNull(resolution.adopted());
    line.NumberOrNull(decided_first);
    line.NumberOrNull(decided.has_value() ? std::optional<int64_t>(decided->last) : std::nullopt);
    line.NumberOrNull(treated).TextOrNull(resolution.owner_unit());
    line.TextOrNull(resolution.case_handler()).TextOrNull(resolution.due_date());
    line.NumberOrNull(due.has_value() ? std::optional<int64_t>(due->last) : std::nullopt);
    made_
        ["resolutions (area, id, titles, sort, wordings, summaries, kind, latest_event, "
         "event_source, treatments, body, decided_in, adopted, decided_first, decided_last, "
         "treated_first, owner, handler, due, "
         "due_last)"] += line.End();
    for (const std::string& body : bodies) {
      made_["resolution_bodies"] +=
          Line(area_).Text(body).IdOrNull(resolution.name()).NumberOrNull(decided_first).End();
    }
  }

  void Add(const v1::FollowUpEvent& event, size_t commit) {
    const Days days = *DaysOf(event.date());
    const std::optional<Days> due = DaysOf(event.due_date());
    const absl::string_view name = event.name();
    Line line(area_);
    line.IdOrNull(name.substr(0, name.find("/events/"))).IdOrNull(name).Number(event.kind());
    line.Text(event.date()).Number(days.first).Number(days.last);
    line.Number(static_cast<int64_t>(commit)).TextOrNull(event.owner_unit());
    line.TextOrNull(event.case_handler()).TextOrNull(event.due_date());
    line.NumberOrNull(due.has_value() ? std::optional<int64_t>(due->last) : std::nullopt);
    line.IdOrNull(event.evidence_case());
    line.TextOrNull(event.remarks_size() == 0 ? "" : event.remarks(0).text());
    made_["events"] += line.End();
  }

  const int area_;
  std::map<std::string, std::pair<const v1::FollowUpEvent*, size_t>> events_;
  std::map<std::string, const v1::Case*> cases_;
  std::map<std::string, std::string> made_;
};

}  // namespace

int32_t DayOf(absl::string_view day) { return DaysOf(day)->first; }

std::pair<int32_t, int32_t> ActivityDays() {
  const Days days = *DaysOf(kActivityYear);
  return {days.first, days.last};
}

std::map<std::string, std::string> PoliticsTuples(int area, const testing::GeneratedTerm& term) {
  return Tuples(area, term).Take();
}

}  // namespace tertial::bench
