// Reports put together from rows of PostgreSQL, each when it is asked for, in one process: one
// exchange of messages for all rows of the area, and of them what the data services and the gateway
// make of theirs, by the same functions, behind the same middleware. See README.md.
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/facts/overdue.h"
#include "common/facts/series.h"
#include "common/ledger/read_view.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/limits.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "services/climate/domain/climate_section.h"
#include "services/climate/store/section_reads.h"
#include "services/gateway/domain/report_sections.h"
#include "services/gateway/domain/report_subject.h"
#include "services/indicators/domain/indicators_section.h"
#include "services/indicators/domain/statistics_section.h"
#include "services/indicators/store/section_reads.h"
#include "services/politics/domain/politics_section.h"
#include "services/politics/store/section_reads.h"
#include "services/workforce/domain/workforce_section.h"
#include "services/workforce/store/section_reads.h"
#include "tertial/gateway/v1/report_service.grpc.pb.h"
#include "tests/bench/pg_pool.h"
#include "tests/bench/pg_server_main.h"
#include "tests/bench/report_sql_tables.h"
#include "tests/bench/rows_snapshot.h"

namespace tertial::bench {
namespace {

using gateway::v1::GetReportRequest;
using gateway::v1::GetReportResponse;
using gateway::v1::Report;
using gateway::v1::ReportService;

// What sections are made of.
struct Asked {
  std::string area_id;
  Period period;
  absl::Time now;
};

absl::StatusOr<indicators::v1::GetIndicatorsSectionResponse> IndicatorsSectionOf(
    const ReadView& view, const Asked& asked) {
  indicators::v1::GetIndicatorsSectionResponse response;
  TERTIAL_ASSIGN_OR_RETURN(const indicators::FrameworkFacts facts,
                           indicators::ReadFramework(view, asked.area_id, asked.period, asked.now,
                                                     response.mutable_missing_parts()));
  *response.mutable_section() = indicators::AssembleIndicatorsSection(facts);
  return response;
}

absl::StatusOr<indicators::v1::GetStatisticsSectionResponse> StatisticsSectionOf(
    const ReadView& view, const Asked& asked) {
  TERTIAL_ASSIGN_OR_RETURN(
      const indicators::StatisticsFacts facts,
      indicators::ReadStatistics(view, asked.area_id, asked.period, asked.now));
  indicators::v1::GetStatisticsSectionResponse response;
  *response.mutable_section() = indicators::AssembleStatisticsSection(facts);
  SetOverdue(*response.mutable_section(), asked.now);
  return response;
}

absl::StatusOr<workforce::v1::GetWorkforceSectionResponse> WorkforceSectionOf(const ReadView& view,
                                                                              const Asked& asked) {
  workforce::v1::GetWorkforceSectionResponse response;
  TERTIAL_ASSIGN_OR_RETURN(const workforce::WorkforceFacts facts,
                           workforce::ReadWorkforce(view, asked.area_id, asked.period,
                                                    response.mutable_missing_parts()));
  *response.mutable_section() = workforce::AssembleWorkforceSection(facts);
  SetOverdue(*response.mutable_section(), asked.now);
  return response;
}

absl::StatusOr<politics::v1::GetPoliticsSectionResponse> PoliticsSectionOf(const ReadView& view,
                                                                           const Asked& asked) {
  politics::v1::GetPoliticsSectionResponse response;
  TERTIAL_ASSIGN_OR_RETURN(
      const politics::PoliticsFacts facts,
      politics::ReadPolitics(view, asked.area_id, asked.period, response.mutable_missing_parts()));
  *response.mutable_section() = politics::AssemblePoliticsSection(facts);
  SetOverdue(*response.mutable_section(), asked.now);
  return response;
}

absl::StatusOr<climate::v1::GetClimateSectionResponse> ClimateSectionOf(const ReadView& view,
                                                                        const Asked& asked) {
  climate::v1::GetClimateSectionResponse response;
  TERTIAL_ASSIGN_OR_RETURN(
      const climate::StoredClimate climate,
      climate::ReadClimate(view, asked.area_id, asked.period, response.mutable_missing_parts()));
  *response.mutable_section() = climate::AssembleClimateSection(climate.facts);
  SetOverdue(*response.mutable_section(), asked.now);
  return response;
}

// Makes a section of the rows of its service, and adds it.
template <typename Response>
absl::Status AddSection(absl::StatusOr<Response> (*make)(const ReadView&, const Asked&),
                        const ReadView& view, const Asked& asked, Report& report) {
  TERTIAL_ASSIGN_OR_RETURN(Response response, make(view, asked));
  *response.mutable_read_at() = view.at().ToProto();
  gateway::AddSection(gateway::MakeSection({report.area().name(), report.period()},
                                           absl::OkStatus(), std::move(response)),
                      report);
  return absl::OkStatus();
}

class SqlReports final
    : public ReportService::WithCallbackMethod_GetReport<ReportService::Service> {
 public:
  SqlReports(Serving& serving, const AreaRegistry& areas, std::unique_ptr<PgPool> postgres)
      : serving_(serving), areas_(areas), postgres_(std::move(postgres)) {}

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const GetReportRequest* request,
                                      GetReportResponse* response) override {
    const std::string method = "tertial.gateway.v1.ReportService/GetReport";
    return serving_.Unary(method, context, request, response,
                          [this](const CallContext& /*call*/, const GetReportRequest& asked) {
                            return Assemble(asked.query());
                          });
  }

