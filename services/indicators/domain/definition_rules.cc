#include "services/indicators/domain/definition_rules.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/facts/checks.h"
#include "common/types/decimal.h"
#include "common/types/period.h"
#include "services/indicators/domain/formula.h"
#include "services/indicators/domain/ownership.h"
#include "services/indicators/domain/periods.h"

namespace tertial::indicators {
namespace {

constexpr int kMostDecimals = 10;
constexpr int kMostDimensions = 5;
constexpr int kMostMembers = 1000;
constexpr int kMostCodes = 20;
constexpr int kMostPeriodsOfCycle = 60;
constexpr int kHighestAge = 150;
constexpr int kSdgGoals = 17;
constexpr int kHighestOrder = 100'000;

void Refuse(absl::string_view field, absl::string_view description, const Violations& violations) {
  violations.Add(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS, description);
}

// Adds what is wrong with a list of codes: too many, one twice, or one that `check` refuses.
template <typename Codes>
void CheckCodes(absl::string_view field, const Codes& codes,
                absl::FunctionRef<void(const typename Codes::value_type&, const Violations&)> check,
                const Violations& violations) {
  if (codes.size() > kMostCodes) {
    violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(codes.size(), " are given; at most ", kMostCodes, " may be."));
  }
  std::set<typename Codes::value_type> seen;
  for (int i = 0; i < codes.size(); ++i) {
    const Violations at = violations.At(field, i);
    check(codes[i], at);
    if (!seen.insert(codes[i]).second) {
      at.Add("", common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(absl::StrCat(codes[i])), " stands twice; give each once."));
    }
  }
}

void CheckScale(const v1::Indicator& indicator, const Violations& violations) {
  CheckDecimal("scale_min", indicator.scale_min(), Presence::kOptional, violations);
  CheckDecimal("scale_max", indicator.scale_max(), Presence::kOptional, violations);
  if (indicator.scale_min().empty() != indicator.scale_max().empty()) {
    violations.Add(indicator.scale_min().empty() ? "scale_min" : "scale_max",
                   common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "Only one end of the scale is given; give both or none.");
  }
  CheckBand("scale_max", indicator.scale_min(), indicator.scale_max(), violations);
  CheckEnum("scale_best_end", indicator.scale_best_end(), Presence::kOptional, violations);
  if (indicator.scale_best_end() == v1::SCALE_END_UNSPECIFIED) return;
  if (indicator.scale_min().empty() && indicator.scale_max().empty()) {
    Refuse("scale_best_end",
           "There is no scale that could have a best end; give scale_min and "
           "scale_max, or leave it out.",
           violations);
  }
  const v1::Direction opposite = indicator.scale_best_end() == v1::SCALE_END_MIN
                                     ? v1::DIRECTION_HIGHER_IS_BETTER
                                     : v1::DIRECTION_LOWER_IS_BETTER;
  if (indicator.direction() == opposite) {
    Refuse("scale_best_end",
           absl::StrCat(v1::ScaleEnd_Name(indicator.scale_best_end()), " says the opposite of ",
                        v1::Direction_Name(indicator.direction()), "; correct one of them."),
           violations);
  }
}

void CheckKostra(const v1::Indicator& indicator, const Violations& violations) {
  if (!indicator.has_kostra()) return;
  const Violations at = violations.At("kostra");
  if (indicator.collection() != v1::COLLECTION_KOSTRA) {
    Refuse(
        "",
        absl::StrCat("It is set for an indicator of ", v1::Collection_Name(indicator.collection()),
                     "; only COLLECTION_KOSTRA has it."),
        at);
  }
  CheckCode("service_area", indicator.kostra().service_area(), Presence::kOptional, at);
  CheckText("group", indicator.kostra().group(), Presence::kOptional, kLongestLabel, at);
  CheckRange("order", indicator.kostra().order(), 0, kHighestOrder, at);
  for (int i = 0; i < indicator.kostra().function_codes_size(); ++i) {
    CheckText("", indicator.kostra().function_codes(i), Presence::kRequired, kLongestLabel,
              at.At("function_codes", i));
  }
}

void CheckKind(const v1::Indicator& indicator, const Violations& violations) {
  CheckEnum("kind", indicator.kind(), Presence::kOptional, violations);
  CheckEnum("additivity", indicator.additivity(), Presence::kOptional, violations);
  if (indicator.additivity() != v1::ADDITIVITY_ADDITIVE) return;
  switch (indicator.kind()) {
    case v1::FIGURE_KIND_AVERAGE:
    case v1::FIGURE_KIND_RATIO:
    case v1::FIGURE_KIND_CHANGE_IN_PERCENTAGE_POINTS:
    case v1::FIGURE_KIND_SCORE:
    case v1::FIGURE_KIND_INDEX:
    case v1::FIGURE_KIND_RANK:
      Refuse("additivity",
             absl::StrCat("Figures of ", v1::FigureKind_Name(indicator.kind()),
                          " do not add up; use ADDITIVITY_NOT_ADDITIVE, or another kind."),
             violations);
      break;
    default:
      break;
  }
}

