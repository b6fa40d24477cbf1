#include "tests/bench/raw_report_server.h"

#include <unistd.h>

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/serving.h"
#include "common/server/server.h"
#include "tertial/gateway/v1/report_service.grpc.pb.h"
#include "tests/bench/load_client.h"

namespace tertial::bench {
namespace {

using gateway::v1::ReportService;

class RawReports final
    : public ReportService::WithRawCallbackMethod_GetReport<ReportService::Service> {
 public:
  RawReports(Serving& serving, absl::string_view answer)
      : serving_(serving), answer_(ToByteBuffer(answer)) {}

  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override {
    return serving_.Raw<gateway::v1::GetReportRequest>(
        "tertial.gateway.v1.ReportService/GetReport", context, request, response,
        [this](const CallContext&, const gateway::v1::GetReportRequest&,
               const Serving::RawAnswer& answer) { answer(answer_); });
  }

 private:
  Serving& serving_;
  const grpc::ByteBuffer answer_;
};

// The child's life: takes the answer, serves it, tells the port, and serves until it is killed.
int BecomeServer(int from_parent, int to_parent) {
  uint64_t size = 0;
  if (!ReadAll(from_parent, &size, sizeof(size))) return 1;
  std::string answer(size, '\0');
  if (!ReadAll(from_parent, answer.data(), answer.size())) return 1;
  const absl::StatusOr<AreaRegistry> areas = AreaRegistry::Load("data/areas");
  if (!areas.ok()) return 1;
  absl::StatusOr<Authenticator> policy = Authenticator::Load("deploy/config/policy.json", *areas);
  if (!policy.ok()) return 1;
  Serving serving(*std::move(policy), Authorizer("gateway", *areas));
  RawReports reports(serving, answer);
  const auto server =
      Server::Start("127.0.0.1", 0, {{ReportService::service_full_name(), &reports}});
  if (!server.ok()) return 1;
  const int port = (*server)->port();
  if (!WriteAll(to_parent, &port, sizeof(port))) return 1;
  while (true) ::pause();
}

}  // namespace

absl::StatusOr<RawReportServer> RawReportServer::Fork() {
  absl::StatusOr<ForkedProcess> process = ForkedProcess::Fork(BecomeServer);
  if (!process.ok()) return process.status();
  return RawReportServer(*std::move(process));
}

absl::StatusOr<std::string> RawReportServer::Serve(absl::string_view answer) {
  const uint64_t size = answer.size();
  int port = 0;
  if (!process_.Send(&size, sizeof(size)) || !process_.Send(answer.data(), answer.size()) ||
      !process_.Receive(&port, sizeof(port))) {
    return absl::UnavailableError("the raw report server cannot be started");
  }
  return absl::StrCat("127.0.0.1:", port);
}

}  // namespace tertial::bench
