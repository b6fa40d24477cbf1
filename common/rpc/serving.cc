#include "common/rpc/serving.h"

#include <algorithm>
#include <exception>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/observability/log.h"
#include "common/observability/trace.h"
#include "common/rpc/origin.h"
#include "common/rpc/unknown_fields.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/store/key_value_store.h"
#include "common/types/clock.h"
#include "grpcpp/support/proto_buffer_reader.h"

namespace tertial {
namespace {

constexpr size_t kLongestRequestId = 64;

// The caller's id for the call, if it is fit for a log line, else a new one.
std::string RequestIdOf(const grpc::ServerContextBase& context) {
  std::string id = MetadataOf(context, kRequestIdMetadata);
  const bool printable = std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '\\';
  });
  if (!id.empty() && id.size() <= kLongestRequestId && printable) return id;
  return absl::StrFormat("%016x", RandomId());
}

// The call's step of the trace that its metadata names, or of one that begins here.
TraceContext TraceOf(const grpc::ServerContextBase& context) {
  // Which of two is meant nobody knows.
  if (context.client_metadata().count(kTraceParent) != 1) return NewTrace();
  return ContinuedTrace(MetadataOf(context, kTraceParent), MetadataOf(context, kTraceState));
}

// Whether the caller is turned away, rather than told what is wrong with the request.
bool IsRefusal(grpc::StatusCode code) {
  return code == grpc::StatusCode::UNAUTHENTICATED || code == grpc::StatusCode::PERMISSION_DENIED ||
         code == grpc::StatusCode::RESOURCE_EXHAUSTED;
}

// What the store said, which no caller is told.
std::string StorageDetailOf(const absl::Status& status) {
  const absl::optional<absl::Cord> detail = status.GetPayload(kStorageDetailUrl);
  return detail.has_value() ? std::string(*detail) : "";
}

// When the answer is of no more use; to a caller that states no deadline, after `patience`.
absl::Time DeadlineOf(const grpc::ServerContextBase& context, absl::Time now,
                      absl::Duration patience) {
  constexpr absl::Duration kNoDeadline = absl::Hours(24 * 365);
  // By gRPC's clock, which no jump of the wall clock changes: `now` may be from before or after it.
  const gpr_timespec stated = context.raw_deadline();
  const gpr_timespec left = gpr_time_sub(stated, gpr_now(stated.clock_type));
  const absl::Duration time_left = absl::Seconds(left.tv_sec) + absl::Nanoseconds(left.tv_nsec);
  return now + (time_left > kNoDeadline ? patience : time_left);
}

// Whether an intermediary may name another caller of the method: a gateway passes on the contracts
// of the gateway that keeps editions and no others, so one that is taken over is nobody else in a
// data service.
bool IsPassedOn(absl::string_view method) {
  return absl::StartsWith(method, "tertial.gateway.v1.");
}

}  // namespace

Serving::Call::Call(const std::string& method, const grpc::CallbackServerContext& server_context,
                    absl::Duration patience)
    : permission(FindPermission(method)),
      metrics(MethodMetrics::Of(method)),
      begun(SystemClock().Monotonic()) {
  context.method = method;
  context.request_id = RequestIdOf(server_context);
  context.peer = HostOf(server_context.peer());
  context.trace = TraceOf(server_context);
  context.deadline = DeadlineOf(server_context, SystemClock().Now(), patience);
}

Serving::Serving(Authenticator authenticator, Authorizer authorizer)
    : authenticator_(std::move(authenticator)),
      authorizer_(std::move(authorizer)),
      stream_places_(kMostStreams, kMostStreamsOfCaller),
      import_places_(kMostImports, kMostImportsOfCaller),
      raw_places_(kMostWaitingReads, kMostWaitingOfCaller),
      request_room_(kMostRequestBytes, kMostRequestBytesOfCaller),
      reads_(kReadThreads, {kMostWaitingReads, kMostWaitingOfCaller}),
      writes_(kWriteThreads, {kMostWaitingWrites, kMostWaitingOfCaller}),
      waiting_(kWaitingThreads, {kMostWaitingReads, kMostWaitingOfCaller}) {}

absl::Status Serving::Begin(Call& call, const grpc::CallbackServerContext& context,
                            size_t request_bytes, Executor& executor, Executor::Task task) {
  TERTIAL_RETURN_IF_ERROR(Authenticate(call, context));
  call.room = request_room_.Take(call.context.caller.name, std::max<size_t>(request_bytes, 1));
  if (!call.room.has_value()) return TooManyCalls(kRetryAfter);
  return Queue(call, executor, std::move(task));
}

