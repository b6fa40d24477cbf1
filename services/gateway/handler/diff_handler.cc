// What differs between two editions, or between one and what is recorded now.
#include <algorithm>
#include <cstdint>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "common/status/status_macros.h"
#include "services/gateway/domain/edition_diff.h"
#include "services/gateway/domain/edition_rules.h"
#include "services/gateway/handler/edition_handlers.h"
#include "services/gateway/store/edition_reads.h"
#include "services/gateway/store/keys.h"

namespace tertial::gateway {
namespace {

using changes::v1::ResourceRevision;
using internal::v1::DiffPlace;

// One side of a comparison.
struct Side {
  Manifest manifest;
  // The services whose facts are in it, with the state that they were read at.
  std::map<std::string, common::v1::ReadPoint> states;
};

absl::StatusOr<Side> SideOf(const RecordReader& reader, const v1::Edition& edition) {
  TERTIAL_RETURN_IF_ERROR(RequireFrozen(edition));
  Side side;
  TERTIAL_ASSIGN_OR_RETURN(side.manifest, ReadManifest(reader, edition));
  for (const std::string& service : FrozenServices(edition)) {
    side.states[service] = *FrozenState(edition, service);
  }
  return side;
}

// What the services of `base` hold now, or at the states of `place`, where the first page was read.
absl::StatusOr<Side> SideOfNow(const FactReads& facts, const CallContext& call,
                               const std::string& area_id, const Side& base,
                               const DiffPlace& place) {
  StatesByService states;
  for (const internal::v1::ComparedState& state : place.states()) {
    states[state.service()] = StateAt(state.read_at());
  }
  ReadFacts read = facts.ReadArea(call, area_id, states);
  std::set<std::string> services;
  Side side;
  for (const auto& [service, state] : base.states) {
    const common::v1::ReadPoint* const at = read.facts.ReadAt(service);
    if (at == nullptr) {
      const absl::Status& why = read.failed[service];
      const bool restored = ReasonOf(why) == common::v1::ERROR_REASON_TOKEN_OF_OTHER_EPOCH;
      return restored ? TokenOfOtherEpoch("page_token") : Unanswered(service, why);
    }
    services.insert(service);
    side.states[service] = *at;
    states[service] = StateAt(*at);
  }
  // The facts of other areas that the base was frozen with.
  const std::string own = absl::StrCat("areas/", area_id, "/");
  std::vector<std::string> others;
  for (const internal::v1::FrozenFact& fact : base.manifest) {
    if (absl::StartsWith(fact.name(), "areas/") && !absl::StartsWith(fact.name(), own)) {
      others.push_back(fact.name());
    }
  }
  ReadRecords named = facts.ReadByNames(call, others, states);
  for (const auto& [service, state] : base.states) {
    const auto why = named.failed.find(service);
    if (why != named.failed.end()) return Unanswered(service, why->second);
  }
  for (auto& [name, record] : named.records) {
    if (record.outcome == common::v1::OUTCOME_FOUND) read.facts.Add(std::move(record.fact));
  }
  side.manifest = MakeManifest(read.facts, services);
  return side;
}

// The services that both sides hold facts of.
std::set<std::string> InBoth(const Side& base, const Side& target) {
  std::set<std::string> services;
  for (const auto& [service, state] : base.states) {
    if (target.states.count(service) > 0) services.insert(service);
  }
  return services;
}

// Adds the sections of an edition that were not complete.
void AddIncomplete(const v1::Edition& edition, v1::DiffEditionsResponse& response) {
  for (const v1::SectionState& section : edition.sections()) {
    if (section.completeness() == v1::COMPLETENESS_COMPLETE) continue;
    *response.add_incomplete() = section;
  }
}

// The versions of the resources that differ, of one service, in their order. A resource that the
// service does not know has none.
absl::StatusOr<std::vector<std::vector<ResourceRevision>>> ReadVersions(
    const FactReads& facts, const CallContext& call, const std::string& service,
    const std::vector<ManifestDifference>& differences) {
  std::vector<std::vector<ResourceRevision>> versions;
  for (const ManifestDifference& difference : differences) {
    absl::StatusOr<std::vector<ResourceRevision>> read =
        facts.ReadRevisions(call, service, difference.either().name());
    if (!read.ok() && !absl::IsNotFound(read.status())) return Unanswered(service, read.status());
    versions.push_back(read.ok() ? *std::move(read) : std::vector<ResourceRevision>());
  }
  return versions;
}

// Adds what is told of a page of differences between a base and `target`; the services are asked at
// the same time.
absl::Status Describe(const FactReads& facts, const CallContext& call, const Side& target,
                      const std::vector<ManifestDifference>& page,
                      v1::DiffEditionsResponse& response) {
  // A page is in the order of services.
  std::map<std::string, std::vector<ManifestDifference>> by_service;
  for (const ManifestDifference& difference : page) {
    by_service[difference.either().service()].push_back(difference);
  }
  std::map<std::string, std::future<absl::StatusOr<std::vector<std::vector<ResourceRevision>>>>>
      reads;
  for (const auto& [service, differences] : by_service) {
    reads[service] = std::async(std::launch::async, ReadVersions, std::cref(facts), std::cref(call),
                                service, std::cref(differences));
  }
  absl::Status failure;
  for (auto& [service, read] : reads) {
    const absl::StatusOr<std::vector<std::vector<ResourceRevision>>> versions = read.get();
    failure.Update(versions.status());
    if (!versions.ok()) continue;
    const std::vector<ManifestDifference>& differences = by_service[service];
    for (size_t i = 0; i < differences.size(); ++i) {
      *response.add_differences() = DescribeDifference(differences[i], (*versions)[i],
                                                       &target.states.at(service).commit_time());
    }
  }
  return failure;
}

// A request, read and checked.
struct Asked {
  std::string area_id;
  std::string base;
  // Empty: what is recorded now.
  std::string target;
  // What page tokens are bound to.
  std::string query;
  size_t page_size = 0;
  // Where the page before ended; empty for the first.
  DiffPlace place;
};

absl::StatusOr<Asked> ParseRequest(const Ledger& ledger, const AreaRegistry& areas,
                                   const v1::DiffEditionsRequest& request) {
  Asked asked;
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  asked.page_size = static_cast<size_t>(page_size);
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> base,
                           CanonicalIds<EditionTable>(areas, "base", request.base()));
  asked.area_id = base[0];
  asked.base = PatternOf<EditionTable>().Format(base);
  if (!request.target().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> target,
                             CanonicalIds<EditionTable>(areas, "target", request.target()));
    if (target[0] != asked.area_id) {
      return InvalidField("target", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                          "It is of another area than `base`; compare editions of one area.");
    }
    asked.target = PatternOf<EditionTable>().Format(target);
  }
  asked.query = absl::StrCat("DiffEditions base=", asked.base, " target=", asked.target);
  if (request.page_token().empty()) return asked;
  TERTIAL_ASSIGN_OR_RETURN(const PageToken token,
                           DecodePageToken(request.page_token(), {.store_id = ledger.store_id(),
                                                                  .epoch = ledger.epoch(),
                                                                  .query = asked.query}));
  if (!asked.place.ParseFromString(token.last_key())) {
    return InvalidField("page_token", common::v1::ERROR_REASON_INVALID_PAGE_TOKEN,
                        "It was not made by this method; begin without one.");
  }
  return asked;
}

