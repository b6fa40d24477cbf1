// That the seeds of a service lead somewhere.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/fuzz/service_fuzz.h"

namespace tertial::fuzz {
namespace {

// The suite has the name of what is fuzzed, which the build gives.
#define TERTIAL_FUZZ_TEST(suite, fact) TEST(suite, fact)

TERTIAL_FUZZ_TEST(TERTIAL_FUZZ_SUITE, KnowsOfEveryMethodARequestThatIsAnswered) {
  EXPECT_THAT(MethodsNeverAnswered(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace tertial::fuzz
