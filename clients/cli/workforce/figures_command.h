// `tertial figures`: figures of any slice of a register, for who may ask for them.
#ifndef TERTIAL_CLIENTS_CLI_WORKFORCE_FIGURES_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_WORKFORCE_FIGURES_COMMAND_H_

#include <string>
#include <vector>

#include "clients/cli/command_list.h"
#include "clients/cli/gateway_client.h"
#include "common/render/answer.h"
#include "tertial/workforce/v1/registers_queries.pb.h"

namespace tertial::cli {

// The caller of the policy that reads figures of registers.
inline constexpr char kPersonnelCaller[] = "personnel";

struct FiguresCommand {
  std::string area;
  std::string period;
  // Ids or resource names. Empty: the area as a whole.
  std::vector<std::string> units;
  bool every_unit = false;
  std::vector<workforce::v1::FigureMeasure> measures;
  bool by_sex = false;
  bool by_age = false;
  std::string occupation_group;
  int short_term_days = 0;
  // Who is said to ask.
  std::string caller = kPersonnelCaller;
  AnswerFormat format = AnswerFormat::kTable;
};

// What the command asks for.
workforce::v1::QueryFiguresRequest MakeFiguresRequest(const FiguresCommand& command);

// The answer for people: a table of the figures and, below it, the register they are of.
Document MakeFiguresDocument(const workforce::v1::QueryFiguresRequest& request,
                             const workforce::v1::QueryFiguresResponse& response);
// The answer as rows, with what each figure is computed from.
Table FiguresRows(const workforce::v1::QueryFiguresResponse& response);

// Prints the figures. Returns the exit code.
int RunFigures(const GatewayClient& gateway, const FiguresCommand& command);

void AddFiguresCommand(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_WORKFORCE_FIGURES_COMMAND_H_
