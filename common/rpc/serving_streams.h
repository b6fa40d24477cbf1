// How the serving adapter takes and makes streams. Part of serving.h, which includes it.
#ifndef TERTIAL_COMMON_RPC_SERVING_STREAMS_H_
#define TERTIAL_COMMON_RPC_SERVING_STREAMS_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/serving.h"
#include "common/status/errors.h"
#include "common/store/mutex.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace tertial {

// Reads one message at a time: the next is asked for when the sink has taken the last, so that a
// fast client is slowed down and no thread waits for a slow one.
template <typename Request, typename Response>
class Serving::SinkReactor : public grpc::ServerReadReactor<Request> {
 public:
  SinkReactor(Serving& serving, const std::string& method, grpc::CallbackServerContext* context,
              Response* response,
              std::function<std::unique_ptr<RowSink<Request, Response>>(const CallContext&)> open)
      : serving_(serving),
        context_(context),
        response_(response),
        open_(std::move(open)),
        call_(method, *context, absl::InfiniteDuration()) {
    const absl::Status begun = serving_.BeginImport(call_, *context, [this] {
      Step([this] {
        sink_ = open_(call_.context);
        return absl::OkStatus();
      });
    });
    if (!begun.ok()) this->Finish(serving_.End(call_, begun));
  }

  void OnReadDone(bool ok) override {
    serving_.writes_.Submit(call_.context.caller.name, [this, ok] {
      if (ok) {
        Step([this]() -> absl::Status {
          if (absl::Status admitted = serving_.Admit(call_, request_); !admitted.ok()) {
            return admitted;
          }
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

  static SourceReactor* Start(Serving& serving, const std::string& method,
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
  SourceReactor(Serving& serving, const std::string& method, grpc::CallbackServerContext* context,
                const Request* request, Open open)
      : serving_(serving),
        request_(request),
        open_(std::move(open)),
        call_(method, *context, absl::InfiniteDuration()) {}

  void Submit() {
    serving_.reads_.Submit(call_.context.caller.name,
                           [stream = this->shared_from_this()] { stream->Step(); });
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
    // Again before each message: the policy may have changed.
    if (absl::Status admitted = serving_.Admit(call_, *request_); !admitted.ok()) return admitted;
    if (source_ == nullptr) {
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

#endif  // TERTIAL_COMMON_RPC_SERVING_STREAMS_H_
