#include "services/climate/handler/inventory_handlers.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/facts/checks.h"
#include "common/facts/overdue.h"
#include "common/facts/series.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "common/rpc/standard_methods.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/resource_name.h"
#include "services/climate/domain/activity_series.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/gwp.h"
#include "services/climate/domain/inventory_findings.h"
#include "services/climate/domain/inventory_report.h"
#include "services/climate/store/inventory_reads.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {
namespace {

// From the first year asked for to the last.
constexpr int kMostYears = 30;
// Findings of a report, and activity series of an answer.
constexpr int kMostListed = 1000;

// The years of a request. Errors: FIELD_REQUIRED, INVALID_PERIOD, VALUE_OUT_OF_RANGE.
template <typename Request>
absl::StatusOr<std::vector<Period>> YearsOf(const Request& request) {
  if (request.from_period().empty()) {
    return InvalidField("from_period", common::v1::ERROR_REASON_FIELD_REQUIRED,
                        "It is empty; set it to a year, as 2023.");
  }
  TERTIAL_ASSIGN_OR_RETURN(const Period first,
                           ParseReportYear("from_period", request.from_period()));
  Period last = first;
  if (!request.to_period().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(last, ParseReportYear("to_period", request.to_period()));
  }
  if (last < first || last.year() - first.year() >= kMostYears) {
    return InvalidField("to_period", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                        absl::StrCat(Quoted(request.to_period()), " is no year from ",
                                     first.Format(), " to ", first.Next(kMostYears - 1).Format(),
                                     "; ask for at most ", kMostYears, " years."));
  }
  std::vector<Period> years;
  for (Period year = first; year <= last; year = year.Next()) years.push_back(year);
  return years;
}

// The table of that name; nothing where the name is empty. Errors: GWP_TABLE_NOT_FOUND.
absl::StatusOr<std::optional<GwpTable>> ReadGwpTable(const ReadView& view,
                                                     const std::string& name) {
  if (name.empty()) return std::nullopt;
  TERTIAL_ASSIGN_OR_RETURN(const v1::GwpTable table, GetResource<GwpTableTable>(view, name));
  return GwpTable(table);
}

// The potentials to report with; nothing where none are asked for: the release's own are meant.
absl::StatusOr<std::optional<GwpConversion>> ReadConversion(
    const ReadView& view, const AreaRegistry& areas, const v1::GetInventoryReportRequest& request,
    const v1::InventoryRelease& release) {
  if (request.gwp_table().empty()) return std::nullopt;
  TERTIAL_ASSIGN_OR_RETURN(const std::string name,
                           CanonicalName<GwpTableTable>(areas, "gwp_table", request.gwp_table()));
  TERTIAL_ASSIGN_OR_RETURN(std::optional<GwpTable> wanted, ReadGwpTable(view, name));
  std::optional<GwpTable> own;
  if (!release.gwp_table().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::GwpTable> found,
                             FindResource<GwpTableTable>(view, release.gwp_table()));
    if (found.has_value()) own.emplace(*found);
  }
  return GwpConversion(std::move(own), std::move(wanted));
}

absl::StatusOr<std::optional<v1::SectorCrosswalk>> ReadCrosswalk(
    const ReadView& view, const AreaRegistry& areas, const std::string& requested,
    const v1::InventoryRelease& release) {
  if (requested.empty()) return std::nullopt;
  TERTIAL_ASSIGN_OR_RETURN(const std::string name,
                           CanonicalName<SectorCrosswalkTable>(areas, "crosswalk", requested));
  TERTIAL_ASSIGN_OR_RETURN(const v1::SectorCrosswalk crosswalk,
                           GetResource<SectorCrosswalkTable>(view, name));
  if (crosswalk.from_standard() != StandardOf(release)) {
    return InvalidField(
        "crosswalk", common::v1::ERROR_REASON_SECTOR_STANDARD_MISMATCH,
        absl::StrCat(Quoted(name), " translates from ", Quoted(crosswalk.from_standard()),
                     ", and the sectors of ", Quoted(release.name()), " are of ",
                     Quoted(StandardOf(release)), "."));
  }
  return crosswalk;
}

// What is odd in a release in `periods`, in the order of the answer.
std::vector<v1::InventoryFinding> AllFindings(const Inventory& inventory,
                                              const std::vector<Period>& periods,
                                              const std::vector<v1::ClimateTarget>& targets) {
  std::vector<v1::InventoryFinding> findings = FindingsOf(inventory, periods);
  for (const v1::ClimateTarget& target : targets) {
    for (v1::InventoryFinding& finding : TargetFindingsOf(target, inventory)) {
      findings.push_back(std::move(finding));
    }
  }
  SortFindings(findings);
  return findings;
}

