// A service that owns figures, and the indicators service's side of it: real servers and ledgers,
// each of which can be stopped and started again.
#ifndef TERTIAL_TESTS_INTEGRATION_OWNERS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_OWNERS_FIXTURE_H_

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/ledger/erasure_journal.h"
#include "common/ledger/ledger.h"
#include "common/ledger/restore.h"
#include "common/ledger/table.h"
#include "common/rpc/admin_service.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/change_service.h"
#include "common/rpc/serving.h"
#include "common/server/server.h"
#include "common/store/rocksdb_store.h"
#include "common/types/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicators/handler/rules.h"
#include "services/indicators/owners/owner_contacts.h"
#include "services/indicators/owners/owners.h"
#include "services/indicators/store/keys.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/store/keys.h"
#include "tests/testing/reserved_port.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"
#include "tests/testing/test_service.h"

namespace tertial::indicators {

inline constexpr char kOwnersPolicy[] = R"({"callers": [
    {"caller": "indicators", "roles": ["ROLE_READER"]}]})";
inline constexpr absl::Duration kPatience = absl::Seconds(30);

// Whether `condition` comes true before patience ends.
inline bool Eventually(const std::function<bool()>& condition) {
  const absl::Time end = absl::Now() + kPatience;
  while (!condition()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

inline std::unique_ptr<Ledger> OpenLedger(const std::string& name, const std::string& data,
                                          TableCatalog tables) {
  absl::StatusOr<std::unique_ptr<Ledger>> ledger =
      Ledger::Open(*OpenRocksDbStore(data, RocksDbOptions{}), SystemClock(),
                   LedgerOptions{.service_name = name,
                                 .tables = std::move(tables),
                                 .journal = *ErasureJournal::Open(data + ".erasures")});
  EXPECT_THAT(ledger, IsOk());
  return *std::move(ledger);
}

// The workforce service, as far as others follow it. It keeps its port.
class WorkforceOwner {
 public:
  explicit WorkforceOwner(std::string data) : data_(std::move(data)) { Start(); }
  ~WorkforceOwner() { Stop(); }

  void Start() {
    ledger_ = OpenLedger("workforce", data_, workforce::WorkforceTables());
    serving_ = std::make_unique<Serving>(*Authenticator::Parse(kOwnersPolicy, areas_),
                                         Authorizer("workforce", areas_));
    changes_ = CreateChangeService(*serving_, areas_, *ledger_);
    auto server =
        Server::Start("127.0.0.1", reserved_.port(), {{kChangeServiceName, changes_.get()}});
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
  }
  void Stop() {
    if (server_ == nullptr) return;
    server_->Stop(absl::ZeroDuration(), absl::Seconds(10), [this] { serving_->EndStreams(); });
    server_.reset();
    changes_.reset();
    serving_.reset();
    ledger_.reset();
  }

  // Loses the store and restores it from `backup`. Starts it again.
  void Restore(const std::string& backup) {
    Stop();
    std::filesystem::remove_all(data_);
    EXPECT_THAT(
        RestoreLedger(backup, data_, data_ + ".erasures", SystemClock(),
                      {.service_name = "workforce", .tables = workforce::WorkforceTables()}),
        IsOk());
    Start();
  }

  Ledger& ledger() { return *ledger_; }
  std::string address() const { return reserved_.address(); }

  // Each is one commit, made without the service's own rules.
  Revision Commit(absl::FunctionRef<absl::Status(Txn&)> fn) {
    const absl::StatusOr<CommitResult> result = ledger_->Commit({.actor = "tester"}, fn);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->at.revision : -1;
  }
  // Figures of Asker by their last ids, with their values; without one, they are deleted.
  Revision Put(const std::vector<std::pair<std::string, std::optional<std::string>>>& figures) {
    return Commit([&](Txn& txn) -> absl::Status {
      for (const auto& [id, value] : figures) {
        workforce::v1::WorkforceFigure figure;
        figure.set_name(absl::StrCat("areas/asker/figures/", id));
        absl::Status status;
        if (value.has_value()) {
          figure.mutable_cell()->set_value(*value);
          status = PutResource<workforce::WorkforceFigureTable>(txn, figure).status();
        } else {
          status = DeleteResource<workforce::WorkforceFigureTable>(txn, figure.name()).status();
        }
        if (!status.ok()) return status;
      }
      return absl::OkStatus();
    });
  }
  Revision Put(const std::string& id, const std::string& value) {
    return Put({{id, std::optional<std::string>(value)}});
  }
  Revision Delete(const std::string& id) { return Put({{id, std::nullopt}}); }

 private:
  const std::string data_;
  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  const testing::ReservedPort reserved_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Serving> serving_;
  std::unique_ptr<grpc::Service> changes_;
  std::unique_ptr<Server> server_;
};

// The ledger of the indicators service, and those who follow.
class Follower {
 public:
  explicit Follower(std::string data) : data_(std::move(data)) { Open(); }

  // Without following anybody.
  void Open() {
    ledger_ = OpenLedger("indicators", data_, IndicatorsTables());
    contacts_ = std::make_unique<OwnerContacts>();
  }
  void Follow(const std::string& workforce) {
    owners_ = std::make_unique<Owners>(OwnerAddresses{.workforce = workforce}, *ledger_, areas_,
                                       *contacts_);
  }
  void Stop() {
    owners_.reset();
    ledger_.reset();
  }

  Ledger& ledger() { return *ledger_; }
  OwnerContacts& contacts() { return *contacts_; }
  OwnerContact contact() const { return contacts_->Of("workforce"); }
  Revision head() const { return ledger_->Read()->at().revision; }

  Revision Commit(absl::FunctionRef<absl::Status(Txn&)> fn) {
    const absl::StatusOr<CommitResult> result = ledger_->Commit({.actor = "tester"}, fn);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? result->at.revision : -1;
  }
  // Defines an indicator whose figures stand under `resource` in workforce; empty: they are
  // recorded here.
  Revision Define(const std::string& id, const std::string& resource,
                  const std::string& scale_max = "") {
    return Commit([&](Txn& txn) {
      v1::Indicator indicator;
      indicator.set_name(absl::StrCat("indicators/", id));
      indicator.add_labels()->set_language("nb");
      indicator.mutable_labels(0)->set_text("Andel");
      indicator.set_collection(v1::COLLECTION_FRAMEWORK);
      indicator.set_unit("percent");
      if (!scale_max.empty()) {
        indicator.set_scale_min("0");
        indicator.set_scale_max(scale_max);
      }
      if (!resource.empty()) {
        indicator.mutable_owner()->set_service("workforce");
        indicator.mutable_owner()->set_resource(resource);
      }
      return PutResource<IndicatorTable>(txn, indicator).status();
    });
  }
  Revision Record(const std::string& indicator, const std::string& period,
                  const std::string& value) {
    return Commit([&](Txn& txn) {
      v1::Observation observation;
      observation.set_name(
          absl::StrCat("areas/asker/indicators/", indicator, "/observations/", period));
      observation.set_period(period);
      observation.mutable_cell()->set_value(value);
      return PutResource<ObservationTable>(txn, observation).status();
    });
  }

  std::optional<v1::Observation> Find(const std::string& indicator,
                                      const std::string& period) const {
    const absl::StatusOr<ReadView> view = ledger_->Read();
    auto found = FindResource<ObservationTable>(
        *view, absl::StrCat("areas/asker/indicators/", indicator, "/observations/", period));
    EXPECT_THAT(found, IsOk());
    return found.ok() ? *std::move(found) : std::nullopt;
  }
  // Empty: nothing is recorded.
  std::string Value(const std::string& indicator, const std::string& period) const {
    const std::optional<v1::Observation> found = Find(indicator, period);
    return found.has_value() ? found->cell().value() : "";
  }
  // Waits until it has the value.
  ::testing::AssertionResult Becomes(const std::string& indicator, const std::string& period,
                                     const std::string& value) const {
    if (Eventually([&] { return Value(indicator, period) == value; })) {
      return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << "it is still \"" << Value(indicator, period) << "\"";
  }
  // Waits until the owner was read up to its commit `revision`.
  ::testing::AssertionResult FollowsTo(Revision revision) const {
    if (Eventually([&] {
          const OwnerContact now = contact();
          return !now.stale && now.followed_to.has_value() &&
                 now.followed_to->revision() >= revision;
        })) {
      return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << "it does not come to " << revision;
  }
  ::testing::AssertionResult BecomesStale() const {
    if (Eventually([&] { return contact().stale; })) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "it does not become stale";
  }

 private:
  const std::string data_;
  const AreaRegistry areas_ = *AreaRegistry::Load(testing::AreasDirectory());
  std::unique_ptr<OwnerContacts> contacts_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Owners> owners_;
};

}  // namespace tertial::indicators

#endif  // TERTIAL_TESTS_INTEGRATION_OWNERS_FIXTURE_H_
