// A real server of one data service: RocksDB in a temporary directory, a free port, a real channel.
#ifndef TERTIAL_TESTS_TESTING_TEST_SERVICE_H_
#define TERTIAL_TESTS_TESTING_TEST_SERVICE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/ledger/ledger.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/serving.h"
#include "common/server/server.h"
#include "common/status/grpc_status.h"
#include "common/store/rocksdb_store.h"
#include "common/types/area_registry.h"
#include "common/types/clock.h"
#include "grpcpp/grpcpp.h"
#include "tertial/common/v1/import.pb.h"
#include "tests/testing/temp_dir.h"

namespace tertial::testing {

// Callers that the tests' policy knows: "reader" may read, "recorder" may read and record. A call
// without a name is a reader's.
inline constexpr char kTestPolicy[] = R"({"callers": [
    {"caller": "anonymous", "roles": ["ROLE_READER"]},
    {"caller": "reader", "roles": ["ROLE_READER"]},
    {"caller": "recorder", "roles": ["ROLE_READER", "ROLE_RECORDER"]}]})";

// The registry of the example, from the source tree.
inline std::string AreasDirectory() { return TERTIAL_SOURCE_DIR "/data/areas"; }

// `Service` is the generated class, as indicators::v1::IndicatorsService.
template <typename Service>
class TestService {
 public:
  using Stub = typename Service::Stub;
  // Creates the gRPC service, as CreateIndicatorsService does.
  using Create = std::unique_ptr<grpc::Service> (*)(Serving&, const AreaRegistry&, Ledger&);

  // `tables` are those of the service, as PoliticsTables() gives them.
  TestService(const std::string& name, Create create, TableCatalog tables = {})
      : areas_(*AreaRegistry::Load(AreasDirectory())),
        ledger_(*Ledger::Open(*OpenRocksDbStore(directory_.path(), RocksDbOptions{}), SystemClock(),
                              LedgerOptions{.service_name = name, .tables = std::move(tables)})),
        serving_(*Authenticator::Parse(kTestPolicy)),
        service_(create(serving_, areas_, *ledger_)),
        server_(*Server::Start("127.0.0.1", 0, {{Service::service_full_name(), service_.get()}})),
        channel_(grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()),
                                     grpc::InsecureChannelCredentials())),
        stub_(Service::NewStub(channel_)) {}

  Ledger& ledger() { return *ledger_; }
  Stub& stub() { return *stub_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }

  // Calls a unary method: Call(&Stub::GetGoal, request) -> StatusOr<GetGoalResponse>.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& caller = "reader") {
    grpc::ClientContext context;
    Prepare(context, caller);
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  // Sends `messages` as one import stream, as they are.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Stream(const std::vector<Request>& messages,
                                  const std::string& caller = "recorder") {
    grpc::ClientContext context;
    Prepare(context, caller);
    Response response;
    auto writer = stub_->ImportRows(&context, &response);
    for (const Request& message : messages) {
      if (!writer->Write(message)) break;  // Finish tells why
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  // Imports rows as a client would: options first, end_of_rows last.
  template <typename Request, typename Response, typename Row>
  absl::StatusOr<common::v1::ImportSummary> Import(const std::vector<Row>& rows,
                                                   const common::v1::ImportOptions& options = {}) {
    Request request;
    *request.mutable_options() = options;
    for (const Row& row : rows) *request.add_rows() = row;
    request.set_end_of_rows(true);
    absl::StatusOr<Response> response = Stream<Request, Response>({request});
    if (!response.ok()) return response.status();
    return response->summary();
  }

 private:
  static void Prepare(grpc::ClientContext& context, const std::string& caller) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    context.AddMetadata(kCallerMetadata, caller);
  }

  TempDir directory_;
  const AreaRegistry areas_;
  const std::unique_ptr<Ledger> ledger_;
  Serving serving_;
  const std::unique_ptr<grpc::Service> service_;
  const std::unique_ptr<Server> server_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<Stub> stub_;
};

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_TEST_SERVICE_H_
