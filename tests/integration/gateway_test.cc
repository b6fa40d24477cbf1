// The gateway with the four data services behind it, each a real server of this process on a free
// port, under the policy that is deployed.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/import/dataset.h"
#include "clients/cli/import/upload.h"
#include "common/ledger/table.h"
#include "common/rpc/change_service.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/rules.h"
#include "services/gateway/handler/gateway_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/store/keys.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_service.h"
#include "tertial/gateway/v1/gateway_service.grpc.pb.h"
#include "tests/testing/local_channel.h"
#include "tests/testing/reserved_port.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::gateway {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using enum common::v1::ErrorReason;
using enum v1::Completeness;
using Stub = v1::GatewayService::Stub;

Authenticator DeployedPolicy(const AreaRegistry& areas) {
  return *Authenticator::Load(TERTIAL_SOURCE_DIR "/deploy/config/policy.json", areas);
}

std::string LocalAddress(int port) { return absl::StrCat("127.0.0.1:", port); }

// A data service on a free port.
class DataService {
 public:
  using Create = std::unique_ptr<grpc::Service> (*)(Serving&, const AreaRegistry&, Ledger&);

  DataService(const std::string& name, const AreaRegistry& areas, Create create,
              TableCatalog tables)
      : ledger_(*Ledger::Open(*OpenRocksDbStore(directory_.path()), SystemClock(),
                              LedgerOptions{.service_name = name, .tables = std::move(tables)})),
        serving_(DeployedPolicy(areas), Authorizer(name, areas)),
        service_(create(serving_, areas, *ledger_)),
        changes_(CreateChangeService(serving_, areas, *ledger_)),
        server_(*Server::Start("127.0.0.1", 0,
                               {{name, service_.get()}, {kChangeServiceName, changes_.get()}})) {}
  ~DataService() {
    server_->Stop(absl::ZeroDuration(), absl::Seconds(10), [this] { serving_.EndStreams(); });
  }

  std::string address() const { return LocalAddress(server_->port()); }
  Ledger& ledger() { return *ledger_; }

 private:
  TempDir directory_;
  const std::unique_ptr<Ledger> ledger_;
  Serving serving_;
  const std::unique_ptr<grpc::Service> service_;
  const std::unique_ptr<grpc::Service> changes_;
  const std::unique_ptr<Server> server_;
};

// A gRPC server that takes every call and never answers one.
class HangingServer {
 public:
  HangingServer() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterAsyncGenericService(&calls_);
    queue_ = builder.AddCompletionQueue();
    server_ = builder.BuildAndStart();
    serving_ = std::thread([this] {
      void* tag = nullptr;
      bool ok = false;
      while (queue_->Next(&tag, &ok)) continue;
    });
  }
  ~HangingServer() {
    server_->Shutdown(std::chrono::system_clock::now());
    queue_->Shutdown();
    serving_.join();
  }

  std::string address() const { return LocalAddress(port_); }

 private:
  grpc::AsyncGenericService calls_;
  int port_ = 0;
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::unique_ptr<grpc::Server> server_;
  std::thread serving_;
};

// A gateway over some endpoints.
class Gateway {
 public:
  Gateway(const AreaRegistry& areas, const Endpoints& endpoints)
      : serving_(DeployedPolicy(areas), Authorizer("gateway", areas)),
        service_(
            CreateGatewayService(serving_, std::make_shared<const GatewayParts>(areas, endpoints))),
        server_(*Server::Start("127.0.0.1", 0,
                               {{v1::GatewayService::service_full_name(), service_.get()}})),
        stub_(v1::GatewayService::NewStub(testing::LocalChannel(server_->port()))) {}

