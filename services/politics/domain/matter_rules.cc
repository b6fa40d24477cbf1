#include "services/politics/domain/matter_rules.h"

#include <cstddef>

#include "common/facts/checks.h"
#include "services/politics/domain/field_rules.h"

namespace tertial::politics {
namespace {

constexpr size_t kLongestArchiveNumber = 50;

}  // namespace

void CheckMatter(const v1::Matter& matter, const Violations& violations) {
  CheckTexts("titles", matter.titles(), Presence::kRequired, violations);
  CheckText("archive_number", matter.archive_number(), Presence::kOptional, kLongestArchiveNumber,
            violations);
  CheckDate("opened", matter.opened(), Presence::kOptional, violations);
  CheckUnitName("responsible_unit", matter.responsible_unit(), Presence::kOptional, violations);
  CheckProvenance("provenance", matter.provenance(), violations);
}

}  // namespace tertial::politics
