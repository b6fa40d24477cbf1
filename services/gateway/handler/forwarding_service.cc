#include "services/gateway/handler/forwarding_service.h"

#include <functional>
#include <list>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/observability/trace.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/channel.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "common/store/mutex.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/client_callback.h"
#include "grpcpp/support/server_callback.h"

namespace tertial::gateway {
namespace {

using grpc::ByteBuffer;
using grpc::internal::RpcMethod;

grpc::Status NotKept() {
  return ToGrpcStatus(MakeError(
      absl::StatusCode::kUnimplemented, common::v1::ERROR_REASON_EDITIONS_NOT_KEPT,
      "This gateway keeps no editions, claims and findings, and none that does is named to it; ask "
      "one in the role editions."));
}

// The status that the other gateway answered with, or why it did not.
grpc::Status PassedOn(const grpc::Status& status) {
  const bool unanswered =
      status.error_code() == grpc::StatusCode::UNAVAILABLE && status.error_details().empty();
  return unanswered
             ? ToGrpcStatus(ServiceUnavailable("The gateway that keeps editions does not answer."))
             : status;
}

// gRPC does not send a buffer that holds nothing at all.
ByteBuffer Sendable(ByteBuffer bytes) {
  if (bytes.Valid()) return bytes;
  const grpc::Slice empty;
  return ByteBuffer(&empty, 1);
}

// The name that the call states itself is not passed on: that of its caller is.
void Prepare(const grpc::CallbackServerContext& from, const std::string& caller,
             grpc::ClientContext& to) {
  to.set_deadline(from.deadline());
  to.AddMetadata(kCallerMetadata, caller);
  for (const char* const key :
       {kAuthorizationMetadata, kRequestIdMetadata, kTraceParent, kTraceState}) {
    const auto value = from.client_metadata().find(key);
    if (value == from.client_metadata().end()) continue;
    to.AddMetadata(key, std::string(value->second.data(), value->second.size()));
  }
}

class UnaryForward final : public grpc::ServerUnaryReactor {
 public:
  UnaryForward(grpc::GenericStub& stub, const std::string& method,
               const grpc::CallbackServerContext& context, const std::string& caller,
               const ByteBuffer& request, ByteBuffer* response)
      : request_(Sendable(request)) {
    Prepare(context, caller, context_);
    stub.UnaryCall(&context_, method, {}, &request_, response,
                   [this, response](const grpc::Status& status) {
                     if (status.ok()) *response = Sendable(*response);
                     Finish(PassedOn(status));
                   });
  }

  void OnCancel() override { context_.TryCancel(); }
  void OnDone() override { delete this; }

 private:
  grpc::ClientContext context_;
  const ByteBuffer request_;
};

// One message at a time: the next is read when the last was sent on.
class StreamForward {
 public:
  static grpc::ServerReadReactor<ByteBuffer>* Start(grpc::GenericStub& stub,
                                                    const std::string& method,
                                                    const grpc::CallbackServerContext& context,
                                                    const std::string& caller,
                                                    ByteBuffer* response) {
    const std::shared_ptr<StreamForward> forward(new StreamForward(response));
    forward->caller_.forward = forward;
    forward->keeper_.forward = forward;
    Prepare(context, caller, forward->context_);
    stub.PrepareBidiStreamingCall(&forward->context_, method, {}, &forward->keeper_);
    // What is sent on is sent from the reactions of the other side.
    forward->keeper_.AddHold();
    forward->keeper_.StartRead(response);
    forward->keeper_.StartCall();
    forward->caller_.StartRead(&forward->message_);
    return &forward->caller_;
  }

 private:
  // Each keeps the object until gRPC has done with it.
  struct Caller final : grpc::ServerReadReactor<ByteBuffer> {
    void OnReadDone(bool ok) override { forward->SendOn(ok); }
    void OnCancel() override { forward->context_.TryCancel(); }
    void OnDone() override { const auto last = std::move(forward); }
    std::shared_ptr<StreamForward> forward;
  };
  struct Keeper final : grpc::ClientBidiReactor<ByteBuffer, ByteBuffer> {
    void OnWriteDone(bool ok) override {
      if (ok) forward->caller_.StartRead(&forward->message_);
    }
    // It has answered, or ends without.
    void OnReadDone(bool /*ok*/) override { forward->EndSending(); }
    void OnDone(const grpc::Status& status) override {
      const auto last = std::move(forward);
      if (status.ok()) *last->response_ = Sendable(*last->response_);
      last->caller_.Finish(PassedOn(status));
    }
    std::shared_ptr<StreamForward> forward;
  };