absl::Status Serving::Queue(const Call& call, Executor& executor, Executor::Task task) {
  const std::optional<absl::Duration> retry_after = executor.TrySubmit(
      call.context.caller.name, call.context.deadline - SystemClock().Now(), std::move(task));
  return retry_after.has_value() ? TooManyCalls(*retry_after) : absl::OkStatus();
}

absl::Status Serving::BeginImport(Call& call, const grpc::CallbackServerContext& context,
                                  Executor::Task task) {
  TERTIAL_RETURN_IF_ERROR(Authenticate(call, context));
  call.place = import_places_.Take(call.context.caller.name);
  if (!call.place.has_value()) return TooManyCalls(kRetryStreamAfter);
  return Queue(call, writes_, std::move(task));
}

absl::Status Serving::BeginStream(OpenStream& stream, Call& call,
                                  const grpc::CallbackServerContext& context, Executor::Task task) {
  TERTIAL_RETURN_IF_ERROR(Authenticate(call, context));
  call.place = stream_places_.Take(call.context.caller.name);
  if (!call.place.has_value()) return TooManyCalls(kRetryStreamAfter);
  {
    const MutexLock lock(streams_mutex_);
    streams_.insert(&stream);
  }
  return Queue(call, reads_, std::move(task));
}

void Serving::Leave(OpenStream& stream) {
  const MutexLock lock(streams_mutex_);
  streams_.erase(&stream);
}

void Serving::EndStreams() {
  ending_streams_ = true;
  const MutexLock lock(streams_mutex_);
  for (OpenStream* stream : streams_) stream->Wake();
}

absl::Status Serving::StreamsEnd() {
  return ServiceUnavailable(
      "The service stops; go on after the last resume token when it is there again.");
}

absl::Status Serving::Authenticate(Call& call, const grpc::CallbackServerContext& context) const {
  TERTIAL_ASSIGN_OR_RETURN(const Credentials credentials, CredentialsOf(context));
  call.context.peer = HostOf(credentials.peer.address);
  absl::Status status = authenticator_.Authenticate(credentials, call.who);
  call.context.identified_by = call.who.identity;
  if (status.ok() && !call.who.on_behalf_of.empty() && !IsPassedOn(call.context.method) &&
      call.who.caller != call.who.policy->FindByIdentity(call.who.identity)) {
    call.who.caller = nullptr;
    status = WithHiddenCause(CallerUnknown(),
                             "An intermediary names somebody else for what is not passed on.");
  }
  if (call.who.caller != nullptr) call.context.caller.name = call.who.caller->name;
  return status;
}

absl::StatusOr<std::string> Serving::CallerOf(const std::string& method,
                                              const grpc::CallbackServerContext& context) {
  Call call(method, context);
  const absl::Status status = Authenticate(call, context);
  if (status.ok()) return call.context.caller.name;
  // What goes to the caller is made of the same status where the call is passed on.
  (void)End(call, status);
  return status;
}

absl::Status Serving::Guard(Call& call, const std::function<absl::Status()>& body) {
  TERTIAL_RETURN_IF_ERROR(authenticator_.Refresh(call.who));
  const PolicyCaller& caller = *call.who.caller;
  TERTIAL_RETURN_IF_ERROR(authorizer_.AdmitCaller(caller, call.context.method, call.permission));
  call.context.caller.roles = authorizer_.RolesEverywhere(caller);
  if (SystemClock().Now() > call.context.deadline) return DeadlineExceeded();
  try {
    return body();
  } catch (const std::exception& failure) {
    return InternalError(absl::StrCat("A handler threw: ", failure.what()));
  } catch (...) {
    return InternalError("A handler threw something that is no exception.");
  }
}

absl::Status Serving::Admit(Call& call, const google::protobuf::Message& request) const {
  TERTIAL_ASSIGN_OR_RETURN(
      call.context.caller.roles,
      authorizer_.AdmitRequest(*call.who.caller, call.context.method, *call.permission, request));
  return RefuseUnknownFields(request);
}

