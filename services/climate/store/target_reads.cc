#include "services/climate/store/target_reads.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/climate/store/keys.h"

namespace tertial::climate {

absl::StatusOr<Denominators> ReadDenominators(const RecordReader& reader,
                                              const std::string& area_id,
                                              const v1::ClimateTarget& target) {
  if (!IsIntensity(target)) return Denominators();
  TERTIAL_ASSIGN_OR_RETURN(std::string prefix, EncodePrimaryKey({area_id}));
  // "{metric}~{boundary}~{period}…"
  absl::StrAppend(&prefix, target.denominator().metric(), "~", target.denominator().boundary(),
                  "~");
  std::vector<v1::ActivityFigure> figures;
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(
      reader.Scan(ActivityFigureTable::kId, prefix, "",
                  [&](absl::string_view pk, Revision /*revision*/, absl::string_view body) {
                    damage = DecodeBody(ActivityFigureTable::kId, pk, body, figures.emplace_back());
                    return damage.ok();
                  }));
  TERTIAL_RETURN_IF_ERROR(damage);
  return DenominatorsOf(target, figures);
}

}  // namespace tertial::climate