  explicit StreamForward(ByteBuffer* response) : response_(response) {}

  void SendOn(bool has_message) {
    const MutexLock lock(mutex_);
    if (!sending_) return;
    if (has_message) {
      message_ = Sendable(message_);
      keeper_.StartWrite(&message_);
    } else {
      keeper_.StartWritesDone();
    }
  }

  void EndSending() {
    const MutexLock lock(mutex_);
    sending_ = false;
    keeper_.RemoveHold();
  }

  ByteBuffer* const response_;
  grpc::ClientContext context_;
  ByteBuffer message_;
  Caller caller_;
  Keeper keeper_;
  Mutex mutex_;
  bool sending_ ABSL_GUARDED_BY(mutex_) = true;
};

class Refusal final : public grpc::ServerReadReactor<ByteBuffer> {
 public:
  explicit Refusal(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

class ForwardingService final : public grpc::Service {
 public:
  ForwardingService(const google::protobuf::ServiceDescriptor& contract, const std::string& address,
                    NameCaller name_caller,
                    const std::shared_ptr<grpc::ChannelCredentials>& credentials)
      : name_caller_(std::move(name_caller)) {
    if (!address.empty()) {
      stub_ = std::make_unique<grpc::GenericStub>(OpenServiceChannel(address, {}, credentials));
    }
    for (int i = 0; i < contract.method_count(); ++i) {
      const google::protobuf::MethodDescriptor& method = *contract.method(i);
      // gRPC keeps what is passed to it.
      const std::string& path =
          paths_.emplace_back(absl::StrCat("/", contract.full_name(), "/", method.name()));
      const bool streams = method.client_streaming();
      AddMethod(new grpc::internal::RpcServiceMethod(
          path.c_str(), streams ? RpcMethod::CLIENT_STREAMING : RpcMethod::NORMAL_RPC, nullptr));
      MarkMethodRawCallback(i, streams ? StreamHandler(path) : UnaryHandler(path));
    }
  }

 private:
  grpc::internal::MethodHandler* UnaryHandler(const std::string& path) {
    return new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
        [this, &path](grpc::CallbackServerContext* context, const ByteBuffer* request,
                      ByteBuffer* response) -> grpc::ServerUnaryReactor* {
          const absl::StatusOr<std::string> caller = name_caller_(path.substr(1), *context);
          if (caller.ok() && stub_ != nullptr) {
            return new UnaryForward(*stub_, path, *context, *caller, *request, response);
          }
          grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
          reactor->Finish(caller.ok() ? NotKept() : ToGrpcStatus(caller.status()));
          return reactor;
        });
  }

  grpc::internal::MethodHandler* StreamHandler(const std::string& path) {
    return new grpc::internal::CallbackClientStreamingHandler<ByteBuffer, ByteBuffer>(
        [this, &path](grpc::CallbackServerContext* context,
                      ByteBuffer* response) -> grpc::ServerReadReactor<ByteBuffer>* {
          const absl::StatusOr<std::string> caller = name_caller_(path.substr(1), *context);
          if (!caller.ok()) return new Refusal(ToGrpcStatus(caller.status()));
          if (stub_ == nullptr) return new Refusal(NotKept());
          return StreamForward::Start(*stub_, path, *context, *caller, response);
        });
  }

  const NameCaller name_caller_;
  std::list<std::string> paths_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateForwardingService(
    const google::protobuf::ServiceDescriptor& contract, const std::string& address,
    NameCaller name_caller, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  return std::make_unique<ForwardingService>(contract, address, std::move(name_caller),
                                             credentials);
}

}  // namespace tertial::gateway
