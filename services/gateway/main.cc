// The gateway: reports, put together from the data services; and, in the role `editions`, the
// editions of them.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/server/options.h"
#include "common/server/service_main.h"
#include "services/gateway/clients/edition_reports.h"
#include "services/gateway/handler/checks_service.h"
#include "services/gateway/handler/edition_handlers.h"
#include "services/gateway/handler/editions_service.h"
#include "services/gateway/handler/editions_tables.h"
#include "services/gateway/handler/forwarding_service.h"
#include "services/gateway/handler/gateway_parts.h"
#include "services/gateway/handler/gateway_service.h"
#include "services/gateway/handler/report_service.h"
#include "services/gateway/http/http_face.h"
#include "services/gateway/withdrawals/freeze_gate.h"
#include "services/gateway/withdrawals/redaction_follower.h"
#include "tertial/gateway/v1/checks_service.pb.h"
#include "tertial/gateway/v1/editions_service.pb.h"

namespace {

using tertial::ServiceEnvironment;
using tertial::gateway::EditionReports;
using tertial::gateway::Endpoints;
using tertial::gateway::FreezeGate;
using tertial::gateway::GatewayParts;
using tertial::gateway::RedactionFollower;

// What a gateway does beside serving reports.
enum class GatewayRole {
  // Nothing: it has no store.
  kReports,
  // Keeps what belongs to reports themselves: editions, claims, accepted findings.
  kEditions,
};

struct GatewayFlags {
  Endpoints endpoints;
  GatewayRole role = GatewayRole::kReports;
  size_t report_memory_mib = tertial::gateway::kReportMemoryBytes >> 20;
};

// What the contracts share: made for the first of them, and gone with the last.
class SharedParts {
 public:
  explicit SharedParts(const GatewayFlags& flags) : flags_(flags) {}

  std::shared_ptr<const GatewayParts> Of(const ServiceEnvironment& environment) {
    std::shared_ptr<const GatewayParts> parts = parts_.lock();
    if (parts == nullptr) {
      Endpoints endpoints = flags_.endpoints;
      endpoints.credentials = environment.credentials;
      parts = std::make_shared<const GatewayParts>(
          environment.areas, endpoints, flags_.report_memory_mib << 20, EditionsOf(environment));
      parts_ = parts;
    }
    return parts;
  }

 private:
  // Where the reports of editions come from; empty: there are none.
  EditionReports EditionsOf(const ServiceEnvironment& environment) const {
    if (environment.ledger == nullptr) {
      return flags_.endpoints.editions.empty()
                 ? nullptr
                 : tertial::gateway::EditionReportsFrom(flags_.endpoints.editions,
                                                        environment.credentials);
    }
    return [&areas = environment.areas, ledger = environment.ledger](
               const tertial::CallContext& /*call*/, const std::string& edition) {
      return tertial::gateway::ReadEditionReport(*ledger, areas, edition);
    };
  }

