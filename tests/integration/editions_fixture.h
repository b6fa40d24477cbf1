// A gateway in the role editions with the four data services behind it, each a real server of this
// process on a free port over a store that outlives it, under the policy that is deployed.
#ifndef TERTIAL_TESTS_INTEGRATION_EDITIONS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_EDITIONS_FIXTURE_H_

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/import/dataset.h"
#include "clients/cli/import/upload.h"
#include "common/ledger/restore.h"
#include "common/rpc/admin_service.h"
#include "common/rpc/change_service.h"
#include "common/server/server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/rules.h"
#include "services/gateway/handler/editions_service.h"
#include "services/gateway/handler/editions_tables.h"
#include "services/gateway/withdrawals/redaction_follower.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_service.h"
#include "tertial/gateway/v1/editions_service.grpc.pb.h"
#include "tests/testing/local_channel.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/test_service.h"

namespace tertial::gateway {

using EditionsStub = v1::EditionsService::Stub;

// A store, and what serves it.
class StoredServer {
 public:
  using Services = std::vector<std::unique_ptr<grpc::Service>>;
  // Makes what is served beside changes and administration.
  using Create = std::function<Services(Serving&, Ledger&)>;

  StoredServer(const std::string& name, const std::string& data, const TableCatalog& tables,
               const AreaRegistry& areas, const Create& create, NotRedacted not_redacted = {})
      : ledger_(*Ledger::Open(*OpenRocksDbStore(data), SystemClock(),
                              {.service_name = name,
                               .tables = tables,
                               .journal = *ErasureJournal::Open(absl::StrCat(data, ".erasures"))})),
        serving_(*Authenticator::Load(TERTIAL_SOURCE_DIR "/deploy/config/policy.json", areas),
                 Authorizer(name, areas)),
        services_(create(serving_, *ledger_)) {
    services_.push_back(CreateChangeService(serving_, areas, *ledger_));
    services_.push_back(CreateAdminService(serving_, areas, *ledger_, std::move(not_redacted)));
    std::vector<ServedService> served;
    for (const auto& service : services_) {
      served.push_back({absl::StrCat(name, served.size()), service.get()});
    }
    server_ = *Server::Start("127.0.0.1", 0, served);
  }
  ~StoredServer() {
    server_->Stop(absl::ZeroDuration(), absl::Seconds(10), [this] { serving_.EndStreams(); });
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", server_->port()); }
  Ledger& ledger() { return *ledger_; }

 private:
  const std::unique_ptr<Ledger> ledger_;
  Serving serving_;
  Services services_;
  std::unique_ptr<Server> server_;
};

class EditionsTest : public ::testing::Test {
 protected:
  EditionsTest() {
    for (const auto& [name, tables] : tables_) {
      if (name != "gateway") StartService(name);
    }
    StartEditions();
  }
  ~EditionsTest() override { StopEditions(); }

  std::string DataOf(const std::string& name) const {
    return absl::StrCat(directory_.path(), "/", name, "-", generation_.at(name));
  }

  void StartService(const std::string& name) {
    services_[name] = std::make_unique<StoredServer>(
        name, DataOf(name), tables_.at(name), areas_, [&](Serving& serving, Ledger& ledger) {
          StoredServer::Services made;
          if (name == "indicators") {
            made.push_back(indicators::CreateIndicatorsService(serving, areas_, ledger));
          } else if (name == "workforce") {
            made.push_back(workforce::CreateWorkforceService(serving, areas_, ledger));
          } else if (name == "politics") {
            made.push_back(politics::CreatePoliticsService(serving, areas_, ledger));
          } else {
            made.push_back(climate::CreateClimateService(serving, areas_, ledger));
          }
          return made;
        });
  }

