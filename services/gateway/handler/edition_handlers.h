// What becomes of editions, as plain functions: parse, check, call, answer.
#ifndef TERTIAL_SERVICES_GATEWAY_HANDLER_EDITION_HANDLERS_H_
#define TERTIAL_SERVICES_GATEWAY_HANDLER_EDITION_HANDLERS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/ledger/ledger.h"
#include "common/rpc/call_context.h"
#include "services/gateway/domain/manifest.h"
#include "services/gateway/handler/gateway_parts.h"
#include "services/gateway/withdrawals/freeze_gate.h"
#include "tertial/gateway/v1/editions_service.pb.h"

namespace tertial::gateway {

// All functions may be called from any thread. Everything passed in must outlive the object.
class EditionHandlers {
 public:
  EditionHandlers(Ledger& ledger, const GatewayParts& parts, FreezeGate& gate)
      : ledger_(ledger), parts_(parts), gate_(gate) {}

  // freeze_handler.cc
  absl::StatusOr<v1::FreezeEditionResponse> FreezeEdition(
      const CallContext& call, const v1::FreezeEditionRequest& request) const;

  // edition_handlers.cc
  absl::StatusOr<v1::PublishEditionResponse> PublishEdition(
      const CallContext& call, const v1::PublishEditionRequest& request) const;
  absl::StatusOr<v1::CorrectEditionResponse> CorrectEdition(
      const CallContext& call, const v1::CorrectEditionRequest& request) const;
  absl::StatusOr<v1::GetEditionReportResponse> GetEditionReport(
      const CallContext& call, const v1::GetEditionReportRequest& request) const;
  absl::StatusOr<v1::ListManifestResponse> ListManifest(
      const CallContext& call, const v1::ListManifestRequest& request) const;

  // diff_handler.cc
  absl::StatusOr<v1::DiffEditionsResponse> DiffEditions(
      const CallContext& call, const v1::DiffEditionsRequest& request) const;

 private:
  Ledger& ledger_;
  const GatewayParts& parts_;
  FreezeGate& gate_;
};

// The report of the edition of this name, with the notices of its correction.
// Errors: those of GetEditionReport.
absl::StatusOr<v1::GetEditionReportResponse> ReadEditionReport(const Ledger& ledger,
                                                               const AreaRegistry& areas,
                                                               absl::string_view name);

// INCONSISTENT_FIELDS where the options of a write ask for an instant: editions do not wait.
template <typename Options>
absl::Status RefusePublishAt(const Options& options) {
  if (!options.has_publish_at()) return absl::OkStatus();
  return InvalidField("options.publish_at", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                      "Editions do not wait for an instant; leave it out, and publish when it is "
                      "time.");
}

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_HANDLER_EDITION_HANDLERS_H_
