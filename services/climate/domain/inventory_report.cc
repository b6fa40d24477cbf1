#include "services/climate/domain/inventory_report.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/facts/computed.h"
#include "common/facts/series.h"
#include "services/climate/domain/crosswalk.h"
#include "services/climate/domain/inventory_splits.h"
#include "services/climate/domain/inventory_sums.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::Operand;

constexpr int kChangeDecimals = 3;
constexpr int kShareDecimals = 2;

bool IsBreak(const common::v1::Cell& cell) {
  return std::find(cell.flags().begin(), cell.flags().end(), common::v1::FLAG_BREAK_IN_SERIES) !=
         cell.flags().end();
}

// A total as an operand.
struct TotalOperand {
  Operand operand;
  // Why it has no value; not set where it has one, or its cell says why.
  std::optional<common::v1::NotComputable> refusal;
};

// Computes over totals; what has no value says why.
Computed ComputeOverTotals(common::v1::Formula formula, const std::vector<TotalOperand>& totals,
                           int decimals) {
  std::vector<Operand> operands;
  for (const TotalOperand& total : totals) operands.push_back(total.operand);
  for (const TotalOperand& total : totals) {
    if (total.refusal.has_value()) {
      return NotComputable(formula, std::move(operands), "percent", total.refusal->reason(),
                           total.refusal->detail());
    }
  }
  return Compute(formula, std::move(operands), "percent", decimals);
}

class Assembler {
 public:
  Assembler(const Inventory& inventory, const InventoryReportOptions& options)
      : inventory_(inventory),
        options_(options),
        last_(options.periods.back()),
        before_(last_.Previous()) {}

  v1::GetInventoryReportResponse Assemble() const {
    v1::GetInventoryReportResponse report;
    *report.mutable_release() = *inventory_.release;
    for (const Period& period : options_.periods) report.add_periods(period.Format());
    if (options_.crosswalk == nullptr) {
      report.set_sector_standard(StandardOf(*inventory_.release));
      AddSectors(report);
      for (const Period& period : options_.periods) *report.add_sums() = SumIn(period);
    } else {
      report.set_sector_standard(options_.crosswalk->to_standard());
      AddConverted(report);
    }
    AddPublished(report);
    *report.mutable_change() = ChangeOfAll();
    return report;
  }

 private:
  bool IsToAnotherTable() const {
    return options_.gwp != nullptr && options_.gwp->IsToAnotherTable();
  }
  v1::InventoryTotal TotalIn(absl::string_view sector, const Period& period) const {
    return TotalOf(inventory_, sector, period, options_.gwp);
  }
  v1::InventoryTotal SumIn(const Period& period) const {
    return SumOfSectors(inventory_, period, options_.gwp);
  }

  // Whether a figure that a total is made of is not comparable with the periods before.
  static bool HasBreak(const v1::InventoryTotal& total) {
    const auto& operands = total.total().operands();
    return std::any_of(operands.begin(), operands.end(),
                       [](const Operand& operand) { return IsBreak(operand.cell()); });
  }

  // By the name of the figure where it is published, else of the release.
  TotalOperand OperandOfTotal(const std::string& sector, const v1::InventoryTotal& total,
                              const Period& period) const {
    const SeriesId whole{.sector = sector};
    const v1::EmissionFigure* const own = inventory_.Find(whole, period);
    if (total.basis() == v1::TOTAL_BASIS_PUBLISHED && own != nullptr) {
      return {.operand = EmissionOperand(inventory_, whole, period), .refusal = std::nullopt};
    }
    TotalOperand operand{.operand = OperandOf(inventory_.release->name(), total.total()),
                         .refusal = std::nullopt};
    operand.operand.set_field(sector);
    if (!total.total().has_value()) {
      operand.refusal = total.total().not_computable();
    } else if (HasBreak(total)) {
      operand.operand.mutable_cell()->add_flags(common::v1::FLAG_BREAK_IN_SERIES);
    }
    return operand;
  }

