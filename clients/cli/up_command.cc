#include "clients/cli/up_command.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/certificates/dev_certificates.h"
#include "clients/cli/child_process.h"
#include "clients/cli/connection.h"
#include "clients/cli/console.h"
#include "clients/cli/gateway_client.h"
#include "clients/cli/import_command.h"
#include "clients/cli/registers/person_key_file.h"
#include "clients/cli/report_command.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

constexpr int kStopSeconds = 20;

// A data service, its port after that of the gateway, and whether it is told where those are that
// stand before it.
struct DataServiceProcess {
  const char* name;
  int offset;
  bool follows_others;
};
constexpr DataServiceProcess kDataServiceProcesses[] = {{"workforce", 2, false},
                                                        {"politics", 3, false},
                                                        {"climate", 4, false},
                                                        {"indicators", 1, true}};

// Keeps registers of persons, under keys of its own.
constexpr char kKeyedService[] = "workforce";

sigset_t WatchedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGCHLD);
  sigaddset(&signals, SIGUSR1);  // from our own thread: the report is printed
  return signals;
}

// The services of this machine: started in order, stopped together.
class Services {
 public:
  explicit Services(const UpCommand& command) : command_(command) {}
  ~Services() { Stop(); }

  absl::Status Start() {
    std::error_code failed;
    std::filesystem::create_directories(command_.data_directory + "/log", failed);
    if (failed) {
      return absl::UnavailableError(absl::StrCat("the data directory ", command_.data_directory,
                                                 " cannot be made: ", failed.message()));
    }
    std::vector<std::string> addresses;
    for (const DataServiceProcess& process : kDataServiceProcesses) {
      const std::string store = absl::StrCat(
          std::filesystem::absolute(command_.data_directory).string(), "/", process.name);
      // Beside the store: what is inside of it is replaced by a restore.
      std::vector<std::string> arguments = {"--data=" + store,
                                            absl::StrCat("--journal=", store, ".erasures")};
      if (std::string(process.name) == kKeyedService) {
        const std::string keys =
            std::filesystem::absolute(command_.data_directory).string() + "/person.keys";
        TERTIAL_RETURN_IF_ERROR(EnsurePersonKeys(keys));
        arguments.push_back(absl::StrCat("--person-keys=", keys));
      }
      if (process.follows_others) {
        arguments.insert(arguments.end(), addresses.begin(), addresses.end());
      }
      TERTIAL_RETURN_IF_ERROR(StartOne(process.name, process.offset, arguments));
      addresses.push_back(absl::StrCat("--", process.name, "=127.0.0.1:", children_.back().port()));
    }
    const std::string store =
        std::filesystem::absolute(command_.data_directory).string() + "/gateway";
    addresses.insert(addresses.end(), {"--role=editions", "--data=" + store,
                                       absl::StrCat("--journal=", store, ".erasures")});
    return StartOne("gateway", 0, addresses);
  }

  void Stop() {
    // The gateway first, so that no report is asked of services that are going.
    for (auto child = children_.rbegin(); child != children_.rend(); ++child) child->Terminate();
    for (auto child = children_.rbegin(); child != children_.rend(); ++child) {
      child->Join(kStopSeconds);
    }
  }

  // Says which services have died since the last call. Returns how many still run.
  int ReportDeaths() {
    int running = 0;
    for (ChildProcess& child : children_) {
      int status = 0;
      if (child.running() && ::waitpid(child.pid(), &status, WNOHANG) == child.pid()) {
        Complain(child.NoteEnded(status));
      }
      running += child.running() ? 1 : 0;
    }
    return running;
  }

  std::string GatewayAddress() const { return absl::StrCat("127.0.0.1:", children_.back().port()); }

 private:
  bool IsEncrypted() const { return !command_.tls_directory.empty(); }
  int PortOf(int offset) const { return command_.port_base == 0 ? 0 : command_.port_base + offset; }

