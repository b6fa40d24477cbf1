#include "common/rpc/change_handlers.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/rpc/access_log.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/change_watch.h"
#include "common/rpc/heartbeat.h"
#include "common/rpc/limits.h"
#include "common/rpc/named_resources.h"
#include "common/rpc/named_row.h"
#include "common/rpc/page_token.h"
#include "common/rpc/resource_export.h"
#include "common/rpc/resume_token.h"
#include "common/rpc/standard_methods.h"
#include "common/rpc/visible_tables.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "common/store/key_encoding.h"

namespace tertial {
namespace {

// Versions are read a few at a time, and a page of them ends when they take this much.
constexpr size_t kVersionsAtATime = 50;
constexpr size_t kMostPageBytes = size_t{4} << 20;

absl::Status NotBesideAToken(absl::string_view field) {
  return InvalidField(field, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                      "It is set beside a resume token, which says where to go on; leave out one "
                      "of the two.");
}

bool IsBlanked(const std::optional<Version>& version) {
  return version.has_value() && version->state == RowState::kBlanked;
}

// The page token of a list of versions holds the revision of the last one.
std::string KeyOfRevision(Revision revision) {
  std::string key;
  AppendUint64(static_cast<uint64_t>(revision), key);
  return key;
}

changes::v1::ResourceRevision ToProto(const NamedRow& row, const ReadView& view,
                                      const RowVersion& version) {
  changes::v1::ResourceRevision proto;
  *proto.mutable_commit() = version.commit.ToProto();
  proto.set_type(ToProto(version.op));
  const RowState state = version.version.state;
  if (state == RowState::kLive) {
    *proto.mutable_resource() = AsAny(*row.table, version.version.body);
  }
  proto.set_redacted(state == RowState::kBlanked);
  if (state == RowState::kLive || state == RowState::kBlanked) {
    proto.set_etag(EtagOf(view.at().epoch, version.commit.revision));
  }
  proto.set_actor(version.actor);
  proto.set_reason(version.reason);
  return proto;
}

// Adds the versions after `after` to `response`, `page_size` at most. Returns whether there are
// more.
absl::StatusOr<bool> AddVersions(const ReadView& view, const NamedRow& row, Revision after,
                                 int32_t page_size, changes::v1::ListRevisionsResponse& response) {
  size_t bytes = 0;
  while (true) {
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<RowVersion> versions,
                             ReadVersions(view, row.table->id, row.pk, after, kVersionsAtATime));
    for (const RowVersion& version : versions) {
      if (response.revisions_size() == page_size || bytes > kMostPageBytes) return true;
      *response.add_revisions() = ToProto(row, view, version);
      bytes += version.version.body.size();
      after = version.commit.revision;
    }
    if (versions.size() < kVersionsAtATime) return false;
  }
}

// What an export is of, as text.
std::string ExportQuery(const std::vector<const TableDefinition*>& tables, absl::string_view area,
                        bool with_shared) {
  return absl::StrCat("export of ",
                      absl::StrJoin(tables, ",",
                                    [](std::string* out, const TableDefinition* table) {
                                      absl::StrAppend(out, table->kind());
                                    }),
                      " of ", area, with_shared ? " and of none" : "");
}

}  // namespace

changes::v1::ChangeType ToProto(ChangeOp op) {
  switch (op) {
    case ChangeOp::kInserted:
      return changes::v1::CHANGE_TYPE_INSERTED;
    case ChangeOp::kRevised:
      return changes::v1::CHANGE_TYPE_REVISED;
    case ChangeOp::kDeleted:
      return changes::v1::CHANGE_TYPE_DELETED;
    case ChangeOp::kReleased:
      return changes::v1::CHANGE_TYPE_RELEASED;
    case ChangeOp::kRedacted:
      return changes::v1::CHANGE_TYPE_REDACTED;
  }
  return changes::v1::CHANGE_TYPE_UNSPECIFIED;
}

changes::v1::Change ToProto(const Ledger& ledger, const FeedChange& change) {
  changes::v1::Change proto;
  proto.set_resume_token(EncodeFeedToken(ledger, change.position));
  *proto.mutable_commit() = change.commit.ToProto();
  proto.set_sequence(static_cast<int32_t>(change.position.sequence));
  proto.set_end_of_commit(change.end_of_commit);
  proto.set_type(ToProto(change.op));
  proto.set_name(ledger.tables().NameOf(change.table, change.pk));
  proto.set_actor(change.actor);
  proto.set_reason(change.reason);
  const TableDefinition* table = ledger.tables().Find(change.table);
  // A table that this version no longer serves has no kind to tell.
  if (table == nullptr) return proto;
  proto.set_kind(table->kind());
  if (change.before.has_value() && change.before->live()) {
    *proto.mutable_before() = AsAny(*table, change.before->body);
  }
  if (change.after.has_value() && change.after->live()) {
    *proto.mutable_after() = AsAny(*table, change.after->body);
  }
  proto.set_redacted(IsBlanked(change.before) || IsBlanked(change.after));
  return proto;
}

absl::StatusOr<FeedFilter> ChangeHandlers::ParseFilter(
    const CallContext& call, const changes::v1::ChangeFilter& filter) const {
  FeedFilter parsed;
  std::vector<const TableDefinition*> tables;
  if (!filter.kinds().empty()) {
    const VisibleTables visible(ledger_.tables(), call.caller);
    TERTIAL_ASSIGN_OR_RETURN(tables, FindKinds(visible, "filter.kinds", filter.kinds()));
    for (const TableDefinition* table : tables) parsed.tables.insert(table->id);
  }
  if (!filter.area().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(parsed.area, ResolveAreaName(areas_, "filter.area", filter.area()));
  }
  TERTIAL_RETURN_IF_ERROR(NoteAccessIfRestricted(ledger_, call, tables, filter.area()));
  return parsed;
}

