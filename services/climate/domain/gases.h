// The greenhouse gases that figures, factors and warming potentials may be of.
#ifndef TERTIAL_SERVICES_CLIMATE_DOMAIN_GASES_H_
#define TERTIAL_SERVICES_CLIMATE_DOMAIN_GASES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/status/violations.h"

namespace tertial::climate {

// Whether it is the code of one gas: "co2", "ch4", "n2o", "sf6", "nf3", "hfc-134a", "pfc-14".
bool IsGas(absl::string_view code);

// Whether it is the code of a mixture of gases, "hfc" or "pfc": figures may be of it, and it has no
// warming potential of its own.
bool IsGasMixture(absl::string_view code);

enum class Mixtures { kTaken, kRefused };

// That the code is that of a gas, or of a mixture where those are taken (UNKNOWN_GAS; where it is
// empty FIELD_REQUIRED).
void CheckGas(absl::string_view field, const std::string& code, Mixtures mixtures,
              const Violations& violations);

}  // namespace tertial::climate

#endif  // TERTIAL_SERVICES_CLIMATE_DOMAIN_GASES_H_
