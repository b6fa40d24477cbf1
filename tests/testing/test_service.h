// A real server of one data service, with what every data service has: RocksDB in a temporary
// directory, a free port, a real channel.
#ifndef TERTIAL_TESTS_TESTING_TEST_SERVICE_H_
#define TERTIAL_TESTS_TESTING_TEST_SERVICE_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "common/ledger/erasure_journal.h"
#include "common/ledger/ledger.h"
#include "common/ledger/ledger_keeper.h"
#include "common/rpc/admin_service.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/change_service.h"
#include "common/rpc/refusal_log.h"
#include "common/rpc/serving.h"
#include "common/server/server.h"
#include "common/status/grpc_status.h"
#include "common/store/rocksdb_store.h"
#include "common/types/area_registry.h"
#include "common/types/clock.h"
#include "grpcpp/grpcpp.h"
#include "tertial/common/v1/import.pb.h"
#include "tests/testing/faulty_store.h"
#include "tests/testing/local_channel.h"
#include "tests/testing/temp_dir.h"

namespace tertial::testing {

// Callers that the tests' policy knows: "reader" may read; "recorder", "publisher" and "admin" may
// do what their name says as well, and "clerk" what "recorder" may; "personnel" reads what is
// sensitive, and "auditor" who did; "secretary" and "custodian" are a recorder and an admin who may
// see what is restricted. A call without a name is a reader's, and so are those of the services
// "gateway" and "indicators".
inline constexpr char kTestPolicy[] = R"({"callers": [
    {"caller": "anonymous", "roles": ["ROLE_READER"]},
    {"caller": "reader", "roles": ["ROLE_READER"]},
    {"caller": "gateway", "roles": ["ROLE_READER"]},
    {"caller": "indicators", "roles": ["ROLE_READER"]},
    {"caller": "recorder", "roles": ["ROLE_READER", "ROLE_RECORDER"]},
    {"caller": "clerk", "roles": ["ROLE_READER", "ROLE_RECORDER"]},
    {"caller": "personnel", "roles": ["ROLE_READER", "ROLE_SENSITIVE_READER"]},
    {"caller": "secretary",
     "roles": ["ROLE_READER", "ROLE_RECORDER", "ROLE_SENSITIVE_READER"]},
    {"caller": "custodian", "roles": ["ROLE_READER", "ROLE_ADMIN", "ROLE_SENSITIVE_READER"]},
    {"caller": "auditor", "roles": ["ROLE_READER", "ROLE_AUDITOR"]},
    {"caller": "publisher", "roles": ["ROLE_READER", "ROLE_PUBLISHER"]},
    {"caller": "editor", "roles": ["ROLE_READER", "ROLE_RECORDER", "ROLE_PUBLISHER"]},
    {"caller": "admin", "roles": ["ROLE_READER", "ROLE_ADMIN"]}]})";

// The registry of the example, from the source tree.
inline std::string AreasDirectory() { return TERTIAL_SOURCE_DIR "/data/areas"; }

// What a call by `caller` states.
inline void PrepareContext(grpc::ClientContext& context, const std::string& caller = "reader",
                           absl::Duration patience = absl::Seconds(30)) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
  context.AddMetadata(kCallerMetadata, caller);
}

