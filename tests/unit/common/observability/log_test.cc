#include "common/observability/log.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace tertial {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LogTest : public ::testing::Test {
 protected:
  ~LogTest() override { ConfigureLog(LogFormat::kText, Severity::kInfo); }

  // The lines that `write` logs.
  template <typename Write>
  static std::vector<std::string> LinesOf(Write write) {
    ::testing::internal::CaptureStderr();
    write();
    return absl::StrSplit(::testing::internal::GetCapturedStderr(), '\n', absl::SkipEmpty());
  }
};

TEST_F(LogTest, WritesAnEventWithItsFieldsOnOneLine) {
  const auto lines = LinesOf([] {
    Log(Severity::kWarning, "call failed", {{"method", "S/Get"}, {"cause", "two\nlines \"q\""}});
  });
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], EndsWith("warning call failed method=\"S/Get\" "
                                 "cause=\"two\\nlines \\\"q\\\"\""));
}

TEST_F(LogTest, WritesJsonThatAParserReads) {
  ConfigureLog(LogFormat::kJson, Severity::kInfo);
  const auto lines = LinesOf([] {
    Log(Severity::kError, "stop\n", {{"cause", "\"bl\xC3\xA5\" \x01 \xFF"}});
  });
  ASSERT_THAT(lines, SizeIs(1));
  const nlohmann::json line = nlohmann::json::parse(lines[0]);
  EXPECT_EQ(line["severity"], "error");
  EXPECT_EQ(line["event"], "stop\n");
  EXPECT_THAT(line["cause"].get<std::string>(), HasSubstr("\"bl\xC3\xA5\" \x01"));
  EXPECT_THAT(line["time"].get<std::string>(), EndsWith("Z"));
}

TEST_F(LogTest, DropsWhatIsBelowTheLeastSeverity) {
  ConfigureLog(LogFormat::kText, Severity::kWarning);
  EXPECT_THAT(LinesOf([] {
                Log(Severity::kDebug, "a");
                Log(Severity::kInfo, "b");
              }),
              IsEmpty());
  EXPECT_THAT(LinesOf([] {
                Log(Severity::kWarning, "c");
                Log(Severity::kError, "d");
              }),
              SizeIs(2));
}

TEST_F(LogTest, TheLevelIsChangedWhileItRuns) {
  ConfigureLog(LogFormat::kText, Severity::kWarning);
  SetLogLevel(Severity::kDebug);
  EXPECT_TRUE(IsLogged(Severity::kDebug));
  EXPECT_EQ(CurrentLogLevel().least, Severity::kDebug);
  EXPECT_EQ(CurrentLogLevel().left, absl::InfiniteDuration());
  SetLogLevel(Severity::kError);
  EXPECT_FALSE(IsLogged(Severity::kWarning));
}

TEST_F(LogTest, ALevelThatWasSetForAWhileEndsByItself) {
  ConfigureLog(LogFormat::kText, Severity::kWarning);
  SetLogLevel(Severity::kDebug, absl::Hours(1));
  EXPECT_TRUE(IsLogged(Severity::kDebug));
  EXPECT_GT(CurrentLogLevel().left, absl::Minutes(59));
  EXPECT_LE(CurrentLogLevel().left, absl::Hours(1) + absl::Seconds(1));
  SetLogLevel(Severity::kDebug, absl::Milliseconds(1));
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (IsLogged(Severity::kDebug) && absl::Now() < deadline) {
  }
  EXPECT_FALSE(IsLogged(Severity::kDebug));
  EXPECT_TRUE(IsLogged(Severity::kWarning));
  EXPECT_EQ(CurrentLogLevel().left, absl::InfiniteDuration());
}

TEST_F(LogTest, KeepsTheLinesOfSeveralThreadsApart) {
  const std::string filler(200, 'x');
  const auto lines = LinesOf([&] {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) Log(Severity::kInfo, "event", {{"filler", filler}});
      });
    }
    for (std::thread& thread : threads) thread.join();
  });
  ASSERT_THAT(lines, SizeIs(200));
  for (const std::string& line : lines) {
    EXPECT_THAT(line, EndsWith(absl::StrCat(" info event filler=\"", filler, "\"")));
  }
}

}  // namespace
}  // namespace tertial
