#include "common/render/targets.h"

#include "absl/strings/str_cat.h"
#include "common/render/figures.h"

namespace tertial {
namespace {

namespace v1 = indicators::v1;

std::string ShowComparator(v1::Comparator comparator) {
  switch (comparator) {
    case v1::COMPARATOR_GT:
      return ">";
    case v1::COMPARATOR_GE:
      return "≥";
    case v1::COMPARATOR_LT:
      return "<";
    case v1::COMPARATOR_LE:
      return "≤";
    case v1::COMPARATOR_EQ:
      return "=";
    default:
      return ShowEnum(v1::Comparator_Name(comparator), "COMPARATOR_");
  }
}

}  // namespace

std::string ShowTarget(const v1::Target& target) {
  std::string shown = ShowComparator(target.comparator());
  if (!target.value().empty()) absl::StrAppend(&shown, " ", ShowDecimal(target.value()));
  if (!target.value_max().empty()) absl::StrAppend(&shown, " to ", ShowDecimal(target.value_max()));
  if (!target.change_percent().empty()) {
    absl::StrAppend(&shown, " ", ShowDecimal(target.change_percent()), " % from ",
                    target.base_period());
  }
  return shown;
}

}  // namespace tertial
