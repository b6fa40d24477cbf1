#include "common/render/climate_words.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/render/figures.h"

namespace tertial {
namespace {

namespace v1 = climate::v1;

using common::v1::Computed;

std::string WithoutSign(absl::string_view decimal) {
  return ShowDecimal(absl::StripPrefix(decimal, "-"));
}

// The number without its sign, and between what it lies, the end nearer to zero first.
std::string ShowSize(const Computed& computed, absl::string_view words) {
  std::string shown =
      absl::StrCat(WithoutSign(computed.value()), " ", ShowUnit(computed.unit()), " ", words);
  if (computed.interval().low().empty()) return shown;
  std::pair<std::string, std::string> ends(WithoutSign(computed.interval().low()),
                                           WithoutSign(computed.interval().high()));
  if (absl::StartsWith(computed.value(), "-")) std::swap(ends.first, ends.second);
  return absl::StrCat(shown, " (", ends.first, " to ", ends.second, ")");
}

std::string ShowTargetValue(const v1::ClimateTarget& target) {
  std::string shown = ShowDecimal(target.value());
  if (!target.value_max().empty()) absl::StrAppend(&shown, " to ", ShowDecimal(target.value_max()));
  return absl::StrCat(shown, " ", ShowUnit(target.unit()));
}

}  // namespace

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string ShowAccount(v1::Boundary boundary, v1::Scope scope) {
  return absl::StrCat(ShowEnum(v1::Boundary_Name(boundary), "BOUNDARY_"), ", ",
                      ShowEnum(v1::Scope_Name(scope), "SCOPE_"));
}

std::string ShowClimateTarget(const v1::ClimateTarget& target) {
  std::string shown;
  switch (target.kind()) {
    case v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT:
      shown = absl::StrCat("-", ShowTargetValue(target));
      break;
    case v1::CLIMATE_TARGET_KIND_REDUCE_INTENSITY_BY_PERCENT:
      shown = absl::StrCat("-", ShowTargetValue(target), " per ", target.denominator_unit());
      break;
    case v1::CLIMATE_TARGET_KIND_NET_ZERO:
      shown = absl::StrCat("net zero, with at most ", ShowTargetValue(target));
      break;
    default:
      shown = absl::StrCat("to ", ShowTargetValue(target));
      break;
  }
  if (!target.base_period().empty()) absl::StrAppend(&shown, " from ", target.base_period());
  return absl::StrCat(shown, " by ", target.due_period());
}

std::string ShowStanding(const v1::ClimateTargetAssessment& assessment) {
  const Computed& gap = assessment.milestone_gap();
  switch (assessment.standing()) {
    case v1::MILESTONE_STANDING_AHEAD:
      return ShowSize(gap, "ahead of the path");
    case v1::MILESTONE_STANDING_BEHIND:
      return ShowSize(gap, "behind the path");
    case v1::MILESTONE_STANDING_UNCERTAIN:
      return absl::StrCat("on either side of the path: ", ShowComputedBetween(gap));
    default:
      return gap.has_not_computable() ? ShowComputed(gap) : "";
  }
}

std::string ShowProjections(const v1::ClimateTargetAssessment& assessment) {
  if (assessment.rate_from().empty()) return "";
  if (assessment.projection().has_not_computable() &&
      assessment.linear_projection().has_not_computable()) {
    return ShowComputed(assessment.projection());
  }
  return absl::StrCat(ShowComputedBetween(assessment.projection()), " by the present rate of ",
                      ShowComputed(assessment.present_rate()), " per year since ",
                      assessment.rate_from(), "; ",
                      ShowComputedBetween(assessment.linear_projection()),
                      " if as much goes each year as since then");
}

std::string ShowTotal(const v1::InventoryTotal& total) {
  if (!total.total().has_not_computable()) return ShowDecimal(total.total().value());
  if (total.total().not_computable().reason() == common::v1::NOT_COMPUTABLE_REASON_NO_OBSERVATION) {
    return kNoObservation;
  }
  return ShowEnum(common::v1::NotComputableReason_Name(total.total().not_computable().reason()),
                  "NOT_COMPUTABLE_REASON_");
}

std::string ShowGaps(const v1::InventoryTotal& total) {
  if (!total.total().has_not_computable()) return "";
  std::string shown =
      ShowEnum(common::v1::NotComputableReason_Name(total.total().not_computable().reason()),
               "NOT_COMPUTABLE_REASON_");
  if (total.has_recorded_part() && !total.recorded_part().has_not_computable()) {
    absl::StrAppend(&shown, ": ", ShowComputed(total.recorded_part()), " are recorded");
  }
  if (total.gap_count() == 0) return shown;
  const bool one = total.gap_count() == 1;
  absl::StrAppend(&shown, total.has_recorded_part() ? ", and " : ": ", total.gap_count(),
                  one ? " part is missing" : " parts are missing");
  if (total.gaps().empty()) return shown;
  return absl::StrCat(shown, ": ", IdOf(total.gaps(0)), one ? "" : " and others");
}

std::string ShowBudgetResult(const v1::ClimateBudget& budget) {
  std::string shown = absl::StrCat(budget.measure_count(),
                                   budget.measure_count() == 1 ? " measure, " : " measures, ");
  if (budget.quantified_measure_count() == 0) {
    absl::StrAppend(&shown, "none with an effect on emissions in ", budget.period());
  } else {
    absl::StrAppend(&shown, budget.quantified_measure_count(), " with an effect on emissions in ",
                    budget.period());
  }
  if (budget.gap_least().has_not_computable()) {
    const std::string& why = budget.gap_least().not_computable().detail();
    return absl::StrCat(shown, ": no gap to the target can be told", why.empty() ? "" : ". ",
                        absl::StripSuffix(why, "."));
  }
  absl::StrAppend(&shown, ": ", ShowComputed(budget.gap_least()), " to ",
                  ShowComputed(budget.gap_most()), " are left to the target");
  if (budget.completeness() == v1::COMPLETENESS_INCOMPLETE) {
    absl::StrAppend(&shown, ", by those that have one");
  }
  return shown;
}

Table OperationsTable(const google::protobuf::RepeatedPtrField<v1::OperationsTotal>& totals) {
  Table table{.columns = {{"scope"},
                          {"method"},
                          {"activities", Align::kRight},
                          {"emissions", Align::kRight},
                          {"recorded"},
                          {"missing"}},
              .rows = {}};
  for (const v1::OperationsTotal& total : totals) {
    std::string missing;
    for (const std::string& gap : total.gaps()) {
      absl::StrAppend(&missing, missing.empty() ? "" : ", ", IdOf(gap));
    }
    table.rows.push_back(
        {total.scope() == v1::SCOPE_UNSPECIFIED ? "not known"
                                                : ShowEnum(v1::Scope_Name(total.scope()), "SCOPE_"),
         total.method() == v1::ENERGY_METHOD_UNSPECIFIED
             ? ""
             : ShowEnum(v1::EnergyMethod_Name(total.method()), "ENERGY_METHOD_"),
         absl::StrCat(total.activity_count()), ShowComputedBetween(total.total()),
         total.has_recorded_part() ? ShowComputed(total.recorded_part()) : "", missing});
  }
  return WithoutEmptyColumns(table);
}

Table InventoryFindingTable(
    const google::protobuf::RepeatedPtrField<v1::InventoryFinding>& findings) {
  Table table{.columns = {{"severity"},
                          {"finding"},
                          {"of"},
                          {"period"},
                          {"difference", Align::kRight},
                          ProseColumn("what is to be known")},
              .rows = {}};
  for (const v1::InventoryFinding& finding : findings) {
    table.rows.push_back(
        {ShowEnum(common::v1::Severity_Name(finding.severity()), "SEVERITY_"),
         ShowEnum(v1::InventoryFindingKind_Name(finding.kind()), "INVENTORY_FINDING_KIND_"),
         finding.resources().empty() ? "" : IdOf(finding.resources(0)), finding.period(),
         finding.has_difference() ? ShowComputed(finding.difference()) : "", finding.detail()});
  }
  return WithoutEmptyColumns(table);
}

}  // namespace tertial
