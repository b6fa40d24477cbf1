#include "services/politics/domain/number_findings.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/politics/domain/case_number.h"

namespace tertial::politics {
namespace {

using common::v1::Severity;

// A case and the days on which it was treated, where that is known at all.
struct Numbered {
  const RecordedCase* recorded = nullptr;
  std::optional<DayRange> treated;

  const v1::Case& political_case() const { return recorded->political_case; }
  absl::string_view name() const { return political_case().name(); }
};

bool WasPutOff(const Numbered& one) {
  return one.political_case().kind() == v1::TREATMENT_KIND_POSTPONED ||
         one.political_case().kind() == v1::TREATMENT_KIND_SENT_BACK;
}

// Whether the cases, which bear one number, are one matter that was put off and taken up again.
bool IsTakenUpAgain(const std::vector<Numbered>& cases) {
  const std::string& matter = cases.front().political_case().matter();
  const bool is_one_matter =
      !matter.empty() && std::all_of(cases.begin(), cases.end(), [&](const Numbered& one) {
        return one.political_case().matter() == matter;
      });
  return is_one_matter &&
         std::count_if(cases.begin(), cases.end(), WasPutOff) + 1 >= std::ssize(cases);
}

// Whether it was treated, as far as is known, on a day that is not known at all.
bool IsUndated(const Numbered& one) {
  return WasTreated(*one.recorded) && !one.treated.has_value();
}

std::string Shown(int32_t year, int32_t sequence) {
  v1::CaseNumber number;
  number.set_year(year);
  number.set_sequence(sequence);
  return FormatCaseNumber(number);
}

// "on 2024-03-05", or "between 2024-03-01 and 2024-05-31".
std::string When(const DayRange& days) {
  if (days.first == days.last) return absl::StrCat("on ", absl::FormatCivilTime(days.first));
  return absl::StrCat("between ", absl::FormatCivilTime(days.first), " and ",
                      absl::FormatCivilTime(days.last));
}

class Series {
 public:
  Series(const NumberSeries& series, bool is_complete)
      : series_(series), is_complete_(is_complete) {
    for (const RecordedCase& one : series.cases) {
      Numbered numbered{.recorded = &one, .treated = std::nullopt};
      if (WasTreated(one)) numbered.treated = DaysOf(one.political_case);
      by_number_[one.political_case.number().sequence()].push_back(numbered);
    }
    for (auto& [sequence, cases] : by_number_) {
      std::sort(cases.begin(), cases.end(), [](const Numbered& a, const Numbered& b) {
        return StandsBefore(a.political_case(), b.political_case());
      });
    }
  }

  std::vector<v1::NumberFinding> Find() && {
    int32_t last = 0;
    for (const auto& [sequence, cases] : by_number_) {
      if (sequence > last + 1) AddGap(last + 1, sequence - 1);
      last = sequence;
      AddFindingsOf(sequence, cases);
    }
    std::stable_sort(
        findings_.begin(), findings_.end(),
        [](const v1::NumberFinding& a, const v1::NumberFinding& b) { return KeyOf(a) < KeyOf(b); });
    return std::move(findings_);
  }

 private:
  static std::tuple<int32_t, int, absl::string_view> KeyOf(const v1::NumberFinding& finding) {
    return {finding.first_sequence(), finding.kind(),
            finding.cases().empty() ? "" : absl::string_view(finding.cases(0))};
  }

  void AddGap(int32_t first, int32_t last) {
    const std::string what =
        first == last ? absl::StrCat("No case bears number ", Shown(series_.year, first), ".")
                      : absl::StrCat("No case bears a number from ", Shown(series_.year, first),
                                     " to ", Shown(series_.year, last), ".");
    Add(v1::NUMBER_FINDING_KIND_GAP,
        is_complete_ ? common::v1::SEVERITY_WARNING : common::v1::SEVERITY_INFO, first, what)
        .set_last_sequence(last);
  }

