// What a refusal says, which of them are worth another attempt, and when.
#ifndef TERTIAL_CLIENTS_EXAMPLES_CPP_CALLS_H_
#define TERTIAL_CLIENTS_EXAMPLES_CPP_CALLS_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "grpc/support/time.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"

namespace tertial::example {

// The metadata entry of an id that the service's log calls a call by. (Not the request id of a
// write, which says what is the same write.)
inline constexpr char kCallIdKey[] = "tertial-request-id";

std::string NewCallId();
// `status` with the id in its words.
grpc::Status WithCallId(const grpc::Status& status, const std::string& call_id);

// What a call ended with: what stands in the details of an error.
struct Refusal {
  std::string code;
  // A name of tertial.common.v1.ErrorReason without its prefix. Empty where no service has
  // answered: the call may have been made all the same.
  std::string reason;
  std::map<std::string, std::string> metadata;
  std::vector<google::rpc::BadRequest::FieldViolation> fields;
  std::optional<absl::Duration> retry_after;
};

Refusal RefusalOf(const grpc::Status& status);

// "ABORTED ETAG_MISMATCH"
std::string TextOf(const Refusal& refusal);

// How long until another attempt; nothing where none would help. `attempt` counts from 0.
std::optional<absl::Duration> PauseAfter(const Refusal& refusal, int attempt);

// An instant of a clock that nobody sets.
gpr_timespec After(absl::Duration duration);

// Waits until another attempt may be made. False where none helps, or not before `end`.
bool WaitAfter(const grpc::Status& status, int attempt, gpr_timespec end);

// A call that may be made more than once: a read, or a write with a request id. All attempts
// together have `patience`.
template <typename Stub, typename Request, typename Response>
grpc::Status Call(Stub& stub,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const Request& request, Response* response,
                  absl::Duration patience = absl::Seconds(60)) {
  const gpr_timespec end = After(patience);
  const std::string call_id = NewCallId();
  for (int attempt = 0;; ++attempt) {
    grpc::ClientContext context;  // one for each attempt
    context.set_deadline(end);
    context.AddMetadata(kCallIdKey, call_id);
    grpc::Status status = (stub.*method)(&context, request, response);
    if (status.ok()) return status;
    if (!WaitAfter(status, attempt, end)) return WithCallId(status, call_id);
  }
}

}  // namespace tertial::example

#endif  // TERTIAL_CLIENTS_EXAMPLES_CPP_CALLS_H_
