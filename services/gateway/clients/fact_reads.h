// Facts, read from the services that own them.
#ifndef TERTIAL_SERVICES_GATEWAY_CLIENTS_FACT_READS_H_
#define TERTIAL_SERVICES_GATEWAY_CLIENTS_FACT_READS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "grpcpp/channel.h"
#include "services/gateway/domain/fact_set.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"

namespace tertial::gateway {

// States to read, by service; of a service that does not stand here the newest.
using StatesByService = std::map<std::string, common::v1::AsOf>;

// What of several services could be read.
struct ReadFacts {
  FactSet facts;
  // Why a service's facts are not among them, by service. Empty: all are.
  std::map<std::string, absl::Status> failed;
};

// A fact with the commit that made it what it is.
struct FactRecord {
  common::v1::Outcome outcome = common::v1::OUTCOME_UNKNOWN_ID;
  Fact fact;  // Set when FOUND.
  common::v1::ReadPoint commit;
  std::string actor;
  std::string reason;
};

// What of several names could be read, by name.
struct ReadRecords {
  std::map<std::string, FactRecord> records;
  // Why the facts of a service are not among them: then a name that nobody else knows may be its.
  std::map<std::string, absl::Status> failed;
};

// Safe for use by several threads.
class FactReads {
 public:
  // The channels of the data services, by name.
  explicit FactReads(const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels);

  // All facts of an area, and those of none (definitions, peer groups, warming potentials), of all
  // services at once, each from one state.
  ReadFacts ReadArea(const CallContext& call, const std::string& area_id,
                     const StatesByService& states) const;

  // Resources by their names, of whichever service knows them.
  ReadRecords ReadByNames(const CallContext& call, const std::vector<std::string>& names,
                          const StatesByService& states) const;

  // Every version of one resource, the oldest first, of the service named.
  absl::StatusOr<std::vector<changes::v1::ResourceRevision>> ReadRevisions(
      const CallContext& call, const std::string& service, const std::string& name) const;

 private:
  std::map<std::string, std::unique_ptr<changes::v1::ChangeService::Stub>> services_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CLIENTS_FACT_READS_H_
