#include "services/indicators/store/section_reads.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/facts/missing_parts.h"
#include "common/facts/series.h"
#include "common/facts/tertial.h"
#include "common/ledger/in_use.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "services/indicators/domain/targets.h"
#include "services/indicators/store/figures.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {
namespace {

// The resources that the names name, by name; names of nothing are left out.
template <typename T>
absl::StatusOr<std::map<std::string, typename T::Message>> ReadByName(
    const RecordReader& reader, const std::vector<std::string>& names) {
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindResources<T>(reader, names));
  std::map<std::string, typename T::Message> by_name;
  for (size_t i = 0; i < names.size(); ++i) {
    if (found[i].has_value()) by_name.emplace(names[i], *std::move(found[i]));
  }
  return by_name;
}

bool Covers(const v1::Framework& framework, const Period& period) {
  const absl::StatusOr<Period> first = Period::Parse(framework.first_period());
  const absl::StatusOr<Period> last = Period::Parse(framework.last_period());
  return first.ok() && last.ok() && first->first_day() <= period.first_day() &&
         period.last_day() <= last->last_day();
}

absl::StatusOr<std::optional<v1::Framework>> FindFramework(const RecordReader& reader,
                                                           const std::string& area_id,
                                                           const Period& period) {
  TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::Framework> frameworks,
                           ReadBelow<FrameworkTable>(reader, {area_id}));
  std::optional<v1::Framework> followed;
  for (v1::Framework& framework : frameworks) {
    if (!Covers(framework, period)) continue;
    if (!followed.has_value() || followed->first_period() <= framework.first_period()) {
      followed = std::move(framework);
    }
  }
  return followed;
}

// What an area has chosen.
struct Chosen {
  std::vector<v1::FocusArea> focus_areas;
  std::vector<v1::Goal> goals;
  std::vector<v1::FrameworkIndicator> indicators;
};

// Drops the elements whose reference is not among the names of `parents`.
template <typename Child, typename Parent>
void KeepBelow(const std::vector<Parent>& parents, const std::string& (Child::*reference)() const,
               std::vector<Child>& children) {
  std::set<std::string> names;
  for (const Parent& parent : parents) names.insert(parent.name());
  children.erase(
      std::remove_if(children.begin(), children.end(),
                     [&](const Child& child) { return names.count((child.*reference)()) == 0; }),
      children.end());
}

// In one framework (empty: in none); without one, in all.
absl::StatusOr<Chosen> ReadChosen(const RecordReader& reader, const std::string& area_id,
                                  const std::optional<std::string>& framework) {
  Chosen chosen;
  TERTIAL_ASSIGN_OR_RETURN(chosen.focus_areas, ReadBelow<FocusAreaTable>(reader, {area_id}));
  TERTIAL_ASSIGN_OR_RETURN(chosen.goals, ReadBelow<GoalTable>(reader, {area_id}));
  TERTIAL_ASSIGN_OR_RETURN(chosen.indicators,
                           ReadBelow<FrameworkIndicatorTable>(reader, {area_id}));
  if (!framework.has_value()) return chosen;
  chosen.focus_areas.erase(std::remove_if(chosen.focus_areas.begin(), chosen.focus_areas.end(),
                                          [&](const v1::FocusArea& focus_area) {
                                            return focus_area.framework() != *framework;
                                          }),
                           chosen.focus_areas.end());
  KeepBelow(chosen.focus_areas, &v1::Goal::focus_area, chosen.goals);
  KeepBelow(chosen.goals, &v1::FrameworkIndicator::goal, chosen.indicators);
  return chosen;
}

// The definitions that refer to one, by the resource name of that.
using Referrers = std::multimap<std::string, std::string>;

// From one range of an index, which is as long as there are formulas and successors, whatever is
// recorded. It may name definitions that refer to the other no longer.
absl::StatusOr<Referrers> ReadReferrers(const RecordReader& reader) {
  constexpr absl::string_view kCollection = "indicators/";
  const std::string all = ReferenceEntry(IndicatorTable::kId, "");
  Referrers referrers;
  TERTIAL_RETURN_IF_ERROR(reader.ScanIndex(
      IndicatorTable::kId, all, [&](absl::string_view entry, absl::string_view pk) {
        entry.remove_prefix(all.size());
        const std::optional<absl::string_view> referred = ConsumeTextId(entry);
        const std::optional<absl::string_view> referrer = ConsumeTextId(pk);
        if (referred.has_value() && referrer.has_value()) {
          referrers.emplace(absl::StrCat(kCollection, *referred),
                            absl::StrCat(kCollection, *referrer));
        }
        return true;
      }));
  return referrers;
}

// The indicators that refer to these, directly or over others.
std::vector<std::string> AllReferrers(const Referrers& referrers,
                                      const std::set<std::string>& names) {
  std::set<std::string> found;
  std::vector<std::string> unseen(names.begin(), names.end());
  while (!unseen.empty()) {
    const auto [begin, end] = referrers.equal_range(unseen.back());
    unseen.pop_back();
    for (auto referrer = begin; referrer != end; ++referrer) {
      if (found.insert(referrer->second).second) unseen.push_back(referrer->second);
    }
  }
  return {found.begin(), found.end()};
}

