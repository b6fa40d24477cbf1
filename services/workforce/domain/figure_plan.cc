#include "services/workforce/domain/figure_plan.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace tertial::workforce {
namespace {

std::vector<int> NodesOf(const UnitTree& tree, absl::Span<const std::string> unit_ids) {
  std::vector<int> nodes;
  nodes.reserve(unit_ids.size());
  for (const std::string& id : unit_ids) nodes.push_back(tree.Find(id).value_or(0));
  return nodes;
}

}  // namespace

int AddSlot(Slot::Kind kind, DayNumber first, DayNumber last, std::shared_ptr<const UnitTree> tree,
            absl::Span<const std::string> unit_ids, FigurePlan& plan) {
  plan.node_of_unit.push_back(NodesOf(*tree, unit_ids));
  plan.slots.push_back({.kind = kind,
                        .first = first,
                        .last = last,
                        .year = static_cast<int>(FromDayNumber(last).year()),
                        .tree = std::move(tree)});
  return static_cast<int>(plan.slots.size()) - 1;
}

std::optional<int> FindSlot(const FigurePlan& plan, Slot::Kind kind, DayNumber first,
                            DayNumber last) {
  for (size_t i = 0; i < plan.slots.size(); ++i) {
    const Slot& slot = plan.slots[i];
    if (slot.kind == kind && slot.first == first && slot.last == last) return static_cast<int>(i);
  }
  return std::nullopt;
}

std::string PlanKeyOf(const FigurePlan& plan) {
  std::string key = absl::StrCat(
      plan.short_term_days, " ",
      plan.occupation.has_value() ? static_cast<int64_t>(*plan.occupation) : int64_t{-1});
  for (size_t i = 0; i < plan.slots.size(); ++i) {
    const Slot& slot = plan.slots[i];
    absl::StrAppend(&key, "\n", static_cast<int>(slot.kind), " ", slot.first, " ", slot.last);
    for (int node = 0; node < slot.tree->size(); ++node) {
      absl::StrAppend(&key, " ", slot.tree->id(node), "<",
                      node == 0 ? -1 : slot.tree->parent(node));
    }
    for (const int node : plan.node_of_unit[i]) absl::StrAppend(&key, ",", node);
  }
  return key;
}

}  // namespace tertial::workforce
