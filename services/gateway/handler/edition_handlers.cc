// Publishing and correcting editions, and what they were frozen with.
#include "services/gateway/handler/edition_handlers.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/rpc/page_token.h"
#include "common/rpc/standard_writes.h"
#include "common/status/status_macros.h"
#include "services/gateway/domain/edition_rules.h"
#include "services/gateway/handler/edition_rules.h"
#include "services/gateway/store/edition_reads.h"
#include "services/gateway/store/keys.h"

namespace tertial::gateway {
namespace {

// The edition `name`, if `etag` is empty or that of it.
absl::StatusOr<v1::Edition> FindForWrite(const Txn& txn, const std::string& name,
                                         const std::string& etag) {
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindVersionedResource<EditionTable>(txn, name));
  if (!found.has_value()) return ResourceNotFound(EditionTable::kNotFound, name);
  TERTIAL_RETURN_IF_ERROR(CheckEtag(etag, "etag", name, EtagOf(txn.base().epoch, found->revision)));
  return std::move(found->message);
}

// What `correction` corrects, as it is once that is published.
absl::Status PutCorrected(Txn& txn, const v1::Edition& correction) {
  TERTIAL_ASSIGN_OR_RETURN(v1::Edition corrected,
                           GetResource<EditionTable>(txn, correction.corrects()));
  TERTIAL_RETURN_IF_ERROR(RequireCorrectable(corrected));
  corrected.set_corrected_by(correction.name());
  if (corrected.state() == v1::EDITION_STATE_PUBLISHED) {
    corrected.set_state(v1::EDITION_STATE_CORRECTED);
  }
  return PutResource<EditionTable>(txn, corrected).status();
}

// The answer to a write that left `edition`.
template <typename Response>
absl::StatusOr<Response> AnswerOf(const Ledger& ledger, const CommitResult& result,
                                  v1::Edition edition) {
  if (result.replayed) {
    TERTIAL_ASSIGN_OR_RETURN(edition, ResourceAfter<EditionRules>(ledger, result, edition.name()));
  } else if (result.committed) {
    edition.set_etag(EtagOf(result.at.epoch, result.at.revision));
  }
  Response response;
  *response.mutable_edition() = std::move(edition);
  *response.mutable_result() = ToProto(result);
  return response;
}

}  // namespace

absl::StatusOr<v1::PublishEditionResponse> EditionHandlers::PublishEdition(
    const CallContext& call, const v1::PublishEditionRequest& request) const {
  TERTIAL_RETURN_IF_ERROR(RefusePublishAt(request.options()));
  TERTIAL_ASSIGN_OR_RETURN(const ResourceWrite write,
                           ResourceWrite::Prepare(ledger_, call, request));
  v1::Edition edition;
  TERTIAL_ASSIGN_OR_RETURN(const std::string name,
                           CanonicalName<EditionTable>(parts_.areas, "name", request.name()));
  TERTIAL_ASSIGN_OR_RETURN(const CommitResult result, write.Run([&](Txn& txn) -> absl::Status {
    TERTIAL_ASSIGN_OR_RETURN(edition, FindForWrite(txn, name, request.etag()));
    TERTIAL_RETURN_IF_ERROR(RequireState(edition, v1::EDITION_STATE_FROZEN));
    edition.set_state(v1::EDITION_STATE_PUBLISHED);
    *edition.mutable_publish_time() = EncodeTimestamp(ledger_.Now());
    edition.set_published_by(call.caller.name);
    if (!edition.corrects().empty()) TERTIAL_RETURN_IF_ERROR(PutCorrected(txn, edition));
    return PutResource<EditionTable>(txn, edition).status();
  }));
  edition.set_name(name);
  return AnswerOf<v1::PublishEditionResponse>(ledger_, result, std::move(edition));
}

