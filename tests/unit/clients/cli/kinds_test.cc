// Which service has which kind of resource.
#include <string>
#include <vector>

#include "clients/cli/data_service.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class Kinds : public ::testing::Test {
 protected:
  Kinds() {
    for (const char* name : kDataServices) services_.emplace_back(name, "127.0.0.1:1");
  }

  std::vector<DataService> services_;
};

TEST_F(Kinds, AreAllOfEachServiceWhereNoneIsAskedFor) {
  EXPECT_THAT(ResolveKinds(services_, {}),
              IsOkAndHolds(ElementsAre(Pair("climate", IsEmpty()), Pair("indicators", IsEmpty()),
                                       Pair("politics", IsEmpty()), Pair("workforce", IsEmpty()))));
}

TEST_F(Kinds, AreNamedShortlyOrInFull) {
  EXPECT_THAT(
      ResolveKinds(services_, {"Goal", "tertial.indicators.v1.Observation", "Case"}),
      IsOkAndHolds(ElementsAre(Pair("indicators", ElementsAre("tertial.indicators.v1.Goal",
                                                              "tertial.indicators.v1.Observation")),
                               Pair("politics", ElementsAre("tertial.politics.v1.Case")))));
}

TEST_F(Kinds, AreRefusedWhereNoServiceHasThem) {
  EXPECT_THAT(ResolveKinds(services_, {"Goal", "Gaol"}), MessageNames("Gaol"));
  services_.erase(services_.begin());
  EXPECT_THAT(ResolveKinds(services_, {"Goal"}), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(Kinds, LetTheOwnerBeAskedUntilOneKnows) {
  std::vector<std::string> asked;
  const auto answer =
      AskOwner<int>(services_, common::v1::ERROR_REASON_RESOURCE_KIND_UNKNOWN,
                    [&](const DataService& service) -> absl::StatusOr<int> {
                      asked.push_back(service.name());
                      if (service.name() == "indicators") return absl::UnavailableError("down");
                      if (service.name() == "politics") return 7;
                      return MakeError(absl::StatusCode::kNotFound,
                                       common::v1::ERROR_REASON_RESOURCE_KIND_UNKNOWN, "not mine");
                    });
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->first->name(), "politics");
  EXPECT_EQ(answer->second, 7);
  EXPECT_THAT(asked, ElementsAre("indicators", "workforce", "politics"));
}

TEST_F(Kinds, LetTheOneBeBlamedThatMayBeTheOwner) {
  const auto answer =
      AskOwner<int>(services_, common::v1::ERROR_REASON_RESOURCE_KIND_UNKNOWN,
                    [&](const DataService& service) -> absl::StatusOr<int> {
                      if (service.name() == "workforce") return absl::UnavailableError("down");
                      return MakeError(absl::StatusCode::kNotFound,
                                       common::v1::ERROR_REASON_RESOURCE_KIND_UNKNOWN, "not mine");
                    });
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace tertial::cli
