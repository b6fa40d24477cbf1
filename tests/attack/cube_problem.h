// What all linear problems made of cubes have in common: units, and figures told or hidden.
#ifndef TERTIAL_TESTS_ATTACK_CUBE_PROBLEM_H_
#define TERTIAL_TESTS_ATTACK_CUBE_PROBLEM_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tertial/workforce/v1/cubes_resources.pb.h"
#include "tests/attack/cube_attacker.h"
#include "tests/attack/linear_problem.h"

namespace tertial::attack {

// The last id of a resource name; empty for none.
std::string LastId(const std::string& name);
// Of women or of men, or of an age.
bool IsDivided(const workforce::v1::FigureSubject& subject);
Expression Less(Expression a, const Expression& b, double factor = 1);

// The units of a cube, and the people of units' own. 0 is the area.
struct AttackedTree {
  struct Node {
    // Empty: the area. With "/" after it: the unit's own people.
    std::string id;
    std::vector<int> below;
  };
  std::vector<Node> nodes;
  std::map<std::string, int> by_unit;

  int size() const { return static_cast<int>(nodes.size()); }
  const std::vector<int>& below(int node) const { return nodes[static_cast<size_t>(node)].below; }
  // The nodes that nothing stands below, of a node; itself if it is one.
  std::vector<int> BlocksOf(int node) const;
};
AttackedTree TreeOf(const workforce::v1::Cube& cube, const Knowledge& knowledge);

// A number that is hidden.
struct Target {
  std::string name;
  Expression expression;
  bool whole;
  // The node that it is of.
  int node;
  // A figure that hides it.
  workforce::v1::PublishedFigure figure;
};

class CubeProblem {
 public:
  explicit CubeProblem(const Knowledge& knowledge) : knowledge_(knowledge) {}
  virtual ~CubeProblem() = default;

  // Adds what a figure tells, or that it does not. False: the figure is of nothing that is unknown
  // here.
  bool Tell(const workforce::v1::PublishedFigure& figure);

  LinearProblem& problem() { return problem_; }
  // Not among them are numbers that figures of another measure show, and those that are nothing but
  // the sum of shown ones less what is known from elsewhere.
  std::vector<Target> targets();
  // All unknowns of the blocks of a node.
  virtual std::vector<int> UnknownsOf(int node) const = 0;
  virtual const AttackedTree& tree() const = 0;
  // Unknowns that are sums over others of several blocks.
  virtual std::vector<int> Sums() const = 0;
  // The unknowns as they are, if that is known.
  virtual std::optional<Solution> Truth() const { return std::nullopt; }

 protected:
  struct Quotient {
    Expression numerator;
    Expression denominator;
    // Half of the last decimal that each is told with; 0: it is told exactly.
    double numerator_half = 0;
    double denominator_half = 0;
    // What the figure is of the quotient.
    double scale = 100;
    int node = 0;
  };
  // Nothing: it says nothing about the unknowns here.
  virtual std::optional<Quotient> QuotientOf(const workforce::v1::PublishedFigure& figure) = 0;

  const Knowledge& knowledge_;
  LinearProblem problem_;

 private:
  void Hide(const workforce::v1::PublishedFigure& figure, const Quotient& of);
  bool IsToldOtherwise(const Target& target) const;
  bool FollowsFromWhatIsKnown(const Target& target, bool is_numerator);
  void Show(const workforce::v1::PublishedFigure& figure, const Quotient& of);

  // By what they are: hidden numerators, hidden denominators, and what is shown.
  std::map<Expression, Target> numerators_;
  std::map<Expression, Target> denominators_;
  std::map<Expression, std::set<workforce::v1::FigureMeasure>> shown_;
};

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_CUBE_PROBLEM_H_
