#include "services/politics/domain/politics_section.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/types/partial_date.h"
#include "services/politics/domain/case_days.h"
#include "services/politics/domain/list_order.h"

namespace tertial::politics {
namespace {

// Stored dates have passed the rules, so one that does not parse is one that is not known.
bool LiesAfter(const std::string& date, const Period& period) {
  const absl::StatusOr<PartialDate> parsed = PartialDate::Parse(date);
  return parsed.ok() && parsed->earliest() > period.last_day();
}

class Assembler {
 public:
  explicit Assembler(const PoliticsFacts& facts)
      : facts_(facts),
        // A section is of a period; another span would be a fault of the caller.
        period_(facts.activity.period.value()) {}

  v1::PoliticsSection Assemble() const {
    v1::PoliticsSection section;
    section.set_area(absl::StrCat("areas/", facts_.activity.area_id));
    section.set_period(period_.Format());
    AddActivities(section);
    if (facts_.cases.has_value()) AddCases(*facts_.cases, section);
    if (facts_.plans.has_value()) AddPlans(*facts_.plans, section);
    if (facts_.follow_ups.has_value()) AddFollowUps(*facts_.follow_ups, section);
    section.mutable_number_findings()->Add(facts_.number_findings.begin(),
                                           facts_.number_findings.end());
    return section;
  }

 private:
  void AddActivities(v1::PoliticsSection& section) const {
    ActivityFigures figures = AssembleActivity(facts_.activity);
    section.set_body_count(static_cast<int>(figures.bodies.size()));
    section.set_activity_outcome(common::v1::OUTCOME_NO_OBSERVATION);
    for (v1::BodyActivitySeries& series : figures.bodies) {
      if (series.has_activity()) section.set_activity_outcome(common::v1::OUTCOME_FOUND);
      *section.add_activities() = std::move(series);
    }
    *section.mutable_meetings_total() = std::move(figures.reported_meetings_total);
    *section.mutable_cases_total() = std::move(figures.reported_cases_total);
    if (facts_.activity.is_counted) *section.mutable_totals() = std::move(figures.totals);
    AddSpan(facts_.year_to_date, &v1::BodyActivitySeries::mutable_year_to_date,
            &v1::ActivityTotals::mutable_year_to_date, section);
    AddSpan(facts_.same_last_year, &v1::BodyActivitySeries::mutable_same_last_year,
            &v1::ActivityTotals::mutable_same_last_year, section);
  }

  // What is counted in another span, of the area and of each body that is shown and was there in
  // it.
  static void AddSpan(const std::optional<ActivityFacts>& facts,
                      v1::CountedActivity* (v1::BodyActivitySeries::*of_body)(),
                      v1::CountedActivity* (v1::ActivityTotals::*of_area)(),
                      v1::PoliticsSection& section) {
    if (!facts.has_value()) return;
    const ActivityFigures figures = AssembleActivity(*facts);
    *(section.mutable_totals()->*of_area)() = figures.totals.counted();
    std::map<absl::string_view, const v1::CountedActivity*> counted;
    for (const v1::BodyActivitySeries& series : figures.bodies) {
      counted.emplace(series.body().name(), &series.counted());
    }
    for (v1::BodyActivitySeries& series : *section.mutable_activities()) {
      const auto found = counted.find(series.body().name());
      if (found != counted.end()) *(series.*of_body)() = *found->second;
    }
  }

  void AddCases(const SectionCases& cases, v1::PoliticsSection& section) const {
    std::map<std::string, size_t> places;
    for (const v1::Body* const body : InOrder(facts_.activity.bodies)) {
      places.emplace(body->name(), places.size());
    }
    const auto key_of = [&](const v1::Case* one) {
      const auto place = places.find(one->body());
      return std::make_tuple(place == places.end() ? places.size() : place->second,
                             one->number().year(), one->number().sequence(),
                             absl::string_view(one->name()));
    };
    std::vector<const v1::Case*> listed;
    for (const v1::Case& one : cases.listed) listed.push_back(&one);
    std::sort(listed.begin(), listed.end(),
              [&](const v1::Case* a, const v1::Case* b) { return key_of(a) < key_of(b); });
    for (const v1::Case* const one : listed) AddCase(*one, section);
    section.set_case_count(static_cast<int>(cases.count));
    section.set_cases_left_out(static_cast<int>(cases.count - listed.size()));
  }

  // Without votes of single members, which would fill pages.
  static void AddCase(const v1::Case& one, v1::PoliticsSection& section) {
    v1::Case& shown = *section.add_cases();
    shown = one;
    for (v1::Vote& vote : *shown.mutable_votes()) vote.clear_members();
  }

  void AddPlans(const std::vector<v1::ThematicPlan>& plans, v1::PoliticsSection& section) const {
    for (const v1::ThematicPlan* const plan : InOrder(plans)) {
      if (!LiesAfter(plan->adoption_date(), period_)) *section.add_plans() = *plan;
    }
    section.set_plan_count(section.plans_size());
  }

  void AddFollowUps(const std::vector<FollowUpFacts>& follow_ups,
                    v1::PoliticsSection& section) const {
    std::vector<const FollowUpFacts*> sorted;
    for (const FollowUpFacts& one : follow_ups) sorted.push_back(&one);
    std::sort(sorted.begin(), sorted.end(), [](const FollowUpFacts* a, const FollowUpFacts* b) {
      return std::forward_as_tuple(a->resolution.order(), a->resolution.name()) <
             std::forward_as_tuple(b->resolution.order(), b->resolution.name());
    });
    std::map<v1::FollowUpState, int> counts;
    for (const FollowUpFacts* const one : sorted) {
      if (!MayHaveBeenThere(*one, period_.last_day())) continue;
      v1::ResolutionResult result = FollowUpOn(*one, period_.last_day());
      if (WasClosedBefore(result, period_.first_day())) continue;
      ++counts[result.state()];
      *section.add_resolutions() = std::move(result);
    }
    section.set_resolution_count(section.resolutions_size());
    for (const auto& [state, count] : counts) {
      v1::FollowUpStateCount& entry = *section.add_resolution_states();
      entry.set_state(state);
      entry.set_count(count);
    }
  }

  const PoliticsFacts& facts_;
  const Period period_;
};

}  // namespace

bool IsOfPeriod(const v1::Case& political_case, const Period& period) {
  const bool is_numbered_so = political_case.number().year() == period.year();
  if (is_numbered_so && period.kind() == PeriodKind::kYear) return true;
  const std::optional<DayRange> days = DaysOf(political_case);
  if (!days.has_value()) return is_numbered_so;
  return days->first <= period.last_day() && days->last >= period.first_day();
}

v1::PoliticsSection AssemblePoliticsSection(const PoliticsFacts& facts) {
  return Assembler(facts).Assemble();
}

}  // namespace tertial::politics
