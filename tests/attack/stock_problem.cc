#include "tests/attack/stock_problem.h"

#include <algorithm>
#include <utility>

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;

constexpr int kSexes = 2;
constexpr int kAges = 5;
constexpr int kClasses = 5;
// The place of its age band.
int AgeOf(const v1::FigureSubject& subject) {
  return static_cast<int>(subject.age_band()) - static_cast<int>(v1::AGE_BAND_UNDER_30);
}

constexpr size_t kKinds = size_t{kSexes} * kAges * kClasses;

}  // namespace

StockProblem::StockProblem(std::string day, AttackedTree tree, const Knowledge& knowledge,
                           bool crossed)
    : CubeProblem(knowledge), day_(std::move(day)), tree_(std::move(tree)), crossed_(crossed) {
  AddUnknowns();
  for (int node = 0; node < tree_.size(); ++node) {
    RelateClasses(node);
    if (tree_.below(node).empty()) {
      RelateFtes(node);
    } else {
      RelateToBelow(node);
    }
  }
  problem_.Constrain({{jobs_, 1}, {full_jobs_, -1}}, 0, kUnbounded);
  problem_.Constrain(Less({{jobs_, 1}}, Of(0, kPermanent)), 0, kUnbounded);
  kinds_[0] = AddKinds(0);
  if (!crossed_) return;
  for (const int block : tree_.BlocksOf(0)) kinds_[block] = AddKinds(block);
  for (size_t kind = 0; kind < kKinds; ++kind) {
    Expression rest = {{kinds_.at(0)[kind], 1}};
    for (const int block : tree_.BlocksOf(0)) rest[kinds_.at(block)[kind]] -= 1;
    problem_.Equate(rest, 0);
  }
}

void StockProblem::AddUnknowns() {
  for (int node = 0; node < tree_.size(); ++node) {
    first_.push_back(problem_.unknowns());
    for (int quantity = 0; quantity < kQuantities; ++quantity) {
      problem_.AddUnknown(/*whole=*/quantity < kFirstSum);
    }
  }
  jobs_ = problem_.AddUnknown(/*whole=*/true);
  full_jobs_ = problem_.AddUnknown(/*whole=*/true);
}

std::vector<int> StockProblem::UnknownsOf(int node) const {
  std::vector<int> unknowns;
  for (const int block : tree_.BlocksOf(node)) {
    for (int quantity = 0; quantity < kQuantities; ++quantity) {
      unknowns.push_back(first_[static_cast<size_t>(block)] + quantity);
    }
    const auto kinds = kinds_.find(block);
    if (kinds == kinds_.end()) continue;
    unknowns.insert(unknowns.end(), kinds->second.begin(), kinds->second.end());
  }
  return unknowns;
}

std::vector<int> StockProblem::Sums() const {
  std::vector<int> unknowns = {jobs_, full_jobs_};
  unknowns.insert(unknowns.end(), kinds_.at(0).begin(), kinds_.at(0).end());
  for (int node = 0; node < tree_.size(); ++node) {
    if (tree_.below(node).empty()) continue;
    for (int quantity = 0; quantity < kQuantities; ++quantity) {
      unknowns.push_back(first_[static_cast<size_t>(node)] + quantity);
    }
  }
  return unknowns;
}

std::optional<Solution> StockProblem::Truth() const {
  if (knowledge_.truth == nullptr || !crossed_) return std::nullopt;
  Solution values(static_cast<size_t>(problem_.unknowns()));
  for (int node = 0; node < tree_.size(); ++node) {
    for (const int block : tree_.BlocksOf(node)) {
      AddCounts(node, knowledge_.truth(day_, tree_.nodes[static_cast<size_t>(block)].id), values);
    }
  }
  return values;
}

void StockProblem::AddCounts(int node, const BlockCounts& counts, Solution& values) const {
  const auto add = [&](int unknown, double value) {
    values[static_cast<size_t>(unknown)] += value;
  };
  const auto add_of = [&](int quantity, double value) {
    add(first_[static_cast<size_t>(node)] + quantity, value);
  };
  constexpr Quantity kPositions[] = {kTemporary, kApprentices, kBelow80, kFrom80, kFull};
  const auto kinds = kinds_.find(node);
  for (size_t kind = 0; kind < kKinds; ++kind) {
    const double persons = counts.kinds[kind];
    const size_t position = kind % kClasses;
    add_of(kHeads, persons);
    add_of(kWomen + static_cast<int>(kind / (kAges * kClasses)), persons);
    add_of(kAge0 + static_cast<int>(kind / kClasses % kAges), persons);
    add_of(kPositions[position], persons);
    add_of(position < 2 ? kNonPermanent : kPermanent, persons);
    if (kinds != kinds_.end()) add(kinds->second[kind], persons);
  }
  add_of(kFte, counts.ftes);
  add_of(kEducated, counts.educated_ftes);
  add_of(kPresent, counts.present_ftes);
  if (node != 0) return;
  add(jobs_, counts.jobs);
  add(full_jobs_, counts.full_jobs);
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
}

