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
// - 2 log: one line per call, with caller, code, reason and time taken
// - 3 authentication: who calls
// - 4 admission: a place in the queue, of a stream one among the streams, of a raw call one among
//   those, else RESOURCE_EXHAUSTED with RetryInfo
// - 5 authorisation: does the caller have the role the method asks for
// - 6 request: not past its deadline, no unknown fields
// - 7 handler
#ifndef TERTIAL_COMMON_RPC_SERVING_H_
#define TERTIAL_COMMON_RPC_SERVING_H_

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/call_context.h"
#include "common/rpc/executor.h"
#include "common/rpc/limits.h"
#include "common/rpc/unknown_fields.h"
#include "common/status/errors.h"
#include "common/status/grpc_status.h"
#include "common/store/mutex.h"
#include "common/types/clock.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace tertial {

// What a method is, as its service declares it.
struct Method {
  // "tertial.indicators.v1.IndicatorsService/GetGoal".
  std::string name;
  Role role;
  // A second role that the caller must have as well. Unspecified: none.
  Role also = common::internal::v1::ROLE_UNSPECIFIED;
};

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
  explicit Serving(Authenticator authenticator);

  // Answers a unary call with `handler`, on the executor for reads.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Unary(const Method& method, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response, Handler handler) {
    return Answer(reads_, method, context, request, response, std::move(handler));
  }

  // The same for a call that writes, on the executor for writes.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Write(const Method& method, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response, Handler handler) {
    return Answer(writes_, method, context, request, response, std::move(handler));
  }

  // The same for a call that waits for other services, on an executor for those: what they are late
  // with holds up no other call. It has kLongestWaiting at most, however long its caller has.
  template <typename Request, typename Response, typename Handler>
  grpc::ServerUnaryReactor* Waiting(const Method& method, grpc::CallbackServerContext* context,
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
  grpc::ServerUnaryReactor* Raw(const Method& method, grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                Handler handler);

  // Answers a client stream with the sink that `open` makes for the call, on the executor for
  // writes. A caller who states no deadline has none.
  template <typename Request, typename Response>
  grpc::ServerReadReactor<Request>* Import(
      const Method& method, grpc::CallbackServerContext* context, Response* response,
      std::function<std::unique_ptr<RowSink<Request, Response>>(const CallContext&)> open) {
    return new SinkReactor<Request, Response>(*this, method, context, response, std::move(open));
  }

  // Answers with the stream of messages of the source that `open` makes for the call, on the
  // executor for reads. Between two messages no thread is held, and the next one is made when the
  // last one is on its way. A caller who states no deadline has none.
  template <typename Request, typename Response>
  grpc::ServerWriteReactor<Response>* Stream(
      const Method& method, grpc::CallbackServerContext* context, const Request* request,
      std::function<absl::StatusOr<std::unique_ptr<Source<Response>>>(const CallContext&,
                                                                      const Request&)>
          open) {
    return SourceReactor<Request, Response>::Start(*this, method, context, request,
                                                   std::move(open));
  }

  // Ends all server streams, those under way and those to come, with UNAVAILABLE. For the end of
  // the process: a watch would else go on until it is cut off.
  void EndStreams();

 private:
  // One call on its way through the steps.
  struct Call {
    // `patience`: how long a caller waits who states no deadline.
    Call(const Method& declared, const grpc::CallbackServerContext& server_context,
         absl::Duration patience = kDefaultDeadline);
    Method method;
    absl::Time begun;
    CallContext context;
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
  grpc::ServerUnaryReactor* Answer(Executor& executor, const Method& method,
                                   grpc::CallbackServerContext* context, const Request* request,
                                   Response* response, Handler handler) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    auto call = std::make_shared<Call>(method, *context);
    const absl::Status begun = Begin(*call, *context, executor, [=, this] {
      const absl::Status status = Guard(*call, [&]() -> absl::Status {
        if (absl::Status known = RefuseUnknownFields(*request); !known.ok()) return known;
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
  absl::Status Begin(Call& call, const grpc::CallbackServerContext& context, Executor& executor,
                     Executor::Task task);
  // The same for a server stream, which takes its place among them until Leave.
  absl::Status BeginStream(OpenStream& stream, Call& call,
                           const grpc::CallbackServerContext& context, Executor::Task task);
  void Leave(OpenStream& stream);
  absl::Status Authenticate(Call& call, const grpc::CallbackServerContext& context) const;
  // Steps 5 and 6 and the exception barrier around `body`, which is the rest.
  absl::Status Guard(const Call& call, const std::function<absl::Status()>& body);
  static absl::Status StreamsEnd();
  // INVALID_ARGUMENT where the bytes are no such message.
  static absl::Status ParseRaw(const grpc::ByteBuffer& bytes, google::protobuf::Message& request);
  // Step 2, and the status that goes to the caller.
  grpc::Status End(const Call& call, const absl::Status& status);

  const Authenticator authenticator_;
  std::atomic<bool> ending_streams_{false};
  Mutex streams_mutex_;
  std::set<OpenStream*> streams_ ABSL_GUARDED_BY(streams_mutex_);
  // Calls of raw methods that are not answered yet.
  std::atomic<size_t> raw_calls_{0};
  Executor reads_;
  Executor writes_;
  Executor waiting_;
};

// A raw call. Lives until gRPC has done with it and nobody can answer it any more.
class Serving::RawReactor final : public grpc::ServerUnaryReactor {
 public:
  static std::shared_ptr<RawReactor> Start(Serving& serving, const Method& method,
                                           const grpc::CallbackServerContext* context,
                                           grpc::ByteBuffer* response);

  const CallContext& context() const { return call_.context; }
  // Steps 3 to 7. `body` answers, or returns why it does not.
  void Run(const std::function<absl::Status()>& body);
  // Ends the call. Only the first answer counts.
  void Answer(absl::StatusOr<grpc::ByteBuffer> answer);

  // Has `take_back` called once when the call is cancelled, at once where it is already.
  void IfCancelled(std::function<void()> take_back);

  void OnCancel() override;
  void OnDone() override { const std::shared_ptr<RawReactor> last = std::move(self_); }

 private:
  RawReactor(Serving& serving, const Method& method, const grpc::CallbackServerContext* context,
             grpc::ByteBuffer* response)
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
grpc::ServerUnaryReactor* Serving::Raw(const Method& method, grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                       Handler handler) {
  const std::shared_ptr<RawReactor> reactor = RawReactor::Start(*this, method, context, response);
  reactor->Run([&]() -> absl::Status {
    Request asked;
    if (absl::Status parsed = ParseRaw(*request, asked); !parsed.ok()) return parsed;
    if (absl::Status known = RefuseUnknownFields(asked); !known.ok()) return known;
    handler(reactor->context(), asked, RawAnswer(reactor));
    return absl::OkStatus();
  });
  return reactor.get();
}

// Reads one message at a time: the next is asked for when the sink has taken the last, so that a
// fast client is slowed down and no thread waits for a slow one.
template <typename Request, typename Response>
class Serving::SinkReactor : public grpc::ServerReadReactor<Request> {
 public:
  SinkReactor(Serving& serving, const Method& method, grpc::CallbackServerContext* context,
              Response* response,
              std::function<std::unique_ptr<RowSink<Request, Response>>(const CallContext&)> open)
      : serving_(serving),
        context_(context),
        response_(response),
        open_(std::move(open)),
        call_(method, *context, absl::InfiniteDuration()) {
    const absl::Status begun = serving_.Begin(call_, *context, serving_.writes_, [this] {
      Step([this] {
        sink_ = open_(call_.context);
        return absl::OkStatus();
      });
    });
    if (!begun.ok()) this->Finish(serving_.End(call_, begun));
  }

  void OnReadDone(bool ok) override {
    serving_.writes_.Submit([this, ok] {
      if (ok) {
        Step([this]() -> absl::Status {
          if (absl::Status known = RefuseUnknownFields(request_); !known.ok()) return known;
          return sink_->Accept(std::move(request_));
        });
      } else {
        Answer();
      }
    });
  }

  void OnDone() override { delete this; }

 private:
  // Runs one step and asks for the next message, or ends the call with the step's error.
  void Step(const std::function<absl::Status()>& step) {
    const absl::Status status = serving_.Guard(call_, step);
    if (!status.ok()) {
      End(status);
      return;
    }
    request_.Clear();
    this->StartRead(&request_);
  }

  void Answer() {
    const absl::Status status = serving_.Guard(call_, [this]() -> absl::Status {
      if (context_->IsCancelled()) return CallCancelled();
      absl::StatusOr<Response> answer = sink_->Finish();
      if (!answer.ok()) return answer.status();
      *response_ = *std::move(answer);
      return absl::OkStatus();
    });
    End(status);
  }

  void End(const absl::Status& status) {
    // What it has to put away is not left to gRPC's thread.
    sink_.reset();
    this->Finish(serving_.End(call_, status));
  }

  Serving& serving_;
  grpc::CallbackServerContext* const context_;
  Response* const response_;
  const std::function<std::unique_ptr<RowSink<Request, Response>>(const CallContext&)> open_;
  Call call_;
  std::unique_ptr<RowSink<Request, Response>> sink_;
  Request request_;
};

// Goes from step to step: a message is made, sent, and when it is on its way the next one is made;
// where there is none yet, the stream is parked until it is woken. Steps never overlap. The object
// lives until gRPC has done with the call and no step is left.
template <typename Request, typename Response>
class Serving::SourceReactor final
    : public grpc::ServerWriteReactor<Response>,
      public OpenStream,
      public std::enable_shared_from_this<SourceReactor<Request, Response>> {
 public:
  using Open = std::function<absl::StatusOr<std::unique_ptr<Source<Response>>>(const CallContext&,
                                                                               const Request&)>;

  static SourceReactor* Start(Serving& serving, const Method& method,
                              grpc::CallbackServerContext* context, const Request* request,
                              Open open) {
    const std::shared_ptr<SourceReactor> stream(
        new SourceReactor(serving, method, context, request, std::move(open)));
    stream->self_ = stream;
    const absl::Status begun =
        serving.BeginStream(*stream, stream->call_, *context, [stream] { stream->Step(); });
    if (!begun.ok()) stream->Finish(serving.End(stream->call_, begun));
    return stream.get();
  }

  void Wake() override {
    if (parked_.exchange(false)) Submit();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) cancelled_ = true;
    Submit();
  }

  void OnCancel() override {
    cancelled_ = true;
    Wake();
  }

  void OnDone() override {
    serving_.Leave(*this);
    const std::shared_ptr<SourceReactor> last = std::move(self_);
  }

 private:
  SourceReactor(Serving& serving, const Method& method, grpc::CallbackServerContext* context,
                const Request* request, Open open)
      : serving_(serving),
        request_(request),
        open_(std::move(open)),
        call_(method, *context, absl::InfiniteDuration()) {}

  void Submit() {
    serving_.reads_.Submit([stream = this->shared_from_this()] { stream->Step(); });
  }

  void Step() {
    // Whoever wakes a stream that is being parked has a step wait here until it is.
    const MutexLock lock(step_mutex_);
    SourceState state = SourceState::kEnd;
    const absl::Status status =
        serving_.Guard(call_, [&]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return MakeNext(state); });
    if (!status.ok() || state == SourceState::kEnd) {
      End(status);
    } else if (state == SourceState::kMessage) {
      this->StartWrite(&response_);
    } else {
      Park();
    }
  }

  absl::Status MakeNext(SourceState& state) ABSL_EXCLUSIVE_LOCKS_REQUIRED(step_mutex_) {
    if (absl::Status going_on = CheckGoingOn(); !going_on.ok()) return going_on;
    if (source_ == nullptr) {
      if (absl::Status known = RefuseUnknownFields(*request_); !known.ok()) return known;
      absl::StatusOr<std::unique_ptr<Source<Response>>> source = open_(call_.context, *request_);
      if (!source.ok()) return source.status();
      source_ = *std::move(source);
    }
    response_.Clear();
    absl::StatusOr<SourceState> next = source_->Next(response_);
    if (next.ok()) state = *next;
    return next.status();
  }

  void Park() ABSL_EXCLUSIVE_LOCKS_REQUIRED(step_mutex_) {
    parked_ = true;
    // It may have been ended before it was parked: then nobody would wake it.
    if (!CheckGoingOn().ok()) {
      Wake();
    } else {
      source_->WaitForNews([this] { Wake(); });
    }
  }

  absl::Status CheckGoingOn() const {
    if (cancelled_) return CallCancelled();
    if (serving_.ending_streams_) return StreamsEnd();
    return absl::OkStatus();
  }

  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(step_mutex_) {
    // What it waits for must be taken back while this object is there.
    source_.reset();
    this->Finish(serving_.End(call_, status));
  }

  Serving& serving_;
  const Request* const request_;
  const Open open_;
  Call call_;
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> parked_{false};
  // Until OnDone.
  std::shared_ptr<SourceReactor> self_;
  Mutex step_mutex_;
  std::unique_ptr<Source<Response>> source_ ABSL_GUARDED_BY(step_mutex_);
  Response response_ ABSL_GUARDED_BY(step_mutex_);
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_SERVING_H_
