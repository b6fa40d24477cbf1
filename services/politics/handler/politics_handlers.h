// What the politics service does, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_POLITICS_HANDLER_POLITICS_HANDLERS_H_
#define TERTIAL_SERVICES_POLITICS_HANDLER_POLITICS_HANDLERS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "tertial/politics/v1/politics_sections.pb.h"
#include "tertial/politics/v1/politics_service.pb.h"

namespace tertial::politics {

// All functions may be called from any thread. `ledger` and `areas` must outlive the object.
class PoliticsHandlers {
 public:
  PoliticsHandlers(Ledger& ledger, const AreaRegistry& areas) : ledger_(ledger), areas_(areas) {}

  // import_handler.cc
  std::unique_ptr<RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>> ImportRows(
      const CallContext& call);

  // section_handlers.cc
  absl::StatusOr<v1::GetPoliticsSectionResponse> GetPoliticsSection(
      const CallContext& call, const v1::GetPoliticsSectionRequest& request) const;

 private:
  Ledger& ledger_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::politics

#endif  // TERTIAL_SERVICES_POLITICS_HANDLER_POLITICS_HANDLERS_H_