  std::string address() const { return LocalAddress(server_->port()); }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request,
                                absl::Duration patience = absl::Seconds(30)) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  absl::StatusOr<v1::AnnualReport> GetReport(const std::string& area, const std::string& period,
                                             absl::Duration patience = absl::Seconds(30),
                                             std::optional<absl::Time> as_of = std::nullopt) {
    v1::GetAnnualReportRequest request;
    request.set_area(area);
    request.set_period(period);
    if (as_of.has_value()) *request.mutable_as_of() = EncodeTimestamp(*as_of);
    absl::StatusOr<v1::GetAnnualReportResponse> response =
        Call(&Stub::GetAnnualReport, request, patience);
    if (!response.ok()) return response.status();
    return std::move(*response->mutable_report());
  }

 private:
  Serving serving_;
  const std::unique_ptr<grpc::Service> service_;
  const std::unique_ptr<Server> server_;
  const std::unique_ptr<Stub> stub_;
};

// Deletes every row of the first tables of a service.
absl::Status DeleteAll(Txn& txn) {
  for (TableId table = 1; table <= 6; ++table) {
    std::vector<std::string> pks;
    const absl::Status scanned =
        txn.Scan(table, "", "", [&pks](absl::string_view pk, Revision, absl::string_view) {
          pks.emplace_back(pk);
          return true;
        });
    if (!scanned.ok()) return scanned;
    for (const std::string& pk : pks) {
      const absl::StatusOr<bool> deleted = txn.Delete(table, pk);
      if (!deleted.ok()) return deleted.status();
    }
  }
  return absl::OkStatus();
}

// The states of a report's sections, in their order.
std::vector<v1::Completeness> StatesOf(const v1::AnnualReport& report) {
  std::vector<v1::Completeness> states;
  for (const v1::SectionState& state : report.states()) {
    EXPECT_EQ(state.reason().empty(), state.completeness() == COMPLETENESS_COMPLETE);
    EXPECT_EQ(state.has_read_at(), state.completeness() != COMPLETENESS_UNAVAILABLE);
    states.push_back(state.completeness());
  }
  return states;
}

class GatewayTest : public ::testing::Test {
 protected:
  Endpoints AllEndpoints() const {
    return {.indicators = indicators_.address(),
            .workforce = workforce_.address(),
            .politics = politics_.address(),
            .climate = climate_.address()};
  }

  // The example, into all services, as the command loads it; but the indicators service follows no
  // owners, so their figures are recorded there.
  void LoadTheExample() {
    auto dataset = cli::ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
    ASSERT_THAT(dataset, IsOk());
    for (indicators::v1::IndicatorsRow& row : dataset->indicators.rows) {
      if (row.has_indicator()) row.mutable_indicator()->clear_owner();
    }
    std::vector<cli::Problem> problems;
    const auto results = cli::UploadDataset(
        *dataset,
        {.indicators = indicators_.address(),
         .workforce = workforce_.address(),
         .politics = politics_.address(),
         .climate = climate_.address()},
        {}, [](const std::string&, int64_t, int64_t) {}, problems);
    ASSERT_THAT(results, IsOk());
    ASSERT_THAT(problems, IsEmpty());
    ASSERT_THAT(*results, SizeIs(4));
  }

  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  DataService indicators_{"indicators", areas_, indicators::CreateIndicatorsService,
                          indicators::IndicatorsTables()};
  DataService workforce_{"workforce", areas_, workforce::CreateWorkforceService,
                         workforce::WorkforceTables()};
  DataService politics_{"politics", areas_, politics::CreatePoliticsService,
                        politics::PoliticsTables()};
  DataService climate_{"climate", areas_, climate::CreateClimateService, climate::ClimateTables()};
};

