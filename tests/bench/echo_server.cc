#include "tests/bench/echo_server.h"

#include <fcntl.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
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

bool ReadAll(int fd, char* bytes, size_t count) {
  while (count > 0) {
    const ssize_t got = ::read(fd, bytes, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes += got;
    count -= static_cast<size_t>(got);
  }
  return true;
}

bool WriteAll(int fd, const char* bytes, size_t count) {
  while (count > 0) {
    const ssize_t put = ::write(fd, bytes, count);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes += put;
    count -= static_cast<size_t>(put);
  }
  return true;
}

// The child's life: takes the answer, serves it, tells the port, and serves until it is killed.
[[noreturn]] void BecomeServer(int from_parent, int to_parent) {
  uint64_t size = 0;
  if (!ReadAll(from_parent, reinterpret_cast<char*>(&size), sizeof(size))) ::_exit(1);
  std::string answer(size, '\0');
  if (!ReadAll(from_parent, answer.data(), answer.size())) ::_exit(1);
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
  if (server == nullptr || !WriteAll(to_parent, reinterpret_cast<const char*>(&port), sizeof(port)))
    ::_exit(1);
  while (true) ::pause();
}

}  // namespace

absl::StatusOr<EchoServer> EchoServer::Fork() {
  int down[2];
  int up[2];
  if (::pipe2(down, O_CLOEXEC) != 0 || ::pipe2(up, O_CLOEXEC) != 0) {
    return absl::InternalError("no pipe can be made");
  }
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return absl::InternalError("no process can be made");
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    ::close(down[1]);
    ::close(up[0]);
    BecomeServer(down[0], up[1]);
  }
  ::close(down[0]);
  ::close(up[1]);
  return EchoServer(pid, down[1], up[0]);
}

EchoServer::EchoServer(EchoServer&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      to_child_(std::exchange(other.to_child_, -1)),
      from_child_(std::exchange(other.from_child_, -1)) {}

EchoServer::~EchoServer() {
  if (pid_ == 0) return;
  ::close(to_child_);
  ::close(from_child_);
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

absl::StatusOr<std::string> EchoServer::Serve(absl::string_view answer) {
  const uint64_t size = answer.size();
  int port = 0;
  if (!WriteAll(to_child_, reinterpret_cast<const char*>(&size), sizeof(size)) ||
      !WriteAll(to_child_, answer.data(), answer.size()) ||
      !ReadAll(from_child_, reinterpret_cast<char*>(&port), sizeof(port))) {
    return absl::UnavailableError("the echo server cannot be started");
  }
  return absl::StrCat("127.0.0.1:", port);
}

}  // namespace tertial::bench
