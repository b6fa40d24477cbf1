#include "common/server/service_main.h"

#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/facts/overdue.h"
#include "common/http/http_server.h"
#include "common/ledger/erasure_journal.h"
#include "common/ledger/ledger_keeper.h"
#include "common/ledger/restore.h"
#include "common/observability/log.h"
#include "common/rpc/admin_service.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/change_service.h"
#include "common/rpc/channel.h"
#include "common/server/options.h"
#include "common/server/server.h"
#include "common/status/status_macros.h"
#include "common/store/rocksdb_store.h"
#include "common/types/build_version.h"
#include "common/types/clock.h"

namespace tertial {
namespace {

// What the answers to the last calls have to go out over HTTP, however long the calls took.
constexpr absl::Duration kLastAnswers = absl::Seconds(1);

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

// Tells whoever started the process, over the descriptor it passed, which ports are served.
void TellReady(int ready_fd, const std::vector<int>& ports) {
  if (ready_fd < 0) return;
  const std::string line = absl::StrCat(absl::StrJoin(ports, " "), "\n");
  [[maybe_unused]] const ssize_t written = ::write(ready_fd, line.data(), line.size());
  ::close(ready_fd);
}

LedgerOptions LedgerOptionsOf(const ServiceDefinition& definition) {
  return {.service_name = definition.name, .tables = definition.tables};
}

absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(const ServiceDefinition& definition,
                                                   const ServerOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<KeyValueStore> store,
                           OpenRocksDbStore(options.data_directory, RocksDbOptions{}));
  LedgerOptions ledger_options = LedgerOptionsOf(definition);
  TERTIAL_ASSIGN_OR_RETURN(ledger_options.journal, ErasureJournal::Open(JournalFile(options)));
  return Ledger::Open(std::move(store), SystemClock(), ledger_options);
}

absl::Status Restore(const ServiceDefinition& definition, const ServerOptions& options) {
  TERTIAL_ASSIGN_OR_RETURN(const RestoreResult restored,
                           RestoreLedger(options.restore_from, options.data_directory,
                                         options.without_journal ? "" : JournalFile(options),
                                         SystemClock(), LedgerOptionsOf(definition)));
  Log(Severity::kInfo, "restored",
      {{"service", definition.name},
       {"revision", absl::StrCat(restored.at.revision)},
       {"epoch", restored.at.epoch},
       {"redactions_done_again", absl::StrCat(restored.redactions)},
       {"erasures_done_again", absl::StrCat(restored.erasures)}});
  return absl::OkStatus();
}

// What is there of a service that has a store: the ledger, what it does by itself, and the services
// that every ledger has.
struct Stored {
  std::unique_ptr<Ledger> ledger;
  std::optional<LedgerKeeper> keeper;
  std::unique_ptr<grpc::Service> changes;
  std::unique_ptr<grpc::Service> admin;
};

// The server of HTTP and what answers its requests; both nullptr for a service without.
struct HttpFace {
  std::unique_ptr<HttpHandler> handler;
  std::unique_ptr<HttpServer> server;
};

absl::StatusOr<HttpFace> StartHttpFace(const ServiceDefinition& definition,
                                       const ServerOptions& options, const Server& server) {
  HttpFace face;
  if (!definition.http.has_value()) return face;
  face.handler =
      definition.http->create(OpenServiceChannel(absl::StrCat(options.host, ":", server.port())));
  TERTIAL_ASSIGN_OR_RETURN(face.server,
                           HttpServer::Start(options.host, options.http_port, *face.handler));
  return face;
}

// Opens everything in the order it is needed, serves, and closes it in the opposite order.
absl::Status Run(const ServiceDefinition& definition, const ServerOptions& options) {
  TERTIAL_RETURN_IF_ERROR(CheckOsloTimeZone());
  TERTIAL_ASSIGN_OR_RETURN(Authenticator authenticator, Authenticator::Load(options.policy_file));
  TERTIAL_ASSIGN_OR_RETURN(const AreaRegistry areas, AreaRegistry::Load(options.areas_directory));
  Serving serving(std::move(authenticator));
  Stored stored;
  if (!options.data_directory.empty()) {
    TERTIAL_ASSIGN_OR_RETURN(stored.ledger, OpenLedger(definition, options));
    stored.keeper.emplace(*stored.ledger);
    stored.changes = CreateChangeService(serving, areas, *stored.ledger);
    stored.admin = CreateAdminService(serving, areas, *stored.ledger, definition.not_redacted);
  }
  const ServiceEnvironment environment{
      .serving = serving, .areas = areas, .ledger = stored.ledger.get()};
  std::vector<std::unique_ptr<grpc::Service>> services;
  std::vector<ServedService> served;
  for (const ServiceContract& contract : definition.contracts) {
    TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<grpc::Service> service, contract.create(environment));
    served.push_back({contract.name, service.get()});
    services.push_back(std::move(service));
  }
  if (stored.ledger != nullptr) {
    served.push_back({kChangeServiceName, stored.changes.get()});
    served.push_back({kAdminServiceName, stored.admin.get()});
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                           Server::Start(options.host, options.port, served));
  TERTIAL_ASSIGN_OR_RETURN(const HttpFace http, StartHttpFace(definition, options, *server));
  std::vector<int> ports = {server->port()};
  Log(Severity::kInfo, "serving",
      {{"service", definition.name},
       {"version", BuildVersion()},
       {"address", absl::StrCat(options.host, ":", server->port())}});
  if (http.server != nullptr) {
    ports.push_back(http.server->port());
    Log(Severity::kInfo, "serving HTTP",
        {{"service", definition.name},
         {"address", absl::StrCat(options.host, ":", http.server->port())}});
  }
  TellReady(options.ready_fd, ports);
  // Destroyed before the server and all that it works on.
  std::shared_ptr<void> work;
  if (definition.begin_work) work = definition.begin_work(environment);

  const int signal = WaitForStop();
  Log(Severity::kInfo, "stopping",
      {{"service", definition.name}, {"signal", signal == SIGINT ? "SIGINT" : "SIGTERM"}});
  const absl::Duration notice = absl::Seconds(options.notice_seconds);
  const absl::Duration drain = absl::Seconds(options.drain_seconds);
  const absl::Duration end = SystemClock().Monotonic() + notice + drain;
  server->Stop(notice, drain, [&serving] { serving.EndStreams(); });
  // After that: each request that has come whole is a call that has been answered now.
  if (http.server != nullptr) {
    http.server->Stop(std::max(end - SystemClock().Monotonic(), kLastAnswers));
  }
  work.reset();
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
  AddServerFlags(app, options, definition.store_use);
  if (definition.http.has_value()) {
    options.http_port = definition.http->default_port;
    AddHttpFlag(app, options);
  }
  if (definition.add_flags) definition.add_flags(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExitForParseError(app, error);
  }
  ConfigureLog(options.log_format, options.log_level);
  const bool restore = !options.restore_from.empty();
  const absl::Status status = restore ? Restore(definition, options) : Run(definition, options);
  if (!status.ok()) {
    Log(Severity::kError, restore ? "cannot restore" : "cannot start",
        {{"service", definition.name}, {"cause", std::string(status.message())}});
    return kExitService;
  }
  if (!restore) Log(Severity::kInfo, "stopped", {{"service", definition.name}});
  return kExitOk;
}

}  // namespace tertial
