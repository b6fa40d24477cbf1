#include "clients/cli/history/export_command.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/console.h"
#include "common/ledger/read_point.h"
#include "common/render/difference.h"
#include "common/server/options.h"
#include "google/protobuf/util/json_util.h"

namespace tertial::cli {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(250);
constexpr absl::Duration kLongestPause = absl::Seconds(5);
// Attempts in a row in which no row came.
constexpr int kMostAttempts = 8;

// Where rows go. A file is written beside its name, and gets it at the end.
class Output {
 public:
  static absl::StatusOr<std::unique_ptr<Output>> Open(const std::string& name) {
    auto output = std::unique_ptr<Output>(new Output(name));
    if (name != kStandardOutput) {
      output->file_.open(output->unfinished_, std::ios::binary | std::ios::trunc);
      if (!output->file_) {
        return absl::FailedPreconditionError(
            absl::StrCat("the file ", output->unfinished_, " cannot be written"));
      }
    }
    return output;
  }
  ~Output() {
    if (!file_.is_open()) return;
    file_.close();
    std::error_code ignored;
    std::filesystem::remove(unfinished_, ignored);
  }

  std::ostream& stream() { return file_.is_open() ? file_ : std::cout; }

  absl::Status Finish() {
    if (!stream().flush()) return absl::FailedPreconditionError("the output cannot be written");
    if (!file_.is_open()) return absl::OkStatus();
    std::error_code failed;
    std::filesystem::rename(unfinished_, name_, failed);
    if (failed) {
      return absl::FailedPreconditionError(
          absl::StrCat("the file ", name_, " cannot be written: ", failed.message()));
    }
    file_.close();
    return absl::OkStatus();
  }

 private:
  explicit Output(const std::string& name) : name_(name), unfinished_(name + ".unfinished") {}

  const std::string name_;
  const std::string unfinished_;
  std::ofstream file_;
};

// The export of one service, across interruptions.
class Export {
 public:
  Export(const DataService& service, RowPrinter& rows, std::ostream& out)
      : service_(service),
        rows_(rows),
        out_(out),
        progress_(service.name(), ProgressBar::kUnknownTotal) {}

  absl::Status Run(changes::v1::ExportResourcesRequest request) {
    absl::Duration pause = kFirstPause;
    for (int attempts = 0; attempts < kMostAttempts; ++attempts) {
      const std::string before = token_;
      if (!token_.empty()) {
        request.set_resume_token(token_);
        request.clear_as_of();
      }
      const absl::Status status = StreamOnce(request);
      if (complete_ || !out_) return absl::OkStatus();
      if (!status.ok() && !absl::IsUnavailable(status) && !absl::IsDeadlineExceeded(status)) {
        return status;
      }
      last_ = status.ok() ? absl::UnavailableError("the stream broke off") : status;
      if (token_ != before) {
        attempts = 0;
        pause = kFirstPause;
      }
      absl::SleepFor(pause);
      pause = std::min(2 * pause, kLongestPause);
    }
    return last_;
  }

 private:
  absl::Status StreamOnce(const changes::v1::ExportResourcesRequest& request) {
    grpc::ClientContext context;
    PrepareContext(context, kLongPatience);
    const auto reader = service_.changes().ExportResources(&context, request);
    changes::v1::ExportResourcesResponse response;
    while (reader->Read(&response)) {
      for (const changes::v1::ExportedResource& resource : response.resources()) Print(resource);
      progress_.Advance(response.resources_size());
      token_ = response.resume_token();
      complete_ = token_.empty();
      if (!out_) context.TryCancel();
    }
    return StatusOf(reader->Finish());
  }

  void Print(const changes::v1::ExportedResource& resource) {
    std::string json;
    if (const std::unique_ptr<google::protobuf::Message> content = Unpack(resource.resource())) {
      // A message that came over the wire always has a JSON form.
      (void)google::protobuf::util::MessageToJsonString(*content, &json);
    }
    rows_.Print({resource.name(), KindOf(resource.resource()), resource.etag(), json}, &resource);
  }

  const DataService& service_;
  RowPrinter& rows_;
  std::ostream& out_;
  ProgressBar progress_;
  // After the rows that came.
  std::string token_;
  bool complete_ = false;
  absl::Status last_;
};

// Returns the exit code. Of several services, one that had recorded nothing yet has no rows.
int ExportAll(const std::vector<DataService>& services, const KindsOfServices& kinds,
              const ExportCommand& command, std::ostream& out) {
  RowPrinter rows(out, command.format,
                  {{.title = "name"}, {.title = "kind"}, {.title = "etag"}, {.title = "json"}});
  absl::Status nothing_yet;
  bool some = false;
  for (const DataService& service : services) {
    const auto wanted = kinds.find(service.name());
    if (wanted == kinds.end()) continue;
    changes::v1::ExportResourcesRequest request;
    request.mutable_kinds()->Add(wanted->second.begin(), wanted->second.end());
    request.set_area(AreaName(command.area));
    if (command.as_of.has_value()) {
      *request.mutable_as_of()->mutable_time() = EncodeTimestamp(*command.as_of);
    }
    const absl::Status exported = Export(service, rows, out).Run(std::move(request));
    if (ReasonOf(exported) == common::v1::ERROR_REASON_AS_OF_BEFORE_FIRST_COMMIT) {
      nothing_yet = exported;
      continue;
    }
    if (!exported.ok()) return ComplainOfCall(absl::StrCat("exporting ", service.name()), exported);
    some = true;
  }
  return some || nothing_yet.ok() ? kExitOk : ComplainOfCall("exporting", nothing_yet);
}

}  // namespace

int RunExport(const GatewayClient& gateway, const ExportCommand& command) {
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok())
    return ComplainOfCall("asking the gateway for the services", services.status());
  const absl::StatusOr<KindsOfServices> kinds = ResolveKinds(*services, command.kinds);
  if (!kinds.ok()) {
    Complain(kinds.status().message());
    return kExitUsage;
  }
  const absl::StatusOr<std::unique_ptr<Output>> output = Output::Open(command.output);
  if (!output.ok()) {
    Complain(output.status().message());
    return kExitUsage;
  }
  const int code = ExportAll(*services, *kinds, command, (*output)->stream());
  if (code != kExitOk) return code;
  if (const absl::Status finished = (*output)->Finish(); !finished.ok()) {
    Complain(finished.message());
    return kExitService;
  }
  return kExitOk;
}

}  // namespace tertial::cli
