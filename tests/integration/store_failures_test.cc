// What callers and health are told of a store whose disk is full, or that is damaged.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/store_check.h"
#include "common/server/store_health.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/integration/ledger_services_fixture.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/local_channel.h"
#include "tests/testing/rocksdb_small_disk.h"

namespace tertial {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using ::testing::Not;

namespace v1 = politics::v1;

constexpr uint64_t kMegabyte = uint64_t{1} << 20;

auto IsFull() { return HasReason(common::v1::ERROR_REASON_STORE_FULL); }
auto IsDamaged() { return HasReason(common::v1::ERROR_REASON_STORED_DATA_DAMAGED); }

class FullService : public ::testing::Test {
 protected:
  absl::StatusOr<v1::CreateBodyResponse> Create(const std::string& id) {
    v1::CreateBodyRequest request;
    *request.mutable_body() = BodyOf(id);
    return service_.Call(&Politics::Stub::CreateBody, request, "recorder");
  }
  absl::StatusOr<common::v1::ImportSummary> Import(const std::string& id) {
    v1::PoliticsRow row;
    *row.mutable_body() = BodyOf(id);
    return service_.Import<v1::ImportRowsRequest, v1::ImportRowsResponse>(std::vector{row});
  }
  absl::StatusOr<v1::GetBodyResponse> Get(const std::string& id) {
    v1::GetBodyRequest request;
    request.set_name(BodyOf(id).name());
    return service_.Call(&Politics::Stub::GetBody, request);
  }

