// Withdrawing editions that hold what was redacted.
#ifndef TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_WITHDRAWAL_H_
#define TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_WITHDRAWAL_H_

#include <string>

#include "absl/status/status.h"
#include "common/ledger/ledger.h"
#include "google/protobuf/timestamp.pb.h"

namespace tertial::gateway {

// A resource whose content was redacted by its service, and when.
struct RedactedFact {
  std::string service;
  std::string name;
  google::protobuf::Timestamp time;
};

// Withdraws, with a notice, every edition that was frozen with the fact before it was redacted, and
// redacts the fact in their manifests. What was frozen later was frozen with another fact of the
// name. Call FinishWithdrawals then, for all facts at once. After a failure it is to be called
// again for the same fact.
absl::Status WithdrawEditionsWith(Ledger& ledger, const RedactedFact& fact);

// Redacts the reports of withdrawn editions: no byte of them is left when it returns OK. Withdraws
// editions whose reports were redacted in a history that a restore has lost. Does nothing where
// that was done.
absl::Status FinishWithdrawals(Ledger& ledger);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_WITHDRAWALS_WITHDRAWAL_H_
