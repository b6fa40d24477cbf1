#include "tests/bench/load_client.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>

#include <chrono>
#include <latch>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "common/rpc/authenticator.h"
#include "common/rpc/limits.h"
#include "common/status/grpc_status.h"
#include "common/types/clock.h"

namespace tertial::bench {
namespace {

// A write may have to wait for an import that is being applied.
constexpr std::chrono::seconds kPatience(120);

// As large as gRPC lets them grow by itself, but for every connection alike: how far they grow is a
// matter of chance, and with it how many large answers a second go over a connection.
constexpr int kWindowBytes = 4 << 20;
constexpr int kFrameBytes = 1 << 20;

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address, const LoadCaller& caller) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestMessageBytes);
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kWindowBytes);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_FRAME_SIZE, kFrameBytes);
  return grpc::CreateCustomChannel(
      address,
      caller.credentials == nullptr ? grpc::InsecureChannelCredentials() : caller.credentials,
      arguments);
}

void Prepare(const LoadCaller& caller, grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
  if (!caller.name.empty()) context.AddMetadata(kCallerMetadata, caller.name);
  for (const auto& [key, value] : caller.metadata) context.AddMetadata(key, value);
}

}  // namespace

grpc::ByteBuffer ToByteBuffer(absl::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

absl::StatusOr<std::string> ToString(grpc::ByteBuffer buffer) {
  grpc::Slice slice;
  if (!buffer.TrySingleSlice(&slice).ok() && !buffer.DumpToSingleSlice(&slice).ok()) {
    return absl::InternalError("the answer's bytes cannot be read");
  }
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

// One run. Every stream makes a call, and when it is answered the next, until all are made or one
// has failed. Callbacks hold it alive.
class LoadClient::Running : public std::enable_shared_from_this<Running> {
 public:
  Running(LoadClient& client, const Load& load)
      : client_(client),
        load_(load),
        begun_(SystemClock().Monotonic()),
        streams_(load.at_once),
        ended_(load.at_once) {}

  absl::StatusOr<LoadResult> Run() {
    for (Stream& stream : streams_) CallNext(stream);
    ended_.wait();
    const absl::Duration took = SystemClock().Monotonic() - begun_;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!failure_.ok()) return failure_;
    return LoadResult{made_, took};
  }

 private:
  // The call under way. What it holds is made anew for each.
  struct Stream {
    std::unique_ptr<grpc::ClientContext> context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer answer;
  };

  void CallNext(Stream& stream) {
    const std::optional<int64_t> call = TakeOne();
    if (!call.has_value()) {
      // It holds the channel, which a thread that gRPC calls back on must not be the last to hold.
      stream.context.reset();
      ended_.count_down();
      return;
    }
    stream.request = load_.request(*call);
    stream.answer.Clear();
    stream.context = std::make_unique<grpc::ClientContext>();
    Prepare(client_.caller_, *stream.context);
    client_.stub_.UnaryCall(stream.context.get(), client_.method_, grpc::StubOptions(),
                            &stream.request, &stream.answer,
                            [self = shared_from_this(), &stream](const grpc::Status& status) {
                              self->Judge(status, stream.answer);
                              self->CallNext(stream);
                            });
  }

  // The number of a call that is to be made, if one is.
  std::optional<int64_t> TakeOne() {
    const bool in_time = load_.duration == absl::InfiniteDuration() ||
                         SystemClock().Monotonic() - begun_ < load_.duration;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!in_time || made_ == load_.calls || !failure_.ok()) return std::nullopt;
    return made_++;
  }

  void Judge(const grpc::Status& status, const grpc::ByteBuffer& answer) {
    absl::Status judged = FromGrpcStatus(status);
    if (judged.ok()) judged = load_.check(answer);
    if (judged.ok()) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    failure_.Update(judged);
  }

  LoadClient& client_;
  const Load load_;
  const absl::Duration begun_;
  std::mutex mutex_;
  int64_t made_ = 0;
  absl::Status failure_;
  std::vector<Stream> streams_;
  std::latch ended_;
};

LoadClient::LoadClient(const std::string& address, std::string method, LoadCaller caller)
    : stub_(OpenChannel(address, caller)), method_(std::move(method)), caller_(std::move(caller)) {}

absl::StatusOr<std::string> LoadClient::Fetch(absl::string_view request) {
  grpc::ClientContext context;
  Prepare(caller_, context);
  const grpc::ByteBuffer asked = ToByteBuffer(request);
  grpc::ByteBuffer answer;
  grpc::Status status;
  std::latch ended(1);
  stub_.UnaryCall(&context, method_, grpc::StubOptions(), &asked, &answer,
                  [&](const grpc::Status& answered) {
                    status = answered;
                    ended.count_down();
                  });
  ended.wait();
  if (!status.ok()) return FromGrpcStatus(status);
  return ToString(answer);
}

absl::StatusOr<LoadResult> LoadClient::Run(const Load& load) {
  return std::make_shared<Running>(*this, load)->Run();
}

}  // namespace tertial::bench
