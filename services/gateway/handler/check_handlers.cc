#include "services/gateway/handler/check_handlers.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/facts/checks.h"
#include "common/facts/overdue.h"
#include "common/facts/series.h"
#include "common/ledger/read_point.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/types/clock.h"
#include "services/gateway/domain/checks/figure_rules.h"
#include "services/gateway/domain/checks/report_check.h"
#include "services/gateway/domain/claims/claim_evaluation.h"
#include "services/gateway/domain/claims/claim_operands.h"
#include "services/gateway/domain/report_sections.h"
#include "services/gateway/domain/report_subject.h"
#include "services/gateway/store/keys.h"

namespace tertial::gateway {
namespace {

constexpr char kClimate[] = "climate";

// What a request asks for.
struct ParsedCheck {
  std::string area_id;
  Period period = Period::OfYear(0);
  // The instant of the check; `as_of` where the caller asks for an earlier state.
  absl::Time instant;
  std::optional<absl::Time> as_of;
};

absl::StatusOr<ParsedCheck> ParseCheck(const AreaRegistry& areas,
                                       const v1::CheckReportRequest& request) {
  ParsedCheck parsed;
  parsed.instant = SystemClock().Now();
  TERTIAL_ASSIGN_OR_RETURN(parsed.period, ParseReportYear("period", request.period()));
  if (parsed.period.first_day() > DayInOslo(parsed.instant)) {
    return InvalidField("period", common::v1::ERROR_REASON_PERIOD_IN_FUTURE,
                        absl::StrCat(Quoted(request.period()),
                                     " has not begun yet; ask for the period that has, or one "
                                     "before it."));
  }
  TERTIAL_ASSIGN_OR_RETURN(parsed.area_id,
                           ResolveAreaName(areas, "area", request.area(), parsed.period));
  if (request.has_as_of()) {
    const absl::Time as_of = DecodeTimestamp(request.as_of());
    if (as_of > parsed.instant) {
      return InvalidField("as_of", common::v1::ERROR_REASON_AS_OF_IN_FUTURE,
                          "It lies in the future; what will be recorded then is not known.");
    }
    parsed.as_of = as_of;
    parsed.instant = as_of;
  }
  Violations violations;
  for (int i = 0; i < request.kinds_size(); ++i) {
    CheckEnumNumber("", request.kinds(i), *v1::RuleKind_descriptor(), Presence::kRequired,
                    violations.At("kinds", static_cast<size_t>(i)));
  }
  CheckEnum("least_severity", request.least_severity(), Presence::kOptional, violations);
  if (!violations.empty()) return violations.ToStatus();
  return parsed;
}

// What a report says, and what it is checked by.
struct Recorded {
  std::map<std::string, v1::Claim> claims;
  std::vector<v1::CheckRule> rules;
  std::vector<v1::AcceptedFinding> accepted;
};

absl::StatusOr<Recorded> ReadRecorded(const Ledger& ledger, const ParsedCheck& check) {
  absl::StatusOr<ReadView> view =
      ledger.Read(check.as_of.has_value() ? AsOf::At(*check.as_of) : AsOf());
  // Before anything was recorded here nothing was claimed, and facts could be read all the same.
  if (ReasonOf(view.status()) == common::v1::ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT) {
    return Recorded();
  }
  TERTIAL_RETURN_IF_ERROR(view.status());
  Recorded recorded;
  TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::Claim> claims,
                           ReadBelow<ClaimTable>(*view, {check.area_id}));
  for (v1::Claim& claim : claims) {
    std::string name = claim.name();
    recorded.claims.emplace(std::move(name), std::move(claim));
  }
  TERTIAL_ASSIGN_OR_RETURN(recorded.rules, ReadBelow<CheckRuleTable>(*view, {}));
  TERTIAL_ASSIGN_OR_RETURN(recorded.accepted,
                           ReadBelow<AcceptedFindingTable>(*view, {check.area_id}));
  return recorded;
}

// The names of facts that a check needs of other areas.
std::vector<std::string> NamesToRead(const AreaRegistry& areas, const ParsedCheck& check,
                                     const std::vector<v1::CheckRule>& rules,
                                     const std::vector<v1::Claim>& claims, const FactSet& facts) {
  std::vector<std::string> area_ids;
  for (const common::v1::Area& area : areas.areas()) {
    area_ids.emplace_back(LastIdOf(area.name()));
  }
  std::set<std::string> names =
      NamesInRulesOfOtherAreas(rules, check.area_id, area_ids, ReportWindow(check.period));
  for (const v1::Claim& claim : claims) {
    for (std::string& name : FactsOf(claim)) names.insert(std::move(name));
  }
  std::vector<std::string> wanted;
  for (const std::string& name : names) {
    if (facts.Find(name) == nullptr) wanted.push_back(name);
  }
  return wanted;
}

// What is checked, and why some of it is not.
struct Gathered {
  FactSet facts;
  std::vector<climate::v1::InventoryFinding> inventory;
  // Services that did not answer, and those that did not answer for all of it.
  std::map<std::string, absl::Status> failed;
  std::map<std::string, absl::Status> failed_in_part;
};

void AddSectionStates(const Gathered& gathered, v1::CheckResult& result) {
  for (const v1::SectionKind kind : SectionsOf(v1::REPORT_KIND_ANNUAL)) {
    const std::string service(ServiceOf(kind));
    if (const auto failed = gathered.failed.find(service); failed != gathered.failed.end()) {
      *result.add_sections() = MissingSection(kind, failed->second).state;
      continue;
    }
    v1::SectionState& state = *result.add_sections();
    state.set_section(kind);
    state.set_service(service);
    state.set_completeness(v1::COMPLETENESS_COMPLETE);
    if (const common::v1::ReadPoint* at = gathered.facts.ReadAt(service))
      *state.mutable_read_at() = *at;
    if (const auto failed = gathered.failed_in_part.find(service);
        failed != gathered.failed_in_part.end()) {
      state.set_completeness(v1::COMPLETENESS_PARTIAL);
      state.set_reason(ReasonFor(service, failed->second));
      state.set_error(ErrorOf(failed->second));
    }
  }
}

// Each service's facts are of one state: what is read later is read at that.
Gathered Gather(const CallContext& call, const AreaRegistry& areas, const FactReads& reads,
                const InventoryReads& inventories, const ParsedCheck& check,
                const std::vector<v1::CheckRule>& rules, const std::vector<v1::Claim>& claims) {
  StatesByService states;
  for (const v1::SectionKind kind : SectionsOf(v1::REPORT_KIND_ANNUAL)) {
    if (!check.as_of.has_value()) break;
    *states[std::string(ServiceOf(kind))].mutable_time() = EncodeTimestamp(*check.as_of);
  }
  ReadFacts area = reads.ReadArea(call, check.area_id, states);
  Gathered gathered{.facts = std::move(area.facts), .failed = std::move(area.failed)};
  for (const v1::SectionKind kind : SectionsOf(v1::REPORT_KIND_ANNUAL)) {
    const std::string service(ServiceOf(kind));
    if (const auto* at = gathered.facts.ReadAt(service)) states[service] = StateAt(*at);
  }
  ReadRecords others =
      reads.ReadByNames(call, NamesToRead(areas, check, rules, claims, gathered.facts), states);
  for (auto& [name, record] : others.records) {
    if (record.outcome == common::v1::OUTCOME_FOUND) gathered.facts.Add(std::move(record.fact));
  }
  gathered.failed_in_part = std::move(others.failed);
  if (gathered.facts.ReadAt(kClimate) == nullptr) return gathered;
  absl::StatusOr<std::vector<climate::v1::InventoryFinding>> found =
      inventories.ReadFindings(call, check.area_id, states[kClimate]);
  if (found.ok()) {
    gathered.inventory = *std::move(found);
  } else {
    gathered.failed_in_part[kClimate] = found.status();
  }
  return gathered;
}

}  // namespace

