#include "tests/attack/cube_attacker.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/attack/flow_problem.h"
#include "tests/attack/stock_problem.h"

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;

// Two values of a number that are nearer to each other than this are one: a person, an FTE, a day.
constexpr double kApart = 1;

// Tries the targets of one problem.
class Attempt {
 public:
  Attempt(CubeProblem& problem, Attack attack)
      : problem_(problem),
        attack_(attack),
        targets_(problem.targets()),
        lowest_(targets_.size(), kUnbounded),
        highest_(targets_.size(), -kUnbounded),
        determined_(targets_.size()),
        random_(20241231) {
    for (size_t i = 0; i < targets_.size(); ++i) groups_[Above(targets_[i].node)].push_back(i);
  }

  void Run() {
    findings_.hidden = static_cast<int>(targets_.size());
    if (!problem_.problem().Tighten()) {
      findings_.contradictions = 1;
      return;
    }
    for (size_t i = 0; i < targets_.size(); ++i) {
      const auto [lowest, highest] = problem_.problem().Limits(targets_[i].expression);
      determined_[i] = IsOne(i, lowest, highest);
    }
    if (attack_ == Attack::kQuick) {
      FindBounds();
    } else {
      FindPairs();
    }
    for (size_t i = 0; i < targets_.size(); ++i) {
      if (determined_[i]) {
        findings_.determined.push_back(targets_[i].name);
      } else if (!Moves(i)) {
        findings_.undecided.push_back(targets_[i].name);
      }
    }
  }

  void AddTo(Findings& all) const {
    all.hidden += findings_.hidden;
    all.contradictions += findings_.contradictions;
    all.determined.insert(all.determined.end(), findings_.determined.begin(),
                          findings_.determined.end());
    all.undecided.insert(all.undecided.end(), findings_.undecided.begin(),
                         findings_.undecided.end());
  }

 private:
  using Numbers = LinearProblem::Numbers;

  // Whether a number between these two is told by that.
  bool IsOne(size_t i, double lowest, double highest) const {
    constexpr double kTolerance = 1e-4;
    if (targets_[i].whole) {
      lowest = std::ceil(lowest - kTolerance);
      highest = std::floor(highest + kTolerance);
    }
    return highest - lowest < kApart - kTolerance;
  }

  bool Moves(size_t i) const { return highest_[i] - lowest_[i] >= kApart - 1e-3; }
  bool IsOpen(size_t i) const { return !determined_[i] && !Moves(i); }
  bool AnyIsOpen() const {
    for (size_t i = 0; i < targets_.size(); ++i) {
      if (IsOpen(i)) return true;
    }
    return false;
  }

  // As if all numbers could be any: what is determined then is determined.
  void FindBounds() {
    for (int tries = 0; tries < 8 && AnyIsOpen(); ++tries) {
      Look(RandomGoal(), {.numbers = Numbers::kReal});
    }
    for (size_t i = 0; i < targets_.size(); ++i) {
      if (!IsOpen(i)) continue;
      const bool least = Look(targets_[i].expression, {.numbers = Numbers::kReal}).smallest;
      const bool most =
          Look(Less({}, targets_[i].expression), {.numbers = Numbers::kReal}).smallest;
      determined_[i] = least && most && IsOne(i, lowest_[i], highest_[i]);
    }
  }

  // Looks for two solutions that differ in each target: far from each other, then in some units
  // alone, then for one target after the other.
  void FindPairs() {
    if (!Begin()) return;
    for (int round = 0; round < 3; ++round) {
      for (const auto& [above, group] : groups_) MoveGroup(above, group);
    }
    for (const auto& [above, group] : groups_) {
      for (const size_t i : group) {
        if (IsOpen(i)) MoveNearby(above, i);
        if (IsOpen(i)) Decide(i, nullptr);
      }
    }
  }

  // Whether there is a first solution.
  bool Begin() {
    const std::optional<Solution> truth = problem_.Truth();
    if (!truth.has_value()) {
      const Expression far = RandomGoal();
      Look(far, {.seconds = 120});
      if (last_.has_value()) Look(Less({}, far), {});
      return last_.has_value();
    }
    if (!problem_.problem().Holds(*truth, Numbers::kWhole)) {
      findings_.contradictions = 1;
      return false;
    }
    Keep(*truth);
    return true;
  }

