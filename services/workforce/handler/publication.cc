#include "services/workforce/handler/publication.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "common/ledger/feed.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/calendar.h"
#include "services/workforce/domain/disclosure_policy.h"
#include "services/workforce/domain/reported_guard.h"
#include "services/workforce/store/frozen_slices.h"
#include "services/workforce/store/keys.h"

namespace tertial::workforce {
namespace {

// Names in the metadata of an error, at most.
constexpr size_t kMostNamed = 20;

constexpr size_t kVersionsAtOnce = 100;

absl::Status AtRisk(absl::string_view message, absl::string_view key,
                    const std::vector<std::string>& named) {
  const size_t count = std::min(named.size(), kMostNamed);
  return MakeError(
      absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_DISCLOSURE_RISK, message,
      {{std::string(key),
        absl::StrJoin(named.begin(), named.begin() + static_cast<std::ptrdiff_t>(count), ", ")}});
}

absl::Status CheckCovered(const Register& of, const Period& period) {
  const std::string& extract_date = of.head.state().extract_date();
  const std::optional<absl::CivilDay> last = ParseCivilDay(extract_date);
  if (!last.has_value()) return StoredDataDamaged("extract_date of a register");
  if (period.last_day() <= *last) return absl::OkStatus();
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_PERIOD_NOT_COVERED,
                   absl::StrCat("The register describes ", extract_date,
                                "; nothing that ends later is published of it."),
                   {{"period", period.Format()}});
}

// Whether any version of a reported figure that can be read has a value.
absl::StatusOr<bool> WasReported(const ReadView& view, absl::string_view pk) {
  Revision after = 0;
  while (true) {
    TERTIAL_ASSIGN_OR_RETURN(
        const std::vector<RowVersion> versions,
        ReadVersions(view, WorkforceFigureTable::kId, pk, after, kVersionsAtOnce));
    for (const RowVersion& version : versions) {
      after = version.commit.revision;
      if (!version.version.live()) continue;
      v1::WorkforceFigure figure;
      TERTIAL_RETURN_IF_ERROR(
          DecodeBody(WorkforceFigureTable::kId, pk, version.version.body, figure));
      if (figure.cell().has_value()) return true;
    }
    if (versions.size() < kVersionsAtOnce) return false;
  }
}

// Those of `names`, each once, that have or had a value.
absl::StatusOr<std::vector<std::string>> EverReported(const ReadView& view,
                                                      std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<std::string> pks;
  for (const std::string& name : names) {
    TERTIAL_ASSIGN_OR_RETURN(pks.emplace_back(), PrimaryKey<WorkforceFigureTable>(name));
  }
  TERTIAL_ASSIGN_OR_RETURN(const auto newest,
                           view.MultiFindVersions(WorkforceFigureTable::kId, pks));
  std::vector<std::string> reported;
  for (size_t i = 0; i < names.size(); ++i) {
    if (!newest[i].has_value()) continue;
    TERTIAL_ASSIGN_OR_RETURN(const bool was_reported, WasReported(view, pks[i]));
    if (was_reported) reported.push_back(names[i]);
  }
  return reported;
}

// One publication in the making.
class Preparation {
 public:
  Preparation(const Register& of, const Period& period, const PolicyInForce& policy,
              bool complementary)
      : of_(of), period_(period), policy_(policy), rules_(RulesOf(policy.policy)) {
    rules_.complementary = complementary;
  }

  absl::StatusOr<Publication> Prepare() {
    TERTIAL_RETURN_IF_ERROR(CheckCovered(of_, period_));
    TERTIAL_ASSIGN_OR_RETURN(units_, ReadBelow<UnitTable>(of_.view, {of_.area_id}));
    if (units_.size() > kMostCubeUnits) {
      return InvalidField("name", common::v1::ERROR_REASON_BATCH_TOO_LARGE,
                          absl::StrCat("There are ", units_.size(), " units; a cube has at most ",
                                       kMostCubeUnits, "."));
    }
    TERTIAL_RETURN_IF_ERROR(ReadSlices());
    TERTIAL_RETURN_IF_ERROR(FixTheRest());
    Assemble();
    TERTIAL_RETURN_IF_ERROR(CheckReported());
    return std::move(publication_);
  }

 private:
  v1::FlowUnit sick_leave_unit() const { return policy_.policy.sick_leave_unit(); }

  // The order of slices of one kind is that of their ids.
  using SliceKey = std::pair<Slot::Kind, std::string>;
  static SliceKey KeyOf(const CubeSlice& slice) { return {slice.kind, slice.id()}; }

  absl::Status ReadSlices() {
    for (const CubeSlice& slice : AllSlices(period_, sick_leave_unit())) {
      const std::vector<DisclosureTable> tables = TablesOf(slice, sick_leave_unit());
      TERTIAL_ASSIGN_OR_RETURN(FrozenTables frozen,
                               ReadFrozen(of_.view, of_.now, of_.area_id, slice, tables));
      if (frozen.empty()) {
        to_fix_.push_back(slice);
      } else if (frozen.size() == tables.size()) {
        frozen_[KeyOf(slice)] = std::move(frozen);
      } else {
        return AtRisk(
            absl::StrCat("Of ", slice.id(), " other tables were fixed than are published now."),
            "slices", {slice.id()});
      }
    }
    return absl::OkStatus();
  }