  const GatewayFlags& flags_;
  std::weak_ptr<const GatewayParts> parts_;
};

void AddFlags(CLI::App& app, GatewayFlags& flags) {
  Endpoints& endpoints = flags.endpoints;
  app.add_option("--indicators", endpoints.indicators, "Address of the indicators service")
      ->capture_default_str();
  app.add_option("--workforce", endpoints.workforce, "Address of the workforce service")
      ->capture_default_str();
  app.add_option("--politics", endpoints.politics, "Address of the politics service")
      ->capture_default_str();
  app.add_option("--climate", endpoints.climate, "Address of the climate service")
      ->capture_default_str();
  app.add_option("--report-memory-mib", flags.report_memory_mib,
                 "What kept reports may take; those used least lately are given up first")
      ->check(CLI::Range(0, 1 << 20))
      ->capture_default_str();
  tertial::AddChoice(app, "--role", flags.role,
                     "Whether it keeps editions, claims and accepted findings, in a store of its "
                     "own, or serves reports alone",
                     {{"reports", GatewayRole::kReports}, {"editions", GatewayRole::kEditions}});
  app.add_option("--editions", flags.endpoints.editions,
                 "Address of the gateway in the role editions, for one in the role reports; "
                 "without it there are no editions, claims and findings");
  app.callback([&app, &flags] {
    const bool has_store = !app.get_option("--data")->empty();
    if (flags.role == GatewayRole::kEditions && !has_store) {
      throw CLI::ValidationError("--role",
                                 "editions are kept in a store; name its directory with --data");
    }
    const bool restores = !app.get_option("--restore")->empty();
    if (flags.role == GatewayRole::kReports && has_store && !restores) {
      throw CLI::ValidationError("--data", "only --role=editions has a store");
    }
    if (flags.role == GatewayRole::kEditions && !flags.endpoints.editions.empty()) {
      throw CLI::ValidationError("--editions", "--role=editions keeps them itself; leave it out");
    }
  });
}

// A contract that is answered by the gateway that keeps editions.
std::unique_ptr<grpc::Service> Forwarded(const std::string& contract, const GatewayFlags& flags,
                                         const ServiceEnvironment& environment) {
  return tertial::gateway::CreateForwardingService(
      *google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(contract),
      flags.endpoints.editions, std::bind_front(&tertial::Serving::CallerOf, &environment.serving),
      environment.credentials);
}

// Withdraws editions while it lives.
std::shared_ptr<void> BeginWithdrawing(const ServiceEnvironment& environment,
                                       const GatewayParts& parts, FreezeGate& gate) {
  const auto followers = std::make_shared<std::vector<std::unique_ptr<RedactionFollower>>>();
  for (const auto& [service, channel] : parts.data_services.Channels()) {
    followers->push_back(
        std::make_unique<RedactionFollower>(service, channel, *environment.ledger, gate));
  }
  return followers;
}

}  // namespace

int main(int argc, char** argv) {
  GatewayFlags flags;
  SharedParts parts(flags);
  FreezeGate gate;
  return tertial::ServiceMain(
      argc, argv,
      {.name = "gateway",
       .purpose = "Serves reports, put together from the four data services.",
       .default_port = 7400,
       .store_use = tertial::StoreUse::kOptional,
       .tables = tertial::gateway::EditionsTables(),
       .not_redacted = tertial::gateway::EditionsNotRedacted(),
       .add_flags = [&](CLI::App& app) { AddFlags(app, flags); },
       .contracts = {{"tertial.gateway.v1.ReportService",
                      [&](const ServiceEnvironment& environment) {
                        return tertial::gateway::CreateReportService(environment.serving,
                                                                     parts.Of(environment));
                      }},
                     {"tertial.gateway.v1.GatewayService",
                      [&](const ServiceEnvironment& environment) {
                        return tertial::gateway::CreateGatewayService(environment.serving,
                                                                      parts.Of(environment));
                      }},
                     {"tertial.gateway.v1.EditionsService",
                      [&](const ServiceEnvironment& environment) {
                        if (environment.ledger == nullptr) {
                          return Forwarded("tertial.gateway.v1.EditionsService", flags,
                                           environment);
                        }
                        return tertial::gateway::CreateEditionsService(
                            environment.serving, *environment.ledger, parts.Of(environment), gate);
                      }},
                     {"tertial.gateway.v1.ChecksService",
                      [&](const ServiceEnvironment& environment) {
                        if (environment.ledger == nullptr) {
                          return Forwarded("tertial.gateway.v1.ChecksService", flags, environment);
                        }
                        return tertial::gateway::CreateChecksService(
                            environment.serving, *environment.ledger, parts.Of(environment));
                      }}},
       .begin_work = [&](const ServiceEnvironment& environment) -> std::shared_ptr<void> {
         if (environment.ledger == nullptr) return nullptr;
         return BeginWithdrawing(environment, *parts.Of(environment), gate);
       },
       .create_http_face = tertial::gateway::CreateHttpFace});
}