  void MoveNearby(int above, size_t i) {
    const std::vector<bool> free = Nearby(above);
    Decide(i, &free);
  }

  // Determined is what can be neither more nor less than it is in some solution. What is looked for
  // is a change as small as possible: few persons who exchange what they are. `free`: if not
  // nullptr, of these unknowns alone, which decides nothing if there is none.
  void Decide(size_t i, const std::vector<bool>* free) {
    const Solution from = *last_;
    const double value = ValueOf(targets_[i].expression, from);
    bool none = free == nullptr;
    for (const double sign : {1.0, -1.0}) {
      if (Moves(i)) return;
      Expression goal;
      attack::AddTo(goal, targets_[i].expression, sign);
      const LinearProblem::Found found = Look(
          goal, {.from = &from, .free = free, .at_most = sign * value - kApart, .nearest = true});
      none = none && found.none;
    }
    determined_[i] = none;
  }

  double RandomWeight() { return static_cast<double>(random_() % 2001) / 1000 - 1; }

  // Away in a random direction: most targets move in it.
  Expression RandomGoal() {
    Expression goal;
    for (const Target& target : targets_) {
      attack::AddTo(goal, target.expression, RandomWeight());
    }
    return goal;
  }

  // The blocks below a node, and some others; of the area, some.
  std::vector<bool> Nearby(int above) {
    std::vector<bool> free(static_cast<size_t>(problem_.problem().unknowns()));
    const auto set_free = [&](const std::vector<int>& unknowns) {
      for (const int unknown : unknowns) free[static_cast<size_t>(unknown)] = true;
    };
    set_free(problem_.Sums());
    if (above > 0) set_free(problem_.UnknownsOf(above));
    const std::vector<int> blocks = problem_.tree().BlocksOf(0);
    for (int more = 0; more < 6; ++more) {
      set_free(problem_.UnknownsOf(blocks[random_() % blocks.size()]));
    }
    return free;
  }

  void MoveGroup(int above, const std::vector<size_t>& group) {
    Expression goal;
    for (const size_t i : group) {
      if (IsOpen(i)) attack::AddTo(goal, targets_[i].expression, RandomWeight());
    }
    if (goal.empty()) return;
    const Solution from = *last_;
    const std::vector<bool> free = Nearby(above);
    Look(goal, {.from = &from, .free = &free});
    Look(Less({}, goal), {.from = &from, .free = &free});
  }

  // The node directly above; -1 for the area.
  int Above(int node) const {
    for (int above = 0; above < problem_.tree().size(); ++above) {
      const std::vector<int>& below = problem_.tree().below(above);
      if (std::find(below.begin(), below.end(), node) != below.end()) return above;
    }
    return -1;
  }

  // What is not asked for stays as in the last solution.
  LinearProblem::Found Look(const Expression& goal, LinearProblem::Search search) {
    if (search.from == nullptr && last_.has_value()) search.from = &*last_;
    LinearProblem::Found found = problem_.problem().Minimize(goal, search);
    if (!found.values.has_value()) return found;
    // Not to be believed unseen.
    if (!problem_.problem().Holds(*found.values, search.numbers)) return {};
    Keep(*found.values);
    return found;
  }

  void Keep(const Solution& solution) {
    last_ = solution;
    for (size_t i = 0; i < targets_.size(); ++i) {
      const double value = ValueOf(targets_[i].expression, solution);
      lowest_[i] = std::min(lowest_[i], value);
      highest_[i] = std::max(highest_[i], value);
    }
  }

  CubeProblem& problem_;
  const Attack attack_;
  const std::vector<Target> targets_;
  std::vector<double> lowest_;
  std::vector<double> highest_;
  std::vector<bool> determined_;
  // By the node above theirs.
  std::map<int, std::vector<size_t>> groups_;
  std::optional<Solution> last_;
  Findings findings_;
  std::mt19937 random_;
};

