// Reports, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_HANDLERS_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_HANDLERS_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "services/gateway/clients/data_services.h"
#include "services/gateway/clients/fact_reads.h"
#include "services/gateway/handler/report_query.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::gateway {

// All functions may be called from any thread. Everything passed in must outlive the object.
class ReportHandlers {
 public:
  ReportHandlers(const DataServices& data_services, const FactReads& facts,
                 const AreaRegistry& areas)
      : data_services_(data_services), facts_(facts), areas_(areas) {}

  // report_handlers.cc
  absl::StatusOr<v1::GetReportResponse> GetReport(const CallContext& call,
                                                  const v1::GetReportRequest& request) const;
  // The report that a query asks for, for whoever makes something of it. `field` is the path of the
  // query in the request.
  absl::StatusOr<v1::Report> GetReportMessage(const CallContext& call, absl::string_view field,
                                              const v1::ReportQuery& query) const;

  // export_handlers.cc
  absl::StatusOr<v1::ExportReportResponse> ExportReport(
      const CallContext& call, const v1::ExportReportRequest& request) const;

  // explain_handlers.cc
  absl::StatusOr<v1::ExplainNumberResponse> ExplainNumber(
      const CallContext& call, const v1::ExplainNumberRequest& request) const;

 private:
  const DataServices& data_services_;
  const FactReads& facts_;
  const AreaRegistry& areas_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_HANDLERS_H_