  // Counts what is not fixed yet, in one pass, and fixes it.
  absl::Status FixTheRest() {
    if (to_fix_.empty()) return absl::OkStatus();
    FigurePlan plan;
    plan.short_term_days = policy_.policy.short_term_days();
    const std::vector<std::string> unit_ids(of_.head.units().begin(), of_.head.units().end());
    for (const CubeSlice& slice : to_fix_) {
      AddSlot(slice.kind, slice.first(), slice.last(), TreeOn(slice.period.last_day()), unit_ids,
              plan);
    }
    DisclosureCounts counts(plan);
    TERTIAL_RETURN_IF_ERROR(
        ScanPersons(of_, 0, 1, [&](const Person& person) { counts.AddPerson(person, plan); }));
    for (size_t i = 0; i < to_fix_.size(); ++i) {
      TERTIAL_RETURN_IF_ERROR(Fix(to_fix_[i], counts, plan.slots[i], static_cast<int>(i)));
    }
    return absl::OkStatus();
  }

  absl::Status Fix(const CubeSlice& slice, const DisclosureCounts& counts, const Slot& slot,
                   int slot_number) {
    const std::vector<DisclosureTable> tables = TablesOf(slice, sick_leave_unit());
    TERTIAL_ASSIGN_OR_RETURN(FrozenTables before,
                             ReadFrozenBefore(of_.view, of_.now, of_.area_id, slice, tables));
    // What this publication has fixed or found of an earlier slice lies no further back.
    const auto next = frozen_.lower_bound(KeyOf(slice));
    if (next != frozen_.begin() && std::prev(next)->first.first == slice.kind) {
      for (const auto& [table, frozen] : std::prev(next)->second) before[table] = frozen;
    }
    const internal::v1::FrozenSlice* last_day = nullptr;
    if (slice.kind == Slot::kFlow) {
      const CubeSlice day{Slot::kDay, Period::OfDay(slice.period.last_day())};
      last_day = &frozen_.at(KeyOf(day)).at(DisclosureTable::kFte);
    }
    FrozenTables frozen = Freeze({.counts = counts,
                                  .slot = slot,
                                  .slot_number = slot_number,
                                  .rules = rules_,
                                  .policy_revision = policy_.revision,
                                  .before = before,
                                  .last_day = last_day},
                                 tables);
    publication_.fixed.emplace_back(slice, frozen);
    frozen_[KeyOf(slice)] = std::move(frozen);
    return absl::OkStatus();
  }

  void Assemble() {
    const std::shared_ptr<const UnitTree> tree = TreeOn(period_.last_day());
    publication_.cube =
        AssembleCube({.area_id = of_.area_id,
                      .period = period_,
                      .policy = policy_.policy,
                      .extract_date = of_.head.state().extract_date(),
                      .tree = *tree,
                      .units = units_,
                      .frozen = [this](DisclosureTable table, const CubeSlice& slice) {
                        return &frozen_.at(KeyOf(slice)).at(table);
                      }});
  }

  // Everybody can read what was ever reported, unless it was redacted.
  absl::Status CheckReported() const {
    std::vector<std::string> names;
    for (const v1::PublishedFigure& figure : publication_.cube.figures) {
      if (figure.cell().missing() != common::v1::MISSING_REASON_SUPPRESSED) continue;
      for (std::string& name : FiguresThatTell(of_.area_id, period_, figure.subject())) {
        names.push_back(std::move(name));
      }
    }
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> telling,
                             EverReported(of_.view, std::move(names)));
    if (telling.empty()) return absl::OkStatus();
    return AtRisk(absl::StrCat(telling.size(),
                               " reported figures tell, or told, what would be hidden, the first "
                               "is ",
                               Quoted(telling[0]), "; redact them first."),
                  "figures", telling);
  }

  std::shared_ptr<const UnitTree> TreeOn(absl::CivilDay day) {
    std::shared_ptr<const UnitTree>& tree = trees_[day];
    if (tree == nullptr) tree = std::make_shared<const UnitTree>(UnitTree::At(units_, day));
    return tree;
  }

  const Register& of_;
  const Period period_;
  const PolicyInForce& policy_;
  DisclosureRules rules_;
  std::vector<v1::Unit> units_;
  std::map<absl::CivilDay, std::shared_ptr<const UnitTree>> trees_;
  std::vector<CubeSlice> to_fix_;
  std::map<SliceKey, FrozenTables> frozen_;
  Publication publication_;
};

}  // namespace

absl::StatusOr<Publication> PreparePublication(const Register& of, const Period& period,
                                               const PolicyInForce& policy, bool complementary) {
  return Preparation(of, period, policy, complementary).Prepare();
}

}  // namespace tertial::workforce
