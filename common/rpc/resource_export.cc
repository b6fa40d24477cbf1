#include "common/rpc/resource_export.h"

#include <vector>

#include "absl/strings/string_view.h"
#include "common/ledger/feed.h"
#include "common/rpc/limits.h"
#include "common/rpc/named_row.h"
#include "common/rpc/resume_token.h"
#include "common/status/status_macros.h"

namespace tertial {
namespace {

// Commit times kept from one message for the next.
constexpr size_t kMostTimes = 1000;

}  // namespace

absl::StatusOr<SourceState> ResourceExport::Next(changes::v1::ExportResourcesResponse& response) {
  if (scan_.done()) return SourceState::kEnd;
  std::vector<Revision> revisions;
  TERTIAL_ASSIGN_OR_RETURN(
      const ReadView view,
      scan_.Next(
          kMostRowsInMessage, kMostRowBytesInMessage,
          [&](TableId table, absl::string_view pk, Revision revision, absl::string_view body) {
            changes::v1::ExportedResource& row = *response.add_resources();
            row.set_name(ledger_.tables().NameOf(table, pk));
            *row.mutable_resource() = AsAny(*ledger_.tables().Find(table), body);
            row.set_etag(EtagOf(ledger_.epoch(), revision));
            row.set_revision(revision);
            revisions.push_back(revision);
          }));
  TERTIAL_RETURN_IF_ERROR(AddCommitTimes(view, revisions, response));
  *response.mutable_read_at() = view.at().ToProto();
  if (!scan_.done()) {
    response.set_resume_token(EncodeExportToken(
        ledger_, query_, {view.at().revision, scan_.position().table, scan_.position().pk}));
  }
  return SourceState::kMessage;
}

absl::Status ResourceExport::AddCommitTimes(const ReadView& view,
                                            const std::vector<Revision>& revisions,
                                            changes::v1::ExportResourcesResponse& response) {
  if (times_.size() > kMostTimes) times_.clear();
  for (size_t i = 0; i < revisions.size(); ++i) {
    auto known = times_.find(revisions[i]);
    if (known == times_.end()) {
      TERTIAL_ASSIGN_OR_RETURN(const common::internal::v1::Commit record,
                               ReadCommit(view.snapshot(), revisions[i]));
      known = times_.emplace(revisions[i], record.commit_time()).first;
    }
    *response.mutable_resources(static_cast<int>(i))->mutable_commit_time() = known->second;
  }
  return absl::OkStatus();
}

}  // namespace tertial
