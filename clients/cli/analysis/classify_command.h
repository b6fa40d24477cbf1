// `tertial classify`: how indicators are classified.
#ifndef TERTIAL_CLIENTS_CLI_ANALYSIS_CLASSIFY_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_ANALYSIS_CLASSIFY_COMMAND_H_

#include <string>
#include <vector>

#include "clients/cli/analysis/analysis_call.h"

namespace tertial::cli {

struct ClassifyCommand {
  // Whose chosen indicators; empty: all that are defined.
  std::string area;
  std::string framework;
  indicators::v1::Collection collection = indicators::v1::COLLECTION_UNSPECIFIED;
  // Empty: all.
  std::vector<indicators::v1::ClassificationScheme> schemes;
  // Name the indicators of each class.
  bool list = false;
  // Without the language, which nothing is written in.
  AnalysisOptions options;
};

// What the command asks for.
indicators::v1::ClassifyIndicatorsRequest MakeClassifyRequest(const ClassifyCommand& command);

// Prints the classes. Returns the exit code.
int RunClassify(const GatewayClient& gateway, const ClassifyCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_ANALYSIS_CLASSIFY_COMMAND_H_