void CheckCycle(const v1::Indicator& indicator, const Violations& violations) {
  if (!indicator.has_cycle()) return;
  const v1::MeasuringCycle& cycle = indicator.cycle();
  const Violations at = violations.At("cycle");
  CheckEnum("unit", cycle.unit(), Presence::kRequired, at);
  CheckRange("every", cycle.every(), 1, kMostPeriodsOfCycle, at);
  CheckPeriod("anchor", cycle.anchor(),
              cycle.every() > 1 ? Presence::kRequired : Presence::kOptional, at);
  const absl::StatusOr<Period> anchor = Period::Parse(cycle.anchor());
  const std::optional<PeriodKind> kind = KindOf(cycle.unit());
  if (anchor.ok() && kind.has_value() && anchor->kind() != *kind) {
    Refuse("anchor",
           absl::StrCat(Quoted(cycle.anchor()), " is no period of the kind ",
                        v1::PeriodUnit_Name(cycle.unit()), "; name one of that kind."),
           at);
  }
}

void CheckLifeCycle(const v1::Indicator& indicator, const Violations& violations) {
  CheckEnum("life_cycle", indicator.life_cycle(), Presence::kOptional, violations);
  const bool discontinued = indicator.life_cycle() == v1::LIFE_CYCLE_DISCONTINUED;
  CheckPeriod("last_period", indicator.last_period(),
              discontinued ? Presence::kRequired : Presence::kOptional, violations);
  for (const auto& [field, set] :
       {std::pair<absl::string_view, bool>("last_period", !indicator.last_period().empty()),
        {"successor", !indicator.successor().empty()}}) {
    if (set && !discontinued) {
      Refuse(field,
             "Only an indicator of LIFE_CYCLE_DISCONTINUED has it; leave it out, or set the "
             "life cycle.",
             violations);
    }
  }
  if (!indicator.successor().empty() && indicator.successor() == indicator.name()) {
    Refuse("successor",
           absl::StrCat(Quoted(indicator.successor()),
                        " cannot take its own place; name another indicator."),
           violations);
  }
}

// "11", "11.2", "3.a".
bool IsSdg(absl::string_view code) {
  const size_t dot = code.find('.');
  int goal = 0;
  if (!absl::SimpleAtoi(code.substr(0, dot), &goal) || goal < 1 || goal > kSdgGoals ||
      absl::StrCat(goal) != code.substr(0, dot)) {
    return false;
  }
  if (dot == absl::string_view::npos) return true;
  const absl::string_view target = code.substr(dot + 1);
  int number = 0;
  return (target.size() == 1 && absl::ascii_islower(target[0])) ||
         (absl::SimpleAtoi(target, &number) && number > 0 && absl::StrCat(number) == target);
}

// "0-5", "80+", "17".
bool IsAgeGroup(absl::string_view code) {
  const auto age = [](absl::string_view text) -> std::optional<int> {
    int years = 0;
    if (!absl::SimpleAtoi(text, &years) || years < 0 || years > kHighestAge ||
        absl::StrCat(years) != text) {
      return std::nullopt;
    }
    return years;
  };
  if (!code.empty() && code.back() == '+') return age(code.substr(0, code.size() - 1)).has_value();
  const size_t dash = code.find('-');
  const std::optional<int> first = age(code.substr(0, dash));
  if (dash == absl::string_view::npos) return first.has_value();
  const std::optional<int> last = age(code.substr(dash + 1));
  return first.has_value() && last.has_value() && *first < *last;
}

void CheckClassification(const v1::Indicator& indicator, const Violations& violations) {
  CheckEnum("source_kind", indicator.source_kind(), Presence::kOptional, violations);
  CheckText("publisher", indicator.publisher(), Presence::kOptional, kLongestLabel, violations);
  CheckEnum("result_chain_step", indicator.result_chain_step(), Presence::kOptional, violations);
  CheckCodes(
      "sdg", indicator.sdg(),
      [](const std::string& code, const Violations& at) {
        if (IsSdg(code)) return;
        at.Add("", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
               absl::StrCat(Quoted(code),
                            " is no goal or target for sustainable development; write "
                            "a goal 1 to 17, or a target as 11.2 or 3.a."));
      },
      violations);
  CheckCodes(
      "age_groups", indicator.age_groups(),
      [](const std::string& code, const Violations& at) {
        if (IsAgeGroup(code)) return;
        at.Add("", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
               absl::StrCat(Quoted(code), " is no age group; write years as 0-5, 17 or 80+."));
      },
      violations);
  CheckCodes(
      "challenges", indicator.challenges(),
      [](int challenge, const Violations& at) {
        CheckEnumNumber("", challenge, *v1::SocietalChallenge_descriptor(), Presence::kRequired,
                        at);
      },
      violations);
  CheckCodes(
      "bases", indicator.bases(),
      [](const std::string& code, const Violations& at) {
        CheckCode("", code, Presence::kRequired, at);
      },
      violations);
}

