// A gRPC server that answers every call of every method alike.
#ifndef TERTIAL_TESTS_TESTING_FIXED_ANSWER_SERVER_H_
#define TERTIAL_TESTS_TESTING_FIXED_ANSWER_SERVER_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

#include "absl/strings/string_view.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"

namespace tertial::testing {

// Serves on a free port of the loopback interface until it ends. Whatever is asked, it answers
// `status`, and `message` where that is OK; `message` need not be one of the contract. After
// `refusals` answers that are not OK it answers `message` and OK.
class FixedAnswerServer {
 public:
  explicit FixedAnswerServer(absl::string_view message, const grpc::Status& status = {},
                             int64_t refusals = std::numeric_limits<int64_t>::max())
      : service_(message, status, refusals) {
    grpc::ServerBuilder builder;
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
  }
  FixedAnswerServer(const FixedAnswerServer&) = delete;
  FixedAnswerServer& operator=(const FixedAnswerServer&) = delete;
  ~FixedAnswerServer() { server_->Shutdown(std::chrono::system_clock::now()); }

  int port() const { return port_; }
  // How many calls have come.
  int64_t calls() const { return service_.calls(); }

 private:
  class Reactor : public grpc::ServerGenericBidiReactor {
   public:
    Reactor(const grpc::ByteBuffer& message, grpc::Status status)
        : status_(std::move(status)), message_(message) {
      StartRead(&request_);
    }
    void OnReadDone(bool) override {
      if (status_.ok()) {
        StartWriteAndFinish(&message_, grpc::WriteOptions(), status_);
      } else {
        Finish(status_);
      }
    }
    void OnDone() override { delete this; }

   private:
    const grpc::Status status_;
    grpc::ByteBuffer request_;
    grpc::ByteBuffer message_;
  };

  class Service : public grpc::CallbackGenericService {
   public:
    Service(absl::string_view message, grpc::Status status, int64_t refusals)
        : status_(std::move(status)), refusals_(refusals) {
      const grpc::Slice slice(message.data(), message.size());
      message_ = grpc::ByteBuffer(&slice, 1);
    }
    grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
      return new Reactor(message_, calls_++ < refusals_ ? status_ : grpc::Status::OK);
    }
    int64_t calls() const { return calls_; }

   private:
    const grpc::Status status_;
    const int64_t refusals_;
    std::atomic<int64_t> calls_ = 0;
    grpc::ByteBuffer message_;
  };

  Service service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_FIXED_ANSWER_SERVER_H_
