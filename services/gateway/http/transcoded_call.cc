#include "services/gateway/http/transcoded_call.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/http/error_answer.h"
#include "common/observability/trace.h"
#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/store/mutex.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/client_callback.h"
#include "services/gateway/http/answers.h"

namespace tertial::gateway {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

grpc::ByteBuffer ToBytes(const Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// Sends its messages one by one; takes one answer at a time, of a stream the next when the last is
// on its way to the client. Lives until gRPC has done with the call.
class Call final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                   public std::enable_shared_from_this<Call> {
 public:
  Call(std::shared_ptr<HttpExchange> exchange, const std::shared_ptr<grpc::Channel>& channel,
       const MethodDescriptor& method, RequestMessages messages, const CallTerms& terms)
      : exchange_(std::move(exchange)),
        method_(method),
        stub_(channel),
        messages_(std::move(messages)) {
    ForwardPeer(terms.peer, context_);
    if (!terms.authorization.empty()) {
      context_.AddMetadata(kAuthorizationMetadata, terms.authorization);
    }
    if (!terms.caller.empty()) context_.AddMetadata(kCallerMetadata, terms.caller);
    if (!terms.request_id.empty()) context_.AddMetadata(kRequestIdMetadata, terms.request_id);
    if (!terms.trace_parent.empty()) context_.AddMetadata(kTraceParent, terms.trace_parent);
    if (!terms.trace_state.empty()) context_.AddMetadata(kTraceState, terms.trace_state);
    if (terms.deadline.has_value()) context_.set_deadline(absl::ToChronoTime(*terms.deadline));
  }

  void Start() {
    self_ = shared_from_this();
    stub_.PrepareBidiStreamingCall(
        &context_, absl::StrCat("/", method_.service()->full_name(), "/", method_.name()), {},
        this);
    // Reads of a stream are asked for by a thread of the server.
    {
      const MutexLock lock(mutex_);
      held_ = method_.server_streaming();
      reading_ = true;
    }
    if (method_.server_streaming()) AddHold();
    // Before there can be an answer.
    exchange_->OnGone([call = shared_from_this()] { call->Abandon(); });
    StartRead(&received_);
    WriteNext();
    StartCall();
  }

  void OnWriteDone(bool ok) override {
    if (ok) WriteNext();
  }

  void OnReadDone(bool ok) override {
    if (method_.server_streaming()) {
      TakeOfStream(ok);
    } else if (ok) {
      answer_.Swap(&received_);
      StartRead(&received_);
    }
  }

  void OnDone(const grpc::Status& ended) override {
    const std::shared_ptr<Call> last = std::move(self_);
    const absl::Status unreadable = Unreadable();
    const grpc::Status status = unreadable.ok() ? ended : ToGrpcStatus(unreadable);
    if (!streams_) {
      exchange_->Answer([last, status] {
        return status.ok() ? AnswerOf(last->exchange_->request(), last->method_, last->answer_)
                           : ErrorAnswer(status);
      });
      return;
    }
    if (!status.ok()) {
      exchange_->Send(absl::StrCat("{\"error\":", ErrorJson(status), "}\n"));
    }
    exchange_->EndStream();
  }

 private:
  void WriteNext() {
    const absl::StatusOr<std::unique_ptr<Message>> message = messages_.Next();
    if (!message.ok()) {
      EndAsUnreadable(message.status());
    } else if (*message == nullptr) {
      StartWritesDone();
    } else {
      sent_ = ToBytes(**message);
      StartWrite(&sent_);
    }
  }

  void EndAsUnreadable(const absl::Status& why) {
    {
      const MutexLock lock(mutex_);
      unreadable_ = why;
    }
    context_.TryCancel();
  }
  absl::Status Unreadable() {
    const MutexLock lock(mutex_);
    return unreadable_;
  }

  void TakeOfStream(bool ok) {
    bool gone = false;
    {
      const MutexLock lock(mutex_);
      reading_ = false;
      gone = gone_;
    }
    if (!ok || gone) {
      Release();
      return;
    }
    absl::StatusOr<std::string> line = LineOf(method_, received_);
    if (!line.ok()) {
      EndAsUnreadable(line.status());
      Release();
    } else if (streams_) {
      exchange_->Send(*std::move(line));
    } else {
      streams_ = true;
      exchange_->BeginStream(StreamHead(*std::move(line)),
                             [call = shared_from_this()] { call->ReadMore(); });
    }
  }

  void ReadMore() {
    const MutexLock lock(mutex_);
    if (!held_ || reading_ || gone_) return;
    reading_ = true;
    StartRead(&received_);
  }

  // Lets gRPC end the call: no more reads are asked for from outside.
  void Release() {
    {
      const MutexLock lock(mutex_);
      if (!std::exchange(held_, false)) return;
    }
    RemoveHold();
  }

  void Abandon() {
    context_.TryCancel();
    {
      const MutexLock lock(mutex_);
      gone_ = true;
      if (reading_) return;  // and what it reads is the end
    }
    Release();
  }

  const std::shared_ptr<HttpExchange> exchange_;
  const MethodDescriptor& method_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  RequestMessages messages_;
  grpc::ByteBuffer sent_;
  grpc::ByteBuffer received_;
  grpc::ByteBuffer answer_;
  // Whether the exchange is answered as a stream.
  bool streams_ = false;
  // Until OnDone.
  std::shared_ptr<Call> self_;
  Mutex mutex_;
  // What is wrong with a message of a stream, which ends it.
  absl::Status unreadable_ ABSL_GUARDED_BY(mutex_);
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

void StartTranscodedCall(std::shared_ptr<HttpExchange> exchange,
                         const std::shared_ptr<grpc::Channel>& channel,
                         const MethodDescriptor& method, RequestMessages messages,
                         const CallTerms& terms) {
  std::make_shared<Call>(std::move(exchange), channel, method, std::move(messages), terms)->Start();
}

}  // namespace tertial::gateway