absl::StatusOr<v1::CheckReportResponse> CheckHandlers::CheckReport(
    const CallContext& call, const v1::CheckReportRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const ParsedCheck check, ParseCheck(areas_, request));
  TERTIAL_ASSIGN_OR_RETURN(Recorded recorded, ReadRecorded(ledger_, check));
  std::vector<v1::Claim> claims;
  for (const auto& [name, claim] : recorded.claims) {
    if (claim.period() == check.period.Format()) claims.push_back(claim);
  }
  Gathered gathered = Gather(call, areas_, facts_, inventories_, check, recorded.rules, claims);

  CheckInput input{.rules = std::move(recorded.rules),
                   .claims = {},
                   .accepted = std::move(recorded.accepted),
                   .inventory = std::move(gathered.inventory),
                   .kinds = {},
                   .least_severity = request.least_severity()};
  for (const int kind : request.kinds()) input.kinds.insert(static_cast<v1::RuleKind>(kind));
  const auto find_claim = [&](const std::string& name) -> const v1::Claim* {
    const auto found = recorded.claims.find(name);
    return found == recorded.claims.end() ? nullptr : &found->second;
  };
  for (v1::Claim& claim : claims) {
    v1::ClaimResult result = EvaluateClaim(claim, gathered.facts, areas_, find_claim);
    input.claims.push_back({std::move(claim), std::move(result)});
  }
  CheckContext context{.facts = gathered.facts,
                       .area_id = check.area_id,
                       .periods = ReportWindow(check.period),
                       .instant = check.instant,
                       .silent = {}};
  for (const auto& [service, why] : gathered.failed) context.silent.insert(service);
  v1::CheckReportResponse response;
  *response.mutable_result() = CheckFacts(context, input);
  AddSectionStates(gathered, *response.mutable_result());
  *response.mutable_result()->mutable_check_time() = EncodeTimestamp(check.instant);
  return response;
}

}  // namespace tertial::gateway
