#include "services/gateway/clients/fact_reads.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/call_trail.h"
#include "common/rpc/feed_stream.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "common/types/period.h"
#include "common/types/resource_name.h"
#include "grpcpp/client_context.h"
#include "services/gateway/clients/data_services.h"
#include "services/gateway/domain/report_sections.h"

namespace tertial::gateway {
namespace {

using changes::v1::ChangeService;

// As many names as a service answers at a time, and as many versions.
constexpr int kMostAtATime = 1000;

// A service that hangs takes this much at most of the time that a call has for all else.
constexpr absl::Duration kPlacePatience = absl::Seconds(5);
// One whose connection fails, or that begins to stop, is asked this often, as often as reads are
// that the channel makes again (channel.h), with pauses that outlast its pause before it connects
// again.
constexpr int kPlaceAttempts = 3;
constexpr absl::Duration kPlacePause = absl::Milliseconds(150);

void Prepare(const CallContext& call, grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(PullDeadline(call)));
  context.AddMetadata(kCallerMetadata, "gateway");
  CarryTrail(TrailOf(call), context);
}

// The rows that one service has of an area.
struct AreaExport {
  absl::Status status;
  std::vector<Fact> facts;
  common::v1::ReadPoint read_at;
};

AreaExport ExportArea(ChangeService::Stub& stub, const CallContext& call,
                      const std::string& service, const std::string& area_id,
                      const common::v1::AsOf& as_of) {
  changes::v1::ExportResourcesRequest request;
  request.set_area("areas/" + area_id);
  request.set_with_shared(true);
  if (as_of.point_case() != common::v1::AsOf::POINT_NOT_SET) *request.mutable_as_of() = as_of;
  grpc::ClientContext context;
  Prepare(call, context);
  AreaExport exported;
  const auto stream = stub.ExportResources(&context, request);
  changes::v1::ExportResourcesResponse response;
  bool ended = false;
  while (stream->Read(&response)) {
    for (changes::v1::ExportedResource& row : *response.mutable_resources()) {
      // "type.googleapis.com/" stands before the kind.
      const std::string& url = row.resource().type_url();
      exported.facts.push_back(MakeFact(service, row.name(), url.substr(url.rfind('/') + 1),
                                        std::move(*row.mutable_resource()->mutable_value()),
                                        row.revision()));
    }
    exported.read_at = response.read_at();
    ended = response.resume_token().empty();
  }
  exported.status = FromGrpcStatus(stream->Finish());
  if (exported.status.ok() && !ended) {
    exported.status = absl::UnavailableError("the stream broke off");
  }
  return exported;
}

// What one service knows of some names.
struct NamedExport {
  absl::Status status;
  std::vector<changes::v1::NamedResource> resources;
};

NamedExport GetByNames(ChangeService::Stub& stub, const CallContext& call,
                       const std::vector<std::string>& names, const common::v1::AsOf& as_of) {
  NamedExport exported;
  for (size_t begin = 0; begin < names.size(); begin += kMostAtATime) {
    changes::v1::BatchGetResourcesRequest request;
    for (size_t i = begin; i < names.size() && i < begin + kMostAtATime; ++i) {
      request.add_names(names[i]);
    }
    if (as_of.point_case() != common::v1::AsOf::POINT_NOT_SET) *request.mutable_as_of() = as_of;
    grpc::ClientContext context;
    Prepare(call, context);
    changes::v1::BatchGetResourcesResponse response;
    exported.status = FromGrpcStatus(stub.BatchGetResources(&context, request, &response));
    if (!exported.status.ok()) return exported;
    for (changes::v1::NamedResource& resource : *response.mutable_resources()) {
      exported.resources.push_back(std::move(resource));
    }
  }
  return exported;
}

// The first message of a watch from now on: where the feed stands.
absl::StatusOr<std::string> WatchForPlace(ChangeService::Stub& stub, const CallContext& call,
                                          absl::Time deadline) {
  changes::v1::WatchChangesRequest request;
  request.set_from_now(true);
  grpc::ClientContext context;
  Prepare(call, context);
  context.set_deadline(absl::ToChronoTime(deadline));
  const auto stream = stub.WatchChanges(&context, request);
  changes::v1::WatchChangesResponse first;
  const bool has_come = stream->Read(&first);
  // What has ended by itself would be told as cancelled.
  if (has_come) context.TryCancel();
  const absl::Status end = FromGrpcStatus(stream->Finish());
  if (has_come) return first.resume_token();
  return end.ok() ? absl::UnavailableError("It ended the watch.") : end;
}

// A token of the newest change; empty where the service does not answer. Channels do not make a
// watch again, since that is for who follows a feed to do.
std::string ReadFeedPlace(ChangeService::Stub& stub, const CallContext& call) {
  const absl::Time deadline = std::min(PullDeadline(call), SystemClock().Now() + kPlacePatience);
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<std::string> place = WatchForPlace(stub, call, deadline);
    if (place.ok()) return *std::move(place);
    const bool may_come = absl::IsUnavailable(place.status()) || absl::IsCancelled(place.status());
    if (!may_come || attempt == kPlaceAttempts) return "";
    absl::SleepFor(kPlacePause);
  }
}

