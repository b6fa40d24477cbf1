#include "clients/cli/history/changes_command.h"

#include <algorithm>
#include <iostream>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/console.h"
#include "clients/cli/history/change_rows.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

constexpr int32_t kPageSize = 500;

// Prints the changes of one service.
absl::Status PrintChanges(const DataService& service, const ChangesCommand& command,
                          const std::vector<std::string>& kinds, ChangePrinter& printer) {
  changes::v1::ListChangesRequest request;
  request.set_resume_token(command.after);
  request.mutable_filter()->mutable_kinds()->Add(kinds.begin(), kinds.end());
  request.mutable_filter()->set_area(AreaName(command.area));
  int64_t left = command.limit;
  while (true) {
    request.set_page_size(
        command.limit == 0 ? kPageSize : static_cast<int32_t>(std::min<int64_t>(left, kPageSize)));
    TERTIAL_ASSIGN_OR_RETURN(const changes::v1::ListChangesResponse page,
                             Call(service.changes(), &DataService::Changes::ListChanges, request));
    for (const changes::v1::Change& change : page.changes()) {
      printer.Print(service.name(), change);
    }
    std::cout << std::flush;
    if (page.up_to_date()) return absl::OkStatus();
    left -= page.changes_size();
    if (command.limit != 0 && left <= 0) {
      Complain(absl::StrCat("more changes of ", service.name(), " follow; go on with --service ",
                            service.name(), " --after ", page.resume_token()));
      return absl::OkStatus();
    }
    request.set_resume_token(page.resume_token());
  }
}

}  // namespace

int RunChanges(const GatewayClient& gateway, const ChangesCommand& command) {
  if (!command.after.empty() && command.service == kAllServices) {
    Complain("a token is of one service: name it with --service");
    return kExitUsage;
  }
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok())
    return ComplainOfCall("asking the gateway for the services", services.status());
  const absl::StatusOr<KindsOfServices> kinds = ResolveKinds(*services, command.kinds);
  if (!kinds.ok()) {
    Complain(kinds.status().message());
    return kExitUsage;
  }
  ChangePrinter printer(std::cout, command.format, command.values);
  for (const DataService& service : *services) {
    const auto wanted = kinds->find(service.name());
    if (wanted == kinds->end()) continue;
    const absl::Status printed = PrintChanges(service, command, wanted->second, printer);
    if (!printed.ok()) {
      return ComplainOfCall(absl::StrCat("reading the changes of ", service.name()), printed);
    }
  }
  return kExitOk;
}

}  // namespace tertial::cli
