// CubesService.PublishCube.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_PUBLISH_HANDLER_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_PUBLISH_HANDLER_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/rpc/standard_writes.h"
#include "common/types/area_registry.h"
#include "common/types/period.h"
#include "services/workforce/domain/disclosure_tables.h"
#include "tertial/workforce/v1/cubes_service.pb.h"

namespace tertial::workforce {

class PublishHandler {
 public:
  // Everything passed in must outlive the object. With `complementary` false, for tests, what is
  // safe by itself is shown.
  PublishHandler(Ledger& ledger, const AreaRegistry& areas, bool complementary)
      : ledger_(ledger), areas_(areas), complementary_(complementary) {}

  // A cube is true of one state of the store, the one before it. When something was committed while
  // it was prepared, it is prepared anew: what another publication has fixed, this one finds.
  absl::StatusOr<v1::PublishCubeResponse> PublishCube(const CallContext& call,
                                                      const v1::PublishCubeRequest& request) const;

 private:
  struct Target {
    std::string area_id;
    Period period;
    // Of the cube.
    std::string name;
  };
  // Nothing when a fact was committed while the cube was prepared.
  absl::StatusOr<std::optional<v1::PublishCubeResponse>> PublishNow(
      const Target& target, const ResourceWrite& write) const;

  Ledger& ledger_;
  const AreaRegistry& areas_;
  const bool complementary_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_PUBLISH_HANDLER_H_