absl::StatusOr<v1::CorrectEditionResponse> EditionHandlers::CorrectEdition(
    const CallContext& call, const v1::CorrectEditionRequest& request) const {
  TERTIAL_RETURN_IF_ERROR(RefusePublishAt(request.options()));
  TERTIAL_ASSIGN_OR_RETURN(const ResourceWrite write,
                           ResourceWrite::Prepare(ledger_, call, request));
  TERTIAL_ASSIGN_OR_RETURN(const std::string name,
                           CanonicalName<EditionTable>(parts_.areas, "name", request.name()));
  v1::Edition correction;
  TERTIAL_ASSIGN_OR_RETURN(
      *correction.mutable_name(),
      CanonicalName<EditionTable>(parts_.areas, "correction", request.correction()));
  Violations violations;
  CheckTexts("notices", request.notices(), Presence::kRequired, violations);
  const auto area_of = [](const std::string& edition) {
    return edition.substr(0, edition.find("/editions/"));
  };
  if (area_of(correction.name()) != area_of(name)) {
    violations.Add("correction", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(correction.name()), " is of another area than ",
                                Quoted(name), ", which it is to correct."));
  }
  if (!violations.empty()) return violations.ToStatus();
  TERTIAL_ASSIGN_OR_RETURN(const CommitResult result, write.Run([&](Txn& txn) -> absl::Status {
    TERTIAL_ASSIGN_OR_RETURN(const v1::Edition edition, FindForWrite(txn, name, /*etag=*/""));
    TERTIAL_RETURN_IF_ERROR(RequireCorrectable(edition));
    TERTIAL_RETURN_IF_ERROR(RequireUnused(txn, correction.name()));
    *correction.mutable_titles() = edition.titles();
    *correction.mutable_query() = edition.query();
    correction.set_state(v1::EDITION_STATE_DRAFT);
    correction.set_corrects(name);
    *correction.mutable_notices() = request.notices();
    return PutResource<EditionTable>(txn, correction).status();
  }));
  return AnswerOf<v1::CorrectEditionResponse>(ledger_, result, std::move(correction));
}

absl::StatusOr<v1::GetEditionReportResponse> ReadEditionReport(const Ledger& ledger,
                                                               const AreaRegistry& areas,
                                                               absl::string_view name) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  v1::GetEditionReportResponse response;
  v1::Edition& edition = *response.mutable_edition();
  TERTIAL_ASSIGN_OR_RETURN(edition, GetResource<EditionTable>(view, areas, name, ledger.Now()));
  TERTIAL_ASSIGN_OR_RETURN(*response.mutable_report(), ReadFrozenReport(view, edition));
  if (!edition.corrected_by().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Edition> correction,
                             FindResource<EditionTable>(view, edition.corrected_by()));
    if (correction.has_value()) *response.mutable_correction_notices() = correction->notices();
  }
  return response;
}

absl::StatusOr<v1::GetEditionReportResponse> EditionHandlers::GetEditionReport(
    const CallContext& /*call*/, const v1::GetEditionReportRequest& request) const {
  return ReadEditionReport(ledger_, parts_.areas, request.name());
}

absl::StatusOr<v1::ListManifestResponse> EditionHandlers::ListManifest(
    const CallContext& /*call*/, const v1::ListManifestRequest& request) const {
  TERTIAL_ASSIGN_OR_RETURN(const int32_t page_size, CheckPageSize(request.page_size()));
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger_.Read());
  TERTIAL_ASSIGN_OR_RETURN(const std::string name,
                           CanonicalName<EditionTable>(parts_.areas, "parent", request.parent()));
  TERTIAL_ASSIGN_OR_RETURN(const v1::Edition edition, GetResource<EditionTable>(view, name));
  TERTIAL_RETURN_IF_ERROR(RequireFrozen(edition));
  const std::string query = absl::StrCat("ListManifest parent=", name);
  internal::v1::FrozenFact last;
  if (!request.page_token().empty()) {
    TERTIAL_ASSIGN_OR_RETURN(const PageToken token,
                             DecodePageToken(request.page_token(), {.store_id = ledger_.store_id(),
                                                                    .epoch = ledger_.epoch(),
                                                                    .query = query}));
    if (!last.ParseFromString(token.last_key())) {
      return InvalidField("page_token", common::v1::ERROR_REASON_INVALID_PAGE_TOKEN,
                          "It was not made by this method; begin without one.");
    }
  }
  TERTIAL_ASSIGN_OR_RETURN(const Manifest manifest, ReadManifest(view, edition));
  auto next = std::partition_point(manifest.begin(), manifest.end(),
                                   [&](const internal::v1::FrozenFact& fact) {
                                     return !StandsBefore(last, fact.service(), fact.name());
                                   });
  v1::ListManifestResponse response;
  for (; next != manifest.end() && response.entries_size() < page_size; ++next) {
    *response.add_entries() = EntryOf(*next);
  }
  if (next != manifest.end()) {
    last.set_service(std::prev(next)->service());
    last.set_name(std::prev(next)->name());
    PageToken token;
    token.set_query(query);
    token.set_store_id(ledger_.store_id());
    token.set_epoch(ledger_.epoch());
    token.set_last_key(last.SerializeAsString());
    response.set_next_page_token(EncodePageToken(token));
  }
  return response;
}

}  // namespace tertial::gateway
