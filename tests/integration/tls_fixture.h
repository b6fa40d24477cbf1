// A server with TLS whose calls tell who made them.
#ifndef TERTIAL_TESTS_INTEGRATION_TLS_FIXTURE_H_
#define TERTIAL_TESTS_INTEGRATION_TLS_FIXTURE_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/peer.h"
#include "common/server/server.h"
#include "common/status/grpc_status.h"
#include "common/store/mutex.h"
#include "tertial/changes/v1/changes_service.grpc.pb.h"
#include "tests/testing/test_certificates.h"

namespace tertial::testing {

// Notes the peer of each call of ListRevisions.
class PeerNotingService final : public changes::v1::ChangeService::CallbackService {
 public:
  grpc::ServerUnaryReactor* ListRevisions(
      grpc::CallbackServerContext* context, const changes::v1::ListRevisionsRequest* /*request*/,
      changes::v1::ListRevisionsResponse* /*response*/) override {
    const absl::StatusOr<Peer> peer = PeerOf(*context);
    if (peer.ok()) {
      const MutexLock lock(mutex_);
      last_ = *peer;
    }
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(ToGrpcStatus(peer.status()));
    return reactor;
  }

  Peer last() const {
    const MutexLock lock(mutex_);
    return last_;
  }

 private:
  mutable Mutex mutex_;
  Peer last_ ABSL_GUARDED_BY(mutex_);
};

// A channel that has connections of its own.
inline std::shared_ptr<grpc::Channel> ChannelTo(
    int port, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(absl::StrCat("localhost:", port), credentials, arguments);
}

// One call over `channel`; `context`: what it states.
inline absl::Status CallOver(const std::shared_ptr<grpc::Channel>& channel,
                             grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  changes::v1::ListRevisionsResponse response;
  return FromGrpcStatus(changes::v1::ChangeService::NewStub(channel)->ListRevisions(
      &context, changes::v1::ListRevisionsRequest(), &response));
}
inline absl::Status CallOver(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  return CallOver(channel, context);
}

// Credentials of a client that does not look at its own certificate first.
inline std::shared_ptr<grpc::ChannelCredentials> Showing(const cli::IssuedCertificate& own,
                                                         const std::string& ca_pem) {
  return grpc::SslCredentials({ca_pem, own.key, own.certificate});
}

class TlsServer {
 public:
  explicit TlsServer(const TestAuthority& authority,
                     ClientCertificates demanded = ClientCertificates::kRequire)
      : identity(authority, "politics"),
        server(*Server::Start("127.0.0.1", 0,
                              {{changes::v1::ChangeService::service_full_name(), &service}},
                              {.credentials = identity->ServerCredentials(demanded)})) {}

  int port() const { return server->port(); }

  TestIdentity identity;
  PeerNotingService service;
  const std::unique_ptr<Server> server;
};

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_INTEGRATION_TLS_FIXTURE_H_
