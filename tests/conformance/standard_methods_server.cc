#include "tests/conformance/standard_methods_server.h"

#include <sys/wait.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "clients/cli/child_process.h"
#include "gtest/gtest.h"
#include "tests/testing/local_channel.h"
#include "tests/testing/planted.h"
#include "tests/testing/temp_dir.h"

namespace tertial::conformance {
namespace {

// build/bin/tertial-<service> as a process of its own.
class ServiceProcess : public RunningService {
 public:
  explicit ServiceProcess(const ServiceUnderTest& service)
      : name_(service.name),
        process_(*cli::ChildProcess::StartService(
            service.name, absl::StrCat(TERTIAL_BINARIES "/tertial-", service.name), Flags(service),
            LogFile())),
        channel_(testing::LocalChannel(process_.port())) {}

  ~ServiceProcess() override {
    process_.Terminate();
    int status = 0;
    EXPECT_EQ(::waitpid(process_.pid(), &status, 0), process_.pid());
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << process_.NoteEnded(status);
    testing::KeepWritten(name_ + ".log", LogFile());
  }

  const std::shared_ptr<grpc::Channel>& channel() override { return channel_; }

 private:
  std::string LogFile() const { return directory_.path() + "/log"; }
  std::vector<std::string> Flags(const ServiceUnderTest& service) const {
    std::vector<std::string> flags = {
        "--port=0", "--http-port=0", absl::StrCat("--areas=", testing::AreasDirectory()),
        absl::StrCat("--policy=", directory_.Write("policy.json", testing::kTestPolicy)),
        absl::StrCat("--data=", directory_.path(), "/data")};
    flags.insert(flags.end(), service.flags.begin(), service.flags.end());
    return flags;
  }

  const std::string name_;
  const TempDir directory_;
  cli::ChildProcess process_;
  const std::shared_ptr<grpc::Channel> channel_;
};

class AllRunning : public ::testing::Environment {
 public:
  void TearDown() override { services_.clear(); }

  RunningService& Start(const ServiceUnderTest& service, Form form) {
    std::unique_ptr<RunningService>& running = services_[form];
    if (running == nullptr) {
      running = form == Form::kInProcess ? service.start_in_process()
                                         : std::make_unique<ServiceProcess>(service);
    }
    return *running;
  }

 private:
  std::map<Form, std::unique_ptr<RunningService>> services_;
};

// Owned by GoogleTest.
AllRunning& Environment() {
  static AllRunning* const environment = new AllRunning;
  return *environment;
}

const ::testing::Environment* const kRegistered =
    ::testing::AddGlobalTestEnvironment(&Environment());

}  // namespace

RunningService& Running(const ServiceUnderTest& service, Form form) {
  return Environment().Start(service, form);
}

}  // namespace tertial::conformance
