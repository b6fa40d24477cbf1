#include "clients/cli/audit/audit_stream.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "clients/cli/calls.h"

namespace tertial::cli {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(250);
constexpr absl::Duration kLongestPause = absl::Seconds(5);
constexpr int kMostAttempts = 8;

}  // namespace

AuditStream::AuditStream(const std::shared_ptr<grpc::Channel>& channel, std::string caller,
                         admin::v1::ExportAuditRequest request)
    : stub_(admin::v1::AuditService::NewStub(channel)),
      caller_(std::move(caller)),
      request_(std::move(request)),
      pause_(kFirstPause) {}

AuditStream::~AuditStream() { Close(); }

const admin::v1::AuditRecord* AuditStream::Peek() {
  while (position_ >= message_.records_size()) {
    if (complete_ || !status_.ok()) return nullptr;
    ReadMessage();
  }
  return &message_.records(position_);
}

void AuditStream::ReadMessage() {
  if (reader_ == nullptr) {
    context_ = std::make_unique<grpc::ClientContext>();
    PrepareContext(*context_, kLongPatience, caller_);
    reader_ = stub_->ExportAudit(context_.get(), request_);
  }
  message_.Clear();
  position_ = 0;
  if (!reader_->Read(&message_)) {
    const absl::Status ended = StatusOf(reader_->Finish());
    reader_.reset();
    TakeUp(ended);
    return;
  }
  attempts_ = 0;
  pause_ = kFirstPause;
  request_.set_resume_token(message_.resume_token());
  complete_ = message_.resume_token().empty();
  if (complete_) Close();
}

void AuditStream::TakeUp(const absl::Status& ended) {
  const bool may_be_repeated =
      ended.ok() || absl::IsUnavailable(ended) || absl::IsDeadlineExceeded(ended);
  if (!may_be_repeated || ++attempts_ == kMostAttempts) {
    status_ = ended.ok() ? absl::UnavailableError("the stream broke off") : ended;
    return;
  }
  absl::SleepFor(pause_);
  pause_ = std::min(2 * pause_, kLongestPause);
}

void AuditStream::Close() {
  if (reader_ == nullptr) return;
  context_->TryCancel();
  (void)reader_->Finish();
  reader_.reset();
}

}  // namespace tertial::cli
