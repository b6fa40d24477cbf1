#include "services/climate/handler/emission_rules.h"

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/store/inventory_reads.h"

namespace tertial::climate {
namespace {

// How many figures a chain of IE leads over at most.
constexpr int kLongestInclusion = 1000;
// How many releases are followed that each supersede the next.
constexpr int kMostSuperseded = 1000;

// Whether a figure of the release is recorded, apart from those that come with an import.
absl::StatusOr<bool> HoldsFigures(const RecordReader& reader, const std::string& release_pk) {
  std::optional<bool> holds;
  absl::Status failed;
  TERTIAL_RETURN_IF_ERROR(
      reader.Scan(EmissionFigureTable::kId, release_pk, "",
                  [&](absl::string_view pk, Revision /*revision*/, absl::string_view /*body*/) {
                    const auto committed = reader.FindCommitted(EmissionFigureTable::kId, pk);
                    failed = committed.status();
                    if (!failed.ok()) return false;
                    if (committed->has_value() && (*committed)->live()) holds = true;
                    return !holds.has_value();
                  }));
  TERTIAL_RETURN_IF_ERROR(failed);
  return holds.value_or(false);
}

absl::Status CheckUnchanged(const RecordReader& reader, const v1::InventoryRelease& release,
                            const Violations& violations) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<InventoryReleaseTable>(release.name()));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version> version,
                           reader.FindCommitted(InventoryReleaseTable::kId, pk));
  if (!version.has_value() || !version->live()) return absl::OkStatus();
  v1::InventoryRelease present;
  TERTIAL_RETURN_IF_ERROR(DecodeBody(InventoryReleaseTable::kId, pk, version->body, present));
  std::vector<std::pair<absl::string_view, std::string>> changed;
  const auto compare = [&changed](absl::string_view field, const auto& before, const auto& after,
                                  const std::string& text) {
    if (before != after) changed.emplace_back(field, text);
  };
  compare("boundary", present.boundary(), release.boundary(),
          v1::Boundary_Name(present.boundary()));
  compare("scope", present.scope(), release.scope(), v1::Scope_Name(present.scope()));
  compare("gwp_set", present.gwp_set(), release.gwp_set(), v1::GwpSet_Name(present.gwp_set()));
  compare("gwp_table", present.gwp_table(), release.gwp_table(), present.gwp_table());
  if (changed.empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const bool holds, HoldsFigures(reader, pk));
  if (!holds) return absl::OkStatus();
  for (const auto& [field, text] : changed) {
    violations.Add(
        field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat("Figures are recorded under it; leave it as it is, ",
                     text.empty() ? "not set" : Quoted(text), ", or record another release."));
  }
  return absl::OkStatus();
}

absl::Status CheckGwpTableOf(const RecordReader& reader, const v1::InventoryRelease& release,
                             const Violations& violations) {
  if (release.gwp_table().empty() || release.gwp_set() == v1::GWP_SET_UNKNOWN) {
    return absl::OkStatus();
  }
  TERTIAL_ASSIGN_OR_RETURN(const auto table,
                           FindResource<GwpTableTable>(reader, release.gwp_table()));
  // One that was redacted tells no more.
  if (!table.has_value() || table->gwp_set() == release.gwp_set()) return absl::OkStatus();
  violations.Add(
      "gwp_table", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
      absl::StrCat(Quoted(release.gwp_table()), " holds ", v1::GwpSet_Name(table->gwp_set()),
                   " and not ", v1::GwpSet_Name(release.gwp_set()), ", the set of the release."));
  return absl::OkStatus();
}

absl::Status CheckSuperseded(const RecordReader& reader, const v1::InventoryRelease& release,
                             const Violations& violations) {
  if (release.supersedes().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const auto superseded,
                           FindResource<InventoryReleaseTable>(reader, release.supersedes()));
  if (!superseded.has_value() ||
      (superseded->boundary() == release.boundary() && superseded->scope() == release.scope())) {
    return absl::OkStatus();
  }
  violations.Add("supersedes", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(release.supersedes()), " is of ",
                              v1::Boundary_Name(superseded->boundary()), " and ",
                              v1::Scope_Name(superseded->scope()),
                              "; a release takes the place of one of its own boundary and scope."));
  return absl::OkStatus();
}

// Whether the release, through others, takes the place of itself.
absl::StatusOr<bool> SupersedesItself(const RecordReader& reader,
                                      const v1::InventoryRelease& release) {
  std::string next = release.supersedes();
  for (int steps = 0; !next.empty(); ++steps) {
    if (next == release.name() || steps == kMostSuperseded) return true;
    TERTIAL_ASSIGN_OR_RETURN(const auto found, FindResource<InventoryReleaseTable>(reader, next));
    if (!found.has_value()) return false;
    next = found->supersedes();
  }
  return false;
}

// Why the figures that `figure` is included in lead nowhere; empty where they end in one that is
// not IE.
absl::StatusOr<std::string> FindInclusionCycle(const RecordReader& reader,
                                               const v1::EmissionFigure& figure) {
  std::string next = figure.included_in();
  for (int steps = 1; !next.empty(); ++steps) {
    if (next == figure.name()) {
      return absl::StrCat(Quoted(figure.included_in()), " leads back to the figure itself, in ",
                          steps, " steps; name the figure that holds the emissions.");
    }
    if (steps > kLongestInclusion) {
      return absl::StrCat("The chain of figures from ", Quoted(figure.included_in()),
                          " is longer than ", kLongestInclusion,
                          "; name the figure that holds the emissions.");
    }
    TERTIAL_ASSIGN_OR_RETURN(const auto found, FindResource<EmissionFigureTable>(reader, next));
    if (!found.has_value()) break;
    next = found->included_in();
  }
  return std::string();
}

