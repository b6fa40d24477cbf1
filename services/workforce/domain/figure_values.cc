#include "services/workforce/domain/figure_values.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/facts/computed.h"
#include "common/types/decimal.h"

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

void AddOperand(const std::string& name, absl::string_view field, const Amount& amount,
                common::v1::Computed& computed) {
  common::v1::Operand& operand = *computed.add_operands();
  operand.set_name(name);
  operand.mutable_cell()->set_value(amount.Format());
  operand.set_field(std::string(field));
}

// numerator / denominator, neither of them negative, the denominator not zero.
struct Fraction {
  unsigned __int128 numerator;
  uint64_t denominator;
};
// Denominators and quotients of fractions lie below: then all below fits into its numbers.
constexpr unsigned __int128 kEndOfFractions = uint64_t{1} << 60;

uint64_t PowerOfTen(int exponent) {
  uint64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// The figure before rounding. Nothing where it is not computable, or no fraction.
std::optional<Fraction> FractionOf(const Quotient& quotient, common::v1::Formula formula) {
  const Amount& numerator = quotient.numerator;
  const Amount denominator = quotient.denominator.value_or(Amount{1, 0});
  const int per_cent = formula == common::v1::FORMULA_SHARE ? 2 : 0;
  const int exponent = denominator.decimals + per_cent - numerator.decimals;
  const unsigned __int128 above =
      static_cast<unsigned __int128>(numerator.unscaled) * PowerOfTen(exponent);
  const unsigned __int128 below =
      static_cast<unsigned __int128>(denominator.unscaled) * PowerOfTen(-exponent);
  if (numerator.unscaled < 0 || denominator.unscaled <= 0 || below >= kEndOfFractions ||
      above / below >= kEndOfFractions / 10) {
    return std::nullopt;
  }
  return Fraction{above, static_cast<uint64_t>(below)};
}

// The figure rounded half away from zero.
std::string Rounded(const Fraction& fraction, int decimals) {
  const unsigned __int128 doubled = 2 * fraction.numerator * PowerOfTen(decimals);
  const auto digits =
      static_cast<uint64_t>((doubled + fraction.denominator) /
                            (2 * static_cast<unsigned __int128>(fraction.denominator)));
  std::string text = absl::StrCat(digits);
  if (decimals == 0) return text;
  const auto places = static_cast<size_t>(decimals);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  return text.insert(text.size() - places, ".");
}

// Adds one to the number that the digits and points of `text` are.
void AddOneAtTheEnd(std::string& text) {
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit) {
    if (*digit == '.') continue;
    if (*digit != '9') {
      ++*digit;
      return;
    }
    *digit = '0';
  }
  text.insert(0, "1");
}

// As Rational::FormatSignificant has it.
std::string Significant(const Fraction& fraction) {
  constexpr size_t kDigits = Decimal::kMaxDigits;
  // So many digits at a time that the remainder with them fits.
  constexpr int kStep = 18;
  const uint64_t step = PowerOfTen(kStep);
  std::string text = absl::StrCat(static_cast<uint64_t>(fraction.numerator / fraction.denominator));
  auto rest = static_cast<uint64_t>(fraction.numerator % fraction.denominator);
  if (rest == 0) return text;
  text += '.';
  size_t first = text.find_first_not_of("0.");
  // One digit more than are shown tells which way to round.
  const auto has_all = [&] {
    return first != std::string::npos && text.size() - first > kDigits + (text[0] == '0' ? 0 : 1);
  };
  while (rest != 0 && !has_all()) {
    const unsigned __int128 shifted = static_cast<unsigned __int128>(rest) * step;
    absl::StrAppend(
        &text, absl::Dec(static_cast<uint64_t>(shifted / fraction.denominator), absl::kZeroPad18));
    rest = static_cast<uint64_t>(shifted % fraction.denominator);
    if (first == std::string::npos) first = text.find_first_not_of("0.");
  }
  if (has_all()) {
    const size_t size = first + kDigits + (text[0] == '0' ? 0 : 1);
    const bool up = text[size] >= '5';
    text.resize(size);
    if (up) AddOneAtTheEnd(text);
  }
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::string Amount::Format() const {
  const bool negative = unscaled < 0;
  std::string digits = absl::StrCat(negative ? -unscaled : unscaled);
  if (decimals == 0) return negative ? absl::StrCat("-", digits) : digits;
  const auto places = static_cast<size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, ".");
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return negative ? absl::StrCat("-", digits) : digits;
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
  common::v1::Computed& computed = *figure.mutable_figure();
  computed.set_formula(measure.formula);
  computed.set_unit(std::string(measure.unit));
  computed.set_decimals(measure.decimals);
  AddOperand(name, "numerator", quotient.numerator, computed);
  if (quotient.denominator.has_value()) {
    AddOperand(name, "denominator", *quotient.denominator, computed);
  }
  // Numbers of registers are small: nearly all figures need no arithmetic of any length, which an
  // answer of thousands of them would wait for.
  if (const std::optional<Fraction> fraction = FractionOf(quotient, measure.formula)) {
    computed.set_value(Rounded(*fraction, measure.decimals));
    computed.set_unrounded(Significant(*fraction));
  } else {
    computed = Compute(measure.formula, {computed.operands().begin(), computed.operands().end()},
                       measure.unit, measure.decimals);
  }
  return figure;
}

}  // namespace tertial::workforce
