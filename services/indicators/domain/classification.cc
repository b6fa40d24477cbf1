#include "services/indicators/domain/classification.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/facts/computed.h"

namespace tertial::indicators {
namespace {

constexpr int kShareDecimals = 1;

// A class, ordered as the classes of its scheme are shown.
using ClassKey = std::pair<int, std::string>;

template <typename Enum>
ClassKey EnumClass(Enum value, absl::string_view prefix) {
  const auto* const number = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  // A number of a later version of the contract.
  if (number == nullptr) return {value, absl::StrCat(value)};
  return {value, std::string(absl::StripPrefix(number->name(), prefix))};
}

int LeadingNumber(absl::string_view text) {
  int number = 0;
  const size_t end = text.find_first_not_of("0123456789");
  return absl::SimpleAtoi(text.substr(0, end), &number) ? number : 0;
}

std::vector<ClassKey> StepOf(const v1::Indicator& indicator) {
  if (indicator.result_chain_step() == v1::RESULT_CHAIN_STEP_UNSPECIFIED) return {};
  return {EnumClass(indicator.result_chain_step(), "RESULT_CHAIN_STEP_")};
}

std::vector<ClassKey> ChallengesOf(const v1::Indicator& indicator) {
  std::vector<ClassKey> classes;
  for (const int challenge : indicator.challenges()) {
    classes.push_back(
        EnumClass(static_cast<v1::SocietalChallenge>(challenge), "SOCIETAL_CHALLENGE_"));
  }
  return classes;
}

std::vector<ClassKey> AgeGroupsOf(const v1::Indicator& indicator) {
  std::vector<ClassKey> classes;
  for (const std::string& group : indicator.age_groups()) {
    classes.emplace_back(LeadingNumber(group), group);
  }
  return classes;
}

std::vector<ClassKey> SourceOf(const v1::Indicator& indicator) {
  if (indicator.source_kind() == v1::SOURCE_KIND_UNSPECIFIED) return {};
  return {EnumClass(indicator.source_kind(), "SOURCE_KIND_")};
}

std::vector<ClassKey> CycleOf(const v1::Indicator& indicator) {
  if (!indicator.has_cycle()) return {};
  const ClassKey unit = EnumClass(indicator.cycle().unit(), "PERIOD_UNIT_");
  const int every = std::max(1, indicator.cycle().every());
  constexpr int kMostPeriods = 1000;
  return {{unit.first * kMostPeriods + every, absl::StrCat("every ", every, " ", unit.second)}};
}

std::vector<ClassKey> GoalsOf(const v1::Indicator& indicator) {
  std::vector<ClassKey> classes;
  for (const std::string& code : indicator.sdg()) {
    const int goal = LeadingNumber(code);
    classes.emplace_back(goal, absl::StrCat(goal));
  }
  return classes;
}

std::vector<ClassKey> KindOfFigure(const v1::Indicator& indicator) {
  if (indicator.kind() == v1::FIGURE_KIND_UNSPECIFIED) return {};
  return {EnumClass(indicator.kind(), "FIGURE_KIND_")};
}

std::vector<ClassKey> LifeCycleOf(const v1::Indicator& indicator) {
  const v1::LifeCycle life_cycle = indicator.life_cycle() == v1::LIFE_CYCLE_UNSPECIFIED
                                       ? v1::LIFE_CYCLE_ACTIVE
                                       : indicator.life_cycle();
  return {EnumClass(life_cycle, "LIFE_CYCLE_")};
}

std::vector<ClassKey> ClassesOf(v1::ClassificationScheme scheme, const v1::Indicator& indicator) {
  switch (scheme) {
    case v1::CLASSIFICATION_SCHEME_RESULT_CHAIN_STEP:
      return StepOf(indicator);
    case v1::CLASSIFICATION_SCHEME_CHALLENGE:
      return ChallengesOf(indicator);
    case v1::CLASSIFICATION_SCHEME_AGE_GROUP:
      return AgeGroupsOf(indicator);
    case v1::CLASSIFICATION_SCHEME_SOURCE_KIND:
      return SourceOf(indicator);
    case v1::CLASSIFICATION_SCHEME_CYCLE:
      return CycleOf(indicator);
    case v1::CLASSIFICATION_SCHEME_SDG_GOAL:
      return GoalsOf(indicator);
    case v1::CLASSIFICATION_SCHEME_KIND:
      return KindOfFigure(indicator);
    case v1::CLASSIFICATION_SCHEME_LIFE_CYCLE:
      return LifeCycleOf(indicator);
    default:
      return {};
  }
}

void Fill(const std::string& code, const std::vector<std::string>& names, size_t all,
          v1::IndicatorClass& out) {
  out.set_code(code);
  out.set_count(static_cast<int>(names.size()));
  *out.mutable_share() = Compute(common::v1::FORMULA_SHARE,
                                 {MakeConstant("classified indicators", absl::StrCat(names.size())),
                                  MakeConstant("indicators", absl::StrCat(all))},
                                 "percent", kShareDecimals);
  out.mutable_indicators()->Add(names.begin(), names.end());
}

}  // namespace

v1::Classification Classify(v1::ClassificationScheme scheme,
                            const std::vector<v1::Indicator>& indicators) {
  std::map<ClassKey, std::vector<std::string>> classes;
  std::vector<std::string> unclassified;
  for (const v1::Indicator& indicator : indicators) {
    std::vector<ClassKey> keys = ClassesOf(scheme, indicator);
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    for (const ClassKey& key : keys) classes[key].push_back(indicator.name());
    if (keys.empty()) unclassified.push_back(indicator.name());
  }
  v1::Classification classification;
  classification.set_scheme(scheme);
  for (auto& [key, names] : classes) {
    std::sort(names.begin(), names.end());
    Fill(key.second, names, indicators.size(), *classification.add_classes());
  }
  std::sort(unclassified.begin(), unclassified.end());
  Fill("", unclassified, indicators.size(), *classification.mutable_unclassified());
  return classification;
}

}  // namespace tertial::indicators
