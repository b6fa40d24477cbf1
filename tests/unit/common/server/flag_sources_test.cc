// Which of the sources of a flag holds.
#include "common/server/flag_sources.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/server/flag_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Arguments = std::vector<std::string>;

constexpr auto kWrong = absl::StatusCode::kInvalidArgument;

class FlagSourcesTest : public ::testing::Test {
 protected:
  FlagSourcesTest() {
    app_.add_option("--port", port_, "")->check(CLI::Range(0, 65535))->capture_default_str();
    app_.add_option("--data", data_, "")->required();
    app_.add_option("--log-level", level_, "")
        ->check(CLI::IsMember({"info", "debug"}))
        ->capture_default_str();
    app_.add_flag("--careful", careful_, "");
    app_.add_option("--restore", restore_, "")->configurable(false);
    sources_.emplace(app_, "politics");
  }

  absl::Status Read(const Arguments& arguments, const Environment& environment = {}) {
    return sources_->Read(arguments, environment);
  }
  // Reads and parses; whether both went well.
  bool Parse(Arguments arguments, const Environment& environment = {}) {
    if (const absl::Status read = Read(arguments, environment); !read.ok()) return false;
    std::reverse(arguments.begin(), arguments.end());  // as CLI::App::parse asks for it
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::ParseError&) {
      return false;
    }
    return true;
  }
  std::string File(const std::string& text) const { return directory_.Write("flags", text); }

  const TempDir directory_;
  CLI::App app_;
  int port_ = 7403;
  std::string data_;
  std::string level_ = "info";
  bool careful_ = false;
  std::string restore_;
  std::optional<FlagSources> sources_;
};

TEST_F(FlagSourcesTest, TheDefaultHoldsWhereNothingElseIsSaid) {
  ASSERT_TRUE(Parse({"--data=d"}));
  EXPECT_EQ(port_, 7403);
  EXPECT_EQ(level_, "info");
  EXPECT_FALSE(careful_);
  EXPECT_FALSE(sources_->print_config());
}

TEST_F(FlagSourcesTest, AFileHoldsBeforeTheDefault) {
  const std::string file = File("port = 1\ndata = \"d\"\ncareful = true\n");
  ASSERT_TRUE(Parse({"--config", file}));
  EXPECT_EQ(port_, 1);
  EXPECT_EQ(data_, "d");
  EXPECT_TRUE(careful_);
}

TEST_F(FlagSourcesTest, TheEnvironmentHoldsBeforeAFile) {
  const std::string file = File("port = 1\ndata = file\ncareful = true\n");
  ASSERT_TRUE(Parse({"--config=" + file}, {{"TERTIAL_PORT", "2"}, {"TERTIAL_CAREFUL", "false"}}));
  EXPECT_EQ(port_, 2);
  EXPECT_EQ(data_, "file");
  EXPECT_FALSE(careful_);
}

TEST_F(FlagSourcesTest, AVariableOfTheServiceHoldsBeforeOneOfAllServices) {
  ASSERT_TRUE(Parse({"--data=d"}, {{"TERTIAL_PORT", "2"},
                                   {"TERTIAL_POLITICS_PORT", "3"},
                                   {"TERTIAL_CLIMATE_PORT", "4"},
                                   {"TERTIAL_LOG_LEVEL", "debug"}}));
  EXPECT_EQ(port_, 3);
  EXPECT_EQ(level_, "debug");
}

TEST_F(FlagSourcesTest, TheCommandLineHoldsBeforeAll) {
  const std::string file = File("port = 1\ndata = file\nlog-level = debug\n");
  ASSERT_TRUE(Parse({"--port", "5", "--config", file, "--log-level=info"},
                    {{"TERTIAL_POLITICS_PORT", "3"}, {"TERTIAL_DATA", "variable"}}));
  EXPECT_EQ(port_, 5);
  EXPECT_EQ(data_, "variable");
  EXPECT_EQ(level_, "info");
}

TEST_F(FlagSourcesTest, WhatACommandLineOverridesMayBeWrong) {
  EXPECT_TRUE(Parse({"--port=5", "--data=d"}, {{"TERTIAL_PORT", "many"}}));
  EXPECT_EQ(port_, 5);
}

TEST_F(FlagSourcesTest, TheFileCanBeNamedByAVariable) {
  const std::string file = File("port = 1\ndata = d\n");
  ASSERT_TRUE(Parse({}, {{"TERTIAL_CONFIG", "/nowhere"}, {"TERTIAL_POLITICS_CONFIG", file}}));
  EXPECT_EQ(port_, 1);
}

TEST_F(FlagSourcesTest, AVariableThatIsSetToNothingIsAValue) {
  ASSERT_TRUE(Parse({}, {{"TERTIAL_DATA", ""}}));
  EXPECT_EQ(data_, "");
  EXPECT_THAT(Read({}, {{"TERTIAL_PORT", ""}}), MessageNames("TERTIAL_PORT: "));
}

TEST_F(FlagSourcesTest, AWrongValueIsToldWithWhereItStands) {
  EXPECT_THAT(Read({}, {{"TERTIAL_PORT", "70000"}}),
              AllOf(StatusIs(kWrong), MessageNames("70000")));
  const std::string file = File("\nport = many\n");
  EXPECT_THAT(Read({"--config", file}),
              AllOf(StatusIs(kWrong), MessageNames(absl::StrCat(file, ":2: "))));
}

