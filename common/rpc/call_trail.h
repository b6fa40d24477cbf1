// By what calls can be followed from service to service: what a call that this process makes
// carries of the one that it is made for.
#ifndef TERTIAL_COMMON_RPC_CALL_TRAIL_H_
#define TERTIAL_COMMON_RPC_CALL_TRAIL_H_

#include <string>

#include "common/observability/trace.h"
#include "common/rpc/call_context.h"
#include "grpcpp/client_context.h"

namespace tertial {

struct CallTrail {
  std::string request_id;
  // The step that the next call follows.
  TraceContext trace;
};

// Of a call that is being answered.
CallTrail TrailOf(const CallContext& call);
// Of what the process does by itself: ids of its own.
CallTrail NewTrail();

// Has a call carry it: the request id, traceparent, and tracestate where there is one.
void CarryTrail(const CallTrail& trail, grpc::ClientContext& context);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_CALL_TRAIL_H_
