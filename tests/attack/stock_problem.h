// Persons, positions and FTEs of one day, as a linear problem.
#ifndef TERTIAL_TESTS_ATTACK_STOCK_PROBLEM_H_
#define TERTIAL_TESTS_ATTACK_STOCK_PROBLEM_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/attack/cube_problem.h"

namespace tertial::attack {

// The unknowns are how many persons of each kind, by sex, age and size of position, there are in
// each block, and its FTEs; all else is a sum of them.
class StockProblem : public CubeProblem {
 public:
  // `day`: "2024-12-31". `crossed`: whether kinds are unknowns. Without them it is known less of
  // what is possible, and the problem falls apart into small ones.
  StockProblem(std::string day, AttackedTree tree, const Knowledge& knowledge, bool crossed);

  std::vector<int> UnknownsOf(int node) const override;
  const AttackedTree& tree() const override { return tree_; }
  std::vector<int> Sums() const override;
  std::optional<Solution> Truth() const override;

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
    kFte = kFirstSum,
    kEducated,
    kPresent,
    kQuantities
  };

  std::optional<Quotient> QuotientOf(const workforce::v1::PublishedFigure& figure) override;
  std::optional<Quotient> HeadCount(int node, const workforce::v1::FigureSubject& subject) const;
  // Of persons of a sex and age; the whole area alone is divided so.
  std::optional<Quotient> OfPersons(int node, const workforce::v1::FigureSubject& subject) const;
  Expression Of(int node, Quantity quantity) const;
  // Persons of the area of a sex, age band and one of some position classes.
  Expression Crossed(const workforce::v1::FigureSubject& subject,
                     const std::vector<Quantity>& classes) const;
  Expression Persons(int node, const workforce::v1::FigureSubject& subject,
                     const std::vector<Quantity>& classes) const;
  void AddUnknowns();
  void RelateClasses(int node);
  void RelateFtes(int node);
  void RelateToBelow(int node);
  std::vector<int> AddKinds(int node);

  // What a block's counts make of its unknowns and of what stands above it.
  void AddCounts(int node, const BlockCounts& counts, Solution& values) const;

  const std::string day_;
  const AttackedTree tree_;
  const bool crossed_;
  std::vector<int> first_;
  int jobs_ = 0;
  int full_jobs_ = 0;
  // Of each block and of the area, the unknowns by sex, age and position class.
  std::map<int, std::vector<int>> kinds_;
};

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_STOCK_PROBLEM_H_
