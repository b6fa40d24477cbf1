#include "common/server/service_main.h"

#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/http/http_server.h"
#include "common/ledger/backup_check.h"
#include "common/ledger/ledger_keeper.h"
#include "common/ledger/restore.h"
#include "common/observability/log.h"
#include "common/observability/metrics.h"
#include "common/rpc/admin_service.h"
#include "common/rpc/audit_service.h"
#include "common/rpc/change_service.h"
#include "common/rpc/operations_service.h"
#include "common/rpc/refusal_log.h"
#include "common/server/flag_sources.h"
#include "common/server/operations_face.h"
#include "common/server/options.h"
#include "common/server/server.h"
#include "common/server/service_metrics.h"
#include "common/server/start_up.h"
#include "common/server/stop_signals.h"
#include "common/server/store_health.h"
#include "common/server/transport.h"
#include "common/status/status_macros.h"
#include "common/types/build_version.h"
#include "common/types/clock.h"
#include "google/protobuf/util/json_util.h"

namespace tertial {
namespace {

// What the answers to the last calls have to go out over HTTP, however long the calls took.
constexpr absl::Duration kLastAnswers = absl::Seconds(1);

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

// Says in the log, a line for each reason, what did not work.
int ExitCodeOf(const absl::Status& status, const ServiceDefinition& definition,
               absl::string_view failure) {
  if (status.ok()) return kExitOk;
  for (const absl::string_view cause : absl::StrSplit(status.message(), '\n')) {
    Log(Severity::kError, failure, {{"service", definition.name}, {"cause", std::string(cause)}});
  }
  return kExitService;
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

// Prints what a backup holds. Returns the exit code.
int CheckBackupOf(const ServiceDefinition& definition, const ServerOptions& options) {
  const absl::StatusOr<common::internal::v1::BackupCheck> check = CheckBackup(
      options.check_backup, options.check_revision, SystemClock(), LedgerOptionsOf(definition));
  if (!check.ok()) {
    const int code = ExitCodeOf(check.status(), definition, "the backup cannot be checked");
    return absl::IsDataLoss(check.status()) ? kExitFindings : code;
  }
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*check, &json).ok()) return kExitService;
  std::cout << json << std::endl;
  return check->finding_count() > 0 ? kExitFindings : kExitOk;
}

// What is there of a service that has a store: the ledger, what it does by itself, and the services
// that every ledger has.
struct Stored {
  std::unique_ptr<Ledger> ledger;
  std::optional<LedgerKeeper> keeper;
  std::unique_ptr<grpc::Service> changes;
  std::unique_ptr<grpc::Service> admin;
};

// The server of HTTP and what answers its requests.
struct HttpFace {
  std::unique_ptr<HttpHandler> handler;
  std::unique_ptr<HttpServer> server;
};

absl::StatusOr<HttpFace> StartHttpFace(const ServiceDefinition& definition,
                                       const ServerOptions& options, const TlsIdentity* identity,
                                       Server& server) {
  HttpFace face;
  std::unique_ptr<HttpHandler> others;
  if (definition.create_http_face) {
    others = definition.create_http_face(server.OwnChannel());
  }
  face.handler = std::make_unique<OperationsFace>([server = &server] { return server->serving(); },
                                                  std::move(others));
  TERTIAL_ASSIGN_OR_RETURN(face.server,
                           HttpServer::Start(options.host, options.http_port, *face.handler,
                                             HttpTlsOf(options.transport, identity)));
  return face;
}

// Opens everything in the order it is needed, serves, and closes it in the opposite order.
absl::Status Run(const ServiceDefinition& definition, const ServerOptions& options,
                 StopSignals& signals) {
  TERTIAL_ASSIGN_OR_RETURN(StartParts parts, OpenStartParts(options, LedgerOptionsOf(definition)));
  const AreaRegistry& areas = *parts.areas;
  Serving serving(parts.callers.authenticator(), Authorizer(definition.name, areas));
  Stored stored{.ledger = std::move(parts.ledger)};
  if (stored.ledger != nullptr) {
    stored.keeper.emplace(*stored.ledger);
    stored.changes = CreateChangeService(serving, areas, *stored.ledger);
    stored.admin = CreateAdminService(serving, areas, *stored.ledger, definition.not_redacted);
  }
  const auto now = [ledger = stored.ledger.get()] {
    return ledger != nullptr ? ledger->Now() : SystemClock().Now();
  };
  RefusalLog refusals(areas, now,
                      stored.ledger != nullptr ? StoreRefusals(*stored.ledger) : nullptr);
  serving.NoteRefusalsIn(refusals);
  std::unique_ptr<grpc::Service> audit;
  if (stored.ledger != nullptr) audit = CreateAuditService(serving, *stored.ledger, refusals);
  const ScrapeSource metrics(
      [&](Scrape& scrape) { ReadServiceMetrics(definition.name, stored.ledger.get(), scrape); });
  // Set when there is one: services are made before.
  std::atomic<const Server*> running = nullptr;
  const std::unique_ptr<grpc::Service> operations = CreateOperationsService(
      serving, {.service = definition.name, .ledger = stored.ledger.get(), .serving = [&running] {
                  const Server* const started = running;
                  return started != nullptr && started->serving();
                }});
  const TlsIdentity* const identity = parts.identity.get();
  const ServiceEnvironment environment{
      .serving = serving,
      .areas = areas,
      .ledger = stored.ledger.get(),
      .credentials = identity == nullptr ? nullptr : identity->ChannelCredentials()};
  std::vector<std::unique_ptr<grpc::Service>> services;
  std::vector<ServedService> served;
  for (const ServiceContract& contract : definition.contracts) {
    TERTIAL_ASSIGN_OR_RETURN(std::unique_ptr<grpc::Service> service, contract.create(environment));
    served.push_back({contract.name, service.get()});
    services.push_back(std::move(service));
  }
  served.push_back({kOperationsServiceName, operations.get()});
  if (stored.ledger != nullptr) {
    served.push_back({kChangeServiceName, stored.changes.get()});
    served.push_back({kAdminServiceName, stored.admin.get()});
    served.push_back({kAuditServiceName, audit.get()});
  }
  signals.Serving();
  TERTIAL_ASSIGN_OR_RETURN(
      const std::unique_ptr<Server> server,
      Server::Start(options.host, options.port, served, ListeningOf(options.transport, identity)));
  running = server.get();
  std::optional<StoreHealth> store_health;
  if (stored.ledger != nullptr) {
    std::vector<std::string> names;
    for (const ServedService& one : served) names.push_back(one.name);
    store_health.emplace(definition.name, std::move(names), *stored.ledger, *server);
  }
  TERTIAL_ASSIGN_OR_RETURN(const HttpFace http,
                           StartHttpFace(definition, options, identity, *server));
  Log(Severity::kInfo, "serving",
      {{"service", definition.name},
       {"version", BuildVersion()},
       {"address", absl::StrCat(options.host, ":", server->port())},
       {"transport", identity == nullptr ? "plain text" : "TLS"}});
  Log(Severity::kInfo, "serving HTTP",
      {{"service", definition.name},
       {"address", absl::StrCat(options.host, ":", http.server->port())}});
  std::vector<int> ports = {server->port(), http.server->port()};
  if (server->health_port() != 0) {
    ports.push_back(server->health_port());
    Log(Severity::kInfo, "telling health in plain text",
        {{"service", definition.name},
         {"address", absl::StrCat(options.host, ":", server->health_port())}});
  }
  TellReady(options.ready_fd, ports);
  // Destroyed before the server and all that it works on.
  std::shared_ptr<void> work;
  if (definition.begin_work) work = definition.begin_work(environment);

  signals.Wait();
  const absl::Duration notice = absl::Seconds(options.notice_seconds);
  const absl::Duration drain = absl::Seconds(options.drain_seconds);
  const absl::Duration end = SystemClock().Monotonic() + notice + drain;
  server->Stop(notice, drain, [&serving] { serving.EndStreams(); });
  // After that: each request that has come whole is a call that has been answered now.
  http.server->Stop(std::max(end - SystemClock().Monotonic(), kLastAnswers));
  work.reset();
  return absl::OkStatus();
}

// Reads what the command line and the other sources of flags say. Not empty: the process is to end
// with this exit code, since they are wrong, or the printing of something was all that was asked.
std::optional<int> ReadFlags(int argc, char** argv, CLI::App& app, FlagSources& sources) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (const absl::Status read = sources.Read(arguments, EnvironmentOfProcess()); !read.ok()) {
    std::cerr << read.message() << std::endl;
    return kExitUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExitForParseError(app, error);
  }
  if (!sources.print_config()) return std::nullopt;
  std::cout << sources.Print() << std::flush;
  return std::cout.good() ? kExitOk : kExitService;
}

}  // namespace

int ServiceMain(int argc, char** argv, const ServiceDefinition& definition) {
  StopSignals::Take();
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
  options.http_port = definition.default_port + kHttpPortOffset;
  AddHttpFlag(app, options);
  if (definition.add_flags) definition.add_flags(app);
  FlagSources sources(app, definition.name);
  if (const std::optional<int> end = ReadFlags(argc, argv, app, sources)) return *end;
  ConfigureLog(options.log_format, options.log_level);
  LogWhatGrpcSays();
  for (const std::string& variable : sources.unknown_variables()) {
    Log(Severity::kWarning, "a variable sets no flag",
        {{"service", definition.name}, {"variable", variable}});
  }
  if (!options.restore_from.empty() || !options.check_backup.empty()) {
    // What a signal breaks off does not end as if it were done.
    StopSignals::GiveBack();
    if (!options.check_backup.empty()) return CheckBackupOf(definition, options);
    return ExitCodeOf(Restore(definition, options), definition, "cannot restore");
  }
  StopSignals signals(definition.name);
  const int code = ExitCodeOf(Run(definition, options, signals), definition, "cannot start");
  if (code == kExitOk) Log(Severity::kInfo, "stopped", {{"service", definition.name}});
  return code;
}

}  // namespace tertial
