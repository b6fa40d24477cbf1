// A section as it is kept: serialized once.
#ifndef TERTIAL_SERVICES_GATEWAY_CACHE_KEPT_SECTION_H_
#define TERTIAL_SERVICES_GATEWAY_CACHE_KEPT_SECTION_H_

#include <map>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/support/slice.h"
#include "services/gateway/domain/report_sections.h"
#include "tertial/gateway/v1/gateway_resources.pb.h"

namespace tertial::gateway {

struct KeptSection {
  // As the service answered: COMPLETE or PARTIAL.
  v1::SectionState state;
  // The bytes of Section::content.
  grpc::Slice content;
  // Their hash.
  std::string hash;
  // It was the newest then.
  absl::Time pulled_at;
  // See GrowsOldAt and OwnersIn.
  absl::Time grows_old_at;
  std::map<std::string, bool> owners;
};

// `section` must have arrived; it was asked for at `pulled_at`.
KeptSection KeepSection(const Section& section, absl::Time pulled_at);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_CACHE_KEPT_SECTION_H_
