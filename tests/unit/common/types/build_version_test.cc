#include "common/types/build_version.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::MatchesRegex;

TEST(BuildVersion, EndsWithTheRevisionOfTheSourceWhereThatIsInARepository) {
  const bool has_revision = std::filesystem::exists(TERTIAL_SOURCE_DIR "/.git");
  EXPECT_THAT(BuildVersion(),
              MatchesRegex(has_revision ? "[0-9]+[.][0-9]+[.][0-9]+[+][0-9a-f]{7,40}"
                                        : "[0-9]+[.][0-9]+[.][0-9]+"));
}

}  // namespace
}  // namespace tertial
