// The handlers of OperationsService, for any process.
#ifndef TERTIAL_COMMON_RPC_OPERATIONS_HANDLERS_H_
#define TERTIAL_COMMON_RPC_OPERATIONS_HANDLERS_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "tertial/admin/v1/operations_service.pb.h"

namespace tertial {

// What a process is.
struct OperatedProcess {
  // "indicators".
  std::string service;
  // nullptr where there is no store. It must outlive the handlers.
  Ledger* ledger = nullptr;
  // What the health of the process says. Called by any thread.
  std::function<bool()> serving;
};

class OperationsHandlers {
 public:
  explicit OperationsHandlers(OperatedProcess process) : process_(std::move(process)) {}

  absl::StatusOr<admin::v1::GetServiceStatusResponse> GetServiceStatus(
      const CallContext& call, const admin::v1::GetServiceStatusRequest& request) const;
  absl::StatusOr<admin::v1::GetLimitsResponse> GetLimits(
      const CallContext& call, const admin::v1::GetLimitsRequest& request) const;
  absl::StatusOr<admin::v1::SetLogLevelResponse> SetLogLevel(
      const CallContext& call, const admin::v1::SetLogLevelRequest& request) const;

 private:
  const OperatedProcess process_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_OPERATIONS_HANDLERS_H_
