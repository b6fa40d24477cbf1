#include "tests/attack/cube_problem.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;

std::string LastId(const std::string& name) {
  return name.empty() ? "" : name.substr(name.rfind('/') + 1);
}

double NumberOf(const common::v1::Cell& cell) { return std::strtod(cell.value().c_str(), nullptr); }

void AddTo(Expression& sum, const Expression& other, double factor = 1) {
  for (const auto& [unknown, weight] : other) sum[unknown] += factor * weight;
}

Expression Less(Expression a, const Expression& b, double factor = 1) {
  AddTo(a, b, -factor);
  return a;
}

bool IsDivided(const v1::FigureSubject& subject) {
  return subject.sex() == v1::SEX_WOMEN || subject.sex() == v1::SEX_MEN ||
         subject.age_band() != v1::AGE_BAND_UNSPECIFIED;
}

constexpr int kSexes = 2;
constexpr int kAges = 5;
constexpr int kClasses = 5;

}  // namespace

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

std::vector<Target> CubeProblem::targets() const {
  std::vector<Target> targets;
  for (const auto& [expression, target] : numerators_) targets.push_back(target);
  for (const auto& [expression, target] : denominators_) {
    if (!numerators_.contains(expression) && !shown_.contains(expression)) {
      targets.push_back(target);
    }
  }
  return targets;
}

void CubeProblem::Tell(const v1::PublishedFigure& figure) {
  const std::optional<Quotient> of = QuotientOf(figure);
  if (!of.has_value()) return;
  if (figure.cell().has_missing()) {
    numerators_.try_emplace(of->numerator, Target{absl::StrCat(figure.name(), " numerator"),
                                                  of->numerator, of->numerator_half == 0});
    if (of->denominator.empty()) return;
    denominators_.try_emplace(of->denominator, Target{absl::StrCat(figure.name(), " denominator"),
                                                      of->denominator, of->denominator_half == 0});
    return;
  }
  shown_.insert(of->numerator);
  shown_.insert(of->denominator);
  const double numerator = NumberOf(figure.numerator());
  problem_.Constrain(of->numerator, numerator - of->numerator_half, numerator + of->numerator_half);
  if (of->denominator.empty()) return;
  const double denominator = NumberOf(figure.denominator());
  problem_.Constrain(of->denominator, denominator - of->denominator_half,
                     denominator + of->denominator_half);
  const double share = NumberOf(figure.cell());
  constexpr double kHalf = 0.05;
  problem_.Constrain(Less(of->numerator, of->denominator, (share - kHalf) / 100), 0, kUnbounded);
  problem_.Constrain(Less(of->numerator, of->denominator, (share + kHalf) / 100), -kUnbounded, 0);
}

StockProblem::StockProblem(AttackedTree tree, const Knowledge& knowledge, bool crossed)
    : tree_(std::move(tree)), knowledge_(knowledge), crossed_(crossed) {
  AddUnknowns();
  for (int node = 0; node < static_cast<int>(tree_.nodes.size()); ++node) {
    RelateClasses(node);
    if (!tree_.nodes[static_cast<size_t>(node)].below.empty()) RelateToBelow(node);
  }
  if (!crossed_) return;
  for (int node = 0; node < static_cast<int>(tree_.nodes.size()); ++node) {
    if (node == 0 || tree_.nodes[static_cast<size_t>(node)].below.empty()) AddKinds(node);
  }
  for (size_t kind = 0; kind < kSexes * kAges * kClasses; ++kind) {
    Expression rest = {{kinds_.at(0)[kind], 1}};
    for (const auto& [node, kinds] : kinds_) {
      if (node != 0) rest[kinds[kind]] -= 1;
    }
    problem_.Constrain(rest, knowledge_.one_position_each ? 0 : -kUnbounded, 0);
  }
}

void StockProblem::AddUnknowns() {
  for (size_t node = 0; node < tree_.nodes.size(); ++node) {
    first_.push_back(problem_.unknowns());
    for (int quantity = 0; quantity < kQuantities; ++quantity) {
      problem_.AddUnknown(/*whole=*/quantity < kFte);
    }
  }
}

Expression StockProblem::Of(int node, Quantity quantity) const {
  return {{first_[static_cast<size_t>(node)] + quantity, 1}};
}

