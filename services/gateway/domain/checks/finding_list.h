// What was found, and what was asked.
#ifndef TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_FINDING_LIST_H_
#define TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_FINDING_LIST_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tertial/gateway/v1/checks_resources.pb.h"

namespace tertial::gateway {

// What Finding.rule says of a kind without parameters: "case-year".
std::string RuleOf(v1::RuleKind kind);

// How much a finding of the kind says, unless its rule says otherwise.
common::v1::Severity SeverityOf(v1::RuleKind kind);

// A finding of a kind without parameters.
v1::Finding MakeFinding(v1::RuleKind kind);

// Adds a parameter.
void AddParameter(absl::string_view name, absl::string_view value, v1::Finding& finding);

class FindingList {
 public:
  // A rule was asked of something, and could be computed or not.
  void Asked(absl::string_view rule, bool is_computable = true);
  // A rule is told in the coverage also when nothing was asked of it.
  void Mention(absl::string_view rule) { coverage_[std::string(rule)]; }
  // Gives it its id.
  void Add(v1::Finding finding);

  // The most severe first, then by rule and places. Takes what is twice once.
  std::vector<v1::Finding> Sorted() &&;
  // By rule.
  std::vector<v1::RuleCoverage> Coverage() const;

 private:
  struct Count {
    int asked = 0;
    int not_computable = 0;
  };

  std::vector<v1::Finding> findings_;
  std::map<std::string, Count> coverage_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_DOMAIN_CHECKS_FINDING_LIST_H_
