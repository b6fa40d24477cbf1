#ifndef TERTIAL_CLIENTS_CLI_CERTIFICATES_DEV_CERTS_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_CERTIFICATES_DEV_CERTS_COMMAND_H_

#include "clients/cli/command_list.h"

namespace tertial::cli {

// `tertial dev-certs`.
void AddDevCertsCommand(CommandList& commands);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CERTIFICATES_DEV_CERTS_COMMAND_H_
