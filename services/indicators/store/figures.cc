#include "services/indicators/store/figures.h"

#include <algorithm>
#include <climits>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/facts/overdue.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "common/types/resource_name.h"
#include "services/indicators/domain/definition_versions.h"
#include "services/indicators/domain/formula_evaluation.h"
#include "services/indicators/domain/observation_id.h"
#include "services/indicators/store/definitions.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {
namespace {

// Formulas are checked against cycles when they are written; this stops what got in otherwise.
constexpr int kDeepestDerivation = 32;
// From so many areas on, the figures of one indicator and period are read by one scan over all
// areas that have one. A seek for each costs as much as some ten steps of a scan.
constexpr size_t kManyAreas = 16;

absl::Status TooDeep(absl::string_view indicator) {
  return StoredDataDamaged(absl::StrCat("the formula of ", indicator, ", which leads in a circle"));
}

// The part of an observation's id that tells its dimensions: "~sex.women", or nothing.
absl::string_view DimensionsOf(absl::string_view observation_id) {
  const size_t begin = observation_id.find('~');
  return begin == absl::string_view::npos ? "" : observation_id.substr(begin);
}

// What the operands are marked with and the result is then as well.
constexpr common::v1::Flag kInherited[] = {common::v1::FLAG_IMPUTED, common::v1::FLAG_FORECAST,
                                           common::v1::FLAG_ESTIMATED, common::v1::FLAG_PROVISIONAL,
                                           common::v1::FLAG_UNVALIDATED};

void InheritFlags(const common::v1::Computed& computed, common::v1::Cell& cell) {
  for (const common::v1::Flag flag : kInherited) {
    if (std::any_of(
            computed.operands().begin(), computed.operands().end(),
            [&](const common::v1::Operand& operand) { return HasFlag(operand.cell(), flag); })) {
      cell.add_flags(flag);
    }
  }
}

std::string IndicatorNamed(const FormulaReference& reference) {
  return absl::StrCat("indicators/", reference.indicator);
}

// The farthest periods that a formula uses of one indicator.
std::pair<int, int> OffsetsOf(const Formula& formula, const std::string& indicator) {
  std::pair<int, int> offsets = {INT_MAX, INT_MIN};
  for (const FormulaReference& reference : formula.references()) {
    if (reference.indicator != indicator) continue;
    offsets.first = std::min(offsets.first, reference.offset);
    offsets.second = std::max(offsets.second, reference.offset);
  }
  return offsets;
}

void MarkBreaks(const v1::Indicator& indicator, std::vector<Figure>& figures) {
  for (size_t i = 0; i < figures.size(); ++i) {
    figures[i].is_break =
        HasFlag(figures[i].operand.cell(), common::v1::FLAG_BREAK_IN_SERIES) ||
        (i > 0 && HasBreakBetween(indicator.versions(), figures[i - 1].definition_version,
                                  figures[i].definition_version));
  }
}

}  // namespace

FigureKey MakeFigureKey(absl::string_view indicator, absl::string_view area_id,
                        const Dimensions& dimensions, const Period& period) {
  return {std::string(indicator), std::string(area_id), FormatObservationId(period, dimensions)};
}

std::string FigureName(const FigureKey& key) {
  return absl::StrCat("areas/", key.area_id, "/", key.indicator, "/observations/",
                      key.observation_id);
}

absl::StatusOr<const v1::Indicator*> FigureReader::FindDefinition(const std::string& name) {
  auto found = definitions_.find(name);
  if (found == definitions_.end()) {
    TERTIAL_ASSIGN_OR_RETURN(std::optional<v1::Indicator> definition,
                             FindResource<IndicatorTable>(view_, name));
    if (definition.has_value()) {
      TERTIAL_RETURN_IF_ERROR(IndicatorTable::Derive(view_, *definition));
    }
    found = definitions_.emplace(name, std::move(definition)).first;
  }
  return found->second.has_value() ? &*found->second : nullptr;
}

absl::Status FigureReader::ReadDefinitionsOf(absl::Span<const std::string> names) {
  TERTIAL_ASSIGN_OR_RETURN(auto definitions, ReadDefinitions(view_, names));
  for (auto& [name, definition] : definitions) definitions_.emplace(name, std::move(definition));
  return absl::OkStatus();
}

absl::StatusOr<const Formula*> FigureReader::FindFormula(const v1::Indicator& indicator) {
  auto found = formulas_.find(indicator.name());
  if (found == formulas_.end()) {
    TERTIAL_ASSIGN_OR_RETURN(Formula formula, Formula::Parse(indicator.formula()));
    found = formulas_.emplace(indicator.name(), std::move(formula)).first;
  }
  return &found->second;
}

