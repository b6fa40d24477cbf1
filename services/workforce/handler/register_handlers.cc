// The state of registers, their figures, and who asked for them.
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/observability/log.h"
#include "common/rpc/canonical_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/workforce/domain/register_errors.h"
#include "services/workforce/handler/accesses.h"
#include "services/workforce/handler/registers_handlers.h"
#include "services/workforce/handler/upload_sink.h"
#include "services/workforce/store/register_store.h"

namespace tertial::workforce {

RegistersHandlers::RegistersHandlers(Ledger& ledger, const AreaRegistry& areas,
                                     const PersonKeys* keys, RegisterFigures& figures)
    : ledger_(ledger),
      areas_(areas),
      keys_(keys),
      queries_(ledger, areas, figures),
      writes_(ledger, &figures) {
  const absl::Status swept = writes_.SweepOrphans();
  if (!swept.ok()) {
    Log(Severity::kWarning, "rows of uploads that broke off are left",
        {{"reason", ReasonName(ReasonOf(swept))}});
  }
}

std::unique_ptr<RowSink<v1::UploadRegisterRequest, v1::UploadRegisterResponse>>
RegistersHandlers::UploadRegister(const CallContext& call) {
  return std::make_unique<UploadSink>(writes_, areas_, keys_, call);
}

absl::StatusOr<v1::GetRegisterStateResponse> RegistersHandlers::GetRegisterState(
    const CallContext& call, const v1::GetRegisterStateRequest& request) {
  if (keys_ == nullptr) return PersonKeysMissing();
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(areas_, "area", request.area()));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Register> present, OpenRegister(ledger_, area_id));
  if (!present.has_value()) return RegisterNotFound(area_id);
  v1::GetRegisterStateResponse response;
  *response.mutable_state() = StateOf(area_id, present->head);
  v1::QueryFiguresRequest slice;
  slice.set_area(response.state().area());
  TERTIAL_RETURN_IF_ERROR(RecordAccess(ledger_, call, slice));
  return response;
}

absl::StatusOr<std::string> RegistersHandlers::QueryFigures(
    const CallContext& call, const v1::QueryFiguresRequest& request) {
  if (keys_ == nullptr) return PersonKeysMissing();
  TERTIAL_ASSIGN_OR_RETURN(std::string answer, queries_.QueryFigures(request));
  // What is noted was found to be right: the log holds no text that means nothing.
  TERTIAL_RETURN_IF_ERROR(RecordAccess(ledger_, call, request));
  return answer;
}

absl::StatusOr<v1::ListAccessesResponse> RegistersHandlers::ListAccesses(
    const CallContext& /*call*/, const v1::ListAccessesRequest& request) const {
  if (keys_ == nullptr) return PersonKeysMissing();
  return AnswerListAccesses(ledger_, request);
}

}  // namespace tertial::workforce