// Adds DUPLICATE_ELEMENT when `code` is in `seen` already.
void CheckOnce(absl::string_view field, const std::string& code, std::set<std::string>& seen,
               const Violations& violations) {
  if (seen.insert(code).second) return;
  violations.Add(field, common::v1::ERROR_REASON_DUPLICATE_ELEMENT,
                 absl::StrCat(Quoted(code), " is declared twice; declare it once."));
}

void CheckDeclaredDimensions(const v1::Indicator& indicator, const Violations& violations) {
  if (indicator.dimensions_size() > kMostDimensions) {
    violations.Add("dimensions", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(indicator.dimensions_size(), " dimensions are declared; at most ",
                                kMostDimensions, " may be."));
  }
  std::set<std::string> dimensions;
  for (int i = 0; i < indicator.dimensions_size(); ++i) {
    const v1::DeclaredDimension& declared = indicator.dimensions(i);
    const Violations at = violations.At("dimensions", i);
    CheckCode("dimension", declared.dimension(), Presence::kRequired, at);
    CheckOnce("dimension", declared.dimension(), dimensions, at);
    CheckTexts("labels", declared.labels(), Presence::kOptional, at);
    CheckRange("members", declared.members_size(), 1, kMostMembers, at);
    std::set<std::string> members;
    for (int j = 0; j < declared.members_size(); ++j) {
      const Violations member = at.At("members", j);
      CheckCode("member", declared.members(j).member(), Presence::kRequired, member);
      CheckOnce("member", declared.members(j).member(), members, member);
      CheckTexts("labels", declared.members(j).labels(), Presence::kOptional, member);
    }
  }
}

const v1::DeclaredDimension* FindDimension(const v1::Indicator& indicator,
                                           const std::string& dimension) {
  const auto found = std::find_if(
      indicator.dimensions().begin(), indicator.dimensions().end(),
      [&](const v1::DeclaredDimension& declared) { return declared.dimension() == dimension; });
  return found == indicator.dimensions().end() ? nullptr : &*found;
}

bool HasMember(const v1::DeclaredDimension& dimension, const std::string& member) {
  return std::any_of(
      dimension.members().begin(), dimension.members().end(),
      [&](const v1::DeclaredMember& declared) { return declared.member() == member; });
}

std::string DeclaredIn(const v1::Indicator& indicator) {
  if (indicator.dimensions().empty()) return absl::StrCat(indicator.name(), " declares none.");
  return absl::StrCat(indicator.name(), " declares ",
                      absl::StrJoin(indicator.dimensions(), ", ",
                                    [](std::string* out, const v1::DeclaredDimension& declared) {
                                      absl::StrAppend(out, declared.dimension());
                                    }),
                      ".");
}

void CheckScaleOf(const v1::Indicator& indicator, const v1::Observation& observation,
                  const Violations& violations) {
  if (indicator.scale_min().empty() || observation.cell().value().empty()) return;
  const absl::StatusOr<Decimal> value = Decimal::Parse(observation.cell().value());
  if (!value.ok()) return;
  if (*value < *Decimal::Parse(indicator.scale_min()) ||
      *value > *Decimal::Parse(indicator.scale_max())) {
    violations.Add("cell.value", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(observation.cell().value()), " lies outside the scale of ",
                                indicator.name(), ", ", indicator.scale_min(), " to ",
                                indicator.scale_max(), "."));
  }
}

