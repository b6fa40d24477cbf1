#include "services/gateway/domain/report_views.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/message_fields.h"
#include "common/facts/series.h"
#include "common/facts/texts.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/types/period.h"
#include "google/protobuf/descriptor.h"

namespace tertial::gateway {
namespace {

using common::v1::LocalizedText;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::RepeatedPtrField;

// Removes the elements that `is_left_out` says so of.
template <typename Element, typename Predicate>
void LeaveOut(RepeatedPtrField<Element>& elements, const Predicate& is_left_out) {
  elements.erase(std::remove_if(elements.begin(), elements.end(), is_left_out), elements.end());
}

// Of the missing parts keeps those named; without any left the section is whole.
void KeepMissingParts(std::initializer_list<absl::string_view> kept, v1::SectionState& state) {
  const auto& parts = state.missing_parts();
  const std::string first = parts.empty() ? "" : parts[0].part();
  LeaveOut(*state.mutable_missing_parts(), [&](const common::v1::MissingPart& part) {
    return std::find(kept.begin(), kept.end(), part.part()) == kept.end();
  });
  if (state.completeness() != v1::COMPLETENESS_PARTIAL) return;
  if (parts.empty()) {
    state.set_completeness(v1::COMPLETENESS_COMPLETE);
    state.clear_reason();
  } else if (parts[0].part() != first) {
    state.set_reason(absl::StrCat("The ", state.service(),
                                  " service could not read a part of it: ", parts[0].part(), "."));
  }
}

absl::Status NarrowToFocusArea(const std::string& focus_area,
                               indicators::v1::IndicatorsSection& section) {
  LeaveOut(*section.mutable_focus_areas(), [&](const indicators::v1::FocusAreaSection& one) {
    return one.focus_area().name() != focus_area;
  });
  if (section.focus_areas().empty()) {
    return ResourceNotFound(common::v1::ERROR_REASON_FOCUS_AREA_NOT_FOUND, focus_area);
  }
  const indicators::v1::FocusAreaSection& shown = section.focus_areas(0);
  section.set_indicator_count(shown.indicator_count());
  section.set_goal_count(shown.goals_size());
  *section.mutable_cells() = shown.cells();
  std::map<indicators::v1::GoalStatus, int> statuses;
  for (const indicators::v1::GoalSection& goal : shown.goals()) ++statuses[goal.goal().status()];
  section.clear_goal_statuses();
  for (const auto& [status, count] : statuses) {
    indicators::v1::GoalStatusCount& entry = *section.add_goal_statuses();
    entry.set_status(status);
    entry.set_count(count);
  }
  // They are measured by no indicator, so they belong to no focus area.
  section.clear_other_targets();
  return absl::OkStatus();
}

// The plans alone of those that `names` says so of.
template <typename Predicate>
void NarrowToPlans(const Predicate& is_shown, v1::SectionState& state,
                   politics::v1::PoliticsSection& section) {
  KeepMissingParts({"plans"}, state);
  politics::v1::PoliticsSection shown;
  shown.set_area(section.area());
  shown.set_period(section.period());
  for (politics::v1::ThematicPlan& plan : *section.mutable_plans()) {
    if (is_shown(plan)) *shown.add_plans() = std::move(plan);
  }
  if (section.has_plan_count()) shown.set_plan_count(shown.plans_size());
  section = std::move(shown);
}

void NarrowToServiceArea(const std::string& unit, indicators::v1::StatisticsSection& section) {
  const std::string id = unit.substr(unit.rfind('/') + 1);
  LeaveOut(*section.mutable_collections(), [&](indicators::v1::StatisticsCollection& collection) {
    if (collection.collection() != indicators::v1::COLLECTION_KOSTRA) return true;
    LeaveOut(*collection.mutable_series(), [&](const indicators::v1::StatisticSeries& series) {
      return series.indicator().kostra().service_area() != id;
    });
    CellCounter counter;
    for (const indicators::v1::StatisticSeries& series : collection.series()) {
      for (const common::v1::PeriodCell& cell : series.cells()) counter.Add(cell);
    }
    *collection.mutable_cells() = counter.Counts();
    return collection.series().empty();
  });
}

// The unit that it stands below on that day; empty at the top. Placements stand in the order of
// their days, and only the first may begin without one.
std::string ParentOn(const workforce::v1::Unit& unit, absl::CivilDay day) {
  std::string parent;
  for (const workforce::v1::UnitPlacement& placement : unit.placements()) {
    absl::CivilDay from;
    if (!placement.from().empty() && absl::ParseCivilTime(placement.from(), &from) && from > day) {
      break;
    }
    parent = placement.parent();
  }
  return parent;
}

// The names of the unit and of all that stand below it on that day; none where there is no such
// unit.
std::set<std::string> UnitsBelow(const std::string& unit, absl::CivilDay day,
                                 const workforce::v1::WorkforceSection& section) {
  std::multimap<std::string, std::string> below;
  bool is_known = false;
  const auto add = [&](const workforce::v1::Unit& one) {
    is_known = is_known || one.name() == unit;
    below.emplace(ParentOn(one, day), one.name());
  };
  for (const workforce::v1::UnitSeries& series : section.units()) add(series.unit());
  for (const workforce::v1::Unit& one : section.other_units()) add(one);
  std::set<std::string> found;
  if (!is_known) return found;
  std::set<std::string> unseen = {unit};
  while (!unseen.empty()) {
    const std::string next = *unseen.begin();
    unseen.erase(unseen.begin());
    if (!found.insert(next).second) continue;
    const auto [begin, end] = below.equal_range(next);
    for (auto child = begin; child != end; ++child) unseen.insert(child->second);
  }
  return found;
}

absl::Status NarrowToUnit(const std::string& unit, v1::SectionState& state,
                          workforce::v1::WorkforceSection& section) {
  KeepMissingParts({"units.figures", "comparisons"}, state);
  TERTIAL_ASSIGN_OR_RETURN(const Period period, Period::Parse(section.period()));
  const std::set<std::string> shown = UnitsBelow(unit, period.last_day(), section);
  if (shown.empty()) {
    return ResourceNotFound(common::v1::ERROR_REASON_UNIT_NOT_FOUND, unit);
  }
  LeaveOut(*section.mutable_units(), [&](const workforce::v1::UnitSeries& series) {
    return shown.count(series.unit().name()) == 0;
  });
  LeaveOut(*section.mutable_other_units(),
           [&](const workforce::v1::Unit& one) { return shown.count(one.name()) == 0; });
  LeaveOut(*section.mutable_comparisons(), [&](const workforce::v1::ReportedComparison& one) {
    return shown.count(one.reported().unit()) == 0;
  });
  CellCounter counter;
  for (const workforce::v1::UnitSeries& series : section.units()) {
    for (const common::v1::PeriodCell& cell : series.fte()) counter.Add(cell);
    for (const common::v1::PeriodCell& cell : series.head_count()) counter.Add(cell);
    for (const workforce::v1::FigureSeries& figures : series.figures()) {
      for (const common::v1::PeriodCell& cell : figures.cells()) counter.Add(cell);
    }
  }
  *section.mutable_cells() = counter.Counts();
  // Of the area as a whole.
  section.clear_fte_totals();
  section.clear_fte_total_change();
  section.clear_fte_total_difference();
  section.clear_figures();
  section.clear_published();
  return absl::OkStatus();
}

// Keeps of the texts in a field the one that a reader gets.
void ChooseOne(absl::string_view language, const FieldDescriptor& field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, &field);
  if (size < 2) return;
  RepeatedPtrField<LocalizedText> texts;
  for (int i = 0; i < size; ++i) {
    texts.Add()->CopyFrom(reflection.GetRepeatedMessage(message, &field, i));
  }
  reflection.ClearField(&message, &field);
  reflection.AddMessage(&message, &field)->CopyFrom(ChooseText(texts, language));
}

}  // namespace

