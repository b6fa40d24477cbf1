#include "services/climate/handler/derived_handlers.h"

#include "common/status/status_macros.h"

namespace tertial::climate {

absl::StatusOr<v1::GetDerivedStateResponse> DerivedHandlers::GetDerivedState(
    const CallContext& /*call*/, const v1::GetDerivedStateRequest& /*request*/) const {
  // The newest commit is read last, so that it is none before the one followed to.
  const DerivedProgress::State state = progress_.state();
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  v1::GetDerivedStateResponse response;
  response.set_followed_revision(state.followed);
  *response.mutable_head() = view.at().ToProto();
  response.set_changed_rows(state.changed_rows);
  return response;
}

}  // namespace tertial::climate
