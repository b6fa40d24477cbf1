#include "clients/cli/certificates/dev_certs_command.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/certificates/dev_certificates.h"
#include "clients/cli/connection.h"
#include "clients/cli/console.h"
#include "common/server/options.h"
#include "common/types/clock.h"

namespace tertial::cli {
namespace {

// The flags that name the files of `holder`.
std::string FlagsOf(const std::string& directory, const std::string& holder) {
  const TlsFiles files = CertificatesIn(directory, holder);
  return "--tls-certificate=" + files.certificate + " --tls-key=" + files.key +
         " --tls-ca=" + files.ca;
}

int RunDevCerts(const DevCertificates& wanted) {
  const absl::StatusOr<std::vector<std::string>> made =
      MakeDevCertificates(wanted, SystemClock().Now());
  if (!made.ok()) {
    Complain(made.status().message());
    return absl::IsUnavailable(made.status()) ? kExitService : kExitUsage;
  }
  for (const std::string& path : *made) std::cout << path << "\n";
  std::cout << "\nValid for " << wanted.days << " days, for development alone: " << wanted.directory
            << "/ca.key can make anybody of anyone.\n"
            << "All services:  tertial up --tls " << wanted.directory << "\n"
            << "One service:   tertial-gateway " << FlagsOf(wanted.directory, "gateway") << " …\n"
            << "This command:  tertial status " << FlagsOf(wanted.directory, kCliCaller) << "\n";
  return kExitOk;
}

}  // namespace

void AddDevCertsCommand(CommandList& commands) {
  const auto wanted = std::make_shared<DevCertificates>();
  CLI::App& command = commands.Add(
      "dev-certs", "Make a test authority and certificates for a system of one machine",
      [wanted] { return RunDevCerts(*wanted); });
  command.add_option("--out", wanted->directory, "Directory for the files; made if missing")
      ->required();
  command
      .add_option("--hosts", wanted->hosts,
                  "Names and addresses that services are called by, beside localhost, 127.0.0.1, "
                  "::1 and their own names; several with commas between")
      ->delimiter(',');
  command
      .add_option("--callers", wanted->callers,
                  "More callers of the policy to make certificates for, as auditor; several with "
                  "commas between")
      ->delimiter(',');
  command.add_option("--days", wanted->days, "How long the certificates are valid")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  command.add_flag("--renew", wanted->renew,
                   "Issue new certificates by the authority that is there; services that run take "
                   "them up by themselves");
}

}  // namespace tertial::cli
