// What a handler knows about the call it answers.
#ifndef TERTIAL_COMMON_RPC_CALL_CONTEXT_H_
#define TERTIAL_COMMON_RPC_CALL_CONTEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/observability/trace.h"
#include "common/security/roles.h"
#include "tertial/common/internal/v1/policy.pb.h"

namespace tertial {

// Who may know rows of restricted tables (common/ledger/ledger_keys.h).
inline constexpr Role kRestrictedReader = common::internal::v1::ROLE_SENSITIVE_READER;

// Who calls, and what the policy lets them do.
struct Caller {
  // As the policy names it: the key of all that is kept for each caller.
  std::string name;
  // Those that it has for all that the request is about: what it may for other areas does not count
  // here. Of a stream of rows, before the first: those for everything there is.
  RoleSet roles;

  bool Has(Role role) const { return roles.Has(role); }
};

struct CallContext {
  // The method, "tertial.indicators.v1.IndicatorsService/GetGoal".
  std::string method;
  Caller caller;
  // Names the call in the log. The caller's own, or one made here.
  std::string request_id;
  // The address at the other end of the connection, without its port: "10.0.3.7", "::1", "unix".
  std::string peer;
  // The identity by which the caller was known, as the policy writes it: "spiffe://…", "name:cli".
  // Of a call that is refused because its caller is not in the policy: the one it came with.
  std::string identified_by;
  // The chain of calls that it belongs to, and this call's own step of it.
  TraceContext trace;
  // When the answer is of no more use. Infinite only for a server stream whose caller stated none:
  // see kDefaultDeadline.
  absl::Time deadline;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_CALL_CONTEXT_H_
