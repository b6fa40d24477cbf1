// `tertial check`: what of a report does not agree.
#ifndef TERTIAL_CLIENTS_CLI_CHECKS_CHECK_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_CHECKS_CHECK_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/command_list.h"
#include "clients/cli/gateway_client.h"
#include "common/render/answer.h"
#include "tertial/gateway/v1/checks_service.pb.h"

namespace tertial::cli {

struct CheckCommand {
  std::string area;
  std::string period;
  // What was recorded at this instant; not set: the newest.
  std::optional<absl::Time> as_of;
  // Empty: all.
  std::vector<gateway::v1::RuleKind> kinds;
  // Of labels; where there is none in it, the one fallen back to.
  std::string language = "en";
  AnswerFormat format = AnswerFormat::kTable;
};

// What the command asks for.
gateway::v1::CheckReportRequest MakeCheckRequest(const CheckCommand& command);

// Whether something is found that a report must not be published with: an ERROR or WARNING that
// nobody has accepted.
bool HasOpenFindings(const gateway::v1::CheckResult& result);

// Prints the outcome, and on standard error what was not checked. Returns the exit code.
int RunCheck(const GatewayClient& gateway, const CheckCommand& command);

void AddCheckCommand(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CHECKS_CHECK_COMMAND_H_
