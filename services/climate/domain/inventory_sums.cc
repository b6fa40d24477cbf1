#include "services/climate/domain/inventory_sums.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "services/climate/domain/inventory_splits.h"

namespace tertial::climate {
namespace {

using common::v1::Cell;
using common::v1::Computed;
using common::v1::Operand;

// How many figures that are included in each other are followed.
constexpr int kLongestInclusion = 1000;

bool HasValue(const v1::EmissionFigure& figure) {
  return figure.cell().content_case() == Cell::kValue;
}
bool Holds(const v1::EmissionFigure& figure, common::v1::MissingReason reason) {
  return figure.cell().content_case() == Cell::kMissing && figure.cell().missing() == reason;
}

// The figure that holds the emissions of one that is IE; nullptr where that leads nowhere.
const v1::EmissionFigure* HolderOf(const Inventory& inventory, const v1::EmissionFigure& figure) {
  const v1::EmissionFigure* holder = &figure;
  for (int steps = 0; steps <= kLongestInclusion; ++steps) {
    if (!Holds(*holder, common::v1::MISSING_REASON_INCLUDED_ELSEWHERE)) return holder;
    holder = inventory.FindByName(holder->included_in());
    if (holder == nullptr) return nullptr;
  }
  return nullptr;
}

// What is known of a sum while its parts are added.
struct Tally {
  // All operands: those with a value, and gaps without.
  std::vector<Operand> operands;
  std::vector<Operand> known;
  int decimals = 0;
  std::vector<std::string> gaps;
  std::vector<std::string> left_out;
  // Why the first of the gaps is one.
  std::string first_gap;
  // Why a part that has a value cannot be summed, if one cannot.
  std::optional<common::v1::NotComputable> refusal;

  void AddValue(const Operand& operand, int operand_decimals) {
    operands.push_back(operand);
    known.push_back(operand);
    decimals = std::max(decimals, operand_decimals);
  }
  void AddGap(Operand operand, const std::string& name, absl::string_view why) {
    if (gaps.empty()) first_gap = std::string(why);
    gaps.push_back(name);
    operand.clear_interval();
    operands.push_back(std::move(operand));
  }
};

template <typename Names>
void AddNames(const std::vector<std::string>& names, Names& told) {
  for (const std::string& name : names) {
    if (told.size() == kMostNamed) return;
    *told.Add() = name;
  }
}

// The sum of what is known; zero where everything that is summed adds nothing, told by the name of
// the first.
Computed SumOf(const Tally& tally) {
  if (tally.known.empty() && tally.gaps.empty() && !tally.left_out.empty()) {
    return Compute(common::v1::FORMULA_SUM, {MakeConstant(tally.left_out.front(), "0")},
                   kEmissionUnit, 0);
  }
  return Compute(common::v1::FORMULA_SUM, tally.known, kEmissionUnit, tally.decimals);
}

v1::InventoryTotal TotalOfTally(const Tally& tally, const Period& period, v1::TotalBasis basis) {
  v1::InventoryTotal total;
  total.set_period(period.Format());
  total.set_basis(basis);
  total.set_completeness(tally.gaps.empty() ? v1::COMPLETENESS_COMPLETE
                                            : v1::COMPLETENESS_INCOMPLETE);
  if (!tally.gaps.empty()) {
    *total.mutable_total() =
        NotComputable(common::v1::FORMULA_SUM, tally.operands, kEmissionUnit,
                      common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE, tally.first_gap);
  } else if (tally.refusal.has_value()) {
    *total.mutable_total() = NotComputable(common::v1::FORMULA_SUM, tally.operands, kEmissionUnit,
                                           tally.refusal->reason(), tally.refusal->detail());
  } else {
    *total.mutable_total() = SumOf(tally);
  }
  if (!total.total().has_value() && !tally.known.empty()) {
    *total.mutable_recorded_part() = SumOf(tally);
  }
  AddNames(tally.gaps, *total.mutable_gaps());
  total.set_gap_count(static_cast<int>(tally.gaps.size()));
  AddNames(tally.left_out, *total.mutable_left_out());
  total.set_left_out_count(static_cast<int>(tally.left_out.size()));
  return total;
}

// Where nothing is recorded of what is asked for.
v1::InventoryTotal NothingRecorded(const std::string& name, const Period& period) {
  v1::InventoryTotal total;
  total.set_period(period.Format());
  total.set_completeness(v1::COMPLETENESS_INCOMPLETE);
  *total.mutable_total() =
      Compute(common::v1::FORMULA_SUM, {MakeOperand(name, nullptr)}, kEmissionUnit, /*decimals=*/0);
  total.add_gaps(name);
  total.set_gap_count(1);
  return total;
}

// A number or that there is nothing: what is included in the figure is in a sum that holds this.
bool IsTold(const v1::EmissionFigure& figure) {
  return HasValue(figure) || Holds(figure, common::v1::MISSING_REASON_NOT_OCCURRING);
}

// Whether what `part` is of holds what `whole` is of: a source in it, a gas, an object.
bool IsPartOf(const SeriesId& part, const SeriesId& whole) {
  if (!part.object.empty() && part.object != whole.object) return whole.is_whole();
  return (whole.source.empty() || whole.source == part.source) &&
         (whole.gas.empty() || whole.gas == part.gas) &&
         (whole.object.empty() || whole.object == part.object);
}

// Sums of one release in one period.
class Summation {
 public:
  Summation(const Inventory& inventory, const Period& period, const GwpConversion* gwp)
      : inventory_(inventory), period_(period), gwp_(gwp != nullptr ? gwp : inventory.gwp.get()) {}

