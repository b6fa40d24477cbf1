#include "services/climate/domain/gases.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace tertial::climate {
namespace {

constexpr std::array<absl::string_view, 35> kGases = {
    "ch4",       "co2",       "hfc-125",   "hfc-134",   "hfc-134a",   "hfc-143",   "hfc-143a",
    "hfc-152",   "hfc-152a",  "hfc-161",   "hfc-227ea", "hfc-23",     "hfc-236cb", "hfc-236ea",
    "hfc-236fa", "hfc-245ca", "hfc-245fa", "hfc-32",    "hfc-365mfc", "hfc-41",    "hfc-43-10mee",
    "n2o",       "nf3",       "pfc-116",   "pfc-14",    "pfc-218",    "pfc-31-10", "pfc-318",
    "pfc-41-12", "pfc-51-14", "pfc-61-16", "pfc-71-18", "pfc-91-18",  "pfc-c216",  "sf6"};

}  // namespace

bool IsGas(absl::string_view code) {
  return std::find(kGases.begin(), kGases.end(), code) != kGases.end();
}

bool IsGasMixture(absl::string_view code) { return code == "hfc" || code == "pfc"; }

void CheckGas(absl::string_view field, const std::string& code, Mixtures mixtures,
              const Violations& violations) {
  if (code.empty()) {
    violations.Add(field, common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; set it to the code of a gas, as ch4.");
  } else if (IsGasMixture(code)) {
    if (mixtures == Mixtures::kTaken) return;
    violations.Add(field, common::v1::ERROR_REASON_UNKNOWN_GAS,
                   absl::StrCat(Quoted(code),
                                " is a mixture of gases, without a warming potential of its own; "
                                "name one gas, as hfc-134a."));
  } else if (!IsGas(code)) {
    violations.Add(field, common::v1::ERROR_REASON_UNKNOWN_GAS,
                   absl::StrCat(Quoted(code),
                                " is no gas that is known; write co2, ch4, n2o, sf6, nf3, or a "
                                "hydrofluorocarbon or perfluorocarbon, as hfc-134a or pfc-14."));
  }
}

}  // namespace tertial::climate
