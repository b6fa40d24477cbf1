#include "services/politics/store/keys.h"

#include "common/ledger/table.h"
#include "services/politics/domain/activity_name.h"

namespace tertial::politics {

std::optional<Period> BodyActivityTable::PeriodOf(absl::Span<const std::string> ids) {
  return PeriodOfActivityId(ids[2]);
}

absl::StatusOr<bool> BodyActivityTable::IsKnown(const RecordReader& reader,
                                                absl::Span<const std::string> ids) {
  TERTIAL_ASSIGN_OR_RETURN(
      const std::optional<v1::Body> body,
      FindResource<BodyTable>(reader, PatternOf<BodyTable>().Format(ids.first(2))));
  return body.has_value();
}

}  // namespace tertial::politics
