#include "services/politics/handler/body_rules.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/ledger/ledger_keys.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/types/calendar.h"
#include "services/politics/domain/activity_name.h"
#include "services/politics/domain/case_days.h"
#include "services/politics/domain/field_rules.h"

namespace tertial::politics {
namespace {

// Something of a body that is recorded, and the days on which it may have been.
struct Dated {
  std::string name;
  DayRange days;
};

// Whether `name` comes before `body`: is it, or one of its predecessors, or of theirs.
absl::StatusOr<bool> ComesBefore(const RecordReader& reader, const v1::Body& body,
                                 const std::string& name) {
  std::set<std::string> seen = {name};
  std::vector<std::string> open = {name};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    if (next == body.name()) return true;
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Body> predecessor,
                             FindResource<BodyTable>(reader, next));
    if (!predecessor.has_value()) continue;
    for (const std::string& earlier : predecessor->predecessors()) {
      if (seen.insert(earlier).second) open.push_back(earlier);
    }
  }
  return false;
}

absl::Status CheckNoCycle(const RecordReader& reader, const v1::Body& body,
                          const Violations& violations) {
  for (int i = 0; i < body.predecessors_size(); ++i) {
    const std::string& name = body.predecessors(i);
    TERTIAL_ASSIGN_OR_RETURN(const bool cycle, ComesBefore(reader, body, name));
    if (!cycle) continue;
    violations.At("predecessors", i)
        .Add("", common::v1::ERROR_REASON_BODY_CYCLE,
             absl::StrCat(Quoted(name), " is, or took over from, ", Quoted(body.name()),
                          " itself; leave it out, or correct the predecessors of that."));
  }
  return absl::OkStatus();
}

// The first meeting of the body, by its day, whose pk comes after `after`.
absl::StatusOr<std::optional<Dated>> FindMeeting(const RecordReader& reader,
                                                 const std::vector<std::string>& body_ids,
                                                 absl::string_view after) {
  std::optional<Dated> found;
  TERTIAL_RETURN_IF_ERROR(ScanResources<MeetingTable>(
      reader, body_ids, after,
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Meeting& meeting) {
        const std::optional<absl::CivilDay> day = ParseCivilDay(meeting.date());
        if (day.has_value()) found = Dated{meeting.name(), {*day, *day}};
        return !found.has_value();
      }));
  return found;
}

// Index entries of cases by day: those that begin with `prefix`, from `begin` to before `end`.
struct EntryRange {
  std::string prefix;
  std::string begin;
  // Empty: to the last.
  std::string end;
};

// The first case of the body in the range of which `outside` holds.
absl::StatusOr<std::optional<Dated>> FindCase(const RecordReader& reader, const v1::Body& body,
                                              const EntryRange& range,
                                              absl::FunctionRef<bool(const DayRange&)> outside) {
  absl::Status failed;
  std::optional<Dated> found;
  const auto visit = [&](absl::string_view entry, absl::string_view pk) {
    if (entry < range.begin) return true;
    if (!range.end.empty() && entry >= range.end) return false;
    const absl::StatusOr<std::optional<Record>> record = reader.Find(CaseTable::kId, pk);
    failed = record.status();
    v1::Case political_case;
    if (failed.ok() && record->has_value()) {
      failed = DecodeBody(CaseTable::kId, pk, (*record)->body, political_case);
    }
    if (!failed.ok()) return false;
    // The case may have changed since it had the entry.
    const std::optional<DayRange> days = DaysOf(political_case);
    if (political_case.body() == body.name() && days.has_value() && outside(*days)) {
      found = Dated{political_case.name(), *days};
    }
    return !found.has_value();
  };
  TERTIAL_RETURN_IF_ERROR(reader.ScanIndex(CaseTable::kId, range.prefix, visit));
  TERTIAL_RETURN_IF_ERROR(failed);
  return found;
}

// What the texts of the years after `year` begin with, each once: "2028", "2029", "203", …, "21".
std::vector<std::string> LaterYears(int year) {
  std::vector<std::string> prefixes;
  for (int next = year + 1; next <= kLatestYear;) {
    const int step = next % 100 == 0 ? 100 : next % 10 == 0 ? 10 : 1;
    prefixes.push_back(absl::StrCat(next / step));
    next += step;
  }
  return prefixes;
}

