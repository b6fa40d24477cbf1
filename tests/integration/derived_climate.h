// A climate service that records what follows from its facts, which can be stopped and started.
#ifndef TERTIAL_TESTS_INTEGRATION_DERIVED_CLIMATE_H_
#define TERTIAL_TESTS_INTEGRATION_DERIVED_CLIMATE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/derived/derived_progress.h"
#include "services/climate/derived/follower.h"
#include "services/climate/handler/accounts_service.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/derived_figures_service.h"
#include "services/climate/handler/rules.h"
#include "services/climate/store/derived_place.h"
#include "services/climate/store/keys.h"
#include "tertial/admin/v1/admin_service.grpc.pb.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tertial/climate/v1/accounts_service.grpc.pb.h"
#include "tertial/climate/v1/climate_service.grpc.pb.h"
#include "tertial/climate/v1/derived_figures_service.grpc.pb.h"
#include "tests/testing/fake_clock.h"
#include "tests/testing/faulty_store.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/test_service.h"

namespace tertial::climate {

// The service, without the one who follows until that is told to.
class DerivedService {
 public:
  explicit DerivedService(const std::string& data, const Clock& clock)
      : service_(Named(&progress_), CreateClimateService, ClimateTables(), data, faults_,
                 {{v1::AccountsService::service_full_name(), CreateAccountsService},
                  {v1::DerivedFiguresService::service_full_name(), CreateDerived}},
                 clock),
        figures_(v1::DerivedFiguresService::NewStub(service_.channel())),
        changes_(changes::v1::ChangeService::NewStub(service_.channel())),
        admin_(admin::v1::AdminService::NewStub(service_.channel())) {}

  void Follow() { follower_ = std::make_unique<DerivedFollower>(service_.ledger(), progress_); }

  testing::TestService<v1::ClimateService>& service() { return service_; }
  Ledger& ledger() { return service_.ledger(); }
  StoreFaults& faults() { return *faults_; }
  v1::DerivedFiguresService::Stub& figures() { return *figures_; }
  changes::v1::ChangeService::Stub& changes() { return *changes_; }
  admin::v1::AdminService::Stub& admin() { return *admin_; }

 private:
  // What CreateDerived takes hold of, in the constructor that calls it.
  static const char* Named(const DerivedProgress* progress) {
    being_made_ = progress;
    return "climate";
  }
  static std::unique_ptr<grpc::Service> CreateDerived(Serving& serving, const AreaRegistry& areas,
                                                      Ledger& ledger) {
    return CreateDerivedFiguresService(serving, areas, ledger, *being_made_);
  }
  static inline const DerivedProgress* being_made_ = nullptr;

  DerivedProgress progress_;
  const std::shared_ptr<StoreFaults> faults_ = std::make_shared<StoreFaults>();
  testing::TestService<v1::ClimateService> service_;
  const std::unique_ptr<v1::DerivedFiguresService::Stub> figures_;
  const std::unique_ptr<changes::v1::ChangeService::Stub> changes_;
  const std::unique_ptr<admin::v1::AdminService::Stub> admin_;
  std::unique_ptr<DerivedFollower> follower_;
};

class DerivedClimate : public ::testing::Test {
 protected:
  static constexpr absl::Duration kPatience = absl::Seconds(30);

  void SetUp() override {
    Start();
    Follow();
  }

  void Start() { running_ = std::make_unique<DerivedService>(data(), clock_); }
  void Follow() { running_->Follow(); }
  // As in a store that nobody followed yet.
  void ForgetPlace() {
    Commit([](Txn& txn) {
      txn.ErasePrivate(kDerivedPlaceTable, "");
      return absl::OkStatus();
    });
  }
  void Stop() { running_.reset(); }
  std::string data() const { return directory_.path() + "/data"; }

  Ledger& ledger() { return running_->ledger(); }
  Revision Head() { return ledger().Read()->at().revision; }

