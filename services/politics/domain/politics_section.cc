#include "services/politics/domain/politics_section.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/partial_date.h"
#include "services/politics/domain/activity_name.h"
#include "services/politics/domain/follow_up_state.h"

namespace tertial::politics {
namespace {

template <typename Resource>
std::vector<const Resource*> SortedByOrder(const std::vector<Resource>& resources) {
  std::vector<const Resource*> sorted;
  for (const Resource& resource : resources) sorted.push_back(&resource);
  std::sort(sorted.begin(), sorted.end(), [](const Resource* a, const Resource* b) {
    return std::forward_as_tuple(a->order(), a->name()) <
           std::forward_as_tuple(b->order(), b->name());
  });
  return sorted;
}

// Stored dates have passed the rules, so one that does not parse is one that is not known.
bool MayLieIn(const std::string& date, const Period& period) {
  const absl::StatusOr<PartialDate> parsed = PartialDate::Parse(date);
  return parsed.ok() && parsed->earliest() <= period.last_day() &&
         parsed->latest() >= period.first_day();
}

bool LiesAfter(const std::string& date, const Period& period) {
  const absl::StatusOr<PartialDate> parsed = PartialDate::Parse(date);
  return parsed.ok() && parsed->earliest() > period.last_day();
}

bool IsOfPeriod(const v1::Case& one, const Period& period) {
  return one.number().year() == period.year() || MayLieIn(one.decision_date(), period);
}

bool IsOfLaterPeriod(const v1::ResolutionFollowUp& resolution, const Period& period) {
  bool has_later = false;
  for (const v1::FollowUpTreatment& treatment : resolution.treatments()) {
    if (treatment.date().empty()) continue;
    if (!LiesAfter(treatment.date(), period)) return false;
    has_later = true;
  }
  return has_later;
}

class Assembler {
 public:
  explicit Assembler(const PoliticsFacts& facts)
      : facts_(facts), bodies_(SortedByOrder(facts.bodies)) {}

  v1::PoliticsSection Assemble() const {
    v1::PoliticsSection section;
    section.set_area(absl::StrCat("areas/", facts_.area_id));
    section.set_period(facts_.period.Format());
    AddActivities(section);
    if (facts_.cases.has_value()) AddCases(*facts_.cases, section);
    if (facts_.plans.has_value()) AddPlans(*facts_.plans, section);
    if (facts_.resolutions.has_value()) AddResolutions(*facts_.resolutions, section);
    return section;
  }

 private:
  void AddActivities(v1::PoliticsSection& section) const {
    section.set_body_count(static_cast<int>(bodies_.size()));
    section.set_activity_outcome(facts_.activities.empty() ? common::v1::OUTCOME_NO_OBSERVATION
                                                           : common::v1::OUTCOME_FOUND);
    std::vector<common::v1::Operand> meetings;
    std::vector<common::v1::Operand> cases;
    for (const v1::Body* body : bodies_) {
      const std::string name = ActivityName(body->name(), facts_.period);
      const auto found = facts_.activities.find(name);
      const v1::BodyActivity* activity =
          found == facts_.activities.end() ? nullptr : &found->second;
      AddSeries(*body, activity, *section.add_activities());
      meetings.push_back(
          MakeOperand(name, activity == nullptr ? nullptr : &activity->meetings(), "meetings"));
      cases.push_back(
          MakeOperand(name, activity == nullptr ? nullptr : &activity->cases(), "cases"));
    }
    *section.mutable_meetings_total() =
        Compute(common::v1::FORMULA_SUM, std::move(meetings), "count", 0);
    *section.mutable_cases_total() = Compute(common::v1::FORMULA_SUM, std::move(cases), "count", 0);
  }

  static void AddSeries(const v1::Body& body, const v1::BodyActivity* activity,
                        v1::BodyActivitySeries& series) {
    *series.mutable_body() = body;
    series.set_outcome(activity == nullptr ? common::v1::OUTCOME_NO_OBSERVATION
                                           : common::v1::OUTCOME_FOUND);
    if (activity != nullptr) *series.mutable_activity() = *activity;
  }

  void AddCases(const std::vector<v1::Case>& cases, v1::PoliticsSection& section) const {
    std::map<std::string, size_t> places;
    for (size_t i = 0; i < bodies_.size(); ++i) places[bodies_[i]->name()] = i;
    const auto key_of = [&](const v1::Case& one) {
      const auto place = places.find(one.body());
      return std::make_tuple(place == places.end() ? bodies_.size() : place->second,
                             one.number().year(), one.number().sequence(),
                             absl::string_view(one.name()));
    };
    std::vector<const v1::Case*> shown;
    for (const v1::Case& one : cases) {
      if (IsOfPeriod(one, facts_.period)) shown.push_back(&one);
    }
    std::sort(shown.begin(), shown.end(),
              [&](const v1::Case* a, const v1::Case* b) { return key_of(*a) < key_of(*b); });
    for (const v1::Case* one : shown) *section.add_cases() = *one;
    section.set_case_count(section.cases_size());
  }

  void AddPlans(const std::vector<v1::ThematicPlan>& plans, v1::PoliticsSection& section) const {
    for (const v1::ThematicPlan* plan : SortedByOrder(plans)) {
      if (!LiesAfter(plan->adoption_date(), facts_.period)) *section.add_plans() = *plan;
    }
    section.set_plan_count(section.plans_size());
  }

  void AddResolutions(const std::vector<v1::ResolutionFollowUp>& resolutions,
                      v1::PoliticsSection& section) const {
    std::map<v1::FollowUpState, int> counts;
    for (const v1::ResolutionFollowUp* resolution : SortedByOrder(resolutions)) {
      if (IsOfLaterPeriod(*resolution, facts_.period)) continue;
      v1::ResolutionResult& result = *section.add_resolutions();
      *result.mutable_resolution() = *resolution;
      result.set_state(StateAfter(resolution->latest_event()));
      ++counts[result.state()];
    }
    section.set_resolution_count(section.resolutions_size());
    for (const auto& [state, count] : counts) {
      v1::FollowUpStateCount& entry = *section.add_resolution_states();
      entry.set_state(state);
      entry.set_count(count);
    }
  }

  const PoliticsFacts& facts_;
  const std::vector<const v1::Body*> bodies_;  // In their order.
};

}  // namespace

v1::PoliticsSection AssemblePoliticsSection(const PoliticsFacts& facts) {
  return Assembler(facts).Assemble();
}

}  // namespace tertial::politics
