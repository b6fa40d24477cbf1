#include "tests/bench/workforce_check.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/types/rational.h"
#include "common/types/resource_name.h"

namespace tertial::bench {
namespace {

namespace v1 = workforce::v1;

// 13 measures and five rates of sick leave.
constexpr size_t kFiguresOfUnit = 18;

// Of degrees and percentages, and of their products.
constexpr int64_t kParts = 10'000;
constexpr int64_t kProductParts = kParts * kParts;

struct Expected {
  Rational numerator;
  std::optional<Rational> denominator;
};

Rational Whole(int64_t number) { return Rational::FromInt(number); }
Rational Over(int64_t number, int64_t by) { return Whole(number) / Whole(by); }

// The sums of one unit by their names. A name that is not there is a fault of the statements.
class Sums {
 public:
  explicit Sums(const std::map<std::string, int64_t>& sums) : sums_(sums) {}
  int64_t operator[](const std::string& name) const { return sums_.at(name); }

 private:
  const std::map<std::string, int64_t>& sums_;
};

int64_t LostOf(const v1::FigureSubject& subject, const Sums& of) {
  if (subject.absence_band() == v1::ABSENCE_BAND_SHORT) return of["short"];
  if (subject.absence_band() == v1::ABSENCE_BAND_LONG) return of["lost"] - of["short"];
  switch (subject.certification_basis()) {
    case v1::CERTIFICATION_BASIS_SELF_CERTIFIED:
      return of["self"];
    case v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED:
      return of["doctor"];
    default:
      return of["lost"];
  }
}

Expected ExpectedOf(const v1::FigureSubject& subject, const Sums& of) {
  switch (subject.measure()) {
    case v1::FIGURE_MEASURE_FTE_AGREED:
      return {Over(of["fte"], kParts), std::nullopt};
    case v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE:
      return {Over(of["fte"], kParts) - Over(of["long at end"], kProductParts), std::nullopt};
    case v1::FIGURE_MEASURE_HEAD_COUNT:
      return {Whole(of["heads"]), std::nullopt};
    case v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM:
      return {Whole(of["full"]), Whole(of["permanent"])};
    case v1::FIGURE_MEASURE_POSITION_80_SHARE:
      return {Whole(of["from 80"]), Whole(of["permanent"])};
    case v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB:
      return {Whole(of["full jobs"]), Whole(of["jobs"])};
    case v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE:
      return {Over(of["fte"], kParts), Whole(of["heads"])};
    case v1::FIGURE_MEASURE_WOMEN_SHARE:
      return {Whole(of["women"]), Whole(of["heads"])};
    case v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE:
      return {Over(of["educated"], kParts), Over(of["fte"], kParts)};
    case v1::FIGURE_MEASURE_APPRENTICES:
      return {Whole(of["heads"] - of["no apprentices"]), std::nullopt};
    case v1::FIGURE_MEASURE_TEMPORARY_SHARE:
      return {Whole(of["no apprentices"] - of["permanent at end"]), Whole(of["heads"])};
    case v1::FIGURE_MEASURE_TURNOVER:
      return {Whole(of["before or at end"] - of["heads"]), Over(of["before"] + of["heads"], 2)};
    case v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS:
      return {Over(of["parental"], kParts * 5), Whole(of["parents"])};
    default:
      return {Over(LostOf(subject, of), kProductParts), Over(of["contracted"], kParts)};
  }
}

// Whether the figure has what is expected as its operands, and the value that comes of them.
bool IsExpected(const common::v1::Computed& figure, const Expected& expected) {
  const auto operand_is = [&](int number, const Rational& value) {
    return Rational::Parse(figure.operands(number).cell().value()) == value;
  };
  if (figure.operands_size() != (expected.denominator.has_value() ? 2 : 1)) return false;
  if (!operand_is(0, expected.numerator)) return false;
  Rational value = expected.numerator;
  if (expected.denominator.has_value()) {
    if (!operand_is(1, *expected.denominator)) return false;
    if (expected.denominator->IsZero()) return figure.has_not_computable();
    value = value / *expected.denominator;
    if (figure.formula() == common::v1::FORMULA_SHARE) value = value * Whole(100);
  }
  return figure.unrounded() == value.FormatSignificant() &&
         figure.value() == value.Round(figure.decimals())->Format();
}

}  // namespace

absl::Status CheckSame(const v1::QueryFiguresResponse& ours, const UnitSums& theirs) {
  std::map<std::string, std::set<std::string>> seen;
  for (const v1::ComputedFigure& figure : ours.figures()) {
    const std::string unit(LastIdOf(figure.subject().unit()));
    seen[unit].insert(figure.subject().SerializeAsString());
    const auto sums = theirs.find(unit);
    if (sums == theirs.end()) {
      return absl::DataLossError(absl::StrCat("PostgreSQL has no unit \"", unit, "\""));
    }
    const Expected expected = ExpectedOf(figure.subject(), Sums(sums->second));
    if (IsExpected(figure.figure(), expected)) continue;
    return absl::DataLossError(absl::StrCat(
        "another figure than PostgreSQL's ", expected.numerator.FormatSignificant(), " / ",
        expected.denominator.has_value() ? expected.denominator->FormatSignificant() : "1", ": ",
        figure.ShortDebugString()));
  }
  if (seen.size() != theirs.size()) {
    return absl::DataLossError(
        absl::StrCat(seen.size(), " units beside PostgreSQL's ", theirs.size()));
  }
  for (const auto& [unit, figures] : seen) {
    if (figures.size() == kFiguresOfUnit) continue;
    return absl::DataLossError(absl::StrCat(figures.size(), " figures of unit \"", unit, "\""));
  }
  return absl::OkStatus();
}

}  // namespace tertial::bench
