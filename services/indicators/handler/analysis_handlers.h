// What is computed from facts when it is asked for: parse, check, read, compute, answer.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_ANALYSIS_HANDLERS_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_ANALYSIS_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "services/indicators/owners/owner_contacts.h"
#include "tertial/indicators/v1/analysis_classification.pb.h"
#include "tertial/indicators/v1/analysis_comparison.pb.h"
#include "tertial/indicators/v1/analysis_progress.pb.h"
#include "tertial/indicators/v1/analysis_series.pb.h"

namespace tertial::indicators {

// All functions may be called from any thread. What is passed in must outlive the object.
class AnalysisHandlers {
 public:
  AnalysisHandlers(Ledger& ledger, const AreaRegistry& areas, const OwnerContacts& contacts)
      : ledger_(ledger), areas_(areas), contacts_(contacts) {}

  // series_handler.cc
  absl::StatusOr<v1::GetSeriesResponse> GetSeries(const CallContext& call,
                                                  const v1::GetSeriesRequest& request) const;
  // progress_handler.cc
  absl::StatusOr<v1::GetProgressResponse> GetProgress(const CallContext& call,
                                                      const v1::GetProgressRequest& request) const;
  // comparison_handler.cc
  absl::StatusOr<v1::CompareAreasResponse> CompareAreas(
      const CallContext& call, const v1::CompareAreasRequest& request) const;
  // classification_handler.cc
  absl::StatusOr<v1::ClassifyIndicatorsResponse> ClassifyIndicators(
      const CallContext& call, const v1::ClassifyIndicatorsRequest& request) const;

 private:
  Ledger& ledger_;
  const AreaRegistry& areas_;
  const OwnerContacts& contacts_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_ANALYSIS_HANDLERS_H_
