// The commands about what is computed from indicators: series, progress, rank, classify.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_ANALYSIS_COMMANDS_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_ANALYSIS_COMMANDS_H_

#include "clients/cli/command_list.h"

namespace tertial::cli {

void AddAnalysisCommands(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_ANALYSIS_COMMANDS_H_
