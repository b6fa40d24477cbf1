// Freezing an edition: the report, and every fact of the states that it was read at.
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/standard_writes.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "common/types/sha256.h"
#include "services/gateway/domain/edition_rules.h"
#include "services/gateway/handler/edition_handlers.h"
#include "services/gateway/handler/edition_rules.h"
#include "services/gateway/handler/report_query.h"
#include "services/gateway/store/keys.h"

namespace tertial::gateway {
namespace {

// How often sections of one service are pulled until they are of one state. The last time they are
// read as of one that it had.
constexpr int kMostPulls = 4;

// How often an edition is put together at most because something was redacted meanwhile.
constexpr int kMostBeginnings = 4;

// What an edition is frozen with.
struct Frozen {
  v1::Report report;
  Manifest manifest;
};

bool AreOneState(const common::v1::ReadPoint& a, const common::v1::ReadPoint& b) {
  return a.epoch() == b.epoch() && a.revision() == b.revision();
}

// The services of which two sections are of different states, with the newer one.
std::map<std::string, common::v1::ReadPoint> TornServices(const std::vector<Section>& sections) {
  std::map<std::string, common::v1::ReadPoint> read_at;
  std::map<std::string, common::v1::ReadPoint> torn;
  for (const Section& section : sections) {
    if (!section.state.has_read_at()) continue;
    const common::v1::ReadPoint& at = section.state.read_at();
    const auto [other, is_first] = read_at.emplace(section.state.service(), at);
    if (is_first || AreOneState(other->second, at)) continue;
    torn[section.state.service()] = other->second.revision() < at.revision() ? at : other->second;
  }
  return torn;
}

// Pulls sections so that those of one service are of one state.
std::vector<Section> PullUntorn(const DataServices& services, const CallContext& call,
                                const std::vector<SectionQuery>& queries) {
  std::vector<Section> sections = services.PullSections(call, queries);
  for (int pulls = 1; pulls < kMostPulls; ++pulls) {
    const std::map<std::string, common::v1::ReadPoint> torn = TornServices(sections);
    if (torn.empty()) break;
    std::vector<SectionQuery> again;
    std::vector<size_t> places;
    for (size_t i = 0; i < queries.size(); ++i) {
      const auto state = torn.find(sections[i].state.service());
      if (state == torn.end()) continue;
      again.push_back(queries[i]);
      if (pulls + 1 == kMostPulls) again.back().as_of = StateAt(state->second);
      places.push_back(i);
    }
    std::vector<Section> pulled = services.PullSections(call, again);
    for (size_t i = 0; i < places.size(); ++i) sections[places[i]] = std::move(pulled[i]);
  }
  return sections;
}

// The facts of the states that the sections of `report` were read at: of its area, of none, and of
// others that it names.
absl::StatusOr<Manifest> ReadManifestOf(const FactReads& facts, const CallContext& call,
                                        const std::string& area_id, const v1::Report& report) {
  StatesByService states;
  std::set<std::string> services;
  for (const v1::SectionState& section : report.states()) {
    if (!section.has_read_at()) continue;
    services.insert(section.service());
    states[section.service()] = StateAt(section.read_at());
  }
  ReadFacts area = facts.ReadArea(call, area_id, states);
  const std::set<std::string> others = NamesInReportOfOtherAreas(report, area_id);
  ReadRecords named = facts.ReadByNames(call, {others.begin(), others.end()}, states);
  for (const std::string& service : services) {
    for (const auto* const failed : {&area.failed, &named.failed}) {
      const auto why = failed->find(service);
      if (why == failed->end()) continue;
      return ServiceUnavailable(absl::StrCat("The facts of the ", service,
                                             " service could not be read at the state that the "
                                             "report was read at; freeze the edition again."));
    }
  }
  for (auto& [name, record] : named.records) {
    if (record.outcome == common::v1::OUTCOME_FOUND) area.facts.Add(std::move(record.fact));
  }
  return MakeManifest(area.facts, services);
}

// Whether a service that the report was read from has redacted something since its feed stood at
// one of `places`.
absl::StatusOr<bool> HaveRedacted(const FactReads& facts, const CallContext& call,
                                  const FeedPlaces& places, const v1::Report& report) {
  FeedPlaces asked;
  for (const v1::SectionState& section : report.states()) {
    if (!section.has_read_at()) continue;
    const auto place = places.find(section.service());
    if (place == places.end()) {
      return ServiceUnavailable(absl::StrCat("The ", section.service(),
                                             " service did not answer at first; freeze the edition "
                                             "again."));
    }
    asked.insert(*place);
  }
  return facts.HaveRedacted(call, asked);
}

// Nothing: a fact of it may have been redacted after it was read for the report, before it was read
// for the manifest. What is redacted from here on is in the manifest, and found there.
absl::StatusOr<std::optional<Frozen>> PutTogether(
    const GatewayParts& parts, const CallContext& call, const v1::Edition& draft,
    const google::protobuf::RepeatedField<int>& accepted) {
  TERTIAL_ASSIGN_OR_RETURN(
      const ParsedQuery query,
      ParseReportQuery(parts.areas, "query", draft.query(), SystemClock().Now()));
  const FeedPlaces places = parts.facts.ReadFeedPlaces(call);
  Frozen frozen;
  TERTIAL_ASSIGN_OR_RETURN(
      frozen.report, parts.reports.Assemble(
                         query, PullUntorn(parts.data_services, call, SectionQueriesOf(query))));
  TERTIAL_RETURN_IF_ERROR(RequireComplete(frozen.report.states(), accepted));
  TERTIAL_ASSIGN_OR_RETURN(frozen.manifest,
                           ReadManifestOf(parts.facts, call, query.subject.area_id, frozen.report));
  TERTIAL_ASSIGN_OR_RETURN(const bool redacted,
                           HaveRedacted(parts.facts, call, places, frozen.report));
  if (redacted) return std::optional<Frozen>();
  return std::optional<Frozen>(std::move(frozen));
}

// What the service says of an edition that holds this.
void SetFrozen(const Frozen& frozen, absl::string_view report, v1::Edition& edition) {
  edition.set_state(v1::EDITION_STATE_FROZEN);
  *edition.mutable_sections() = frozen.report.states();
  edition.set_report_bytes(static_cast<int64_t>(report.size()));
  edition.set_report_sha256(absl::BytesToHexString(Sha256Of(report)));
  edition.set_fact_count(static_cast<int64_t>(frozen.manifest.size()));
  edition.set_manifest_sha256(HashManifest(frozen.manifest));
}

absl::Status RedactedMeanwhile() {
  return ServiceUnavailable(
      "Facts are being redacted while the edition is put together; freeze it again.");
}

absl::Status PutParts(Txn& txn, const std::vector<internal::v1::FrozenPart>& parts) {
  for (const internal::v1::FrozenPart& part : parts) {
    TERTIAL_RETURN_IF_ERROR(PutResource<FrozenPartTable>(txn, part).status());
  }
  return absl::OkStatus();
}

// One edition on its way from a draft to what is frozen. Everything passed in must outlive it.
class Freezing {
 public:
  Freezing(const CallContext& call, const v1::FreezeEditionRequest& request, std::string name,
           Ledger& ledger, const FreezeGate& gate)
      : call_(call), request_(request), name_(std::move(name)), ledger_(ledger), gate_(gate) {}