// What is odd in the release in the periods of a report.
absl::StatusOr<std::vector<v1::InventoryFinding>> ReportFindings(
    const ReadView& view, const Inventory& inventory, const std::vector<Period>& periods) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           PatternOf<InventoryReleaseTable>().Parse(inventory.release->name()));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::ClimateTarget> targets,
                           ReadBelow<ClimateTargetTable>(view, {ids[0]}));
  std::set<std::string> told;
  for (const Period& period : periods) told.insert(period.Format());
  std::vector<v1::InventoryFinding> findings = FindingsOf(inventory, periods);
  for (const v1::ClimateTarget& target : targets) {
    if (told.count(target.base_period()) + told.count(target.due_period()) == 0) continue;
    // The base year may lie outside the report.
    TERTIAL_ASSIGN_OR_RETURN(const StoredInventory stored,
                             ReadInventory(view, *inventory.release, [&](const Period& period) {
                               return period.Format() == target.base_period();
                             }));
    for (v1::InventoryFinding& finding : TargetFindingsOf(target, stored.inventory)) {
      if (told.count(finding.period()) > 0) findings.push_back(std::move(finding));
    }
  }
  SortFindings(findings);
  if (findings.size() > kMostListed) findings.resize(kMostListed);
  return findings;
}

absl::Status CheckKinds(const v1::ListInventoryFindingsRequest& request) {
  Violations violations;
  for (int i = 0; i < request.kinds_size(); ++i) {
    const Violations at = violations.At("kinds", static_cast<size_t>(i));
    CheckEnumNumber("", request.kinds(i), *v1::InventoryFindingKind_descriptor(),
                    Presence::kRequired, at);
    if (std::find(request.kinds().begin(), request.kinds().begin() + i, request.kinds(i)) !=
        request.kinds().begin() + i) {
      at.Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT, "It stands twice.");
    }
  }
  return violations.empty() ? absl::OkStatus() : violations.ToStatus();
}

// The releases of the area, in the order of their names; the one that is named, where one is.
absl::StatusOr<std::vector<v1::InventoryRelease>> ReadReleases(const ReadView& view,
                                                               const std::string& area_id,
                                                               const std::string& name) {
  if (name.empty()) return ReadBelow<InventoryReleaseTable>(view, {area_id});
  TERTIAL_ASSIGN_OR_RETURN(v1::InventoryRelease release,
                           GetResource<InventoryReleaseTable>(view, name));
  std::vector<v1::InventoryRelease> releases;
  releases.push_back(std::move(release));
  return releases;
}

// Where a page of findings begins: the release, and how many of its findings stand before.
struct FindingsPlace {
  std::string release;
  size_t told = 0;

  std::string Format() const { return absl::StrCat(release, " ", told); }
  static FindingsPlace Parse(const std::string& text) {
    FindingsPlace place;
    const std::vector<std::string> parts = absl::StrSplit(text, ' ');
    // Tokens are sealed: what is in one was put there by Format.
    if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &place.told)) return {};
    place.release = parts[0];
    return place;
  }
};

bool IsWanted(const v1::InventoryFinding& finding, const std::vector<int>& kinds) {
  return kinds.empty() || std::binary_search(kinds.begin(), kinds.end(), finding.kind());
}

// The name of the release that a request names, of that area. Errors: INVALID_RESOURCE_NAME,
// AREA_NOT_FOUND, INCONSISTENT_FIELDS.
absl::StatusOr<std::string> ReleaseOfArea(const AreaRegistry& areas, const std::string& area_id,
                                          const std::string& requested) {
  if (requested.empty()) return std::string();
  TERTIAL_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      CanonicalIds<InventoryReleaseTable>(areas, "inventory_release", requested));
  if (ids[0] != area_id) {
    return InvalidField("inventory_release", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                        absl::StrCat(Quoted(requested), " is no release of the area ",
                                     Quoted(area_id), "; name one of it."));
  }
  return PatternOf<InventoryReleaseTable>().Format(ids);
}

