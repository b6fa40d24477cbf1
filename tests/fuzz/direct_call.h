// Calls methods of generated services as gRPC does, with no server and no connection between: an
// input is run some thousand times a second, on a service that was made for it.
#ifndef TERTIAL_TESTS_FUZZ_DIRECT_CALL_H_
#define TERTIAL_TESTS_FUZZ_DIRECT_CALL_H_

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"

namespace tertial::fuzz {

using Messages = std::vector<std::unique_ptr<google::protobuf::Message>>;

// What a method did with a call.
struct CallAnswer {
  grpc::Status status;
  Messages messages;
};

// A method of a contract.
struct DirectMethod {
  const google::protobuf::MethodDescriptor* descriptor;
  // `service` is one of the contract; `requests` is one message, but for a client stream.
  std::function<CallAnswer(grpc::Service& service, grpc::CallbackServerContext& context,
                           const Messages& requests)>
      call;
};

// The methods of the contract "tertial.indicators.v1.IndicatorsService", in their order. Each
// binary has those that it was built with (contract_methods.cc.in).
const std::vector<DirectMethod>& MethodsOf(const std::string& contract);

// Makes methods known to MethodsOf. `make` is called with the contract, once it is asked for.
class ContractMethods {
 public:
  using Make = std::vector<DirectMethod> (*)(const std::string& contract);
  ContractMethods(const std::string& contract, Make make);
};

// A context as the server makes it for a call of a client whose certificate has the SPIFFE id
// `identity`, and who waits for the answer so long.
class DirectContext {
 public:
  DirectContext(const std::string& identity, absl::Duration patience);

  grpc::CallbackServerContext& context() { return context_; }

 private:
  grpc::CallbackServerContext context_;
};

// What a method under way asks of gRPC, one thing after the other.
class CallEvents {
 public:
  enum class Kind { kNone, kRead, kWrite, kFinish };

  void Post(Kind kind);
  void Finish(grpc::Status status);
  // The next one; kNone when none comes within `patience`.
  Kind Wait(absl::Duration patience = absl::InfiniteDuration());
  const grpc::Status& status() const { return status_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Kind> posted_;
  grpc::Status status_;
};

// A server stream that a caller has heard enough of, and one from which nothing comes, is
// cancelled.
inline constexpr size_t kMostHeard = 40;
inline constexpr absl::Duration kStreamPatience = absl::Milliseconds(3);

// Of a method that the service leaves to its generated class.
inline grpc::Status NotImplemented() {
  return grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "The service has no such method.");
}

class DirectUnary final : public grpc::ServerCallbackUnary {
 public:
  grpc::Status Run(grpc::ServerUnaryReactor* reactor);

  void Finish(grpc::Status status) override { events_.Finish(std::move(status)); }
  void SendInitialMetadata() override {}

 private:
  grpc::internal::ServerReactor* reactor() override { return nullptr; }
  void CallOnDone() override {}

  CallEvents events_;
};

template <typename Request>
class DirectReader final : public grpc::ServerCallbackReader<Request> {
 public:
  grpc::Status Run(grpc::ServerReadReactor<Request>* reactor, const Messages& requests) {
    if (reactor == nullptr) return NotImplemented();
    this->BindReactor(reactor);
    size_t sent = 0;
    while (events_.Wait() != CallEvents::Kind::kFinish) {
      const bool has_more = sent < requests.size();
      if (has_more) *wanted_ = static_cast<const Request&>(*requests[sent++]);
      reactor->OnReadDone(has_more);
    }
    reactor->OnDone();
    return events_.status();
  }

  void Read(Request* request) override {
    wanted_ = request;
    events_.Post(CallEvents::Kind::kRead);
  }
  void Finish(grpc::Status status) override { events_.Finish(std::move(status)); }
  void SendInitialMetadata() override {}

 private:
  grpc::internal::ServerReactor* reactor() override { return nullptr; }
  void CallOnDone() override {}

  CallEvents events_;
  Request* wanted_ = nullptr;
};

template <typename Response>
class DirectWriter final : public grpc::ServerCallbackWriter<Response> {
 public:
  grpc::Status Run(grpc::ServerWriteReactor<Response>* reactor, Messages& heard) {
    if (reactor == nullptr) return NotImplemented();
    this->BindReactor(reactor);
    bool cancelled = false;
    while (true) {
      const CallEvents::Kind event =
          events_.Wait(cancelled ? absl::InfiniteDuration() : kStreamPatience);
      if (event == CallEvents::Kind::kFinish) break;
      if (event == CallEvents::Kind::kWrite) {
        heard.push_back(std::make_unique<Response>(*written_));
      }
      if (!cancelled && (event == CallEvents::Kind::kNone || heard.size() >= kMostHeard)) {
        cancelled = true;
        reactor->OnCancel();
      }
      if (event == CallEvents::Kind::kWrite) reactor->OnWriteDone(!cancelled);
    }
    reactor->OnDone();
    // Of what a caller ended nothing is told.
    return cancelled ? grpc::Status::OK : events_.status();
  }

