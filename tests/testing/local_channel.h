#ifndef TERTIAL_TESTS_TESTING_LOCAL_CHANNEL_H_
#define TERTIAL_TESTS_TESTING_LOCAL_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "grpcpp/channel.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace tertial::testing {

// A channel without TLS to a server of this machine that is there, as "127.0.0.1:4003".
//
// Until its deadline a call waits for a connection. Without that it fails when gRPC's first attempt
// does, and now and then one does at once ("No such file or directory") though somebody listens: it
// looks at errno some calls after connect(2) has set it.
inline std::shared_ptr<grpc::Channel> LocalChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(R"({"methodConfig": [{"name": [{}], "waitForReady": true}]})");
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}
inline std::shared_ptr<grpc::Channel> LocalChannel(int port) {
  return LocalChannel(absl::StrCat("127.0.0.1:", port));
}

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_LOCAL_CHANNEL_H_
