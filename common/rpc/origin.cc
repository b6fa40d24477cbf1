#include "common/rpc/origin.h"

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace tertial {

std::string HostOf(absl::string_view peer) {
  if (absl::StartsWith(peer, "unix:") || absl::StartsWith(peer, "unix-abstract:")) return "unix";
  absl::string_view address = peer;
  const bool v6 = absl::ConsumePrefix(&address, "ipv6:");
  if (!v6 && !absl::ConsumePrefix(&address, "ipv4:")) return "";
  // Colons stand in an IPv6 address as well, so the port is what stands behind the last one.
  address = address.substr(0, address.rfind(':'));
  const std::string decoded = absl::StrReplaceAll(address, {{"%5B", "["}, {"%5D", "]"}});
  return std::string(absl::StripSuffix(absl::StripPrefix(decoded, "["), "]"));
}

common::internal::v1::Origin OriginOf(const CallContext& call) {
  common::internal::v1::Origin origin;
  origin.set_peer(call.peer);
  origin.set_method(call.method);
  origin.set_identified_by(call.identified_by);
  origin.set_trace_id(call.trace.TraceId());
  origin.set_request_id(call.request_id);
  return origin;
}

}  // namespace tertial
