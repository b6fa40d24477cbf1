#include "services/gateway/cache/kept_section.h"

#include <cstdint>

#include "common/types/sha256.h"
#include "services/gateway/domain/section_age.h"

namespace tertial::gateway {

KeptSection KeepSection(const Section& section, absl::Time pulled_at) {
  const size_t size = section.content.ByteSizeLong();
  grpc::Slice content(size);
  // Nobody else has the bytes of a new slice.
  auto* bytes = const_cast<uint8_t*>(content.begin());
  section.content.SerializeWithCachedSizesToArray(bytes);
  return {.state = section.state,
          .content = content,
          .hash = Sha256Of({reinterpret_cast<const char*>(bytes), size}),
          .pulled_at = pulled_at,
          .grows_old_at = GrowsOldAt(section, pulled_at),
          .owners = OwnersIn(section)};
}

}  // namespace tertial::gateway
