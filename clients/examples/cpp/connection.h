// A channel to a service: mTLS, spread over all replicas, and one that notices when the other side
// is gone.
#ifndef TERTIAL_CLIENTS_EXAMPLES_CPP_CONNECTION_H_
#define TERTIAL_CLIENTS_EXAMPLES_CPP_CONNECTION_H_

#include <memory>
#include <string>

#include "grpcpp/channel.h"
#include "grpcpp/security/credentials.h"

namespace tertial::example {

// What this client shows, and whom it believes: PEM files. Throws std::system_error where one
// cannot be read.
std::shared_ptr<grpc::ChannelCredentials> CredentialsFrom(const std::string& certificate,
                                                          const std::string& key,
                                                          const std::string& ca);

// `address` as gRPC writes it: "localhost:7400", "dns:///gateway-headless.tertial.svc:7400". The
// service must have a certificate for the name in it.
std::shared_ptr<grpc::Channel> OpenChannel(
    const std::string& address, const std::shared_ptr<grpc::ChannelCredentials>& credentials);

}  // namespace tertial::example

#endif  // TERTIAL_CLIENTS_EXAMPLES_CPP_CONNECTION_H_