  Computed ChangeOfSector(const std::string& sector) const {
    return ComputeOverTotals(common::v1::FORMULA_PERCENT_CHANGE,
                             {OperandOfTotal(sector, TotalIn(sector, before_), before_),
                              OperandOfTotal(sector, TotalIn(sector, last_), last_)},
                             kChangeDecimals);
  }

  Computed ChangeOfAll() const {
    const SeriesId whole{.sector = kTotalSector};
    const bool is_published = !IsToAnotherTable() && (inventory_.Find(whole, before_) != nullptr ||
                                                      inventory_.Find(whole, last_) != nullptr);
    if (is_published) {
      return Compute(
          common::v1::FORMULA_PERCENT_CHANGE,
          {EmissionOperand(inventory_, whole, before_), EmissionOperand(inventory_, whole, last_)},
          "percent", kChangeDecimals);
    }
    return ComputeOverTotals(common::v1::FORMULA_PERCENT_CHANGE,
                             {OperandOfTotal(kTotalSector, SumIn(before_), before_),
                              OperandOfTotal(kTotalSector, SumIn(last_), last_)},
                             kChangeDecimals);
  }

  // The sectors in the order of the report, each with what it is a part of.
  std::vector<std::string> SectorsInOrder() const {
    std::map<std::string, std::set<std::string>> parts;
    std::set<std::string> tops;
    std::set<std::string> apart;
    for (const SeriesId& id : inventory_.recorded) {
      std::string sector = id.sector;
      // Sectors that are parts of each other end where one stands twice.
      for (std::set<std::string> seen; sector != kTotalSector && seen.insert(sector).second;) {
        const std::string top = TopSectorOf(inventory_, sector);
        const auto found = inventory_.part_of.find(sector);
        if (sector == top || found == inventory_.part_of.end()) {
          (StandsApart(top) ? apart : tops).insert(top);
          break;
        }
        parts[found->second].insert(sector);
        sector = found->second;
      }
    }
    std::vector<std::string> order;
    for (const std::string& top : tops) AddWithParts(top, parts, order);
    for (const std::string& top : apart) AddWithParts(top, parts, order);
    return order;
  }

  static void AddWithParts(const std::string& sector,
                           const std::map<std::string, std::set<std::string>>& parts,
                           std::vector<std::string>& order) {
    if (std::find(order.begin(), order.end(), sector) != order.end()) return;
    order.push_back(sector);
    const auto found = parts.find(sector);
    if (found == parts.end()) return;
    for (const std::string& part : found->second) AddWithParts(part, parts, order);
  }

  void AddSectors(v1::GetInventoryReportResponse& report) const {
    for (const std::string& sector : SectorsInOrder()) {
      v1::SectorReport& added = *report.add_sectors();
      added.set_sector(sector);
      const auto part_of = inventory_.part_of.find(sector);
      if (part_of != inventory_.part_of.end() && part_of->second != kTotalSector) {
        added.set_part_of(part_of->second);
      }
      added.set_summed(TopSectorOf(inventory_, sector) == sector && !StandsApart(sector));
      for (const Period& period : options_.periods) *added.add_totals() = TotalIn(sector, period);
      *added.mutable_change() = ChangeOfSector(sector);
      AddObjects(sector, added);
    }
  }

  void AddObjects(const std::string& sector, v1::SectorReport& report) const {
    for (auto at = inventory_.series.lower_bound({.sector = sector});
         at != inventory_.series.end() && at->first.sector == sector; ++at) {
      if (at->first.object.empty()) continue;
      const v1::EmissionFigure* latest = nullptr;
      v1::ObjectReport object;
      for (const Period& period : options_.periods) {
        const v1::EmissionFigure* const figure = inventory_.Find(at->first, period);
        *object.add_cells() = MakePeriodCell(period, figure == nullptr ? nullptr : &figure->cell());
        if (figure != nullptr) latest = figure;
      }
      if (latest == nullptr) continue;
      object.set_object(at->first.object);
      *object.mutable_titles() = latest->object_titles();
      *object.mutable_share() = ShareOf(at->first);
      *report.add_objects() = std::move(object);
    }
  }

