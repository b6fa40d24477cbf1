// The gateway with the four data services behind it, real servers all, each of which can be stopped
// and started again on its port; and calls of the report service.
#ifndef TERTIAL_TESTS_INTEGRATION_REPORTS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_REPORTS_FIXTURE_H_

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/ledger/erasure_journal.h"
#include "common/ledger/ledger.h"
#include "common/ledger/restore.h"
#include "common/ledger/table.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/change_service.h"
#include "common/rpc/serving.h"
#include "common/server/server.h"
#include "common/store/rocksdb_store.h"
#include "common/types/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/rules.h"
#include "services/gateway/handler/gateway_service.h"
#include "services/gateway/handler/report_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_service.h"
#include "services/workforce/store/keys.h"
#include "tertial/gateway/v1/gateway_service.grpc.pb.h"
#include "tertial/gateway/v1/report_service.grpc.pb.h"
#include "tests/testing/local_channel.h"
#include "tests/testing/reserved_port.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/test_service.h"

namespace tertial::gateway {

// Whether `condition` comes true before patience ends.
inline bool Eventually(const std::function<bool()>& condition) {
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (!condition()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

// A data service with its change feed. It keeps its port.
class ReportedService {
 public:
  using Create = std::unique_ptr<grpc::Service> (*)(Serving&, const AreaRegistry&, Ledger&);
  using Tables = TableCatalog (*)();

  ReportedService(std::string name, const AreaRegistry& areas, Create create, Tables tables)
      : name_(std::move(name)), areas_(areas), create_(create), tables_(tables) {
    Start();
  }
  ~ReportedService() { Stop(); }

  void Start() {
    auto ledger = Ledger::Open(
        *OpenRocksDbStore(data(), RocksDbOptions{}), SystemClock(),
        {.service_name = name_, .tables = tables_(), .journal = *ErasureJournal::Open(journal())});
    ASSERT_THAT(ledger, IsOk());
    ledger_ = *std::move(ledger);
    serving_ = std::make_unique<Serving>(*Authenticator::Parse(testing::kTestPolicy, areas_),
                                         Authorizer(name_, areas_));
    changes_ = CreateChangeService(*serving_, areas_, *ledger_);
    service_ = create_(*serving_, areas_, *ledger_);
    auto server = Server::Start("127.0.0.1", reserved_.port(),
                                {{name_, service_.get()}, {kChangeServiceName, changes_.get()}});
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
  }
  void Stop() {
    if (server_ == nullptr) return;
    server_->Stop(absl::ZeroDuration(), absl::Seconds(10), [this] { serving_->EndStreams(); });
    server_.reset();
    service_.reset();
    changes_.reset();
    serving_.reset();
    ledger_.reset();
  }
  // Loses the store and has it restored from `backup`, stopped before and after.
  void Restore(const std::string& backup) {
    Stop();
    std::filesystem::remove_all(data());
    ASSERT_THAT(RestoreLedger(backup, data(), journal(), SystemClock(),
                              {.service_name = name_, .tables = tables_()}),
                IsOk());
  }

  Ledger& ledger() { return *ledger_; }
  std::string address() const { return reserved_.address(); }
  std::string backup() const { return directory_.path() + "/backup"; }

  // One commit, made without the service's own rules.
  ReadPoint Commit(absl::FunctionRef<absl::Status(Txn&)> fn) {
    const absl::StatusOr<CommitResult> result = ledger_->Commit({.actor = "tester"}, fn);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->at : ReadPoint();
  }

 private:
  std::string data() const { return directory_.path() + "/data"; }
  std::string journal() const { return data() + ".erasures"; }

  const std::string name_;
  const AreaRegistry& areas_;
  const Create create_;
  const Tables tables_;
  TempDir directory_;
  const testing::ReservedPort reserved_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Serving> serving_;
  std::unique_ptr<grpc::Service> changes_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<Server> server_;
};

class ReportsGateway {
 public:
  ReportsGateway(const AreaRegistry& areas, const Endpoints& endpoints)
      : serving_(*Authenticator::Parse(testing::kTestPolicy, areas), Authorizer("gateway", areas)),
        parts_(std::make_shared<const GatewayParts>(areas, endpoints)),
        reports_(CreateReportService(serving_, parts_)),
        gateway_(CreateGatewayService(serving_, parts_)),
        server_(*Server::Start("127.0.0.1", 0,
                               {{v1::ReportService::service_full_name(), reports_.get()},
                                {v1::GatewayService::service_full_name(), gateway_.get()}})),
        channel_(testing::LocalChannel(server_->port())),
        stub_(v1::ReportService::NewStub(channel_)) {}
  ~ReportsGateway() {
    server_->Stop(absl::ZeroDuration(), absl::Seconds(10), [this] { serving_.EndStreams(); });
  }

  const std::shared_ptr<grpc::Channel>& channel() { return channel_; }
  v1::ReportService::Stub& stub() { return *stub_; }
  // How many wait for a report.
  size_t waiting() const { return parts_->keeper.waiting(); }

  absl::StatusOr<v1::GetReportResponse> Get(const v1::GetReportRequest& request,
                                            absl::Duration patience = absl::Seconds(30)) {
    grpc::ClientContext context;
    testing::PrepareContext(context, "reader", patience);
    v1::GetReportResponse response;
    const grpc::Status status = stub_->GetReport(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }
  // The report of Asker in 2024.
  v1::Report GetReport() {
    const absl::StatusOr<v1::GetReportResponse> response = Get(AskerRequest());
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->report() : v1::Report();
  }
  static v1::GetReportRequest AskerRequest() {
    v1::GetReportRequest request;
    request.mutable_query()->set_area("areas/3203");
    request.mutable_query()->set_period("2024");
    return request;
  }

 private:
  Serving serving_;
  const std::shared_ptr<const GatewayParts> parts_;
  const std::unique_ptr<grpc::Service> reports_;
  const std::unique_ptr<grpc::Service> gateway_;
  const std::unique_ptr<Server> server_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::ReportService::Stub> stub_;
};

inline const v1::SectionState& StateOf(const v1::Report& report, v1::SectionKind section) {
  for (const v1::SectionState& state : report.states()) {
    if (state.section() == section) return state;
  }
  return v1::SectionState::default_instance();
}

class ReportsTest : public ::testing::Test {
 protected:
  Endpoints AllEndpoints() const {
    return {.indicators = indicators_.address(),
            .workforce = workforce_.address(),
            .politics = politics_.address(),
            .climate = climate_.address()};
  }

  // Records figures of Asker by their last ids, in one commit.
  ReadPoint PutFigures(const std::vector<std::pair<std::string, std::string>>& figures) {
    return workforce_.Commit([&](Txn& txn) -> absl::Status {
      for (const auto& [id, value] : figures) {
        workforce::v1::WorkforceFigure figure;
        const workforce::FigureKey key = *workforce::ParseFigureId(id);
        figure.set_name(workforce::FigureName("asker", key));
        figure.set_measure(key.measure);
        figure.set_period(key.period.Format());
        figure.set_sex(key.sex);
        figure.mutable_cell()->set_value(value);
        const absl::Status put = PutResource<workforce::WorkforceFigureTable>(txn, figure).status();
        if (!put.ok()) return put;
      }
      return absl::OkStatus();
    });
  }
  // The values of the series of the area in 2024, in their order.
  static std::vector<std::string> FiguresIn(const v1::Report& report) {
    std::vector<std::string> values;
    for (const workforce::v1::FigureSeries& series : report.workforce().figures()) {
      values.push_back(series.cells().rbegin()->cell().value());
    }
    return values;
  }

  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  ReportedService indicators_{"indicators", areas_, indicators::CreateIndicatorsService,
                              indicators::IndicatorsTables};
  ReportedService workforce_{"workforce", areas_, workforce::CreateWorkforceService,
                             workforce::WorkforceTables};
  ReportedService politics_{"politics", areas_, politics::CreatePoliticsService,
                            politics::PoliticsTables};
  ReportedService climate_{"climate", areas_, climate::CreateClimateService,
                           climate::ClimateTables};
};

}  // namespace tertial::gateway

#endif  // TERTIAL_TESTS_INTEGRATION_REPORTS_FIXTURE_H_
