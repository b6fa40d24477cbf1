// CASE_YEAR and NUMBER_REPEATED.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "common/types/resource_name.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "services/gateway/domain/checks/places.h"
#include "tertial/politics/v1/meetings_resources.pb.h"
#include "tertial/politics/v1/politics_resources.pb.h"

namespace tertial::gateway {
namespace {

namespace politics_v1 = politics::v1;

struct Days {
  absl::CivilDay first;
  absl::CivilDay last;

  bool MayBe(const Days& other) const { return first <= other.last && other.first <= last; }
};

// Where the number of a case stands, and when that case was treated, as it says.
struct Mention {
  std::string name;
  std::string field;
  // As it was recorded; of a case with a meeting the day of that.
  std::string date;
  std::optional<Days> days;
  // Set for a case.
  const politics_v1::Case* political_case = nullptr;
};

// The series that a number stands in, and the number.
struct NumberKey {
  std::string body;
  int year = 0;
  int sequence = 0;

  friend auto operator<=>(const NumberKey&, const NumberKey&) = default;
};

std::string Shown(const NumberKey& key) {
  return absl::StrFormat("%d/%02d", key.sequence, key.year % 100);
}

std::optional<Days> DaysOf(absl::string_view date) {
  const absl::StatusOr<PartialDate> parsed = PartialDate::Parse(date);
  if (!parsed.ok()) return std::nullopt;
  return Days{parsed->earliest(), parsed->latest()};
}

// All that name numbers, by number; with those in the series of no known body apart, as each may be
// of another.
class Mentions {
 public:
  explicit Mentions(const CheckContext& context) : context_(context) {
    VisitOfArea<politics_v1::Case>(
        context, [&](const Fact& fact, const politics_v1::Case& one) { AddCase(fact, one); });
    VisitOfArea<politics_v1::ThematicPlan>(
        context, [&](const Fact& fact, const politics_v1::ThematicPlan& plan) {
          if (!plan.has_adoption_case()) return;
          Add(plan.adopted_by(), plan.adoption_case(),
              {fact.name, "adoption_case", plan.adoption_date(), DaysOf(plan.adoption_date())});
        });
    VisitOfArea<politics_v1::ResolutionFollowUp>(
        context, [&](const Fact& fact, const politics_v1::ResolutionFollowUp& follow_up) {
          for (int i = 0; i < follow_up.treatments_size(); ++i) {
            const auto& treatment = follow_up.treatments(i);
            if (!treatment.has_case_number()) continue;
            Add(treatment.body(), treatment.case_number(),
                {fact.name, absl::StrCat("treatments[", i, "].case_number"), treatment.date(),
                 DaysOf(treatment.date())});
          }
        });
  }

  const std::map<NumberKey, std::vector<Mention>>& by_number() const { return by_number_; }
  const std::vector<std::pair<NumberKey, Mention>>& of_no_body() const { return of_no_body_; }

 private:
  void AddCase(const Fact& fact, const politics_v1::Case& one) {
    Mention mention{fact.name, "number", one.decision_date(), DaysOf(one.decision_date()), &one};
    if (!one.meeting().empty()) {
      const auto* meeting = FindMessage<politics_v1::Meeting>(context_.facts, one.meeting());
      if (meeting != nullptr && meeting->state() != politics_v1::MEETING_STATE_HELD) {
        // It was not treated, as far as is known.
        mention.date.clear();
        mention.days.reset();
      } else if (meeting != nullptr) {
        mention.date = meeting->date();
        mention.days = DaysOf(meeting->date());
      }
    }
    Add(one.body(), one.number(), std::move(mention));
  }

  void Add(const std::string& body, const politics_v1::CaseNumber& number, Mention mention) {
    NumberKey key{body, number.year(), number.sequence()};
    if (body.empty()) {
      of_no_body_.emplace_back(std::move(key), std::move(mention));
    } else {
      by_number_[std::move(key)].push_back(std::move(mention));
    }
  }