  bool IsToAnotherTable() const { return gwp_ != nullptr && gwp_->IsToAnotherTable(); }

  std::string NameOf(const SeriesId& id) const {
    return EmissionName(inventory_.release->name(), id, period_);
  }

  // Adds a figure, or that there is none, to the sum of `parts`.
  void Add(const SeriesId& id, const std::set<SeriesId>& parts, Tally& tally) const {
    const std::string name = NameOf(id);
    const v1::EmissionFigure* const figure = inventory_.Find(id, period_);
    Operand operand = OperandOfFigure(inventory_, name, figure);
    if (figure == nullptr) {
      tally.AddGap(std::move(operand), name, absl::StrCat("Nothing is recorded as ", name, "."));
    } else if (HasValue(*figure)) {
      AddNumber(*figure, operand, tally);
    } else if (Holds(*figure, common::v1::MISSING_REASON_NOT_OCCURRING)) {
      tally.left_out.push_back(name);
    } else if (Holds(*figure, common::v1::MISSING_REASON_INCLUDED_ELSEWHERE)) {
      AddIncluded(*figure, std::move(operand), parts, tally);
    } else {
      tally.AddGap(std::move(operand), name,
                   absl::StrCat(name, " has no value: ",
                                common::v1::MissingReason_Name(figure->cell().missing()), "."));
    }
  }

  // Adds what may be in other parts already: a gap, whatever it holds.
  void AddUnclear(const SeriesId& id, Tally& tally) const {
    const std::string name = NameOf(id);
    tally.AddGap(MakeOperand(name, nullptr), name,
                 absl::StrCat(name, " may be in other parts of the sector in part."));
  }

  // The sum of `split`, which may be some of all `parts` that are summed.
  Tally TallyOf(const SplitParts& split, const std::set<SeriesId>& parts) const {
    Tally tally;
    for (const SeriesId& id : split.parts) Add(id, parts, tally);
    for (const SeriesId& id : split.unclear) AddUnclear(id, tally);
    return tally;
  }
  Tally TallyOf(const SplitParts& split) const {
    return TallyOf(split, {split.parts.begin(), split.parts.end()});
  }