  // `offset`: of its port after that of the gateway.
  absl::Status StartOne(const std::string& name, int offset, std::vector<std::string> arguments) {
    const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe");
    arguments.push_back(absl::StrCat("--port=", PortOf(offset)));
    arguments.push_back(absl::StrCat("--http-port=", PortOf(offset + kHttpPortOffset)));
    arguments.push_back(absl::StrCat("--areas=", command_.areas_directory));
    arguments.push_back(absl::StrCat("--policy=", command_.policy_file));
    if (IsEncrypted()) {
      const TlsFiles files = CertificatesIn(command_.tls_directory, name);
      arguments.insert(arguments.end(), {"--tls-certificate=" + files.certificate,
                                         "--tls-key=" + files.key, "--tls-ca=" + files.ca});
    }
    TERTIAL_ASSIGN_OR_RETURN(
        ChildProcess child,
        ChildProcess::StartService(
            name, (own.parent_path() / absl::StrCat("tertial-", name)).string(),
            std::move(arguments), absl::StrCat(command_.data_directory, "/log/", name, ".log")));
    std::cout << absl::StrFormat("%-11s 127.0.0.1:%-6d SERVING  process %d\n", name, child.port(),
                                 child.pid());
    std::cout << absl::StrFormat("%-11s %s://127.0.0.1:%d\n", name,
                                 IsEncrypted() ? "https" : "http", child.http_port())
              << std::flush;
    children_.push_back(std::move(child));
    return absl::OkStatus();
  }

  const UpCommand& command_;
  std::vector<ChildProcess> children_;
};

// Imports and reports, as the command asks. Returns the exit code.
int LoadAndReport(const UpCommand& command, const std::string& gateway_address) {
  const GatewayClient gateway(gateway_address);
  std::string area = command.area;
  std::string period = command.period;
  if (!command.load_directory.empty()) {
    std::string loaded_area;
    std::string loaded_period;
    const int code = RunImport(gateway, {.directory = command.load_directory, .area = command.area},
                               &loaded_area, &loaded_period);
    if (code != kExitOk) return code;
    if (area.empty()) area = loaded_area;
    if (period.empty()) period = loaded_period;
  }
  if (area.empty() || period.empty()) return kExitOk;
  std::cout << "\n";
  return RunReport(gateway, {.report = {.area = area, .period = period}});
}

// Serves until a signal asks to stop, or the work is done and it was to be done once.
void WaitForEnd(Services& services, const UpCommand& command, const std::atomic<bool>& done,
                const std::atomic<int>& exit_code) {
  const sigset_t signals = WatchedSignals();
  while (true) {
    int signal = 0;
    sigwait(&signals, &signal);
    if (signal == SIGINT || signal == SIGTERM) return;
    if (signal == SIGCHLD && services.ReportDeaths() == 0) return;
    if (signal != SIGUSR1 || !done) continue;
    if (command.once || exit_code != kExitOk) return;
    std::cout << "\nServing at " << services.GatewayAddress() << " until Ctrl-C.\n" << std::flush;
  }
}

// This command calls the services as `tertial` does. What its variables say of it would be what the
// services are told of themselves.
absl::Status PrepareConnection(const UpCommand& command) {
  for (const char* const variable :
       {"TERTIAL_TLS_CERTIFICATE", "TERTIAL_TLS_KEY", "TERTIAL_TLS_CA"}) {
    ::unsetenv(variable);
  }
  if (command.tls_directory.empty()) return absl::OkStatus();
  return UseConnection({.tls = CertificatesIn(command.tls_directory, kCliCaller)});
}

}  // namespace

int RunUp(const UpCommand& command) {
  const sigset_t signals = WatchedSignals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  if (const absl::Status prepared = PrepareConnection(command); !prepared.ok()) {
    Complain(prepared.message());
    return kExitUsage;
  }
  Services services(command);
  if (const absl::Status started = services.Start(); !started.ok()) {
    Complain(started.message());
    return kExitService;
  }
  std::atomic<int> exit_code = kExitOk;
  std::atomic<bool> done = false;
  // On a thread of its own, so that a signal is met also while it loads: when the services stop,
  // its calls fail and it ends.
  std::thread work([&] {
    exit_code = LoadAndReport(command, services.GatewayAddress());
    done = true;
    ::kill(::getpid(), SIGUSR1);
  });
  WaitForEnd(services, command, done, exit_code);
  const bool finished = done;
  services.Stop();
  work.join();
  return finished ? exit_code.load() : kExitOk;
}

}  // namespace tertial::cli
