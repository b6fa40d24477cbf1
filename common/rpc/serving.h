// The serving adapter: between gRPC's callback API and handlers that are plain functions.
//
// A unary handler is a function (const CallContext&, const Request&) -> absl::StatusOr<Response>.
// An import handler is a RowSink. Neither sees gRPC, and both may block: they run on the executors
// of this class, reads apart from writes. Every call passes the same steps, in this order (see
// Serving::Begin and Serving::Guard):
//
// - 1 exception barrier: whatever a handler throws becomes INTERNAL; statuses become gRPC statuses
// - 2 log: one line per call, with caller, code, reason and time taken
// - 3 authentication: who calls
// - 4 admission: a place in the queue, else RESOURCE_EXHAUSTED with RetryInfo
// - 5 authorisation: does the caller have the role the method asks for
// - 6 request: not past its deadline, no unknown fields
// - 7 handler
#ifndef TERTIAL_COMMON_RPC_SERVING_H_
#define TERTIAL_COMMON_RPC_SERVING_H_

#include <functional>
#include <memory>
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
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace tertial {

// What a method is, as its service declares it.
struct Method {
  // "tertial.indicators.v1.IndicatorsService/GetGoal".
  std::string name;
  Role role;
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

  // Answers a client stream with the sink that `open` makes for the call, on the executor for
  // writes.
  template <typename Request, typename Response>
  grpc::ServerReadReactor<Request>* Import(
      const Method& method, grpc::CallbackServerContext* context, Response* response,
      std::function<std::unique_ptr<RowSink<Request, Response>>(const CallContext&)> open) {
    return new SinkReactor<Request, Response>(*this, method, context, response, std::move(open));
  }

 private:
  // One call on its way through the steps.
  struct Call {
    Call(const Method& declared, const grpc::CallbackServerContext& server_context);
    Method method;
    absl::Time begun;
    CallContext context;
  };

  template <typename Request, typename Response>
  class SinkReactor;

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
  // Steps 5 and 6 and the exception barrier around `body`, which is the rest.
  absl::Status Guard(const Call& call, const std::function<absl::Status()>& body);
  // Step 2, and the status that goes to the caller.
  grpc::Status End(const Call& call, const absl::Status& status);

  const Authenticator authenticator_;
  Executor reads_;
  Executor writes_;
};

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
        call_(method, *context) {
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
      this->Finish(serving_.End(call_, status));
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

}  // namespace tertial

#endif  // TERTIAL_COMMON_RPC_SERVING_H_
