// CubesService.PublishCube.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_PUBLISH_HANDLER_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_PUBLISH_HANDLER_H_

#include "absl/status/statusor.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "common/types/area_registry.h"
#include "services/workforce/domain/disclosure_tables.h"
#include "tertial/workforce/v1/cubes_service.pb.h"

namespace tertial::workforce {

class PublishHandler {
 public:
  // Everything passed in must outlive the object. With `complementary` false, for tests, what is
  // safe by itself is shown.
  PublishHandler(Ledger& ledger, const AreaRegistry& areas, bool complementary)
      : ledger_(ledger), areas_(areas), complementary_(complementary) {}

  // Of publications of one area at the same time, the one that is committed later is prepared anew:
  // what one has fixed, the next one finds.
  absl::StatusOr<v1::PublishCubeResponse> PublishCube(const CallContext& call,
                                                      const v1::PublishCubeRequest& request) const;

 private:
  Ledger& ledger_;
  const AreaRegistry& areas_;
  const bool complementary_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_PUBLISH_HANDLER_H_
