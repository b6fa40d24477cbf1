// What RegistersService does, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_REGISTERS_HANDLERS_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_REGISTERS_HANDLERS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "services/workforce/handler/query_handler.h"
#include "services/workforce/handler/register_figures.h"
#include "services/workforce/store/person_keys.h"
#include "services/workforce/store/register_writes.h"
#include "tertial/workforce/v1/registers_service.pb.h"

namespace tertial::workforce {

// All functions may be called from any thread.
class RegistersHandlers {
 public:
  // `keys` may be nullptr: there are none. Everything passed in must outlive the object. Removes
  // what a crash left of uploads.
  RegistersHandlers(Ledger& ledger, const AreaRegistry& areas, const PersonKeys* keys,
                    RegisterFigures& figures);

  // upload_sink.cc
  std::unique_ptr<RowSink<v1::UploadRegisterRequest, v1::UploadRegisterResponse>> UploadRegister(
      const CallContext& call);

  // register_handlers.cc
  absl::StatusOr<v1::GetRegisterStateResponse> GetRegisterState(
      const CallContext& call, const v1::GetRegisterStateRequest& request);
  // The bytes of a QueryFiguresResponse.
  absl::StatusOr<std::string> QueryFigures(const CallContext& call,
                                           const v1::QueryFiguresRequest& request);
  absl::StatusOr<v1::ListAccessesResponse> ListAccesses(
      const CallContext& call, const v1::ListAccessesRequest& request) const;

  // erase_handlers.cc
  absl::StatusOr<v1::ErasePersonResponse> ErasePerson(const CallContext& call,
                                                      const v1::ErasePersonRequest& request);
  absl::StatusOr<v1::RotatePersonKeysResponse> RotatePersonKeys(
      const CallContext& call, const v1::RotatePersonKeysRequest& request);

 private:
  // Has the hashes of one register made with all keys.
  absl::Status Rotate(const CallContext& call, const std::string& area_id);

  Ledger& ledger_;
  const AreaRegistry& areas_;
  const PersonKeys* const keys_;
  QueryHandler queries_;
  RegisterWrites writes_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_REGISTERS_HANDLERS_H_
