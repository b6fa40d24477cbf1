// `tertial dev-certs`: certificates for a system on one machine, by an authority of its own.
#ifndef TERTIAL_CLIENTS_CLI_CERTIFICATES_DEV_CERTIFICATES_H_
#define TERTIAL_CLIENTS_CLI_CERTIFICATES_DEV_CERTIFICATES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/security/tls.h"

namespace tertial::cli {

// Whom certificates are made for: the five services, this command, and somebody who only reads.
// Each is spiffe://tertial/<name>.
const std::vector<std::string>& CertificateHolders();

struct DevCertificates {
  // Made if missing.
  std::string directory;
  // Names and addresses that services are called by, beside localhost, 127.0.0.1, ::1 and the
  // service's own name.
  std::vector<std::string> hosts = {};
  // More holders, as the policy names callers: "auditor". Lower case letters, digits and dashes.
  std::vector<std::string> callers = {};
  int days = 90;
  // Issue new certificates by the authority that is there.
  bool renew = false;
};

// Makes ca.pem and ca.key, and <holder>.pem and <holder>.key for each of CertificateHolders()
// and of the callers that are wanted beside them. Keys may be read by their owner alone. Returns
// the paths of what it made, in that order. Each file is put in its place as a whole, so that
// whoever watches it never sees half of it. Errors: ALREADY_EXISTS where one of the files is there,
// unless `renew`; NOT_FOUND where `renew` finds no authority; INVALID_ARGUMENT for what is no name
// of a caller, and for an authority that is none, or that ends before the certificates would;
// UNAVAILABLE for a file that cannot be written.
absl::StatusOr<std::vector<std::string>> MakeDevCertificates(const DevCertificates& wanted,
                                                             absl::Time now);

// The files of a holder in such a directory.
TlsFiles CertificatesIn(const std::string& directory, const std::string& holder);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_CERTIFICATES_DEV_CERTIFICATES_H_