TEST_F(FlagSourcesTest, AllThatIsWrongIsToldAtOnce) {
  const std::string file = File("prot = 1\nlog-level = loud\nrestore = b\n");
  const absl::Status read = Read({"--config", file}, {{"TERTIAL_POLITICS_PORT", "-1"}});
  EXPECT_THAT(read, AllOf(StatusIs(kWrong), MessageNames(absl::StrCat(file, ":1: ")),
                          MessageNames("prot"), MessageNames(absl::StrCat(file, ":2: ")),
                          MessageNames(absl::StrCat(file, ":3: ")), MessageNames("command line"),
                          MessageNames("TERTIAL_POLITICS_PORT: ")));
}

TEST_F(FlagSourcesTest, AFileThatCannotBeReadIsRefused) {
  const std::string large(size_t{2} << 20, '#');
  for (const std::string& file :
       {directory_.path() + "/nowhere", directory_.path(), File("port: 1\n"), File(large)}) {
    EXPECT_THAT(Read({"--config", file}), AllOf(StatusIs(kWrong), MessageNames(file))) << file;
  }
}

TEST_F(FlagSourcesTest, WhatCouldNotStandInAFileIsRefusedWhereverItStands) {
  // CLI11 would take it for 7500.
  EXPECT_THAT(Read({}, {{"TERTIAL_PORT", "\f7500"}}),
              AllOf(StatusIs(kWrong),
                    MessageNames("TERTIAL_PORT: \"\\0147500\" holds a control character")));
  EXPECT_THAT(
      Read({"--port", "5", "--data", "a\nport = 1"}),
      AllOf(StatusIs(kWrong), MessageNames("--data: \"a\\nport = 1\" holds a control character")));
  EXPECT_THAT(Read({"--port=\r5"}), AllOf(StatusIs(kWrong), MessageNames("--port: ")));
  EXPECT_THAT(Read({}, {{"TERTIAL_CONFIG", "a\nb"}}),
              AllOf(StatusIs(kWrong), MessageNames("--config: \"a\\nb\" holds")));
  ASSERT_TRUE(Parse({"--data=a\tb"}));
  EXPECT_EQ(data_, "a\tb");
}

TEST_F(FlagSourcesTest, WhatConcernsOneRunStandsOnTheCommandLineAlone) {
  ASSERT_TRUE(Parse({"--data=d"}, {{"TERTIAL_RESTORE", "backup"}}));
  EXPECT_EQ(restore_, "");
  EXPECT_THAT(Read({"--config", File("config = other\n")}), StatusIs(kWrong));
}

TEST_F(FlagSourcesTest, HelpIsGivenWhateverElseIsWrong) {
  for (const char* asked : {"--help", "-h", "--version"}) {
    EXPECT_THAT(Read({asked, "--config=/nowhere"}, {{"TERTIAL_PORT", "many"}}), IsOk()) << asked;
  }
}

TEST_F(FlagSourcesTest, AVariableOfTheServiceThatSetsNoFlagIsTold) {
  ASSERT_TRUE(Parse({"--data=d"}, {{"TERTIAL_POLITICS_PROT", "1"},
                                   {"TERTIAL_POLITICS_RESTORE", "b"},
                                   {"TERTIAL_POLITICS_PORT", "1"},
                                   {"TERTIAL_CLIMATE_DATA", "d"},
                                   {"TERTIAL_GATEWAY", "127.0.0.1:7400"}}));
  EXPECT_THAT(sources_->unknown_variables(),
              ElementsAre("TERTIAL_POLITICS_PROT", "TERTIAL_POLITICS_RESTORE"));
}

TEST_F(FlagSourcesTest, WhatHoldsIsPrintedWithWhereItComesFrom) {
  const std::string file = File("log-level = debug\n");
  ASSERT_TRUE(Parse({"--port=5", "--print-config", "--config", file}, {{"TERTIAL_DATA", "a b"}}));
  EXPECT_TRUE(sources_->print_config());
  const std::string printed = sources_->Print();
  EXPECT_THAT(printed, AllOf(HasSubstr("port = 5  # command line\n"),
                             HasSubstr("data = \"a b\"  # TERTIAL_DATA\n"),
                             HasSubstr(absl::StrCat("log-level = \"debug\"  # ", file, ":1\n")),
                             HasSubstr("# careful is not set\n")));
  EXPECT_THAT(printed, Not(HasSubstr("restore")));
}

TEST_F(FlagSourcesTest, WhatIsPrintedIsAFileThatSaysTheSame) {
  ASSERT_TRUE(Parse({"--port=5", "--data=[::1]"}));
  const auto lines = ParseFlagFile(sources_->Print());
  ASSERT_THAT(lines, IsOk());
  std::vector<std::string> said;
  for (const FlagLine& line : *lines) said.push_back(absl::StrCat(line.name, "=", line.value));
  EXPECT_THAT(said, ElementsAre("port=5", "data=[::1]", "log-level=info"));
}

}  // namespace
}  // namespace tertial