  void Write(const Response* response, grpc::WriteOptions /*options*/) override {
    written_ = response;
    events_.Post(CallEvents::Kind::kWrite);
  }
  void WriteAndFinish(const Response* response, grpc::WriteOptions options,
                      grpc::Status status) override {
    Write(response, options);
    Finish(std::move(status));
  }
  void Finish(grpc::Status status) override { events_.Finish(std::move(status)); }
  void SendInitialMetadata() override {}

 private:
  grpc::internal::ServerReactor* reactor() override { return nullptr; }
  void CallOnDone() override {}

  CallEvents events_;
  const Response* written_ = nullptr;
};

// A message as it goes over a connection, and what comes from there. Ends the process where bytes
// are no such message.
grpc::ByteBuffer BytesOf(const google::protobuf::Message& message);
std::unique_ptr<google::protobuf::Message> MessageOf(const grpc::ByteBuffer& bytes,
                                                     const google::protobuf::Descriptor& type);

// Direct<Base>(contract)("GetGoal", &Base::GetGoal): the method of a generated class, from which
// the service derives.
template <typename Base>
class Direct {
 public:
  explicit Direct(const std::string& contract)
      : contract_(
            *google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(contract)) {}

  template <typename Layer, typename Request, typename Response>
  DirectMethod operator()(const std::string& name,
                          grpc::ServerUnaryReactor* (Layer::*method)(grpc::CallbackServerContext*,
                                                                     const Request*,
                                                                     Response*)) const {
    return Make(name, [method](Base& service, grpc::CallbackServerContext* context,
                               const Messages& requests, CallAnswer& answer) {
      auto response = std::make_unique<Response>();
      answer.status = DirectUnary().Run((service.*method)(
          context, static_cast<const Request*>(requests[0].get()), response.get()));
      if (answer.status.ok()) answer.messages.push_back(std::move(response));
    });
  }

  // One that takes and answers bytes.
  template <typename Layer>
  DirectMethod operator()(const std::string& name,
                          grpc::ServerUnaryReactor* (Layer::*method)(grpc::CallbackServerContext*,
                                                                     const grpc::ByteBuffer*,
                                                                     grpc::ByteBuffer*)) const {
    const google::protobuf::Descriptor& type = *contract_.FindMethodByName(name)->output_type();
    return Make(name, [method, &type](Base& service, grpc::CallbackServerContext* context,
                                      const Messages& requests, CallAnswer& answer) {
      const grpc::ByteBuffer request = BytesOf(*requests[0]);
      grpc::ByteBuffer response;
      answer.status = DirectUnary().Run((service.*method)(context, &request, &response));
      if (answer.status.ok()) answer.messages.push_back(MessageOf(response, type));
    });
  }

  template <typename Layer, typename Request, typename Response>
  DirectMethod operator()(const std::string& name,
                          grpc::ServerReadReactor<Request>* (Layer::*method)(
                              grpc::CallbackServerContext*, Response*)) const {
    return Make(name, [method](Base& service, grpc::CallbackServerContext* context,
                               const Messages& requests, CallAnswer& answer) {
      auto response = std::make_unique<Response>();
      answer.status =
          DirectReader<Request>().Run((service.*method)(context, response.get()), requests);
      if (answer.status.ok()) answer.messages.push_back(std::move(response));
    });
  }

  template <typename Layer, typename Request, typename Response>
  DirectMethod operator()(const std::string& name,
                          grpc::ServerWriteReactor<Response>* (Layer::*method)(
                              grpc::CallbackServerContext*, const Request*)) const {
    return Make(name, [method](Base& service, grpc::CallbackServerContext* context,
                               const Messages& requests, CallAnswer& answer) {
      const auto* request = static_cast<const Request*>(requests[0].get());
      answer.status =
          DirectWriter<Response>().Run((service.*method)(context, request), answer.messages);
    });
  }

 private:
  template <typename Call>
  DirectMethod Make(const std::string& name, Call call) const {
    return {contract_.FindMethodByName(name),
            [call](grpc::Service& service, grpc::CallbackServerContext& context,
                   const Messages& requests) {
              CallAnswer answer;
              call(dynamic_cast<Base&>(service), &context, requests, answer);
              return answer;
            }};
  }

  const google::protobuf::ServiceDescriptor& contract_;
};

}  // namespace tertial::fuzz

#endif  // TERTIAL_TESTS_FUZZ_DIRECT_CALL_H_
