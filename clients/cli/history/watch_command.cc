#include "clients/cli/history/watch_command.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/console.h"
#include "clients/cli/history/change_rows.h"
#include "clients/cli/history/watcher.h"
#include "clients/cli/interrupt.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(200);

using Watchers = std::vector<std::unique_ptr<Watcher>>;

Watchers Start(const std::vector<DataService>& services, const KindsOfServices& kinds,
               const WatchCommand& command, const Watcher::Sink& sink) {
  Watchers watchers;
  for (const DataService& service : services) {
    const auto wanted = kinds.find(service.name());
    if (wanted == kinds.end()) continue;
    changes::v1::WatchChangesRequest request;
    request.set_resume_token(command.after);
    request.set_from_now(command.from_now);
    request.mutable_filter()->mutable_kinds()->Add(wanted->second.begin(), wanted->second.end());
    request.mutable_filter()->set_area(AreaName(command.area));
    watchers.push_back(std::make_unique<Watcher>(service, std::move(request), sink));
  }
  return watchers;
}

// Waits until Ctrl-C, or until one of them has ended: a watch that lacks a service is not what was
// asked for.
void AwaitEnd(const Watchers& watchers, Interrupt& interrupt) {
  while (!interrupt.WaitFor(kLook)) {
    for (const std::unique_ptr<Watcher>& watcher : watchers) watcher->CheckPulse();
    if (std::any_of(watchers.begin(), watchers.end(),
                    [](const auto& watcher) { return watcher->ended(); })) {
      return;
    }
  }
}

}  // namespace

int RunWatch(const std::string& gateway_address, const WatchCommand& command) {
  if (!command.after.empty() && command.service == kAllServices) {
    Complain("a token is of one service: name it with --service");
    return kExitUsage;
  }
  Interrupt interrupt;
  const GatewayClient gateway(gateway_address);
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok())
    return ComplainOfCall("asking the gateway for the services", services.status());
  const absl::StatusOr<KindsOfServices> kinds = ResolveKinds(*services, command.kinds);
  if (!kinds.ok()) {
    Complain(kinds.status().message());
    return kExitUsage;
  }
  Mutex mutex;
  ChangePrinter printer(std::cout, command.format, command.values);
  std::cout << std::flush;
  const Watcher::Sink sink = [&](const std::string& service,
                                 const changes::v1::WatchChangesResponse& response) {
    const MutexLock lock(mutex);
    for (const changes::v1::Change& change : response.changes()) printer.Print(service, change);
    std::cout << std::flush;
  };
  const Watchers watchers = Start(*services, *kinds, command, sink);
  AwaitEnd(watchers, interrupt);
  int code = kExitOk;
  for (const std::unique_ptr<Watcher>& watcher : watchers) {
    const absl::Status why = watcher->Stop();
    if (why.ok()) continue;
    code = std::max(
        code,
        ComplainOfCall(absl::StrCat("watching the changes of ", watcher->service().name()), why));
  }
  return code;
}

}  // namespace tertial::cli
