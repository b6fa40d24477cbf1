// What every service starts from, opened and checked before it serves.
#ifndef TERTIAL_COMMON_SERVER_START_UP_H_
#define TERTIAL_COMMON_SERVER_START_UP_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/security/tls.h"
#include "common/server/callers.h"
#include "common/server/options.h"
#include "common/types/area_registry.h"

namespace tertial {

struct StartParts {
  // nullptr: calls come in plain text.
  std::unique_ptr<TlsIdentity> identity;
  std::unique_ptr<const AreaRegistry> areas;
  Callers callers;
  // nullptr: the service has no store.
  std::unique_ptr<Ledger> ledger;
};

// Checks, in this order: the time zone of the municipality, the area registry, the policy and the
// keys of tokens, the certificates (transport.h), the ports; and of a service with a data
// directory, the room on its disk, the directory (it can be written, and nobody uses it), the store
// in it (it is this service's, of no newer version, and not damaged), the clock, and the journal of
// erasures. Only where all is well is the store opened as a ledger, which may bring it up to the
// present schema: a service that does not start leaves its store to the version that wrote it.
// `ledger_options.journal` is not heeded.
//
// Errors: FAILED_PRECONDITION with a line for each thing that is wrong, a sentence that says what
// to do.
absl::StatusOr<StartParts> OpenStartParts(const ServerOptions& options,
                                          LedgerOptions ledger_options);

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_START_UP_H_
