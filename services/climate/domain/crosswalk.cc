#include "services/climate/domain/crosswalk.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/inventory_sums.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::Operand;

// What of a release becomes a part of a sector of the other standard.
struct Part {
  std::string sector;
  // Empty: all of the sector that is not named by source.
  std::string source;
  // In per cent. Empty: not known.
  std::string share;
  // Whether the release would have to hold the sector by source, and does not in any period.
  bool needs_sources = false;
};

std::string FieldOf(const Part& part) {
  return part.source.empty() ? part.sector : absl::StrCat(part.sector, "~source.", part.source);
}

// Whether the release holds anything that the total would be made of.
bool IsRecorded(const v1::InventoryTotal& total) {
  return total.basis() != v1::TOTAL_BASIS_UNSPECIFIED;
}

void AppendNames(const google::protobuf::RepeatedPtrField<std::string>& names,
                 google::protobuf::RepeatedPtrField<std::string>& all) {
  for (const std::string& name : names) {
    if (all.size() < kMostNamed) all.Add(std::string(name));
  }
}

// One sector of the other standard in one period, put together part by part.
class ConvertedTotal {
 public:
  ConvertedTotal(const v1::SectorCrosswalk& crosswalk, const CrosswalkInput& input,
                 const Period& period)
      : crosswalk_(crosswalk), input_(input), period_(period) {
    total_.set_period(period.Format());
  }

  void Add(const Part& part) {
    const v1::InventoryTotal total = input_.total_of(part.sector, part.source, period_);
    total_.set_gap_count(total_.gap_count() + total.gap_count());
    AppendNames(total.gaps(), *total_.mutable_gaps());
    total_.set_left_out_count(total_.left_out_count() + total.left_out_count());
    AppendNames(total.left_out(), *total_.mutable_left_out());
    decimals_ = std::max({decimals_, total.total().decimals(), total.recorded_part().decimals()});
    if (!IsRecorded(total)) {
      AddGap(part, total);
      return;
    }
    recorded_ = true;
    if (part.share.empty() || part.needs_sources) {
      all_.push_back(ValueOperand(part, total.total()));
      all_.push_back(MakeOperand(crosswalk_.name(), nullptr));
      RefuseShare(part);
      return;
    }
    AddValue(part, total);
  }

  v1::InventoryTotal Finish() {
    constexpr auto kFormula = common::v1::FORMULA_SHARES_SUM;
    total_.set_basis(recorded_ ? v1::TOTAL_BASIS_CONVERTED : v1::TOTAL_BASIS_UNSPECIFIED);
    total_.set_completeness(refusal_.has_value() ? v1::COMPLETENESS_INCOMPLETE
                                                 : v1::COMPLETENESS_COMPLETE);
    if (!refusal_.has_value()) {
      *total_.mutable_total() = Compute(kFormula, std::move(known_), kEmissionUnit, decimals_);
      return std::move(total_);
    }
    if (!recorded_) refusal_->first = common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION;
    *total_.mutable_total() =
        NotComputable(kFormula, std::move(all_), kEmissionUnit, refusal_->first, refusal_->second);
    if (!known_.empty()) {
      *total_.mutable_recorded_part() =
          Compute(kFormula, std::move(known_), kEmissionUnit, decimals_);
    }
    return std::move(total_);
  }

 private:
  Operand ValueOperand(const Part& part, const Computed& value) const {
    Operand operand = OperandOf(input_.release, value);
    operand.set_field(FieldOf(part));
    return operand;
  }

  Operand ShareOperand(const Part& part) const {
    return MakeConstant(crosswalk_.name(), part.share);
  }

  void Refuse(common::v1::NotComputableReason reason, std::string detail) {
    if (!refusal_.has_value()) refusal_.emplace(reason, std::move(detail));
  }

