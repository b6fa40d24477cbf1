#include "services/politics/domain/matter_durations.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/facts/computed.h"

namespace tertial::politics {
namespace {

// Of one matter.
class Treatments {
 public:
  // Days that are not set are not known.
  void Add(const std::optional<DayRange>& days) {
    ++count_;
    if (!days.has_value() || days->first != days->last) {
      is_known_ = false;
      return;
    }
    first_ = std::min(first_, days->first);
    last_ = std::max(last_, days->first);
  }

  int count() const { return count_; }
  // Nothing for fewer than two, or where a day is not known.
  std::optional<int32_t> Days() const {
    if (count_ < 2 || !is_known_) return std::nullopt;
    return static_cast<int32_t>(last_ - first_);
  }

 private:
  int count_ = 0;
  bool is_known_ = true;
  absl::CivilDay first_ = absl::CivilDay::max();
  absl::CivilDay last_ = absl::CivilDay::min();
};

// Whether it may have been treated by the end of the span, as far as its dates say.
bool MayBeBefore(const v1::Case& political_case, const std::optional<DayRange>& days,
                 absl::CivilDay end) {
  return days.has_value() ? days->first <= end : political_case.number().year() <= end.year();
}

using Measured = std::vector<std::pair<int32_t, absl::string_view>>;

void SetFigures(Measured measured, v1::MatterDurations& durations) {
  std::sort(measured.begin(), measured.end());
  durations.set_measured(static_cast<int>(measured.size()));
  std::map<int32_t, int> matters_of;
  for (const auto& [days, matter] : measured) ++matters_of[days];
  for (const auto& [days, matters] : matters_of) {
    v1::DaysCount& entry = *durations.add_distribution();
    entry.set_days(days);
    entry.set_matters(matters);
  }
  std::vector<common::v1::Operand> middle;
  const size_t half = measured.size() / 2;
  for (size_t i = measured.size() % 2 == 0 && half > 0 ? half - 1 : half;
       i <= half && i < measured.size(); ++i) {
    middle.push_back(MakeConstant(measured[i].second, absl::StrCat(measured[i].first)));
  }
  if (middle.empty()) {
    *durations.mutable_median() = NotComputable(
        common::v1::FORMULA_MEDIAN, {}, "days", common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION,
        "No matter of the span has two treatments or more of which the days are known.");
    return;
  }
  *durations.mutable_median() = Compute(common::v1::FORMULA_MEDIAN, std::move(middle), "days", 1);
  const auto longest = std::lower_bound(measured.begin(), measured.end(),
                                        std::pair(measured.back().first, absl::string_view()));
  durations.set_longest(std::string(longest->second));
}

}  // namespace

v1::MatterDurations DurationsOf(const std::vector<RecordedCase>& cases, const DayRange& span) {
  v1::MatterDurations durations;
  absl::flat_hash_map<absl::string_view, Treatments> treatments;
  int treated_once = 0;
  for (const RecordedCase& one : cases) {
    if (TimingOf(one, span) != v1::CASE_TIMING_COUNTED) continue;
    if (one.political_case.matter().empty()) {
      ++treated_once;
    } else {
      treatments.try_emplace(one.political_case.matter());
    }
  }
  for (const RecordedCase& one : cases) {
    const auto matter = treatments.find(one.political_case.matter());
    if (matter == treatments.end() || !WasTreated(one)) continue;
    const std::optional<DayRange> days = DaysOf(one.political_case);
    if (MayBeBefore(one.political_case, days, span.last)) matter->second.Add(days);
  }
  Measured measured;
  for (const auto& [matter, one] : treatments) {
    if (one.count() == 1) {
      ++treated_once;
    } else if (const std::optional<int32_t> days = one.Days(); days.has_value()) {
      measured.emplace_back(*days, matter);
    } else {
      durations.set_without_days(durations.without_days() + 1);
    }
  }
  durations.set_treated_once(treated_once);
  SetFigures(std::move(measured), durations);
  return durations;
}

std::optional<int32_t> DaysBetween(const std::vector<RecordedCase>& cases) {
  Treatments treatments;
  for (const RecordedCase& one : cases) {
    if (WasTreated(one)) treatments.Add(DaysOf(one.political_case));
  }
  return treatments.Days();
}

}  // namespace tertial::politics
