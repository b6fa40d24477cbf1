#include "clients/cli/care/write_commands.h"

#include <unistd.h>

#include <iostream>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/console.h"
#include "common/render/instant.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

int ComplainOfAddresses(const absl::Status& status) {
  return ComplainOfCall("asking the gateway for the services", status);
}

std::string At(const common::v1::ReadPoint& point) {
  return absl::StrCat("revision ", point.revision(), ", ", FormatInstant(point.commit_time()));
}

// Whether the person at the terminal says yes.
bool Confirmed(const std::string& name) {
  std::cerr << "This blanks " << name
            << " in all its versions, past and present, and cannot be undone.\nType yes to do it: "
            << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "yes";
}

int ListPending(const std::vector<DataService>& services, RowFormat format) {
  RowPrinter rows(std::cout, format,
                  {{.title = "service", .width = 10},
                   {.title = "publish_at", .width = 27},
                   {.title = "rows", .width = 8, .align = Align::kRight},
                   {.title = "id", .width = 20},
                   {.title = "actor", .width = 8},
                   {.title = "reason", .width = 1}});
  for (const DataService& service : services) {
    const auto waiting = Call(service.admin(), &DataService::Admin::ListPendingReleases,
                              admin::v1::ListPendingReleasesRequest());
    if (!waiting.ok()) {
      return ComplainOfCall(absl::StrCat("reading what waits at ", service.name()),
                            waiting.status());
    }
    for (const admin::v1::PendingRelease& one : waiting->pending_releases()) {
      rows.Print({service.name(), FormatInstant(one.publish_at()), absl::StrCat(one.rows()),
                  one.id(), one.actor(), one.reason()});
    }
  }
  std::cout << std::flush;
  return kExitOk;
}

}  // namespace

int RunRestoreRevision(const GatewayClient& gateway, const RestoreRevisionCommand& command) {
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok()) return ComplainOfAddresses(services.status());
  admin::v1::RestoreRevisionRequest request;
  request.set_name(command.name);
  request.set_revision(command.revision);
  request.mutable_options()->set_reason(command.reason);
  const auto restored = AskOwner<admin::v1::RestoreRevisionResponse>(
      *services, common::v1::ERROR_REASON_RESOURCE_KIND_UNKNOWN, [&](const DataService& service) {
        return Call(service.admin(), &DataService::Admin::RestoreRevision, request);
      });
  if (!restored.ok()) return ComplainOfCall("restoring the revision", restored.status());
  const common::v1::WriteResult& result = restored->second.result();
  if (result.committed()) {
    std::cout << command.name << " is again as revision " << command.revision << " made it, since "
              << At(result.at()) << "\n";
  } else {
    std::cout << command.name << " is as revision " << command.revision
              << " made it already; nothing is changed\n";
  }
  std::cout << std::flush;
  return kExitOk;
}

int RunRedact(const GatewayClient& gateway, const RedactCommand& command) {
  if (!command.yes) {
    if (::isatty(STDIN_FILENO) != 1) {
      Complain("there is no terminal to ask at; say --yes to blank the resource for ever");
      return kExitUsage;
    }
    if (!Confirmed(command.name)) {
      Complain("nothing is changed");
      return kExitUsage;
    }
  }
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok()) return ComplainOfAddresses(services.status());
  admin::v1::RedactResourceRequest request;
  request.set_name(command.name);
  request.mutable_options()->set_reason(command.reason);
  const auto redacted = AskOwner<admin::v1::RedactResourceResponse>(
      *services, common::v1::ERROR_REASON_RESOURCE_KIND_UNKNOWN, [&](const DataService& service) {
        return Call(service.admin(), &DataService::Admin::RedactResource, request, kLongPatience);
      });
  if (!redacted.ok()) return ComplainOfCall("redacting", redacted.status());
  const int64_t versions = redacted->second.versions();
  std::cout << command.name << " is blanked in " << versions
            << (versions == 1 ? " version" : " versions") << ", since "
            << At(redacted->second.result().at()) << "\n"
            << std::flush;
  return kExitOk;
}

int RunPending(const GatewayClient& gateway, const PendingCommand& command) {
  // Ids are of one service: two may have the same.
  if (!command.cancel.empty() && command.service == kAllServices) {
    Complain("say with --service whose write is to be withdrawn");
    return kExitUsage;
  }
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok()) return ComplainOfAddresses(services.status());
  if (command.cancel.empty()) return ListPending(*services, command.format);
  admin::v1::CancelPendingReleaseRequest request;
  request.set_id(command.cancel);
  const auto cancelled = AskOwner<admin::v1::CancelPendingReleaseResponse>(
      *services, common::v1::ERROR_REASON_PENDING_RELEASE_NOT_FOUND,
      [&](const DataService& service) {
        return Call(service.admin(), &DataService::Admin::CancelPendingRelease, request);
      });
  if (!cancelled.ok()) return ComplainOfCall("withdrawing the write", cancelled.status());
  std::cout << "the write " << command.cancel << " of the " << cancelled->first->name()
            << " service is withdrawn\n"
            << std::flush;
  return kExitOk;
}

}  // namespace tertial::cli
