#include "services/climate/domain/gases.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial::climate {
namespace {

std::vector<ErrorReason> Reasons(const std::string& code, Mixtures mixtures) {
  Violations violations;
  CheckGas("gas", code, mixtures, violations);
  std::vector<ErrorReason> reasons;
  for (const auto& violation : violations.list()) reasons.push_back(violation.reason());
  return reasons;
}

TEST(CheckGas, TakesTheGasesOfNationalInventories) {
  for (const char* gas : {"co2", "ch4", "n2o", "sf6", "nf3", "hfc-134a", "pfc-14"}) {
    EXPECT_TRUE(IsGas(gas)) << gas;
    EXPECT_FALSE(IsGasMixture(gas)) << gas;
    EXPECT_THAT(Reasons(gas, Mixtures::kRefused), ::testing::IsEmpty()) << gas;
  }
}

TEST(CheckGas, TakesMixturesOnlyWhereTheyNeedNoPotential) {
  for (const char* mixture : {"hfc", "pfc"}) {
    EXPECT_THAT(Reasons(mixture, Mixtures::kTaken), ::testing::IsEmpty());
    EXPECT_THAT(Reasons(mixture, Mixtures::kRefused),
                ::testing::ElementsAre(common::v1::ERROR_REASON_UNKNOWN_GAS));
  }
}

TEST(CheckGas, RefusesWhatIsNoGas) {
  for (const char* gas : {"CO2", "co2e", "methane", "hfc-", "hfc-999", "ch4 "}) {
    EXPECT_THAT(Reasons(gas, Mixtures::kTaken),
                ::testing::ElementsAre(common::v1::ERROR_REASON_UNKNOWN_GAS))
        << gas;
  }
  EXPECT_THAT(Reasons("", Mixtures::kTaken),
              ::testing::ElementsAre(common::v1::ERROR_REASON_FIELD_REQUIRED));
}

}  // namespace
}  // namespace tertial::climate
