#include "services/workforce/domain/spells.h"

#include "tertial/workforce/v1/registers_resources.pb.h"

namespace tertial::workforce {

absl::InlinedVector<SickLeave, 8> SickLeavesOf(const Person& person) {
  absl::InlinedVector<SickLeave, 8> leaves;
  for (const Absence& absence : person.absences) {
    if (absence.kind != v1::ABSENCE_KIND_SICK) continue;
    const bool goes_on = !leaves.empty() && leaves.back().absence->to != kNoLastDay &&
                         leaves.back().absence->to + 1 == absence.from;
    leaves.push_back({&absence, goes_on ? leaves.back().spell_first : absence.from});
  }
  return leaves;
}

}  // namespace tertial::workforce
