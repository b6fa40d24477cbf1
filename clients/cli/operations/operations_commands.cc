#include "clients/cli/operations/operations_commands.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/data_service.h"
#include "clients/cli/flags.h"
#include "clients/cli/operations/limits_command.h"
#include "clients/cli/operations/log_level_command.h"
#include "clients/cli/operations/status_command.h"
#include "common/server/options.h"

namespace tertial::cli {
namespace {

std::vector<std::string> OperatedServices() {
  std::vector<std::string> names(kDataServices.begin(), kDataServices.end());
  names.push_back(kGatewayService);
  names.push_back(kEditionsService);
  return names;
}

void AddStatus(CommandList& commands) {
  const auto given = std::make_shared<Given<StatusFormat>>();
  CLI::App& command =
      commands.Add("status", "Tell how the services are: versions, stores, feeds, certificates",
                   [given] { return RunStatus(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  AddChoice(command, "--format", given->command, "Form of the answer",
            {{"table", StatusFormat::kTable}, {"json", StatusFormat::kJson}});
}

void AddLimits(CommandList& commands) {
  const auto given = std::make_shared<Given<LimitsCommand>>();
  CLI::App& command =
      commands.Add("limits", "List the limits that callers can meet, with their reasons",
                   [given] { return RunLimits(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  command.add_option("--service", given->command.service, "The service that is asked")
      ->check(CLI::IsMember(OperatedServices()))
      ->option_text("indicators|workforce|politics|climate|gateway|editions (gateway)");
  AddAnswerFormatFlag(command, given->command.format);
}

void AddLogLevel(CommandList& commands) {
  const auto given = std::make_shared<Given<LogLevelCommand>>();
  CLI::App& command = commands.Add(
      "log-level", "Change from which severity on a service writes to its log, while it runs",
      [given] { return RunLogLevel(GatewayClient(given->gateway), given->command); });
  AddGatewayFlag(command, given->gateway);
  std::vector<std::string> services = OperatedServices();
  services.push_back(kAllServices);
  command.add_option("service", given->command.service, "The service, or all")
      ->check(CLI::IsMember(services))
      ->required();
  AddChoice(command, "level", given->command.level, "The least severity to log",
            WordsOf<admin::v1::LogLevel>("LOG_LEVEL_"));
  command.get_option("level")->required();
  command
      .add_option_function<std::string>(
          "--for",
          [given](const std::string& text) {
            if (!absl::ParseDuration(text, &given->command.duration) ||
                given->command.duration < absl::Seconds(1)) {
              throw CLI::ValidationError("--for", "write 10m, or 1h30m, for example");
            }
          },
          "How long it is to hold; the level that the service was started with holds again "
          "afterwards. Default: until it is changed again")
      ->option_text("DURATION");
}

}  // namespace

void AddOperationsCommands(CommandList& commands) {
  AddStatus(commands);
  AddLimits(commands);
  AddLogLevel(commands);
}

}  // namespace tertial::cli
