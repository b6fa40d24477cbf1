// The RPC class that tells how far the owners of figures are followed.
#ifndef TERTIAL_SERVICES_INDICATORS_HANDLER_OWNERS_SERVICE_H_
#define TERTIAL_SERVICES_INDICATORS_HANDLER_OWNERS_SERVICE_H_

#include <memory>

#include "common/rpc/serving.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "services/indicators/owners/owner_contacts.h"

namespace tertial::indicators {

// Everything passed in must outlive the service.
std::unique_ptr<grpc::Service> CreateOwnersService(Serving& serving, const OwnerContacts& contacts);

}  // namespace tertial::indicators

#endif  // TERTIAL_SERVICES_INDICATORS_HANDLER_OWNERS_SERVICE_H_
