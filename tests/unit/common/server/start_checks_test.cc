#include "common/server/start_checks.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/reserved_port.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using ::testing::AllOf;

constexpr auto kCannotStart = absl::StatusCode::kFailedPrecondition;

TEST(StartChecks, APortInUseIsToldWithTheFlagThatChoosesAnother) {
  const testing::ReservedPort reserved;
  const int port = reserved.port();
  {
    const testing::SilentListener listener(reserved);
    for (const char* host : {"127.0.0.1", "localhost", "0.0.0.0"}) {
      EXPECT_THAT(CheckPortFree(host, port, "--http-port"),
                  AllOf(StatusIs(kCannotStart), MessageNames(absl::StrCat("port ", port)),
                        MessageNames("--http-port")))
          << host;
    }
  }
  EXPECT_THAT(CheckPortFree("127.0.0.1", port, "--port"), IsOk());
}

TEST(StartChecks, AFreePortCanAlwaysBePicked) {
  EXPECT_THAT(CheckPortFree("127.0.0.1", 0, "--port"), IsOk());
}

TEST(StartChecks, AHostThatIsNotOfThisMachineIsTold) {
  // Of a block that nobody has.
  EXPECT_THAT(CheckPortFree("192.0.2.1", 7400, "--port"),
              AllOf(StatusIs(kCannotStart), MessageNames("192.0.2.1")));
}

TEST(StartChecks, ADirectoryNeedNotBeThereToBeAskedForItsRoom) {
  const TempDir directory;
  EXPECT_THAT(CheckRoom(directory.path() + "/not/there"), IsOk());
}

TEST(StartChecks, ADiskWithoutRoomIsTold) {
  // A file system that never has any.
  EXPECT_THAT(CheckRoom("/proc/self"), AllOf(StatusIs(kCannotStart), MessageNames("/proc/self")));
}

TEST(StartChecks, AClockMayBeBehindALittle) {
  const absl::Time newest = absl::FromUnixSeconds(1'700'000'000);
  EXPECT_THAT(CheckClock(newest + absl::Hours(1), newest), IsOk());
  EXPECT_THAT(CheckClock(newest - kClockTolerance, newest), IsOk());
  EXPECT_THAT(CheckClock(newest - kClockTolerance - absl::Microseconds(1), newest),
              AllOf(StatusIs(kCannotStart), MessageNames("2023-11-14T22:13:20Z"),
                    MessageNames("--accept-clock-behind")));
  EXPECT_THAT(CheckClock(newest, absl::InfinitePast()), IsOk()) << "there is no commit";
}

}  // namespace
}  // namespace tertial
