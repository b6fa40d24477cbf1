// Contracted and lost days of the periods of one year, as a linear problem.
#ifndef TERTIAL_TESTS_ATTACK_FLOW_PROBLEM_H_
#define TERTIAL_TESTS_ATTACK_FLOW_PROBLEM_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "tests/attack/cube_problem.h"

namespace tertial::attack {

// The unknowns are the days of each unit in each of the shortest periods; those of longer periods
// are sums of them. Of the whole area they are divided by sex and by age as well, and there are
// turnover and parental leave.
class FlowProblem : public CubeProblem {
 public:
  struct Slice {
    // "2024-T1"
    std::string period;
    // The units as of its last day.
    AttackedTree tree;
  };
  FlowProblem(std::vector<Slice> slices, const Knowledge& knowledge);

  std::vector<int> UnknownsOf(int node) const override;
  const AttackedTree& tree() const override { return slices_.back().tree; }
  std::vector<int> Sums() const override;

 private:
  enum Quantity { kContracted, kLost, kSelf, kDoctor, kShort, kLong, kQuantities };
  static constexpr int kDivisions = 7;  // women, men, and five ages

  std::optional<Quotient> QuotientOf(const workforce::v1::PublishedFigure& figure) override;
  std::optional<Quotient> SickLeave(const workforce::v1::PublishedFigure& figure) const;
  Expression Of(size_t slice, int node, Quantity quantity) const;
  // Nothing: the unit was not there in some of the period.
  std::optional<Expression> Over(const std::string& period, const std::string& unit_id,
                                 Quantity quantity) const;
  Expression Divided(const std::string& period, int division, Quantity quantity) const;
  void AddSlice(size_t slice);
  void AddDivisions();

  const std::vector<Slice> slices_;
  // Of each slice and node, the first unknown.
  std::vector<std::vector<int>> first_;
  // Of each slice and division, the unknown of contracted days; lost ones are next to it.
  std::vector<std::array<int, kDivisions>> divided_;
  int leavers_ = 0;
  int employed_ = 0;
  // Of women and men.
  std::array<int, 2> parental_weeks_ = {};
  std::array<int, 2> parents_ = {};
};

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_FLOW_PROBLEM_H_
