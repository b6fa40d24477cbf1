// What the workforce service does, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_WORKFORCE_HANDLERS_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_WORKFORCE_HANDLERS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "tertial/workforce/v1/workforce_sections.pb.h"
#include "tertial/workforce/v1/workforce_service.pb.h"

namespace tertial::workforce {

// All functions may be called from any thread. `ledger` and `areas` must outlive the object.
class WorkforceHandlers {
 public:
  WorkforceHandlers(Ledger& ledger, const AreaRegistry& areas) : ledger_(ledger), areas_(areas) {}

  // import_handler.cc
  std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> ImportRows(
      const CallContext& call);

  // section_handlers.cc
  absl::StatusOr<v1::GetWorkforceSectionResponse> GetWorkforceSection(
      const CallContext& call, const v1::GetWorkforceSectionRequest& request) const;

 private:
  Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_WORKFORCE_HANDLERS_H_
