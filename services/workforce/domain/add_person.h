// What one person means to every sum.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_ADD_PERSON_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_ADD_PERSON_H_

#include "services/workforce/domain/counters.h"
#include "services/workforce/domain/figure_plan.h"
#include "services/workforce/domain/person.h"

namespace tertial::workforce {

// Adds the person to every slot and node of `table`, which is one of `plan`; with `sign` -1 takes
// the person out again, all but the largest losses. Absences must stand by their first day.
void AddPerson(const Person& person, const FigurePlan& plan, int sign, CounterTable& table);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_ADD_PERSON_H_