absl::StatusOr<changes::v1::ListChangesResponse> ChangeHandlers::ListChanges(
    const CallContext& call, const changes::v1::ListChangesRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  TERTIAL_ASSIGN_OR_RETURN(const FeedFilter filter, ParseFilter(call, request.filter()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  TERTIAL_ASSIGN_OR_RETURN(
      const FeedPosition after,
      DecodeFeedToken(ledger_, view, request.resume_token(), call.caller.Has(kRestrictedReader)));
  TERTIAL_ASSIGN_OR_RETURN(const FeedPage page, ReadFeed(view, ledger_.tables(), after, filter,
                                                         static_cast<size_t>(page_size)));
  changes::v1::ListChangesResponse response;
  for (const FeedChange& change : page.changes) {
    *response.add_changes() = ToProto(ledger_, change);
  }
  response.set_resume_token(EncodeFeedToken(ledger_, page.reached));
  response.set_up_to_date(page.up_to_date);
  *response.mutable_head() = view.at().ToProto();
  return response;
}

absl::StatusOr<std::unique_ptr<Source<changes::v1::WatchChangesResponse>>>
ChangeHandlers::WatchChanges(const CallContext& call,
                             const changes::v1::WatchChangesRequest& request) {
  if (request.from_now() && !request.resume_token().empty()) return NotBesideAToken("from_now");
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration heartbeat, ParseHeartbeat(request));
  TERTIAL_ASSIGN_OR_RETURN(FeedFilter filter, ParseFilter(call, request.filter()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  TERTIAL_ASSIGN_OR_RETURN(
      FeedPosition after,
      DecodeFeedToken(ledger_, view, request.resume_token(), call.caller.Has(kRestrictedReader)));
  if (request.from_now()) after = {.revision = view.at().revision + 1, .sequence = -1};
  return std::make_unique<ChangeWatch>(ledger_, listeners_, std::move(filter), after, heartbeat);
}

absl::StatusOr<changes::v1::ListRevisionsResponse> ChangeHandlers::ListRevisions(
    const CallContext& call, const changes::v1::ListRevisionsRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  const VisibleTables visible(ledger_.tables(), call.caller);
  TERTIAL_ASSIGN_OR_RETURN(const NamedRow row, FindNamedRow(visible, areas_, request.name()));
  TERTIAL_RETURN_IF_ERROR(NoteAccessIfRestricted(ledger_, call, {row.table}, row.name));
  const PageRequest page{.parent = row.name, .page_token = request.page_token()};
  const std::string query = absl::StrCat("revisions of ", row.name);
  TERTIAL_ASSIGN_OR_RETURN(const PageStart start, StartPage(ledger_, page, query));
  absl::string_view last = start.after;
  const Revision after = static_cast<Revision>(ConsumeUint64(last).value_or(0));
  changes::v1::ListRevisionsResponse response;
  TERTIAL_ASSIGN_OR_RETURN(const bool more,
                           AddVersions(start.view, row, after, page_size, response));
  if (response.revisions().empty() && after == 0) {
    return ResourceNotFound(row.table->not_found, row.name);
  }
  if (more) {
    response.set_next_page_token(
        NextPageToken(ledger_, start.view, query,
                      KeyOfRevision(response.revisions().rbegin()->commit().revision())));
  }
  *response.mutable_read_at() = start.view.at().ToProto();
  return response;
}

absl::StatusOr<std::unique_ptr<Source<changes::v1::ExportResourcesResponse>>>
ChangeHandlers::ExportResources(const CallContext& call,
                                const changes::v1::ExportResourcesRequest& request) const {
  if (request.has_as_of() && !request.resume_token().empty()) return NotBesideAToken("as_of");
  const VisibleTables visible(ledger_.tables(), call.caller);
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<const TableDefinition*> tables,
                           FindKinds(visible, "kinds", request.kinds()));
  std::string area;
  std::string prefix;
  if (!request.area().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(area, ResolveAreaName(areas_, "area", request.area()));
    TERTIAL_ASSIGN_OR_RETURN(prefix, EncodePrimaryKey({area}));
  }
  TERTIAL_RETURN_IF_ERROR(NoteAccessIfRestricted(ledger_, call, tables, request.area()));
  std::vector<StateScan::Part> parts;
  for (const TableDefinition* table : tables) {
    if (area.empty() || table->area_owned()) {
      parts.push_back({table->id, prefix});
    } else if (request.with_shared()) {
      parts.push_back({table->id, ""});
    }
  }
  std::string query = ExportQuery(tables, area, request.with_shared());
  ExportPosition position;
  if (request.resume_token().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ReadAsOf(ledger_, request.as_of()));
    position.revision = view.at().revision;
  } else {
    TERTIAL_ASSIGN_OR_RETURN(position, DecodeExportToken(ledger_, query, request.resume_token()));
  }
  return std::make_unique<ResourceExport>(
      ledger_, std::move(query),
      StateScan(ledger_, position.revision, std::move(parts), {position.table, position.pk}));
}

absl::StatusOr<changes::v1::BatchGetResourcesResponse> ChangeHandlers::BatchGetResources(
    const CallContext& call, const changes::v1::BatchGetResourcesRequest& request) const {
  return BatchGetNamedResources(ledger_, areas_, call, request);
}

}  // namespace tertial
