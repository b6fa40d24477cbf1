#include "clients/cli/calls.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "common/types/clock.h"

namespace tertial::cli {

void PrepareContext(grpc::ClientContext& context, absl::Duration patience,
                    const std::string& caller) {
  context.set_deadline(absl::ToChronoTime(SystemClock().Now() + patience));
  StateCaller(context, caller);
}

absl::Status StatusOf(const grpc::Status& status) { return FromGrpcStatus(status); }

std::string AreaName(const std::string& area) {
  return area.empty() || absl::StartsWith(area, "areas/") ? area : absl::StrCat("areas/", area);
}

}  // namespace tertial::cli
