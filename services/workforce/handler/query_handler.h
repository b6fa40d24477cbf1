// Figures of any slice of a register, for a sensitive reader.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_QUERY_HANDLER_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_QUERY_HANDLER_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "services/workforce/handler/register_figures.h"
#include "tertial/workforce/v1/registers_queries.pb.h"

namespace tertial::workforce {

// Figures in one answer. More of them may not fit into a message.
inline constexpr int kMostFigures = 30'000;

// RegistersService.QueryFigures, without the record of the access, which comes before it. `ledger`
// is read only. Everything passed in must outlive the object.
class QueryHandler {
 public:
  QueryHandler(const Ledger& ledger, const AreaRegistry& areas, RegisterFigures& figures)
      : ledger_(ledger), areas_(areas), figures_(figures) {}

  // The bytes of a QueryFiguresResponse.
  absl::StatusOr<std::string> QueryFigures(const v1::QueryFiguresRequest& request);

 private:
  const Ledger& ledger_;
  const AreaRegistry& areas_;
  RegisterFigures& figures_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_QUERY_HANDLER_H_
