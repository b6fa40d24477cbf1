// What is fixed of one slice, for good: for each table, which units it shows, and the sums of those
// and of no other.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_FROZEN_SLICE_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_FROZEN_SLICE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/workforce/domain/disclosure_tables.h"
#include "services/workforce/domain/frames.h"
#include "services/workforce/domain/unit_tree.h"
#include "tertial/workforce/internal/v1/frozen_slices.pb.h"

namespace tertial::workforce {

using FrozenTables = std::map<DisclosureTable, internal::v1::FrozenSlice>;

// One slice that is to be fixed.
struct SliceToFreeze {
  const DisclosureCounts& counts;
  const Slot& slot;
  int slot_number = 0;
  DisclosureRules rules;
  int64_t policy_revision = 0;
  // By table, the slice of the same kind before it; empty where there is none. To hide the same
  // units again.
  const FrozenTables& before;
  // Of flows: FTEs on the last day, beside which they are shown. nullptr for others.
  const internal::v1::FrozenSlice* last_day = nullptr;
};

// Of each of `tables`, all of one slice and in the order of DisclosureTables.
FrozenTables Freeze(const SliceToFreeze& slice, absl::Span<const DisclosureTable> tables);

// The frame that was fixed, in the blocks of this tree; units that it does not have are left out.
Frame FrameOf(const internal::v1::FrozenSlice& slice, const UnitTree& tree);

// The node of a unit; nullptr where nothing is shown of it. "": the area.
const internal::v1::FrozenNode* FindNode(const internal::v1::FrozenSlice& slice,
                                         absl::string_view unit_id);
// One of its sums, of a sex (SEX_TOTAL: both) and age band (unspecified: all).
std::optional<int64_t> FindSum(const internal::v1::FrozenNode& node, v1::Sex sex, v1::AgeBand band,
                               Counter counter);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_FROZEN_SLICE_H_
