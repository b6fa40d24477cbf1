#include "tests/attack/cube_problem.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;

double NumberOf(const common::v1::Cell& cell) { return std::strtod(cell.value().c_str(), nullptr); }

}  // namespace

std::string LastId(const std::string& name) {
  return name.empty() ? "" : name.substr(name.rfind('/') + 1);
}

bool IsDivided(const v1::FigureSubject& subject) {
  return subject.sex() == v1::SEX_WOMEN || subject.sex() == v1::SEX_MEN ||
         subject.age_band() != v1::AGE_BAND_UNSPECIFIED;
}

Expression Less(Expression a, const Expression& b, double factor) {
  AddTo(a, b, -factor);
  return a;
}

std::vector<int> AttackedTree::BlocksOf(int node) const {
  if (below(node).empty()) return {node};
  std::vector<int> blocks;
  for (const int part : below(node)) {
    const std::vector<int> of_part = BlocksOf(part);
    blocks.insert(blocks.end(), of_part.begin(), of_part.end());
  }
  return blocks;
}

AttackedTree TreeOf(const v1::Cube& cube, const Knowledge& knowledge) {
  AttackedTree tree;
  tree.nodes.emplace_back();
  tree.by_unit[""] = 0;
  for (const v1::CubeUnit& unit : cube.units()) {
    const auto node = static_cast<int>(tree.nodes.size());
    tree.nodes.push_back({LastId(unit.unit()), {}});
    tree.by_unit[LastId(unit.unit())] = node;
    tree.nodes[static_cast<size_t>(tree.by_unit.at(LastId(unit.parent())))].below.push_back(node);
  }
  const size_t units = tree.nodes.size();
  for (size_t node = 0; node < units; ++node) {
    const std::string id = tree.nodes[node].id;
    if (tree.nodes[node].below.empty() || knowledge.without_own_people.contains(id)) continue;
    tree.nodes[node].below.push_back(static_cast<int>(tree.nodes.size()));
    tree.nodes.push_back({absl::StrCat(id, "/"), {}});
  }
  return tree;
}

std::vector<Target> CubeProblem::targets() {
  std::vector<Target> targets;
  for (const auto& [expression, target] : numerators_) {
    if (IsToldOtherwise(target) || FollowsFromWhatIsKnown(target, /*is_numerator=*/true)) continue;
    targets.push_back(target);
  }
  for (const auto& [expression, target] : denominators_) {
    if (numerators_.contains(expression) || shown_.contains(expression) ||
        FollowsFromWhatIsKnown(target, /*is_numerator=*/false)) {
      continue;
    }
    targets.push_back(target);
  }
  return targets;
}

// The FTEs of an average position whose number of persons is hidden are told as FTEs. What is
// hidden by one cube and shown by another is another matter.
bool CubeProblem::IsToldOtherwise(const Target& target) const {
  const auto shown = shown_.find(target.expression);
  return shown != shown_.end() && !shown->second.contains(target.figure.subject().measure());
}

// The number of persons of a unit is hidden also where it would tell, beside those of all units
// below it, how many work in two of them. Who knows that already needs no cube.
bool CubeProblem::FollowsFromWhatIsKnown(const Target& target, bool is_numerator) {
  if (knowledge_.known == nullptr || tree().below(target.node).empty()) return false;
  for (const int below : tree().below(target.node)) {
    v1::PublishedFigure figure = target.figure;
    figure.mutable_subject()->set_unit(
        absl::StrCat("units/", tree().nodes[static_cast<size_t>(below)].id));
    const std::optional<Quotient> of = QuotientOf(figure);
    if (!of.has_value() || of->node != below) return false;
    if (!shown_.contains(is_numerator ? of->numerator : of->denominator)) return false;
  }
  return true;
}

bool CubeProblem::Tell(const v1::PublishedFigure& figure) {
  const std::optional<Quotient> of = QuotientOf(figure);
  if (!of.has_value()) return false;
  if (figure.cell().missing() == common::v1::MISSING_REASON_SUPPRESSED) {
    Hide(figure, *of);
  } else {
    Show(figure, *of);
  }
  return true;
}

void CubeProblem::Hide(const v1::PublishedFigure& figure, const Quotient& of) {
  const auto target = [&](const char* what, const Expression& expression, double half) {
    return Target{absl::StrCat(figure.name(), what), expression, half == 0, of.node, figure};
  };
  numerators_.try_emplace(of.numerator, target(" numerator", of.numerator, of.numerator_half));
  if (of.denominator.empty()) return;
  denominators_.try_emplace(of.denominator,
                            target(" denominator", of.denominator, of.denominator_half));
}

void CubeProblem::Show(const v1::PublishedFigure& figure, const Quotient& of) {
  const Known known = knowledge_.known == nullptr ? Known{} : knowledge_.known(figure);
  const auto told = [&](const common::v1::Cell& cell, const Expression& expression, double half,
                        double of_known) {
    const double value = NumberOf(cell) - of_known;
    shown_[expression].insert(figure.subject().measure());
    problem_.Constrain(expression, value - half, value + half);
  };
  told(figure.numerator(), of.numerator, of.numerator_half, known.numerator);
  if (of.denominator.empty()) return;
  told(figure.denominator(), of.denominator, of.denominator_half, known.denominator);
  if (!figure.cell().has_value()) return;
  const double share = NumberOf(figure.cell());
  constexpr double kHalf = 0.05;
  const auto at = [&](double percent) {
    return std::make_pair(Less(of.numerator, of.denominator, percent / of.scale),
                          known.denominator * percent / of.scale - known.numerator);
  };
  const auto [above, at_least] = at(share - kHalf);
  problem_.Constrain(above, at_least, kUnbounded);
  const auto [below, at_most] = at(share + kHalf);
  problem_.Constrain(below, -kUnbounded, at_most);
}

}  // namespace tertial::attack
