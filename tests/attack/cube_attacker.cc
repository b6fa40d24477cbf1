#include "tests/attack/cube_attacker.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/attack/cube_problem.h"

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;

// How far apart two values of a number are that do not tell it.
double Apart(const Target& target) { return target.whole ? 0.5 : 0.1; }

// Tries the targets of one problem.
class Attempt {
 public:
  Attempt(const CubeProblem& problem, bool relaxed)
      : problem_(problem),
        targets_(problem.targets()),
        numbers_(relaxed ? LinearProblem::Numbers::kReal : LinearProblem::Numbers::kWhole),
        lowest_(targets_.size(), kUnbounded),
        highest_(targets_.size(), -kUnbounded) {}

  void Run(Findings& findings) {
    const std::vector<Target>& targets = targets_;
    findings.hidden += static_cast<int>(targets.size());
    std::mt19937 random(20241231);
    for (int tries = 0; tries < 4 && !targets.empty(); ++tries) {
      // Away in random directions: most targets move in some of them.
      Expression goal;
      for (const Target& target : targets) {
        const double weight = static_cast<double>(random() % 2001) - 1000;
        for (const auto& [unknown, factor] : target.expression) {
          goal[unknown] += factor * weight / 1000;
        }
      }
      Look(goal);
      for (auto& [unknown, factor] : goal) factor = -factor;
      Look(goal);
    }
    for (size_t i = 0; i < targets.size(); ++i) {
      if (Moves(i)) continue;
      Expression goal = targets[i].expression;
      Look(goal);
      if (Moves(i)) continue;
      for (auto& [unknown, factor] : goal) factor = -factor;
      Look(goal);
      if (Moves(i)) continue;
      findings.determined.push_back(absl::StrCat(targets[i].name, " = ", lowest_[i]));
    }
  }

 private:
  bool Moves(size_t i) const { return highest_[i] - lowest_[i] >= Apart(targets_[i]); }

  void Look(const Expression& goal) {
    const std::optional<std::vector<double>> values = problem_.problem().Minimize(goal, numbers_);
    if (!values.has_value()) return;
    for (size_t i = 0; i < targets_.size(); ++i) {
      const double value = ValueOf(targets_[i].expression, *values);
      lowest_[i] = std::min(lowest_[i], value);
      highest_[i] = std::max(highest_[i], value);
    }
  }

  const CubeProblem& problem_;
  const std::vector<Target> targets_;
  const LinearProblem::Numbers numbers_;
  std::vector<double> lowest_;
  std::vector<double> highest_;
};

// The figures of each cube, by its name.
using FiguresOf = std::map<std::string, std::vector<const v1::PublishedFigure*>>;

FiguresOf ByCube(const Recorded& recorded) {
  FiguresOf figures;
  for (const v1::PublishedFigure& figure : recorded.figures) {
    figures[figure.name().substr(0, figure.name().find("/figures/"))].push_back(&figure);
  }
  return figures;
}

// The day that a cube's figures of a measure are of; empty for a flow.
std::string DayOf(const v1::Cube& cube, v1::FigureMeasure measure) {
  for (const v1::FigureDefinition& definition : cube.definitions()) {
    if (definition.measure() != measure) continue;
    return definition.first_day() == definition.last_day() ? definition.last_day() : "";
  }
  return "";
}

bool IsCrossed(const v1::PublishedFigure& figure) {
  const v1::FigureSubject& subject = figure.subject();
  const bool by_sex = subject.sex() != v1::SEX_TOTAL;
  const bool by_age = subject.age_band() != v1::AGE_BAND_UNSPECIFIED;
  if (subject.measure() == v1::FIGURE_MEASURE_HEAD_COUNT) return by_sex && by_age;
  return by_sex || by_age;
}

// All figures of each day, with the cube whose units they are of.
struct OfDay {
  const v1::Cube* cube = nullptr;
  std::vector<const v1::PublishedFigure*> figures;
  bool crossed = false;
};

std::map<std::string, OfDay> ByDay(const Recorded& recorded) {
  const FiguresOf by_cube = ByCube(recorded);
  std::map<std::string, OfDay> days;
  for (const v1::Cube& cube : recorded.cubes) {
    for (const v1::PublishedFigure* const figure : by_cube.at(cube.name())) {
      const std::string day = DayOf(cube, figure->subject().measure());
      if (day.empty()) continue;
      OfDay& of = days[day];
      if (of.cube == nullptr || cube.units_size() > of.cube->units_size()) of.cube = &cube;
      of.figures.push_back(figure);
      of.crossed |= IsCrossed(*figure) && figure->cell().has_value();
    }
  }
  return days;
}

}  // namespace

Findings Attack(const Recorded& recorded, const Knowledge& knowledge, bool relaxed) {
  Findings findings;
  for (const auto& [day, of] : ByDay(recorded)) {
    StockProblem problem(TreeOf(*of.cube, knowledge), knowledge, of.crossed);
    for (const v1::PublishedFigure* const figure : of.figures) problem.Tell(*figure);
    Attempt(problem, relaxed).Run(findings);
  }
  std::map<std::string, std::vector<const v1::Cube*>> years;
  for (const v1::Cube& cube : recorded.cubes) years[cube.period().substr(0, 4)].push_back(&cube);
  const FiguresOf by_cube = ByCube(recorded);
  for (const auto& [year, cubes] : years) {
    const v1::Cube* widest = *std::max_element(cubes.begin(), cubes.end(), [](auto* a, auto* b) {
      return a->units_size() < b->units_size();
    });
    FlowProblem problem(
        TreeOf(*widest, knowledge),
        {absl::StrCat(year, "-T1"), absl::StrCat(year, "-T2"), absl::StrCat(year, "-T3")});
    for (const v1::Cube* const cube : cubes) {
      for (const v1::PublishedFigure* const figure : by_cube.at(cube->name())) {
        problem.Tell(*figure);
      }
    }
    Attempt(problem, relaxed).Run(findings);
  }
  return findings;
}

}  // namespace tertial::attack
