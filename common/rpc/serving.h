// The serving adapter: between gRPC's callback API and handlers that are plain functions.
//
// A unary handler is a function (const CallContext&, const Request&) -> absl::StatusOr<Response>.
// An import handler is a RowSink, what answers with a stream of messages a Source. None of them
// sees gRPC, and all may block: they run on the executors of this class, reads apart from writes,
// and both from what waits for other services.
// What answers with bytes that are kept (Raw) must not block, and may answer later.
// Every call passes the same steps, in this order (see Serving::Begin and Serving::Guard):
//
// - 1 exception barrier: whatever a handler throws becomes INTERNAL; statuses become gRPC statuses
// - 2 trace, metrics, log: the call is a step of its caller's trace, or of one that begins here; it
//   is counted; and there is one line per call, with caller, code, reason and time taken
// - 3 authentication: who calls
// - 4 admission: a place in the queue, of a stream one among the streams, of a raw call one among
//   those, else RESOURCE_EXHAUSTED with RetryInfo
// - 5 authorisation: is the caller still one, does it have the role that the table of permissions
//   says (common/security/permissions.h), and for the areas that each message is about
// - 6 request: not past its deadline, no unknown fields
// - 7 handler
#ifndef TERTIAL_COMMON_RPC_SERVING_H_
#define TERTIAL_COMMON_RPC_SERVING_H_

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/observability/metrics.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/call_context.h"
#include "common/rpc/call_metrics.h"
#include "common/rpc/executor.h"
#include "common/rpc/limits.h"
#include "common/rpc/refusal_log.h"
#include "common/rpc/shares.h"
#include "common/security/authorizer.h"
#include "common/security/permissions.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "common/store/mutex.h"
#include "common/types/clock.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace tertial {

// Takes the messages of one client stream and answers it. Called by one thread at a time.
template <typename Request, typename Response>
class RowSink {
 public:
  virtual ~RowSink() = default;
  // Takes the next message. An error ends the call with it.
  virtual absl::Status Accept(Request&& request) = 0;
  // Answers, after the last message. Called at most once, and never after an error.
  virtual absl::StatusOr<Response> Finish() = 0;
};

enum class SourceState {
  kMessage,  // here is the next message
  kIdle,     // there is none yet; WaitForNews tells when to ask again
  kEnd,      // there is none any more
};

// Makes the messages of one server stream. Called by one thread at a time; destroyed as soon as the
// stream ends, whoever ends it.
template <typename Response>
class Source {
 public:
  virtual ~Source() = default;
  // Fills `response`, which is empty, with the next message. An error ends the call with it.
  virtual absl::StatusOr<SourceState> Next(Response& response) = 0;
  // Called after Next said kIdle: has `wake` called when Next is to be asked again, at most once
  // and by any thread. When the destructor has returned, `wake` is not running and is not called
  // any more.
  virtual void WaitForNews(std::function<void()> wake) { wake(); }
};

class Serving {
 public:
  // Methods are named "tertial.indicators.v1.IndicatorsService/GetGoal".
  Serving(Authenticator authenticator, Authorizer authorizer);

