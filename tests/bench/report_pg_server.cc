// Finished reports on PostgreSQL: each is one row, and read by the middleware that the gateway
// answers through. See README.md.
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "common/rpc/executor.h"
#include "common/rpc/limits.h"
#include "common/server/service_main.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "tertial/gateway/v1/report_service.grpc.pb.h"
#include "tests/bench/load_client.h"
#include "tests/bench/pg_connection.h"

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
    std::unique_ptr<PgReports> reports(new PgReports(serving));
    for (int i = 0; i < kReadThreads; ++i) {
      TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<PgConnection> connection,
                               PgConnection::Open(conninfo));
      TERTIAL_RETURN_IF_ERROR(connection->Prepare("read", kRead));
      reports->free_.push_back(std::move(connection));
    }
    return reports;
  }

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override {
    const Method method{.name = "tertial.gateway.v1.ReportService/GetReport",
                        .role = common::internal::v1::ROLE_READER};
    return serving_.Raw<GetReportRequest>(
        method, context, request, response,
        [this](const CallContext&, const GetReportRequest& asked, Serving::RawAnswer answer) {
          readers_.Submit([this, asked, answer = std::move(answer)] { answer(Read(asked)); });
        });
  }

 private:
  explicit PgReports(Serving& serving)
      : serving_(serving), readers_(kReadThreads, kMostWaitingReads) {}

  absl::StatusOr<grpc::ByteBuffer> Read(const GetReportRequest& asked) {
    // There are as many as threads.
    std::unique_ptr<PgConnection> connection = Take();
    const auto rows = connection->Run({{"read", {asked.query().area(), asked.query().period()}}});
    Give(std::move(connection));
    if (!rows.ok()) return ServiceUnavailable(rows.status().message());
    if ((*rows)[0].count() != 1) return ServiceUnavailable("there is no such report");
    return ToByteBuffer((*rows)[0].Bytes(0, 0));
  }

  std::unique_ptr<PgConnection> Take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::unique_ptr<PgConnection> connection = std::move(free_.front());
    free_.pop_front();
    return connection;
  }
  void Give(std::unique_ptr<PgConnection> connection) {
    const std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(std::move(connection));
  }

  Serving& serving_;
  std::mutex mutex_;
  std::deque<std::unique_ptr<PgConnection>> free_;
  Executor readers_;
};

int Main(int argc, char** argv) {
  std::string conninfo;
  return ServiceMain(
      argc, argv,
      {.name = "reports-on-postgresql",
       .purpose = "Serves finished reports from PostgreSQL.",
       .default_port = 0,
       .store_use = tertial::StoreUse::kNone,
       .tables = {},
       .add_flags =
           [&](CLI::App& app) {
             app.add_option("--postgres", conninfo, "Where PostgreSQL is, as libpq reads it")
                 ->required();
           },
       .contracts = {
           {"tertial.gateway.v1.ReportService", [&](const ServiceEnvironment& environment) {
              return PgReports::Open(environment.serving, conninfo);
            }}}});
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
