// `tertial up`: the five services on this machine, as long as it runs.
#ifndef TERTIAL_CLIENTS_CLI_UP_COMMAND_H_
#define TERTIAL_CLIENTS_CLI_UP_COMMAND_H_

#include <string>

namespace tertial::cli {

struct UpCommand {
  std::string data_directory = "var";
  std::string areas_directory = "data/areas";
  std::string policy_file = "deploy/config/policy.json";
  // A data set to import once all serve; empty: none.
  std::string load_directory;
  // What to report on after that; empty: what the data set is about.
  std::string area;
  std::string period;
  // The gateway listens here, the data services on the four ports after it; 0: on free ports.
  int port_base = 7400;
  bool once = false;
  // A directory that `tertial dev-certs` has made: everything goes over TLS then. Empty: plain
  // text.
  std::string tls_directory;
};

// Starts the services, loads and reports if asked to, and serves until SIGINT or SIGTERM (or, with
// `once`, until the report is printed); then stops them together. The death of a service is
// reported, and not hidden by starting it again. Blocks both signals: call it before threads start.
// Returns 0 after a stop in order; 1, 2 or 3 when starting, loading or (with `once`) reporting
// fails.
int RunUp(const UpCommand& command);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_UP_COMMAND_H_