absl::StatusOr<Section> NarrowSection(const ReportSubject& subject, Section section) {
  v1::Report& content = section.content;
  if (!subject.focus_area.empty()) {
    if (content.has_indicators()) {
      TERTIAL_RETURN_IF_ERROR(NarrowToFocusArea(subject.focus_area, *content.mutable_indicators()));
    }
    if (content.has_politics()) {
      NarrowToPlans(
          [&](const politics::v1::ThematicPlan& plan) {
            const auto& named = plan.framework_focus_areas();
            return std::find(named.begin(), named.end(), subject.focus_area) != named.end();
          },
          section.state, *content.mutable_politics());
    }
  }
  if (!subject.service_area.empty()) {
    if (content.has_statistics()) {
      NarrowToServiceArea(subject.service_area, *content.mutable_statistics());
    }
    if (content.has_workforce()) {
      TERTIAL_RETURN_IF_ERROR(
          NarrowToUnit(subject.service_area, section.state, *content.mutable_workforce()));
    }
    if (content.has_politics()) {
      NarrowToPlans(
          [&](const politics::v1::ThematicPlan& plan) {
            const auto& units = plan.responsible_units();
            return std::find(units.begin(), units.end(), subject.service_area) != units.end();
          },
          section.state, *content.mutable_politics());
    }
  }
  return section;
}

void ChooseLanguage(absl::string_view language, Message& message) {
  if (language.empty()) return;
  const google::protobuf::Descriptor& text = *LocalizedText::descriptor();
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : FieldsLeadingTo(text, *message.GetDescriptor())) {
    if (!field->is_repeated()) {
      if (field->message_type() != &text && reflection.HasField(message, field)) {
        ChooseLanguage(language, *reflection.MutableMessage(&message, field));
      }
    } else if (field->message_type() == &text) {
      ChooseOne(language, *field, message);
    } else {
      const int size = reflection.FieldSize(message, field);
      for (int i = 0; i < size; ++i) {
        ChooseLanguage(language, *reflection.MutableRepeatedMessage(&message, field, i));
      }
    }
  }
}

}  // namespace tertial::gateway
