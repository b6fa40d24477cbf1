#include "services/politics/store/activity_reads.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/ledger/in_use.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/activity_name.h"
#include "services/politics/domain/meeting_id.h"
#include "services/politics/store/case_parts.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// Rows that are in memory as bytes at once.
constexpr size_t kRowsAtOnce = 512;
constexpr char kUndated = '~';

// Days under which entries stand, both included.
struct EntryRange {
  std::string first;
  std::string last;
};

// The days before `day` under which a date that may mean `day` can stand: the first day of its
// year, season and month. In their order.
std::vector<std::string> FirstDaysOfDatesAt(absl::CivilDay day) {
  const absl::CivilMonth month(day);
  constexpr int kSeasonMonths = 3;
  const int months_into_season = day.month() % kSeasonMonths;
  std::vector<std::string> days;
  for (const absl::CivilDay first :
       {absl::CivilDay(absl::CivilYear(day)), absl::CivilDay(month - months_into_season),
        absl::CivilDay(month)}) {
    if (first < day) days.push_back(absl::FormatCivilTime(first));
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

std::vector<EntryRange> EntryRangesOf(const DayRange& span) {
  std::vector<EntryRange> ranges;
  for (const std::string& day : FirstDaysOfDatesAt(span.first)) ranges.push_back({day, day});
  ranges.push_back({absl::FormatCivilTime(span.first), absl::FormatCivilTime(span.last)});
  ranges.push_back({absl::StrCat(std::string(1, kUndated), span.first.year()),
                    absl::StrCat(std::string(1, kUndated), span.last.year())});
  return ranges;
}

// The ids of bodies that cases stand under, and "" where some stand under none; others may be among
// them.
absl::StatusOr<std::vector<std::string>> BodiesWithCases(const ReadView& view,
                                                         absl::string_view area_id) {
  std::string entries = DayEntriesOf(area_id, "");
  entries.pop_back();
  std::vector<std::string> bodies;
  std::string after;
  while (true) {
    bool found = false;
    TERTIAL_RETURN_IF_ERROR(view.ScanIndexAfter(
        CaseTable::kId, entries, after, [&](absl::string_view entry, absl::string_view /*pk*/) {
          entry.remove_prefix(entries.size());
          bodies.emplace_back(entry.substr(0, entry.find('\0')));
          found = true;
          return false;
        }));
    if (!found) return bodies;
    // Behind all entries of the body: no id has this character.
    after = absl::StrCat(entries, bodies.back(), "\x01");
  }
}

// The cases under these keys, in parts; those that are not there are left out. Sorts the keys.
absl::StatusOr<std::vector<RecordedCase>> ReadParts(const RecordReader& reader,
                                                    std::vector<std::string>& pks) {
  std::sort(pks.begin(), pks.end());
  pks.erase(std::unique(pks.begin(), pks.end()), pks.end());
  std::vector<RecordedCase> cases;
  cases.reserve(pks.size());
  for (absl::Span<const std::string> rest = pks; !rest.empty();) {
    const absl::Span<const std::string> some = rest.subspan(0, kRowsAtOnce);
    rest.remove_prefix(some.size());
    TERTIAL_ASSIGN_OR_RETURN(const auto rows, reader.MultiFind(CaseTable::kId, some));
    for (size_t i = 0; i < some.size(); ++i) {
      if (!rows[i].has_value()) continue;
      TERTIAL_RETURN_IF_ERROR(
          DecodeCaseParts(some[i], rows[i]->body, cases.emplace_back().political_case));
    }
  }
  return cases;
}

using MeetingStates = absl::flat_hash_map<std::string, v1::MeetingState>;

// Sets the states of the meetings that the cases name: those that are `known`, which others are
// added to.
absl::Status SetMeetingStates(const RecordReader& reader, MeetingStates& known,
                              absl::Span<RecordedCase> cases) {
  std::vector<std::string> unknown;
  for (const RecordedCase& one : cases) {
    const std::string& meeting = one.political_case.meeting();
    if (meeting.empty() || !known.try_emplace(meeting).second) continue;
    unknown.push_back(meeting);
  }
  TERTIAL_ASSIGN_OR_RETURN(const auto states, ReadMeetingStates(reader, unknown));
  for (const auto& [name, state] : states) known[name] = state;
  for (RecordedCase& one : cases) {
    if (one.political_case.meeting().empty()) continue;
    one.meeting_state = known.at(one.political_case.meeting());
  }
  return absl::OkStatus();
}

// Adds the cases of the matters that are counted in the span and not among the cases yet; `read`
// are the keys of those that were.
absl::Status AddCasesOfMatters(const ReadView& view, const std::vector<std::string>& read,
                               MeetingStates& states, ActivityFacts& facts) {
  absl::flat_hash_set<std::string> matters;
  for (const RecordedCase& one : facts.cases) {
    if (one.political_case.matter().empty()) continue;
    if (TimingOf(one, facts.span) == v1::CASE_TIMING_COUNTED) {
      matters.insert(one.political_case.matter());
    }
  }
  std::vector<std::string> entries;
  for (const std::string& matter : matters) {
    TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<MatterTable>(matter));
    entries.push_back(ReferenceEntry(MatterTable::kId, pk));
  }
  std::sort(entries.begin(), entries.end());
  std::vector<std::string> missing;
  TERTIAL_RETURN_IF_ERROR(view.MultiScanIndex(
      CaseTable::kId, entries, [&](absl::string_view /*entry*/, absl::string_view case_pk) {
        std::string key(case_pk);
        if (!std::binary_search(read.begin(), read.end(), key)) missing.push_back(std::move(key));
        return true;
      }));
  TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases, ReadParts(view, missing));
  TERTIAL_RETURN_IF_ERROR(SetMeetingStates(view, states, absl::MakeSpan(cases)));
  std::move(cases.begin(), cases.end(), std::back_inserter(facts.cases));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<RecordedCase>> ReadRecordedCases(const RecordReader& reader,
                                                            std::vector<std::string> pks) {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases, ReadParts(reader, pks));
  MeetingStates states;
  TERTIAL_RETURN_IF_ERROR(SetMeetingStates(reader, states, absl::MakeSpan(cases)));
  return cases;
}