// The first difference after those of the pages before.
std::vector<ManifestDifference>::const_iterator FirstAfter(
    const DiffPlace& place, const std::vector<ManifestDifference>& differences) {
  internal::v1::FrozenFact last;
  last.set_service(place.service());
  last.set_name(place.name());
  return std::partition_point(differences.begin(), differences.end(),
                              [&](const ManifestDifference& difference) {
                                const internal::v1::FrozenFact& fact = difference.either();
                                return !StandsBefore(last, fact.service(), fact.name());
                              });
}

// The token of the page after `last`.
std::string NextToken(const Ledger& ledger, const Asked& asked, const Side& target,
                      const internal::v1::FrozenFact& last) {
  DiffPlace place;
  place.set_service(last.service());
  place.set_name(last.name());
  if (asked.target.empty()) {
    for (const auto& [service, state] : target.states) {
      internal::v1::ComparedState& compared = *place.add_states();
      compared.set_service(service);
      *compared.mutable_read_at() = state;
    }
  }
  PageToken token;
  token.set_query(asked.query);
  token.set_store_id(ledger.store_id());
  token.set_epoch(ledger.epoch());
  token.set_last_key(place.SerializeAsString());
  return EncodePageToken(token);
}

}  // namespace

absl::StatusOr<v1::DiffEditionsResponse> EditionHandlers::DiffEditions(
    const CallContext& call, const v1::DiffEditionsRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const Asked asked, ParseRequest(ledger_, parts_.areas, request));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  v1::DiffEditionsResponse response;
  const auto frozen_side = [&](const std::string& name) -> absl::StatusOr<Side> {
    TERTIAL_ASSIGN_OR_RETURN(const v1::Edition edition, GetResource<EditionTable>(view, name));
    AddIncomplete(edition, response);
    return SideOf(view, edition);
  };
  TERTIAL_ASSIGN_OR_RETURN(const Side base, frozen_side(asked.base));
  TERTIAL_ASSIGN_OR_RETURN(const Side target,
                           asked.target.empty()
                               ? SideOfNow(parts_.facts, call, asked.area_id, base, asked.place)
                               : frozen_side(asked.target));

  const ManifestComparison comparison =
      CompareManifests(base.manifest, target.manifest, InBoth(base, target));
  response.set_unchanged_count(comparison.unchanged);
  response.set_difference_count(static_cast<int64_t>(comparison.differences.size()));
  const auto begin = FirstAfter(asked.place, comparison.differences);
  const auto left = static_cast<size_t>(comparison.differences.end() - begin);
  const std::vector<ManifestDifference> page(
      begin, begin + static_cast<std::ptrdiff_t>(std::min(left, asked.page_size)));
  TERTIAL_RETURN_IF_ERROR(Describe(parts_.facts, call, target, page, response));
  if (page.size() < left) {
    response.set_next_page_token(NextToken(ledger_, asked, target, page.back().either()));
  }
  return response;
}

}  // namespace tertial::gateway
