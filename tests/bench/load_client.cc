#include "tests/bench/load_client.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <latch>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/rpc/limits.h"
#include "common/status/grpc_status.h"

namespace tertial::bench {
namespace {

constexpr char kCaller[] = "cli";
constexpr std::chrono::seconds kPatience(15);

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestMessageBytes);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

grpc::ByteBuffer ToByteBuffer(absl::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size());
  return grpc::ByteBuffer(&slice, 1);
}

void Prepare(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
  context.AddMetadata(kCallerMetadata, kCaller);
}

}  // namespace

// One run. Every stream makes a call, and when it is answered the next, until all are made or one
// has failed. Callbacks hold it alive.
class LoadClient::Load : public std::enable_shared_from_this<Load> {
 public:
  Load(LoadClient& client, int calls, int at_once, size_t expected_bytes)
      : client_(client),
        expected_bytes_(expected_bytes),
        left_(calls),
        streams_(at_once),
        ended_(at_once) {}

  absl::StatusOr<absl::Duration> Run() {
    const auto begun = std::chrono::steady_clock::now();
    for (Stream& stream : streams_) CallNext(stream);
    ended_.wait();
    const auto took = std::chrono::steady_clock::now() - begun;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!failure_.ok()) return failure_;
    return absl::FromChrono(took);
  }

 private:
  // The call under way. What it holds is made anew for each.
  struct Stream {
    std::unique_ptr<grpc::ClientContext> context;
    grpc::ByteBuffer response;
  };

  void CallNext(Stream& stream) {
    if (!TakeOne()) {
      ended_.count_down();
      return;
    }
    stream.response.Clear();
    stream.context = std::make_unique<grpc::ClientContext>();
    Prepare(*stream.context);
    client_.stub_.UnaryCall(stream.context.get(), client_.method_, grpc::StubOptions(),
                            &client_.request_, &stream.response,
                            [self = shared_from_this(), &stream](const grpc::Status& status) {
                              self->Check(status, stream.response);
                              self->CallNext(stream);
                            });
  }

  bool TakeOne() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (left_ == 0 || !failure_.ok()) return false;
    --left_;
    return true;
  }

  void Check(const grpc::Status& status, const grpc::ByteBuffer& response) {
    absl::Status checked = FromGrpcStatus(status);
    if (checked.ok() && response.Length() != expected_bytes_) {
      checked = absl::DataLossError(
          absl::StrCat("an answer has ", response.Length(), " bytes, not ", expected_bytes_));
    }
    if (checked.ok()) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    failure_.Update(checked);
  }

  LoadClient& client_;
  const size_t expected_bytes_;
  std::mutex mutex_;
  int left_;
  absl::Status failure_;
  std::vector<Stream> streams_;
  std::latch ended_;
};

LoadClient::LoadClient(const std::string& address, std::string method, absl::string_view request)
    : stub_(OpenChannel(address)), method_(std::move(method)), request_(ToByteBuffer(request)) {}

absl::StatusOr<std::string> LoadClient::Fetch() {
  grpc::ClientContext context;
  Prepare(context);
  grpc::ByteBuffer response;
  grpc::Status status;
  std::latch ended(1);
  stub_.UnaryCall(&context, method_, grpc::StubOptions(), &request_, &response,
                  [&](const grpc::Status& answered) {
                    status = answered;
                    ended.count_down();
                  });
  ended.wait();
  if (!status.ok()) return FromGrpcStatus(status);
  grpc::Slice slice;
  if (!response.TrySingleSlice(&slice).ok() && !response.DumpToSingleSlice(&slice).ok()) {
    return absl::InternalError("the answer's bytes cannot be read");
  }
  return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

absl::StatusOr<absl::Duration> LoadClient::Run(int calls, int at_once, size_t expected_bytes) {
  return std::make_shared<Load>(*this, calls, at_once, expected_bytes)->Run();
}

}  // namespace tertial::bench
