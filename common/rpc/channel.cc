#include "common/rpc/channel.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/rpc/limits.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace tertial {
namespace {

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

// UNAVAILABLE says that this server did not do it, and another, or the same in a moment, may. So
// does CANCELLED where nobody here has cancelled: gRPC ends with it what reaches a server in the
// moment when that begins to stop. What a server refuses, it refuses again; where time ran out,
// there is none left. Three attempts outlast a connection that broke and one replica that is down.
// The pauses are those of a restart behind a load balancer, not of one that takes minutes: those,
// reports outlast otherwise.
constexpr char kRetryPolicy[] = R"({"maxAttempts": 3, "initialBackoff": "0.05s",
    "maxBackoff": "0.5s", "backoffMultiplier": 3,
    "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"]})";

// The budget of a target, for all its calls: each failed attempt costs one of these tokens, each
// success gives a tenth of one back, and below half of them nothing is made again. So a service
// that is down is asked little more often than callers ask, and not three times as often.
constexpr char kRetryBudget[] = R"({"maxTokens": 40, "tokenRatio": 0.1})";

}  // namespace

std::string ServiceConfigOf(const std::vector<ReadMethod>& reads) {
  const std::string names =
      absl::StrJoin(reads, ", ", [](std::string* out, const ReadMethod& read) {
        absl::StrAppend(out, R"({"service": ")", read.service, R"(", "method": ")", read.method,
                        R"("})");
      });
  return absl::StrCat(R"({"loadBalancingConfig": [{"round_robin": {}}], "retryThrottling": )",
                      kRetryBudget,
                      // An entry without names would be one for all methods.
                      reads.empty() ? ""
                                    : absl::StrCat(R"(, "methodConfig": [{"name": [)", names,
                                                   R"(], "retryPolicy": )", kRetryPolicy, "}]"),
                      "}");
}

std::shared_ptr<grpc::Channel> OpenServiceChannel(
    const std::string& target, const std::vector<ReadMethod>& reads,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfigOf(reads));
  // gRPC would wait up to two minutes.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  // This is how long an attempt to connect may take, whatever its name says.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  // A replica that came up at another address: gRPC would not look for half a minute.
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, 2000);
  // A question about a name that nobody answers is asked again after five seconds, and given up
  // then: the addresses that are known (those of /etc/hosts, while one of IPv6 is asked for) are
  // used, or calls told. gRPC would have calls wait for more than a minute.
  arguments.SetInt(GRPC_ARG_DNS_ARES_QUERY_TIMEOUT_MS, Milliseconds(kLongestNameQuery));
  // The kernel acknowledges for a process that is stopped or stuck; only a ping tells. Without
  // calls nobody waits, and nobody is asked.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(kPeerKeepalive));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(kPeerKeepaliveTimeout));
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);  // as many as the above makes
  arguments.SetMaxReceiveMessageSize(kLargestMessageBytes);
  arguments.SetMaxSendMessageSize(kLargestMessageBytes);
  return grpc::CreateCustomChannel(
      target, credentials == nullptr ? grpc::InsecureChannelCredentials() : credentials, arguments);
}

}  // namespace tertial
