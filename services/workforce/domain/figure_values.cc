#include "services/workforce/domain/figure_values.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/facts/computed.h"
#include "services/workforce/domain/exact_quotient.h"

namespace tertial::workforce {
namespace {

// Percentages are kept in hundredths of a per cent of a position: / 10^4 are positions.
constexpr int kFteDecimals = 4;
// Percentage times degree: / 10^8.
constexpr int kProductDecimals = 8;
// Degree / 10^4 are days, and 5 of them a week: * 2 / 10^5.
constexpr int kWeekDecimals = 5;

Amount Count(int64_t number) { return {number, 0}; }
Amount Ftes(int64_t percent) { return {percent, kFteDecimals}; }
Amount Products(int64_t products) { return {products, kProductDecimals}; }

// The counters of one subject.
class Counted {
 public:
  Counted(const v1::FigureSubject& subject, SumOf sum)
      : sex_(subject.sex()), band_(subject.age_band()), sum_(sum) {}

  int64_t operator[](Counter counter) const { return sum_(sex_, band_, counter); }
  int64_t OfWomen(Counter counter) const { return sum_(v1::SEX_WOMEN, band_, counter); }

 private:
  const v1::Sex sex_;
  const v1::AgeBand band_;
  SumOf sum_;
};

bool IsOneSex(v1::Sex sex) { return sex == v1::SEX_WOMEN || sex == v1::SEX_MEN; }

// Which lost days a rate is of.
std::optional<Counter> LostOf(const v1::FigureSubject& subject) {
  const bool total = subject.certification_basis() == v1::CERTIFICATION_BASIS_TOTAL_REGISTERED;
  switch (subject.absence_band()) {
    case v1::ABSENCE_BAND_UNSPECIFIED:
      break;
    case v1::ABSENCE_BAND_SHORT:
      return total ? std::optional(Counter::kLostShort) : std::nullopt;
    case v1::ABSENCE_BAND_LONG:
      return total ? std::optional(Counter::kLostLong) : std::nullopt;
    default:
      return std::nullopt;
  }
  switch (subject.certification_basis()) {
    case v1::CERTIFICATION_BASIS_SELF_CERTIFIED:
      return Counter::kLostSelf;
    case v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED:
      return Counter::kLostDoctor;
    case v1::CERTIFICATION_BASIS_TOTAL_REGISTERED:
      return Counter::kLost;
    default:
      return std::nullopt;
  }
}

std::optional<Quotient> SickLeave(const v1::FigureSubject& subject, const Counted& of) {
  const std::optional<Counter> lost = LostOf(subject);
  if (!lost.has_value()) return std::nullopt;
  return Quotient{Products(of[*lost]), Ftes(of[Counter::kContracted])};
}

Quotient Turnover(const Counted& of) {
  const int64_t before = of[Counter::kBefore];
  const int64_t after = before - of[Counter::kLeavers] + of[Counter::kJoiners];
  // Half of the two days' sum, as tenths.
  return {Count(of[Counter::kLeavers]), Amount{(before + after) * 5, 1}};
}

int64_t InPermanentPositions(const Counted& of) {
  return of[Counter::kBelow80] + of[Counter::kFrom80] + of[Counter::kFull];
}

Quotient Stock(v1::FigureMeasure measure, const Counted& of) {
  switch (measure) {
    case v1::FIGURE_MEASURE_FTE_AGREED:
      return {Ftes(of[Counter::kPercent]), std::nullopt};
    case v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE:
      return {Products(of[Counter::kPercent] * 10'000 - of[Counter::kLongPercent]), std::nullopt};
    case v1::FIGURE_MEASURE_HEAD_COUNT:
      return {Count(of[Counter::kPersons]), std::nullopt};
    case v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM:
      return {Count(of[Counter::kFull]), Count(InPermanentPositions(of))};
    case v1::FIGURE_MEASURE_POSITION_80_SHARE:
      return {Count(of[Counter::kFrom80] + of[Counter::kFull]), Count(InPermanentPositions(of))};
    case v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB:
      return {Count(of[Counter::kFullJobs]), Count(of[Counter::kJobs])};
    case v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE:
      return {Ftes(of[Counter::kPercent]), Count(of[Counter::kPersons])};
    case v1::FIGURE_MEASURE_WOMEN_SHARE:
      return {Count(of.OfWomen(Counter::kPersons)), Count(of[Counter::kPersons])};
    case v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE:
      return {Ftes(of[Counter::kEducatedPercent]), Ftes(of[Counter::kPercent])};
    case v1::FIGURE_MEASURE_APPRENTICES:
      return {Count(of[Counter::kApprentice]), std::nullopt};
    default:  // TEMPORARY_SHARE
      return {Count(of[Counter::kTemporary]), Count(of[Counter::kPersons])};
  }
}

common::v1::Operand MakeOperand(const std::string& name, absl::string_view field,
                                const Amount& amount) {
  common::v1::Operand operand;
  operand.set_name(name);
  operand.mutable_cell()->set_value(amount.Format());
  operand.set_field(std::string(field));
  return operand;
}

// What SUM of one, SHARE or RATIO comes to. Nothing where there is none, or it is for Compute.
std::optional<ExactQuotient> ExactOf(common::v1::Formula formula, const Quotient& quotient) {
  const Amount denominator = quotient.denominator.value_or(Amount{1, 0});
  int exponent = denominator.decimals - quotient.numerator.decimals;
  if (formula == common::v1::FORMULA_SHARE) exponent += 2;
  return ExactQuotient::Make(quotient.numerator.unscaled, denominator.unscaled, exponent);
}

}  // namespace

std::string Amount::Format() const {
  const bool negative = unscaled < 0;
  auto magnitude = static_cast<uint64_t>(unscaled);
  if (negative) magnitude = 0 - magnitude;
  int scale = decimals;
  for (; scale > 0 && magnitude % 10 == 0; --scale) magnitude /= 10;
  return absl::StrCat(negative ? "-" : "", FormatScaled(magnitude, scale));
}

std::optional<Quotient> QuotientOf(const v1::FigureSubject& subject, SumOf sum) {
  const Counted of(subject, sum);
  if (subject.measure() == v1::FIGURE_MEASURE_SICK_LEAVE_RATE) return SickLeave(subject, of);
  if (FindDefinition(subject.measure()) == nullptr ||
      subject.certification_basis() != v1::CERTIFICATION_BASIS_UNSPECIFIED ||
      subject.absence_band() != v1::ABSENCE_BAND_UNSPECIFIED) {
    return std::nullopt;
  }
  switch (subject.measure()) {
    case v1::FIGURE_MEASURE_WOMEN_SHARE:
      if (IsOneSex(subject.sex())) return std::nullopt;
      return Stock(subject.measure(), of);
    case v1::FIGURE_MEASURE_TURNOVER:
      return Turnover(of);
    case v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS:
      return Quotient{Amount{of[Counter::kParentalDays] * 2, kWeekDecimals},
                      Count(of[Counter::kParentalPersons])};
    default:
      return Stock(subject.measure(), of);
  }
}

std::optional<Quotient> QuotientOf(const v1::FigureSubject& subject, const CounterTable& table,
                                   int slot, int node) {
  return QuotientOf(subject, [&](v1::Sex sex, v1::AgeBand band, Counter counter) {
    return table.Sum(slot, node, sex, band, counter);
  });
}

v1::ComputedFigure MakeFigure(const v1::FigureSubject& subject,
                              const v1::FigureDefinition& definition, const Quotient& quotient,
                              absl::string_view area_id, absl::string_view period) {
  const MeasureDefinition& measure = *FindDefinition(subject.measure());
  const std::string name = absl::StrCat("areas/", area_id, "/registers/", period);
  v1::ComputedFigure figure;
  *figure.mutable_subject() = subject;
  *figure.mutable_definition() = definition;
  std::vector<common::v1::Operand> operands = {MakeOperand(name, "numerator", quotient.numerator)};
  if (quotient.denominator.has_value()) {
    operands.push_back(MakeOperand(name, "denominator", *quotient.denominator));
  }
  *figure.mutable_figure() =
      Compute(measure.formula, std::move(operands), measure.unit, measure.decimals);
  return figure;
}

void SetQuotient(const Quotient& quotient, v1::ComputedFigure& figure) {
  const MeasureDefinition& measure = *FindDefinition(figure.subject().measure());
  common::v1::Computed& computed = *figure.mutable_figure();
  auto& operands = *computed.mutable_operands();
  operands[0].mutable_cell()->set_value(quotient.numerator.Format());
  if (quotient.denominator.has_value()) {
    operands[1].mutable_cell()->set_value(quotient.denominator->Format());
  }
  const std::optional<ExactQuotient> exact = ExactOf(measure.formula, quotient);
  if (!exact.has_value()) {
    computed = Compute(measure.formula, {operands.begin(), operands.end()}, measure.unit,
                       measure.decimals);
    return;
  }
  computed.set_value(exact->FormatRounded(measure.decimals));
  computed.set_unrounded(exact->FormatSignificant());
}

}  // namespace tertial::workforce
