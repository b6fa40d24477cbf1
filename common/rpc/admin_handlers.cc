#include "common/rpc/admin_handlers.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <future>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/content_hash.h"
#include "common/ledger/feed.h"
#include "common/ledger/store_check.h"
#include "common/ledger/table.h"
#include "common/observability/log.h"
#include "common/observability/metrics.h"
#include "common/rpc/access_log.h"
#include "common/rpc/audit_rows.h"
#include "common/rpc/limits.h"
#include "common/rpc/named_row.h"
#include "common/rpc/standard_methods.h"
#include "common/rpc/standard_writes.h"
#include "common/rpc/visible_tables.h"
#include "common/rpc/write_options.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "prometheus/gauge.h"

namespace tertial {
namespace {

constexpr size_t kMostPendingListed = 1000;
constexpr size_t kMostFindings = 100;
constexpr absl::Duration kRetryWholeStore = absl::Seconds(10);

// A place among the calls that read the whole store, for as long as it lives.
class WholeStoreCall {
 public:
  explicit WholeStoreCall(std::atomic<int>& calls) : calls_(calls), number_(++calls) {}
  ~WholeStoreCall() { --calls_; }
  WholeStoreCall(const WholeStoreCall&) = delete;
  WholeStoreCall& operator=(const WholeStoreCall&) = delete;

  absl::Status Check() const {
    return number_ > kMostWholeStoreCalls ? TooManyCalls(kRetryWholeStore) : absl::OkStatus();
  }

 private:
  std::atomic<int>& calls_;
  const int number_;
};

absl::Status NoSuchVersion(const NamedRow& row, Revision revision, absl::string_view what) {
  return InvalidField("revision", common::v1::ERROR_REASON_REVISION_UNKNOWN,
                      absl::StrCat("Revision ", revision, " ", what, " ", Quoted(row.name),
                                   "; ListRevisions tells the versions there are."));
}

// The content of the version of `row` that the commit `revision` made.
absl::StatusOr<std::string> FindVersionBody(const Ledger& ledger, const NamedRow& row,
                                            Revision revision) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView newest, ledger.Read());
  std::optional<Version> version;
  if (revision >= 1 && revision <= newest.at().revision) {
    TERTIAL_ASSIGN_OR_RETURN(const ReadView then, ledger.Read(AsOf::At(revision)));
    TERTIAL_ASSIGN_OR_RETURN(version, then.FindVersion(row.table->id, row.pk));
  }
  if (!version.has_value() || version->revision != revision) {
    return NoSuchVersion(row, revision, "made no version of");
  }
  switch (version->state) {
    case RowState::kLive:
      return std::move(version->body);
    case RowState::kBlanked:
      return MakeError(absl::StatusCode::kFailedPrecondition,
                       common::v1::ERROR_REASON_VERSION_REDACTED,
                       absl::StrCat("The version ", revision, " of ", Quoted(row.name),
                                    " was redacted: its content is gone."),
                       {{"name", row.name}});
    case RowState::kTombstone:
      return NoSuchVersion(row, revision, "deleted");
    case RowState::kRedaction:
      return NoSuchVersion(row, revision, "redacted");
  }
  return StoredDataDamaged(row.name);
}

// What is told of a finding. Where it is about a row that the caller may not know, no more than
// that there is one: keys are made of ids, those of indexes of words, and rules quote what they
// refuse.
admin::v1::StoreFinding ToProto(const StoreFinding& finding, bool sees_restricted) {
  admin::v1::StoreFinding proto;
  if (finding.restricted && !sees_restricted) {
    proto.set_description("Something is wrong with a record that the caller may not see.");
    return proto;
  }
  proto.set_key(absl::BytesToHexString(finding.key));
  proto.set_name(finding.name);
  proto.set_description(finding.description);
  return proto;
}

absl::Status CheckPresentEtag(const std::string& etag, const NamedRow& row,
                              const std::optional<Record>& present, absl::string_view epoch) {
  if (!present.has_value()) return etag.empty() ? absl::OkStatus() : EtagMismatch(row.name);
  return CheckEtag(etag, "etag", row.name, EtagOf(epoch, present->revision));
}

// Does what reads a whole store on a thread that lets all others go first, and waits for it: who
// reads and writes meanwhile would else share the processors with it.
template <typename Work>
auto GivingWay(const Work& work) {
  constexpr int kNicest = 19;
  return std::async(std::launch::async,
                    [&work] {
                      // Without it the work is done all the same.
                      ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNicest);
                      return work();
                    })
      .get();
}

}  // namespace