absl::Status Serving::ParseRaw(const grpc::ByteBuffer& bytes, google::protobuf::Message& request) {
  // The reader is not const in what it reads from; the buffer stays as it is.
  grpc::ByteBuffer readable = bytes;
  grpc::ProtoBufferReader reader(&readable);
  if (reader.status().ok() && request.ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  return InvalidStream(absl::StrCat("The bytes are no ",
                                    std::string(request.GetDescriptor()->full_name()),
                                    "; send a message of the method's contract."));
}

std::shared_ptr<Serving::RawReactor> Serving::RawReactor::Start(
    Serving& serving, const std::string& method, const grpc::CallbackServerContext* context,
    grpc::ByteBuffer* response) {
  const std::shared_ptr<RawReactor> reactor(new RawReactor(serving, method, context, response));
  reactor->self_ = reactor;
  return reactor;
}

void Serving::RawReactor::Run(const std::function<absl::Status()>& body) {
  absl::Status status = serving_.Authenticate(call_, *server_context_);
  if (status.ok()) {
    call_.place = serving_.raw_places_.Take(call_.context.caller.name);
    if (!call_.place.has_value()) status = TooManyCalls(kRetryAfter);
  }
  if (status.ok()) status = serving_.Guard(call_, body);
  if (!status.ok()) Answer(status);
}

void Serving::RawReactor::Answer(absl::StatusOr<grpc::ByteBuffer> answer) {
  if (answered_.exchange(true)) return;
  call_.place.reset();
  const absl::Status status = answer.status();
  if (status.ok()) *response_ = *std::move(answer);
  Finish(serving_.End(call_, status));
}

void Serving::RawReactor::IfCancelled(std::function<void()> take_back) {
  {
    const MutexLock lock(mutex_);
    if (!cancelled_) {
      take_back_ = std::move(take_back);
      return;
    }
  }
  take_back();
}

void Serving::RawReactor::OnCancel() {
  Answer(CallCancelled());
  std::function<void()> take_back;
  {
    const MutexLock lock(mutex_);
    cancelled_ = true;
    take_back = std::exchange(take_back_, nullptr);
  }
  if (take_back) take_back();
}

grpc::Status Serving::End(const Call& call, const absl::Status& status) {
  const grpc::Status answer = ToGrpcStatus(status);
  if (refusals_ != nullptr) refusals_->Note(call.context, status);
  const absl::Duration taken = SystemClock().Monotonic() - call.begun;
  call.metrics.Count(static_cast<absl::StatusCode>(answer.error_code()), taken);
  if (IsRefusal(answer.error_code())) CountRefusal(ReasonOf(status));
  const bool defect = answer.error_code() == grpc::StatusCode::INTERNAL ||
                      answer.error_code() == grpc::StatusCode::DATA_LOSS ||
                      (answer.error_code() == grpc::StatusCode::UNAVAILABLE && !ending_streams_);
  if (!IsLogged(defect ? Severity::kError : Severity::kDebug)) return answer;
  const std::string milliseconds = absl::StrFormat("%.3f", absl::ToDoubleMilliseconds(taken));
  const std::string code =
      absl::StatusCodeToString(static_cast<absl::StatusCode>(answer.error_code()));
  if (defect) {
    // Only here the cause is told: what goes to the caller has no paths and keys.
    Log(Severity::kError, "call failed",
        {{"method", call.context.method},
         {"caller", call.context.caller.name},
         {"request_id", call.context.request_id},
         {"trace_id", call.context.trace.TraceId()},
         {"code", code},
         {"cause", std::string(status.message())},
         {"storage", StorageDetailOf(status)},
         {"milliseconds", milliseconds}});
  } else {
    Log(Severity::kDebug, "call",
        {{"method", call.context.method},
         {"caller", call.context.caller.name},
         {"request_id", call.context.request_id},
         {"trace_id", call.context.trace.TraceId()},
         {"code", code},
         {"reason", status.ok() ? "" : ReasonName(ReasonOf(status))},
         {"milliseconds", milliseconds}});
  }
  return answer;
}

void Serving::ReadMetrics(Scrape& scrape) {
  scrape.Gauge(kStreams, static_cast<double>(stream_places_.taken()));
  scrape.Gauge(kImports, static_cast<double>(import_places_.taken()));
  scrape.Gauge(kRequestBytes, static_cast<double>(request_room_.taken()));
  for (const auto& [name, executor] :
       {std::pair("reads", &reads_), {"writes", &writes_}, {"waiting", &waiting_}}) {
    const MetricLabels labels = {{"executor", name}};
    scrape.Gauge(kExecutorThreads, executor->threads(), labels);
    scrape.Gauge(kExecutorThreadsBusy, executor->busy(), labels);
    scrape.Gauge(kExecutorQueueLength, static_cast<double>(executor->waiting()), labels);
  }
}

}  // namespace tertial