  const CheckContext& context_;
  std::map<NumberKey, std::vector<Mention>> by_number_;
  std::vector<std::pair<NumberKey, Mention>> of_no_body_;
};

// Whether all cases among them are one matter that was put off until the last of them.
bool IsTakenUpAgain(const std::vector<const Mention*>& cases) {
  const std::string& matter = cases.front()->political_case->matter();
  if (matter.empty()) return false;
  int put_off = 0;
  for (const Mention* one : cases) {
    if (one->political_case->matter() != matter) return false;
    const auto kind = one->political_case->kind();
    if (kind == politics_v1::TREATMENT_KIND_POSTPONED ||
        kind == politics_v1::TREATMENT_KIND_SENT_BACK) {
      ++put_off;
    }
  }
  return put_off + 1 >= static_cast<int>(cases.size());
}

std::vector<const Mention*> CasesOf(const std::vector<Mention>& mentions) {
  std::vector<const Mention*> cases;
  for (const Mention& mention : mentions) {
    if (mention.political_case != nullptr) cases.push_back(&mention);
  }
  return cases;
}

bool IsRepeated(const std::vector<Mention>& mentions) {
  const std::vector<const Mention*> cases = CasesOf(mentions);
  const bool again = cases.size() > 1 && IsTakenUpAgain(cases);
  if (cases.size() > 1 && !again) return true;
  // What was taken up again may be named by any of its days.
  if (again) return false;
  for (const Mention& a : mentions) {
    for (const Mention& b : mentions) {
      if (a.days.has_value() && b.days.has_value() && !a.days->MayBe(*b.days)) return true;
    }
  }
  return false;
}

// Those that say one number and one day are one statement with several places.
void AskYearOf(const CheckContext& context, const NumberKey& key,
               const std::vector<const Mention*>& mentions, FindingList& findings) {
  std::map<std::string, std::vector<const Mention*>> by_date;
  for (const Mention* mention : mentions) {
    if (!mention->days.has_value()) continue;
    findings.Asked(RuleOf(v1::RULE_KIND_CASE_YEAR));
    if (mention->days->last.year() < key.year || mention->days->first.year() > key.year) {
      by_date[mention->date].push_back(mention);
    }
  }
  for (const auto& [date, places] : by_date) {
    v1::Finding finding = MakeFinding(v1::RULE_KIND_CASE_YEAR);
    for (const Mention* place : places) {
      *finding.add_places() = PlaceOf(context.facts, place->name, place->field);
    }
    AddParameter("case_number", Shown(key), finding);
    AddParameter("treated", date, finding);
    finding.set_detail(absl::StrCat("Case ", Shown(key), " is of ", key.year,
                                    " by its number, and was treated on ", date, "."));
    findings.Add(std::move(finding));
  }
}

}  // namespace

void AskCaseYears(const CheckContext& context, FindingList& findings) {
  findings.Mention(RuleOf(v1::RULE_KIND_CASE_YEAR));
  const Mentions mentions(context);
  for (const auto& [key, named] : mentions.by_number()) {
    const std::vector<const Mention*> cases = CasesOf(named);
    const bool again = cases.size() > 1 && IsTakenUpAgain(cases);
    std::vector<const Mention*> asked;
    if (again) {
      const auto undated = [](const Mention* one) { return !one->days.has_value(); };
      if (std::any_of(cases.begin(), cases.end(), undated)) continue;
      asked = {*std::min_element(cases.begin(), cases.end(), [](const auto* a, const auto* b) {
        return a->days->first < b->days->first;
      })};
    } else {
      for (const Mention& mention : named) asked.push_back(&mention);
    }
    AskYearOf(context, key, asked, findings);
  }
  for (const auto& [key, mention] : mentions.of_no_body()) {
    AskYearOf(context, key, {&mention}, findings);
  }
}

void AskCaseNumbers(const CheckContext& context, FindingList& findings) {
  const std::string rule = RuleOf(v1::RULE_KIND_NUMBER_REPEATED);
  findings.Mention(rule);
  const Mentions mentions(context);
  for (const auto& [key, named] : mentions.by_number()) {
    findings.Asked(rule);
    if (!IsRepeated(named)) continue;
    v1::Finding finding = MakeFinding(v1::RULE_KIND_NUMBER_REPEATED);
    for (const Mention& mention : named) {
      *finding.add_places() = PlaceOf(context.facts, mention.name, mention.field);
    }
    AddParameter("body", LastIdOf(key.body), finding);
    AddParameter("case_number", Shown(key), finding);
    finding.set_detail(absl::StrCat("Number ", Shown(key),
                                    " of one body stands for several cases: ", named.size(),
                                    " places name it, of different cases or days."));
    findings.Add(std::move(finding));
  }
}

}  // namespace tertial::gateway
