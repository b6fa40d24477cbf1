#include "tests/conformance/every_method_services.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <sys/wait.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tests/testing/local_channel.h"

namespace tertial::conformance {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The message in a field that must be set.
const Message& MessageIn(const Message& message, const char* field) {
  return message.GetReflection()->GetMessage(message,
                                             message.GetDescriptor()->FindFieldByName(field));
}

}  // namespace

DeployedServices::DeployedServices(const std::string& policy)
    : policy_(directory_.Write("policy.json", policy)) {
  std::vector<std::string> addresses;
  for (const char* service : {"indicators", "workforce", "politics", "climate"}) {
    Start(service, {});
    addresses.push_back(absl::StrCat("--", service, "=127.0.0.1:", processes_.back().port()));
  }
  addresses.push_back("--role=editions");
  Start("gateway", addresses);
}

DeployedServices::~DeployedServices() {
  // A connection that nobody reads from is not ended when it is asked to, and each service would
  // wait for it.
  callers_.clear();
  for (auto process = processes_.rbegin(); process != processes_.rend(); ++process) {
    process->Terminate();
    int status = 0;
    EXPECT_EQ(::waitpid(process->pid(), &status, 0), process->pid());
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << process->NoteEnded(status);
  }
}

void DeployedServices::Start(const std::string& service, std::vector<std::string> flags) {
  for (std::string flag : {std::string("--port=0"), std::string("--http-port=0"),
                           std::string("--areas=" TERTIAL_SOURCE_DIR "/data/areas"),
                           absl::StrCat("--policy=", policy_),
                           absl::StrCat("--data=", directory_.path(), "/", service)}) {
    flags.push_back(std::move(flag));
  }
  processes_.push_back(
      *cli::ChildProcess::StartService(service, absl::StrCat(TERTIAL_BINARIES "/tertial-", service),
                                       flags, absl::StrCat(directory_.path(), "/log-", service)));
  callers_.emplace(service, testing::MethodCaller(testing::LocalChannel(processes_.back().port())));
}

std::vector<std::string> DeployedServices::ContractsOf(const std::string& service) const {
  // Has the contract of reflection linked.
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  const testing::Answer answer = caller(service).Ask(
      {"grpc.reflection.v1alpha.ServerReflection.ServerReflectionInfo", {R"(list_services: "*")"}},
      "stranger", [](const Message& /*first*/) { return true; });
  std::vector<std::string> contracts;
  EXPECT_TRUE(answer.ok() && answer.messages.size() == 1);
  if (answer.messages.empty()) return contracts;
  const Message& list = MessageIn(*answer.messages.front(), "list_services_response");
  const FieldDescriptor* services = list.GetDescriptor()->FindFieldByName("service");
  for (int i = 0; i < list.GetReflection()->FieldSize(list, services); ++i) {
    const Message& one = list.GetReflection()->GetRepeatedMessage(list, services, i);
    contracts.push_back(
        one.GetReflection()->GetString(one, one.GetDescriptor()->FindFieldByName("name")));
  }
  return contracts;
}

std::vector<std::string> DeployedServices::names() const {
  std::vector<std::string> names;
  for (const auto& [name, caller] : callers_) names.push_back(name);
  return names;
}

}  // namespace tertial::conformance
