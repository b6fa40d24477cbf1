// The linear problem of one day, or of all flows of one year, of one area.
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

// The units of a cube, and the people of units' own. 0 is the area.
struct AttackedTree {
  struct Node {
    // Empty: the area. With "/" after it: the unit's own people.
    std::string id;
    std::vector<int> below;
  };
  std::vector<Node> nodes;
  std::map<std::string, int> by_unit;
};
AttackedTree TreeOf(const workforce::v1::Cube& cube, const Knowledge& knowledge);

// A number that is hidden.
struct Target {
  std::string name;
  Expression expression;
  // It is a whole number. If not, it is told with one decimal, or as whole days.
  bool whole;
};

class CubeProblem {
 public:
  virtual ~CubeProblem() = default;

  // Adds what a figure tells, or that it does not.
  void Tell(const workforce::v1::PublishedFigure& figure);

  const LinearProblem& problem() const { return problem_; }
  // Not among them is a denominator that another figure shows.
  std::vector<Target> targets() const;

 protected:
  struct Quotient {
    Expression numerator;
    Expression denominator;
    // Half of the last decimal that each is told with; 0: it is told exactly.
    double numerator_half = 0;
    double denominator_half = 0;
  };
  // Nothing: it says nothing about the unknowns here.
  virtual std::optional<Quotient> QuotientOf(const workforce::v1::PublishedFigure& figure) = 0;

  LinearProblem problem_;

 private:
  // By what they are: hidden numerators, hidden denominators, and what is shown.
  std::map<Expression, Target> numerators_;
  std::map<Expression, Target> denominators_;
  std::set<Expression> shown_;
};

// Persons, positions and FTEs of one day.
class StockProblem : public CubeProblem {
 public:
  // `crossed`: figures by two classes at once are told of the area.
  StockProblem(AttackedTree tree, const Knowledge& knowledge, bool crossed);

 private:
  enum Quantity {
    kHeads,
    kWomen,
    kMen,
    kAge0,
    kAge1,
    kAge2,
    kAge3,
    kAge4,
    kPermanent,
    kNonPermanent,
    kBelow80,
    kFrom80,
    kFull,
    kTemporary,
    kApprentices,
    kFirstSum,
    kJobs = kFirstSum,
    kFullJobs,
    kFte,
    kEducated,
    kPresent,
    kQuantities
  };

  std::optional<Quotient> QuotientOf(const workforce::v1::PublishedFigure& figure) override;
  Expression Of(int node, Quantity quantity) const;
  // Persons of the area of a sex, age band and one of some position classes.
  Expression Crossed(const workforce::v1::FigureSubject& subject,
                     const std::vector<Quantity>& classes) const;
  Expression Persons(int node, const workforce::v1::FigureSubject& subject,
                     const std::vector<Quantity>& classes) const;
  void AddUnknowns();
  void RelateClasses(int node);
  void RelateToBelow(int node);
  void AddKinds(int node);

  const AttackedTree tree_;
  const Knowledge& knowledge_;
  const bool crossed_;
  std::vector<int> first_;
  // Of each node, the unknowns by sex, age and position class.
  std::map<int, std::vector<int>> kinds_;
};

// Contracted and lost days of the flow periods of a year.
class FlowProblem : public CubeProblem {
 public:
  FlowProblem(AttackedTree tree, std::vector<std::string> slices);

 private:
  enum Quantity { kContracted, kLost, kSelf, kDoctor, kShort, kLong, kQuantities };

  std::optional<Quotient> QuotientOf(const workforce::v1::PublishedFigure& figure) override;
  Expression Of(const std::string& period, int node, Quantity quantity) const;

  const AttackedTree tree_;
  const std::vector<std::string> slices_;
  std::vector<int> first_;
};

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_CUBE_PROBLEM_H_
