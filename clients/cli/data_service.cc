#include "clients/cli/data_service.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/calls.h"
#include "common/status/status_macros.h"
#include "google/protobuf/descriptor.h"

namespace tertial::cli {
namespace {

std::string PackageOf(const std::string& service) {
  return absl::StrCat("tertial.", service, ".v1.");
}

// The full name of `kind` if it is one of `service`, else empty.
std::string KindIn(const std::string& service, const std::string& kind) {
  if (absl::StrContains(kind, '.')) {
    return absl::StartsWith(kind, PackageOf(service)) ? kind : "";
  }
  const std::string full_name = absl::StrCat(PackageOf(service), kind);
  const auto* const message =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(full_name);
  return message == nullptr ? "" : full_name;
}

// Asks for no resources: the state alone.
absl::StatusOr<changes::v1::BatchGetResourcesResponse> ReadState(const DataService& service) {
  constexpr absl::Duration kShortPatience = absl::Seconds(2);
  return Call(service.changes(), &DataService::Changes::BatchGetResources,
              changes::v1::BatchGetResourcesRequest(), kShortPatience);
}

// The services that own facts.
absl::StatusOr<std::vector<DataService>> FindFactOwners(const GatewayClient& gateway,
                                                        const std::string& which) {
  std::vector<DataService> services;
  TERTIAL_ASSIGN_OR_RETURN(const DataServiceAddresses addresses, gateway.GetDataServiceAddresses());
  const std::array<std::string, kDataServices.size()> in_order = {
      addresses.indicators, addresses.workforce, addresses.politics, addresses.climate};
  for (size_t i = 0; i < kDataServices.size(); ++i) {
    if (which == kAllServices || which == kDataServices[i]) {
      services.emplace_back(kDataServices[i], in_order[i]);
    }
  }
  return services;
}

}  // namespace

DataService::DataService(std::string name, const std::string& address)
    : name_(std::move(name)),
      channel_(OpenChannel(address)),
      changes_(changes::v1::ChangeService::NewStub(channel_)),
      admin_(admin::v1::AdminService::NewStub(channel_)) {}

absl::StatusOr<std::vector<DataService>> FindDataServices(const GatewayClient& gateway,
                                                          const std::string& which) {
  std::vector<DataService> services;
  if (which != kGatewayService) {
    TERTIAL_ASSIGN_OR_RETURN(services, FindFactOwners(gateway, which));
    if (which != kAllServices) return services;
  }
  DataService own(kGatewayService, gateway.address());
  // One that keeps nothing has no such method. Any other failure is for whoever calls it to tell.
  if (which == kGatewayService || !absl::IsUnimplemented(ReadState(own).status())) {
    services.push_back(std::move(own));
  }
  return services;
}

std::vector<gateway::v1::MinRevision> NewestRevisions(
    const GatewayClient& gateway, absl::FunctionRef<bool(absl::string_view service)> wanted) {
  std::vector<gateway::v1::MinRevision> revisions;
  const absl::StatusOr<std::vector<DataService>> services = FindFactOwners(gateway, kAllServices);
  if (!services.ok()) return revisions;
  for (const DataService& service : *services) {
    if (!wanted(service.name())) continue;
    const absl::StatusOr<changes::v1::BatchGetResourcesResponse> state = ReadState(service);
    if (!state.ok()) continue;
    gateway::v1::MinRevision& newest = revisions.emplace_back();
    newest.set_service(service.name());
    newest.set_epoch(state->read_at().epoch());
    newest.set_revision(state->read_at().revision());
  }
  return revisions;
}

absl::StatusOr<KindsOfServices> ResolveKinds(const std::vector<DataService>& services,
                                             const std::vector<std::string>& kinds) {
  KindsOfServices resolved;
  if (kinds.empty()) {
    for (const DataService& service : services) resolved[service.name()] = {};
    return resolved;
  }
  for (const std::string& kind : kinds) {
    bool found = false;
    for (const DataService& service : services) {
      const std::string full_name = KindIn(service.name(), kind);
      if (full_name.empty()) continue;
      resolved[service.name()].push_back(full_name);
      found = true;
    }
    if (!found) {
      return absl::InvalidArgumentError(
          absl::StrCat("--kind: no service that is asked has resources of the kind ", kind,
                       "; write Observation or tertial.indicators.v1.Observation, for example"));
    }
  }
  return resolved;
}

}  // namespace tertial::cli