absl::StatusOr<std::optional<Dated>> FindBefore(const RecordReader& reader, const v1::Body& body,
                                                const std::vector<std::string>& ids,
                                                absl::CivilDay first) {
  TERTIAL_ASSIGN_OR_RETURN(std::optional<Dated> meeting, FindMeeting(reader, ids, ""));
  if (meeting.has_value() && meeting->days.first < first) return meeting;
  const std::string entries = DayEntriesOf(ids[0], ids[1]);
  return FindCase(reader, body, {entries, "", absl::StrCat(entries, body.valid_from())},
                  [&](const DayRange& days) { return days.last < first; });
}

absl::StatusOr<std::optional<Dated>> FindAfter(const RecordReader& reader, const v1::Body& body,
                                               const std::vector<std::string>& ids,
                                               absl::CivilDay last) {
  // Beyond all ids of the meetings of that day.
  TERTIAL_ASSIGN_OR_RETURN(const std::string after,
                           EncodePrimaryKey({ids[0], ids[1], absl::StrCat(body.valid_to(), "~")}));
  TERTIAL_ASSIGN_OR_RETURN(std::optional<Dated> found, FindMeeting(reader, ids, after));
  const std::string entries = DayEntriesOf(ids[0], ids[1]);
  const int year = static_cast<int>(last.year());
  std::vector<EntryRange> ranges = {
      {absl::StrCat(entries, year), absl::StrCat(entries, body.valid_to(), "~"), ""}};
  for (const std::string& years : LaterYears(year)) {
    ranges.push_back({absl::StrCat(entries, years), "", ""});
  }
  for (size_t i = 0; i < ranges.size() && !found.has_value(); ++i) {
    TERTIAL_ASSIGN_OR_RETURN(found, FindCase(reader, body, ranges[i], [&](const DayRange& days) {
                               return days.first > last;
                             }));
  }
  return found;
}

void AddOutside(const v1::Body& body, absl::string_view field, const std::string& day,
                const Dated& dated, const Violations& violations) {
  violations.Add(field, common::v1::ERROR_REASON_BODY_NOT_VALID,
                 absl::StrCat(Quoted(day), " leaves ", dated.name, ", dated ",
                              FormatDays(dated.days), ", outside the days of ", body.name(),
                              "; give a day that does not, or correct that first."));
}

}  // namespace

void BodyRules::MakeCanonical(const AreaRegistry& areas, v1::Body& body) {
  for (std::string& predecessor : *body.mutable_predecessors()) {
    MakeReferenceCanonical<BodyTable>(areas, &predecessor);
  }
}

absl::Status BodyRules::CheckReferences(const RecordReader& reader, const v1::Body& body,
                                        const Violations& violations) {
  for (int i = 0; i < body.predecessors_size(); ++i) {
    // Itself may not be recorded yet; it is refused beside the others.
    if (body.predecessors(i) == body.name()) continue;
    TERTIAL_RETURN_IF_ERROR(CheckReference<BodyTable>(reader, "", body.predecessors(i), body.name(),
                                                      violations.At("predecessors", i))
                                .status());
  }
  return absl::OkStatus();
}

absl::Status BodyRules::CheckBeside(const RecordReader& reader, const v1::Body& body,
                                    const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckNoCycle(reader, body, violations));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           PatternOf<BodyTable>().Parse(body.name()));
  if (const auto first = ParseCivilDay(body.valid_from()); first.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Dated> found,
                             FindBefore(reader, body, ids, *first));
    if (found.has_value()) AddOutside(body, "valid_from", body.valid_from(), *found, violations);
  }
  if (const auto last = ParseCivilDay(body.valid_to()); last.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Dated> found, FindAfter(reader, body, ids, *last));
    if (found.has_value()) AddOutside(body, "valid_to", body.valid_to(), *found, violations);
  }
  return absl::OkStatus();
}

void BodyRules::ListReferences(const v1::Body& body, References& references) {
  for (const std::string& predecessor : body.predecessors()) {
    references.Add<BodyTable>(predecessor);
  }
}

absl::Status BodyActivityRules::CheckReferences(const RecordReader& reader,
                                                const v1::BodyActivity& activity,
                                                const Violations& violations) {
  return CheckReference<BodyTable>(reader, "name", BodyOf(activity), activity.name(), violations)
      .status();
}

}  // namespace tertial::politics