// The area's activity figures of the years, of one metric and boundary or of all (empty).
absl::StatusOr<std::vector<v1::ActivityFigure>> ReadActivityFigures(
    const ReadView& view, const std::string& area_id, const Period& first, const Period& last,
    const v1::ListActivitySeriesRequest& request) {
  std::vector<v1::ActivityFigure> figures;
  absl::Status damage;
  TERTIAL_ASSIGN_OR_RETURN(const std::string prefix, EncodePrimaryKey({area_id}));
  TERTIAL_RETURN_IF_ERROR(view.Scan(
      ActivityFigureTable::kId, prefix, "",
      [&](absl::string_view pk, Revision /*revision*/, absl::string_view body) {
        const absl::string_view id = pk.substr(prefix.size(), pk.size() - prefix.size() - 1);
        const std::optional<Period> period = PeriodOfActivityId(id);
        if (period.has_value() &&
            (period->kind() != PeriodKind::kYear || *period < first || *period > last)) {
          return true;
        }
        v1::ActivityFigure figure;
        damage = DecodeBody(ActivityFigureTable::kId, pk, body, figure);
        if (!damage.ok()) return false;
        if ((request.metric().empty() || figure.metric() == request.metric()) &&
            (request.boundary().empty() || figure.boundary() == request.boundary())) {
          figures.push_back(std::move(figure));
        }
        return true;
      }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return figures;
}

}  // namespace

absl::StatusOr<v1::GetInventoryReportResponse> InventoryHandlers::GetInventoryReport(
    const CallContext& /*call*/, const v1::GetInventoryReportRequest& request) const {
  InventoryReportOptions options;
  TERTIAL_ASSIGN_OR_RETURN(options.periods, YearsOf(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string name,
                           CanonicalName<InventoryReleaseTable>(areas_, "name", request.name()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  const Period last = options.periods.back();
  const Period first = std::min(options.periods.front(), last.Previous());
  TERTIAL_ASSIGN_OR_RETURN(
      const StoredInventory stored, ReadInventory(view, name, [&](const Period& period) {
        return period.kind() == PeriodKind::kYear && period >= first && period <= last;
      }));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<GwpConversion> gwp,
                           ReadConversion(view, areas_, request, *stored.release));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::SectorCrosswalk> crosswalk,
                           ReadCrosswalk(view, areas_, request.crosswalk(), *stored.release));
  if (gwp.has_value()) options.gwp = &*gwp;
  if (crosswalk.has_value()) options.crosswalk = &*crosswalk;
  v1::GetInventoryReportResponse response = AssembleInventoryReport(stored.inventory, options);
  TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::InventoryFinding> findings,
                           ReportFindings(view, stored.inventory, options.periods));
  for (v1::InventoryFinding& finding : findings) *response.add_findings() = std::move(finding);
  SetOverdue(response, InstantOf(ledger_, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

absl::StatusOr<v1::ListInventoryFindingsResponse> InventoryHandlers::ListInventoryFindings(
    const CallContext& /*call*/, const v1::ListInventoryFindingsRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  TERTIAL_RETURN_IF_ERROR(CheckKinds(request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area()));
  TERTIAL_ASSIGN_OR_RETURN(const std::string named,
                           ReleaseOfArea(areas_, area_id, request.inventory_release()));
  std::vector<int> kinds(request.kinds().begin(), request.kinds().end());
  std::sort(kinds.begin(), kinds.end());
  const PageRequest page{.parent = area_id,
                         .page_size = page_size,
                         .page_token = request.page_token(),
                         .as_of = request.as_of()};
  const std::string query = ListQuery(absl::StrCat("inventory findings of release ", named,
                                                   " of kinds ", absl::StrJoin(kinds, ",")),
                                      page);
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger_, page, query));
  const FindingsPlace after = FindingsPlace::Parse(start.after);
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::InventoryRelease> releases,
                           ReadReleases(start.view, area_id, named));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::ClimateTarget> targets,
                           ReadBelow<ClimateTargetTable>(start.view, {area_id}));
  v1::ListInventoryFindingsResponse response;
  *response.mutable_read_at() = start.view.at().ToProto();
  FindingsPlace reached = after;
  for (const v1::InventoryRelease& release : releases) {
    if (release.name() < after.release) continue;
    TERTIAL_ASSIGN_OR_RETURN(
        const StoredInventory stored,
        ReadInventory(start.view, release, [](const Period& /*period*/) { return true; }));
    const std::vector<v1::InventoryFinding> findings =
        AllFindings(stored.inventory, PeriodsOf(stored.inventory), targets);
    for (size_t i = release.name() == after.release ? after.told : 0; i < findings.size(); ++i) {
      if (!IsWanted(findings[i], kinds)) continue;
      if (response.findings_size() == page_size) {
        response.set_next_page_token(NextPageToken(ledger_, start.view, query, reached.Format()));
        return response;
      }
      *response.add_findings() = findings[i];
      reached = {.release = release.name(), .told = i + 1};
    }
  }
  return response;
}

absl::StatusOr<v1::ListActivitySeriesResponse> InventoryHandlers::ListActivitySeries(
    const CallContext& /*call*/, const v1::ListActivitySeriesRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<Period> years, YearsOf(request));
  Violations violations;
  CheckEnum("topic", request.topic(), Presence::kOptional, violations);
  CheckCode("metric", request.metric(), Presence::kOptional, violations);
  CheckCode("boundary", request.boundary(), Presence::kOptional, violations);
  if (!violations.empty()) return violations.ToStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
  TERTIAL_ASSIGN_OR_RETURN(
      const std::vector<v1::ActivityFigure> figures,
      ReadActivityFigures(view, area_id, std::min(years.front(), years.back().Previous()),
                          years.back(), request));
  v1::ListActivitySeriesResponse response;
  for (const Period& year : years) response.add_periods(year.Format());
  for (v1::TopicSeries& series : ActivitySeriesOf(figures, years, request.topic())) {
    if (response.series_size() == kMostListed) break;
    *response.add_series() = std::move(series);
  }
  SetOverdue(response, InstantOf(ledger_, request.as_of(), view));
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial::climate