  // Of the cases of one number, in the order of StandsBefore.
  void AddFindingsOf(int32_t sequence, const std::vector<Numbered>& cases) {
    const bool again = cases.size() > 1 && IsTakenUpAgain(cases);
    if (cases.size() > 1 && !again) AddRepeated(sequence, cases);
    // What was taken up again got its number when it was treated first: a case without a day may
    // have been that.
    std::vector<Numbered> looked_at;
    if (again && std::any_of(cases.begin(), cases.end(), IsUndated)) return;
    for (const Numbered& one : cases) {
      if (!one.treated.has_value()) continue;
      looked_at.push_back(one);
      if (again) break;
    }
    for (const Numbered& one : looked_at) {
      AddOutOfOrder(sequence, one);
      AddOtherYear(sequence, one);
    }
    for (const Numbered& one : looked_at) {
      if (!latest_.has_value() || one.treated->first > latest_->treated->first) latest_ = one;
    }
  }

  void AddRepeated(int32_t sequence, const std::vector<Numbered>& cases) {
    v1::NumberFinding& finding =
        Add(v1::NUMBER_FINDING_KIND_REPEATED, common::v1::SEVERITY_ERROR, sequence,
            absl::StrCat(cases.size(), " cases bear number ", Shown(series_.year, sequence), "."));
    for (const Numbered& one : cases) finding.add_cases(std::string(one.name()));
  }

  void AddOutOfOrder(int32_t sequence, const Numbered& one) {
    if (!latest_.has_value() || latest_->treated->first <= one.treated->last) return;
    v1::NumberFinding& finding =
        Add(v1::NUMBER_FINDING_KIND_OUT_OF_ORDER, common::v1::SEVERITY_WARNING, sequence,
            absl::StrCat(Shown(series_.year, sequence), " was treated ", When(*one.treated),
                         ", before ",
                         Shown(series_.year, latest_->political_case().number().sequence()),
                         ", which was treated ", When(*latest_->treated), "."));
    finding.add_cases(std::string(one.name()));
    finding.add_cases(std::string(latest_->name()));
  }

  void AddOtherYear(int32_t sequence, const Numbered& one) {
    if (one.treated->first.year() <= series_.year && one.treated->last.year() >= series_.year) {
      return;
    }
    Add(v1::NUMBER_FINDING_KIND_OTHER_YEAR, common::v1::SEVERITY_WARNING, sequence,
        absl::StrCat(Shown(series_.year, sequence), " was treated ", When(*one.treated),
                     ", in another year than that of its number."))
        .add_cases(std::string(one.name()));
  }

  // About one number. Valid until the next is added.
  v1::NumberFinding& Add(v1::NumberFindingKind kind, Severity severity, int32_t sequence,
                         std::string detail) {
    v1::NumberFinding& finding = findings_.emplace_back();
    finding.set_kind(kind);
    finding.set_severity(severity);
    finding.set_body(series_.body);
    finding.set_year(series_.year);
    finding.set_first_sequence(sequence);
    finding.set_last_sequence(sequence);
    finding.set_detail(std::move(detail));
    return finding;
  }

  const NumberSeries& series_;
  const bool is_complete_;
  std::map<int32_t, std::vector<Numbered>> by_number_;
  // Of the numbers below the present one, the case that was certainly treated last.
  std::optional<Numbered> latest_;
  std::vector<v1::NumberFinding> findings_;
};

}  // namespace

std::vector<NumberSeries> SeriesOf(std::vector<RecordedCase> cases) {
  std::map<std::pair<std::string, int32_t>, NumberSeries> series;
  for (RecordedCase& one : cases) {
    const v1::Case& political_case = one.political_case;
    if (political_case.body().empty()) continue;
    NumberSeries& its = series[{political_case.body(), political_case.number().year()}];
    its.body = political_case.body();
    its.year = political_case.number().year();
    its.cases.push_back(std::move(one));
  }
  std::vector<NumberSeries> sorted;
  for (auto& [key, its] : series) sorted.push_back(std::move(its));
  return sorted;
}

std::vector<v1::NumberFinding> FindingsOf(const NumberSeries& series, bool is_complete) {
  return Series(series, is_complete).Find();
}

}  // namespace tertial::politics
