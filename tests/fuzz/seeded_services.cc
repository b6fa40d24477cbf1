#include "tests/fuzz/seeded_services.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/change_service.h"
#include "common/security/authorizer.h"
#include "services/climate/handler/climate_analysis_service.h"
#include "services/climate/handler/climate_service.h"
#include "services/climate/handler/rules.h"
#include "services/indicators/handler/analysis_service.h"
#include "services/indicators/handler/indicators_service.h"
#include "services/indicators/handler/rules.h"
#include "services/politics/handler/politics_service.h"
#include "services/politics/handler/rules.h"
#include "services/workforce/handler/rules.h"
#include "services/workforce/handler/workforce_service.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/seeds.h"
#include "tests/testing/memory_store.h"

namespace tertial::fuzz {
namespace {

constexpr char kPolicy[] = R"({"callers": [{"caller": "gateway", "roles": ["ROLE_READER"]}]})";

// The resources that the seeds of the service create.
std::unique_ptr<Ledger> SeededLedger(const std::string& name, TableCatalog tables,
                                     const Clock& clock) {
  LedgerOptions options;
  options.service_name = name;
  options.tables = std::move(tables);
  auto ledger = Ledger::Open(std::make_unique<MemoryStore>(), clock, options);
  Require(ledger.ok(), "a store is opened", ledger.status().ToString());
  const auto record = [&](Txn& txn) -> absl::Status {
    for (const Seed& seed : ReadSeeds(name)) {
      const TableDefinition* const table =
          options.tables.FindKind(seed.message->GetDescriptor()->full_name());
      if (table == nullptr || seed.text[0] != '+') continue;
      const google::protobuf::FieldDescriptor& field =
          *seed.message->GetDescriptor()->FindFieldByName("name");
      const auto ids =
          table->pattern.Parse(seed.message->GetReflection()->GetString(*seed.message, &field));
      if (!ids.ok()) return ids.status();
      const auto pk = EncodePrimaryKey(*ids);
      if (!pk.ok()) return pk.status();
      const auto put = txn.Put(table->id, *pk, seed.message->SerializeAsString());
      if (!put.ok()) return put.status();
    }
    return absl::OkStatus();
  };
  const auto recorded = (*ledger)->Commit({.actor = "seeds"}, record);
  Require(recorded.ok() && recorded->committed, "seeds are recorded", recorded.status().ToString());
  return *std::move(ledger);
}

}  // namespace

SeededService::SeededService(const std::string& name, const AreaRegistry& areas,
                             TableCatalog tables, const std::vector<Create>& creates)
    : clock_(absl::FromCivil(absl::CivilDay(2025, 2, 1), absl::UTCTimeZone())),
      ledger_(SeededLedger(name, std::move(tables), clock_)),
      serving_(*Authenticator::Parse(kPolicy, areas), Authorizer(name, areas)) {
  services_.push_back(CreateChangeService(serving_, areas, *ledger_));
  for (const Create create : creates) services_.push_back(create(serving_, areas, *ledger_));
  std::vector<ServedService> served;
  for (const auto& service : services_) {
    served.push_back({absl::StrCat(name, served.size()), service.get()});
  }
  auto server = Server::Start("127.0.0.1", 0, served);
  Require(server.ok(), "a service is served", server.status().ToString());
  server_ = *std::move(server);
}

SeededService::~SeededService() {
  server_->Stop(absl::ZeroDuration(), absl::Seconds(10), [this] { serving_.EndStreams(); });
}

std::string SeededService::address() const { return absl::StrCat("127.0.0.1:", server_->port()); }

const gateway::Endpoints& SeededEndpoints(const AreaRegistry& areas) {
  static const gateway::Endpoints& endpoints = *new gateway::Endpoints([&areas] {
    const auto serve = [&](const char* name, TableCatalog tables,
                           const std::vector<SeededService::Create>& creates) {
      return (new SeededService(name, areas, std::move(tables), creates))->address();
    };
    return gateway::Endpoints{
        .indicators =
            serve("indicators", indicators::IndicatorsTables(),
                  {indicators::CreateIndicatorsService, indicators::CreateAnalysisService}),
        .workforce =
            serve("workforce", workforce::WorkforceTables(), {workforce::CreateWorkforceService}),
        .politics =
            serve("politics", politics::PoliticsTables(), {politics::CreatePoliticsService}),
        .climate = serve("climate", climate::ClimateTables(),
                         {climate::CreateClimateService, climate::CreateClimateAnalysisService})};
  }());
  return endpoints;
}

}  // namespace tertial::fuzz
