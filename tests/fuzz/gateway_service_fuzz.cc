// The gateway in the role editions, with data services behind it that nobody changes.
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "services/gateway/handler/checks_service.h"
#include "services/gateway/handler/edition_handlers.h"
#include "services/gateway/handler/editions_service.h"
#include "services/gateway/handler/editions_tables.h"
#include "services/gateway/handler/gateway_parts.h"
#include "services/gateway/handler/gateway_service.h"
#include "services/gateway/handler/report_service.h"
#include "services/gateway/withdrawals/freeze_gate.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/seeded_services.h"
#include "tests/fuzz/service_fuzz.h"

namespace tertial::fuzz {
namespace {

// The store that editions are read from: that of the input which is run.
const Ledger*& PresentLedger() {
  static const Ledger* ledger = nullptr;
  return ledger;
}

// Reports are kept finished as long as the process lives.
std::shared_ptr<const gateway::GatewayParts> Parts(const AreaRegistry& areas) {
  static const auto& parts = *new std::shared_ptr<const gateway::GatewayParts>(
      std::make_shared<const gateway::GatewayParts>(
          areas, SeededEndpoints(areas), gateway::kReportMemoryBytes,
          [&areas](const CallContext& /*call*/, const std::string& edition) {
            return gateway::ReadEditionReport(*PresentLedger(), areas, edition);
          }));
  return parts;
}

}  // namespace

const char* const kCorpus = "gateway_service";

FuzzedService TheFuzzedService() {
  return {.name = "gateway",
          .tables = gateway::EditionsTables(),
          .not_redacted = gateway::EditionsNotRedacted(),
          .contracts = {{"tertial.gateway.v1.ReportService",
                         [](const Surroundings& around) {
                           PresentLedger() = &around.ledger;
                           return gateway::CreateReportService(around.serving, Parts(around.areas));
                         }},
                        {"tertial.gateway.v1.GatewayService",
                         [](const Surroundings& around) {
                           return gateway::CreateGatewayService(around.serving,
                                                                Parts(around.areas));
                         }},
                        {"tertial.gateway.v1.EditionsService",
                         [](const Surroundings& around) {
                           const auto gate = std::make_shared<gateway::FreezeGate>();
                           around.kept.push_back(gate);
                           return gateway::CreateEditionsService(around.serving, around.ledger,
                                                                 Parts(around.areas), *gate);
                         }},
                        {"tertial.gateway.v1.ChecksService",
                         [](const Surroundings& around) {
                           return gateway::CreateChecksService(around.serving, around.ledger,
                                                               Parts(around.areas));
                         }}},
          // Some wait for what does not come: a revision that there is not.
          .patience = absl::Milliseconds(500)};
}

}  // namespace tertial::fuzz
