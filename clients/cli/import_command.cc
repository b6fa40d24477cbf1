#include "clients/cli/import_command.h"

#include "absl/status/statusor.h"
#include "clients/cli/console.h"
#include "clients/cli/send_dataset.h"
#include "common/server/options.h"

namespace tertial::cli {

int RunImport(const GatewayClient& gateway, const ImportCommand& command, std::string* area,
              std::string* period) {
  const absl::StatusOr<Dataset> dataset = ReadDataset(command.directory, command.area);
  if (!dataset.ok()) {
    Complain(dataset.status().message());
    return kExitUsage;
  }
  if (!dataset->problems.empty()) {
    ComplainOfProblems(dataset->problems);
    return kExitFindings;
  }
  const int code = SendDataset(gateway, *dataset,
                               {.reason = command.reason,
                                .publish_at = command.publish_at,
                                .validate_only = command.validate_only});
  if (code != kExitOk) return code;
  if (area != nullptr) *area = dataset->area;
  if (period != nullptr) *period = dataset->period;
  return kExitOk;
}

}  // namespace tertial::cli
