#include "tests/bench/row_stream.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <latch>

#include "absl/strings/str_cat.h"
#include "common/rpc/authenticator.h"
#include "common/status/grpc_status.h"
#include "common/status/status_macros.h"
#include "tertial/indicators/v1/indicators_service.pb.h"
#include "tests/bench/generated_rows.h"
#include "tests/bench/load_client.h"

namespace tertial::bench {
namespace {

using indicators::v1::ImportRowsRequest;
using indicators::v1::ImportRowsResponse;
using indicators::v1::IndicatorsRow;

constexpr char kMethod[] = "/tertial.indicators.v1.IndicatorsService/ImportRows";
constexpr std::chrono::minutes kPatience(10);
// As many as the command sends in one.
constexpr int64_t kRowsPerMessage = 500;

std::vector<grpc::ByteBuffer> MakeMessages(
    int64_t rows, const std::function<void(int64_t, IndicatorsRow&)>& set) {
  std::vector<grpc::ByteBuffer> messages;
  for (int64_t begin = 0; begin < rows; begin += kRowsPerMessage) {
    ImportRowsRequest message;
    if (begin == 0) message.mutable_options()->set_mode(common::v1::IMPORT_MODE_WHOLE);
    const int64_t end = std::min(rows, begin + kRowsPerMessage);
    for (int64_t row = begin; row < end; ++row) set(row, *message.add_rows());
    message.set_end_of_rows(end == rows);
    messages.push_back(ToByteBuffer(message.SerializeAsString()));
  }
  return messages;
}

// One stream: a message is written when the last is gone.
class Sender : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Sender(grpc::GenericStub& stub, const std::vector<grpc::ByteBuffer>& messages)
      : messages_(messages) {
    context_.set_deadline(std::chrono::system_clock::now() + kPatience);
    context_.AddMetadata(kCallerMetadata, "cli");
    stub.PrepareBidiStreamingCall(&context_, kMethod, grpc::StubOptions(), this);
    StartRead(&answer_);
    WriteNext();
    StartCall();
  }

  absl::StatusOr<std::string> Await() {
    ended_.wait();
    if (!status_.ok()) return FromGrpcStatus(status_);
    return ToString(answer_);
  }

  void OnWriteDone(bool ok) override {
    if (ok) WriteNext();
  }
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    ended_.count_down();
  }

 private:
  void WriteNext() {
    if (next_ < messages_.size()) {
      StartWrite(&messages_[next_++]);
    } else {
      StartWritesDone();
    }
  }

  const std::vector<grpc::ByteBuffer>& messages_;
  grpc::ClientContext context_;
  size_t next_ = 0;
  grpc::ByteBuffer answer_;
  grpc::Status status_;
  std::latch ended_{1};
};

}  // namespace

RowStream RowStream::OfIndicators() {
  RowStream stream;
  stream.rows_ = kIndicators;
  stream.messages_ = MakeMessages(kIndicators, [](int64_t row, IndicatorsRow& target) {
    *target.mutable_indicator() = GeneratedIndicator(static_cast<int>(row));
  });
  return stream;
}

RowStream RowStream::OfObservations(int64_t rows) {
  RowStream stream;
  stream.rows_ = rows;
  stream.messages_ = MakeMessages(rows, [](int64_t row, IndicatorsRow& target) {
    *target.mutable_observation() = GeneratedObservation(row);
  });
  return stream;
}

absl::StatusOr<common::v1::ImportSummary> RowStream::Send(const std::string& address) const {
  grpc::GenericStub stub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  Sender sender(stub, messages_);
  TERTIAL_ASSIGN_OR_RETURN(const std::string answer, sender.Await());
  ImportRowsResponse response;
  if (!response.ParseFromString(answer)) return absl::DataLossError("an answer cannot be parsed");
  const common::v1::ImportSummary& summary = response.summary();
  if (!summary.applied() || summary.inserted() != rows_) {
    return absl::DataLossError(
        absl::StrCat("the import was not applied as a whole: ", summary.ShortDebugString()));
  }
  return summary;
}

}  // namespace tertial::bench
