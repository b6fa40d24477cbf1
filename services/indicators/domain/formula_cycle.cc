#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/indicators/domain/formula.h"

namespace tertial::indicators {
namespace {

// An indicator on the way from the first one, and how many of its references were followed.
struct Stop {
  std::string id;
  Formula formula;
  size_t followed = 0;
};

std::vector<std::string> WayFrom(const std::deque<Stop>& way, const std::string& id) {
  auto stop = std::find_if(way.begin(), way.end(), [&id](const Stop& s) { return s.id == id; });
  std::vector<std::string> names;
  for (; stop != way.end(); ++stop) names.push_back(absl::StrCat("indicators/", stop->id));
  names.push_back(absl::StrCat("indicators/", id));
  return names;
}

}  // namespace

std::vector<std::string> FindCycle(
    absl::string_view id, const Formula& formula,
    absl::FunctionRef<const std::string*(const std::string& id)> formula_of) {
  // Depth first, with the way on a stack of its own: formulas may build on each other at length.
  std::deque<Stop> way;
  std::set<std::string> on_way;
  std::set<std::string> finished;
  way.push_back(Stop{std::string(id), formula});
  on_way.insert(way.back().id);
  while (!way.empty()) {
    Stop& last = way.back();
    if (last.followed == last.formula.references().size()) {
      on_way.erase(last.id);
      finished.insert(last.id);
      way.pop_back();
      continue;
    }
    const std::string& next = last.formula.references()[last.followed++].indicator;
    if (on_way.count(next) > 0) return WayFrom(way, next);
    if (finished.count(next) > 0) continue;
    const std::string* text = formula_of(next);
    if (text == nullptr || text->empty()) continue;
    absl::StatusOr<Formula> its = Formula::Parse(*text);
    if (!its.ok()) continue;
    on_way.insert(next);
    way.push_back(Stop{next, *std::move(its)});
  }
  return {};
}

}  // namespace tertial::indicators