  // Figures of it are recorded in another period, and none in this one.
  void AddGap(const Part& part, const v1::InventoryTotal& total) {
    const std::string name = EmissionName(
        input_.release, SeriesId{.sector = part.sector, .source = part.source}, period_);
    if (total.gap_count() == 0) {
      total_.set_gap_count(total_.gap_count() + 1);
      if (total_.gaps_size() < kMostNamed) total_.add_gaps(name);
    }
    all_.push_back(ValueOperand(part, Computed()));
    all_.push_back(part.share.empty() ? MakeOperand(crosswalk_.name(), nullptr)
                                      : ShareOperand(part));
    Refuse(common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE,
           absl::StrCat("Nothing is recorded as ", name, "."));
  }

  void RefuseShare(const Part& part) {
    Refuse(common::v1::NOT_COMPUTABLE_REASON_SHARE_UNKNOWN,
           part.needs_sources ? absl::StrCat(crosswalk_.name(), " translates ", part.sector,
                                             " by source, and the release holds it as a whole.")
                              : absl::StrCat(crosswalk_.name(), " does not know which share of ",
                                             FieldOf(part), " it is."));
  }

  void AddValue(const Part& part, const v1::InventoryTotal& total) {
    const bool computable = total.total().has_value();
    all_.push_back(ValueOperand(part, total.total()));
    all_.push_back(ShareOperand(part));
    if (computable || total.has_recorded_part()) {
      known_.push_back(ValueOperand(part, computable ? total.total() : total.recorded_part()));
      known_.push_back(ShareOperand(part));
    }
    if (!computable) {
      Refuse(total.total().not_computable().reason(), total.total().not_computable().detail());
    }
  }

  const v1::SectorCrosswalk& crosswalk_;
  const CrosswalkInput& input_;
  const Period period_;
  v1::InventoryTotal total_;
  // Pairs of value and share: those that are known, and all, where some are not.
  std::vector<Operand> known_;
  std::vector<Operand> all_;
  std::optional<std::pair<common::v1::NotComputableReason, std::string>> refusal_;
  int decimals_ = 0;
  // Whether anything is, of any part.
  bool recorded_ = false;
};

// The entries of one sector of the release.
struct Ways {
  std::vector<const v1::CrosswalkEntry*> as_a_whole;
  std::map<std::string, std::vector<const v1::CrosswalkEntry*>> by_source;
};

// What a crosswalk does to the sectors of one release.
class Translation {
 public:
  Translation(const v1::SectorCrosswalk& crosswalk, const CrosswalkInput& input)
      : crosswalk_(crosswalk), input_(input) {
    for (const v1::CrosswalkEntry& entry : crosswalk.entries()) {
      Ways& ways = ways_[entry.from_sector()];
      (entry.from_source().empty() ? ways.as_a_whole : ways.by_source[entry.from_source()])
          .push_back(&entry);
    }
    for (const auto& [sector, sources] : input.sectors) Translate(sector, sources);
  }

  CrosswalkReport Report() const {
    CrosswalkReport report;
    report.unmapped_sectors.assign(unmapped_.begin(), unmapped_.end());
    for (const auto& [sector, parts] : parts_) {
      if (!StandsApart(parts.front().sector)) {
        report.sectors.push_back(SectorOf(sector, parts, /*summed=*/true));
      }
    }
    for (const auto& [sector, parts] : parts_) {
      if (StandsApart(parts.front().sector)) {
        report.sectors.push_back(SectorOf(sector, parts, /*summed=*/false));
      }
    }
    for (const std::string& sector : left_as_they_are_) {
      v1::SectorReport& apart = report.sectors.emplace_back();
      apart.set_sector(sector);
      for (const Period& period : input_.periods) {
        *apart.add_totals() = input_.total_of(sector, "", period);
      }
    }
    for (const Period& period : input_.periods) report.sums.push_back(SumIn(period));
    return report;
  }

 private:
  void AddParts(const std::vector<const v1::CrosswalkEntry*>& entries, const std::string& sector,
                const std::string& source, bool needs_sources) {
    for (const v1::CrosswalkEntry* const entry : entries) {
      std::vector<Part>& parts = parts_[entry->to_sector()];
      // Held as a whole, it is one part of what its sources become a part of.
      if (needs_sources && !parts.empty() && parts.back().sector == sector) continue;
      parts.push_back({.sector = sector,
                       .source = source,
                       .share = entry->share(),
                       .needs_sources = needs_sources});
    }
  }