TEST_F(GatewayTest, TheReportOfTheExampleIsComplete) {
  LoadTheExample();
  Gateway gateway(areas_, AllEndpoints());
  const auto report = gateway.GetReport("areas/3203", "2024");
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->area().name(), "areas/asker");
  EXPECT_EQ(report->period(), "2024");
  EXPECT_THAT(StatesOf(*report),
              ElementsAre(COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE,
                          COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE));
  for (const v1::SectionState& state : report->states()) {
    EXPECT_EQ(state.read_at().revision(), 1) << state.service();
  }
  EXPECT_EQ(report->indicators().cells().measured(), 282);
  EXPECT_THAT(report->statistics().collections(), SizeIs(4));
  EXPECT_EQ(report->workforce().area(), "areas/asker");
  EXPECT_EQ(report->politics().cases_total().value(), "792");
  EXPECT_EQ(report->climate().area(), "areas/asker");
  // Those of all municipalities fit into what kept reports may take.
  RecordProperty("report_bytes", absl::StrCat(report->ByteSizeLong()));
  EXPECT_LE(report->ByteSizeLong() * 357, kReportMemoryBytes);
}

TEST_F(GatewayTest, AReportOfNothingRecordedIsComplete) {
  Gateway gateway(areas_, AllEndpoints());
  const auto report = gateway.GetReport("areas/baerum", "2024");
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(StatesOf(*report), Each(COMPLETENESS_COMPLETE));
  EXPECT_EQ(report->indicators().indicator_count(), 0);
}

TEST_F(GatewayTest, AReportAsOfAnInstantIsReadAtThatInstantInEveryService) {
  LoadTheExample();
  Gateway gateway(areas_, AllEndpoints());
  auto newest = gateway.GetReport("areas/asker", "2024");
  ASSERT_THAT(newest, IsOk());
  // The services were loaded one after the other, climate last.
  const absl::Time loaded = climate_.ledger().Read()->at().commit_time;
  for (DataService* service : {&indicators_, &workforce_, &politics_, &climate_}) {
    ASSERT_THAT(service->ledger().Commit({}, [](Txn& txn) { return DeleteAll(txn); }), IsOk());
  }
  // What is kept follows the feeds.
  const absl::Time patience = absl::Now() + absl::Seconds(30);
  while (gateway.GetReport("areas/asker", "2024")->indicators().indicator_count() > 0) {
    ASSERT_LT(absl::Now(), patience);
  }
  auto then = gateway.GetReport("areas/asker", "2024", absl::Seconds(30), loaded);
  ASSERT_THAT(then, IsOk());
  // Fields that this message does not know tell the instant.
  newest->DiscardUnknownFields();
  then->DiscardUnknownFields();
  EXPECT_EQ(then->SerializeAsString(), newest->SerializeAsString());
}

TEST_F(GatewayTest, AServiceThatHadRecordedNothingByThenIsUnavailableInTheReport) {
  LoadTheExample();
  Gateway gateway(areas_, AllEndpoints());
  const auto report =
      gateway.GetReport("areas/asker", "2024", absl::Seconds(30),
                        indicators_.ledger().Read()->at().commit_time - absl::Seconds(1));
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(StatesOf(*report), Each(COMPLETENESS_UNAVAILABLE));
  for (const v1::SectionState& state : report->states()) {
    EXPECT_EQ(state.error(), ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT) << state.service();
  }
}

TEST_F(GatewayTest, RefusesAReportAsOfTheFuture) {
  Gateway gateway(areas_, AllEndpoints());
  const auto refused =
      gateway.GetReport("areas/asker", "2024", absl::Seconds(30), absl::Now() + absl::Hours(1));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refused, HasReason(ERROR_REASON_AS_OF_IN_FUTURE));
}

TEST_F(GatewayTest, LoadingTwiceChangesNothing) {
  LoadTheExample();
  LoadTheExample();
  EXPECT_EQ(indicators_.ledger().Read()->at().revision, 1);
  EXPECT_EQ(workforce_.ledger().Read()->at().revision, 1);
  EXPECT_EQ(politics_.ledger().Read()->at().revision, 1);
  EXPECT_EQ(climate_.ledger().Read()->at().revision, 1);
}

