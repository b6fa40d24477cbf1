// The four data services, each behind a proxy that misbehaves as it is told, and a gateway over
// them; all real servers of this process.
#ifndef TERTIAL_TESTS_INTEGRATION_FAULTY_SERVICES_H_
#define TERTIAL_TESTS_INTEGRATION_FAULTY_SERVICES_H_

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/import/dataset.h"
#include "clients/cli/import/upload.h"
#include "common/ledger/ledger.h"
#include "common/rpc/change_service.h"
#include "common/rpc/serving.h"
#include "common/server/server.h"
#include "common/store/rocksdb_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/rules.h"
#include "services/climate/store/keys.h"
#include "services/gateway/handler/report_service.h"
#include "services/indicators/handler/analysis_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/store/keys.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "services/politics/store/keys.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_service.h"
#include "services/workforce/store/keys.h"
#include "tertial/gateway/v1/report_service.grpc.pb.h"
#include "tests/testing/faulty_proxy.h"
#include "tests/testing/local_channel.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::gateway {

inline Authenticator DeployedPolicy(const AreaRegistry& areas) {
  return *Authenticator::Load(TERTIAL_SOURCE_DIR "/deploy/config/policy.json", areas);
}

using CreateService = std::unique_ptr<grpc::Service> (*)(Serving&, const AreaRegistry&, Ledger&);

// The facts of a service.
struct StoredFacts {
  StoredFacts(const std::string& service, TableCatalog tables, CreateService create_service)
      : name(service),
        create(create_service),
        ledger(*Ledger::Open(*OpenRocksDbStore(directory.path()), SystemClock(),
                             LedgerOptions{.service_name = service, .tables = std::move(tables)})) {
  }

  const std::string name;
  const CreateService create;
  const TempDir directory;
  const std::unique_ptr<Ledger> ledger;
};

// A server of them on a free port. There may be several.
class ServedFacts {
 public:
  ServedFacts(StoredFacts& facts, const AreaRegistry& areas, Authenticator policy)
      : serving_(std::move(policy), Authorizer(facts.name, areas)),
        service_(facts.create(serving_, areas, *facts.ledger)),
        changes_(CreateChangeService(serving_, areas, *facts.ledger)),
        analyses_(facts.name == "indicators"
                      ? indicators::CreateAnalysisService(serving_, areas, *facts.ledger)
                      : nullptr),
        server_(*Server::Start("127.0.0.1", 0, Services(facts.name))) {}
  ~ServedFacts() {
    server_->Stop(absl::ZeroDuration(), absl::ZeroDuration(), [this] { serving_.EndStreams(); });
  }

  int port() const { return server_->port(); }

 private:
  std::vector<ServedService> Services(const std::string& name) const {
    std::vector<ServedService> services = {{name, service_.get()},
                                           {kChangeServiceName, changes_.get()}};
    if (analyses_ != nullptr) services.push_back({"analyses", analyses_.get()});
    return services;
  }

  Serving serving_;
  const std::unique_ptr<grpc::Service> service_;
  const std::unique_ptr<grpc::Service> changes_;
  // nullptr but of the indicators service.
  const std::unique_ptr<grpc::Service> analyses_;
  const std::unique_ptr<Server> server_;
};

// A gateway over some endpoints, and a client of it.
class Gateway {
 public:
  Gateway(const AreaRegistry& areas, const Endpoints& endpoints)
      : serving_(DeployedPolicy(areas), Authorizer("gateway", areas)),
        service_(
            CreateReportService(serving_, std::make_shared<const GatewayParts>(areas, endpoints))),
        server_(*Server::Start("127.0.0.1", 0,
                               {{v1::ReportService::service_full_name(), service_.get()}})),
        stub_(v1::ReportService::NewStub(testing::LocalChannel(server_->port()))) {}
  ~Gateway() {
    server_->Stop(absl::ZeroDuration(), absl::ZeroDuration(), [this] { serving_.EndStreams(); });
  }

  // The report of 2024. Whatever the services do, it is there before `patience` has passed: an
  // answer in place of DEADLINE_EXCEEDED says that it was.
  absl::StatusOr<v1::Report> GetReport(const std::string& area, absl::Duration patience) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
    v1::GetReportRequest request;
    request.mutable_query()->set_area(area);
    request.mutable_query()->set_period("2024");
    v1::GetReportResponse response;
    const grpc::Status status = stub_->GetReport(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return std::move(*response.mutable_report());
  }