// Adds what is derived from observations of `observed`.
absl::Status AddDerived(const ReadView& view, absl::Time instant,
                        const std::set<std::string>& observed, StatisticsFacts& facts) {
  TERTIAL_ASSIGN_OR_RETURN(const Referrers referrers, ReadReferrers(view));
  const std::vector<std::string> names = AllReferrers(referrers, observed);
  FigureReader reader(view, instant);
  TERTIAL_RETURN_IF_ERROR(reader.ReadDefinitionsOf(names));
  std::vector<FigureKey> keys;
  for (const std::string& name : names) {
    TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const indicator, reader.FindDefinition(name));
    if (indicator == nullptr || indicator->formula().empty() ||
        indicator->collection() == v1::COLLECTION_FRAMEWORK) {
      continue;
    }
    facts.indicators.emplace(name, *indicator);
    for (const Period& period : ReportWindow(facts.period)) {
      keys.push_back(MakeFigureKey(name, facts.area_id, {}, period));
    }
  }
  TERTIAL_ASSIGN_OR_RETURN(std::vector<Figure> figures, reader.Read(keys));
  for (size_t i = 0; i < keys.size(); ++i) {
    facts.derived[keys[i].indicator].push_back(std::move(figures[i]));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FrameworkFacts> ReadFramework(const ReadView& view, const std::string& area_id,
                                             const Period& period, absl::Time instant,
                                             MissingParts* missing_parts) {
  FrameworkFacts facts{.area_id = area_id, .period = period};
  TERTIAL_ASSIGN_OR_RETURN(facts.framework, FindFramework(view, area_id, period));
  const std::string framework = facts.framework.has_value() ? facts.framework->name() : "";
  TERTIAL_ASSIGN_OR_RETURN(Chosen chosen, ReadChosen(view, area_id, framework));
  facts.focus_areas = std::move(chosen.focus_areas);
  facts.goals = std::move(chosen.goals);
  facts.chosen = std::move(chosen.indicators);
  absl::StatusOr<std::vector<v1::Target>> targets = ReadBelow<TargetTable>(view, {area_id});
  TERTIAL_RETURN_IF_ERROR(NoteMissingPart("targets", targets.status(), missing_parts));
  if (targets.ok()) facts.targets = *std::move(targets);

  FigureReader reader(view, instant);
  std::vector<std::string> names;
  for (const v1::FrameworkIndicator& one : facts.chosen) names.push_back(one.indicator());
  TERTIAL_RETURN_IF_ERROR(reader.ReadDefinitionsOf(names));
  std::vector<FigureKey> keys;
  for (const v1::FrameworkIndicator& one : facts.chosen) {
    TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const indicator,
                             reader.FindDefinition(one.indicator()));
    if (indicator == nullptr) continue;
    facts.indicators.emplace(indicator->name(), *indicator);
    for (const Period& read : ReportReads(period)) {
      keys.push_back(MakeFigureKey(indicator->name(), area_id, {}, read));
    }
  }
  // What targets are held against: their base, or what the first period shown is compared with.
  const Period before = ComparedPeriod(ReportWindow(period).front());
  for (const v1::Target& target : facts.targets) {
    if (facts.indicators.count(target.indicator()) == 0) continue;
    const absl::StatusOr<Period> base = Period::Parse(target.base_period());
    if (base.ok() || !HasLevel(target)) {
      keys.push_back(MakeFigureKey(target.indicator(), area_id, {}, base.ok() ? *base : before));
    }
  }
  TERTIAL_ASSIGN_OR_RETURN(std::vector<Figure> figures, reader.Read(keys));
  for (Figure& figure : figures) {
    std::string name = figure.operand.name();
    facts.figures.emplace(std::move(name), std::move(figure));
  }
  return facts;
}

absl::StatusOr<std::set<std::string>> ReadChosenIndicators(
    const RecordReader& reader, const std::string& area_id,
    const std::optional<std::string>& framework) {
  TERTIAL_ASSIGN_OR_RETURN(const Chosen chosen, ReadChosen(reader, area_id, framework));
  std::set<std::string> names;
  for (const v1::FrameworkIndicator& one : chosen.indicators) names.insert(one.indicator());
  return names;
}

absl::StatusOr<StatisticsFacts> ReadStatistics(const ReadView& view, const std::string& area_id,
                                               const Period& period, absl::Time instant) {
  StatisticsFacts facts{.area_id = area_id, .period = period};
  std::set<std::string> read;
  for (const Period& one : ReportReads(period)) read.insert(one.Format());
  std::set<std::string> observed;
  TERTIAL_RETURN_IF_ERROR(ScanResources<ObservationTable>(
      view, {area_id}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Observation& observation) {
        if (read.count(observation.period()) > 0) {
          facts.observations.push_back(observation);
          observed.insert(IndicatorOf(observation));
        }
        return true;
      }));
  TERTIAL_ASSIGN_OR_RETURN(facts.indicators,
                           ReadByName<IndicatorTable>(view, {observed.begin(), observed.end()}));
  TERTIAL_RETURN_IF_ERROR(AddDerived(view, instant, observed, facts));
  return facts;
}

}  // namespace tertial::indicators
