#include "services/workforce/domain/weighting.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"

namespace tertial::workforce {
namespace {

// A weighted mean is shown, and held against the total, with one decimal more than this has.
constexpr int kMoreDecimals = 1;

constexpr v1::CertificationBasis kBases[] = {
    v1::CERTIFICATION_BASIS_SELF_CERTIFIED, v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED,
    v1::CERTIFICATION_BASIS_TOTAL_REGISTERED, v1::CERTIFICATION_BASIS_UNKNOWN};

// A rate, or the weight of one.
struct NamedCell {
  std::string name;
  common::v1::Cell cell;
};

// The rates of one basis.
struct Rates {
  NamedCell women;
  NamedCell men;
  NamedCell total;
};

struct Weights {
  v1::WeightKind kind;
  common::v1::Operand women;
  common::v1::Operand men;
};

std::optional<NamedCell> ReportedRate(const AnalysedFacts& facts, v1::CertificationBasis basis,
                                      v1::Sex sex) {
  const v1::WorkforceFigure* const figure = FindReported(facts.reported, facts.area_id,
                                                         {.measure = v1::MEASURE_SICK_LEAVE_RATE,
                                                          .period = facts.period,
                                                          .sex = sex,
                                                          .certification_basis = basis});
  if (figure == nullptr || !HasValue(figure->cell())) return std::nullopt;
  return NamedCell{.name = figure->name(), .cell = figure->cell()};
}

const v1::PublishedFigure* PublishedRateOf(const AnalysedFacts& facts, v1::CertificationBasis basis,
                                           v1::Sex sex) {
  v1::FigureSubject subject = SubjectOf(v1::FIGURE_MEASURE_SICK_LEAVE_RATE, sex);
  subject.set_certification_basis(basis);
  return FindPublished(facts.published, subject);
}

std::optional<NamedCell> PublishedRate(const AnalysedFacts& facts, v1::CertificationBasis basis,
                                       v1::Sex sex) {
  const v1::PublishedFigure* const figure = PublishedRateOf(facts, basis, sex);
  if (figure == nullptr || !HasValue(figure->cell())) return std::nullopt;
  return NamedCell{.name = figure->name(), .cell = figure->cell()};
}

template <typename Find>
std::optional<Rates> RatesOf(const AnalysedFacts& facts, v1::CertificationBasis basis, Find find) {
  std::optional<NamedCell> women = find(facts, basis, v1::SEX_WOMEN);
  std::optional<NamedCell> men = find(facts, basis, v1::SEX_MEN);
  std::optional<NamedCell> total = find(facts, basis, v1::SEX_TOTAL);
  if (!women.has_value() || !men.has_value() || !total.has_value()) return std::nullopt;
  return Rates{.women = *std::move(women), .men = *std::move(men), .total = *std::move(total)};
}

// The contracted days of a sex: the same whatever the basis of the rate.
std::optional<common::v1::Operand> ContractedDays(const AnalysedFacts& facts, v1::Sex sex) {
  const v1::PublishedFigure* const rate =
      PublishedRateOf(facts, v1::CERTIFICATION_BASIS_TOTAL_REGISTERED, sex);
  if (rate == nullptr || !HasValue(rate->denominator())) return std::nullopt;
  return MakeOperand(rate->name(), &rate->denominator(), "denominator");
}

std::optional<Weights> WeightsByDays(const AnalysedFacts& facts) {
  std::optional<common::v1::Operand> women = ContractedDays(facts, v1::SEX_WOMEN);
  std::optional<common::v1::Operand> men = ContractedDays(facts, v1::SEX_MEN);
  if (!women.has_value() || !men.has_value()) return std::nullopt;
  return Weights{
      .kind = v1::WEIGHT_KIND_CONTRACTED_DAYS, .women = *std::move(women), .men = *std::move(men)};
}

std::optional<Weights> WeightsByEmployees(const AnalysedFacts& facts) {
  const v1::WorkforceFigure* const share = FindReported(
      facts.reported, facts.area_id, {.measure = v1::MEASURE_WOMEN_SHARE, .period = facts.period});
  if (share == nullptr || !HasValue(share->cell())) return std::nullopt;
  common::v1::Operand women = MakeOperand(share->name(), &share->cell());
  // The others, 100 less the women.
  common::v1::Operand whole = MakeConstant(share->name(), "100");
  whole.set_field("whole");
  const common::v1::Computed men =
      Compute(common::v1::FORMULA_DISTANCE, {women, whole}, "percent", DecimalsOf(share->cell()));
  return Weights{.kind = v1::WEIGHT_KIND_EMPLOYEES,
                 .women = std::move(women),
                 .men = OperandOf(share->name(), men)};
}

v1::WeightingCheck MakeCheck(v1::CertificationBasis basis, bool reported, const Rates& rates,
                             const Weights& weights) {
  v1::WeightingCheck check;
  check.set_certification_basis(basis);
  check.set_reported(reported);
  check.set_weight(weights.kind);
  check.set_indicative(weights.kind != v1::WEIGHT_KIND_CONTRACTED_DAYS);
  *check.mutable_total() = rates.total.cell;
  const int decimals = DecimalsOf(rates.total.cell);
  *check.mutable_weighted() =
      Compute(common::v1::FORMULA_WEIGHTED_MEAN,
              {MakeOperand(rates.women.name, &rates.women.cell), weights.women,
               MakeOperand(rates.men.name, &rates.men.cell), weights.men},
              "percent", decimals + kMoreDecimals);
  *check.mutable_difference() = Compute(common::v1::FORMULA_DISTANCE,
                                        {MakeOperand(rates.total.name, &rates.total.cell),
                                         OperandOf(rates.total.name, check.weighted())},
                                        "percentage_points", decimals + kMoreDecimals);
  if (!check.weighted().has_value()) return check;
  const absl::StatusOr<Decimal> printed =
      Rational::Parse(check.weighted().unrounded())->Round(decimals);
  check.set_agrees(printed.ok() && *printed == *Decimal::Parse(rates.total.cell.value()));
  return check;
}

}  // namespace

std::vector<v1::WeightingCheck> CheckWeighting(const AnalysedFacts& facts) {
  const std::optional<Weights> by_days = WeightsByDays(facts);
  const std::optional<Weights> of_reported =
      by_days.has_value() ? by_days : WeightsByEmployees(facts);
  std::vector<v1::WeightingCheck> checks;
  const auto add = [&](bool reported, const auto& find, const std::optional<Weights>& weights) {
    if (!weights.has_value()) return;
    for (const v1::CertificationBasis basis : kBases) {
      const std::optional<Rates> rates = RatesOf(facts, basis, find);
      if (rates.has_value()) checks.push_back(MakeCheck(basis, reported, *rates, *weights));
    }
  };
  add(/*reported=*/true, ReportedRate, of_reported);
  add(/*reported=*/false, PublishedRate, by_days);
  return checks;
}

}  // namespace tertial::workforce
