#include "clients/cli/history/revisions_command.h"

#include <cstdint>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/console.h"
#include "clients/cli/history/change_rows.h"
#include "common/render/difference.h"
#include "common/render/instant.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

constexpr int32_t kPageSize = 200;

const std::vector<RowColumn>& Columns() {
  static const std::vector<RowColumn> columns = {
      {.title = "revision", .width = 8, .align = Align::kRight},
      {.title = "time", .width = 27},
      {.title = "what", .width = 8},
      {.title = "actor", .width = 8},
      {.title = "reason", .width = 24},
      {.title = "etag", .width = 24},
      {.title = "value", .width = 1}};
  return columns;
}

// Prints versions, each compared with the one before it.
class RevisionPrinter {
 public:
  RevisionPrinter(std::ostream& out, RowFormat format) : rows_(out, format, Columns()) {}

  void Print(const changes::v1::ResourceRevision& revision) {
    rows_.Print({absl::StrCat(revision.commit().revision()),
                 FormatInstant(revision.commit().commit_time()), ChangeName(revision.type()),
                 revision.actor(), revision.reason(), revision.etag(), ValueOf(revision)},
                &revision);
  }

 private:
  // What it holds; of a later version: what it holds otherwise.
  std::string ValueOf(const changes::v1::ResourceRevision& revision) {
    std::unique_ptr<google::protobuf::Message> resource = Unpack(revision.resource());
    std::string value;
    if (revision.redacted()) {
      value = "(redacted)";
    } else if (resource != nullptr) {
      value = before_ == nullptr
                  ? Summarize(*resource)
                  : FormatDifferences(FindDifferences(before_.get(), resource.get()));
    }
    before_ = std::move(resource);
    return value;
  }

  RowPrinter rows_;
  std::unique_ptr<google::protobuf::Message> before_;
};

absl::StatusOr<changes::v1::ListRevisionsResponse> ListPage(
    const DataService& service, const changes::v1::ListRevisionsRequest& request) {
  return Call(service.changes(), &DataService::Changes::ListRevisions, request);
}

}  // namespace

int RunRevisions(const GatewayClient& gateway, const RevisionsCommand& command) {
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok())
    return ComplainOfCall("asking the gateway for the services", services.status());
  changes::v1::ListRevisionsRequest request;
  request.set_name(command.name);
  request.set_page_size(kPageSize);
  auto found = AskOwner<changes::v1::ListRevisionsResponse>(
      *services, common::v1::ERROR_REASON_RESOURCE_KIND_UNKNOWN,
      [&](const DataService& service) { return ListPage(service, request); });
  if (!found.ok()) return ComplainOfCall("reading the revisions", found.status());
  const DataService& owner = *found->first;
  absl::StatusOr<changes::v1::ListRevisionsResponse> page = std::move(found->second);
  RevisionPrinter printer(std::cout, command.format);
  while (true) {
    for (const changes::v1::ResourceRevision& revision : page->revisions()) printer.Print(revision);
    std::cout << std::flush;
    if (page->next_page_token().empty()) return kExitOk;
    request.set_page_token(page->next_page_token());
    page = ListPage(owner, request);
    if (!page.ok()) return ComplainOfCall("reading the revisions", page.status());
  }
}

}  // namespace tertial::cli
