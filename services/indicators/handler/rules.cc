#include "services/indicators/handler/rules.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/references.h"
#include "common/rpc/standard_writes.h"
#include "common/status/status_macros.h"
#include "common/types/resource_name.h"
#include "services/indicators/domain/formula.h"
#include "services/indicators/domain/statistics_section.h"

namespace tertial::indicators {
namespace {

constexpr char kAreaPattern[] = "areas/{area}";

// Replaces an official number in the name of an area by the id of the area that bore it in
// `period`.
void MakeAreaCanonical(const AreaRegistry& areas, const std::string& period, std::string* name) {
  const absl::StatusOr<Period> parsed = Period::Parse(period);
  const absl::StatusOr<std::string> area = ResolveAreaName(
      areas, "", *name, parsed.ok() ? std::optional<Period>(*parsed) : std::nullopt);
  if (area.ok()) *name = absl::StrCat("areas/", *area);
}

// Adds AREA_NOT_FOUND unless the well-formed `name` names an area.
void CheckAreaKnown(const AreaRegistry& areas, absl::string_view field, const std::string& name,
                    const Violations& violations) {
  const auto ids = ResourceNamePattern(kAreaPattern).Parse(name);
  if (!ids.ok() || areas.Find((*ids)[0]) != nullptr) return;
  violations.AddStatus(field, common::v1::ERROR_REASON_AREA_NOT_FOUND, AreaNotFound((*ids)[0]));
}

// Adds FORMULA_CYCLE when the formula leads back to its indicator, over whatever others.
absl::Status CheckCycle(const RecordReader& reader, const v1::Indicator& indicator,
                        const Formula& formula, const Violations& violations) {
  std::map<std::string, std::string> formulas;
  absl::Status failed;
  const auto formula_of = [&](const std::string& operand) -> const std::string* {
    const auto known = formulas.find(operand);
    if (known != formulas.end()) return known->second.empty() ? nullptr : &known->second;
    std::string& text = formulas[operand];
    const absl::StatusOr<std::optional<v1::Indicator>> found =
        FindResource<IndicatorTable>(reader, absl::StrCat("indicators/", operand));
    failed.Update(found.status());
    if (found.ok() && found->has_value()) text = (*found)->formula();
    return text.empty() ? nullptr : &text;
  };
  const std::vector<std::string> cycle = FindCycle(LastIdOf(indicator.name()), formula, formula_of);
  TERTIAL_RETURN_IF_ERROR(failed);
  if (!cycle.empty()) {
    violations.Add("formula", common::v1::ERROR_REASON_FORMULA_CYCLE,
                   absl::StrCat("It leads in a circle, ", absl::StrJoin(cycle, " -> "),
                                "; no figure can be computed from itself."));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status IndicatorRules::CheckReferences(const RecordReader& reader,
                                             const v1::Indicator& indicator,
                                             const Violations& violations) {
  if (!indicator.successor().empty()) {
    TERTIAL_RETURN_IF_ERROR(CheckReference<IndicatorTable>(reader, "successor",
                                                           indicator.successor(), indicator.name(),
                                                           violations)
                                .status());
  }
  const absl::StatusOr<Formula> formula = Formula::Parse(indicator.formula());
  // What cannot be read has been told.
  if (indicator.formula().empty() || !formula.ok()) return absl::OkStatus();
  for (const FormulaReference& reference : formula->references()) {
    const std::string name = absl::StrCat("indicators/", reference.indicator);
    if (name == indicator.name()) continue;  // A cycle, which is told below.
    TERTIAL_RETURN_IF_ERROR(
        CheckReference<IndicatorTable>(reader, "formula", name, indicator.name(), violations)
            .status());
  }
  return CheckCycle(reader, indicator, *formula, violations);
}

absl::Status IndicatorRules::CheckBeside(const RecordReader& reader, const v1::Indicator& indicator,
                                         const Violations& violations) {
  if (indicator.formula().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const Formula formula, Formula::Parse(indicator.formula()));
  for (const FormulaReference& reference : formula.references()) {
    TERTIAL_ASSIGN_OR_RETURN(
        const std::optional<v1::Indicator> operand,
        FindResource<IndicatorTable>(reader, absl::StrCat("indicators/", reference.indicator)));
    if (operand.has_value()) {
      CheckDimensionsAgainst(*operand, "formula", reference.dimensions, violations);
    }
  }
  return absl::OkStatus();
}

void IndicatorRules::ListReferences(const v1::Indicator& indicator, References& references) {
  references.Add<IndicatorTable>(indicator.successor());
  const absl::StatusOr<Formula> formula = Formula::Parse(indicator.formula());
  if (!formula.ok()) return;
  std::set<std::string> names;
  for (const FormulaReference& reference : formula->references()) names.insert(reference.indicator);
  for (const std::string& name : names) {
    references.Add<IndicatorTable>(absl::StrCat("indicators/", name));
  }
}

void FocusAreaRules::MakeCanonical(const AreaRegistry& areas, v1::FocusArea& focus_area) {
  MakeReferenceCanonical<FrameworkTable>(areas, focus_area.mutable_framework());
}

absl::Status FocusAreaRules::CheckReferences(const RecordReader& reader,
                                             const v1::FocusArea& focus_area,
                                             const Violations& violations) {
  if (focus_area.framework().empty()) return absl::OkStatus();
  return CheckReference<FrameworkTable>(reader, "framework", focus_area.framework(),
                                        focus_area.name(), violations)
      .status();
}

void FocusAreaRules::ListReferences(const v1::FocusArea& focus_area, References& references) {
  references.Add<FrameworkTable>(focus_area.framework());
}

void GoalRules::MakeCanonical(const AreaRegistry& areas, v1::Goal& goal) {
  MakeReferenceCanonical<FocusAreaTable>(areas, goal.mutable_focus_area());
}

absl::Status GoalRules::CheckReferences(const RecordReader& reader, const v1::Goal& goal,
                                        const Violations& violations) {
  return CheckReference<FocusAreaTable>(reader, "focus_area", goal.focus_area(), goal.name(),
                                        violations)
      .status();
}

void GoalRules::ListReferences(const v1::Goal& goal, References& references) {
  references.Add<FocusAreaTable>(goal.focus_area());
}

void FrameworkIndicatorRules::MakeCanonical(const AreaRegistry& areas,
                                            v1::FrameworkIndicator& chosen) {
  MakeReferenceCanonical<GoalTable>(areas, chosen.mutable_goal());
}

absl::Status FrameworkIndicatorRules::CheckReferences(const RecordReader& reader,
                                                      const v1::FrameworkIndicator& chosen,
                                                      const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckReference<IndicatorTable>(reader, "indicator", chosen.indicator(),
                                                         chosen.name(), violations)
                              .status());
  return CheckReference<GoalTable>(reader, "goal", chosen.goal(), chosen.name(), violations)
      .status();
}

void FrameworkIndicatorRules::ListReferences(const v1::FrameworkIndicator& chosen,
                                             References& references) {
  references.Add<IndicatorTable>(chosen.indicator());
  references.Add<GoalTable>(chosen.goal());
}

absl::Status TargetRules::CheckReferences(const RecordReader& reader, const v1::Target& target,
                                          const Violations& violations) {
  if (target.indicator().empty()) return absl::OkStatus();
  return CheckReference<IndicatorTable>(reader, "indicator", target.indicator(), target.name(),
                                        violations)
      .status();
}

absl::Status TargetRules::CheckBeside(const RecordReader& reader, const v1::Target& target,
                                      const Violations& violations) {
  if (target.indicator().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Indicator> indicator,
                           FindResource<IndicatorTable>(reader, target.indicator()));
  if (indicator.has_value()) CheckTargetAgainst(*indicator, target, violations);
  return absl::OkStatus();
}

void TargetRules::ListReferences(const v1::Target& target, References& references) {
  references.Add<IndicatorTable>(target.indicator());
}

absl::Status ObservationRules::CheckReferences(const RecordReader& reader,
                                               const v1::Observation& observation,
                                               const Violations& violations) {
  return CheckReference<IndicatorTable>(reader, "name", IndicatorOf(observation),
                                        observation.name(), violations)
      .status();
}

absl::Status ObservationRules::CheckBeside(const RecordReader& reader,
                                           const v1::Observation& observation,
                                           const Violations& violations) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Indicator> indicator,
                           FindResource<IndicatorTable>(reader, IndicatorOf(observation)));
  if (!indicator.has_value()) return absl::OkStatus();
  CheckObservationAgainst(*indicator, observation, violations);
  return CheckOwnership(reader, *indicator, observation, violations);
}

void PeerGroupRules::MakeCanonical(const AreaRegistry& areas, v1::PeerGroup& peer_group) {
  for (v1::PeerGroupMember& member : *peer_group.mutable_members()) {
    MakeAreaCanonical(areas, member.first_period(), member.mutable_area());
  }
  MakeAreaCanonical(areas, "", peer_group.mutable_published_area());
}

void PeerGroupRules::CheckAreas(const AreaRegistry& areas, const v1::PeerGroup& peer_group,
                                const Violations& violations) {
  for (int i = 0; i < peer_group.members_size(); ++i) {
    CheckAreaKnown(areas, "area", peer_group.members(i).area(), violations.At("members", i));
  }
  CheckAreaKnown(areas, "published_area", peer_group.published_area(), violations);
}

TableCatalog IndicatorsTables() {
  return TableCatalog({DefineResource<IndicatorRules>(), DefineResource<FocusAreaRules>(),
                       DefineResource<GoalRules>(), DefineResource<FrameworkIndicatorRules>(),
                       DefineResource<TargetRules>(), DefineResource<ObservationRules>(),
                       DefineResource<FrameworkRules>(), DefineResource<PeerGroupRules>()});
}

}  // namespace tertial::indicators