// Whether something was redacted between `place` and now.
absl::StatusOr<bool> HasRedacted(ChangeService::Stub& stub, const CallContext& call,
                                 const std::string& place) {
  changes::v1::ListChangesRequest request;
  request.set_resume_token(place);
  request.set_page_size(static_cast<int32_t>(kMostChangesInMessage));
  std::optional<int64_t> now;
  while (true) {
    grpc::ClientContext context;
    Prepare(call, context);
    changes::v1::ListChangesResponse page;
    TERTIAL_RETURN_IF_ERROR(FromGrpcStatus(stub.ListChanges(&context, request, &page)));
    if (!now.has_value()) now = page.head().revision();
    for (const changes::v1::Change& change : page.changes()) {
      if (change.commit().revision() > *now) return false;
      if (change.type() == changes::v1::CHANGE_TYPE_REDACTED) return true;
    }
    if (page.up_to_date()) return false;
    request.set_resume_token(page.resume_token());
  }
}

// Asks for the cell of an observation alone. Nothing where the name is not of one.
std::optional<indicators::v1::GetSeriesRequest> SeriesOf(const std::string& observation) {
  static const ResourceNamePattern& pattern =
      *new ResourceNamePattern("areas/{area}/indicators/{indicator}/observations/{observation}");
  const absl::StatusOr<std::vector<std::string>> ids = pattern.Parse(observation);
  if (!ids.ok()) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit((*ids)[2], '~');
  const absl::StatusOr<Period> period = Period::ParseId(parts[0]);
  if (!period.ok()) return std::nullopt;
  indicators::v1::GetSeriesRequest request;
  request.set_area("areas/" + (*ids)[0]);
  request.add_indicators("indicators/" + (*ids)[1]);
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::pair<std::string, std::string> part =
        absl::StrSplit(parts[i], absl::MaxSplits('.', 1));
    indicators::v1::Dimension& dimension = *request.add_dimensions();
    dimension.set_dimension(part.first);
    dimension.set_member(part.second);
  }
  request.set_first_period(period->Format());
  request.set_last_period(period->Format());
  return request;
}

// A name that several services were asked for is known best by the one that has it, and better by
// one that could have it than by the others.
bool IsBetter(common::v1::Outcome outcome, common::v1::Outcome than) {
  const auto rank = [](common::v1::Outcome of) {
    return of == common::v1::OUTCOME_FOUND ? 2 : of == common::v1::OUTCOME_NO_OBSERVATION ? 1 : 0;
  };
  return rank(outcome) > rank(than);
}

FactRecord RecordOf(const std::string& service, changes::v1::NamedResource&& resource) {
  FactRecord record{.outcome = resource.outcome()};
  if (record.outcome == common::v1::OUTCOME_FOUND) {
    record.fact = MakeFact(service, resource.name(), resource.kind(),
                           std::move(*resource.mutable_resource()->mutable_value()),
                           resource.commit().revision());
  } else {
    record.fact.service = service;
    record.fact.name = resource.name();
    record.fact.kind = resource.kind();
  }
  record.commit = std::move(*resource.mutable_commit());
  record.actor = std::move(*resource.mutable_actor());
  record.reason = std::move(*resource.mutable_reason());
  return record;
}

}  // namespace

common::v1::AsOf StateAt(const common::v1::ReadPoint& at) {
  common::v1::AsOf as_of;
  as_of.set_epoch(at.epoch());
  as_of.set_revision(at.revision());
  return as_of;
}

common::v1::AsOf StateOf(const StatesByService& states, const std::string& service) {
  const auto state = states.find(service);
  return state == states.end() ? common::v1::AsOf() : state->second;
}

absl::Status Unanswered(absl::string_view service, const absl::Status& why) {
  const common::v1::ErrorReason error = ErrorOf(why);
  // Of another epoch: it was restored since it told the state that was asked for.
  if (!IsNoAnswer(error) && error != common::v1::ERROR_REASON_TOKEN_OF_OTHER_EPOCH) return why;
  return ServiceUnavailable(absl::StrCat("The ", service,
                                         " service, which owns facts of it, does not answer; ask "
                                         "again when it does."));
}

