// The counters of registers, kept while the register is as it was counted.
#ifndef TERTIAL_SERVICES_WORKFORCE_HANDLER_REGISTER_FIGURES_H_
#define TERTIAL_SERVICES_WORKFORCE_HANDLER_REGISTER_FIGURES_H_

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/store/mutex.h"
#include "services/workforce/domain/counters.h"
#include "services/workforce/domain/figure_plan.h"
#include "services/workforce/store/register_store.h"

namespace tertial::workforce {

// Counts all persons of the register, in one pass by two threads.
absl::StatusOr<CounterTable> CountRegister(const Register& of, const FigurePlan& plan);

// Answers from the tables that were made last as long as they are right: a change of few persons is
// put into them, any other drops them. Safe for use by several threads.
class RegisterFigures final : public RegisterListener {
 public:
  // The counters of `plan` in the state of the register that `of` is. What LargestLost says may be
  // more than is true (CounterTable); what is published is counted by CountRegister.
  absl::StatusOr<std::shared_ptr<const CounterTable>> Compute(const Register& of,
                                                              const FigurePlan& plan);

  void OnReplaced(absl::string_view area_id) override;
  void OnPersonsChanged(absl::string_view area_id, absl::Span<const PersonChange> changes,
                        const internal::v1::RegisterHead& head) override;

 private:
  struct Kept {
    std::string area_id;
    std::string key;
    FigurePlan plan;
    // The state it is right for.
    int64_t generation;
    int64_t changes;
    std::shared_ptr<CounterTable> table;
  };

  std::shared_ptr<const CounterTable> Find(const Register& of, const std::string& key);
  void Keep(Kept kept);

  Mutex mutex_;
  // The one used last stands first.
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_HANDLER_REGISTER_FIGURES_H_
