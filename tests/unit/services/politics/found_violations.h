// What rules find wrong with a resource, for comparison in tests.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_POLITICS_FOUND_VIOLATIONS_H_
#define TERTIAL_TESTS_UNIT_SERVICES_POLITICS_FOUND_VIOLATIONS_H_

#include <string>
#include <utility>
#include <vector>

#include "common/status/violations.h"

namespace tertial::politics {

using FieldAndReason = std::pair<std::string, ErrorReason>;

// What `check` finds wrong with `resource`.
template <typename Resource>
std::vector<FieldAndReason> Check(void (*check)(const Resource&, const Violations&),
                                  const Resource& resource) {
  Violations violations;
  check(resource, violations);
  std::vector<FieldAndReason> found;
  for (const common::v1::FieldViolation& violation : violations.list()) {
    found.emplace_back(violation.field(), violation.reason());
  }
  return found;
}

// Adds one in Norwegian bokmål.
template <typename Texts>
void AddText(Texts* texts, const std::string& text) {
  texts->Add()->set_language("nb");
  texts->rbegin()->set_text(text);
}

}  // namespace tertial::politics

#endif  // TERTIAL_TESTS_UNIT_SERVICES_POLITICS_FOUND_VIOLATIONS_H_
