#include "services/gateway/domain/checks/comparison.h"

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/types/decimal.h"
#include "services/gateway/domain/checks/finding_list.h"

namespace tertial::gateway {
namespace {

// A difference that does not end is told with so many decimals more than the number stated.
constexpr int kMoreDecimals = 2;

}  // namespace

bool Contradict(const Comparison& comparison, const std::string& tolerance) {
  if (const absl::StatusOr<Decimal> most = Decimal::Parse(tolerance); most.ok()) {
    const Rational difference = comparison.computed - comparison.stated;
    return (comparison.is_limit ? difference : difference.Abs()) > Rational(*most);
  }
  const Range& computed = comparison.computed_range;
  const Range& stated = comparison.stated_range;
  // 75 and 76 cannot both be rounded from one number. An exact number that lies right between two
  // may be rounded to either: not all round alike.
  const bool may_touch = computed.is_one_number() || stated.is_one_number();
  const auto lies_above = [&](const Rational& low, const Rational& high) {
    return may_touch ? low > high : low >= high;
  };
  return lies_above(computed.low, stated.high) ||
         (!comparison.is_limit && lies_above(stated.low, computed.high));
}

v1::Finding FindingOf(const v1::CheckRule& rule, const Period& period) {
  v1::Finding finding;
  finding.set_kind(rule.kind());
  finding.set_rule(rule.name());
  finding.set_severity(rule.severity() == common::v1::SEVERITY_UNSPECIFIED ? SeverityOf(rule.kind())
                                                                           : rule.severity());
  finding.set_period(period.Format());
  if (rule.exhaustive()) AddParameter("exhaustive", "true", finding);
  if (rule.periods() != 0) AddParameter("periods", absl::StrCat(rule.periods()), finding);
  if (!rule.tolerance().empty()) AddParameter("tolerance", rule.tolerance(), finding);
  return finding;
}

void SetNumbers(const common::v1::Computed& computed, const std::string& stated,
                v1::Finding& finding) {
  *finding.mutable_computed() = computed;
  finding.set_stated(stated);
  const std::optional<Rational> result = Rational::Parse(computed.unrounded());
  const absl::StatusOr<Decimal> number = Decimal::Parse(stated);
  if (!result.has_value() || !number.ok()) return;
  const Rational difference = *result - Rational(*number);
  absl::StatusOr<Decimal> shown = difference.RoundToFit();
  if (shown.ok() && shown->scale() > number->scale() + kMoreDecimals) {
    shown = difference.Round(number->scale() + kMoreDecimals);
  }
  if (shown.ok()) finding.set_difference(shown->Format());
}

}  // namespace tertial::gateway
