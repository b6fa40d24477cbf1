// Spells of sick leave: rows of one person without a day between them.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_SPELLS_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_SPELLS_H_

#include "absl/container/inlined_vector.h"
#include "services/workforce/domain/person.h"

namespace tertial::workforce {

// A row of sick leave, and the day that its spell began.
struct SickLeave {
  const Absence* absence;
  DayNumber spell_first;
};

// The person's sick leaves in the order of their days, whatever unit they are from. Absences must
// stand by their first day, and sick leaves must not share one.
absl::InlinedVector<SickLeave, 8> SickLeavesOf(const Person& person);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_SPELLS_H_