FactReads::FactReads(const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels)
    : analysis_(indicators::v1::AnalysisService::NewStub(channels.at("indicators"))) {
  for (const auto& [service, channel] : channels) {
    services_[service] = ChangeService::NewStub(channel);
  }
}

ReadFacts FactReads::ReadArea(const CallContext& call, const std::string& area_id,
                              const StatesByService& states) const {
  std::map<std::string, std::future<AreaExport>> exports;
  for (const auto& [service, stub] : services_) {
    exports[service] = std::async(std::launch::async, ExportArea, std::ref(*stub), std::cref(call),
                                  service, area_id, StateOf(states, service));
  }
  ReadFacts read;
  for (auto& [service, future] : exports) {
    AreaExport exported = future.get();
    if (!exported.status.ok()) {
      read.failed[service] = std::move(exported.status);
      continue;
    }
    for (Fact& fact : exported.facts) read.facts.Add(std::move(fact));
    read.facts.SetReadAt(service, exported.read_at);
  }
  return read;
}

ReadRecords FactReads::ReadByNames(const CallContext& call, const std::vector<std::string>& names,
                                   const StatesByService& states) const {
  ReadRecords read;
  if (names.empty()) return read;
  std::map<std::string, std::future<NamedExport>> exports;
  for (const auto& [service, stub] : services_) {
    exports[service] = std::async(std::launch::async, GetByNames, std::ref(*stub), std::cref(call),
                                  std::cref(names), StateOf(states, service));
  }
  for (const std::string& name : names) read.records[name].fact.name = name;
  for (auto& [service, future] : exports) {
    NamedExport exported = future.get();
    if (!exported.status.ok()) {
      read.failed[service] = std::move(exported.status);
      continue;
    }
    for (changes::v1::NamedResource& resource : exported.resources) {
      FactRecord& record = read.records[resource.name()];
      if (IsBetter(resource.outcome(), record.outcome)) {
        record = RecordOf(service, std::move(resource));
      }
    }
  }
  return read;
}

absl::StatusOr<std::vector<changes::v1::ResourceRevision>> FactReads::ReadRevisions(
    const CallContext& call, const std::string& service, const std::string& name) const {
  std::vector<changes::v1::ResourceRevision> revisions;
  changes::v1::ListRevisionsRequest request;
  request.set_name(name);
  request.set_page_size(kMostAtATime);
  do {
    grpc::ClientContext context;
    Prepare(call, context);
    changes::v1::ListRevisionsResponse response;
    TERTIAL_RETURN_IF_ERROR(
        FromGrpcStatus(services_.at(service)->ListRevisions(&context, request, &response)));
    for (changes::v1::ResourceRevision& revision : *response.mutable_revisions()) {
      revisions.push_back(std::move(revision));
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return revisions;
}

FeedPlaces FactReads::ReadFeedPlaces(const CallContext& call) const {
  std::map<std::string, std::future<std::string>> reads;
  for (const auto& [service, stub] : services_) {
    reads[service] =
        std::async(std::launch::async, ReadFeedPlace, std::ref(*stub), std::cref(call));
  }
  FeedPlaces places;
  for (auto& [service, read] : reads) {
    if (std::string place = read.get(); !place.empty()) places[service] = std::move(place);
  }
  return places;
}

absl::StatusOr<bool> FactReads::HaveRedacted(const CallContext& call,
                                             const FeedPlaces& places) const {
  for (const auto& [service, place] : places) {
    const absl::StatusOr<bool> redacted = HasRedacted(*services_.at(service), call, place);
    if (redacted.ok() ? *redacted : IsOfOtherHistory(redacted.status())) return true;
    if (!redacted.ok()) return Unanswered(service, redacted.status());
  }
  return false;
}

absl::StatusOr<std::optional<common::v1::Computed>> FactReads::ReadDerivation(
    const CallContext& call, const std::string& observation, const common::v1::AsOf& as_of) const {
  std::optional<indicators::v1::GetSeriesRequest> request = SeriesOf(observation);
  if (!request.has_value()) return std::nullopt;
  *request->mutable_as_of() = as_of;
  grpc::ClientContext context;
  Prepare(call, context);
  indicators::v1::GetSeriesResponse response;
  const absl::Status read = FromGrpcStatus(analysis_->GetSeries(&context, *request, &response));
  // A definition may name one that is gone.
  if (absl::IsNotFound(read)) return std::nullopt;
  TERTIAL_RETURN_IF_ERROR(read);
  for (const indicators::v1::Series& series : response.series()) {
    for (const indicators::v1::SeriesCell& cell : series.cells()) {
      if (cell.name() == observation && cell.has_computed()) return cell.computed();
    }
  }
  return std::nullopt;
}

}  // namespace tertial::gateway
