// The gateway's side of the four data services.
#ifndef TERTIAL_SERVICES_GATEWAY_CLIENTS_DATA_SERVICES_H_
#define TERTIAL_SERVICES_GATEWAY_CLIENTS_DATA_SERVICES_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/rpc/call_context.h"
#include "common/rpc/call_trail.h"
#include "common/rpc/channel.h"
#include "grpcpp/channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "services/gateway/clients/health.h"
#include "services/gateway/domain/report_sections.h"
#include "tertial/common/v1/read.pb.h"

namespace tertial::gateway {

// Where the data services are, as gRPC targets: "127.0.0.1:7401", "dns:///indicators:7401". Where a
// target has several addresses, calls are spread over all of them.
struct Endpoints {
  std::string indicators = "127.0.0.1:7401";
  std::string workforce = "127.0.0.1:7402";
  std::string politics = "127.0.0.1:7403";
  std::string climate = "127.0.0.1:7404";
  // The gateway that keeps editions, for one that does not; empty: there is none, or it is this.
  std::string editions = "";
  // What the gateway shows to them; nullptr: plain text.
  std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr;
};

// Which section to ask for.
struct SectionQuery {
  v1::SectionKind section = v1::SECTION_KIND_UNSPECIFIED;
  std::string area_id;
  std::string period;
  // The state to read; not set: the newest.
  common::v1::AsOf as_of;
};

// Safe for use by several threads. Needs no service to be there: a call to one that is not fails.
class DataServices {
 public:
  explicit DataServices(const Endpoints& endpoints);

  // Asks for one section, as the caller "gateway", and calls `done` once, on a thread of gRPC that
  // must not be held up, when it has arrived or failed; after `deadline` at the latest.
  // `trail` goes on to the service.
  void PullSection(const SectionQuery& query, absl::Time deadline, const CallTrail& trail,
                   std::function<void(Section)> done) const;

  // Asks for several at once. Returns them in the order of `queries` when the last has arrived or
  // failed, a little before the deadline of `call` at the latest.
  std::vector<Section> PullSections(const CallContext& call,
                                    absl::Span<const SectionQuery> queries) const;

  // Asks each service, and then the gateway that keeps editions, as "editions", for its health at
  // once; see CheckHealth.
  std::vector<v1::ServiceStatus> CheckHealth(const CallContext& call,
                                             absl::Duration patience) const;

  // The channels to the four services, by name.
  std::map<std::string, std::shared_ptr<grpc::Channel>> Channels() const;

 private:
  // Answers come as bytes and are parsed here: the callbacks of generated stubs are told OK when
  // what came could not be parsed, and get what was parsed until then.
  using Stub = grpc::TemplatedGenericStub<google::protobuf::MessageLite, grpc::ByteBuffer>;

  Stub& StubOf(v1::SectionKind section) const;

  const std::vector<HealthTarget> services_;
  // And the gateway that keeps editions.
  const std::vector<HealthTarget> health_targets_;
  // In the order of services_.
  std::vector<std::unique_ptr<Stub>> stubs_;
};

// What the gateway asks of the services and may ask again: it only reads. A watch is not among it,
// since whoever watches goes on where it was.
const std::vector<ReadMethod>& MethodsReadAgain();

// When what is pulled for a call must be there, so that the answer still reaches its caller in
// time; kLongestWaiting from now at the latest.
absl::Time PullDeadline(const CallContext& call);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CLIENTS_DATA_SERVICES_H_