  // What a sector is summed from, its own figure alone where that is taken.
  SplitParts PartsOfSector(absl::string_view sector) const {
    const SeriesId whole{.sector = std::string(sector)};
    const bool has_whole = inventory_.Find(whole, period_) != nullptr;
    if (has_whole && !IsToAnotherTable()) return {.parts = {whole}, .unclear = {}};
    SplitParts split =
        PartsOf(inventory_, sector, period_,
                IsToAnotherTable() ? SplitOrder::kGasesFirst : SplitOrder::kSourcesFirst);
    const bool names_gases = std::any_of(split.parts.begin(), split.parts.end(),
                                         [](const SeriesId& id) { return !id.gas.empty(); });
    // Without gases the sector's own figure is as little told by another table as its parts.
    if (has_whole && !names_gases) return {.parts = {whole}, .unclear = {}};
    return split;
  }

 private:
  void AddNumber(const v1::EmissionFigure& figure, const Operand& operand, Tally& tally) const {
    static const GwpConversion& none = *new GwpConversion(std::nullopt, std::nullopt);
    const GwpConversion& gwp = gwp_ == nullptr ? none : *gwp_;
    if (gwp.IsAsRecorded(figure)) {
      tally.AddValue(operand, DecimalsOf({operand}));
      return;
    }
    const Computed converted = gwp.Convert(figure, operand);
    if (converted.has_value()) {
      tally.AddValue(OperandOf(figure.name(), converted), converted.decimals());
      return;
    }
    tally.operands.push_back(MakeOperand(figure.name(), nullptr));
    if (!tally.refusal.has_value()) tally.refusal = converted.not_computable();
  }

  // Whether the emissions of a figure that is IE are in the sum of `parts` by its holder.
  bool IsSummed(const v1::EmissionFigure& figure, const v1::EmissionFigure& holder,
                const std::set<SeriesId>& parts) const {
    const SeriesId held = SeriesOf(holder);
    if (parts.count(held) > 0) return true;
    if (!IsTold(holder)) return false;
    const std::string top = TopSectorOf(inventory_, held.sector);
    // A figure that the one itself is a part of says nothing about where it is beside its parts.
    const bool holds_itself = held.sector == figure.sector() && IsPartOf(SeriesOf(figure), held);
    return std::any_of(parts.begin(), parts.end(), [&](const SeriesId& part) {
      const v1::EmissionFigure* const told = inventory_.Find(part, period_);
      if (told == nullptr || !IsTold(*told)) return false;
      if (part.sector != held.sector) return part.is_whole() && part.sector == top;
      return IsPartOf(held, part) || (!holds_itself && IsPartOf(part, held));
    });
  }

  void AddIncluded(const v1::EmissionFigure& figure, Operand operand,
                   const std::set<SeriesId>& parts, Tally& tally) const {
    const v1::EmissionFigure* const holder = HolderOf(inventory_, figure);
    if (holder != nullptr && IsSummed(figure, *holder, parts)) {
      tally.left_out.push_back(figure.name());
      return;
    }
    tally.AddGap(std::move(operand), figure.name(),
                 absl::StrCat(figure.name(), " is included in ",
                              figure.included_in().empty() ? "another figure, not named"
                                                           : figure.included_in(),
                              ", which is not in the sum or has no value."));
  }

