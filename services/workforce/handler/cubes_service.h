// The RPC class of what is published of registers.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_CUBES_SERVICE_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_CUBES_SERVICE_H_

#include <memory>

#include "common/ledger/ledger.h"
#include "common/rpc/serving.h"
#include "common/types/area_registry.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace tertial::workforce {

// What is hidden beside what is not safe to show.
enum class Suppression {
  // As much as it takes that nothing hidden follows from what is shown.
  kComplementary,
  // Nothing. For tests, which show what would follow.
  kPrimaryOnly,
};

// Everything passed in must outlive the service. There must be no other CubesService over the same
// ledger.
std::unique_ptr<grpc::Service> CreateCubesService(
    Serving& serving, const AreaRegistry& areas, Ledger& ledger,
    Suppression suppression = Suppression::kComplementary);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_CUBES_SERVICE_H_
