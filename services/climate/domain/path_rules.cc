#include "services/climate/domain/path_rules.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "services/climate/domain/field_rules.h"

namespace tertial::climate {
namespace {

constexpr int kMostLevels = 100;

void CheckPathLevel(const v1::PathLevel& level, const Violations& violations) {
  CheckCell("cell", level.cell(), violations);
  const std::optional<Decimal> value = ParseDecimal(level.cell().value());
  if (!value.has_value() || !value->IsNegative()) return;
  violations.Add("cell.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(level.cell().value()),
                              " is negative; emissions that are expected are not."));
}

}  // namespace

void CheckReferencePath(const v1::ReferencePath& path, const Violations& violations) {
  CheckTexts("titles", path.titles(), Presence::kRequired, violations);
  CheckEnum("boundary", path.boundary(), Presence::kRequired, violations);
  CheckEnum("scope", path.scope(), Presence::kRequired, violations);
  CheckCode("sector", path.sector(), Presence::kRequired, violations);
  if (path.levels().empty()) {
    violations.Add("levels", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; give at least one year.");
  }
  CheckElements("levels", path.levels_size(), kMostLevels, violations);
  CheckYearsInOrder("levels", path.levels(), violations);
  for (int i = 0; i < path.levels_size(); ++i) {
    CheckPathLevel(path.levels(i), violations.At("levels", i));
  }
  CheckProvenance("provenance", path.provenance(), violations);
}

}  // namespace tertial::climate