Figure FigureReader::Recorded(const v1::Indicator& indicator, const FigureKey& key,
                              const v1::Observation* observation, Revision revision) const {
  return RecordedFigure(indicator, FigureName(key), key.area_id,
                        *PeriodOfObservationId(key.observation_id), observation, revision,
                        instant_);
}

absl::Status FigureReader::AddRecorded(const FigureKey& key, int depth,
                                       std::vector<FigureKey>& recorded) {
  if (depth > kDeepestDerivation) return TooDeep(key.indicator);
  TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const indicator, FindDefinition(key.indicator));
  if (indicator == nullptr || indicator->formula().empty()) {
    recorded.push_back(key);
    return absl::OkStatus();
  }
  TERTIAL_ASSIGN_OR_RETURN(const Formula* const formula, FindFormula(*indicator));
  const Period period = *PeriodOfObservationId(key.observation_id);
  for (const FormulaReference& reference : formula->references()) {
    // The periods between those used may hold a break.
    const auto [first, last] = OffsetsOf(*formula, reference.indicator);
    for (int offset = first; offset <= last; ++offset) {
      TERTIAL_RETURN_IF_ERROR(AddRecorded(MakeFigureKey(IndicatorNamed(reference), key.area_id,
                                                        reference.dimensions, period.Next(offset)),
                                          depth + 1, recorded));
    }
  }
  return absl::OkStatus();
}

absl::Status FigureReader::Fetch(absl::Span<const FigureKey> recorded) {
  std::map<std::pair<absl::string_view, absl::string_view>, std::vector<const FigureKey*>> unread;
  for (const FigureKey& key : recorded) {
    if (!figures_.contains(key)) unread[{key.indicator, key.observation_id}].push_back(&key);
  }
  std::vector<const FigureKey*> apart;
  for (const auto& [figure, keys] : unread) {
    if (keys.size() >= kManyAreas) {
      TERTIAL_RETURN_IF_ERROR(FetchOfAreas(keys));
    } else {
      apart.insert(apart.end(), keys.begin(), keys.end());
    }
  }
  return FetchByName(apart);
}

absl::Status FigureReader::FetchOfAreas(absl::Span<const FigureKey* const> keys) {
  absl::flat_hash_map<absl::string_view, const FigureKey*> unread;
  for (const FigureKey* const key : keys) unread.emplace(key->area_id, key);
  absl::Status failed;
  TERTIAL_RETURN_IF_ERROR(ScanCovered<ObservationTable>(
      view_, {std::string(LastIdOf(keys.front()->indicator)), keys.front()->observation_id},
      [&](absl::string_view pk, Revision revision, const v1::Observation& observation) {
        const auto found = unread.find(*ConsumeTextId(pk));
        if (found == unread.end()) return true;
        failed = Keep(*found->second, &observation, revision);
        unread.erase(found);
        return failed.ok();
      }));
  for (const auto& [area_id, key] : unread) failed.Update(Keep(*key, nullptr, 0));
  return failed;
}

absl::Status FigureReader::FetchByName(absl::Span<const FigureKey* const> keys) {
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const FigureKey* const key : keys) names.push_back(FigureName(*key));
  TERTIAL_ASSIGN_OR_RETURN(const auto found,
                           FindVersionedResources<ObservationTable>(view_, names));
  for (size_t i = 0; i < keys.size(); ++i) {
    TERTIAL_RETURN_IF_ERROR(found[i].has_value()
                                ? Keep(*keys[i], &found[i]->message, found[i]->revision)
                                : Keep(*keys[i], nullptr, 0));
  }
  return absl::OkStatus();
}

absl::Status FigureReader::Keep(const FigureKey& key, const v1::Observation* observation,
                                Revision revision) {
  TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const indicator, FindDefinition(key.indicator));
  figures_.emplace(
      key, Recorded(indicator == nullptr ? v1::Indicator::default_instance() : *indicator, key,
                    observation, revision));
  return absl::OkStatus();
}

absl::StatusOr<Figure> FigureReader::Derive(const v1::Indicator& indicator, const FigureKey& key,
                                            int depth) {
  TERTIAL_ASSIGN_OR_RETURN(const Formula* const formula, FindFormula(indicator));
  const Period period = *PeriodOfObservationId(key.observation_id);
  absl::Status failed;
  const auto find = [&](const FormulaReference& reference) {
    const FigureKey operand = MakeFigureKey(IndicatorNamed(reference), key.area_id,
                                            reference.dimensions, period.Next(reference.offset));
    absl::StatusOr<Figure> figure = FigureOf(operand, depth + 1);
    if (figure.ok()) return *std::move(figure);
    failed.Update(figure.status());
    Figure none{.area_id = key.area_id, .period = period.Next(reference.offset)};
    none.operand.set_name(FigureName(operand));
    return none;
  };
  Figure figure = Recorded(indicator, key, nullptr, 0);
  figure.computed = EvaluateFormula(*formula, indicator.unit(), indicator.decimals(), find);
  TERTIAL_RETURN_IF_ERROR(failed);
  figure.operand = OperandOf(figure.operand.name(), *figure.computed);
  if (figure.operand.has_cell()) {
    InheritFlags(*figure.computed, *figure.operand.mutable_cell());
  }
  return figure;
}

