// A gateway in the role editions that serves claims, check rules and accepted findings as well.
#ifndef TERTIAL_TESTS_INTEGRATION_CLAIMS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_CLAIMS_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/gateway/handler/checks_service.h"
#include "tertial/gateway/v1/checks_service.grpc.pb.h"
#include "tests/integration/editions_fixture.h"
#include "tests/testing/local_channel.h"

namespace tertial::gateway {

using ChecksStub = v1::ChecksService::Stub;

class ClaimsTest : public EditionsTest {
 protected:
  ClaimsTest()
      : checks_serving_(
            *Authenticator::Load(TERTIAL_SOURCE_DIR "/deploy/config/policy.json", areas_),
            Authorizer("gateway", areas_)),
        checks_(CreateChecksService(checks_serving_, LedgerOf("gateway"), parts_)),
        checks_server_(*Server::Start("127.0.0.1", 0, {{"checks", checks_.get()}})),
        checks_stub_(v1::ChecksService::NewStub(testing::LocalChannel(ChecksAddress()))) {}
  ~ClaimsTest() override {
    checks_server_->Stop(absl::ZeroDuration(), absl::Seconds(10),
                         [this] { checks_serving_.EndStreams(); });
  }

  std::string ChecksAddress() const { return absl::StrCat("127.0.0.1:", checks_server_->port()); }

  // The example with its claims, as the command imports it.
  void LoadTheExampleWithClaims() {
    auto dataset = cli::ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
    ASSERT_THAT(dataset, IsOk());
    ASSERT_THAT(dataset->problems, ::testing::IsEmpty());
    // The indicators service follows no owners here.
    for (indicators::v1::IndicatorsRow& row : dataset->indicators.rows) {
      if (row.has_indicator()) row.mutable_indicator()->clear_owner();
    }
    std::vector<cli::Problem> problems;
    const auto results = cli::UploadDataset(
        *dataset,
        {.indicators = services_["indicators"]->address(),
         .workforce = services_["workforce"]->address(),
         .politics = services_["politics"]->address(),
         .climate = services_["climate"]->address(),
         .gateway = ChecksAddress()},
        {}, [](const std::string&, int64_t, int64_t) {}, problems);
    ASSERT_THAT(results, IsOk());
    for (const cli::Problem& problem : problems) {
      ADD_FAILURE() << cli::FormatOrigin(problem.origin) << " " << problem.field << ": "
                    << problem.sentence;
    }
    ASSERT_THAT(*results, ::testing::SizeIs(5));
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> CallChecks(grpc::Status (ChecksStub::*method)(grpc::ClientContext*,
                                                                         const Request&, Response*),
                                      const Request& request, const std::string& caller = "cli") {
    return tertial::testing::CallUnary(*checks_stub_, method, request, caller);
  }

  // What an import of these rows answers.
  absl::StatusOr<common::v1::ImportSummary> ImportChecks(const std::vector<v1::ChecksRow>& rows,
                                                         const std::string& caller = "cli") {
    grpc::ClientContext context;
    tertial::testing::PrepareContext(context, caller);
    v1::ImportRowsResponse response;
    auto writer = checks_stub_->ImportRows(&context, &response);
    v1::ImportRowsRequest request;
    request.mutable_options()->set_mode(common::v1::IMPORT_MODE_WHOLE);
    request.mutable_rows()->Add(rows.begin(), rows.end());
    request.set_end_of_rows(true);
    // Finish tells why a write fails.
    (void)writer->Write(request);
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return FromGrpcStatus(status);
    return response.summary();
  }

 private:
  Serving checks_serving_;
  const std::unique_ptr<grpc::Service> checks_;
  const std::unique_ptr<Server> checks_server_;
  const std::unique_ptr<ChecksStub> checks_stub_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_TESTS_INTEGRATION_CLAIMS_FIXTURE_H_