// Nobody has positions of more than 100 per cent in all.
void StockProblem::RelateFtes(int node) {
  problem_.Constrain(Less(Of(node, kFte), Of(node, kEducated)), 0, kUnbounded);
  problem_.Constrain(Less(Of(node, kFte), Of(node, kPresent)), 0, kUnbounded);
  Expression above = Of(node, kFte);
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
    for (const int below : tree_.below(node)) AddTo(rest, Of(below, quantity), -1);
    problem_.Equate(rest, 0);
  }
}

std::vector<int> StockProblem::AddKinds(int node) {
  constexpr Quantity kPositions[] = {kTemporary, kApprentices, kBelow80, kFrom80, kFull};
  std::vector<int> kinds;
  std::map<Quantity, Expression> rest;
  for (int sex = 0; sex < kSexes; ++sex) {
    for (int age = 0; age < kAges; ++age) {
      for (const Quantity position : kPositions) {
        const int kind = problem_.AddUnknown(/*whole=*/true);
        kinds.push_back(kind);
        rest[static_cast<Quantity>(kWomen + sex)][kind] = -1;
        rest[static_cast<Quantity>(kAge0 + age)][kind] = -1;
        rest[position][kind] = -1;
      }
    }
  }
  for (auto& [quantity, expression] : rest) {
    AddTo(expression, Of(node, quantity));
    problem_.Equate(expression, 0);
  }
  return kinds;
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
  if (classes.size() == kClasses) return Of(node, kHeads);
  Expression sum;
  for (const Quantity quantity : classes) AddTo(sum, Of(node, quantity));
  return sum;
}

std::optional<CubeProblem::Quotient> StockProblem::HeadCount(
    int node, const v1::FigureSubject& subject) const {
  if (!IsDivided(subject)) return Quotient{Of(node, kHeads), {}};
  const bool by_age = subject.age_band() != v1::AGE_BAND_UNSPECIFIED;
  if (by_age && subject.sex() == v1::SEX_TOTAL) {
    return Quotient{Of(node, static_cast<Quantity>(kAge0 + AgeOf(subject))), {}};
  }
  if (!by_age) return Quotient{Of(node, subject.sex() == v1::SEX_WOMEN ? kWomen : kMen), {}};
  if (node != 0) return std::nullopt;
  return Quotient{Crossed(subject, {kTemporary, kApprentices, kBelow80, kFrom80, kFull}), {}};
}

std::optional<CubeProblem::Quotient> StockProblem::OfPersons(
    int node, const v1::FigureSubject& subject) const {
  const std::vector<Quantity> everybody = {kTemporary, kApprentices, kBelow80, kFrom80, kFull};
  const std::vector<Quantity> permanent = {kBelow80, kFrom80, kFull};
  if (IsDivided(subject) && node != 0) return std::nullopt;
  switch (subject.measure()) {
    case v1::FIGURE_MEASURE_WOMEN_SHARE: {
      if (!IsDivided(subject)) return Quotient{Of(node, kWomen), Of(node, kHeads)};
      v1::FigureSubject women = subject;
      women.set_sex(v1::SEX_WOMEN);
      return Quotient{Crossed(women, everybody), Crossed(subject, everybody)};
    }
    case v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM:
      return Quotient{Persons(node, subject, {kFull}), Persons(node, subject, permanent)};
    case v1::FIGURE_MEASURE_POSITION_80_SHARE:
      return Quotient{Persons(node, subject, {kFrom80, kFull}), Persons(node, subject, permanent)};
    case v1::FIGURE_MEASURE_TEMPORARY_SHARE:
      return Quotient{Persons(node, subject, {kTemporary}), Persons(node, subject, everybody)};
    case v1::FIGURE_MEASURE_APPRENTICES:
      return Quotient{Persons(node, subject, {kApprentices}), {}};
    default:
      return std::nullopt;
  }
}

std::optional<CubeProblem::Quotient> StockProblem::QuotientOf(const v1::PublishedFigure& figure) {
  const v1::FigureSubject& subject = figure.subject();
  const auto found = tree_.by_unit.find(LastId(subject.unit()));
  if (found == tree_.by_unit.end()) return std::nullopt;
  const int node = found->second;
  constexpr double kTenth = 0.05;
  std::optional<Quotient> quotient;
  switch (subject.measure()) {
    case v1::FIGURE_MEASURE_HEAD_COUNT:
      quotient = HeadCount(node, subject);
      break;
    case v1::FIGURE_MEASURE_FTE_AGREED:
      quotient = Quotient{Of(node, kFte), {}, kTenth};
      break;
    case v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE:
      quotient = Quotient{Of(node, kPresent), {}, kTenth};
      break;
    case v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE:
      quotient = Quotient{Of(node, kFte), Of(node, kHeads), kTenth};
      break;
    case v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE:
      quotient = Quotient{Of(node, kEducated), Of(node, kFte), kTenth, kTenth};
      break;
    case v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB:
      if (node == 0) quotient = Quotient{{{full_jobs_, 1}}, {{jobs_, 1}}};
      break;
    default:
      quotient = OfPersons(node, subject);
      break;
  }
  if (quotient.has_value()) quotient->node = node;
  return quotient;
}

}  // namespace tertial::attack
