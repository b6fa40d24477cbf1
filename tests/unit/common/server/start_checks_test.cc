#include "common/server/start_checks.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/temp_dir.h"

namespace tertial {
namespace {

using ::testing::AllOf;

constexpr auto kCannotStart = absl::StatusCode::kFailedPrecondition;

// Somebody who listens on a port of the loopback address.
class Listener {
 public:
  Listener() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(descriptor_, 1), 0);
    EXPECT_EQ(::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { ::close(descriptor_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  int port() const { return port_; }

 private:
  const int descriptor_;
  int port_ = 0;
};

TEST(StartChecks, APortInUseIsToldWithTheFlagThatChoosesAnother) {
  int port = 0;
  {
    const Listener listener;
    port = listener.port();
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