  void Translate(const std::string& sector, const std::set<std::string>& sources) {
    const auto found = ways_.find(sector);
    if (found == ways_.end()) {
      if (StandsApart(sector)) {
        left_as_they_are_.push_back(sector);
      } else {
        unmapped_.insert(sector);
      }
      return;
    }
    const Ways& ways = found->second;
    if (ways.by_source.empty() || sources.empty()) {
      const bool needs_sources = !ways.by_source.empty();
      AddParts(ways.as_a_whole, sector, "", needs_sources);
      for (const auto& [source, entries] : ways.by_source) {
        AddParts(entries, sector, "", needs_sources);
      }
      return;
    }
    for (const std::string& source : sources) {
      const auto by_source = ways.by_source.find(source);
      const auto& entries = by_source == ways.by_source.end() ? ways.as_a_whole : by_source->second;
      if (entries.empty()) unmapped_.insert(sector);
      AddParts(entries, sector, source, /*needs_sources=*/false);
    }
  }

  // Whether the release holds the sector in the period, and none of the sources that a part of it
  // is of.
  bool IsOnlyWhole(const Part& part, const Period& period) const {
    if (part.source.empty()) return false;
    for (const std::string& source : input_.sectors.at(part.sector)) {
      if (IsRecorded(input_.total_of(part.sector, source, period))) return false;
    }
    return IsRecorded(input_.total_of(part.sector, "", period));
  }

  v1::SectorReport SectorOf(const std::string& sector, const std::vector<Part>& parts,
                            bool summed) const {
    v1::SectorReport report;
    report.set_sector(sector);
    report.set_summed(summed);
    for (const v1::CrosswalkEntry& entry : crosswalk_.entries()) {
      if (entry.to_sector() != sector || entry.to_titles().empty()) continue;
      *report.mutable_titles() = entry.to_titles();
      break;
    }
    for (const Period& period : input_.periods) {
      ConvertedTotal total(crosswalk_, input_, period);
      const std::string* whole = nullptr;
      for (const Part& part : parts) {
        if (whole != nullptr && *whole == part.sector) continue;
        if (IsOnlyWhole(part, period)) {
          total.Add({.sector = part.sector, .source = "", .share = "", .needs_sources = true});
          whole = &part.sector;
        } else {
          total.Add(part);
        }
      }
      *report.add_totals() = total.Finish();
    }
    return report;
  }

  v1::InventoryTotal SumIn(const Period& period) const {
    v1::InventoryTotal sum = input_.sum_of(period);
    if (unmapped_.empty()) return sum;
    const Computed whole = std::move(*sum.mutable_total());
    std::vector<Operand> translated;
    for (const Operand& operand : whole.operands()) {
      if (operand.has_cell() && unmapped_.count(operand.field()) == 0) {
        translated.push_back(operand);
      }
    }
    sum.set_completeness(v1::COMPLETENESS_INCOMPLETE);
    *sum.mutable_total() = NotComputable(
        whole.formula(), {whole.operands().begin(), whole.operands().end()}, kEmissionUnit,
        common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE,
        absl::StrCat(crosswalk_.name(), " does not translate all of ", *unmapped_.begin(), "."));
    sum.clear_recorded_part();
    if (!translated.empty()) {
      *sum.mutable_recorded_part() =
          Compute(common::v1::FORMULA_SUM, std::move(translated), kEmissionUnit, whole.decimals());
    }
    return sum;
  }

  const v1::SectorCrosswalk& crosswalk_;
  const CrosswalkInput& input_;
  std::map<std::string, Ways> ways_;
  // What becomes a part of each sector of the other standard.
  std::map<std::string, std::vector<Part>> parts_;
  std::set<std::string> unmapped_;
  std::vector<std::string> left_as_they_are_;
};

}  // namespace

CrosswalkReport ApplyCrosswalk(const v1::SectorCrosswalk& crosswalk, const CrosswalkInput& input) {
  return Translation(crosswalk, input).Report();
}

}  // namespace tertial::climate