  const Inventory& inventory_;
  const Period period_;
  // nullptr: none is known.
  const GwpConversion* const gwp_;
};

v1::TotalBasis BasisOf(const SplitParts& split) {
  const bool is_published = split.parts.size() == 1 && split.parts.front().is_whole();
  return is_published ? v1::TOTAL_BASIS_PUBLISHED : v1::TOTAL_BASIS_SUMMED;
}

// Adds the sector as one operand, and what is told of its parts, to the sum of all.
void AddSector(const Inventory& inventory, const std::string& sector, const Tally& of_sector,
               Tally& all) {
  const auto operand_of = [&](const Computed* computed) {
    Operand operand = computed == nullptr ? MakeOperand(inventory.release->name(), nullptr)
                                          : OperandOf(inventory.release->name(), *computed);
    operand.set_field(sector);
    return operand;
  };
  if (all.gaps.empty()) all.first_gap = of_sector.first_gap;
  all.gaps.insert(all.gaps.end(), of_sector.gaps.begin(), of_sector.gaps.end());
  all.left_out.insert(all.left_out.end(), of_sector.left_out.begin(), of_sector.left_out.end());
  if (!all.refusal.has_value()) all.refusal = of_sector.refusal;
  const bool is_whole = of_sector.gaps.empty() && !of_sector.refusal.has_value();
  if (!of_sector.known.empty()) {
    const Computed known = SumOf(of_sector);
    all.known.push_back(operand_of(&known));
    all.decimals = std::max(all.decimals, known.decimals());
  }
  if (!is_whole) {
    all.operands.push_back(operand_of(nullptr));
  } else if (!of_sector.known.empty()) {
    all.operands.push_back(all.known.back());
  }
}

}  // namespace

v1::InventoryTotal TotalOf(const Inventory& inventory, absl::string_view sector,
                           const Period& period, const GwpConversion* gwp) {
  const Summation sum(inventory, period, gwp);
  const SeriesId whole{.sector = std::string(sector)};
  if (sector == kTotalSector &&
      (sum.IsToAnotherTable() || inventory.Find(whole, period) == nullptr)) {
    return SumOfSectors(inventory, period, gwp);
  }
  const SplitParts split = sum.PartsOfSector(sector);
  if (split.parts.empty()) return NothingRecorded(sum.NameOf(whole), period);
  return TotalOfTally(sum.TallyOf(split), period, BasisOf(split));
}

v1::InventoryTotal TotalOfSource(const Inventory& inventory, absl::string_view sector,
                                 absl::string_view source, const Period& period,
                                 const GwpConversion* gwp) {
  const Summation sum(inventory, period, gwp);
  const SeriesId own{.sector = std::string(sector), .source = std::string(source)};
  std::vector<SeriesId> gases;
  for (const SeriesId& id : SplitsOf(inventory, sector).by_source_and_gas) {
    if (id.source == source) gases.push_back(id);
  }
  const bool has_own = inventory.Find(own, period) != nullptr;
  const bool has_gases = HasAnyFigure(inventory, gases, period);
  if (has_own && !(sum.IsToAnotherTable() && has_gases)) {
    return TotalOfTally(sum.TallyOf({.parts = {own}, .unclear = {}}), period,
                        v1::TOTAL_BASIS_PUBLISHED);
  }
  if (!has_gases) return NothingRecorded(sum.NameOf(own), period);
  return TotalOfTally(sum.TallyOf({.parts = gases, .unclear = {}}), period, v1::TOTAL_BASIS_SUMMED);
}

v1::InventoryTotal SumOfSectors(const Inventory& inventory, const Period& period,
                                const GwpConversion* gwp) {
  const Summation sum(inventory, period, gwp);
  const std::vector<std::string> sectors = SummedSectors(inventory);
  std::set<SeriesId> parts;
  std::vector<SplitParts> splits;
  bool is_recorded = false;
  for (const std::string& sector : sectors) {
    SplitParts& split = splits.emplace_back(sum.PartsOfSector(sector));
    is_recorded = is_recorded || !split.parts.empty();
    if (split.parts.empty()) split.parts.push_back({.sector = sector});
    parts.insert(split.parts.begin(), split.parts.end());
  }
  if (!is_recorded) {
    return NothingRecorded(sum.NameOf({.sector = kTotalSector}), period);
  }
  Tally all;
  for (size_t i = 0; i < sectors.size(); ++i) {
    AddSector(inventory, sectors[i], sum.TallyOf(splits[i], parts), all);
  }
  return TotalOfTally(all, period, v1::TOTAL_BASIS_SUMMED);
}

v1::InventoryTotal SumOfSeries(const Inventory& inventory, const std::vector<SeriesId>& parts,
                               const Period& period, const GwpConversion* gwp) {
  const Summation sum(inventory, period, gwp);
  if (parts.empty()) return NothingRecorded(sum.NameOf({.sector = kTotalSector}), period);
  return TotalOfTally(sum.TallyOf({.parts = parts, .unclear = {}}), period, v1::TOTAL_BASIS_SUMMED);
}

}  // namespace tertial::climate
