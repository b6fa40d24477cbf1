#include "services/gateway/domain/claims/claim_operands.h"

#include <map>
#include <set>
#include <utility>

#include "common/status/status_macros.h"

namespace tertial::gateway {
namespace {

std::vector<std::string> Sorted(std::set<std::string> names) {
  names.erase("");
  return {names.begin(), names.end()};
}

}  // namespace

void VisitOperands(const v1::Claim& claim,
                   absl::FunctionRef<void(const v1::ClaimOperand&)> visitor) {
  for (const v1::Assertion& assertion : claim.assertions()) {
    for (const v1::ClaimOperand& operand : assertion.left().operands()) visitor(operand);
    for (const v1::ClaimOperand& operand : assertion.term().operands()) visitor(operand);
  }
}

std::vector<std::string> FactsOf(const v1::Claim& claim) {
  std::set<std::string> names;
  VisitOperands(claim, [&names](const v1::ClaimOperand& operand) {
    names.insert(operand.fact().name());
    names.insert(operand.count().list().name());
  });
  return Sorted(std::move(names));
}

std::vector<std::string> ClaimsOf(const v1::Claim& claim) {
  std::set<std::string> names;
  VisitOperands(claim,
                [&names](const v1::ClaimOperand& operand) { names.insert(operand.claim()); });
  return Sorted(std::move(names));
}

absl::StatusOr<std::vector<std::string>> FindClaimCycle(
    const v1::Claim& claim,
    absl::FunctionRef<absl::StatusOr<std::vector<std::string>>(const std::string& name)>
        claims_of) {
  // Breadth first; of each claim the one that led to it.
  std::map<std::string, std::string> reached_from;
  std::vector<std::string> to_follow;
  const auto reach = [&](const std::vector<std::string>& names, const std::string& from) {
    for (const std::string& name : names) {
      if (reached_from.emplace(name, from).second) to_follow.push_back(name);
    }
  };
  reach(ClaimsOf(claim), claim.name());
  for (size_t i = 0; i < to_follow.size() && reached_from.count(claim.name()) == 0; ++i) {
    const std::string name = to_follow[i];
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> names, claims_of(name));
    reach(names, name);
  }
  std::vector<std::string> way;
  if (reached_from.count(claim.name()) == 0) return way;
  way.push_back(claim.name());
  do {
    way.insert(way.begin(), reached_from[way.front()]);
  } while (way.front() != claim.name());
  return way;
}

}  // namespace tertial::gateway
