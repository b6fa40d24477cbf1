#include "clients/cli/calls.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/limits.h"
#include "common/status/grpc_status.h"
#include "common/types/clock.h"

namespace tertial::cli {

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestMessageBytes);
  // A service that was started again is to be found again soon.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void PrepareContext(grpc::ClientContext& context, absl::Duration patience,
                    const std::string& caller) {
  context.set_deadline(absl::ToChronoTime(SystemClock().Now() + patience));
  context.AddMetadata(kCallerMetadata, caller);
}

absl::Status StatusOf(const grpc::Status& status) { return FromGrpcStatus(status); }

std::string AreaName(const std::string& area) {
  return area.empty() || absl::StartsWith(area, "areas/") ? area : absl::StrCat("areas/", area);
}

}  // namespace tertial::cli
