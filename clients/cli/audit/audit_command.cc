#include "clients/cli/audit/audit_command.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/audit/audit_stream.h"
#include "clients/cli/console.h"
#include "clients/cli/flags.h"
#include "common/ledger/read_point.h"
#include "common/render/instant.h"
#include "common/server/options.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"

namespace tertial::cli {
namespace {

using admin::v1::AuditRecord;

struct Trail {
  std::string service;
  std::unique_ptr<AuditStream> stream;
};

std::string LineOf(const std::string& service, AuditRecord record) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(record, &json).ok()) {
    // A request of a kind that this program does not know.
    record.clear_request();
    (void)google::protobuf::util::MessageToJsonString(record, &json);
  }
  nlohmann::ordered_json line = {{"service", service}};
  line.update(nlohmann::ordered_json::parse(json, nullptr, /*allow_exceptions=*/false));
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

// The trail whose next entry is the earliest; nullptr where there are no more.
Trail* Earliest(std::vector<Trail>& trails) {
  Trail* earliest = nullptr;
  absl::Time first;
  for (Trail& trail : trails) {
    const AuditRecord* const next = trail.stream->Peek();
    if (next == nullptr) continue;
    const absl::Time time = DecodeTimestamp(next->time());
    if (earliest == nullptr || time < first) {
      earliest = &trail;
      first = time;
    }
  }
  return earliest;
}

// The instant before which a time ends: of a date, the first of the next day.
absl::StatusOr<absl::Time> ParseEnd(absl::string_view text) {
  const absl::StatusOr<absl::Time> beginning = ParseBeginning(text);
  const absl::StatusOr<absl::Time> instant = ParseInstant(text);
  if (!instant.ok() || *beginning == *instant) return instant;
  return *instant + absl::Microseconds(1);
}

// A flag that says where a time begins or ends.
void AddEndFlag(CLI::App& command, const std::string& name, std::optional<absl::Time>& end,
                absl::StatusOr<absl::Time> (*parse)(absl::string_view),
                const std::string& description) {
  command
      .add_option_function<std::string>(
          name,
          [name, parse, &end](const std::string& text) {
            const absl::StatusOr<absl::Time> parsed = parse(text);
            if (!parsed.ok()) {
              throw CLI::ValidationError(name, std::string(parsed.status().message()));
            }
            end = *parsed;
          },
          absl::StrCat(description, ": 2026-03-15T12:00:00Z, or 2026-03-15 in Europe/Oslo"))
      ->option_text("INSTANT");
}

admin::v1::ExportAuditRequest RequestOf(const AuditCommand& command) {
  admin::v1::ExportAuditRequest request;
  if (command.from.has_value()) *request.mutable_from() = EncodeTimestamp(*command.from);
  if (command.to.has_value()) *request.mutable_until() = EncodeTimestamp(*command.to);
  for (const admin::v1::AuditKind kind : command.kinds) request.add_kinds(kind);
  request.set_caller(command.by);
  return request;
}

}  // namespace

int RunAudit(const GatewayClient& gateway, const AuditCommand& command) {
  const auto services = FindDataServices(gateway, command.service);
  if (!services.ok())
    return ComplainOfCall("asking the gateway for the services", services.status());
  std::vector<Trail> trails;
  for (const DataService& service : *services) {
    trails.push_back({service.name(), std::make_unique<AuditStream>(
                                          service.channel(), command.caller, RequestOf(command))});
  }
  while (Trail* const trail = Earliest(trails)) {
    std::cout << LineOf(trail->service, *trail->stream->Peek()) << "\n";
    trail->stream->Pop();
    if (!std::cout) break;
  }
  std::cout << std::flush;
  int code = kExitOk;
  for (const Trail& trail : trails) {
    if (trail.stream->status().ok()) continue;
    code = std::max(code, ComplainOfCall(absl::StrCat("reading the audit trail of ", trail.service),
                                         trail.stream->status()));
  }
  return code;
}

void AddAuditCommand(CommandList& commands) {
  const auto given = std::make_shared<Given<AuditCommand>>();
  CLI::App& command =
      commands.Add("audit", "Print who did what, from where, when and why, as lines of JSON",
                   [given] { return RunAudit(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  AddServiceFlag(command, given->command.service);
  AddEndFlag(command, "--from", given->command.from, ParseBeginning,
             "The first instant, or the first day");
  AddEndFlag(command, "--to", given->command.to, ParseEnd,
             "The instant before which it ends, or the last day");
  AddChoices(
      command, "--kind", given->command.kinds,
      "Writes, refusals or reads of what not everybody may know; may be given several times. "
      "Default: all",
      WordsOf<admin::v1::AuditKind>("AUDIT_KIND_"));
  command.add_option("--by", given->command.by, "What this caller did. Default: all callers");
  command
      .add_option("--caller", given->command.caller, "Who is said to call, as the policy has it")
      ->capture_default_str();
}

}  // namespace tertial::cli
