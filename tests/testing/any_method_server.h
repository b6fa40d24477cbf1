// A gRPC server that answers every method there may be, as a test tells it.
#ifndef TERTIAL_TESTS_TESTING_ANY_METHOD_SERVER_H_
#define TERTIAL_TESTS_TESTING_ANY_METHOD_SERVER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/grpcpp.h"

namespace tertial::testing {

// A call as it came in, after its last message.
struct AnyCall {
  // "/tertial.gateway.v1.ReportService/GetReport".
  std::string method;
  // Serialized.
  std::vector<std::string> messages;
  std::map<std::string, std::string> metadata;
  absl::Time deadline;
};

// What becomes of a call.
struct AnyReply {
  // Serialized; sent one by one.
  std::vector<std::string> messages;
  // Ends the call behind them.
  grpc::Status status = grpc::Status::OK;
  // The call is not ended from this side.
  bool hangs = false;
};

class AnyMethodServer {
 public:
  using Behaviour = std::function<AnyReply(const AnyCall&)>;

  virtual ~AnyMethodServer() = default;

  // `behaviour` is called by several threads at once.
  static std::unique_ptr<AnyMethodServer> Start(Behaviour behaviour);

  // Where it listens: "127.0.0.1:…".
  virtual std::string address() const = 0;
  // A channel of this process, and one over TCP.
  virtual std::shared_ptr<grpc::Channel> OwnChannel() = 0;
  virtual std::shared_ptr<grpc::Channel> TcpChannel() = 0;

  // Waits until `count` calls that hang have begun, or have been cancelled. False after a while.
  virtual bool WaitForHanging(int count) = 0;
  virtual bool WaitForCancelled(int count) = 0;
};

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_ANY_METHOD_SERVER_H_
