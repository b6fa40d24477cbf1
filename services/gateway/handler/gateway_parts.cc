#include "services/gateway/handler/gateway_parts.h"

namespace tertial::gateway {

std::string GatewayVersion() { return TERTIAL_VERSION; }

}  // namespace tertial::gateway