absl::StatusOr<admin::v1::RestoreRevisionResponse> AdminHandlers::RestoreRevision(
    const CallContext& call, const admin::v1::RestoreRevisionRequest& request) {
  TERTIAL_ASSIGN_OR_RETURN(const ResourceWrite write,
                           ResourceWrite::Prepare(ledger_, call, request));
  const VisibleTables visible(ledger_.tables(), call.caller);
  TERTIAL_ASSIGN_OR_RETURN(const NamedRow row, FindNamedRow(visible, areas_, request.name()));
  if (!call.caller.Has(row.table->writer)) {
    return RoleMissing(call.caller.name, RoleName(row.table->writer), call.method);
  }
  TERTIAL_RETURN_IF_ERROR(NoteAccessIfRestricted(ledger_, call, {row.table}, row.name));
  TERTIAL_ASSIGN_OR_RETURN(const CommitResult result, write.Run([&](Txn& txn) -> absl::Status {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<Record> present, txn.Find(row.table->id, row.pk));
    TERTIAL_RETURN_IF_ERROR(CheckPresentEtag(request.etag(), row, present, txn.base().epoch));
    // Read here, where nobody can redact it before it is written.
    TERTIAL_ASSIGN_OR_RETURN(std::string body, FindVersionBody(ledger_, row, request.revision()));
    Violations violations;
    TERTIAL_RETURN_IF_ERROR(row.table->CheckWrite(txn, row.pk, body, violations.At("resource")));
    if (!violations.empty()) return violations.ToStatus();
    return txn.Put(row.table->id, row.pk, std::move(body)).status();
  }));
  admin::v1::RestoreRevisionResponse response;
  *response.mutable_result() = ToProto(result);
  return response;
}

absl::StatusOr<admin::v1::RedactResourceResponse> AdminHandlers::RedactResource(
    const CallContext& call, const admin::v1::RedactResourceRequest& request) {
  const common::v1::WriteOptions& options = request.options();
  Violations violations;
  CheckWriteOptions(options, ledger_.Now(), violations.At("options"));
  if (options.reason().empty()) {
    violations.Add("options.reason", common::v1::ERROR_REASON_FIELD_REQUIRED,
                   "It is empty; say why the content must go.");
  }
  if (options.has_publish_at()) {
    violations.Add("options.publish_at", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   "A redaction cannot wait; leave it out.");
  }
  if (!violations.empty()) return violations.ToStatus();
  const VisibleTables visible(ledger_.tables(), call.caller);
  TERTIAL_ASSIGN_OR_RETURN(const NamedRow row, FindNamedRow(visible, areas_, request.name()));
  TERTIAL_RETURN_IF_ERROR(NoteAccessIfRestricted(ledger_, call, {row.table}, row.name));
  if (const auto instead = not_redacted_.find(row.table->id); instead != not_redacted_.end()) {
    return MakeError(
        absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_RESOURCE_IN_USE,
        absl::StrCat(Quoted(row.name), " is not redacted by itself. ", instead->second),
        {{"name", row.name}});
  }
  const CommitInfo info = CommitInfoOf(call, options, FingerprintOfRequest(call.method, request));
  const absl::Status not_found = ResourceNotFound(row.table->not_found, row.name);
  admin::v1::RedactResourceResponse response;
  if (options.validate_only()) {
    int64_t versions = 0;
    TERTIAL_ASSIGN_OR_RETURN(
        const CommitResult result, ledger_.Try(info, [&](Txn& /*txn*/) -> absl::Status {
          TERTIAL_ASSIGN_OR_RETURN(versions,
                                   ledger_.CountRedacted(row.table->id, row.pk, not_found));
          return absl::OkStatus();
        }));
    *response.mutable_result() = ToProto(result);
    response.set_versions(versions);
    return response;
  }
  TERTIAL_ASSIGN_OR_RETURN(const RedactionResult result,
                           ledger_.Redact(info, row.table->id, row.pk, not_found));
  *response.mutable_result() = ToProto(result.commit);
  response.set_versions(result.versions);
  return response;
}

absl::StatusOr<admin::v1::ListPendingReleasesResponse> AdminHandlers::ListPendingReleases(
    const CallContext& /*call*/, const admin::v1::ListPendingReleasesRequest& /*request*/) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<PendingRelease> pending,
                           ledger_.ListPending(kMostPendingListed));
  admin::v1::ListPendingReleasesResponse response;
  for (const PendingRelease& waiting : pending) {
    admin::v1::PendingRelease& proto = *response.add_pending_releases();
    proto.set_id(waiting.id);
    *proto.mutable_publish_at() = EncodeTimestamp(waiting.publish_at);
    proto.set_actor(waiting.actor);
    proto.set_reason(waiting.reason);
    proto.set_rows(waiting.rows);
  }
  return response;
}

