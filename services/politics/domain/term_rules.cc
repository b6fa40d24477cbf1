#include "services/politics/domain/term_rules.h"

#include <optional>

#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "services/politics/domain/field_rules.h"

namespace tertial::politics {

void CheckTerm(const v1::Term& term, const Violations& violations) {
  const std::optional<absl::CivilDay> first =
      CheckDay("first_day", term.first_day(), Presence::kRequired, violations);
  const std::optional<absl::CivilDay> last =
      CheckDay("last_day", term.last_day(), Presence::kRequired, violations);
  CheckNotBefore("last_day", last, first, violations);
  CheckProvenance("provenance", term.provenance(), violations);
}

bool ShareADay(const v1::Term& a, const v1::Term& b) {
  // Days of four-digit years sort as text does.
  return a.first_day() <= b.last_day() && b.first_day() <= a.last_day();
}

}  // namespace tertial::politics
