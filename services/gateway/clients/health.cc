#include "services/gateway/clients/health.h"

#include <grpcpp/grpcpp.h>

#include <deque>
#include <latch>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/call_trail.h"
#include "common/types/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace tertial::gateway {
namespace {

using grpc::health::v1::HealthCheckResponse;

v1::ServiceStatus StatusOf(const HealthTarget& target, const grpc::Status& status,
                           const HealthCheckResponse& response) {
  v1::ServiceStatus result;
  result.set_service(target.service);
  result.set_address(target.address);
  if (!status.ok()) {
    result.set_state(v1::SERVING_STATE_UNREACHABLE);
    result.set_reason(status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED
                          ? "It did not answer in time."
                          : "It does not answer.");
  } else if (response.status() == HealthCheckResponse::SERVING) {
    result.set_state(v1::SERVING_STATE_SERVING);
  } else {
    result.set_state(v1::SERVING_STATE_NOT_SERVING);
    result.set_reason("It says that it does not serve.");
  }
  return result;
}

struct Check {
  std::unique_ptr<grpc::health::v1::Health::Stub> stub;
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckRequest request;
  HealthCheckResponse response;
  grpc::Status status;
};

}  // namespace

std::vector<v1::ServiceStatus> CheckHealth(const CallContext& call,
                                           const std::vector<HealthTarget>& targets,
                                           absl::Duration patience) {
  std::deque<Check> checks(targets.size());
  std::latch done(static_cast<std::ptrdiff_t>(targets.size()));
  for (size_t i = 0; i < targets.size(); ++i) {
    Check& check = checks[i];
    check.stub = grpc::health::v1::Health::NewStub(targets[i].channel);
    check.context.set_deadline(absl::ToChronoTime(SystemClock().Now() + patience));
    CarryTrail(TrailOf(call), check.context);
    check.stub->async()->Check(&check.context, &check.request, &check.response,
                               [&check, &done](grpc::Status status) {
                                 check.status = std::move(status);
                                 done.count_down();
                               });
  }
  done.wait();
  std::vector<v1::ServiceStatus> statuses;
  for (size_t i = 0; i < targets.size(); ++i) {
    statuses.push_back(StatusOf(targets[i], checks[i].status, checks[i].response));
  }
  return statuses;
}

}  // namespace tertial::gateway