// That the value lies where the later figure says.
absl::Status CheckImplied(const RecordReader& reader, const v1::EmissionFigure& figure,
                          const Violations& violations) {
  if (!figure.has_implied_by()) return absl::OkStatus();
  v1::InventoryRelease release;
  release.set_name(ReleaseOf(figure));
  Inventory inventory{.release = &release};
  std::deque<v1::EmissionFigure> later;
  TERTIAL_RETURN_IF_ERROR(ReadImplying(reader, figure, later, inventory));
  if (AgreesWithImplied(inventory, figure)) return absl::OkStatus();
  const std::optional<common::v1::Interval> interval = ImpliedInterval(inventory, figure);
  if (interval.has_value()) {
    violations.Add(
        "cell.value", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat(Quoted(figure.cell().value()), " does not lie between ", interval->low(),
                     " and ", interval->high(), ", which follows from the figure of ",
                     figure.implied_by().period(), "."));
  } else {
    violations.Add("implied_by.period", common::v1::ERROR_REASON_EMISSION_FIGURE_NOT_FOUND,
                   absl::StrCat("The release holds no value of the series for ",
                                Quoted(figure.implied_by().period()),
                                "; record the figure that this one follows from."));
  }
  return absl::OkStatus();
}

}  // namespace

void InventoryReleaseRules::MakeCanonical(const AreaRegistry& areas,
                                          v1::InventoryRelease& release) {
  if (release.supersedes().empty()) return;
  MakeReferenceCanonical<InventoryReleaseTable>(areas, release.mutable_supersedes());
}

absl::Status InventoryReleaseRules::CheckReferences(const RecordReader& reader,
                                                    const v1::InventoryRelease& release,
                                                    const Violations& violations) {
  if (!release.gwp_table().empty()) {
    TERTIAL_RETURN_IF_ERROR(CheckReference<GwpTableTable>(reader, "gwp_table", release.gwp_table(),
                                                          release.name(), violations)
                                .status());
  }
  if (release.supersedes().empty()) return absl::OkStatus();
  if (release.supersedes() != release.name()) {
    TERTIAL_ASSIGN_OR_RETURN(const auto found, CheckReference<InventoryReleaseTable>(
                                                   reader, "supersedes", release.supersedes(),
                                                   release.name(), violations));
    if (!found.has_value()) return absl::OkStatus();
  }
  TERTIAL_ASSIGN_OR_RETURN(const bool itself, SupersedesItself(reader, release));
  if (itself) {
    violations.Add("supersedes", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(release.supersedes()),
                                " takes the place of this release, or is it; one of the two is "
                                "the later one."));
  }
  return absl::OkStatus();
}

absl::Status InventoryReleaseRules::CheckBeside(const RecordReader& reader,
                                                const v1::InventoryRelease& release,
                                                const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckGwpTableOf(reader, release, violations));
  TERTIAL_RETURN_IF_ERROR(CheckSuperseded(reader, release, violations));
  return CheckUnchanged(reader, release, violations);
}

void InventoryReleaseRules::ListReferences(const v1::InventoryRelease& release,
                                           References& references) {
  references.Add<GwpTableTable>(release.gwp_table());
  references.Add<InventoryReleaseTable>(release.supersedes());
}

void EmissionFigureRules::MakeCanonical(const AreaRegistry& areas, v1::EmissionFigure& figure) {
  ConvertToKeptUnit(figure);
  if (figure.included_in().empty()) return;
  const absl::StatusOr<Period> period = Period::Parse(figure.period());
  MakeReferenceCanonical<EmissionFigureTable>(
      areas, figure.mutable_included_in(),
      period.ok() ? std::optional<Period>(*period) : std::nullopt);
}

absl::Status EmissionFigureRules::CheckReferences(const RecordReader& reader,
                                                  const v1::EmissionFigure& figure,
                                                  const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckReference<InventoryReleaseTable>(reader, "name", ReleaseOf(figure),
                                                                figure.name(), violations)
                              .status());
  // What leads to another account has been told.
  if (figure.included_in().empty() || !IsIncludedInSameAccount(figure)) return absl::OkStatus();
  if (figure.included_in() != figure.name()) {
    TERTIAL_ASSIGN_OR_RETURN(const auto found, CheckReference<EmissionFigureTable>(
                                                   reader, "included_in", figure.included_in(),
                                                   figure.name(), violations));
    if (!found.has_value()) return absl::OkStatus();
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::string cycle, FindInclusionCycle(reader, figure));
  if (!cycle.empty()) {
    violations.Add("included_in", common::v1::ERROR_REASON_INCLUSION_CYCLE, cycle);
  }
  return absl::OkStatus();
}

absl::Status EmissionFigureRules::CheckBeside(const RecordReader& reader,
                                              const v1::EmissionFigure& figure,
                                              const Violations& violations) {
  CheckNotationKey(figure, violations);
  return CheckImplied(reader, figure, violations);
}

void EmissionFigureRules::ListReferences(const v1::EmissionFigure& figure, References& references) {
  references.Add<EmissionFigureTable>(figure.included_in());
}

}  // namespace tertial::climate
