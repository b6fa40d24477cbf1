#include "services/gateway/withdrawals/withdrawal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/ledger/feed.h"
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
// Of commits and redactions, before the name of the fact.
constexpr char kReason[] = "redaction of ";

void AddNotice(absl::string_view language, absl::string_view text, v1::Edition& edition) {
  common::v1::LocalizedText& notice = *edition.add_notices();
  notice.set_language(std::string(language));
  notice.set_text(std::string(text));
}

// The edition as it is from now on; `left` are the facts of its manifest that stay.
void SetWithdrawn(const std::string& fact, const Manifest& left, absl::Time now,
                  v1::Edition& edition) {
  edition.set_fact_count(static_cast<int64_t>(left.size()));
  edition.set_manifest_sha256(HashManifest(left));
  if (edition.state() == v1::EDITION_STATE_WITHDRAWN) return;
  edition.set_state(v1::EDITION_STATE_WITHDRAWN);
  edition.set_withdrawn_for(fact);
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

std::string ReasonFor(const std::string& fact) { return absl::StrCat(kReason, fact); }

absl::Status RedactPart(Ledger& ledger, const std::string& name, const std::string& reason) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<FrozenPartTable>(name));
  return ledger
      .Redact({.actor = kActor, .reason = reason}, FrozenPartTable::kId, pk,
              ResourceNotFound(FrozenPartTable::kNotFound, name))
      .status();
}

// Withdraws an edition whose report is gone although it does not say so: it was redacted, and the
// store was restored from a copy of before, where that was done again.
absl::Status WithdrawGone(Ledger& ledger, const std::string& edition, const std::string& fact) {
  return ledger
      .Commit({.actor = kActor, .reason = ReasonFor(fact)},
              [&](Txn& txn) -> absl::Status {
                TERTIAL_ASSIGN_OR_RETURN(v1::Edition present,
                                         GetResource<EditionTable>(txn, edition));
                TERTIAL_ASSIGN_OR_RETURN(const Manifest left, ReadFactsLeft(txn, edition));
                SetWithdrawn(fact, left, ledger.Now(), present);
                return PutResource<EditionTable>(txn, present).status();
              })
      .status();
}

// The fact for which a commit redacted something of an edition.
absl::StatusOr<std::string> FactOf(const ReadView& view, Revision redaction) {
  TERTIAL_ASSIGN_OR_RETURN(const common::internal::v1::Commit commit,
                           ReadCommit(view.snapshot(), redaction));
  const size_t begin = commit.reason().find(kReason);
  if (begin == std::string::npos) return std::string();
  return commit.reason().substr(begin + std::string(kReason).size());
}

// What is to be done; each with the fact that it is done for.
struct Unfinished {
  // Editions that do not say that their report is gone.
  std::vector<std::pair<std::string, std::string>> gone;
  // Pieces of the reports of withdrawn ones.
  std::vector<std::pair<std::string, std::string>> parts;
};

// Holds no view when it returns: what is redacted is gone from disk only when nobody reads what was
// before.
absl::StatusOr<Unfinished> FindUnfinished(const Ledger& ledger) {
  TERTIAL_ASSIGN_OR_RETURN(const ReadView view, ledger.Read());
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<v1::Edition> editions,
                           ReadBelow<EditionTable>(view, {}));
  Unfinished unfinished;
  for (const v1::Edition& edition : editions) {
    if (edition.state() != v1::EDITION_STATE_WITHDRAWN) {
      TERTIAL_ASSIGN_OR_RETURN(const std::optional<Revision> redaction,
                               FindReportRedaction(view, edition));
      if (!redaction.has_value()) continue;
      TERTIAL_ASSIGN_OR_RETURN(std::string fact, FactOf(view, *redaction));
      unfinished.gone.emplace_back(edition.name(), std::move(fact));
      continue;
    }
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<FrozenPart> parts,
                             ReadReportParts(view, edition.name()));
    for (const FrozenPart& part : parts) {
      unfinished.parts.emplace_back(part.name(), edition.withdrawn_for());
    }
  }
  return unfinished;
}

}  // namespace

absl::Status WithdrawEditionsWith(Ledger& ledger, const RedactedFact& fact) {
  std::vector<std::string> pieces;
  TERTIAL_RETURN_IF_ERROR(
      ledger
          .Commit({.actor = kActor, .reason = ReasonFor(fact.name)},
                  [&](Txn& txn) -> absl::Status {
                    pieces.clear();
                    TERTIAL_ASSIGN_OR_RETURN(std::vector<v1::Edition> editions,
                                             EditionsBefore(txn, fact));
                    for (v1::Edition& edition : editions) {
                      std::string piece = ManifestPartName(edition.name(), fact.service, fact.name);
                      TERTIAL_ASSIGN_OR_RETURN(const std::optional<FrozenPart> held,
                                               FindResource<FrozenPartTable>(txn, piece));
                      if (!held.has_value()) continue;
                      pieces.push_back(std::move(piece));
                      TERTIAL_ASSIGN_OR_RETURN(Manifest left, ReadFactsLeft(txn, edition.name()));
                      std::erase_if(left, [&](const internal::v1::FrozenFact& one) {
                        return one.service() == fact.service && one.name() == fact.name;
                      });
                      SetWithdrawn(fact.name, left, ledger.Now(), edition);
                      TERTIAL_RETURN_IF_ERROR(PutResource<EditionTable>(txn, edition).status());
                    }
                    return absl::OkStatus();
                  })
          .status());
  // Last, so that whoever was broken off finds them again.
  for (const std::string& piece : pieces) {
    TERTIAL_RETURN_IF_ERROR(RedactPart(ledger, piece, ReasonFor(fact.name)));
  }
  return absl::OkStatus();
}

absl::Status FinishWithdrawals(Ledger& ledger) {
  TERTIAL_ASSIGN_OR_RETURN(const Unfinished unfinished, FindUnfinished(ledger));
  for (const auto& [edition, fact] : unfinished.gone) {
    TERTIAL_RETURN_IF_ERROR(WithdrawGone(ledger, edition, fact));
  }
  for (const auto& [part, fact] : unfinished.parts) {
    TERTIAL_RETURN_IF_ERROR(RedactPart(ledger, part, ReasonFor(fact)));
  }
  return absl::OkStatus();
}

}  // namespace tertial::gateway
