// The data services, as the commands call them.
#ifndef TERTIAL_CLIENTS_CLI_DATA_SERVICE_H_
#define TERTIAL_CLIENTS_CLI_DATA_SERVICE_H_

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/calls.h"
#include "clients/cli/gateway_client.h"
#include "common/status/errors.h"
#include "tertial/admin/v1/admin_service.grpc.pb.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"

namespace tertial::cli {

inline constexpr std::array<const char*, 4> kDataServices = {"indicators", "workforce", "politics",
                                                             "climate"};
// What --service says to mean the gateway that is called, which keeps editions, claims, check rules
// and accepted findings where it has the role for it.
inline constexpr char kGatewayService[] = "gateway";
// What it says, of a service that is operated, to mean another gateway: the one that keeps editions
// for the one that is called.
inline constexpr char kEditionsService[] = "editions";
// What it says to mean all that keep something: the four, and the gateway where it does.
inline constexpr char kAllServices[] = "all";

class DataService {
 public:
  using Changes = changes::v1::ChangeService::Stub;
  using Admin = admin::v1::AdminService::Stub;

  // "indicators", and where it is.
  DataService(std::string name, const std::string& address);

  const std::string& name() const { return name_; }
  // The channel to it, for services that it alone has.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  Changes& changes() const { return *changes_; }
  Admin& admin() const { return *admin_; }

 private:
  std::string name_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Changes> changes_;
  std::unique_ptr<Admin> admin_;
};

// The services that `which` names, at the addresses that the gateway tells.
absl::StatusOr<std::vector<DataService>> FindDataServices(const GatewayClient& gateway,
                                                          const std::string& which);

// The newest state of each data service that is `wanted` and tells it within two seconds: what a
// report must show that shows all recorded by now. A service that does not answer is left out.
std::vector<gateway::v1::MinRevision> NewestRevisions(
    const GatewayClient& gateway, absl::FunctionRef<bool(absl::string_view service)> wanted);

// Full names of kinds by service; no kinds at all for a service stand for all of its kinds.
using KindsOfServices = std::map<std::string, std::vector<std::string>>;

// Which of `services` have the `kinds` asked for, given as "Observation" or in full; all, where no
// kind is asked for. INVALID_ARGUMENT with a sentence when none has one of them.
absl::StatusOr<KindsOfServices> ResolveKinds(const std::vector<DataService>& services,
                                             const std::vector<std::string>& kinds);

// Asks one service after the other until one answers with something else than `not_mine`, and
// returns its answer. When none does: the failure of one that did not answer at all, since that
// may be the one that was to be asked; else the last answer.
template <typename Answer>
absl::StatusOr<std::pair<const DataService*, Answer>> AskOwner(
    const std::vector<DataService>& services, ErrorReason not_mine,
    absl::FunctionRef<absl::StatusOr<Answer>(const DataService&)> ask) {
  absl::Status failure;
  absl::Status refusal;
  for (const DataService& service : services) {
    absl::StatusOr<Answer> answer = ask(service);
    if (answer.ok()) return std::pair(&service, *std::move(answer));
    if (ReasonOf(answer.status()) == not_mine) {
      refusal = answer.status();
    } else if (absl::IsUnavailable(answer.status()) || absl::IsDeadlineExceeded(answer.status())) {
      failure = answer.status();
    } else {
      return answer.status();
    }
  }
  return failure.ok() ? refusal : failure;
}

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_DATA_SERVICE_H_
