// `tertial cube publish|show|list|policy`: what is published of registers, and by which thresholds.
#ifndef TERTIAL_CLIENTS_CLI_WORKFORCE_CUBE_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_WORKFORCE_CUBE_COMMANDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/analysis/analysis_call.h"
#include "clients/cli/command_list.h"
#include "clients/cli/gateway_client.h"
#include "clients/cli/workforce/cube_documents.h"

namespace tertial::cli {

// What the commands about cubes share.
struct CubeCommand {
  std::string area;
  // Of `publish` and `show`.
  std::string period;
  // Who is said to call: may read, publish, and record thresholds.
  std::string caller = kCliCaller;
  AnalysisOptions options;
};

// All of them return the exit code.

struct PublishCommand : CubeCommand {
  bool validate_only = false;
  std::string reason;
};
int RunPublish(const GatewayClient& gateway, const PublishCommand& command);

struct ShowCubeCommand : CubeCommand {
  CubeSelection selection;
};
int RunShowCube(const GatewayClient& gateway, const ShowCubeCommand& command);

int RunListCubes(const GatewayClient& gateway, const CubeCommand& command);

struct PolicyCommand : CubeCommand {
  int year = 0;
  // What to record; nothing: tell the thresholds.
  std::optional<int32_t> fewest_persons;
  std::optional<int32_t> fewest_ftes;
  std::optional<int32_t> largest_contribution_percent;
  std::optional<int32_t> short_term_days;
  workforce::v1::FlowUnit sick_leave_unit = workforce::v1::FLOW_UNIT_UNSPECIFIED;
  std::optional<std::string> source;
  bool validate_only = false;
  std::string reason;
};
int RunPolicy(const GatewayClient& gateway, const PolicyCommand& command);

// What the commands ask for.
workforce::v1::PublishCubeRequest MakePublishRequest(const PublishCommand& command);
// With the fields that are given in its mask.
workforce::v1::UpdateDisclosurePolicyRequest MakePolicyRequest(const PolicyCommand& command);

// What to do about a refused publication, in sentences. Empty: the status says all.
std::vector<std::string> ExplainPublishRefusal(const PublishCommand& command,
                                               const absl::Status& status);
// Likewise about thresholds that may not be recorded.
std::vector<std::string> ExplainPolicyRefusal(const PolicyCommand& command,
                                              const absl::Status& status);

void AddCubeCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_WORKFORCE_CUBE_COMMANDS_H_
