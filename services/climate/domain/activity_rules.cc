#include "services/climate/domain/activity_rules.h"

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "services/climate/domain/field_rules.h"
#include "services/climate/domain/figure_id.h"
#include "services/climate/domain/inventory.h"

namespace tertial::climate {
void CheckActivityFigure(const v1::ActivityFigure& figure, const Violations& violations) {
  CheckEnum("account", figure.account(), Presence::kRequired, violations);
  CheckCode("metric", figure.metric(), Presence::kRequired, violations);
  CheckCode("boundary", figure.boundary(), Presence::kRequired, violations);
  CheckCode("sector", figure.sector(), Presence::kOptional, violations);
  CheckObject(figure, violations);
  CheckEnum("scope", figure.scope(), Presence::kOptional, violations);
  CheckPeriod("period", figure.period(), Presence::kRequired, violations);
  CheckUnit("unit", figure.unit(), Presence::kRequired, violations);
  CheckCell("cell", figure.cell(), violations);
  CheckProvenance("provenance", figure.provenance(), violations);
  const std::optional<Period> period = ParsePeriod(figure.period());
  if (!period.has_value()) return;
  CheckLastId(figure.name(), "activities", FormatActivityId(figure, *period), violations);
}

}  // namespace tertial::climate
