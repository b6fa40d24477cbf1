#include "tests/bench/national_export.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <latch>
#include <utility>

#include "common/ledger/ledger_keys.h"
#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "common/store/key_encoding.h"
#include "common/types/clock.h"
#include "google/protobuf/io/coded_stream.h"
#include "tertial/changes/v1/changes_service.pb.h"
#include "tests/bench/load_client.h"

namespace tertial::bench {
namespace {

using changes::v1::ExportResourcesRequest;
using changes::v1::ExportResourcesResponse;

constexpr char kMethod[] = "/tertial.changes.v1.ChangeService/ExportResources";
constexpr std::chrono::minutes kPatience(10);

// What is looked at in a message.
struct Outline {
  int64_t rows = 0;
  std::string resume_token;
};

absl::StatusOr<Outline> OutlineOf(const std::string& message) {
  Outline outline;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(message.data()),
                                            static_cast<int>(message.size()));
  constexpr uint32_t kLengthDelimited = 2;
  while (const uint32_t tag = in.ReadTag()) {
    uint32_t size = 0;
    if ((tag & 7) != kLengthDelimited || !in.ReadVarint32(&size)) break;
    if (tag >> 3 == ExportResourcesResponse::kResourcesFieldNumber) ++outline.rows;
    const bool read = tag >> 3 == ExportResourcesResponse::kResumeTokenFieldNumber
                          ? in.ReadString(&outline.resume_token, static_cast<int>(size))
                          : in.Skip(static_cast<int>(size));
    if (!read) break;
  }
  if (in.ConsumedEntireMessage()) return outline;
  return absl::DataLossError("a message of the export cannot be read");
}

}  // namespace

class NationalExport::Stream : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Stream(grpc::GenericStub& stub, std::string resume_token, int64_t most)
      : most_(most), resume_token_(std::move(resume_token)) {
    ExportResourcesRequest request;
    request.set_resume_token(resume_token_);
    request_ = ToByteBuffer(request.SerializeAsString());
    context_.set_deadline(std::chrono::system_clock::now() + kPatience);
    context_.AddMetadata(kCallerMetadata, "cli");
    stub.PrepareBidiStreamingCall(&context_, kMethod, grpc::StubOptions(), this);
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&message_);
    StartCall();
  }

  absl::StatusOr<PartOfRows> Await() {
    ended_.wait();
    if (!failed_.ok()) return failed_;
    if (!enough_ && !status_.ok()) return FromGrpcStatus(status_);
    return PartOfRows{.rows = rows_, .took = took_, .last = resume_token_.empty()};
  }
  const std::string& resume_token() const { return resume_token_; }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    const absl::StatusOr<std::string> bytes = ToString(message_);
    absl::StatusOr<Outline> outline = bytes.ok() ? OutlineOf(*bytes) : bytes.status();
    if (!outline.ok()) {
      failed_ = outline.status();
      context_.TryCancel();
      return;
    }
    rows_ += outline->rows;
    resume_token_ = std::move(outline->resume_token);
    took_ = SystemClock().Monotonic() - begun_;
    enough_ = rows_ >= most_;
    if (enough_ && !resume_token_.empty()) context_.TryCancel();
    StartRead(&message_);
  }
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    ended_.count_down();
  }

 private:
  const int64_t most_;
  const absl::Duration begun_ = SystemClock().Monotonic();
  std::string resume_token_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
  int64_t rows_ = 0;
  absl::Duration took_;
  bool enough_ = false;
  absl::Status failed_;
  grpc::Status status_;
  std::latch ended_{1};
};

NationalExport::NationalExport(const std::string& address)
    : stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {}

absl::StatusOr<PartOfRows> NationalExport::Next(int64_t rows) {
  Stream stream(stub_, resume_token_, rows);
  TERTIAL_ASSIGN_OR_RETURN(const PartOfRows part, stream.Await());
  resume_token_ = stream.resume_token();
  return part;
}

RawScan::RawScan(const KeyValueStore& store) : store_(store), rest_(TagRange(kCurrentTag)) {}

absl::StatusOr<PartOfRows> RawScan::Next(int64_t rows) {
  PartOfRows part{.last = true};
  size_t bytes = 0;
  const absl::Duration begun = SystemClock().Monotonic();
  TERTIAL_RETURN_IF_ERROR(store_.Snapshot()->Scan(
      rest_, ScanDirection::kForward, [&](absl::string_view key, absl::string_view value) {
        bytes += value.size();
        part.last = ++part.rows < rows;
        if (!part.last) rest_.begin = KeyAfter(key);
        return part.last;
      }));
  part.took = SystemClock().Monotonic() - begun;
  if (part.rows > 0 && bytes == 0) return absl::DataLossError("the rows are empty");
  return part;
}

}  // namespace tertial::bench