// Two at a time.
std::deque<Attempt> AttemptAll(const std::vector<std::unique_ptr<CubeProblem>>& problems,
                               Attack attack) {
  std::deque<Attempt> attempts;
  for (const auto& problem : problems) attempts.emplace_back(*problem, attack);
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < attempts.size(); i = next++) attempts[i].Run();
  };
  std::thread other(work);
  work();
  other.join();
  return attempts;
}

// The day that a cube's figures of a measure are of; empty for a flow.
std::string DayOf(const v1::Cube& cube, v1::FigureMeasure measure) {
  for (const v1::FigureDefinition& definition : cube.definitions()) {
    if (definition.measure() != measure) continue;
    return definition.first_day() == definition.last_day() ? definition.last_day() : "";
  }
  return "";
}

bool IsFlow(const v1::PublishedFigure& figure) {
  const v1::FigureMeasure measure = figure.subject().measure();
  return measure == v1::FIGURE_MEASURE_SICK_LEAVE_RATE || measure == v1::FIGURE_MEASURE_TURNOVER ||
         measure == v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS;
}

// What is told of a day, or of the flows of a year, with the cubes that tell it.
struct Told {
  std::vector<const v1::Cube*> cubes;
  std::vector<const v1::PublishedFigure*> figures;
};

// The cube that has the most units.
const v1::Cube& WidestOf(const std::vector<const v1::Cube*>& cubes) {
  return **std::max_element(cubes.begin(), cubes.end(), [](const v1::Cube* a, const v1::Cube* b) {
    return a->units_size() < b->units_size();
  });
}

void TellAll(const Told& told, CubeProblem& problem, Findings& findings) {
  for (const v1::PublishedFigure* const figure : told.figures) {
    if (!problem.Tell(*figure) && !figure->cell().has_value()) {
      findings.passed_over.push_back(figure->name());
    }
  }
}

// The three periods of a year, each with the units of its own cube where that was published.
std::vector<FlowProblem::Slice> SlicesOf(const std::string& year, const Told& told,
                                         const Knowledge& knowledge) {
  std::vector<FlowProblem::Slice> slices;
  for (const char* const part : {"-T1", "-T2", "-T3"}) {
    const std::string period = absl::StrCat(year, part);
    const v1::Cube* cube = &WidestOf(told.cubes);
    for (const v1::Cube* const other : told.cubes) {
      if (other->period() == period) cube = other;
    }
    slices.push_back({period, TreeOf(*cube, knowledge)});
  }
  return slices;
}

}  // namespace

Findings AttackCubes(const Recorded& recorded, const Knowledge& knowledge, Attack attack) {
  std::map<std::string, Told> days;
  std::map<std::string, Told> years;
  std::map<std::string, const v1::Cube*> cubes;
  for (const v1::Cube& cube : recorded.cubes) cubes[cube.name()] = &cube;
  for (const v1::PublishedFigure& figure : recorded.figures) {
    const v1::Cube* const cube = cubes.at(figure.name().substr(0, figure.name().find("/figures/")));
    Told& told = IsFlow(figure) ? years[cube->period().substr(0, 4)]
                                : days[DayOf(*cube, figure.subject().measure())];
    if (told.cubes.empty() || told.cubes.back() != cube) told.cubes.push_back(cube);
    told.figures.push_back(&figure);
  }
  Findings findings;
  std::vector<std::unique_ptr<CubeProblem>> problems;
  for (const auto& [day, told] : days) {
    problems.push_back(std::make_unique<StockProblem>(day, TreeOf(WidestOf(told.cubes), knowledge),
                                                      knowledge, attack == Attack::kAll));
    TellAll(told, *problems.back(), findings);
  }
  for (const auto& [year, told] : years) {
    problems.push_back(std::make_unique<FlowProblem>(SlicesOf(year, told, knowledge), knowledge));
    TellAll(told, *problems.back(), findings);
  }
  for (const Attempt& attempt : AttemptAll(problems, attack)) attempt.AddTo(findings);
  return findings;
}

}  // namespace tertial::attack