  // In the last period that has both; where none has, in the last one.
  Computed ShareOf(const SeriesId& object) const {
    std::optional<Computed> of_last;
    for (auto period = options_.periods.rbegin(); period != options_.periods.rend(); ++period) {
      Computed share = ComputeOverTotals(
          common::v1::FORMULA_SHARE,
          {{.operand = EmissionOperand(inventory_, object, *period), .refusal = std::nullopt},
           OperandOfTotal(object.sector, TotalIn(object.sector, *period), *period)},
          kShareDecimals);
      const bool has_both =
          std::all_of(share.operands().begin(), share.operands().end(), [](const Operand& operand) {
            return operand.cell().content_case() == common::v1::Cell::kValue;
          });
      if (has_both) return share;
      if (!of_last.has_value()) of_last = std::move(share);
    }
    return *std::move(of_last);
  }

  void AddPublished(v1::GetInventoryReportResponse& report) const {
    if (IsToAnotherTable()) return;
    const FiguresByPeriod& figures = inventory_.FiguresOf({.sector = kTotalSector});
    for (const Period& period : options_.periods) {
      const auto found = figures.find(period);
      *report.add_published_totals() =
          MakePeriodCell(period, found == figures.end() ? nullptr : &found->second->cell());
    }
  }

  // By the crosswalk, over `periods`.
  CrosswalkReport Converted(const std::vector<Period>& periods) const {
    CrosswalkInput input;
    input.release = inventory_.release->name();
    input.periods = periods;
    for (const auto& [id, figures] : inventory_.series) {
      if (id.sector == kTotalSector || !id.object.empty() ||
          TopSectorOf(inventory_, id.sector) != id.sector) {
        continue;
      }
      const FiguresByPeriod& of_series = figures;
      const bool has_any = std::any_of(periods.begin(), periods.end(), [&](const Period& period) {
        return of_series.count(period) > 0;
      });
      if (!has_any) continue;
      std::set<std::string>& sources = input.sectors[id.sector];
      if (!id.source.empty()) sources.insert(id.source);
    }
    input.total_of = [this](absl::string_view sector, absl::string_view source,
                            const Period& period) {
      return source.empty() ? TotalIn(sector, period)
                            : TotalOfSource(inventory_, sector, source, period, options_.gwp);
    };
    input.sum_of = [this](const Period& period) { return SumIn(period); };
    return ApplyCrosswalk(*options_.crosswalk, input);
  }

  void AddConverted(v1::GetInventoryReportResponse& report) const {
    CrosswalkReport converted = Converted(options_.periods);
    const CrosswalkReport changed = Converted({before_, last_});
    for (v1::SectorReport& sector : converted.sectors) {
      const auto found = std::find_if(
          changed.sectors.begin(), changed.sectors.end(),
          [&](const v1::SectorReport& other) { return other.sector() == sector.sector(); });
      const auto operand_in = [&](int at, const Period& period) {
        static const v1::InventoryTotal& none = *new v1::InventoryTotal();
        return OperandOfTotal(sector.sector(),
                              found == changed.sectors.end() ? none : found->totals(at), period);
      };
      *sector.mutable_change() =
          ComputeOverTotals(common::v1::FORMULA_PERCENT_CHANGE,
                            {operand_in(0, before_), operand_in(1, last_)}, kChangeDecimals);
      *report.add_sectors() = std::move(sector);
    }
    for (v1::InventoryTotal& sum : converted.sums) *report.add_sums() = std::move(sum);
    for (std::string& sector : converted.unmapped_sectors) {
      report.add_unmapped_sectors(std::move(sector));
    }
  }

  const Inventory& inventory_;
  const InventoryReportOptions& options_;
  const Period last_;
  const Period before_;
};

}  // namespace

std::string StandardOf(const v1::InventoryRelease& release) {
  return release.sector_standard().empty() ? kDefaultStandard : release.sector_standard();
}

v1::GetInventoryReportResponse AssembleInventoryReport(const Inventory& inventory,
                                                       const InventoryReportOptions& options) {
  return Assembler(inventory, options).Assemble();
}

}  // namespace tertial::climate
