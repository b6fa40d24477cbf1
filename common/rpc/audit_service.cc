#include "common/rpc/audit_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/rpc/audit_export.h"
#include "tertial/admin/v1/audit_service.grpc.pb.h"

namespace tertial {
namespace {

namespace v1 = admin::v1;

class AuditServiceAdapter final : public v1::AuditService::CallbackService {
 public:
  AuditServiceAdapter(Serving& serving, Ledger& ledger, RefusalLog& refusals)
      : serving_(serving), ledger_(ledger), refusals_(refusals) {}

  grpc::ServerWriteReactor<v1::ExportAuditResponse>* ExportAudit(
      grpc::CallbackServerContext* context, const v1::ExportAuditRequest* request) override {
    return serving_.Stream<v1::ExportAuditRequest, v1::ExportAuditResponse>(
        absl::StrCat(kAuditServiceName, "/ExportAudit"), context, request,
        [this](const CallContext& call, const v1::ExportAuditRequest& asked) {
          return BeginAuditExport(ledger_, refusals_, call, asked);
        });
  }

 private:
  Serving& serving_;
  Ledger& ledger_;
  RefusalLog& refusals_;
};

}  // namespace

std::unique_ptr<grpc::Service> CreateAuditService(Serving& serving, Ledger& ledger,
                                                  RefusalLog& refusals) {
  return std::make_unique<AuditServiceAdapter>(serving, ledger, refusals);
}

}  // namespace tertial