  // One commit, made without the service's own rules.
  Revision Commit(absl::FunctionRef<absl::Status(Txn&)> fn,
                  absl::Time publish_at = absl::InfinitePast()) {
    const absl::StatusOr<CommitResult> result =
        ledger().Commit({.actor = "tester", .reason = "because", .publish_at = publish_at}, fn);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->at.revision : -1;
  }
  // One commit that puts rows of a table.
  template <typename T>
  Revision Put(const std::vector<typename T::Message>& rows,
               absl::Time publish_at = absl::InfinitePast()) {
    return Commit(
        [&](Txn& txn) -> absl::Status {
          for (const typename T::Message& row : rows) {
            const absl::Status put = PutResource<T>(txn, row).status();
            if (!put.ok()) return put;
          }
          return absl::OkStatus();
        },
        publish_at);
  }
  template <typename T>
  Revision Delete(const std::string& name) {
    return Commit([&](Txn& txn) { return DeleteResource<T>(txn, name).status(); });
  }
  // As an admin asks for it.
  void Redact(const std::string& name) {
    admin::v1::RedactResourceRequest request;
    request.set_name(name);
    request.mutable_options()->set_reason("it had to go");
    EXPECT_THAT(
        testing::CallUnary(running_->admin(), &admin::v1::AdminService::Stub::RedactResource,
                           request, "admin"),
        IsOk());
  }

  v1::GetDerivedStateResponse State() {
    const auto state =
        testing::CallUnary(running_->figures(), &v1::DerivedFiguresService::Stub::GetDerivedState,
                           v1::GetDerivedStateRequest());
    EXPECT_THAT(state, IsOk());
    return state.ok() ? *state : v1::GetDerivedStateResponse();
  }
  // Waits until what follows from the newest commit is recorded, and from that in turn: nothing.
  void Settle() {
    const absl::Time end = absl::Now() + kPatience;
    while (true) {
      const v1::GetDerivedStateResponse state = State();
      if (state.followed_revision() == state.head().revision()) return;
      ASSERT_LT(absl::Now(), end) << "it does not come to rest: " << state.DebugString();
      absl::SleepFor(absl::Milliseconds(2));
    }
  }
  // Waits until there is a commit after `revision`, and what follows from it.
  void SettleAfter(Revision revision) {
    ledger().WaitForCommit(revision, kPatience);
    ASSERT_GT(Head(), revision);
    Settle();
  }

  // All derived rows, by name.
  template <typename T>
  std::vector<typename T::Message> All() {
    const absl::StatusOr<ReadView> view = ledger().Read();
    auto rows = ReadBelow<T>(*view, {});
    EXPECT_THAT(rows, IsOk());
    return rows.ok() ? *std::move(rows) : std::vector<typename T::Message>();
  }
  // "{last ids of the name} level"
  std::vector<std::string> Levels() {
    std::vector<std::string> levels;
    for (const v1::ClimateTargetLevel& level : All<ClimateTargetLevelTable>()) {
      levels.push_back(
          absl::StrCat(*PatternOf<ClimateTargetLevelTable>().Parse(level.name())->rbegin(), " ",
                       level.level(), " ", level.unit()));
    }
    return levels;
  }

  // What the feed tells of the commits after `revision`, of the kinds of derived rows.
  std::vector<changes::v1::Change> ChangesAfter(Revision revision) {
    changes::v1::ListChangesRequest request;
    request.set_page_size(1000);
    request.mutable_filter()->add_kinds("tertial.climate.v1.ClimateTargetLevel");
    request.mutable_filter()->add_kinds("tertial.climate.v1.CalculatedEmission");
    std::vector<changes::v1::Change> found;
    while (true) {
      const auto page = testing::CallUnary(running_->changes(),
                                           &changes::v1::ChangeService::Stub::ListChanges, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return found;
      for (const changes::v1::Change& change : page->changes()) {
        if (change.commit().revision() > revision) found.push_back(change);
      }
      if (page->up_to_date()) return found;
      request.set_resume_token(page->resume_token());
    }
  }
  // "INSERTED name"
  static std::vector<std::string> TextsOf(const std::vector<changes::v1::Change>& changes) {
    std::vector<std::string> texts;
    for (const changes::v1::Change& change : changes) {
      texts.push_back(
          absl::StrCat(changes::v1::ChangeType_Name(change.type()).substr(12), " ", change.name()));
    }
    return texts;
  }
  template <typename Message>
  static Message Unpacked(const google::protobuf::Any& any) {
    Message message;
    EXPECT_TRUE(any.UnpackTo(&message));
    return message;
  }

  FakeClock clock_{absl::FromCivil(absl::CivilDay(2026, 2, 1), absl::UTCTimeZone())};
  TempDir directory_;
  std::unique_ptr<DerivedService> running_;
};

}  // namespace tertial::climate

#endif  // TERTIAL_TESTS_INTEGRATION_DERIVED_CLIMATE_H_