absl::StatusOr<std::vector<std::string>> KeysUnder(const RecordReader& reader, TableId table,
                                                   absl::string_view entry) {
  std::vector<std::string> pks;
  TERTIAL_RETURN_IF_ERROR(
      reader.ScanIndex(table, entry, [&](absl::string_view /*entry*/, absl::string_view pk) {
        pks.emplace_back(pk);
        return true;
      }));
  return pks;
}

absl::Status ScanDayEntries(const ReadView& view, absl::string_view area_id,
                            absl::string_view body_id, const DayRange& span,
                            absl::string_view after_day, absl::string_view after_pk,
                            DayEntryVisitor visitor) {
  const std::string begin = DayEntriesOf(area_id, body_id);
  constexpr absl::string_view kEnd("\0", 1);
  for (const EntryRange& range : EntryRangesOf(span)) {
    if (after_day > range.last) continue;
    const std::string after = after_day < range.first
                                  ? absl::StrCat(begin, range.first)
                                  : absl::StrCat(begin, after_day, kEnd, after_pk);
    bool go_on = true;
    TERTIAL_RETURN_IF_ERROR(view.ScanIndexAfter(
        CaseTable::kId, begin, after, [&](absl::string_view entry, absl::string_view pk) {
          // Without what all begin with, and without the 00 at the end.
          const absl::string_view day =
              entry.substr(begin.size(), entry.size() - begin.size() - kEnd.size());
          if (day > range.last) return false;
          go_on = visitor(day, pk);
          return go_on;
        }));
    if (!go_on) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<ActivityFacts> ReadReportedActivity(const RecordReader& reader,
                                                   const std::string& area_id, const DayRange& span,
                                                   const std::optional<Period>& period) {
  ActivityFacts facts{.area_id = area_id, .span = span, .period = period};
  TERTIAL_ASSIGN_OR_RETURN(facts.bodies, ReadBelow<BodyTable>(reader, {area_id}));
  if (!period.has_value()) return facts;
  std::vector<std::string> names;
  for (const v1::Body& body : facts.bodies) names.push_back(ActivityName(body.name(), *period));
  TERTIAL_ASSIGN_OR_RETURN(auto activities, FindResources<BodyActivityTable>(reader, names));
  for (size_t i = 0; i < names.size(); ++i) {
    if (activities[i].has_value()) facts.activities.emplace(names[i], *std::move(activities[i]));
  }
  return facts;
}

absl::Status AddMeetings(const RecordReader& reader, ActivityFacts& facts) {
  const std::string first = absl::FormatCivilTime(facts.span.first);
  const std::string last = absl::FormatCivilTime(facts.span.last);
  for (const v1::Body& body : facts.bodies) {
    const std::vector<std::string> ids = {facts.area_id, std::string(LastIdOf(body.name()))};
    TERTIAL_ASSIGN_OR_RETURN(const std::string meetings, EncodePrimaryKey(ids));
    TERTIAL_RETURN_IF_ERROR(ScanResources<MeetingTable>(
        reader, ids, absl::StrCat(meetings, first),
        [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Meeting& meeting) {
          if (DayOfMeetingId(LastIdOf(meeting.name())) > last) return false;
          facts.meetings.push_back(meeting);
          return true;
        }));
  }
  return absl::OkStatus();
}

absl::Status AddCases(const ReadView& view, ActivityFacts& facts) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> bodies,
                           BodiesWithCases(view, facts.area_id));
  std::vector<std::string> pks;
  for (const std::string& body : bodies) {
    TERTIAL_RETURN_IF_ERROR(ScanDayEntries(view, facts.area_id, body, facts.span, "", "",
                                           [&](absl::string_view /*day*/, absl::string_view pk) {
                                             pks.emplace_back(pk);
                                             return true;
                                           }));
  }
  MeetingStates states;
  for (const v1::Meeting& meeting : facts.meetings) states[meeting.name()] = meeting.state();
  TERTIAL_ASSIGN_OR_RETURN(facts.cases, ReadParts(view, pks));
  TERTIAL_RETURN_IF_ERROR(SetMeetingStates(view, states, absl::MakeSpan(facts.cases)));
  return AddCasesOfMatters(view, pks, states, facts);
}

