// What a report is checked with.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_CHECK_CONTEXT_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_CHECK_CONTEXT_H_

#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/facts/overdue.h"
#include "common/types/period.h"
#include "services/gateway/domain/fact_set.h"

namespace tertial::gateway {

struct CheckContext {
  // The facts of the area and those of none, each service's of one state; of other areas those that
  // rules and claims name.
  const FactSet& facts;
  // "asker".
  std::string area_id;
  // The periods of the report, in order of time; the last is the one reported on.
  std::vector<Period> periods;
  // The instant of the check.
  absl::Time instant;
  // The services that did not answer: what they own is not checked, and not missed either.
  std::set<std::string> silent;

  const Period& period() const { return periods.back(); }
  // The day of the check, in Europe/Oslo.
  absl::CivilDay today() const { return DayInOslo(instant); }
};

// Calls `visitor` for the facts of the area that are of type T, in the order of their names.
template <typename T>
void VisitOfArea(const CheckContext& context,
                 absl::FunctionRef<void(const Fact& fact, const T& message)> visitor) {
  context.facts.VisitBelow(absl::StrCat("areas/", context.area_id, "/"), [&](const Fact& fact) {
    if (fact.message == nullptr || fact.message->GetDescriptor() != T::descriptor()) return;
    visitor(fact, static_cast<const T&>(*fact.message));
  });
}

// The fact of that name, where it is recorded and of type T; else nullptr.
template <typename T>
const T* FindMessage(const FactSet& facts, absl::string_view name) {
  const Fact* fact = facts.Find(name);
  if (fact == nullptr || fact->message == nullptr ||
      fact->message->GetDescriptor() != T::descriptor()) {
    return nullptr;
  }
  return static_cast<const T*>(fact->message.get());
}

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_CHECK_CONTEXT_H_
