// What is counted in one pass over a register: days and periods, and the units that each person is
// counted in.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_PLAN_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_PLAN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/types/work_calendar.h"
#include "services/workforce/domain/unit_tree.h"

namespace tertial::workforce {

// By default the last day of an absence that counts as short.
inline constexpr int kDefaultShortTermDays = 16;

// One day or period that is counted.
struct Slot {
  enum Kind {
    kDay,       // the state on `last`, which is `first` as well
    kFlow,      // what happened from `first` to `last`, both included
    kTurnover,  // who of `first`, the day before a period, is there on `last`, its last day
  };
  Kind kind = kDay;
  DayNumber first = 0;
  DayNumber last = 0;
  // The year of `last`, which ages are told in.
  int year = 0;
  // The units as of `last`.
  std::shared_ptr<const UnitTree> tree;
};

struct FigurePlan {
  std::vector<Slot> slots;
  // The last day of an absence that counts as short.
  int short_term_days = kDefaultShortTermDays;
  // Only positions of this occupation group, a number of the register's list. Empty: all.
  std::optional<uint32_t> occupation;
  // For each slot: the node of each unit of the register, by the unit's number. Units that the tree
  // does not know are counted in the area alone, which is node 0.
  std::vector<std::vector<int>> node_of_unit;
};

// Adds a slot to `plan`; returns its place. `unit_ids` are the ids of the register's units in the
// order of their numbers, the same for all slots.
int AddSlot(Slot::Kind kind, DayNumber first, DayNumber last, std::shared_ptr<const UnitTree> tree,
            absl::Span<const std::string> unit_ids, FigurePlan& plan);

// The place of such a slot; nothing where the plan has none.
std::optional<int> FindSlot(const FigurePlan& plan, Slot::Kind kind, DayNumber first,
                            DayNumber last);

// The same text for plans that count the same, whatever made them; another for all others.
std::string PlanKeyOf(const FigurePlan& plan);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_FIGURE_PLAN_H_
