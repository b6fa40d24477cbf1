#include "services/gateway/withdrawals/withdrawal.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "services/gateway/domain/edition_rules.h"
#include "services/gateway/domain/manifest.h"
#include "services/gateway/store/edition_reads.h"
#include "services/gateway/store/keys.h"

namespace tertial::gateway {
namespace {

using internal::v1::FrozenPart;

constexpr char kActor[] = "gateway";

void AddNotice(absl::string_view language, absl::string_view text, v1::Edition& edition) {
  common::v1::LocalizedText& notice = *edition.add_notices();
  notice.set_language(std::string(language));
  notice.set_text(std::string(text));
}

void SetWithdrawn(const RedactedFact& fact, absl::Time now, v1::Edition& edition) {
  if (edition.state() == v1::EDITION_STATE_WITHDRAWN) return;
  edition.set_state(v1::EDITION_STATE_WITHDRAWN);
  edition.set_withdrawn_for(fact.name);
  *edition.mutable_withdraw_time() = EncodeTimestamp(now);
  edition.clear_notices();
  AddNotice("nb", "Noe som utgaven gjengir, er slettet siden. Derfor vises den ikke lenger.",
            edition);
  AddNotice("en", "Something that it reports was redacted since. So it is shown no longer.",
            edition);
}

// The editions that were frozen when the fact was there. Those withdrawn before are among them:
// their manifests are to lose it as well.
absl::StatusOr<std::vector<v1::Edition>> EditionsBefore(const RecordReader& reader,
                                                        const RedactedFact& fact) {
  std::vector<v1::Edition> editions;
  TERTIAL_RETURN_IF_ERROR(ScanResources<EditionTable>(
      reader, {}, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const v1::Edition& edition) {
        const common::v1::ReadPoint* const frozen = FrozenState(edition, fact.service);
        if (frozen != nullptr && frozen->commit_time() < fact.time) editions.push_back(edition);
        return true;
      }));
  return editions;
}

// Takes the fact out of the edition's manifest. False when it is not in it.
absl::StatusOr<bool> TakeOut(Txn& txn, const RedactedFact& fact, const std::string& edition) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<FrozenPart> parts, ReadFrozenParts(txn, edition));
  for (const FrozenPart& part : parts) {
    if (IsReportPart(part.name())) continue;
    internal::v1::ManifestChunk chunk;
    if (!chunk.ParseFromString(part.content())) return StoredDataDamaged(part.name());
    for (int i = 0; i < chunk.facts_size(); ++i) {
      if (chunk.facts(i).service() != fact.service || chunk.facts(i).name() != fact.name) continue;
      chunk.mutable_facts()->DeleteSubrange(i, 1);
      FrozenPart successor;
      successor.set_name(NameOfSuccessor(part.name()));
      successor.set_content(EncodeBody(chunk));
      TERTIAL_RETURN_IF_ERROR(DeleteResource<FrozenPartTable>(txn, part.name()).status());
      TERTIAL_RETURN_IF_ERROR(PutResource<FrozenPartTable>(txn, successor).status());
      return true;
    }
  }
  return false;
}

absl::Status Withdraw(Txn& txn, const RedactedFact& fact, absl::Time now, v1::Edition edition) {
  TERTIAL_ASSIGN_OR_RETURN(const bool held, TakeOut(txn, fact, edition.name()));
  if (!held) return absl::OkStatus();
  SetWithdrawn(fact, now, edition);
  edition.clear_manifest_sha256();
  TERTIAL_ASSIGN_OR_RETURN(const Manifest rest, ReadManifest(txn, edition));
  edition.set_fact_count(static_cast<int64_t>(rest.size()));
  edition.set_manifest_sha256(HashManifest(rest));
  return PutResource<EditionTable>(txn, edition).status();
}

absl::Status RedactPart(Ledger& ledger, const std::string& name, const std::string& reason) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<FrozenPartTable>(name));
  const absl::Status not_found = ResourceNotFound(FrozenPartTable::kNotFound, name);
  TERTIAL_ASSIGN_OR_RETURN(const int64_t versions,
                           ledger.CountRedacted(FrozenPartTable::kId, pk, not_found));
  if (versions == 0) return absl::OkStatus();
  return ledger.Redact({.actor = kActor, .reason = reason}, FrozenPartTable::kId, pk, not_found)
      .status();
}

}  // namespace

absl::Status WithdrawEditionsWith(Ledger& ledger, const RedactedFact& fact) {
  return ledger
      .Commit({.actor = kActor, .reason = absl::StrCat("redaction of ", fact.name)},
              [&](Txn& txn) -> absl::Status {
                TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::Edition> editions,
                                         EditionsBefore(txn, fact));
                for (v1::Edition& edition : editions) {
                  TERTIAL_RETURN_IF_ERROR(Withdraw(txn, fact, ledger.Now(), std::move(edition)));
                }
                return absl::OkStatus();
              })
      .status();
}

absl::Status FinishWithdrawals(Ledger& ledger) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::Edition> editions,
                           ReadBelow<EditionTable>(view, {}));
  for (const v1::Edition& edition : editions) {
    if (edition.state() != v1::EDITION_STATE_WITHDRAWN) continue;
    const std::string reason = absl::StrCat("redaction of ", edition.withdrawn_for());
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<FrozenPart> parts,
                             ReadFrozenParts(view, edition.name()));
    for (const FrozenPart& part : parts) {
      if (IsReportPart(part.name())) {
        TERTIAL_RETURN_IF_ERROR(RedactPart(ledger, part.name(), reason));
        continue;
      }
      for (std::optional<std::string> before = NameOfPredecessor(part.name()); before.has_value();
           before = NameOfPredecessor(*before)) {
        TERTIAL_RETURN_IF_ERROR(RedactPart(ledger, *before, reason));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace tertial::gateway