 private:
  Serving serving_;
  const std::unique_ptr<grpc::Service> service_;
  const std::unique_ptr<Server> server_;
  const std::unique_ptr<v1::ReportService::Stub> stub_;
};

class FaultyServices {
 public:
  static constexpr int kCount = 4;

  FaultyServices() {
    AddService("indicators", indicators::IndicatorsTables(), indicators::CreateIndicatorsService);
    AddService("workforce", workforce::WorkforceTables(), workforce::CreateWorkforceService);
    AddService("politics", politics::PoliticsTables(), politics::CreatePoliticsService);
    AddService("climate", climate::ClimateTables(), climate::CreateClimateService);
  }

  // The example, into all services, as the command loads it; but the indicators service follows no
  // owners, so their figures are recorded there.
  void LoadTheExample() {
    auto dataset = cli::ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
    ASSERT_THAT(dataset, IsOk());
    for (indicators::v1::IndicatorsRow& row : dataset->indicators.rows) {
      if (row.has_indicator()) row.mutable_indicator()->clear_owner();
    }
    const Endpoints endpoints = Direct();
    std::vector<cli::Problem> problems;
    ASSERT_THAT(cli::UploadDataset(
                    *dataset,
                    {.indicators = endpoints.indicators,
                     .workforce = endpoints.workforce,
                     .politics = endpoints.politics,
                     .climate = endpoints.climate},
                    {}, [](const std::string&, int64_t, int64_t) {}, problems),
                IsOk());
    ASSERT_THAT(problems, ::testing::IsEmpty());
  }

  // Deletes the first figure that a service has of the example's area.
  absl::Status DeleteAFact(int service) {
    static constexpr std::array<TableId, kCount> kFacts = {
        indicators::ObservationTable::kId, workforce::WorkforceFigureTable::kId,
        politics::BodyActivityTable::kId, climate::EmissionFigureTable::kId};
    return facts_[service]
        ->ledger
        ->Commit({.actor = "test"},
                 [table = kFacts[service]](Txn& txn) -> absl::Status {
                   std::string first;
                   const absl::Status scanned = txn.Scan(
                       table, "", "", [&](absl::string_view pk, Revision, absl::string_view) {
                         first = std::string(pk);
                         return !absl::StartsWith(pk, absl::string_view("asker\0", 6));
                       });
                   if (!scanned.ok()) return scanned;
                   return txn.Delete(table, first).status();
                 })
        .status();
  }

  // Where the services themselves are, and the proxies before them.
  Endpoints Direct() const {
    return EndpointsOf([this](int i) { return absl::StrCat("127.0.0.1:", servers_[i]->port()); });
  }
  Endpoints ThroughProxies() const {
    return EndpointsOf([this](int i) { return proxies_[i]->address(); });
  }

  const AreaRegistry& areas() const { return areas_; }
  StoredFacts& facts(int service) { return *facts_[service]; }
  int port(int service) const { return servers_[service]->port(); }
  testing::FaultyProxy& proxy(int service) { return *proxies_[service]; }

 private:
  void AddService(const std::string& name, TableCatalog tables, CreateService create) {
    facts_.push_back(std::make_unique<StoredFacts>(name, std::move(tables), create));
    servers_.push_back(
        std::make_unique<ServedFacts>(*facts_.back(), areas_, DeployedPolicy(areas_)));
    proxies_.push_back(std::make_unique<testing::FaultyProxy>(servers_.back()->port()));
  }

  template <typename AddressOf>
  static Endpoints EndpointsOf(AddressOf address_of) {
    return {.indicators = address_of(0),
            .workforce = address_of(1),
            .politics = address_of(2),
            .climate = address_of(3)};
  }

  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  std::vector<std::unique_ptr<StoredFacts>> facts_;
  std::vector<std::unique_ptr<ServedFacts>> servers_;
  std::vector<std::unique_ptr<testing::FaultyProxy>> proxies_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_TESTS_INTEGRATION_FAULTY_SERVICES_H_
