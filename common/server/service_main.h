// How a service lives and dies: the one place that knows signals, flags, start and stop.
#ifndef TERTIAL_COMMON_SERVER_SERVICE_MAIN_H_
#define TERTIAL_COMMON_SERVER_SERVICE_MAIN_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "common/http/http_server.h"
#include "common/ledger/ledger.h"
#include "common/ledger/table_catalog.h"
#include "common/rpc/admin_handlers.h"
#include "common/rpc/serving.h"
#include "common/server/options.h"
#include "common/types/area_registry.h"
#include "grpcpp/channel.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/security/credentials.h"

namespace tertial {

// What a service is made from. All of it outlives the service.
struct ServiceEnvironment {
  Serving& serving;
  const AreaRegistry& areas;
  // nullptr where there is no store.
  Ledger* ledger;
  // What it shows to other services that it calls; nullptr: plain text.
  std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr;
};

// One service of a contract.
struct ServiceContract {
  // Its name in the contract, "tertial.indicators.v1.IndicatorsService".
  std::string name;
  std::function<absl::StatusOr<std::unique_ptr<grpc::Service>>(const ServiceEnvironment&)> create;
};

struct ServiceDefinition {
  // "indicators": names the store, the log lines and the binary "tertial-indicators".
  std::string name;
  // One sentence for --help.
  std::string purpose;
  int default_port;
  StoreUse store_use;
  // The tables of its store, with their rules, and those of them that are not redacted.
  TableCatalog tables;
  NotRedacted not_redacted = {};
  // Declares flags of its own. May be empty.
  std::function<void(CLI::App&)> add_flags;
  // What it serves beside what every service with a store does; made in this order.
  std::vector<ServiceContract> contracts;
  // Begins what it does by itself, once it serves. What is returned is destroyed when it serves no
  // more. May be empty.
  std::function<std::shared_ptr<void>(const ServiceEnvironment&)> begin_work = nullptr;
  // What it serves over HTTP beside what every service does (operations_face.h): made over a
  // channel to its own server, as any caller has one, so that each call is authenticated, admitted
  // and logged like others. May be empty.
  std::function<std::unique_ptr<HttpHandler>(std::shared_ptr<grpc::Channel> own)> create_http_face =
      nullptr;
};

// Runs a service until SIGINT or SIGTERM (stop_signals.h), with flags from wherever they come
// (flag_sources.h), and returns the exit code of the process (options.h).
int ServiceMain(int argc, char** argv, const ServiceDefinition& definition);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_SERVICE_MAIN_H_
