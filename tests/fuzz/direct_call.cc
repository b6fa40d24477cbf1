#include "tests/fuzz/direct_call.h"

#include <grpc/grpc_security_constants.h>

#include <chrono>
#include <map>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/fuzz/fuzz_target.h"

// gRPC lets a test of this name at what a server sets in a context.
namespace grpc::testing {
class InteropServerContextInspector {
 public:
  static void SetAuthContext(ServerContextBase& context,
                             std::shared_ptr<const AuthContext> auth_context) {
    context.auth_context_ = std::move(auth_context);
  }
  static void SetDeadline(ServerContextBase& context, absl::Time deadline) {
    context.deadline_ =
        TimePoint<std::chrono::system_clock::time_point>(absl::ToChronoTime(deadline)).raw_time();
  }
};
}  // namespace grpc::testing

namespace tertial::fuzz {
namespace {

// What gRPC tells of a connection on which a client has shown a certificate.
class CertifiedConnection final : public grpc::AuthContext {
 public:
  explicit CertifiedConnection(std::string id) : id_(std::move(id)) {}

  bool IsPeerAuthenticated() const override { return true; }
  std::vector<grpc::string_ref> GetPeerIdentity() const override { return {id_}; }
  std::string GetPeerIdentityPropertyName() const override {
    return GRPC_PEER_SPIFFE_ID_PROPERTY_NAME;
  }
  std::vector<grpc::string_ref> FindPropertyValues(const std::string& name) const override {
    if (name == GRPC_PEER_SPIFFE_ID_PROPERTY_NAME) return {id_};
    if (name == GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME)
      return {GRPC_SSL_TRANSPORT_SECURITY_TYPE};
    return {};
  }
  grpc::AuthPropertyIterator begin() const override { return Nothing(); }
  grpc::AuthPropertyIterator end() const override { return Nothing(); }
  void AddProperty(const std::string& /*key*/, const grpc::string_ref& /*value*/) override {}
  bool SetPeerIdentityPropertyName(const std::string& /*name*/) override { return false; }

 private:
  class Nothing : public grpc::AuthPropertyIterator {};

  const std::string id_;
};

std::map<std::string, ContractMethods::Make>& AllContracts() {
  static auto& contracts = *new std::map<std::string, ContractMethods::Make>;
  return contracts;
}

}  // namespace

const std::vector<DirectMethod>& MethodsOf(const std::string& contract) {
  static auto& made = *new std::map<std::string, std::vector<DirectMethod>>;
  const auto [methods, is_new] = made.try_emplace(contract);
  if (is_new) {
    const auto found = AllContracts().find(contract);
    Require(found != AllContracts().end(), "the contract is one that was built in", contract);
    methods->second = found->second(contract);
  }
  return methods->second;
}

ContractMethods::ContractMethods(const std::string& contract, Make make) {
  AllContracts().emplace(contract, make);
}

grpc::ByteBuffer BytesOf(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

std::unique_ptr<google::protobuf::Message> MessageOf(const grpc::ByteBuffer& bytes,
                                                     const google::protobuf::Descriptor& type) {
  std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
  grpc::Slice slice;
  Require(bytes.DumpToSingleSlice(&slice).ok() &&
              message->ParseFromArray(slice.begin(), static_cast<int>(slice.size())),
          "an answer is a message of its contract", type.full_name());
  return message;
}

DirectContext::DirectContext(const std::string& identity, absl::Duration patience) {
  if (patience != absl::InfiniteDuration()) {
    grpc::testing::InteropServerContextInspector::SetDeadline(context_, absl::Now() + patience);
  }
  grpc::testing::InteropServerContextInspector::SetAuthContext(
      context_, std::make_shared<CertifiedConnection>(identity));
}

void CallEvents::Post(Kind kind) {
  const std::lock_guard<std::mutex> lock(mutex_);
  posted_.push_back(kind);
  // With the lock held: who waits may be gone as soon as it knows.
  changed_.notify_one();
}

void CallEvents::Finish(grpc::Status status) {
  const std::lock_guard<std::mutex> lock(mutex_);
  status_ = std::move(status);
  posted_.push_back(Kind::kFinish);
  changed_.notify_one();
}

CallEvents::Kind CallEvents::Wait(absl::Duration patience) {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto has_come = [this] { return !posted_.empty(); };
  if (patience == absl::InfiniteDuration()) {
    changed_.wait(lock, has_come);
  } else if (!changed_.wait_for(lock, absl::ToChronoNanoseconds(patience), has_come)) {
    return Kind::kNone;
  }
  const Kind next = posted_.front();
  posted_.erase(posted_.begin());
  return next;
}

grpc::Status DirectUnary::Run(grpc::ServerUnaryReactor* reactor) {
  if (reactor == nullptr) return NotImplemented();
  BindReactor(reactor);
  events_.Wait();
  reactor->OnDone();
  return events_.status();
}

}  // namespace tertial::fuzz
