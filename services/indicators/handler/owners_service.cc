// The only file that sees the generated OwnersService.
#include "services/indicators/handler/owners_service.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "tertial/indicators/v1/owners_service.grpc.pb.h"

namespace tertial::indicators {
namespace {

class OwnersServiceAdapter final : public v1::OwnersService::CallbackService {
 public:
  OwnersServiceAdapter(Serving& serving, const OwnerContacts& contacts)
      : serving_(serving), contacts_(contacts) {}

  grpc::ServerUnaryReactor* ListOwners(grpc::CallbackServerContext* context,
                                       const v1::ListOwnersRequest* request,
                                       v1::ListOwnersResponse* response) override {
    return serving_.Unary(
        absl::StrCat(v1::OwnersService::service_full_name(), "/ListOwners"), context, request,
        response,
        [this](const CallContext&,
               const v1::ListOwnersRequest&) -> absl::StatusOr<v1::ListOwnersResponse> {
          v1::ListOwnersResponse owners;
          for (v1::FollowedOwner& owner : contacts_.List()) *owners.add_owners() = std::move(owner);
          return owners;
        });
  }

 private:
  Serving& serving_;
  const OwnerContacts& contacts_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateOwnersService(Serving& serving,
                                                   const OwnerContacts& contacts) {
  return std::make_unique<OwnersServiceAdapter>(serving, contacts);
}

}  // namespace tertial::indicators