void StockProblem::RelateClasses(int node) {
  const auto parts = [&](Quantity whole, const std::vector<Quantity>& classes) {
    Expression rest = Of(node, whole);
    for (const Quantity part : classes) AddTo(rest, Of(node, part), -1);
    problem_.Equate(rest, 0);
  };
  parts(kHeads, {kWomen, kMen});
  parts(kHeads, {kAge0, kAge1, kAge2, kAge3, kAge4});
  parts(kHeads, {kPermanent, kNonPermanent});
  parts(kPermanent, {kBelow80, kFrom80, kFull});
  parts(kNonPermanent, {kTemporary, kApprentices});
  for (const auto& [part, whole] : std::vector<std::pair<Quantity, Quantity>>{
           {kFullJobs, kJobs}, {kEducated, kFte}, {kPresent, kFte}}) {
    problem_.Constrain(Less(Of(node, whole), Of(node, part)), 0, kUnbounded);
  }
  if (!knowledge_.one_position_each) return;
  Expression above = Of(node, kFte);
  AddTo(above, Of(node, kBelow80), -0.0001);
  AddTo(above, Of(node, kFrom80), -0.8);
  AddTo(above, Of(node, kFull), -1);
  problem_.Constrain(above, 0, kUnbounded);
  Expression below = Of(node, kFte);
  AddTo(below, Of(node, kBelow80), -0.7999);
  AddTo(below, Of(node, kFrom80), -0.9999);
  AddTo(below, Of(node, kFull), -1);
  AddTo(below, Of(node, kNonPermanent), -1);
  problem_.Constrain(below, -kUnbounded, 0);
}

void StockProblem::RelateToBelow(int node) {
  for (int i = 0; i < kQuantities; ++i) {
    const auto quantity = static_cast<Quantity>(i);
    Expression rest = Of(node, quantity);
    for (const int below : tree_.nodes[static_cast<size_t>(node)].below) {
      AddTo(rest, Of(below, quantity), -1);
    }
    if (quantity >= kFirstSum || knowledge_.one_position_each) {
      problem_.Equate(rest, 0);
      continue;
    }
    problem_.Constrain(rest, -kUnbounded, 0);
    // Somebody without a permanent position below may have one beside.
    if (quantity == kNonPermanent || quantity == kTemporary || quantity == kApprentices) continue;
    for (const int below : tree_.nodes[static_cast<size_t>(node)].below) {
      problem_.Constrain(Less(Of(node, quantity), Of(below, quantity)), 0, kUnbounded);
    }
  }
}

void StockProblem::AddKinds(int node) {
  constexpr Quantity kPositions[] = {kTemporary, kApprentices, kBelow80, kFrom80, kFull};
  std::vector<Expression> rest(kQuantities);
  for (const Quantity quantity : {kWomen, kMen, kAge0, kAge1, kAge2, kAge3, kAge4, kTemporary,
                                  kApprentices, kBelow80, kFrom80, kFull}) {
    rest[quantity] = Of(node, quantity);
  }
  for (int sex = 0; sex < kSexes; ++sex) {
    for (int age = 0; age < kAges; ++age) {
      for (int position = 0; position < kClasses; ++position) {
        const int kind = problem_.AddUnknown(/*whole=*/true);
        kinds_[node].push_back(kind);
        rest[kWomen + sex][kind] -= 1;
        rest[kAge0 + age][kind] -= 1;
        rest[kPositions[position]][kind] -= 1;
      }
    }
  }
  for (const Expression& expression : rest) {
    if (!expression.empty()) problem_.Equate(expression, 0);
  }
}

Expression StockProblem::Crossed(const v1::FigureSubject& subject,
                                 const std::vector<Quantity>& classes) const {
  constexpr Quantity kPositions[] = {kTemporary, kApprentices, kBelow80, kFrom80, kFull};
  Expression sum;
  size_t kind = 0;
  for (int sex = 0; sex < kSexes; ++sex) {
    for (int age = 0; age < kAges; ++age) {
      for (int position = 0; position < kClasses; ++position, ++kind) {
        const bool of_sex = (subject.sex() != v1::SEX_WOMEN || sex == 0) &&
                            (subject.sex() != v1::SEX_MEN || sex == 1);
        const bool of_age = subject.age_band() == v1::AGE_BAND_UNSPECIFIED ||
                            subject.age_band() == v1::AGE_BAND_UNDER_30 + age;
        const bool of_class =
            std::find(classes.begin(), classes.end(), kPositions[position]) != classes.end();
        if (of_sex && of_age && of_class) sum[kinds_.at(0)[kind]] = 1;
      }
    }
  }
  return sum;
}

Expression StockProblem::Persons(int node, const v1::FigureSubject& subject,
                                 const std::vector<Quantity>& classes) const {
  if (IsDivided(subject)) return Crossed(subject, classes);
  Expression sum;
  for (const Quantity quantity : classes) AddTo(sum, Of(node, quantity));
  return sum;
}

