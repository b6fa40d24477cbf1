#include "services/gateway/handler/checks_import.h"

#include <utility>

#include "absl/status/status.h"
#include "common/rpc/importing.h"
#include "common/status/errors.h"
#include "services/gateway/handler/check_rules.h"
#include "services/gateway/handler/claim_rules.h"

namespace tertial::gateway {
namespace {

using Sink = RowSink<v1::ImportRowsRequest, v1::ImportRowsResponse>;

constexpr Role kPublisher = common::internal::v1::ROLE_PUBLISHER;

class PublishersSink final : public Sink {
 public:
  PublishersSink(CallContext call, std::unique_ptr<Sink> rows)
      : call_(std::move(call)), rows_(std::move(rows)) {}

  absl::Status Accept(v1::ImportRowsRequest&& request) override {
    for (const v1::ChecksRow& row : request.rows()) {
      if (!row.has_accepted_finding() || call_.caller.Has(kPublisher)) continue;
      return RoleMissing(call_.caller.name, common::internal::v1::Role_Name(kPublisher),
                         call_.method);
    }
    return rows_->Accept(std::move(request));
  }
  absl::StatusOr<v1::ImportRowsResponse> Finish() override { return rows_->Finish(); }

 private:
  const CallContext call_;
  const std::unique_ptr<Sink> rows_;
};

}  // namespace

std::unique_ptr<Sink> OpenChecksImport(Ledger& ledger, const AreaRegistry& areas,
                                       const CallContext& call) {
  return std::make_unique<PublishersSink>(
      call, OpenImport<v1::ImportRowsRequest, v1::ImportRowsResponse, v1::ChecksRow, ClaimRules,
                       CheckRuleRules, AcceptedFindingRules>(ledger, areas, call));
}

}  // namespace tertial::gateway
