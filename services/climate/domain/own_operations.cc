#include "services/climate/domain/own_operations.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/status/violations.h"
#include "services/climate/domain/inventory.h"
#include "services/climate/domain/inventory_sums.h"

namespace tertial::climate {
namespace {

using common::v1::Computed;
using common::v1::Operand;

// What is added is of one scope and method. In the order of their numbers.
using Account = std::pair<v1::Scope, v1::EnergyMethod>;

constexpr v1::EnergyMethod kMethods[] = {v1::ENERGY_METHOD_LOCATION_BASED,
                                         v1::ENERGY_METHOD_MARKET_BASED};

// A total while activities are added to it.
class RunningTotal {
 public:
  void Add(const v1::ActivityFigure& activity, const v1::FactorEmissions& factor) {
    const Computed& emissions = factor.counted().emissions();
    const bool is_missing = activity.cell().content_case() == common::v1::Cell::kMissing;
    Operand operand = is_missing ? MakeOperand(activity.name(), &activity.cell())
                                 : OperandOf(activity.name(), emissions);
    operand.set_field(factor.factor());
    if (emissions.has_value()) {
      recorded_.push_back(operand);
      activities_.insert(activity.name());
    } else {
      AddGap(activity, factor.has_counted()
                           ? emissions.not_computable().detail()
                           : absl::StrCat("No version of the factor ", Quoted(factor.factor()),
                                          " is valid in ", activity.period(), "."));
    }
    operands_.push_back(std::move(operand));
  }

  void AddWithoutMethod(const v1::ActivityFigure& activity) {
    AddGap(activity, "It names a factor of the other method only.");
    operands_.push_back(MakeOperand(activity.name(), nullptr));
  }

  v1::OperationsTotal Finish(const Account& account) && {
    v1::OperationsTotal total;
    total.set_scope(account.first);
    total.set_method(account.second);
    const bool whole = gaps_.empty();
    total.set_completeness(whole ? v1::COMPLETENESS_COMPLETE : v1::COMPLETENESS_INCOMPLETE);
    if (whole) {
      *total.mutable_total() = Compute(common::v1::FORMULA_SUM, std::move(operands_), kEmissionUnit,
                                       kOperationsDecimals);
    } else {
      *total.mutable_total() =
          NotComputable(common::v1::FORMULA_SUM, std::move(operands_), kEmissionUnit,
                        common::v1::NOT_COMPUTABLE_REASON_INCOMPLETE, first_gap_);
      *total.mutable_recorded_part() = Compute(common::v1::FORMULA_SUM, std::move(recorded_),
                                               kEmissionUnit, kOperationsDecimals);
    }
    for (const std::string& gap : gaps_) {
      activities_.erase(gap);
      if (total.gaps_size() < kMostNamed) total.add_gaps(gap);
    }
    total.set_activity_count(static_cast<int>(activities_.size()));
    return total;
  }

 private:
  void AddGap(const v1::ActivityFigure& activity, absl::string_view why) {
    if (gaps_.empty()) first_gap_ = absl::StrCat(activity.name(), " is not in the sum. ", why);
    gaps_.insert(activity.name());
  }

  // What is summed, gaps among them without a value; and the same without them.
  std::vector<Operand> operands_;
  std::vector<Operand> recorded_;
  // By name: what is there, and what is not or not whole.
  std::set<std::string> activities_;
  std::set<std::string> gaps_;
  std::string first_gap_;
};

Account AccountOf(const v1::FactorEmissions& factor) { return {factor.scope(), factor.method()}; }

std::map<Account, RunningTotal> AccountsOf(absl::Span<const v1::ActivityEmissions> activities) {
  std::map<Account, RunningTotal> totals;
  for (const v1::ActivityEmissions& one : activities) {
    for (const v1::FactorEmissions& factor : one.factors()) totals[AccountOf(factor)];
  }
  return totals;
}

// The methods by which the activity is no part of bought energy, though it is by another.
std::vector<v1::EnergyMethod> MethodsLacking(const v1::ActivityEmissions& emissions) {
  std::set<v1::EnergyMethod> named;
  for (const v1::FactorEmissions& factor : emissions.factors()) {
    if (factor.scope() == v1::SCOPE_INDIRECT_ENERGY) named.insert(factor.method());
  }
  std::vector<v1::EnergyMethod> lacking;
  for (const v1::EnergyMethod method : kMethods) {
    if (!named.empty() && named.count(method) == 0) lacking.push_back(method);
  }
  return lacking;
}

}  // namespace

std::vector<v1::OperationsTotal> OperationsTotals(
    absl::Span<const v1::ActivityEmissions> activities) {
  std::map<Account, RunningTotal> totals = AccountsOf(activities);
  for (const v1::ActivityEmissions& emissions : activities) {
    for (const v1::FactorEmissions& factor : emissions.factors()) {
      totals[AccountOf(factor)].Add(emissions.activity(), factor);
    }
    for (const v1::EnergyMethod method : MethodsLacking(emissions)) {
      const auto total = totals.find({v1::SCOPE_INDIRECT_ENERGY, method});
      if (total != totals.end()) total->second.AddWithoutMethod(emissions.activity());
    }
  }
  std::vector<v1::OperationsTotal> finished;
  for (auto& [account, total] : totals) finished.push_back(std::move(total).Finish(account));
  return finished;
}

}  // namespace tertial::climate
