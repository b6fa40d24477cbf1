#include "common/rpc/limit_table.h"

#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "common/rpc/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::AnyOf;
using ::testing::EndsWith;
using ::testing::Not;
using ::testing::SizeIs;

// The constants that the header declares, in its order.
std::vector<std::string> DeclaredLimits() {
  std::ifstream in(TERTIAL_SOURCE_DIR "/common/rpc/limits.h");
  std::ostringstream text;
  text << in.rdbuf();
  const std::string source = text.str();
  const std::regex declaration(R"(\bconstexpr\s+[\w:]+\s+(k\w+)\s*=)");
  std::vector<std::string> names;
  for (auto found = std::sregex_iterator(source.begin(), source.end(), declaration);
       found != std::sregex_iterator(); ++found) {
    names.push_back((*found)[1]);
  }
  return names;
}

TEST(LimitTable, HasEveryLimitOfTheHeaderInItsOrder) {
  std::vector<std::string> told;
  for (const LimitRow& limit : LimitTable()) told.emplace_back(limit.constant);
  EXPECT_THAT(DeclaredLimits(), Not(SizeIs(0)));
  EXPECT_EQ(told, DeclaredLimits());
}

TEST(LimitTable, SaysOfEachWhatItCountsAndWhyItIsThere) {
  for (const LimitRow& limit : LimitTable()) {
    EXPECT_GT(limit.value, 0) << limit.constant;
    EXPECT_THAT(std::string(limit.unit),
                AnyOf("rows", "names", "bytes", "violations", "characters", "calls", "threads",
                      "streams", "changes", "connections", "milliseconds"))
        << limit.constant;
    EXPECT_THAT(std::string(limit.why), EndsWith(".")) << limit.constant;
  }
}

TEST(LimitTable, NamesThemAsContractsNameThings) {
  EXPECT_EQ(LimitName({"kLargestPageSize", 1, "rows", ""}), "largest_page_size");
  EXPECT_EQ(LimitName({"kHttpThreads", 1, "threads", ""}), "http_threads");
}

TEST(LimitTable, TellsTimesInMilliseconds) {
  for (const LimitRow& limit : LimitTable()) {
    if (std::string(limit.constant) != "kRetryAfter") continue;
    EXPECT_EQ(absl::Milliseconds(limit.value), kRetryAfter);
    return;
  }
  FAIL();
}

}  // namespace
}  // namespace tertial