std::optional<CubeProblem::Quotient> StockProblem::QuotientOf(const v1::PublishedFigure& figure) {
  const v1::FigureSubject& subject = figure.subject();
  const auto found = tree_.by_unit.find(LastId(subject.unit()));
  if (found == tree_.by_unit.end()) return std::nullopt;
  const int node = found->second;
  const std::vector<Quantity> everybody = {kTemporary, kApprentices, kBelow80, kFrom80, kFull};
  const bool divided = IsDivided(subject);
  const bool by_both =
      divided && subject.age_band() != v1::AGE_BAND_UNSPECIFIED && subject.sex() != v1::SEX_TOTAL;
  constexpr double kTenth = 0.05;
  switch (subject.measure()) {
    case v1::FIGURE_MEASURE_HEAD_COUNT:
      if (by_both) {
        if (!crossed_) return std::nullopt;
        return Quotient{Crossed(subject, everybody), {}};
      }
      if (subject.sex() == v1::SEX_WOMEN) return Quotient{Of(node, kWomen), {}};
      if (subject.sex() == v1::SEX_MEN) return Quotient{Of(node, kMen), {}};
      if (divided) {
        const int age = subject.age_band() - v1::AGE_BAND_UNDER_30;
        return Quotient{Of(node, static_cast<Quantity>(kAge0 + age)), {}};
      }
      return Quotient{Of(node, kHeads), {}};
    case v1::FIGURE_MEASURE_FTE_AGREED:
      return Quotient{Of(node, kFte), {}, kTenth};
    case v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE:
      return Quotient{Of(node, kPresent), {}, kTenth};
    case v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE:
      return Quotient{Of(node, kFte), Of(node, kHeads), kTenth};
    case v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE:
      return Quotient{Of(node, kEducated), Of(node, kFte), kTenth, kTenth};
    case v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB:
      return Quotient{Of(node, kFullJobs), Of(node, kJobs)};
    default:
      break;
  }
  if (divided && !crossed_) return std::nullopt;
  switch (subject.measure()) {
    case v1::FIGURE_MEASURE_WOMEN_SHARE: {
      if (!divided) return Quotient{Of(node, kWomen), Of(node, kHeads)};
      v1::FigureSubject women = subject;
      women.set_sex(v1::SEX_WOMEN);
      return Quotient{Crossed(women, everybody), Crossed(subject, everybody)};
    }
    case v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM:
      return Quotient{Persons(node, subject, {kFull}),
                      Persons(node, subject, {kBelow80, kFrom80, kFull})};
    case v1::FIGURE_MEASURE_POSITION_80_SHARE:
      return Quotient{Persons(node, subject, {kFrom80, kFull}),
                      Persons(node, subject, {kBelow80, kFrom80, kFull})};
    case v1::FIGURE_MEASURE_TEMPORARY_SHARE:
      return Quotient{Persons(node, subject, {kTemporary}),
                      divided ? Crossed(subject, everybody) : Of(node, kHeads)};
    case v1::FIGURE_MEASURE_APPRENTICES:
      return Quotient{Persons(node, subject, {kApprentices}), {}};
    default:
      return std::nullopt;
  }
}

FlowProblem::FlowProblem(AttackedTree tree, std::vector<std::string> slices)
    : tree_(std::move(tree)), slices_(std::move(slices)) {
  for (size_t i = 0; i < slices_.size() * tree_.nodes.size(); ++i) {
    first_.push_back(problem_.unknowns());
    for (int quantity = 0; quantity < kQuantities; ++quantity) problem_.AddUnknown(false);
  }
  for (const std::string& slice : slices_) {
    for (int node = 0; node < static_cast<int>(tree_.nodes.size()); ++node) {
      const auto of = [&](Quantity quantity) { return Of(slice, node, quantity); };
      problem_.Equate(Less(Less(of(kLost), of(kSelf)), of(kDoctor)), 0);
      problem_.Equate(Less(Less(of(kLost), of(kShort)), of(kLong)), 0);
      problem_.Constrain(Less(of(kContracted), of(kLost)), 0, kUnbounded);
      const std::vector<int>& below = tree_.nodes[static_cast<size_t>(node)].below;
      if (below.empty()) continue;
      for (int i = 0; i < kQuantities; ++i) {
        Expression rest = of(static_cast<Quantity>(i));
        for (const int part : below) {
          AddTo(rest, Of(slice, part, static_cast<Quantity>(i)), -1);
        }
        problem_.Equate(rest, 0);
      }
    }
  }
}

Expression FlowProblem::Of(const std::string& period, int node, Quantity quantity) const {
  Expression sum;
  for (size_t slice = 0; slice < slices_.size(); ++slice) {
    // A year is the sum of all.
    if (!absl::StartsWith(slices_[slice], period)) continue;
    sum[first_[slice * tree_.nodes.size() + static_cast<size_t>(node)] + quantity] = 1;
  }
  return sum;
}

std::optional<CubeProblem::Quotient> FlowProblem::QuotientOf(const v1::PublishedFigure& figure) {
  const v1::FigureSubject& subject = figure.subject();
  if (subject.measure() != v1::FIGURE_MEASURE_SICK_LEAVE_RATE || IsDivided(subject)) {
    return std::nullopt;
  }
  Quantity lost = kLost;
  if (subject.certification_basis() == v1::CERTIFICATION_BASIS_SELF_CERTIFIED) lost = kSelf;
  if (subject.certification_basis() == v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED) lost = kDoctor;
  if (subject.absence_band() == v1::ABSENCE_BAND_SHORT) lost = kShort;
  if (subject.absence_band() == v1::ABSENCE_BAND_LONG) lost = kLong;
  const int node = tree_.by_unit.at(LastId(subject.unit()));
  return Quotient{Of(figure.period(), node, lost), Of(figure.period(), node, kContracted), 0.5,
                  0.5};
}

}  // namespace tertial::attack
