// Sending the rows of a data set to the services, and telling what became of them.
#ifndef TERTIAL_CLIENTS_CLI_SEND_DATASET_H_
#define TERTIAL_CLIENTS_CLI_SEND_DATASET_H_

#include <vector>

#include "clients/cli/gateway_client.h"
#include "clients/cli/import/dataset.h"
#include "clients/cli/import/upload.h"

namespace tertial::cli {

// Tells on standard error where each problem is, what it is, and that nothing is stored:
// "fte.csv:3: order: … [REASON]", by file and line, the first hundred.
void ComplainOfProblems(std::vector<Problem> problems);

// Asks the gateway for the services and sends them the rows, with a progress bar; then tells on
// standard output what they did, and on standard error which rows they refused.
// Returns the exit code: 0, 1 when rows are refused (nothing is stored then), 2 or 3.
int SendDataset(const GatewayClient& gateway, const Dataset& dataset, const UploadOptions& options);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_SEND_DATASET_H_