  const std::shared_ptr<StoreFaults> faults_ = std::make_shared<StoreFaults>();
  testing::TestService<Politics> service_{"politics", politics::CreatePoliticsService,
                                          politics::PoliticsTables(), "", faults_};
};

TEST_F(FullService, RefusesWritesAndImportsAndAnswersReads) {
  ASSERT_THAT(Create("council"), IsOk());
  faults_->UseUpRoom();
  const auto created = Create("board");
  EXPECT_THAT(created, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(created, IsFull());
  const auto imported = Import("board");
  EXPECT_THAT(imported, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(imported, IsFull());
  EXPECT_THAT(Get("council"), IsOk());
  EXPECT_THAT(Get("board"), StatusIs(absl::StatusCode::kNotFound));
  const auto admin = admin::v1::AdminService::NewStub(service_.channel());
  const auto check = testing::CallUnary(*admin, &admin::v1::AdminService::Stub::CheckStore,
                                        admin::v1::CheckStoreRequest(), "admin");
  ASSERT_THAT(check, IsOk()) << "to look is to read";
  EXPECT_EQ(check->finding_count(), 0);
  faults_->Heal();
  EXPECT_THAT(Create("board"), IsOk());
  EXPECT_THAT(Import("committee"), IsOk());
}

TEST_F(FullService, RefusesWithoutSayingWhereItsFilesAre) {
  faults_->FillDisk();
  EXPECT_THAT(Create("board"), IsFull());
  EXPECT_THAT(Create("board"), Not(MessageNames(service_.data())));
}

TEST_F(FullService, ReadsOfDamageAreToldWithoutAPath) {
  ASSERT_THAT(Create("council"), IsOk());
  faults_->DamageFile(service_.data() + "/000012.sst");
  const auto read = Get("council");
  EXPECT_THAT(read, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(read, IsDamaged());
  EXPECT_THAT(read, Not(MessageNames("000012")));
  EXPECT_THAT(read, Not(MessageNames(service_.data())));
}

// On a disk that is full in truth, and again has room: by way of RocksDB.
TEST(ServiceOnASmallDisk, GoesOnByItself) {
  RocksDbSmallDisk disk(64 * kMegabyte);
  const TempDir directory;
  FakeClock clock;
  auto store = OpenRocksDbStore(
      directory.path(),
      {.write_buffer_bytes = kMegabyte, .least_free_bytes = 4 * kMegabyte, .env = disk.env()});
  ASSERT_THAT(store, IsOk());
  auto ledger = Ledger::Open(*std::move(store), clock,
                             {.service_name = "politics", .tables = politics::PoliticsTables()});
  ASSERT_THAT(ledger, IsOk());
  const auto put = [&](int number) {
    return (*ledger)
        ->Commit({.actor = "kari", .request_id = absl::StrCat(number)},
                 [&](Txn& txn) {
                   v1::Body body = BodyOf(absl::StrCat("b", number));
                   body.mutable_titles(0)->set_text(std::string(10'000, 'x'));
                   return PutResource<BodyTable>(txn, body).status();
                 })
        .status();
  };
  ASSERT_THAT(put(1), IsOk());
  // Less than memory holds beside the reserve: nothing is written out, which would make room.
  disk.LeaveFree(4 * kMegabyte + kMegabyte / 4);
  int number = 1;
  absl::Status written;
  while (written.ok() && number < 5'000) written = put(++number);
  EXPECT_THAT(written, IsFull());
  EXPECT_EQ((*ledger)->Read()->at().revision, number - 1);
  EXPECT_THAT((*ledger)->Health(), IsFull());
  disk.LeaveFree(32 * kMegabyte);
  EXPECT_THAT((*ledger)->Health(), IsOk());
  EXPECT_THAT(put(number), IsOk());
  EXPECT_EQ((*ledger)->Read()->at().revision, number);
  const auto check = CheckStore(**ledger, 10, absl::InfiniteFuture());
  ASSERT_THAT(check, IsOk());
  EXPECT_EQ(check->finding_count, 0);
}

class HealthOfAStore : public ::testing::Test {
 protected:
  static constexpr char kService[] = "tertial.politics.v1.PoliticsService";

  // The states of one name as they are told, from the present one on.
  class Watch {
   public:
    Watch(Health::Stub& stub, const std::string& service) {
      HealthCheckRequest request;
      request.set_service(service);
      context_.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
      reader_ = stub.Watch(&context_, request);
    }
    ~Watch() {
      context_.TryCancel();
      (void)reader_->Finish();
    }
    HealthCheckResponse::ServingStatus Next() {
      HealthCheckResponse response;
      return reader_->Read(&response) ? response.status() : HealthCheckResponse::UNKNOWN;
    }

   private:
    grpc::ClientContext context_;
    std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> reader_;
  };

  absl::StatusOr<HealthCheckResponse::ServingStatus> HealthOf(const std::string& service) {
    HealthCheckRequest request;
    request.set_service(service);
    const auto response = testing::CallUnary(*stub_, &Health::Stub::Check, request);
    if (!response.ok()) return response.status();
    return response->status();
  }
  auto IsServing() { return IsOkAndHolds(HealthCheckResponse::SERVING); }
  auto IsNotServing() { return IsOkAndHolds(HealthCheckResponse::NOT_SERVING); }

  const TempDir directory_;
  FakeClock clock_;
  const std::shared_ptr<StoreFaults> faults_ = std::make_shared<StoreFaults>();
  const std::unique_ptr<Ledger> ledger_ =
      *Ledger::Open(std::make_unique<FaultyStore>(*OpenRocksDbStore(directory_.path()), faults_),
                    clock_, {.service_name = "politics"});
  v1::PoliticsService::Service service_;
  const std::unique_ptr<Server> server_ = *Server::Start("127.0.0.1", 0, {{kService, &service_}});
  const std::unique_ptr<Health::Stub> stub_ =
      Health::NewStub(testing::LocalChannel(server_->port()));
  const std::string writes_ = WritesHealthName("politics");
  StoreHealth health_{"politics", {kService}, *ledger_, *server_, absl::Milliseconds(5)};
};

TEST_F(HealthOfAStore, TellsThatWritesAreNotServedWhileTheDiskIsFull) {
  EXPECT_EQ(writes_, "tertial.politics.writes");
  Watch writes(*stub_, writes_);
  EXPECT_EQ(writes.Next(), HealthCheckResponse::SERVING);
  faults_->UseUpRoom();
  EXPECT_EQ(writes.Next(), HealthCheckResponse::NOT_SERVING);
  EXPECT_THAT(HealthOf(""), IsServing()) << "who reads is not kept away";
  EXPECT_THAT(HealthOf(kService), IsServing());
  EXPECT_TRUE(server_->serving());
  faults_->Heal();
  EXPECT_EQ(writes.Next(), HealthCheckResponse::SERVING);
}

TEST_F(HealthOfAStore, TellsThatADamagedStoreServesNothing) {
  Watch process(*stub_, "");
  Watch service(*stub_, kService);
  Watch writes(*stub_, writes_);
  for (Watch* watch : {&process, &service, &writes}) {
    EXPECT_EQ(watch->Next(), HealthCheckResponse::SERVING);
  }
  faults_->DamageFile("000012.sst");
  for (Watch* watch : {&process, &service, &writes}) {
    EXPECT_EQ(watch->Next(), HealthCheckResponse::NOT_SERVING);
  }
  EXPECT_FALSE(server_->serving());
}

TEST_F(HealthOfAStore, TellsThatAStoreWhoseEngineHasStoppedServesNothing) {
  Watch process(*stub_, "");
  EXPECT_EQ(process.Next(), HealthCheckResponse::SERVING);
  faults_->FailReads(true);
  EXPECT_EQ(process.Next(), HealthCheckResponse::NOT_SERVING);
  faults_->FailReads(false);
  EXPECT_EQ(process.Next(), HealthCheckResponse::SERVING);
  EXPECT_THAT(HealthOf(writes_), IsServing());
}

TEST_F(HealthOfAStore, GoesFromAFullDiskToDamage) {
  Watch process(*stub_, "");
  Watch writes(*stub_, writes_);
  EXPECT_EQ(process.Next(), HealthCheckResponse::SERVING);
  EXPECT_EQ(writes.Next(), HealthCheckResponse::SERVING);
  faults_->UseUpRoom();
  EXPECT_EQ(writes.Next(), HealthCheckResponse::NOT_SERVING);
  faults_->DamageFile("000012.sst");
  EXPECT_EQ(process.Next(), HealthCheckResponse::NOT_SERVING);
  EXPECT_THAT(HealthOf(writes_), IsNotServing());
}

}  // namespace
}  // namespace tertial