  // The edition, as it is after what was called last.
  v1::Edition& edition() { return edition_; }

  absl::Status FindDraft(Txn& txn) {
    TERTIAL_ASSIGN_OR_RETURN(auto found, FindVersionedResource<EditionTable>(txn, name_));
    if (!found.has_value()) return ResourceNotFound(EditionTable::kNotFound, name_);
    TERTIAL_RETURN_IF_ERROR(
        CheckEtag(request_.etag(), "etag", name_, EtagOf(txn.base().epoch, found->revision)));
    edition_ = std::move(found->message);
    return RequireState(edition_, v1::EDITION_STATE_DRAFT);
  }

  // Puts the edition together and records it. Nothing: something was redacted meanwhile.
  absl::StatusOr<std::optional<CommitResult>> Try(const GatewayParts& parts,
                                                  const ResourceWrite& write) {
    const int64_t withdrawals = gate_.withdrawals();
    const std::string asked = EncodeBody(edition_.query());
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Frozen> frozen,
                             PutTogether(parts, call_, edition_, request_.accept_incomplete()));
    std::optional<CommitResult> recorded;
    if (!frozen.has_value()) return recorded;
    const std::string report = EncodeBody(frozen->report);
    const std::vector<internal::v1::FrozenPart> report_parts = CutReport(name_, report);
    const std::vector<internal::v1::FrozenPart> facts = CutManifest(name_, frozen->manifest);
    bool overtaken = false;
    absl::StatusOr<CommitResult> written = write.Run([&](Txn& txn) -> absl::Status {
      overtaken = gate_.withdrawals() != withdrawals;
      if (overtaken) return RedactedMeanwhile();
      TERTIAL_RETURN_IF_ERROR(FindDraft(txn));
      // What was put together is no longer what it asks for.
      if (EncodeBody(edition_.query()) != asked) return EtagMismatch(name_);
      SetFrozen(*frozen, report, edition_);
      *edition_.mutable_freeze_time() = EncodeTimestamp(ledger_.Now());
      edition_.set_frozen_by(call_.caller.name);
      TERTIAL_RETURN_IF_ERROR(PutParts(txn, report_parts));
      TERTIAL_RETURN_IF_ERROR(PutParts(txn, facts));
      return PutResource<EditionTable>(txn, edition_).status();
    });
    if (overtaken) return recorded;
    TERTIAL_ASSIGN_OR_RETURN(recorded, std::move(written));
    return recorded;
  }

