#include "common/server/service_main.h"

#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/observability/log.h"
#include "common/rpc/authenticator.h"
#include "common/server/options.h"
#include "common/server/server.h"
#include "common/status/status_macros.h"
#include "common/store/rocksdb_store.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

// The signals that stop a service. Blocked in every thread, so that only WaitForStop meets them.
sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

int WaitForStop() {
  const sigset_t signals = StopSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  return signal;
}

// Tells whoever started the process, over the descriptor it passed, which port is served.
void TellReady(int ready_fd, int port) {
  if (ready_fd < 0) return;
  const std::string line = absl::StrCat(port, "\n");
  [[maybe_unused]] const ssize_t written = ::write(ready_fd, line.data(), line.size());
  ::close(ready_fd);
}

absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const ServiceDefinition& definition,
                                                   const ServerOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store,
                           OpenRocksDbStore(options.data_directory, RocksDbOptions{}));
  return Ledger::Open(std::move(store), SystemClock(),
                      LedgerOptions{.service_name = definition.name, .tables = definition.tables});
}

// Opens everything in the order it is needed, serves, and closes it in the opposite order.
absl::Status Run(const ServiceDefinition& definition, const ServerOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(Authenticator authenticator, Authenticator::Load(options.policy_file));
  TERTIAL_ASSIGN_OR_RETURN(const AreaRegistry areas, AreaRegistry::Load(options.areas_directory));
  std::unique_ptr<Ledger> ledger;
  if (definition.has_store) {
    TERTIAL_ASSIGN_OR_RETURN(ledger, OpenLedger(definition, options));
  }
  Serving serving(std::move(authenticator));
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<grpc::Service> service,
                           definition.create(ServiceEnvironment{
                               .serving = serving, .areas = areas, .ledger = ledger.get()}));
  TERTIAL_ASSIGN_OR_RETURN(
      const std::unique_ptr<Server> server,
      Server::Start(options.host, options.port, {{definition.contract, service.get()}}));
  Log(Severity::kInfo, "serving",
      {{"service", definition.name},
       {"version", BuildVersion()},
       {"address", absl::StrCat(options.host, ":", server->port())}});
  TellReady(options.ready_fd, server->port());

  const int signal = WaitForStop();
  Log(Severity::kInfo, "stopping",
      {{"service", definition.name}, {"signal", signal == SIGINT ? "SIGINT" : "SIGTERM"}});
  server->Stop(absl::Seconds(options.notice_seconds), absl::Seconds(options.drain_seconds));
  return absl::OkStatus();
}

}  // namespace

int ServiceMain(int argc, char** argv, const ServiceDefinition& definition) {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // Messages are made and destroyed in thousands of small pieces. glibc's fast bins keep those
  // pieces apart and then merge them all at once, again and again: without them a report costs 0.7
  // to 0.9 of the processor time (tests/bench/README.md).
  ::mallopt(M_MXFAST, 0);
  // A peer that goes away must not end the process.
  ::signal(SIGPIPE, SIG_IGN);

  CLI::App app(definition.purpose, absl::StrCat("tertial-", definition.name));
  ServerOptions options;
  options.port = definition.default_port;
  AddServerFlags(app, options, definition.has_store);
  if (definition.add_flags) definition.add_flags(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExitForParseError(app, error);
  }
  ConfigureLog(options.log_format, options.log_level);
  if (const absl::Status status = Run(definition, options); !status.ok()) {
    Log(Severity::kError, "cannot start",
        {{"service", definition.name}, {"cause", std::string(status.message())}});
    return kExitService;
  }
  Log(Severity::kInfo, "stopped", {{"service", definition.name}});
  return kExitOk;
}

}  // namespace tertial