absl::StatusOr<Figure> FigureReader::FigureOf(const FigureKey& key, int depth) {
  if (depth > kDeepestDerivation) return TooDeep(key.indicator);
  const auto known = figures_.find(key);
  if (known != figures_.end()) return known->second;
  TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const indicator, FindDefinition(key.indicator));
  if (indicator == nullptr || indicator->formula().empty()) {
    TERTIAL_RETURN_IF_ERROR(Fetch({key}));
    return figures_.at(key);
  }
  TERTIAL_ASSIGN_OR_RETURN(Figure figure, Derive(*indicator, key, depth));
  return figures_.emplace(key, std::move(figure)).first->second;
}

absl::StatusOr<std::vector<Figure>> FigureReader::Read(absl::Span<const FigureKey> keys) {
  std::vector<FigureKey> recorded;
  for (const FigureKey& key : keys) TERTIAL_RETURN_IF_ERROR(AddRecorded(key, 0, recorded));
  TERTIAL_RETURN_IF_ERROR(Fetch(recorded));
  std::vector<Figure> figures;
  figures.reserve(keys.size());
  for (const FigureKey& key : keys) {
    TERTIAL_ASSIGN_OR_RETURN(Figure figure, FigureOf(key, 0));
    figures.push_back(std::move(figure));
  }
  return figures;
}

absl::Status FigureReader::AddPeriods(const v1::Indicator& indicator, const std::string& area_id,
                                      const Dimensions& dimensions, int depth,
                                      std::map<std::string, Period>& periods) {
  if (depth > kDeepestDerivation) return TooDeep(indicator.name());
  if (!indicator.formula().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const Formula* const formula, FindFormula(indicator));
    const auto& references = formula->references();
    const bool own_period =
        std::any_of(references.begin(), references.end(),
                    [](const FormulaReference& reference) { return reference.offset == 0; });
    for (const FormulaReference& reference : references) {
      TERTIAL_ASSIGN_OR_RETURN(const v1::Indicator* const operand,
                               FindDefinition(IndicatorNamed(reference)));
      if (operand == nullptr || (own_period && reference.offset != 0)) continue;
      std::map<std::string, Period> recorded;
      TERTIAL_RETURN_IF_ERROR(
          AddPeriods(*operand, area_id, reference.dimensions, depth + 1, recorded));
      for (const auto& [text, period] : recorded) {
        const Period derived = period.Next(-reference.offset);
        periods.emplace(derived.Format(), derived);
      }
    }
    return absl::OkStatus();
  }
  const std::string suffix = FormatObservationId(Period::OfYear(2000), dimensions).substr(4);
  const std::string id(LastIdOf(indicator.name()));
  return ScanResources<ObservationTable>(
      view_, {area_id, id}, "",
      [&](absl::string_view /*pk*/, Revision revision, const v1::Observation& observation) {
        const std::string observation_id(LastIdOf(observation.name()));
        if (DimensionsOf(observation_id) != suffix) return true;
        const FigureKey key{indicator.name(), area_id, observation_id};
        figures_.emplace(key, Recorded(indicator, key, &observation, revision));
        const Period period = *PeriodOfObservationId(observation_id);
        periods.emplace(period.Format(), period);
        return true;
      });
}

absl::StatusOr<std::vector<Figure>> FigureReader::ReadSeries(const v1::Indicator& indicator,
                                                             const std::string& area_id,
                                                             const Dimensions& dimensions) {
  std::map<std::string, Period> periods;
  TERTIAL_RETURN_IF_ERROR(AddPeriods(indicator, area_id, dimensions, 0, periods));
  std::vector<FigureKey> keys;
  for (const auto& [text, period] : periods) {
    keys.push_back(MakeFigureKey(indicator.name(), area_id, dimensions, period));
  }
  TERTIAL_ASSIGN_OR_RETURN(std::vector<Figure> figures, Read(keys));
  std::stable_sort(figures.begin(), figures.end(),
                   [](const Figure& a, const Figure& b) { return a.period < b.period; });
  MarkBreaks(indicator, figures);
  return figures;
}

}  // namespace tertial::indicators