  // Answers a unary call with `handler`, on the executor for reads.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Unary(const std::string& method, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response, Handler handler) {
    return Answer(reads_, method, context, request, response, std::move(handler));
  }

  // The same for a call that writes, on the executor for writes.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Write(const std::string& method, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response, Handler handler) {
    return Answer(writes_, method, context, request, response, std::move(handler));
  }

  // The same for a call that waits for other services, on an executor for those: what they are late
  // with holds up no other call. It has kLongestWaiting at most, however long its caller has.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Waiting(const std::string& method, grpc::CallbackServerContext* context,
                                    const Request* request, Response* response, Handler handler) {
    return Answer(waiting_, method, context, request, response,
                  [handler = std::move(handler)](CallContext call, const Request& asked) {
                    call.deadline = std::min(call.deadline, SystemClock().Now() + kLongestWaiting);
                    return handler(call, asked);
                  });
  }

  // Answers a unary call of a raw method: one whose request is parsed here, and whose answer is
  // bytes that somebody keeps and that are sent as they are. `handler` is called on a thread of
  // gRPC, must not block, and takes (const CallContext&, const Request&, RawAnswer): it answers
  // once, before it returns or later, on any thread.
  class RawAnswer;
  template <typename Request, typename Handler>
  grpc::ServerUnaryReactor* Raw(const std::string& method, grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                Handler handler);

  // Answers a client stream with the sink that `open` makes for the call, on the executor for
  // writes. A caller who states no deadline has none.
  template <typename Request, typename Response>
  grpc::ServerReadReactor<Request>* Import(
      const std::string& method, grpc::CallbackServerContext* context, Response* response,
      std::function<std::unique_ptr<RowSink<Request, Response>>(const CallContext&)> open) {
    return new SinkReactor<Request, Response>(*this, method, context, response, std::move(open));
  }

  // Answers with the stream of messages of the source that `open` makes for the call, on the
  // executor for reads. Between two messages no thread is held, and the next one is made when the
  // last one is on its way. A caller who states no deadline has none.
  template <typename Request, typename Response>
  grpc::ServerWriteReactor<Response>* Stream(
      const std::string& method, grpc::CallbackServerContext* context, const Request* request,
      std::function<absl::StatusOr<std::unique_ptr<Source<Response>>>(const CallContext&,
                                                                      const Request&)>
          open) {
    return SourceReactor<Request, Response>::Start(*this, method, context, request,
                                                   std::move(open));
  }

  // Has refused calls noted in `refusals`, which must outlive all calls. Before there are any.
  void NoteRefusalsIn(RefusalLog& refusals) { refusals_ = &refusals; }

  // For what passes a call of `method` on instead of answering it: the name of its caller. One that
  // has none ends here, and is counted and noted like others. Errors: CALLER_UNKNOWN.
  absl::StatusOr<std::string> CallerOf(const std::string& method,
                                       const grpc::CallbackServerContext& context);

  // Ends all server streams, those under way and those to come, with UNAVAILABLE. For the end of
  // the process: a watch would else go on until it is cut off.
  void EndStreams();

 private:
  // One call on its way through the steps.
  struct Call {
    // `patience`: how long a caller waits who states no deadline.
    Call(const std::string& method, const grpc::CallbackServerContext& server_context,
         absl::Duration patience = kDefaultDeadline);
    // The method's row; nullptr if it has none.
    const Permission* permission;
    Authenticated who;
    MethodMetrics& metrics;
    // On the monotonic clock.
    absl::Duration begun;
    CallContext context;
    CallInFlight in_flight;
    // Of a stream or a raw call that was let in: its place among them.
    std::optional<Shares::Share> place;
    // Of a unary call: room for its request.
    std::optional<Shares::Share> room;
  };

  class RawReactor;

  template <typename Request, typename Response>
  class SinkReactor;

  // A server stream under way, whatever its messages are.
  class OpenStream {
   public:
    virtual ~OpenStream() = default;
    // Has it go on if it waits for news. May be called by any thread.
    virtual void Wake() = 0;
  };

  template <typename Request, typename Response>
  class SourceReactor;

  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Answer(Executor& executor, const std::string& method,
                                   grpc::CallbackServerContext* context, const Request* request,
                                   Response* response, Handler handler) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    auto call = std::make_shared<Call>(method, *context);
    const absl::Status begun = Begin(*call, *context, request->ByteSizeLong(), executor, [=, this] {
      const absl::Status status = Guard(*call, [&]() -> absl::Status {
        if (absl::Status admitted = Admit(*call, *request); !admitted.ok()) return admitted;
        absl::StatusOr<Response> answer = handler(call->context, *request);
        if (!answer.ok()) return answer.status();
        *response = *std::move(answer);
        return absl::OkStatus();
      });
      reactor->Finish(End(*call, status));
    });
    if (!begun.ok()) reactor->Finish(End(*call, begun));
    return reactor;
  }

  // Steps 3 and 4: names the caller, and queues `task` on `executor`.
  absl::Status Begin(Call& call, const grpc::CallbackServerContext& context, size_t request_bytes,
                     Executor& executor, Executor::Task task);
  // The same for an import, which has its place among them until it has ended.
  absl::Status BeginImport(Call& call, const grpc::CallbackServerContext& context,
                           Executor::Task task);
  // The same for a server stream, which has its place among them until Leave.
  absl::Status BeginStream(OpenStream& stream, Call& call,
                           const grpc::CallbackServerContext& context, Executor::Task task);
  void Leave(OpenStream& stream);
  absl::Status Authenticate(Call& call, const grpc::CallbackServerContext& context) const;
  static absl::Status Queue(const Call& call, Executor& executor, Executor::Task task);
  // Steps 5 and 6 without what depends on a message, and the exception barrier around `body`, which
  // is the rest.
  absl::Status Guard(Call& call, const std::function<absl::Status()>& body);
  // What depends on it. From then on the caller has the roles that it has for what the message is
  // about.
  absl::Status Admit(Call& call, const google::protobuf::Message& request) const;
  static absl::Status StreamsEnd();
  // INVALID_ARGUMENT where the bytes are no such message.
  static absl::Status ParseRaw(const grpc::ByteBuffer& bytes, google::protobuf::Message& request);
  // Step 2, and the status that goes to the caller. Once for each call.
  grpc::Status End(const Call& call, const absl::Status& status);
  void ReadMetrics(Scrape& scrape);

  const Authenticator authenticator_;
  const Authorizer authorizer_;
  RefusalLog* refusals_ = nullptr;
  std::atomic<bool> ending_streams_{false};
  Mutex streams_mutex_;
  std::set<OpenStream*> streams_ ABSL_GUARDED_BY(streams_mutex_);
  Shares stream_places_;
  Shares import_places_;
  // Of raw calls that are not answered yet.
  Shares raw_places_;
  // Bytes of the requests of unary calls that are not answered yet.
  Shares request_room_;
  Executor reads_;
  Executor writes_;
  Executor waiting_;
  const ScrapeSource metrics_{[this](Scrape& scrape) { ReadMetrics(scrape); }};
};

