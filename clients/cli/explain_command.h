// `tertial explain`: a number of a report, or a fact, back to where it comes from.
#ifndef TERTIAL_CLIENTS_CLI_EXPLAIN_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_EXPLAIN_COMMAND_H_

#include <string>

#include "clients/cli/command_list.h"
#include "clients/cli/gateway_client.h"
#include "clients/cli/report_query.h"
#include "common/render/answer.h"
#include "common/render/document.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::cli {

struct ExplainCommand {
  // A resource name, which has "/" in it, or else a path in the report.
  std::string what;
  ReportFlags report;
  AnswerFormat format = AnswerFormat::kTable;
};

// Declares the command.
void AddExplain(CommandList& commands);

// Prints the explanation. Returns the exit code; a path without area and period is a misuse.
int RunExplain(const GatewayClient& gateway, const ExplainCommand& command);

// The number with its formula, and a row for each fact that it rests on; below a figure that
// another service owns, that figure.
Document ExplanationDocument(const gateway::v1::ExplainNumberResponse& response,
                             const std::string& language);
Table OriginTable(const gateway::v1::NumberExplanation& number);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_EXPLAIN_COMMAND_H_
