#include "services/gateway/clients/fact_reads.h"

#include <future>
#include <utility>

#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "grpcpp/client_context.h"
#include "services/gateway/clients/data_services.h"

namespace tertial::gateway {
namespace {

using changes::v1::ChangeService;

// As many names as a service answers at a time, and as many versions.
constexpr int kMostAtATime = 1000;

void Prepare(const CallContext& call, grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(PullDeadline(call)));
  context.AddMetadata(kCallerMetadata, "gateway");
  context.AddMetadata(kRequestIdMetadata, call.request_id);
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

common::v1::AsOf StateOf(const StatesByService& states, const std::string& service) {
  const auto state = states.find(service);
  return state == states.end() ? common::v1::AsOf() : state->second;
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

FactReads::FactReads(const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels) {
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

}  // namespace tertial::gateway
