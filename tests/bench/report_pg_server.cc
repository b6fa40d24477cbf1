// Finished reports on PostgreSQL: each is one row, and read by the middleware that the gateway
// answers through. See README.md.
#include <memory>
#include <string>
#include <utility>

#include "common/rpc/executor.h"
#include "common/rpc/limits.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "tertial/gateway/v1/report_service.grpc.pb.h"
#include "tests/bench/load_client.h"
#include "tests/bench/pg_pool.h"
#include "tests/bench/pg_server_main.h"

namespace tertial::bench {
namespace {

using gateway::v1::GetReportRequest;
using gateway::v1::ReportService;

constexpr char kRead[] = "SELECT bytes FROM reports WHERE area = $1 AND period = $2";

class PgReports final
    : public ReportService::WithRawCallbackMethod_GetReport<ReportService::Service> {
 public:
  static absl::StatusOr<std::unique_ptr<grpc::Service>> Open(Serving& serving,
                                                             const std::string& conninfo) {
    TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgPool> postgres,
                             PgPool::Open(conninfo, kReadThreads, [](PgConnection& connection) {
                               return connection.Prepare("read", kRead);
                             }));
    return std::unique_ptr<grpc::Service>(new PgReports(serving, std::move(postgres)));
  }

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override {
    const std::string method = "tertial.gateway.v1.ReportService/GetReport";
    return serving_.Raw<GetReportRequest>(
        method, context, request, response,
        [this](const CallContext&, const GetReportRequest& asked, Serving::RawAnswer answer) {
          readers_.Submit("", [this, asked, answer = std::move(answer)] { answer(Read(asked)); });
        });
  }

 private:
  PgReports(Serving& serving, std::unique_ptr<PgPool> postgres)
      : serving_(serving),
        postgres_(std::move(postgres)),
        readers_(kReadThreads, {kMostWaitingReads, kMostWaitingReads}) {}

  absl::StatusOr<grpc::ByteBuffer> Read(const GetReportRequest& asked) {
    const PgCall call{"read", {asked.query().area(), asked.query().period()}};
    const auto rows = postgres_->Run({call});
    if (!rows.ok()) return ServiceUnavailable(rows.status().message());
    if ((*rows)[0].count() != 1) return ServiceUnavailable("there is no such report");
    return ToByteBuffer((*rows)[0].Bytes(0, 0));
  }

  Serving& serving_;
  const std::unique_ptr<PgPool> postgres_;
  Executor readers_;
};

int Main(int argc, char** argv) {
  return PgServerMain(
      argc, argv,
      {.name = "reports-on-postgresql",
       .purpose = "Serves finished reports from PostgreSQL.",
       .contract = "tertial.gateway.v1.ReportService",
       .create = [](const ServiceEnvironment& environment, const std::string& conninfo) {
         return PgReports::Open(environment.serving, conninfo);
       }});
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