absl::StatusOr<ActivityFacts> ReadActivity(const ReadView& view, const std::string& area_id,
                                           const DayRange& span,
                                           const std::optional<Period>& period) {
  TERTIAL_ASSIGN_OR_RETURN(ActivityFacts facts, ReadReportedActivity(view, area_id, span, period));
  TERTIAL_RETURN_IF_ERROR(AddMeetings(view, facts));
  TERTIAL_RETURN_IF_ERROR(AddCases(view, facts));
  return facts;
}

absl::StatusOr<std::vector<v1::Case>> ReadNumberedCases(const RecordReader& reader,
                                                        const std::string& area_id,
                                                        absl::Span<const int32_t> years,
                                                        int32_t sequence) {
  std::vector<v1::Case> cases;
  for (const int32_t year : years) {
    TERTIAL_ASSIGN_OR_RETURN(
        const std::vector<std::string> pks,
        KeysUnder(reader, CaseTable::kId, NumberEntryOf(area_id, year, sequence)));
    TERTIAL_ASSIGN_OR_RETURN(const auto rows, reader.MultiFind(CaseTable::kId, pks));
    for (size_t i = 0; i < pks.size(); ++i) {
      if (!rows[i].has_value()) continue;
      v1::Case one;
      TERTIAL_RETURN_IF_ERROR(DecodeBody(CaseTable::kId, pks[i], rows[i]->body, one));
      if (one.number().year() == year && one.number().sequence() == sequence) {
        cases.push_back(std::move(one));
      }
    }
  }
  return cases;
}

absl::StatusOr<std::vector<RecordedCase>> ReadCasesNumberedIn(const ReadView& view,
                                                              const std::string& area_id,
                                                              int32_t year) {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::string> pks,
                           KeysUnder(view, CaseTable::kId, NumberEntriesOf(area_id, year)));
  TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases,
                           ReadRecordedCases(view, std::move(pks)));
  std::erase_if(
      cases, [&](const RecordedCase& one) { return one.political_case.number().year() != year; });
  return cases;
}

absl::StatusOr<std::vector<RecordedCase>> ReadCasesOfBody(const ReadView& view,
                                                          const std::string& area_id,
                                                          const std::string& body_id) {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<std::string> pks,
                           KeysUnder(view, CaseTable::kId, DayEntriesOf(area_id, body_id)));
  TERTIAL_ASSIGN_OR_RETURN(std::vector<RecordedCase> cases,
                           ReadRecordedCases(view, std::move(pks)));
  std::erase_if(cases, [&](const RecordedCase& one) {
    const std::string& body = one.political_case.body();
    return body.empty() ? !body_id.empty() : LastIdOf(body) != body_id;
  });
  return cases;
}

absl::StatusOr<std::map<std::string, v1::MeetingState>> ReadMeetingStates(
    const RecordReader& reader, absl::Span<const std::string> meetings) {
  TERTIAL_ASSIGN_OR_RETURN(const auto found, FindResources<MeetingTable>(reader, meetings));
  std::map<std::string, v1::MeetingState> states;
  for (size_t i = 0; i < meetings.size(); ++i) {
    if (found[i].has_value()) states.emplace(meetings[i], found[i]->state());
  }
  return states;
}

absl::StatusOr<std::vector<bool>> ReadCompleteness(const RecordReader& reader,
                                                   absl::Span<const NumberSeries> series) {
  std::vector<std::string> names;
  for (const NumberSeries& one : series) {
    names.push_back(ActivityName(one.body, Period::OfYear(one.year)));
  }
  TERTIAL_ASSIGN_OR_RETURN(const auto activities, FindResources<BodyActivityTable>(reader, names));
  std::vector<bool> complete;
  for (const auto& activity : activities) {
    complete.push_back(activity.has_value() &&
                       activity->recording() == v1::RECORDING_SCOPE_COMPLETE);
  }
  return complete;
}

}  // namespace tertial::politics
