#include "common/server/options.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/types/build_version.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using Arguments = std::vector<std::string>;

const Arguments& Least() {
  static const auto& arguments = *new Arguments{"--areas=a", "--policy=p", "--data=d"};
  return arguments;
}

// The least a service with a store must be told, and `more`.
Arguments With(const Arguments& more) {
  Arguments arguments = Least();
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

// Whether the command line is accepted.
bool Parse(Arguments arguments, ServerOptions& options, StoreUse store_use = StoreUse::kAlways) {
  CLI::App app;
  AddServerFlags(app, options, store_use);
  std::reverse(arguments.begin(), arguments.end());  // as CLI::App::parse asks for it
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    EXPECT_NE(error.get_exit_code(), 0);
    return false;
  }
  return true;
}

bool Accepts(const Arguments& arguments, StoreUse store_use = StoreUse::kAlways) {
  ServerOptions options;
  return Parse(arguments, options, store_use);
}

TEST(ServerFlags, TheJournalIsBesideTheDataUnlessItIsNamed) {
  ServerOptions options;
  options.data_directory = "var/politics";
  EXPECT_EQ(JournalFile(options), "var/politics.erasures");
  options.data_directory = "var/politics//";
  EXPECT_EQ(JournalFile(options), "var/politics.erasures");
  options.data_directory = "/";
  EXPECT_EQ(JournalFile(options), "/.erasures");
  options.journal_file = "elsewhere";
  EXPECT_EQ(JournalFile(options), "elsewhere");
}

TEST(ServerFlags, RestoringWithoutAJournalMustBeMeantForARestore) {
  ServerOptions options;
  ASSERT_TRUE(Parse(With({"--restore=backup", "--without-journal"}), options));
  EXPECT_EQ(options.restore_from, "backup");
  EXPECT_TRUE(options.without_journal);
  EXPECT_FALSE(Accepts(With({"--without-journal"})));
  EXPECT_FALSE(Accepts({"--areas=a", "--policy=p", "--restore=backup"}, StoreUse::kNone));
}

TEST(ServerFlags, OfARestoreAndOfACheckAreFewer) {
  EXPECT_TRUE(Accepts({"--restore=backup", "--data=d"}));
  EXPECT_FALSE(Accepts({"--restore=backup"}));
  ServerOptions options;
  ASSERT_TRUE(Parse({"--check-backup=backup", "--at-revision=5"}, options));
  EXPECT_EQ(options.check_backup, "backup");
  EXPECT_EQ(options.check_revision, 5);
  EXPECT_FALSE(Accepts({"--check-backup=backup", "--restore=backup", "--data=d"}));
  EXPECT_FALSE(Accepts({"--check-backup=backup", "--at-revision=-1"}));
  EXPECT_FALSE(Accepts(With({"--at-revision=5"})));
}

TEST(ServerFlags, HaveDefaults) {
  ServerOptions options;
  options.port = 7401;
  ASSERT_TRUE(Parse(Least(), options));
  EXPECT_EQ(options.host, "127.0.0.1");
  EXPECT_EQ(options.port, 7401);
  EXPECT_EQ(options.data_directory, "d");
  EXPECT_EQ(options.log_format, LogFormat::kText);
  EXPECT_EQ(options.log_level, Severity::kInfo);
  EXPECT_EQ(options.ready_fd, -1);
}

TEST(ServerFlags, AreRead) {
  ServerOptions options;
  ASSERT_TRUE(Parse(With({"--host=[::1]", "--port=0", "--log-format=json", "--log-level=debug",
                          "--notice=5", "--drain=30", "--ready-fd=3"}),
                    options));
  EXPECT_EQ(options.host, "[::1]");
  EXPECT_EQ(options.port, 0);
  EXPECT_EQ(options.log_format, LogFormat::kJson);
  EXPECT_EQ(options.log_level, Severity::kDebug);
  EXPECT_EQ(options.notice_seconds, 5);
  EXPECT_EQ(options.drain_seconds, 30);
  EXPECT_EQ(options.ready_fd, 3);
}

TEST(ServerFlags, RefuseWhatIsUnknownOrOutOfRange) {
  ASSERT_TRUE(Accepts(Least()));
  for (const char* wrong : {"--prot=1", "--port=65536", "--port=-1", "--port=x", "--host=::1",
                            "--log-format=xml", "--log-level=loud", "--drain=-1", "stray"}) {
    EXPECT_FALSE(Accepts(With({wrong}))) << wrong;
  }
}

TEST(ServerFlags, MustSayWhereEverythingIs) {
  EXPECT_FALSE(Accepts({"--policy=p", "--data=d"}));
  EXPECT_FALSE(Accepts({"--areas=a", "--data=d"}));
  EXPECT_FALSE(Accepts({"--areas=a", "--policy=p"}));
}

TEST(ServerFlags, OfAServiceWithoutAStoreHaveNoData) {
  EXPECT_TRUE(Accepts({"--areas=a", "--policy=p"}, StoreUse::kNone));
  EXPECT_FALSE(Accepts(Least(), StoreUse::kNone));
}

// The exit code of a command line, and what is said on the way.
std::pair<int, std::string> ExitOf(Arguments arguments) {
  CLI::App app;
  ServerOptions options;
  AddServerFlags(app, options, StoreUse::kAlways);
  std::reverse(arguments.begin(), arguments.end());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  int code = -1;
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    code = ExitForParseError(app, error);
  }
  const std::string said = ::testing::internal::GetCapturedStdout();
  return {code, said + ::testing::internal::GetCapturedStderr()};
}

TEST(ExitForParseError, NamesAnUnknownFlagBeforeAllElse) {
  const auto [code, said] = ExitOf({"--prot=1"});
  EXPECT_EQ(code, kExitUsage);
  EXPECT_THAT(said, HasSubstr("--prot=1"));
}

TEST(ExitForParseError, NamesWhatIsMissingOrWrong) {
  EXPECT_THAT(ExitOf({"--policy=p", "--data=d"}), Pair(kExitUsage, HasSubstr("--areas")));
  EXPECT_THAT(ExitOf(With({"--log-level=loud"})), Pair(kExitUsage, HasSubstr("loud")));
}

TEST(ExitForParseError, IsNoErrorWhereHelpOrTheVersionWasAskedFor) {
  EXPECT_THAT(ExitOf({"--help"}), Pair(kExitOk, HasSubstr("--log-level")));
  EXPECT_THAT(ExitOf({"--version"}), Pair(kExitOk, HasSubstr(BuildVersion())));
}

}  // namespace
}  // namespace tertial
