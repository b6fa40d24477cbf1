#include "services/gateway/domain/checks/rule_parameters.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/resource_name.h"

namespace tertial::gateway {
namespace {

constexpr int kMostOthers = 50;
constexpr int kFarthestOffset = 20;
constexpr int kFewestPeriods = 2;
constexpr int kMostPeriods = 20;
constexpr absl::string_view kPeriod = "{period}";

void AddInvalid(absl::string_view field, absl::string_view why, const Violations& violations) {
  violations.Add(field, common::v1::ERROR_REASON_INVALID_CHECK_RULE, why);
}

// Whether the template is the name of a resource once its places are filled.
bool NamesAFigure(absl::string_view name) {
  const std::string filled =
      absl::StrReplaceAll(name, {{"{area}", "a"}, {kPeriod, "2024"}, {".*", ".a"}});
  const std::vector<absl::string_view> ids = absl::StrSplit(filled, '/');
  return ids.size() % 2 == 0 && std::all_of(ids.begin(), ids.end(), IsResourceId);
}

bool MayStandForAll(v1::RuleKind kind) {
  return kind == v1::RULE_KIND_PARTS_AND_TOTAL || kind == v1::RULE_KIND_COMPLEMENTARY;
}

void CheckTemplate(const v1::FigureTemplate& figure, const Violations& violations) {
  if (figure.name().empty()) {
    violations.Add("name", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; name a figure, with {area} and {period} in place of those.");
  } else if (!absl::StrContains(figure.name(), kPeriod) || !NamesAFigure(figure.name())) {
    AddInvalid("name",
               absl::StrCat(Quoted(figure.name()),
                            " names no figure; write a resource name with {area} and {period} in "
                            "place of those, as areas/{area}/figures/fte~{period}."),
               violations);
  }
  CheckText("field", figure.field(), Presence::kOptional, kLongestLabel, violations);
  CheckRange("offset", figure.offset(), -kFarthestOffset, kFarthestOffset, violations);
}

void CheckFigure(const v1::CheckRule& rule, const Violations& violations) {
  CheckTemplate(rule.figure(), violations);
  if (absl::EndsWith(rule.figure().name(), ".*")) {
    AddInvalid("name", "A figure is one; only others may end with \".*\".", violations);
  }
  if (rule.figure().offset() != 0) {
    AddInvalid("offset", "A rule is asked for the period of its figure; leave it out.", violations);
  }
  if (rule.figure().subtracted()) {
    AddInvalid("subtracted", "Only others are taken away; leave it out.", violations);
  }
  if (rule.figure().divisor()) {
    AddInvalid("divisor", "Only others are divided by; leave it out.", violations);
  }
}

void CheckOther(const v1::CheckRule& rule, const v1::FigureTemplate& other,
                const Violations& violations) {
  CheckTemplate(other, violations);
  if (absl::EndsWith(other.name(), ".*") && !MayStandForAll(rule.kind())) {
    AddInvalid("name", "Only of parts and of complementary shares all may be meant with \".*\".",
               violations);
  }
  if (other.subtracted() && rule.kind() != v1::RULE_KIND_BALANCE &&
      rule.kind() != v1::RULE_KIND_RATIO) {
    AddInvalid("subtracted", "Only in a balance and a ratio figures are taken away; leave it out.",
               violations);
  }
  if (other.divisor() && rule.kind() != v1::RULE_KIND_RATIO) {
    AddInvalid("divisor", "Only a ratio has divisors; leave it out.", violations);
  }
}

// How many others a kind takes, where that is fixed; 0: any number.
int OthersOf(v1::RuleKind kind) {
  switch (kind) {
    case v1::RULE_KIND_MEAN_OF_PERIODS:
    case v1::RULE_KIND_CARRIED_OVER:
      return 1;
    case v1::RULE_KIND_LABEL_AGAINST_SERIES:
      return 2;
    default:
      return 0;
  }
}

void CheckOthers(const v1::CheckRule& rule, const Violations& violations) {
  if (rule.others().empty()) {
    violations.Add("others", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; name what the figure is held against.");
    return;
  }
  if (rule.others_size() > kMostOthers) {
    violations.Add(
        "others", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat("There are ", rule.others_size(), "; at most ", kMostOthers, " are allowed."));
    return;
  }
  std::set<std::string> seen;
  for (int i = 0; i < rule.others_size(); ++i) {
    CheckOther(rule, rule.others(i), violations.At("others", i));
    v1::FigureTemplate one = rule.others(i);
    // Only on the other side of a ratio a figure may stand once more.
    one.clear_subtracted();
    if (!seen.insert(one.SerializeAsString()).second) {
      violations.At("others", i)
          .Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
               "It stands there twice; name it once.");
    }
  }
  const int wanted = OthersOf(rule.kind());
  if (wanted != 0 && rule.others_size() != wanted) {
    AddInvalid(
        "others",
        absl::StrCat("There are ", rule.others_size(), "; a rule of this kind takes ", wanted, "."),
        violations);
  }
  if (rule.kind() == v1::RULE_KIND_RATIO) {
    const auto divisors = std::count_if(rule.others().begin(), rule.others().end(),
                                        [](const auto& other) { return other.divisor(); });
    if (divisors == 0 ? rule.others_size() != 2 : divisors == rule.others_size()) {
      AddInvalid("others",
                 "A ratio takes what is divided and what it is divided by: two figures, or some "
                 "marked as divisors and some not.",
                 violations);
    } else if (divisors == 0 && rule.others(1).subtracted()) {
      AddInvalid("others[1].subtracted", "It is divided by; leave it out.", violations);
    }
  }
}

void CheckTolerance(const v1::CheckRule& rule, const Violations& violations) {
  const bool is_label = rule.kind() == v1::RULE_KIND_LABEL_AGAINST_SERIES;
  CheckDecimal("tolerance", rule.tolerance(), is_label ? Presence::kRequired : Presence::kOptional,
               violations);
  const absl::StatusOr<Decimal> tolerance = Decimal::Parse(rule.tolerance());
  if (tolerance.ok() && tolerance->IsNegative()) {
    violations.Add("tolerance", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(rule.tolerance()), " is negative; it must not be."));
  }
}

void CheckPeriods(const v1::CheckRule& rule, const Violations& violations) {
  if (rule.kind() == v1::RULE_KIND_MEAN_OF_PERIODS) {
    CheckRange("periods", rule.periods(), kFewestPeriods, kMostPeriods, violations);
  } else if (rule.periods() != 0) {
    AddInvalid("periods", "Only a mean is of several periods; leave it out.", violations);
  }
}

}  // namespace

bool HasParameters(v1::RuleKind kind) {
  return kind >= v1::RULE_KIND_SAME_FACT && kind <= v1::RULE_KIND_LABEL_AGAINST_SERIES;
}

void CheckCheckRule(const v1::CheckRule& rule, const Violations& violations) {
  CheckTexts("statements", rule.statements(), Presence::kRequired, violations);
  CheckEnum("kind", rule.kind(), Presence::kRequired, violations);
  if (v1::RuleKind_IsValid(rule.kind()) && rule.kind() != v1::RULE_KIND_UNSPECIFIED &&
      !HasParameters(rule.kind())) {
    AddInvalid("kind",
               absl::StrCat(v1::RuleKind_Name(rule.kind()),
                            " has no parameters: it is asked of every report."),
               violations);
  }
  CheckEnum("severity", rule.severity(), Presence::kOptional, violations);
  CheckFigure(rule, violations.At("figure"));
  CheckOthers(rule, violations);
  if (rule.exhaustive() && rule.kind() != v1::RULE_KIND_PARTS_AND_TOTAL) {
    AddInvalid("exhaustive", "Only parts of a total are all there are; leave it out.", violations);
  }
  CheckPeriods(rule, violations);
  CheckTolerance(rule, violations);
}

}  // namespace tertial::gateway
