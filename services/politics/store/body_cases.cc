#include "services/politics/store/body_cases.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "common/types/resource_name.h"
#include "services/politics/domain/case_timing.h"
#include "services/politics/store/activity_reads.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// Entries of which the rows are read together.
constexpr size_t kFewGathered = 32;
constexpr size_t kMostGathered = 256;
// What the days of entries begin with whose cases have none. They stand behind all others, in the
// order of years; told they are in the order of names alone.
constexpr char kUndated[] = "~";

struct Entry {
  std::string day;
  std::string pk;
};

bool IsUndated(absl::string_view day) { return day.substr(0, 1) == kUndated; }

std::string EncodePosition(const Entry& entry) {
  return absl::StrCat(entry.day, absl::string_view("\0", 1), entry.pk);
}

// A text that is no position is the beginning.
Entry DecodePosition(absl::string_view bytes) {
  const std::optional<absl::string_view> day = ConsumeTextId(bytes);
  if (!day.has_value()) return {};
  return {std::string(*day), std::string(bytes)};
}

class PageReader {
 public:
  PageReader(const ReadView& view, const BodyCasesQuery& query, const BodyCasesLimits& limits)
      : view_(view), query_(query), limits_(limits) {}

  absl::StatusOr<BodyCasesPage> Read(Entry after) {
    position_ = std::move(after);
    TERTIAL_ASSIGN_OR_RETURN(bool whole, ReadDated());
    if (whole) {
      TERTIAL_ASSIGN_OR_RETURN(whole, ReadUndated());
    }
    if (!whole) page_.reached = EncodePosition(position_);
    return std::move(page_);
  }

 private:
  // Goes on among the cases with a day. False when the page ends before they do.
  absl::StatusOr<bool> ReadDated() {
    if (IsUndated(position_.day)) return true;
    for (size_t most = kFewGathered;; most = std::min(most * 2, kMostGathered)) {
      std::vector<Entry> entries;
      TERTIAL_RETURN_IF_ERROR(
          ScanDayEntries(view_, query_.area_id, query_.body_id, query_.span, position_.day,
                         position_.pk, [&](absl::string_view day, absl::string_view pk) {
                           if (IsUndated(day)) return false;
                           entries.push_back({std::string(day), std::string(pk)});
                           return entries.size() < most;
                         }));
      TERTIAL_ASSIGN_OR_RETURN(const bool whole, TellRows(entries));
      if (!whole || entries.size() < most) return whole;
    }
  }

  // The same among those without.
  absl::StatusOr<bool> ReadUndated() {
    std::vector<std::string> pks;
    TERTIAL_RETURN_IF_ERROR(ScanDayEntries(view_, query_.area_id, query_.body_id, query_.span,
                                           kUndated, "",
                                           [&](absl::string_view /*day*/, absl::string_view pk) {
                                             pks.emplace_back(pk);
                                             return true;
                                           }));
    // Within an area keys are in the order of names.
    std::sort(pks.begin(), pks.end());
    pks.erase(std::unique(pks.begin(), pks.end()), pks.end());
    const auto first = IsUndated(position_.day)
                           ? std::upper_bound(pks.begin(), pks.end(), position_.pk)
                           : pks.begin();
    std::vector<Entry> entries;
    for (auto pk = first; pk != pks.end(); ++pk) {
      entries.push_back({kUndated, std::move(*pk)});
      if (entries.size() < kMostGathered && std::next(pk) != pks.end()) continue;
      TERTIAL_ASSIGN_OR_RETURN(const bool whole, TellRows(std::exchange(entries, {})));
      if (!whole) return false;
    }
    return true;
  }

  // Adds what the rows of the entries are. False when the page is full before all were looked at.
  absl::StatusOr<bool> TellRows(const std::vector<Entry>& entries) {
    std::vector<std::string> pks;
    for (const Entry& entry : entries) pks.push_back(entry.pk);
    TERTIAL_ASSIGN_OR_RETURN(const auto rows, view_.MultiFind(CaseTable::kId, pks));
    std::vector<std::optional<RecordedCase>> cases(entries.size());
    for (size_t i = 0; i < entries.size(); ++i) {
      if (!rows[i].has_value()) continue;
      v1::Case& one = cases[i].emplace().political_case;
      TERTIAL_RETURN_IF_ERROR(DecodeBody(CaseTable::kId, pks[i], rows[i]->body, one));
      if (!StandsUnder(one, entries[i])) cases[i].reset();
    }
    TERTIAL_RETURN_IF_ERROR(SetStates(cases));
    for (size_t i = 0; i < entries.size(); ++i) {
      const std::optional<v1::CaseTiming> timing =
          cases[i].has_value() ? TimingOf(*cases[i], query_.span) : std::nullopt;
      if (IsFull() && (timing.has_value() || rows_read_ >= limits_.rows_read)) return false;
      position_ = entries[i];
      ++rows_read_;
      if (!timing.has_value()) continue;
      bytes_ += rows[i]->body.size();
      v1::DatedCase& told = page_.cases.emplace_back();
      *told.mutable_political_case() = std::move(cases[i]->political_case);
      told.set_timing(*timing);
    }
    return true;
  }

  // Whether the row has the entry in the state that is read; else it is told at another, or not.
  bool StandsUnder(const v1::Case& one, const Entry& entry) const {
    const absl::string_view body_id = one.body().empty() ? "" : LastIdOf(one.body());
    const std::string day = DayEntryOf(one);
    return body_id == query_.body_id && (IsUndated(entry.day) ? IsUndated(day) : day == entry.day);
  }

  absl::Status SetStates(std::vector<std::optional<RecordedCase>>& cases) const {
    std::vector<std::string> meetings;
    for (const auto& one : cases) {
      if (one.has_value() && !one->political_case.meeting().empty()) {
        meetings.push_back(one->political_case.meeting());
      }
    }
    TERTIAL_ASSIGN_OR_RETURN(const auto states, ReadMeetingStates(view_, meetings));
    for (auto& one : cases) {
      if (!one.has_value()) continue;
      const auto state = states.find(one->political_case.meeting());
      if (state != states.end()) one->meeting_state = state->second;
    }
    return absl::OkStatus();
  }

  bool IsFull() const {
    return page_.cases.size() >= limits_.cases || bytes_ >= limits_.bytes ||
           rows_read_ >= limits_.rows_read;
  }

  const ReadView& view_;
  const BodyCasesQuery& query_;
  const BodyCasesLimits limits_;
  // What was looked at last.
  Entry position_;
  BodyCasesPage page_;
  size_t bytes_ = 0;
  size_t rows_read_ = 0;
};

}  // namespace

absl::StatusOr<BodyCasesPage> ReadBodyCases(const ReadView& view, const BodyCasesQuery& query,
                                            absl::string_view after,
                                            const BodyCasesLimits& limits) {
  return PageReader(view, query, limits).Read(DecodePosition(after));
}

}  // namespace tertial::politics