 private:
  absl::StatusOr<GetReportResponse> Assemble(const gateway::v1::ReportQuery& query) {
    TERTIAL_ASSIGN_OR_RETURN(const Period period, ParseReportPeriod("period", query.period()));
    TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                             ResolveAreaName(areas_, "area", query.area(), period));
    const Asked asked{area_id, period, SystemClock().Now()};
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<ReadView> views, Read(asked));
    GetReportResponse response;
    Report& report = *response.mutable_report();
    report = gateway::ReportHeader(*areas_.Find(area_id),
                                   {.area_id = area_id, .period = period.Format()}, nullptr, "");
    TERTIAL_RETURN_IF_ERROR(AddSection(IndicatorsSectionOf, views[kOfIndicators], asked, report));
    TERTIAL_RETURN_IF_ERROR(AddSection(StatisticsSectionOf, views[kOfIndicators], asked, report));
    TERTIAL_RETURN_IF_ERROR(AddSection(WorkforceSectionOf, views[kOfWorkforce], asked, report));
    TERTIAL_RETURN_IF_ERROR(AddSection(PoliticsSectionOf, views[kOfPolitics], asked, report));
    TERTIAL_RETURN_IF_ERROR(AddSection(ClimateSectionOf, views[kOfClimate], asked, report));
    return response;
  }

  // The rows of the services, in their order.
  absl::StatusOr<std::vector<ReadView>> Read(const Asked& asked) {
    std::vector<PgCall> calls;
    for (const SqlService& service : SqlServices()) {
      calls.push_back({service.name, {asked.area_id}});
    }
    TERTIAL_ASSIGN_OR_RETURN(std::vector<PgRows> rows, postgres_->Run(calls));
    // All versions that are there.
    const ReadPoint at{
        .epoch = "", .revision = std::numeric_limits<Revision>::max(), .commit_time = asked.now};
    std::vector<ReadView> views;
    views.reserve(rows.size());
    for (PgRows& of_service : rows) {
      views.emplace_back(std::make_shared<const RowsSnapshot>(std::move(of_service)), at);
    }
    return views;
  }

  Serving& serving_;
  const AreaRegistry& areas_;
  const std::unique_ptr<PgPool> postgres_;
};

absl::Status Prepare(PgConnection& connection) {
  // The plan is that of the index whoever is asked for, and is made once.
  TERTIAL_RETURN_IF_ERROR(connection
                              .Execute("SET plan_cache_mode = force_generic_plan; "
                                       "SET max_parallel_workers_per_gather = 0; SET jit = off")
                              .status());
  for (const SqlService& service : SqlServices()) {
    TERTIAL_RETURN_IF_ERROR(connection.Prepare(service.name, RowsOfServiceSql(service)));
  }
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  return PgServerMain(
      argc, argv,
      {.name = "reports-from-sql",
       .purpose = "Puts reports together from rows of PostgreSQL.",
       .contract = "tertial.gateway.v1.ReportService",
       .create = [](const ServiceEnvironment& environment,
                    const std::string& conninfo) -> absl::StatusOr<std::unique_ptr<grpc::Service>> {
         TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgPool> postgres,
                                  PgPool::Open(conninfo, kReadThreads, Prepare));
         return std::make_unique<SqlReports>(environment.serving, environment.areas,
                                             std::move(postgres));
       }});
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
