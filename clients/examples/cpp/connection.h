// Channels to services: mTLS, spread over all replicas, and such that notice when the other side is
// gone.
#ifndef TERTIAL_CLIENTS_EXAMPLES_CPP_CONNECTION_H_
#define TERTIAL_CLIENTS_EXAMPLES_CPP_CONNECTION_H_

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/security/credentials.h"

namespace tertial::example {

// What this client shows, and whom it believes: PEM files.
struct Files {
  std::string certificate;
  std::string key;
  std::string ca;
};

// Throws std::system_error where one cannot be read.
std::shared_ptr<grpc::ChannelCredentials> CredentialsFrom(const Files& files);

// `address` as gRPC writes it: "localhost:7400", "dns:///gateway-headless.tertial.svc:7400". The
// service must have a certificate for the name in it.
std::shared_ptr<grpc::Channel> OpenChannel(
    const std::string& address, const std::shared_ptr<grpc::ChannelCredentials>& credentials);

// A channel for as long as a process lives. gRPC reads the files once: when they have changed, it
// is a new one. For one thread.
class Connection {
 public:
  Connection(std::string address, Files files)
      : address_(std::move(address)), files_(std::move(files)) {}

  // What a call, or a watch that begins anew, is to be made by. Calls that are under way keep the
  // one they have. The files must change all at once, as Kubernetes changes them: by a link to
  // their directory. Throws std::system_error where one cannot be read.
  const std::shared_ptr<grpc::Channel>& Channel();

 private:
  const std::string address_;
  const Files files_;
  std::vector<std::filesystem::file_time_type> made_of_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace tertial::example

#endif  // TERTIAL_CLIENTS_EXAMPLES_CPP_CONNECTION_H_
