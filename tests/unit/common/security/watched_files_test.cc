#include "common/security/watched_files.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/observability/metrics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prometheus/gauge.h"
#include "tests/testing/eventually.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using testing::Eventually;
using ::testing::HasSubstr;

// What a file holds, read again whenever that changes; "bad" is not put to use.
class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path) {}

  absl::Status Read() {
    ++reads_;
    const absl::StatusOr<std::string> text = ReadWholeFile("text file", path_);
    if (!text.ok()) return text.status();
    if (*text == "bad") return absl::InvalidArgumentError(absl::StrCat(path_, " is bad"));
    used_ = static_cast<int>(text->size());
    return absl::OkStatus();
  }

  absl::StatusOr<std::unique_ptr<WatchedFiles>> Watch(const std::string& name = "texts") {
    return WatchedFiles::Start(name, {path_}, [this] { return Read(); });
  }

  int used() const { return used_; }
  int reads() const { return reads_; }

 private:
  const std::string path_;
  std::atomic<int> used_{0};
  std::atomic<int> reads_{0};
};

TEST(WatchedFiles, AreReadBeforeTheStartReturns) {
  const TempDir directory;
  Reader reader(directory.Write("text", "123"));
  const auto watched = reader.Watch();
  ASSERT_TRUE(watched.ok());
  EXPECT_EQ(reader.used(), 3);
  EXPECT_TRUE((*watched)->current());
}

TEST(WatchedFiles, DoNotStartWhenTheyCannotBeUsed) {
  const TempDir directory;
  Reader missing(directory.path() + "/none");
  EXPECT_EQ(missing.Watch().status().code(), absl::StatusCode::kNotFound);
  Reader bad(directory.Write("text", "bad"));
  EXPECT_EQ(bad.Watch().status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(WatchedFiles, AreReadAgainWhenTheyChange) {
  const TempDir directory;
  Reader reader(directory.Write("text", "123"));
  const auto watched = reader.Watch();
  directory.Write("text", "12345");
  EXPECT_TRUE(Eventually([&] { return reader.used() == 5; }));
}

TEST(WatchedFiles, AreReadAgainWhenTheDirectoryBehindALinkIsAnother) {
  const TempDir directory;
  std::filesystem::create_directory(directory.path() + "/one");
  std::filesystem::create_directory(directory.path() + "/two");
  directory.Write("one/text", "1");
  directory.Write("two/text", "2!");
  const std::string link = directory.path() + "/now";
  std::filesystem::create_directory_symlink("one", link);
  Reader reader(link + "/text");
  const auto watched = reader.Watch();
  ASSERT_EQ(reader.used(), 1);
  std::filesystem::create_directory_symlink("two", link + ".new");
  std::filesystem::rename(link + ".new", link);
  EXPECT_TRUE(Eventually([&] { return reader.used() == 2; }));
}

TEST(WatchedFiles, StayAsTheyWereWhileWhatIsThereCannotBeUsed) {
  const TempDir directory;
  Reader reader(directory.Write("text", "123"));
  const auto watched = reader.Watch("texts that go bad");
  directory.Write("text", "bad");
  EXPECT_TRUE(Eventually([&] { return !(*watched)->current(); }));
  EXPECT_EQ(reader.used(), 3);
  const auto& metric = GaugeOf(kFilesCurrent, {{"files", "texts that go bad"}});
  EXPECT_EQ(metric.Value(), 0);
  // It is tried again, whatever the file's state says.
  const int reads = reader.reads();
  EXPECT_TRUE(Eventually([&] { return reader.reads() > reads; }));
  std::filesystem::remove(directory.path() + "/text");
  directory.Write("text", "1234");
  EXPECT_TRUE(Eventually([&] { return (*watched)->current(); }));
  EXPECT_EQ(reader.used(), 4);
  EXPECT_EQ(metric.Value(), 1);
}

TEST(WatchedFiles, TellAFailureOnceInTheLogWithTheFile) {
  const TempDir directory;
  Reader reader(directory.Write("text", "123"));
  const auto watched = reader.Watch();
  ::testing::internal::CaptureStderr();
  directory.Write("text", "bad");
  const int reads = reader.reads();
  EXPECT_TRUE(Eventually([&] { return reader.reads() > reads + 2; }));
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr(directory.path() + "/text is bad"));
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 1) << log;
}

TEST(WatchedFiles, AreNotReadAnyMoreWhenNobodyWatches) {
  const TempDir directory;
  Reader reader(directory.Write("text", "123"));
  reader.Watch()->reset();
  const int reads = reader.reads();
  // Another that is watched tells that there were looks since.
  Reader other(directory.Write("other", "1"));
  const auto watched = other.Watch();
  directory.Write("text", "1234");
  directory.Write("other", "12");
  EXPECT_TRUE(Eventually([&] { return other.used() == 2; }));
  EXPECT_EQ(reader.reads(), reads);
}

TEST(ReadWholeFile, NamesTheFileAndWhyItCannotBeRead) {
  const TempDir directory;
  EXPECT_THAT(std::string(ReadWholeFile("key file", "/none/key").status().message()),
              HasSubstr("the key file /none/key cannot be read"));
  EXPECT_EQ(ReadWholeFile("key file", directory.path()).status().code(),
            absl::StatusCode::kNotFound);
  const std::string bytes = std::string("a\0b", 3) + std::string(10'000, 'x');
  EXPECT_EQ(*ReadWholeFile("key file", directory.Write("key", bytes)), bytes);
}

}  // namespace
}  // namespace tertial
