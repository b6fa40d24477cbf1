// The area registry.
#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "services/gateway/handler/gateway_handlers.h"

namespace tertial::gateway {
namespace {

// Tokens are bound to the query; the registry has no epoch, as it changes with a deployment only.
constexpr char kListAreasQuery[] = "areas/{area}";

}  // namespace

absl::StatusOr<v1::GetAreaResponse> GatewayHandlers::GetArea(
    const CallContext& /*call*/, const v1::GetAreaRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const std::string area_id,
                           ResolveAreaName(parts_.areas, "name", request.name()));
  v1::GetAreaResponse response;
  *response.mutable_area() = *parts_.areas.Find(area_id);
  return response;
}

absl::StatusOr<v1::ListAreasResponse> GatewayHandlers::ListAreas(
    const CallContext& /*call*/, const v1::ListAreasRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  size_t begin = 0;
  if (!request.page_token().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const PageToken token,
                             DecodePageToken(request.page_token(), {.query = kListAreasQuery}));
    const common::v1::Area* last = parts_.areas.Find(token.last_key());
    if (last == nullptr) {
      return InvalidField("page_token", common::v1::ERROR_REASON_INVALID_PAGE_TOKEN,
                          "The registry has changed since this page token was made; begin again by "
                          "leaving it empty.");
    }
    begin = static_cast<size_t>(last - parts_.areas.areas().data()) + 1;
  }
  const size_t end = std::min(parts_.areas.areas().size(), begin + static_cast<size_t>(page_size));
  v1::ListAreasResponse response;
  for (size_t i = begin; i < end; ++i) *response.add_areas() = parts_.areas.areas()[i];
  if (end < parts_.areas.areas().size()) {
    PageToken token;
    token.set_query(kListAreasQuery);
    // The ids of the registry stand in its order; the name is "areas/{id}".
    token.set_last_key(parts_.areas.areas()[end - 1].name().substr(sizeof("areas/") - 1));
    response.set_next_page_token(EncodePageToken(token));
  }
  return response;
}

}  // namespace tertial::gateway