// Calls a unary method: CallUnary(stub, &Stub::GetGoal, request) -> StatusOr<GetGoalResponse>.
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> CallUnary(Stub& stub,
                                   grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                                   const Request& request, const std::string& caller = "reader") {
  grpc::ClientContext context;
  PrepareContext(context, caller);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

// `Service` is the generated class, as indicators::v1::IndicatorsService.
template <typename Service>
class TestService {
 public:
  using Stub = typename Service::Stub;
  // Creates the gRPC service, as CreateIndicatorsService does.
  using Create = std::unique_ptr<grpc::Service> (*)(Serving&, const AreaRegistry&, Ledger&);

  // `tables` are those of the service, as PoliticsTables() gives them. `data` is the directory of
  // the store, which is left when the object ends; empty: one that is made and removed. The journal
  // of erasures is beside it. `faults` are those of the store, for a test that makes it fail.
  // `others` are served beside it, over the same ledger. `clock` must outlive the object.
  TestService(const std::string& name, Create create, TableCatalog tables = {},
              const std::string& data = "",
              std::shared_ptr<StoreFaults> faults = std::make_shared<StoreFaults>(),
              const std::vector<std::pair<std::string, Create>>& others = {},
              const Clock& clock = SystemClock())
      : data_(data.empty() ? directory_.path() + "/data" : data),
        areas_(*AreaRegistry::Load(AreasDirectory())),
        ledger_(*Ledger::Open(std::make_unique<FaultyStore>(
                                  *OpenRocksDbStore(data_, RocksDbOptions{}), std::move(faults)),
                              clock,
                              LedgerOptions{.service_name = name,
                                            .tables = std::move(tables),
                                            .journal = *ErasureJournal::Open(journal())})),
        keeper_(*ledger_, absl::Milliseconds(20)),
        serving_(*Authenticator::Parse(kTestPolicy, areas_), Authorizer(name, areas_)),
        changes_(CreateChangeService(serving_, areas_, *ledger_)),
        admin_(CreateAdminService(serving_, areas_, *ledger_)),
        // Written when the trail is asked for, and at the end: so no test meets a write of it by
        // chance.
        refusals_(
            areas_, [this] { return ledger_->Now(); }, StoreRefusals(*ledger_), absl::Hours(1)),
        audit_(CreateAuditService(serving_, *ledger_, refusals_)),
        service_(create(serving_, areas_, *ledger_)),
        others_(CreateAll(others)),
        server_(*Server::Start("127.0.0.1", 0, Served(others))),
        channel_(LocalChannel(server_->port())),
        stub_(Service::NewStub(channel_)) {
    serving_.NoteRefusalsIn(refusals_);
  }

  Ledger& ledger() { return *ledger_; }
  Stub& stub() { return *stub_; }
  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }
  const std::string& data() const { return data_; }
  std::string journal() const { return data_ + ".erasures"; }

  // Stops the server as a service does that is told to.
  void Stop(absl::Duration drain) {
    server_->Stop(absl::ZeroDuration(), drain, [this] { serving_.EndStreams(); });
  }

  // Calls a unary method: Call(&Stub::GetGoal, request) -> StatusOr<GetGoalResponse>.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& caller = "reader") {
    return CallUnary(*stub_, method, request, caller);
  }

  // Sends `messages` as one import stream, as they are.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Stream(const std::vector<Request>& messages,
                                  const std::string& caller = "recorder") {
    grpc::ClientContext context;
    PrepareContext(context, caller);
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
  std::vector<std::unique_ptr<grpc::Service>> CreateAll(
      const std::vector<std::pair<std::string, Create>>& contracts) {
    std::vector<std::unique_ptr<grpc::Service>> services;
    for (const auto& [name, create] : contracts) {
      services.push_back(create(serving_, areas_, *ledger_));
    }
    return services;
  }
  std::vector<ServedService> Served(
      const std::vector<std::pair<std::string, Create>>& contracts) const {
    std::vector<ServedService> served = {{Service::service_full_name(), service_.get()},
                                         {kChangeServiceName, changes_.get()},
                                         {kAdminServiceName, admin_.get()},
                                         {kAuditServiceName, audit_.get()}};
    for (size_t i = 0; i < contracts.size(); ++i) {
      served.push_back({contracts[i].first, others_[i].get()});
    }
    return served;
  }

  TempDir directory_;
  const std::string data_;
  const AreaRegistry areas_;
  const std::unique_ptr<Ledger> ledger_;
  LedgerKeeper keeper_;
  Serving serving_;
  const std::unique_ptr<grpc::Service> changes_;
  const std::unique_ptr<grpc::Service> admin_;
  RefusalLog refusals_;
  const std::unique_ptr<grpc::Service> audit_;
  const std::unique_ptr<grpc::Service> service_;
  const std::vector<std::unique_ptr<grpc::Service>> others_;
  const std::unique_ptr<Server> server_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<Stub> stub_;
};

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_TEST_SERVICE_H_
