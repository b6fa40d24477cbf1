#include "services/gateway/domain/checks/finding_list.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/types/sha256.h"

namespace tertial::gateway {
namespace {

constexpr size_t kIdBytes = 8;

std::string IdOf(const v1::Finding& finding) {
  Sha256 hash;
  hash.AddField(finding.rule());
  hash.AddField(absl::StrCat(finding.kind()));
  hash.AddField(finding.period());
  for (const v1::FindingPlace& place : finding.places()) {
    hash.AddField(place.name());
    hash.AddField(place.field());
    hash.AddField(place.cell().value());
    hash.AddField(absl::StrCat(place.cell().missing()));
  }
  hash.AddField(finding.computed().value());
  hash.AddField(finding.stated());
  hash.AddField(finding.difference());
  for (const v1::RuleParameter& parameter : finding.parameters()) {
    hash.AddField(parameter.name());
    hash.AddField(parameter.value());
  }
  const Sha256Digest digest = hash.Finish();
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), kIdBytes));
}

bool StandsBefore(const v1::Finding& a, const v1::Finding& b) {
  if (a.severity() != b.severity()) return a.severity() < b.severity();
  if (a.rule() != b.rule()) return a.rule() < b.rule();
  for (int i = 0; i < std::min(a.places_size(), b.places_size()); ++i) {
    const auto key = [](const v1::FindingPlace& place) {
      return std::tie(place.name(), place.field());
    };
    if (key(a.places(i)) != key(b.places(i))) return key(a.places(i)) < key(b.places(i));
  }
  return std::forward_as_tuple(a.places_size(), a.period(), a.id()) <
         std::forward_as_tuple(b.places_size(), b.period(), b.id());
}

}  // namespace

std::string RuleOf(v1::RuleKind kind) {
  const std::string& name = v1::RuleKind_Name(kind);
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, "RULE_KIND_")),
                             {{"_", "-"}});
}

common::v1::Severity SeverityOf(v1::RuleKind kind) {
  switch (kind) {
    case v1::RULE_KIND_BALANCE:
    case v1::RULE_KIND_OVERDUE:
      return common::v1::SEVERITY_INFO;
    case v1::RULE_KIND_LABEL_AGAINST_SERIES:
    case v1::RULE_KIND_CASE_YEAR:
    case v1::RULE_KIND_DANGLING_REFERENCE:
    case v1::RULE_KIND_REPORTED_AND_COUNTED:
      return common::v1::SEVERITY_WARNING;
    default:
      return common::v1::SEVERITY_ERROR;
  }
}

v1::Finding MakeFinding(v1::RuleKind kind) {
  v1::Finding finding;
  finding.set_kind(kind);
  finding.set_rule(RuleOf(kind));
  finding.set_severity(SeverityOf(kind));
  return finding;
}

void AddParameter(absl::string_view name, absl::string_view value, v1::Finding& finding) {
  v1::RuleParameter& parameter = *finding.add_parameters();
  parameter.set_name(std::string(name));
  parameter.set_value(std::string(value));
}

void FindingList::Asked(absl::string_view rule, bool is_computable) {
  Count& count = coverage_[std::string(rule)];
  ++count.asked;
  if (!is_computable) ++count.not_computable;
}

void FindingList::Add(v1::Finding finding) {
  finding.set_id(IdOf(finding));
  findings_.push_back(std::move(finding));
}

std::vector<v1::Finding> FindingList::Sorted() && {
  std::sort(findings_.begin(), findings_.end(), StandsBefore);
  findings_.erase(
      std::unique(findings_.begin(), findings_.end(),
                  [](const v1::Finding& a, const v1::Finding& b) { return a.id() == b.id(); }),
      findings_.end());
  return std::move(findings_);
}

std::vector<v1::RuleCoverage> FindingList::Coverage() const {
  std::vector<v1::RuleCoverage> coverage;
  for (const auto& [rule, count] : coverage_) {
    v1::RuleCoverage& one = coverage.emplace_back();
    one.set_rule(rule);
    one.set_asked(count.asked);
    one.set_not_computable(count.not_computable);
  }
  return coverage;
}

}  // namespace tertial::gateway
