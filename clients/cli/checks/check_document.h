// The outcome of a check, for people and as rows.
#ifndef TERTIAL_CLIENTS_CLI_CHECKS_CHECK_DOCUMENT_H_
#define TERTIAL_CLIENTS_CLI_CHECKS_CHECK_DOCUMENT_H_

#include "clients/cli/checks/check_command.h"
#include "common/render/document.h"
#include "tertial/gateway/v1/checks_resources.pb.h"

namespace tertial::cli {

Document MakeCheckDocument(const CheckCommand& command, const gateway::v1::CheckResult& result);

// One row for each place of a finding, with what is the same for all of them.
Table CheckRows(const gateway::v1::CheckResult& result);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CHECKS_CHECK_DOCUMENT_H_
