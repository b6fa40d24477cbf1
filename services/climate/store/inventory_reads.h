// One inventory release, read from one state of the store.
#ifndef TERTIAL_SERVICES_CLIMATE_STORE_INVENTORY_READS_H_
#define TERTIAL_SERVICES_CLIMATE_STORE_INVENTORY_READS_H_

#include <deque>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ledger/record_reader.h"
#include "common/types/period.h"
#include "services/climate/domain/inventory.h"
#include "tertial/climate/v1/climate_resources.pb.h"

namespace tertial::climate {

// A release with the figures that were read. It may be moved; `inventory` points into the others.
struct StoredInventory {
  std::unique_ptr<const v1::InventoryRelease> release;
  std::deque<v1::EmissionFigure> figures;
  Inventory inventory;
};

// Reads the figures of the periods that are `wanted`: of the others only that there are some, and
// those that figures wanted follow from. With the release's GWP table, where it is recorded. The
// cost is that of one range, of which what is not wanted is skipped by its key.
// Errors: INVENTORY_RELEASE_NOT_FOUND (NOT_FOUND), and INVALID_RESOURCE_NAME.
absl::StatusOr<StoredInventory> ReadInventory(const RecordReader& reader,
                                              const std::string& release_name,
                                              absl::FunctionRef<bool(const Period&)> wanted);
// The same of a release that was read before.
absl::StatusOr<StoredInventory> ReadInventory(const RecordReader& reader,
                                              const v1::InventoryRelease& release,
                                              absl::FunctionRef<bool(const Period&)> wanted);

// Reads the later figures that `figure` follows from (EmissionFigure.implied_by), one from the
// other, as far as they are recorded, into `inventory`, which names the release; they are kept in
// `figures`.
absl::Status ReadImplying(const RecordReader& reader, const v1::EmissionFigure& figure,
                          std::deque<v1::EmissionFigure>& figures, Inventory& inventory);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_STORE_INVENTORY_READS_H_
