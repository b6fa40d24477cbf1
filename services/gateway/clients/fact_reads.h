// Facts, read from the services that own them.
#ifndef TERTIAL_SERVICES_GATEWAY_CLIENTS_FACT_READS_H_
#define TERTIAL_SERVICES_GATEWAY_CLIENTS_FACT_READS_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call_context.h"
#include "grpcpp/channel.h"
#include "services/gateway/domain/fact_set.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/indicators/v1/analysis_service.grpc.pb.h"

namespace tertial::gateway {

// States to read, by service; of a service that does not stand here the newest.
using StatesByService = std::map<std::string, common::v1::AsOf>;

// That of `service`.
common::v1::AsOf StateOf(const StatesByService& states, const std::string& service);

// The state that something was read at, to read more of it.
common::v1::AsOf StateAt(const common::v1::ReadPoint& at);

// Where the feeds of changes stand, by service.
using FeedPlaces = std::map<std::string, std::string>;

// What a caller is told where `service` did not answer a read because of `why`: what the service
// refused it for, or SERVICE_UNAVAILABLE.
absl::Status Unanswered(absl::string_view service, const absl::Status& why);

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

  // Where the feeds of all services stand now. A service that does not answer is not among them.
  FeedPlaces ReadFeedPlaces(const CallContext& call) const;

  // Whether one of the services of `places` has redacted something since its feed stood there,
  // until now; also where it was restored since, when that cannot be told.
  // Errors: as Unanswered tells.
  absl::StatusOr<bool> HaveRedacted(const CallContext& call, const FeedPlaces& places) const;

  // How the figure of a derived indicator is computed in a state of the indicators service, by the
  // name that it would have as an observation. Nothing where the indicator is not derived or not
  // defined, and where no operand is recorded for the period.
  absl::StatusOr<std::optional<common::v1::Computed>> ReadDerivation(
      const CallContext& call, const std::string& observation, const common::v1::AsOf& as_of) const;

 private:
  const std::unique_ptr<indicators::v1::AnalysisService::Stub> analysis_;
  std::map<std::string, std::unique_ptr<changes::v1::ChangeService::Stub>> services_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CLIENTS_FACT_READS_H_
