// What is computed from reported and published figures, as plain functions: parse, check, call,
// answer.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_ANALYSIS_HANDLERS_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_ANALYSIS_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "tertial/workforce/v1/workforce_analysis.pb.h"

namespace tertial::workforce {

// All functions may be called from any thread. `ledger` and `areas` must outlive the object.
class AnalysisHandlers {
 public:
  AnalysisHandlers(const Ledger& ledger, const AreaRegistry& areas)
      : ledger_(ledger), areas_(areas) {}

  absl::StatusOr<v1::CompareReportedResponse> CompareReported(
      const CallContext& call, const v1::CompareReportedRequest& request) const;
  absl::StatusOr<v1::GetEqualityStatementResponse> GetEqualityStatement(
      const CallContext& call, const v1::GetEqualityStatementRequest& request) const;
  absl::StatusOr<v1::CompareWorkforceResponse> CompareWorkforce(
      const CallContext& call, const v1::CompareWorkforceRequest& request) const;
  absl::StatusOr<v1::CheckWeightingResponse> CheckWeighting(
      const CallContext& call, const v1::CheckWeightingRequest& request) const;

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_ANALYSIS_HANDLERS_H_