 private:
  const CallContext& call_;
  const v1::FreezeEditionRequest& request_;
  const std::string name_;
  Ledger& ledger_;
  const FreezeGate& gate_;
  v1::Edition edition_;
};

}  // namespace

absl::StatusOr<v1::FreezeEditionResponse> EditionHandlers::FreezeEdition(
    const CallContext& call, const v1::FreezeEditionRequest& request) const {
  TERTIAL_RETURN_IF_ERROR(RefusePublishAt(request.options()));
  TERTIAL_ASSIGN_OR_RETURN(const ResourceWrite write,
                           ResourceWrite::Prepare(ledger_, call, request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string name,
                           CanonicalName<EditionTable>(parts_.areas, "name", request.name()));
  Freezing freezing(call, request, name, ledger_, gate_);
  // A repeat of a request that was answered pulls nothing.
  TERTIAL_ASSIGN_OR_RETURN(
      CommitResult result,
      ledger_.Try(CommitInfoOf(call, request.options(), FingerprintOfRequest(call.method, request)),
                  [&](Txn& txn) { return freezing.FindDraft(txn); }));
  std::optional<CommitResult> recorded;
  for (int begun = 0; !result.replayed && !recorded.has_value(); ++begun) {
    if (begun == kMostBeginnings) return RedactedMeanwhile();
    TERTIAL_ASSIGN_OR_RETURN(recorded, freezing.Try(parts_, write));
  }
  if (recorded.has_value()) result = *std::move(recorded);
  v1::Edition& edition = freezing.edition();
  v1::FreezeEditionResponse response;
  if (result.replayed) {
    TERTIAL_ASSIGN_OR_RETURN(edition, ResourceAfter<EditionRules>(ledger_, result, name));
  } else if (result.committed) {
    edition.set_etag(EtagOf(result.at.epoch, result.at.revision));
  }
  *response.mutable_edition() = std::move(edition);
  *response.mutable_result() = ToProto(result);
  return response;
}

}  // namespace tertial::gateway
