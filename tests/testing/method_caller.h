// Calls any method of any contract by its descriptor, and keeps all that came back.
#ifndef TERTIAL_TESTS_TESTING_METHOD_CALLER_H_
#define TERTIAL_TESTS_TESTING_METHOD_CALLER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"

namespace tertial::testing {

// Who asks what of which method. Messages are in protobuf's text form: one, but for a stream of
// them.
struct Question {
  // "tertial.politics.v1.PoliticsService.GetCase".
  std::string method;
  std::vector<std::string> messages;
};

// What came of a question.
struct Answer {
  std::vector<std::unique_ptr<google::protobuf::Message>> messages;
  grpc::Status status;
  // All bytes that the server sent: messages, code, sentence and details of the status, metadata
  // before and behind.
  std::string bytes;
  // The same with details in a fixed order, which their bytes are not in: to be compared.
  std::string text;

  bool ok() const { return status.ok(); }
};

// Says after which message of a stream the caller has heard enough.
using EnoughHeard = std::function<bool(const google::protobuf::Message&)>;

class MethodCaller {
 public:
  explicit MethodCaller(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {}

  // A question that cannot be parsed fails the test and is answered UNKNOWN. A stream that ends
  // because enough was heard has the status OK.
  Answer Ask(const Question& question, const std::string& caller,
             const EnoughHeard& enough = nullptr) const;

 private:
  const std::shared_ptr<grpc::Channel> channel_;
};

// The methods of a contract: "tertial.politics.v1.PoliticsService.GetCase", in the order of the
// contract.
std::vector<std::string> MethodsOf(const std::string& contract);

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_METHOD_CALLER_H_
