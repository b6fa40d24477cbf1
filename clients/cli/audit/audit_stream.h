// The audit trail of one service, across interruptions.
#ifndef TERTIAL_CLIENTS_CLI_AUDIT_AUDIT_STREAM_H_
#define TERTIAL_CLIENTS_CLI_AUDIT_AUDIT_STREAM_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tertial/admin/v1/audit_service.grpc.pb.h"

namespace tertial::cli {

// Reads as it is asked to. A stream that breaks off is taken up after what came last.
class AuditStream {
 public:
  // `caller`: who is said to call.
  AuditStream(const std::shared_ptr<grpc::Channel>& channel, std::string caller,
              admin::v1::ExportAuditRequest request);
  ~AuditStream();
  AuditStream(const AuditStream&) = delete;
  AuditStream& operator=(const AuditStream&) = delete;

  // The next entry; nullptr where there is none any more, or where status() is not OK.
  const admin::v1::AuditRecord* Peek();
  // Passes over it.
  void Pop() { ++position_; }

  const absl::Status& status() const { return status_; }

 private:
  void ReadMessage();
  // What to do after a stream ended with `ended`.
  void TakeUp(const absl::Status& ended);
  void Close();

  const std::unique_ptr<admin::v1::AuditService::Stub> stub_;
  const std::string caller_;
  admin::v1::ExportAuditRequest request_;
  // Of the stream that is open, if one is.
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<admin::v1::ExportAuditResponse>> reader_;
  admin::v1::ExportAuditResponse message_;
  int position_ = 0;
  bool complete_ = false;
  // In a row, without a message.
  int attempts_ = 0;
  absl::Duration pause_;
  absl::Status status_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_AUDIT_AUDIT_STREAM_H_