  void StartEditions() {
    const auto address = [&](const std::string& name) {
      return services_[name] == nullptr ? "127.0.0.1:1" : services_[name]->address();
    };
    parts_ =
        std::make_shared<const GatewayParts>(areas_, Endpoints{.indicators = address("indicators"),
                                                               .workforce = address("workforce"),
                                                               .politics = address("politics"),
                                                               .climate = address("climate")});
    editions_ = std::make_unique<StoredServer>(
        "gateway", DataOf("gateway"), tables_.at("gateway"), areas_,
        [&](Serving& serving, Ledger& ledger) {
          StoredServer::Services made;
          made.push_back(CreateEditionsService(serving, ledger, parts_, gate_));
          return made;
        },
        EditionsNotRedacted());
    stub_ = v1::EditionsService::NewStub(testing::LocalChannel(editions_->address()));
    for (const auto& [service, channel] : parts_->data_services.Channels()) {
      followers_.push_back(
          std::make_unique<RedactionFollower>(service, channel, editions_->ledger(), gate_));
    }
  }
  void StopEditions() {
    followers_.clear();
    editions_.reset();
    parts_.reset();
  }
  // All processes end and begin again.
  void RestartAll() {
    StopEditions();
    for (auto& [name, service] : services_) {
      service.reset();
      StartService(name);
    }
    StartEditions();
  }

  Ledger& LedgerOf(const std::string& name) {
    return name == "gateway" ? editions_->ledger() : services_.at(name)->ledger();
  }

  void Backup(const std::string& name) {
    const std::string backup = BackupOf(name);
    std::filesystem::remove_all(backup);
    ASSERT_THAT(LedgerOf(name).Backup(backup), IsOk());
  }
  // From the last backup, into another directory: a new epoch. The editions are to be stopped.
  void Restore(const std::string& name) {
    const std::string journal = absl::StrCat(DataOf(name), ".erasures");
    if (name != "gateway") services_.at(name).reset();
    ++generation_[name];
    std::filesystem::copy_file(journal, absl::StrCat(DataOf(name), ".erasures"));
    ASSERT_THAT(RestoreLedger(BackupOf(name), DataOf(name), absl::StrCat(DataOf(name), ".erasures"),
                              SystemClock(), {.service_name = name, .tables = tables_.at(name)}),
                IsOk());
    if (name != "gateway") StartService(name);
  }

  // The example, into all services; the indicators service follows no owners here.
  void LoadTheExample() {
    auto dataset = cli::ReadDataset(TERTIAL_SOURCE_DIR "/data/asker-2024", "");
    ASSERT_THAT(dataset, IsOk());
    for (indicators::v1::IndicatorsRow& row : dataset->indicators.rows) {
      if (row.has_indicator()) row.mutable_indicator()->clear_owner();
    }
    std::vector<cli::Problem> problems;
    const auto results = cli::UploadDataset(
        *dataset,
        {.indicators = services_["indicators"]->address(),
         .workforce = services_["workforce"]->address(),
         .politics = services_["politics"]->address(),
         .climate = services_["climate"]->address()},
        {}, [](const std::string&, int64_t, int64_t) {}, problems);
    ASSERT_THAT(results, IsOk());
    ASSERT_THAT(problems, ::testing::IsEmpty());
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (EditionsStub::*method)(grpc::ClientContext*,
                                                                     const Request&, Response*),
                                const Request& request, const std::string& caller = "cli") {
    return tertial::testing::CallUnary(*stub_, method, request, caller);
  }

