// Flags that several commands share. What they are read into must outlive parsing.
#ifndef TERTIAL_CLIENTS_CLI_FLAGS_H_
#define TERTIAL_CLIENTS_CLI_FLAGS_H_

#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/time.h"
#include "clients/cli/gateway_client.h"
#include "clients/cli/render/row_printer.h"

namespace tertial::cli {

// What the flags of a command that calls the gateway are read into.
template <typename Command>
struct Given {
  std::string gateway = kDefaultGateway;
  Command command;
};

// --gateway, or TERTIAL_GATEWAY.
void AddGatewayFlag(CLI::App& command, std::string& gateway);

// --service: one of the data services, or "all".
CLI::Option& AddServiceFlag(CLI::App& command, std::string& service);

// --kind, several times, and --area.
void AddFilterFlags(CLI::App& command, std::vector<std::string>& kinds, std::string& area);

// `name`, a flag that takes an instant (instant.h), which `description` is about.
CLI::Option& AddInstantFlag(CLI::App& command, const std::string& name,
                            std::optional<absl::Time>& instant, const std::string& description);

// --format table|json|csv.
void AddRowFormatFlag(CLI::App& command, RowFormat& format);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_FLAGS_H_