// A raw call. Lives until gRPC has done with it and nobody can answer it any more.
class Serving::RawReactor final : public grpc::ServerUnaryReactor {
 public:
  static std::shared_ptr<RawReactor> Start(Serving& serving, const std::string& method,
                                           const grpc::CallbackServerContext* context,
                                           grpc::ByteBuffer* response);

  const CallContext& context() const { return call_.context; }
  // Steps 3 to 7. `body` admits what was asked and answers, or returns why it does not.
  void Run(const std::function<absl::Status()>& body);
  absl::Status Admit(const google::protobuf::Message& request) {
    return serving_.Admit(call_, request);
  }
  // Ends the call. Only the first answer counts.
  void Answer(absl::StatusOr<grpc::ByteBuffer> answer);

  // Has `take_back` called once when the call is cancelled, at once where it is already.
  void IfCancelled(std::function<void()> take_back);

  void OnCancel() override;
  void OnDone() override { const std::shared_ptr<RawReactor> last = std::move(self_); }

 private:
  RawReactor(Serving& serving, const std::string& method,
             const grpc::CallbackServerContext* context, grpc::ByteBuffer* response)
      : serving_(serving), server_context_(context), response_(response), call_(method, *context) {}

  Serving& serving_;
  // Until the call has ended.
  const grpc::CallbackServerContext* const server_context_;
  grpc::ByteBuffer* const response_;
  Call call_;
  std::atomic<bool> answered_{false};
  Mutex mutex_;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<void()> take_back_ ABSL_GUARDED_BY(mutex_);
  // Until OnDone.
  std::shared_ptr<RawReactor> self_;
};

// How a raw call is answered. May be copied.
class Serving::RawAnswer {
 public:
  explicit RawAnswer(std::shared_ptr<RawReactor> call) : call_(std::move(call)) {}

  // Only the first answer counts; that to a call that was cancelled goes nowhere.
  void operator()(absl::StatusOr<grpc::ByteBuffer> answer) const {
    call_->Answer(std::move(answer));
  }
  // Whoever answers later has what it waits for taken back by `take_back`: that is called once when
  // the call is cancelled, also at its caller's deadline; at once where it is already. It must not
  // block.
  void IfCancelled(std::function<void()> take_back) const {
    call_->IfCancelled(std::move(take_back));
  }

 private:
  std::shared_ptr<RawReactor> call_;
};

template <typename Request, typename Handler>
grpc::ServerUnaryReactor* Serving::Raw(const std::string& method,
                                       grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                       Handler handler) {
  const std::shared_ptr<RawReactor> reactor = RawReactor::Start(*this, method, context, response);
  reactor->Run([&]() -> absl::Status {
    Request asked;
    if (absl::Status parsed = ParseRaw(*request, asked); !parsed.ok()) return parsed;
    if (absl::Status admitted = reactor->Admit(asked); !admitted.ok()) return admitted;
    handler(reactor->context(), asked, RawAnswer(reactor));
    return absl::OkStatus();
  });
  return reactor.get();
}

}  // namespace tertial

// The rest of the templates.
#include "common/rpc/serving_streams.h"  // IWYU pragma: export

#endif  // TERTIAL_COMMON_RPC_SERVING_H_
