#include "tests/attack/flow_problem.h"

#include <utility>

#include "absl/strings/match.h"

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;

constexpr double kTenth = 0.05;
constexpr double kDay = 0.5;

}  // namespace

FlowProblem::FlowProblem(std::vector<Slice> slices, const Knowledge& knowledge)
    : CubeProblem(knowledge), slices_(std::move(slices)) {
  for (size_t slice = 0; slice < slices_.size(); ++slice) AddSlice(slice);
  AddDivisions();
  leavers_ = problem_.AddUnknown(/*whole=*/true);
  employed_ = problem_.AddUnknown(/*whole=*/false);
  for (size_t sex = 0; sex < 2; ++sex) {
    parental_weeks_[sex] = problem_.AddUnknown(/*whole=*/false);
    parents_[sex] = problem_.AddUnknown(/*whole=*/true);
  }
}

void FlowProblem::AddSlice(size_t slice) {
  const AttackedTree& tree = slices_[slice].tree;
  first_.emplace_back();
  for (int node = 0; node < tree.size(); ++node) {
    first_.back().push_back(problem_.unknowns());
    for (int quantity = 0; quantity < kQuantities; ++quantity) {
      problem_.AddUnknown(/*whole=*/false);
    }
  }
  for (int node = 0; node < tree.size(); ++node) {
    const auto of = [&](Quantity quantity) { return Of(slice, node, quantity); };
    problem_.Equate(Less(Less(of(kLost), of(kSelf)), of(kDoctor)), 0);
    problem_.Equate(Less(Less(of(kLost), of(kShort)), of(kLong)), 0);
    problem_.Constrain(Less(of(kContracted), of(kLost)), 0, kUnbounded);
    if (tree.below(node).empty()) continue;
    for (int i = 0; i < kQuantities; ++i) {
      const auto quantity = static_cast<Quantity>(i);
      Expression rest = of(quantity);
      for (const int part : tree.below(node)) AddTo(rest, Of(slice, part, quantity), -1);
      problem_.Equate(rest, 0);
    }
  }
}

void FlowProblem::AddDivisions() {
  for (size_t slice = 0; slice < slices_.size(); ++slice) {
    std::array<int, kDivisions>& divided = divided_.emplace_back();
    for (int& unknown : divided) {
      unknown = problem_.AddUnknown(/*whole=*/false);
      const int lost = problem_.AddUnknown(/*whole=*/false);
      problem_.Constrain({{unknown, 1}, {lost, -1}}, 0, kUnbounded);
    }
    for (int quantity = 0; quantity < 2; ++quantity) {
      Expression by_sex = Of(slice, 0, static_cast<Quantity>(quantity));
      Expression by_age = by_sex;
      for (size_t i = 0; i < kDivisions; ++i) {
        (i < 2 ? by_sex : by_age)[divided[i] + quantity] -= 1;
      }
      problem_.Equate(by_sex, 0);
      problem_.Equate(by_age, 0);
    }
  }
}

std::vector<int> FlowProblem::UnknownsOf(int node) const {
  std::vector<int> unknowns;
  const std::string& id = tree().nodes[static_cast<size_t>(node)].id;
  for (size_t slice = 0; slice < slices_.size(); ++slice) {
    const AttackedTree& of = slices_[slice].tree;
    for (int i = 0; i < of.size(); ++i) {
      if (of.nodes[static_cast<size_t>(i)].id != id) continue;
      for (const int block : of.BlocksOf(i)) {
        for (int quantity = 0; quantity < kQuantities; ++quantity) {
          unknowns.push_back(first_[slice][static_cast<size_t>(block)] + quantity);
        }
      }
    }
  }
  return unknowns;
}

std::vector<int> FlowProblem::Sums() const {
  std::vector<int> unknowns;
  for (int unknown = 0; unknown < problem_.unknowns(); ++unknown) unknowns.push_back(unknown);
  return unknowns;
}

Expression FlowProblem::Of(size_t slice, int node, Quantity quantity) const {
  return {{first_[slice][static_cast<size_t>(node)] + quantity, 1}};
}

std::optional<Expression> FlowProblem::Over(const std::string& period, const std::string& unit_id,
                                            Quantity quantity) const {
  Expression sum;
  for (size_t slice = 0; slice < slices_.size(); ++slice) {
    // A year is the sum of all.
    if (!absl::StartsWith(slices_[slice].period, period)) continue;
    const auto found = slices_[slice].tree.by_unit.find(unit_id);
    if (found == slices_[slice].tree.by_unit.end()) return std::nullopt;
    AddTo(sum, Of(slice, found->second, quantity));
  }
  if (sum.empty()) return std::nullopt;
  return sum;
}

Expression FlowProblem::Divided(const std::string& period, int division, Quantity quantity) const {
  Expression sum;
  for (size_t slice = 0; slice < slices_.size(); ++slice) {
    if (!absl::StartsWith(slices_[slice].period, period)) continue;
    sum[divided_[slice][static_cast<size_t>(division)] + quantity] = 1;
  }
  return sum;
}

std::optional<CubeProblem::Quotient> FlowProblem::SickLeave(
    const v1::PublishedFigure& figure) const {
  const v1::FigureSubject& subject = figure.subject();
  if (IsDivided(subject)) {
    const bool by_age = subject.age_band() != v1::AGE_BAND_UNSPECIFIED;
    if (!subject.unit().empty() || (by_age && subject.sex() != v1::SEX_TOTAL)) return std::nullopt;
    const int division = by_age ? 2 + subject.age_band() - v1::AGE_BAND_UNDER_30
                                : (subject.sex() == v1::SEX_WOMEN ? 0 : 1);
    return Quotient{Divided(figure.period(), division, kLost),
                    Divided(figure.period(), division, kContracted), kDay, kDay};
  }
  Quantity lost = kLost;
  if (subject.certification_basis() == v1::CERTIFICATION_BASIS_SELF_CERTIFIED) lost = kSelf;
  if (subject.certification_basis() == v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED) lost = kDoctor;
  if (subject.absence_band() == v1::ABSENCE_BAND_SHORT) lost = kShort;
  if (subject.absence_band() == v1::ABSENCE_BAND_LONG) lost = kLong;
  const std::string id = LastId(subject.unit());
  const auto numerator = Over(figure.period(), id, lost);
  const auto denominator = Over(figure.period(), id, kContracted);
  if (!numerator.has_value() || !denominator.has_value()) return std::nullopt;
  return Quotient{*numerator, *denominator, kDay, kDay};
}

std::optional<CubeProblem::Quotient> FlowProblem::QuotientOf(const v1::PublishedFigure& figure) {
  const v1::FigureSubject& subject = figure.subject();
  const size_t sex = subject.sex() == v1::SEX_WOMEN ? 0 : 1;
  std::optional<Quotient> quotient;
  switch (subject.measure()) {
    case v1::FIGURE_MEASURE_SICK_LEAVE_RATE:
      quotient = SickLeave(figure);
      break;
    case v1::FIGURE_MEASURE_TURNOVER:
      quotient = Quotient{{{leavers_, 1}}, {{employed_, 1}}, 0, kTenth};
      break;
    case v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS:
      quotient =
          Quotient{{{parental_weeks_[sex], 1}}, {{parents_[sex], 1}}, kTenth, 0, /*scale=*/1};
      break;
    default:
      break;
  }
  if (quotient.has_value()) {
    const auto found = tree().by_unit.find(LastId(subject.unit()));
    if (found != tree().by_unit.end()) quotient->node = found->second;
  }
  return quotient;
}

}  // namespace tertial::attack