void CheckLifeOf(const v1::Indicator& indicator, const v1::Observation& observation,
                 const Violations& violations) {
  if (!indicator.formula().empty()) {
    violations.Add("name", common::v1::ERROR_REASON_FIGURE_NOT_RECORDED_HERE,
                   absl::StrCat(indicator.name(), " is computed as ", indicator.formula(),
                                "; record the figures that the formula names."));
  }
  const bool measured = indicator.life_cycle() != v1::LIFE_CYCLE_UNDER_DEVELOPMENT &&
                        indicator.life_cycle() != v1::LIFE_CYCLE_QUALITATIVE;
  if (!measured && observation.cell().content_case() == common::v1::Cell::kValue) {
    violations.Add(
        "cell.value", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
        absl::StrCat(indicator.name(), " is ", v1::LifeCycle_Name(indicator.life_cycle()),
                     " and has no values; record a missing reason, or change its life "
                     "cycle first."));
  }
  if (!IsDiscontinued(indicator, observation.period())) return;
  violations.Add("period", common::v1::ERROR_REASON_INDICATOR_DISCONTINUED,
                 absl::StrCat(indicator.name(), " was discontinued after ", indicator.last_period(),
                              indicator.successor().empty()
                                  ? "; nothing took its place."
                                  : absl::StrCat("; ", indicator.successor(), " took its place.")));
}

void CheckFormula(const v1::Indicator& indicator, const Violations& violations) {
  if (indicator.formula().empty()) return;
  violations.AddStatus("formula", common::v1::ERROR_REASON_INVALID_FORMULA,
                       Formula::Parse(indicator.formula()).status());
  if (!indicator.has_decimals()) {
    violations.Add("decimals", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is not set; say how many decimals the computed figures are printed with.");
  }
  if (indicator.has_owner()) {
    Refuse("owner",
           "It stands beside a formula; a figure is computed here or owned by another "
           "service, so leave one of them out.",
           violations);
  }
}

}  // namespace

void CheckIndicator(const v1::Indicator& indicator, const Violations& violations) {
  CheckTexts("labels", indicator.labels(), Presence::kRequired, violations);
  CheckText("printed_label", indicator.printed_label(), Presence::kOptional, kLongestPhrase,
            violations);
  CheckEnum("collection", indicator.collection(), Presence::kRequired, violations);
  CheckUnit("unit", indicator.unit(), Presence::kRequired, violations);
  if (indicator.has_decimals()) {
    CheckRange("decimals", indicator.decimals(), 0, kMostDecimals, violations);
  }
  CheckScale(indicator, violations);
  CheckEnum("direction", indicator.direction(), Presence::kOptional, violations);
  CheckEnum("direction_source", indicator.direction_source(), Presence::kOptional, violations);
  CheckTexts("method_notes", indicator.method_notes(), Presence::kOptional, violations);
  CheckKostra(indicator, violations);
  CheckKind(indicator, violations);
  CheckCycle(indicator, violations);
  CheckLifeCycle(indicator, violations);
  CheckClassification(indicator, violations);
  CheckDeclaredDimensions(indicator, violations);
  CheckFormula(indicator, violations);
  CheckFigureOwner(indicator, violations);
  CheckPeriod("first_period", indicator.first_period(), Presence::kOptional, violations);
  CheckProvenance("provenance", indicator.provenance(), violations);
}

void CheckDimensionsAgainst(const v1::Indicator& indicator, absl::string_view field,
                            const google::protobuf::RepeatedPtrField<v1::Dimension>& dimensions,
                            const Violations& violations) {
  for (int i = 0; i < dimensions.size(); ++i) {
    const Violations at = violations.At(field, i);
    const v1::DeclaredDimension* declared = FindDimension(indicator, dimensions[i].dimension());
    if (declared == nullptr) {
      at.Add("dimension", common::v1::ERROR_REASON_DIMENSION_NOT_DECLARED,
             absl::StrCat(Quoted(dimensions[i].dimension()), " is no dimension of it; ",
                          DeclaredIn(indicator)));
    } else if (!HasMember(*declared, dimensions[i].member())) {
      at.Add("member", common::v1::ERROR_REASON_DIMENSION_NOT_DECLARED,
             absl::StrCat(Quoted(dimensions[i].member()), " is no member of the dimension ",
                          Quoted(declared->dimension()), " of ", indicator.name(),
                          "; use one that is declared, or declare it."));
    }
  }
}

void CheckObservationAgainst(const v1::Indicator& indicator, const v1::Observation& observation,
                             const Violations& violations) {
  CheckScaleOf(indicator, observation, violations);
  CheckLifeOf(indicator, observation, violations);
  CheckDimensionsAgainst(indicator, "dimensions", observation.dimensions(), violations);
  if (observation.basis().empty() || std::find(indicator.bases().begin(), indicator.bases().end(),
                                               observation.basis()) != indicator.bases().end()) {
    return;
  }
  violations.Add("basis", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(observation.basis()), " is no basis of ", indicator.name(),
                              indicator.bases().empty()
                                  ? ", which declares none; leave it out."
                                  : absl::StrCat("; use ", absl::StrJoin(indicator.bases(), ", "),
                                                 ", or leave it out where it is unknown.")));
}

}  // namespace tertial::indicators