TEST_F(GatewayTest, AServiceThatIsNotThereLeavesTheOthersWhole) {
  LoadTheExample();
  const testing::ReservedPort nobody;
  Endpoints endpoints = AllEndpoints();
  endpoints.politics = nobody.address();
  Gateway gateway(areas_, endpoints);
  const auto report = gateway.GetReport("areas/asker", "2024");
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(StatesOf(*report),
              ElementsAre(COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE,
                          COMPLETENESS_UNAVAILABLE, COMPLETENESS_COMPLETE));
  EXPECT_FALSE(report->has_politics());
  EXPECT_EQ(report->indicators().indicator_count(), 100);
}

TEST_F(GatewayTest, AServiceThatDoesNotAnswerDoesNotCostTheCallerTheReport) {
  const testing::ReservedPort silent;
  const testing::SilentListener listener(silent);
  const HangingServer hanging;
  for (const std::string& address : {silent.address(), hanging.address()}) {
    Endpoints endpoints = AllEndpoints();
    endpoints.workforce = address;
    Gateway gateway(areas_, endpoints);
    // An answer in place of DEADLINE_EXCEEDED says that it came in time.
    const auto report = gateway.GetReport("areas/asker", "2024", absl::Seconds(2));
    ASSERT_THAT(report, IsOk());
    EXPECT_THAT(StatesOf(*report),
                ElementsAre(COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE, COMPLETENESS_UNAVAILABLE,
                            COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE));
  }
}

TEST_F(GatewayTest, APartThatIsDamagedMakesItsSectionPartial) {
  LoadTheExample();
  ASSERT_THAT(indicators_.ledger().Commit(
                  {.actor = "test"},
                  [](Txn& txn) {
                    using Table = indicators::TargetTable;
                    const std::string pk = *PrimaryKey<Table>("areas/asker/targets/a");
                    return txn.Put(Table::kId, pk, "\xff no message").status();
                  }),
              IsOk());
  Gateway gateway(areas_, AllEndpoints());
  const auto report = gateway.GetReport("areas/asker", "2024");
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(StatesOf(*report),
              ElementsAre(COMPLETENESS_PARTIAL, COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE,
                          COMPLETENESS_COMPLETE, COMPLETENESS_COMPLETE));
  ASSERT_THAT(report->states(0).missing_parts(), SizeIs(1));
  EXPECT_EQ(report->states(0).missing_parts(0).part(), "targets");
  EXPECT_EQ(report->indicators().indicator_count(), 100);
}

