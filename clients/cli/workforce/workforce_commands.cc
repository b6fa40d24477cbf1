#include "clients/cli/workforce/workforce_commands.h"

#include <memory>
#include <optional>

#include "clients/cli/workforce/analysis_commands.h"
#include "clients/cli/workforce/cube_commands.h"

namespace tertial::cli {

void AddWorkforceCommands(CommandList& commands) {
  // The commands below it, once it is there.
  const auto below = std::make_shared<std::optional<CommandList>>();
  CLI::App& workforce = commands.Add("workforce", "Analyse figures of the workforce",
                                     [below] { return below->value().RunGiven(); });
  workforce.require_subcommand(1);
  below->emplace(workforce);
  AddWorkforceAnalyses(**below);
  AddCubeCommands(commands);
}

}  // namespace tertial::cli
