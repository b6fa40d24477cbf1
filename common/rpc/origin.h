// Where a call came from, as the audit trail keeps it.
#ifndef TERTIAL_COMMON_RPC_ORIGIN_H_
#define TERTIAL_COMMON_RPC_ORIGIN_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/rpc/call_context.h"
#include "tertial/common/internal/v1/ledger.pb.h"

namespace tertial {

// The address in `peer`, as gRPC writes the other end of a connection ("ipv4:10.0.3.7:51034",
// "ipv6:%5B::1%5D:51034", "unix:"): without port and scheme. Empty where it is none of these.
std::string HostOf(absl::string_view peer);

common::internal::v1::Origin OriginOf(const CallContext& call);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_ORIGIN_H_
