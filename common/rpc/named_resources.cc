#include "common/rpc/named_resources.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/ledger/feed.h"
#include "common/rpc/access_log.h"
#include "common/rpc/limits.h"
#include "common/rpc/named_row.h"
#include "common/rpc/standard_methods.h"
#include "common/rpc/visible_tables.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

// The commits that made what was found, each read once: rows of one import are of one commit.
class Commits {
 public:
  explicit Commits(const ReadView& view) : view_(view) {}

  absl::Status Describe(Revision revision, changes::v1::NamedResource& found) {
    auto known = commits_.find(revision);
    if (known == commits_.end()) {
      TERTIAL_ASSIGN_OR_RETURN(common::internal::v1::Commit commit,
                               ReadCommit(view_.snapshot(), revision));
      known = commits_.emplace(revision, std::move(commit)).first;
    }
    found.mutable_commit()->set_epoch(view_.at().epoch);
    found.mutable_commit()->set_revision(revision);
    *found.mutable_commit()->mutable_commit_time() = known->second.commit_time();
    found.set_actor(known->second.actor());
    found.set_reason(known->second.reason());
    return absl::OkStatus();
  }

 private:
  const ReadView& view_;
  std::map<Revision, common::internal::v1::Commit> commits_;
};

}  // namespace

absl::StatusOr<changes::v1::BatchGetResourcesResponse> BatchGetNamedResources(
    Ledger& ledger, const AreaRegistry& areas, const CallContext& call,
    const changes::v1::BatchGetResourcesRequest& request) {
  if (request.names_size() > kLargestBatch) {
    return InvalidField("names", common::v1::ERROR_REASON_BATCH_TOO_LARGE,
                        absl::StrCat(request.names_size(), " names are asked for; ask for at most ",
                                     kLargestBatch, " at a time."));
  }
  const VisibleTables visible(ledger.tables(), call.caller);
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger, request.as_of()));
  Commits commits(view);
  changes::v1::BatchGetResourcesResponse response;
  // Of each table, what is asked of it: read together.
  struct Asked {
    std::vector<std::string> pks;
    std::vector<int> places;
  };
  std::map<const TableDefinition*, Asked> asked;
  for (const std::string& name : request.names()) {
    changes::v1::NamedResource& result = *response.add_resources();
    result.set_name(name);
    result.set_outcome(common::v1::OUTCOME_UNKNOWN_ID);
    const absl::StatusOr<NamedRow> row = FindNamedRow(visible, areas, name);
    if (!row.ok()) continue;
    TERTIAL_RETURN_IF_ERROR(NoteAccessIfRestricted(ledger, call, {row->table}, row->name));
    result.set_kind(row->table->kind());
    result.set_outcome(common::v1::OUTCOME_NO_OBSERVATION);
    asked[row->table].pks.push_back(row->pk);
    asked[row->table].places.push_back(response.resources_size() - 1);
  }
  for (const auto& [table, keys] : asked) {
    TERTIAL_ASSIGN_OR_RETURN(const auto versions, view.MultiFindVersions(table->id, keys.pks));
    for (size_t i = 0; i < versions.size(); ++i) {
      if (!versions[i].has_value() || !versions[i]->live()) continue;
      changes::v1::NamedResource& result = *response.mutable_resources(keys.places[i]);
      result.set_outcome(common::v1::OUTCOME_FOUND);
      *result.mutable_resource() = AsAny(*table, versions[i]->body);
      TERTIAL_RETURN_IF_ERROR(commits.Describe(versions[i]->revision, result));
    }
  }
  *response.mutable_read_at() = view.at().ToProto();
  return response;
}

}  // namespace tertial
