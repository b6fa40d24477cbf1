#include "common/rpc/call_trail.h"

#include "absl/strings/str_format.h"
#include "common/rpc/authenticator.h"

namespace tertial {

CallTrail TrailOf(const CallContext& call) {
  return {.request_id = call.request_id, .trace = call.trace};
}

CallTrail NewTrail() {
  return {.request_id = absl::StrFormat("%016x", RandomId()), .trace = NewTrace()};
}

void CarryTrail(const CallTrail& trail, grpc::ClientContext& context) {
  context.AddMetadata(kRequestIdMetadata, trail.request_id);
  context.AddMetadata(kTraceParent, trail.trace.TraceParent());
  if (!trail.trace.state.empty()) context.AddMetadata(kTraceState, trail.trace.state);
}

}  // namespace tertial
