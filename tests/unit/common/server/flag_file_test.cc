#include "common/server/flag_file.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Parsed(absl::string_view text) {
  std::vector<std::string> flags;
  const auto lines = ParseFlagFile(text);
  EXPECT_THAT(lines, IsOk());
  if (!lines.ok()) return flags;
  for (const FlagLine& line : *lines) {
    flags.push_back(absl::StrCat(line.line, " ", line.name, "=", line.value));
  }
  return flags;
}

TEST(FlagFile, HoldsOneFlagALine) {
  EXPECT_THAT(Parsed("port = 7401\nareas=/etc/tertial/areas\n\n  log-level =   debug  \n"),
              ElementsAre("1 port=7401", "2 areas=/etc/tertial/areas", "4 log-level=debug"));
  EXPECT_THAT(Parsed(""), IsEmpty());
  EXPECT_THAT(Parsed("port = 1"), ElementsAre("1 port=1"));
}

TEST(FlagFile, MayHaveLinesThatEndAsOnWindows) {
  EXPECT_THAT(Parsed("port = 7401\r\ndata = d\r\n"), ElementsAre("1 port=7401", "2 data=d"));
}

TEST(FlagFile, HasComments) {
  EXPECT_THAT(Parsed("# port = 1\n  # data = d\nport = 2 # not 3\ndata = \"d\"# here\n"
                     "areas = a#b"),
              ElementsAre("3 port=2", "4 data=d", "5 areas=a#b"));
}

TEST(FlagFile, TakesWhatStandsInQuotesAsItIs) {
  EXPECT_THAT(Parsed(R"(a = " x # y "
b = 'c:\d"e'
c = "say \"it\" \\ it"
d = ""
e = ''
f = x = y)"),
              ElementsAre("1 a= x # y ", R"(2 b=c:\d"e)", R"(3 c=say "it" \ it)",
                          "4 d=", "5 e=", "6 f=x = y"));
}

TEST(FlagFile, IsRefusedWithTheLineThatIsWrongAndWithoutItsValue) {
  for (const std::string line : {"port", "= 1", "--port = 1", "Port = 1", "my port = 1", "[server]",
                                 "port =", "port = # none", "port = \"1", "port = '1",
                                 "port = \"1\" 2", "port = \"\\n\"", "port = \"1\\", "1port = 1",
                                 "p\xc3\xb8rt = 1", "port = 1\x01", "-----BEGIN SECRET KEY-----"}) {
    const auto lines = ParseFlagFile(absl::StrCat("data = d\n", line, "\n"));
    EXPECT_THAT(lines, StatusIs(absl::StatusCode::kInvalidArgument)) << line;
    EXPECT_THAT(lines, MessageNames("line 2")) << line;
    EXPECT_THAT(lines, Not(MessageNames("SECRET")));
  }
  EXPECT_THAT(ParseFlagFile(absl::string_view("port = 1\0 2", 11)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(FlagFile, NamesAFlagOnce) {
  const auto lines = ParseFlagFile("port = 1\n\nport = 1\n");
  EXPECT_THAT(lines, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(lines, MessageNames("line 3"));
  EXPECT_THAT(lines, MessageNames("line 1"));
}

TEST(FlagFile, IsWrittenAsItIsRead) {
  for (const std::string value :
       {"", "1", "true", "x y", " # ", "\"", "\\", "a\\\"b", "'", "blåbær", "[::1]", "-1"}) {
    EXPECT_THAT(Parsed(FormatFlagLine("flag", value)), ElementsAre("1 flag=" + value));
  }
  EXPECT_EQ(FormatFlagLine("port", "7401"), "port = 7401");
  EXPECT_EQ(FormatFlagLine("data", "d"), "data = \"d\"");
}

}  // namespace
}  // namespace tertial
