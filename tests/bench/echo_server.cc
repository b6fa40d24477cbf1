#include "tests/bench/echo_server.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <unistd.h>

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/limits.h"

namespace tertial::bench {
namespace {

// Takes the request's message, so that as much is read as a real method reads, and answers.
class EchoReactor : public grpc::ServerGenericBidiReactor {
 public:
  explicit EchoReactor(const grpc::ByteBuffer& answer) : answer_(answer) { StartRead(&request_); }

  void OnReadDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "There is no request."));
      return;
    }
    StartWriteAndFinish(&answer_, grpc::WriteOptions(), grpc::Status::OK);
  }

  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer request_;
  grpc::ByteBuffer answer_;  // shares the bytes
};

class EchoService : public grpc::CallbackGenericService {
 public:
  explicit EchoService(absl::string_view answer) {
    const grpc::Slice slice(answer.data(), answer.size());
    answer_ = grpc::ByteBuffer(&slice, 1);
  }

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new EchoReactor(answer_);
  }

 private:
  grpc::ByteBuffer answer_;
};

// The child's life: takes the answer, serves it, tells the port, and serves until it is killed.
int BecomeServer(int from_parent, int to_parent) {
  uint64_t size = 0;
  if (!ReadAll(from_parent, &size, sizeof(size))) return 1;
  std::string answer(size, '\0');
  if (!ReadAll(from_parent, answer.data(), answer.size())) return 1;
  EchoService service(answer);
  // As the services build theirs, see common/server.
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(kLargestMessageBytes);
  builder.SetMaxSendMessageSize(kLargestMessageBytes);
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || !WriteAll(to_parent, &port, sizeof(port))) return 1;
  while (true) ::pause();
}

}  // namespace

absl::StatusOr<EchoServer> EchoServer::Fork() {
  absl::StatusOr<ForkedProcess> process = ForkedProcess::Fork(BecomeServer);
  if (!process.ok()) return process.status();
  return EchoServer(*std::move(process));
}

absl::StatusOr<std::string> EchoServer::Serve(absl::string_view answer) {
  const uint64_t size = answer.size();
  int port = 0;
  if (!process_.Send(&size, sizeof(size)) || !process_.Send(answer.data(), answer.size()) ||
      !process_.Receive(&port, sizeof(port))) {
    return absl::UnavailableError("the echo server cannot be started");
  }
  return absl::StrCat("127.0.0.1:", port);
}

}  // namespace tertial::bench
