// Reports, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_HANDLERS_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_HANDLERS_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "services/gateway/cache/report_keeper.h"
#include "services/gateway/clients/data_services.h"
#include "services/gateway/clients/fact_reads.h"
#include "services/gateway/handler/report_query.h"
#include "tertial/gateway/v1/editions_service.pb.h"
#include "tertial/gateway/v1/gateway_service.pb.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::gateway {

// Answers with the report of a frozen edition, by its name, as GetEditionReport tells.
using EditionReports = std::function<absl::StatusOr<v1::GetEditionReportResponse>(
    const CallContext& call, const std::string& edition)>;

// All functions may be called from any thread. Everything passed in must outlive the object.
class ReportHandlers {
 public:
  // `editions`: empty where there are none.
  ReportHandlers(ReportKeeper& keeper, const DataServices& data_services, const FactReads& facts,
                 const AreaRegistry& areas, EditionReports editions)
      : keeper_(keeper),
        data_services_(data_services),
        facts_(facts),
        areas_(areas),
        editions_(std::move(editions)) {}

  // report_handlers.cc
  // Raw methods: they answer at once where the report is kept, and never block.
  void GetReport(const CallContext& call, const v1::GetReportRequest& request,
                 Serving::RawAnswer answer) const;
  void GetAnnualReport(const CallContext& call, const v1::GetAnnualReportRequest& request,
                       Serving::RawAnswer answer) const;
  absl::StatusOr<std::unique_ptr<Source<v1::WatchReportResponse>>> WatchReport(
      const CallContext& call, const v1::WatchReportRequest& request) const;
  // The report that a query asks for, for whoever makes something of it. `field` is the path of the
  // query in the request.
  absl::StatusOr<v1::Report> GetReportMessage(const CallContext& call, absl::string_view field,
                                              const v1::ReportQuery& query) const;

  // The report of `query`, from the sections that were pulled for it (SectionQueriesOf), in their
  // order.
  absl::StatusOr<v1::Report> Assemble(const ParsedQuery& query,
                                      std::vector<Section>&& sections) const;

  // export_handlers.cc
  absl::StatusOr<v1::ExportReportResponse> ExportReport(
      const CallContext& call, const v1::ExportReportRequest& request) const;

  // explain_handlers.cc
  absl::StatusOr<v1::ExplainNumberResponse> ExplainNumber(
      const CallContext& call, const v1::ExplainNumberRequest& request) const;

 private:
  // Answers a raw call with what `bytes_of` has of the report; stops waiting for it when the call
  // is cancelled.
  void GetOrCancel(const ReportRequest& request, const Serving::RawAnswer& answer,
                   std::function<grpc::ByteBuffer(const FinishedReport& report)> bytes_of) const;

  // Of a fact that is asked for by its name.
  absl::StatusOr<v1::ExplainNumberResponse> ExplainFact(
      const CallContext& call, const v1::ExplainNumberRequest& request) const;

  ReportKeeper& keeper_;
  const DataServices& data_services_;
  const FactReads& facts_;
  const AreaRegistry& areas_;
  const EditionReports editions_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_REPORT_HANDLERS_H_