absl::StatusOr<admin::v1::CancelPendingReleaseResponse> AdminHandlers::CancelPendingRelease(
    const CallContext& call, const admin::v1::CancelPendingReleaseRequest& request) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<PendingRelease> pending,
                           ledger_.ListPending(std::numeric_limits<size_t>::max()));
  const bool waits =
      std::any_of(pending.begin(), pending.end(),
                  [&](const PendingRelease& waiting) { return waiting.id == request.id(); });
  if (waits) TERTIAL_RETURN_IF_ERROR(NotePrivateWrite(ledger_, call, {request.id()}));
  TERTIAL_RETURN_IF_ERROR(ledger_.CancelPending(request.id()));
  return admin::v1::CancelPendingReleaseResponse();
}

absl::StatusOr<admin::v1::CreateBackupResponse> AdminHandlers::CreateBackup(
    const CallContext& call, const admin::v1::CreateBackupRequest& request) {
  const WholeStoreCall place(whole_store_calls_);
  TERTIAL_RETURN_IF_ERROR(place.Check());
  if (request.directory().empty()) {
    return InvalidField("directory", common::v1::ERROR_REASON_FIELD_REQUIRED,
                        "It is empty; name a directory of the service's machine.");
  }
  if (!absl::StartsWith(request.directory(), "/")) {
    return InvalidField(
        "directory", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat(Quoted(request.directory()), " is no absolute path; begin it with \"/\"."));
  }
  // Who has the copy can read everything. Where it cannot be noted, as on a full disk, a backup may
  // be all that helps.
  if (const absl::Status noted = NoteAccess(ledger_, call, {}); !noted.ok()) {
    Log(Severity::kError, "a backup is made that the audit trail does not tell of",
        {{"caller", call.caller.name},
         {"request_id", call.request_id},
         {"reason", ReasonName(ReasonOf(noted))}});
  }
  TERTIAL_ASSIGN_OR_RETURN(const ReadPoint at,
                           GivingWay([&] { return ledger_.Backup(request.directory()); }));
  TERTIAL_ASSIGN_OR_RETURN(const ContentHash hash, GivingWay([&] {
                             return HashContent(ledger_, at.revision, call.deadline);
                           }));
  TERTIAL_ASSIGN_OR_RETURN(const bool redacted, RedactedSince(ledger_, at.revision));
  GaugeOf(kBackupTime).Set(absl::ToDoubleSeconds(ledger_.Now() - absl::UnixEpoch()));
  admin::v1::CreateBackupResponse response;
  *response.mutable_at() = at.ToProto();
  response.set_store_id(ledger_.store_id());
  if (!redacted) {
    response.set_content_hash(hash.Hex());
    response.set_resources(hash.resources());
  }
  return response;
}

absl::StatusOr<admin::v1::CheckStoreResponse> AdminHandlers::CheckStore(
    const CallContext& call, const admin::v1::CheckStoreRequest& /*request*/) {
  const WholeStoreCall place(whole_store_calls_);
  TERTIAL_RETURN_IF_ERROR(place.Check());
  const bool sees_restricted = call.caller.Has(kRestrictedReader);
  // Findings tell names, and quote what rules refuse.
  if (sees_restricted) TERTIAL_RETURN_IF_ERROR(NoteAccess(ledger_, call, {}));
  TERTIAL_ASSIGN_OR_RETURN(const StoreCheck check, GivingWay([&] {
                             return tertial::CheckStore(ledger_, kMostFindings, call.deadline);
                           }));
  admin::v1::CheckStoreResponse response;
  for (const StoreFinding& finding : check.findings) {
    *response.add_findings() = ToProto(finding, sees_restricted);
  }
  response.set_finding_count(check.finding_count);
  response.set_records(check.records);
  *response.mutable_at() = check.at.ToProto();
  return response;
}

absl::StatusOr<admin::v1::GetContentHashResponse> AdminHandlers::GetContentHash(
    const CallContext& call, const admin::v1::GetContentHashRequest& request) {
  const WholeStoreCall place(whole_store_calls_);
  TERTIAL_RETURN_IF_ERROR(place.Check());
  TERTIAL_ASSIGN_OR_RETURN(const ReadPoint at, [&]() -> absl::StatusOr<ReadPoint> {
    TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
    return view.at();
  }());
  TERTIAL_ASSIGN_OR_RETURN(const ContentHash hash, GivingWay([&] {
                             return HashContent(ledger_, at.revision, call.deadline);
                           }));
  admin::v1::GetContentHashResponse response;
  response.set_hash(hash.Hex());
  response.set_resources(hash.resources());
  *response.mutable_at() = at.ToProto();
  return response;
}

}  // namespace tertial
