// `tertial audit`: who did what, from where, when and why, as JSON lines.
#ifndef TERTIAL_CLIENTS_CLI_AUDIT_AUDIT_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_AUDIT_AUDIT_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/command_list.h"
#include "clients/cli/data_service.h"
#include "tertial/admin/v1/audit_resources.pb.h"

namespace tertial::cli {

// The caller of the policy that may read the trail, where the command line names no other.
inline constexpr char kTrailReader[] = "auditor";

struct AuditCommand {
  std::string service = kAllServices;
  // Not set: from the beginning, up to now.
  std::optional<absl::Time> from;
  std::optional<absl::Time> to;
  // Empty: all.
  std::vector<admin::v1::AuditKind> kinds;
  // Whose entries; empty: everybody's.
  std::string by;
  std::string caller = kTrailReader;
};

// Writes an object for each entry on a line of its own, those of all services in the order of time,
// each with its service. A service that cannot be asked is told of, and its entries are missing.
// Returns the exit code.
int RunAudit(const GatewayClient& gateway, const AuditCommand& command);

void AddAuditCommand(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_AUDIT_AUDIT_COMMAND_H_