  static std::string NameOf(const std::string& id) {
    return absl::StrCat("areas/asker/editions/", id);
  }
  static v1::CreateEditionRequest CreateRequest(const std::string& id) {
    v1::CreateEditionRequest request;
    request.mutable_edition()->set_name(NameOf(id));
    common::v1::LocalizedText& title = *request.mutable_edition()->add_titles();
    title.set_language("nb");
    title.set_text("Årsrapport 2024");
    request.mutable_edition()->mutable_query()->set_period("2024");
    return request;
  }
  v1::Edition Create(const std::string& id) {
    const auto created = Call(&EditionsStub::CreateEdition, CreateRequest(id));
    EXPECT_THAT(created, IsOk());
    return created.ok() ? created->edition() : v1::Edition();
  }
  absl::StatusOr<v1::FreezeEditionResponse> TryFreeze(
      const std::string& id, const std::vector<v1::SectionKind>& accepted = {}) {
    v1::FreezeEditionRequest request;
    request.set_name(NameOf(id));
    for (const v1::SectionKind section : accepted) request.add_accept_incomplete(section);
    return Call(&EditionsStub::FreezeEdition, request);
  }
  // A draft of this id, frozen.
  v1::Edition Freeze(const std::string& id) {
    Create(id);
    const auto frozen = TryFreeze(id);
    EXPECT_THAT(frozen, IsOk());
    return frozen.ok() ? frozen->edition() : v1::Edition();
  }
  absl::StatusOr<v1::PublishEditionResponse> Publish(const std::string& id) {
    v1::PublishEditionRequest request;
    request.set_name(NameOf(id));
    return Call(&EditionsStub::PublishEdition, request);
  }
  absl::StatusOr<v1::CorrectEditionResponse> Correct(const std::string& id,
                                                     const std::string& correction) {
    v1::CorrectEditionRequest request;
    request.set_name(NameOf(id));
    request.set_correction(NameOf(correction));
    common::v1::LocalizedText& notice = *request.add_notices();
    notice.set_language("nb");
    notice.set_text("Sykefraværet var feil.");
    return Call(&EditionsStub::CorrectEdition, request);
  }
  absl::StatusOr<v1::Edition> Get(const std::string& id) {
    v1::GetEditionRequest request;
    request.set_name(NameOf(id));
    const auto answer = Call(&EditionsStub::GetEdition, request);
    if (!answer.ok()) return answer.status();
    return answer->edition();
  }
  absl::StatusOr<v1::GetEditionReportResponse> GetReport(const std::string& id) {
    v1::GetEditionReportRequest request;
    request.set_name(NameOf(id));
    return Call(&EditionsStub::GetEditionReport, request);
  }
  // All pages.
  std::vector<v1::ManifestEntry> ManifestOf(const std::string& id, int page_size = 1000) {
    v1::ListManifestRequest request;
    request.set_parent(NameOf(id));
    request.set_page_size(page_size);
    std::vector<v1::ManifestEntry> entries;
    do {
      const auto page = Call(&EditionsStub::ListManifest, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      entries.insert(entries.end(), page->entries().begin(), page->entries().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return entries;
  }
  // All pages as one answer; an empty `target` is what is recorded now.
  absl::StatusOr<v1::DiffEditionsResponse> Diff(const std::string& base,
                                                const std::string& target = "",
                                                int page_size = 1000) {
    v1::DiffEditionsRequest request;
    request.set_base(NameOf(base));
    if (!target.empty()) request.set_target(NameOf(target));
    request.set_page_size(page_size);
    v1::DiffEditionsResponse last;
    google::protobuf::RepeatedPtrField<v1::FactDifference> all;
    do {
      const auto page = Call(&EditionsStub::DiffEditions, request);
      if (!page.ok()) return page.status();
      last = *page;
      all.MergeFrom(page->differences());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    last.mutable_differences()->Swap(&all);
    return last;
  }
  // Waits until the edition is withdrawn, or for a while.
  v1::EditionState StateWhenWithdrawn(const std::string& id) {
    const absl::Time deadline = absl::Now() + absl::Seconds(20);
    while (true) {
      const Revision head = editions_->ledger().Read()->at().revision;
      const auto edition = Get(id);
      EXPECT_THAT(edition, IsOk());
      if (!edition.ok()) return v1::EDITION_STATE_UNSPECIFIED;
      if (edition->state() == v1::EDITION_STATE_WITHDRAWN || absl::Now() > deadline) {
        return edition->state();
      }
      editions_->ledger().WaitForCommit(head, absl::Milliseconds(200));
    }
  }

  const TempDir directory_;
  const AreaRegistry areas_ = *AreaRegistry::Load(tertial::testing::AreasDirectory());
  const std::map<std::string, TableCatalog> tables_ = {
      {"indicators", indicators::IndicatorsTables()},
      {"workforce", workforce::WorkforceTables()},
      {"politics", politics::PoliticsTables()},
      {"climate", climate::ClimateTables()},
      {"gateway", EditionsTables()}};
  // How often each store was restored.
  std::map<std::string, int> generation_ = {
      {"indicators", 0}, {"workforce", 0}, {"politics", 0}, {"climate", 0}, {"gateway", 0}};
  std::map<std::string, std::unique_ptr<StoredServer>> services_;
  FreezeGate gate_;
  std::shared_ptr<const GatewayParts> parts_;
  std::unique_ptr<StoredServer> editions_;
  std::unique_ptr<EditionsStub> stub_;
  std::vector<std::unique_ptr<RedactionFollower>> followers_;

 private:
  std::string BackupOf(const std::string& name) const {
    return absl::StrCat(directory_.path(), "/backup-", name);
  }
};

}  // namespace tertial::gateway

#endif  // TERTIAL_TESTS_INTEGRATION_EDITIONS_FIXTURE_H_