TEST_F(GatewayTest, AnswersSeveralReportsAtOnce) {
  LoadTheExample();
  Gateway gateway(areas_, AllEndpoints());
  const std::string expected = gateway.GetReport("areas/asker", "2024")->SerializeAsString();
  std::vector<std::string> reports(8);
  std::vector<std::thread> threads;
  for (std::string& report : reports) {
    threads.emplace_back(
        [&] { report = gateway.GetReport("areas/asker", "2024")->SerializeAsString(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(reports, Each(expected));
}

TEST_F(GatewayTest, RefusesAnAreaThatNobodyKnows) {
  Gateway gateway(areas_, AllEndpoints());
  EXPECT_THAT(gateway.GetReport("areas/9999", "2024"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(gateway.GetReport("areas/9999", "2024"), HasReason(ERROR_REASON_AREA_NOT_FOUND));
  EXPECT_THAT(gateway.GetReport("areas/9999", "2024"), MessageNames("9999"));
  EXPECT_THAT(gateway.GetReport("3203", "2024"), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
  EXPECT_THAT(gateway.GetReport("", "2024"), HasReason(ERROR_REASON_INVALID_RESOURCE_NAME));
}

TEST_F(GatewayTest, RefusesAPeriodThatIsNoYear) {
  Gateway gateway(areas_, AllEndpoints());
  for (const char* period : {"2024-T1", "2024-T4", "2024-Q1", "20240", "two", ""}) {
    const auto refused = gateway.GetReport("areas/asker", period);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument)) << period;
    EXPECT_THAT(refused, HasReason(ERROR_REASON_INVALID_PERIOD)) << period;
    EXPECT_THAT(refused, MessageNames(period));
  }
}

TEST_F(GatewayTest, ANumberNamesTheAreaThatBoreItInThePeriod) {
  Gateway gateway(areas_, AllEndpoints());
  EXPECT_EQ(gateway.GetReport("areas/3025", "2023")->area().name(), "areas/asker");
  EXPECT_EQ(gateway.GetReport("areas/3203", "2023")->area().name(), "areas/asker");
  v1::GetAreaRequest request;
  request.set_name("areas/0220");
  EXPECT_EQ(gateway.Call(&Stub::GetArea, request)->area().name(), "areas/asker-1");
  request.set_name("areas/9999");
  EXPECT_THAT(gateway.Call(&Stub::GetArea, request), HasReason(ERROR_REASON_AREA_NOT_FOUND));
}

TEST_F(GatewayTest, PagesGiveEveryAreaOnce) {
  Gateway gateway(areas_, AllEndpoints());
  std::vector<std::string> expected;
  for (const common::v1::Area& area : areas_.areas()) expected.push_back(area.name());
  for (const int page_size : {1, 2, 26, 27, 28, 1000}) {
    v1::ListAreasRequest request;
    request.set_page_size(page_size);
    std::vector<std::string> names;
    do {
      const auto response = gateway.Call(&Stub::ListAreas, request);
      ASSERT_THAT(response, IsOk());
      for (const common::v1::Area& area : response->areas()) names.push_back(area.name());
      request.set_page_token(response->next_page_token());
      ASSERT_LE(names.size(), expected.size());
    } while (!request.page_token().empty());
    EXPECT_EQ(names, expected) << page_size;
  }
}

TEST_F(GatewayTest, RefusesAPageOfAreasThatCannotBe) {
  Gateway gateway(areas_, AllEndpoints());
  v1::ListAreasRequest request;
  request.set_page_size(-1);
  EXPECT_THAT(gateway.Call(&Stub::ListAreas, request), HasReason(ERROR_REASON_INVALID_PAGE_SIZE));
  request.set_page_size(1);
  request.set_page_token("made-up");
  EXPECT_THAT(gateway.Call(&Stub::ListAreas, request), HasReason(ERROR_REASON_INVALID_PAGE_TOKEN));
}

TEST_F(GatewayTest, TellsHowEachServiceIs) {
  const testing::ReservedPort nobody;
  const testing::ReservedPort silent;
  const testing::SilentListener listener(silent);
  Endpoints endpoints = AllEndpoints();
  endpoints.politics = nobody.address();
  endpoints.climate = silent.address();
  const Gateway keeper_of_editions(areas_, AllEndpoints());
  endpoints.editions = keeper_of_editions.address();
  Gateway gateway(areas_, endpoints);
  const auto response = gateway.Call(&Stub::GetSystemStatus, v1::GetSystemStatusRequest());
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> told;
  for (const v1::ServiceStatus& status : response->services()) {
    told.push_back(absl::StrCat(status.service(), " ", v1::ServingState_Name(status.state())));
    EXPECT_EQ(status.reason().empty(), status.state() == v1::SERVING_STATE_SERVING);
  }
  EXPECT_THAT(told,
              ElementsAre("gateway SERVING_STATE_SERVING", "indicators SERVING_STATE_SERVING",
                          "workforce SERVING_STATE_SERVING", "politics SERVING_STATE_UNREACHABLE",
                          "climate SERVING_STATE_UNREACHABLE", "editions SERVING_STATE_SERVING"));
  EXPECT_EQ(response->services(1).address(), indicators_.address());
  EXPECT_EQ(response->services(5).address(), keeper_of_editions.address());
}

}  // namespace
}  // namespace tertial::gateway
