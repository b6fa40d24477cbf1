#include "services/gateway/store/edition_reads.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "common/types/sha256.h"
#include "services/gateway/domain/edition_rules.h"
#include "services/gateway/store/keys.h"

namespace tertial::gateway {
namespace {

using internal::v1::FollowedFeed;
using internal::v1::FrozenFact;
using internal::v1::FrozenPart;

// The end of the year 9999, as far as a timestamp goes.
absl::Time Never() { return absl::FromUnixSeconds(253402300799); }

std::string KeyOf(absl::string_view service) {
  // The names of services are ids.
  return *EncodePrimaryKey({std::string(service)});
}

}  // namespace

absl::StatusOr<std::vector<FrozenPart>> ReadReportParts(const RecordReader& reader,
                                                        absl::string_view edition) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           PatternOf<EditionTable>().Parse(edition));
  // Behind all facts, before "report~000000".
  TERTIAL_ASSIGN_OR_RETURN(const std::string before,
                           PrimaryKey<FrozenPartTable>(absl::StrCat(edition, "/parts/report")));
  std::vector<FrozenPart> parts;
  TERTIAL_RETURN_IF_ERROR(ScanResources<FrozenPartTable>(
      reader, ids, before,
      [&](absl::string_view /*pk*/, Revision /*revision*/, const FrozenPart& part) {
        parts.push_back(part);
        return true;
      }));
  return parts;
}

absl::StatusOr<Manifest> ReadFactsLeft(const RecordReader& reader, absl::string_view edition) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           PatternOf<EditionTable>().Parse(edition));
  Manifest facts;
  absl::Status damage;
  TERTIAL_RETURN_IF_ERROR(ScanResources<FrozenPartTable>(
      reader, ids, "",
      [&](absl::string_view /*pk*/, Revision /*revision*/, const FrozenPart& part) {
        if (IsReportPart(part.name())) return false;  // behind all facts
        if (!facts.emplace_back().ParseFromString(part.content())) {
          damage = StoredDataDamaged(part.name());
        }
        return damage.ok();
      }));
  TERTIAL_RETURN_IF_ERROR(damage);
  std::sort(facts.begin(), facts.end(), [](const FrozenFact& a, const FrozenFact& b) {
    return StandsBefore(a, b.service(), b.name());
  });
  return facts;
}

absl::StatusOr<std::optional<Revision>> FindReportRedaction(const RecordReader& reader,
                                                            const v1::Edition& edition) {
  TERTIAL_ASSIGN_OR_RETURN(
      const std::string pk,
      PrimaryKey<FrozenPartTable>(CutReport(edition.name(), "0").front().name()));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version> first,
                           reader.FindVersion(FrozenPartTable::kId, pk));
  if (!first.has_value() || first->live()) return std::nullopt;
  return first->revision;
}

absl::StatusOr<std::string> ReadFrozenReport(const RecordReader& reader,
                                             const v1::Edition& edition) {
  TERTIAL_RETURN_IF_ERROR(RequireFrozen(edition));
  if (edition.state() == v1::EDITION_STATE_WITHDRAWN) return EditionWithdrawn(edition);
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<FrozenPart> parts,
                           ReadReportParts(reader, edition.name()));
  std::string report;
  report.reserve(static_cast<size_t>(std::max<int64_t>(edition.report_bytes(), 0)));
  for (const FrozenPart& part : parts) report += part.content();
  if (absl::BytesToHexString(Sha256Of(report)) == edition.report_sha256()) return report;
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Revision> redaction,
                           FindReportRedaction(reader, edition));
  if (redaction.has_value()) return EditionWithdrawn(edition);
  return StoredDataDamaged(absl::StrCat("the report of ", edition.name()));
}

absl::StatusOr<Manifest> ReadManifest(const RecordReader& reader, const v1::Edition& edition) {
  TERTIAL_ASSIGN_OR_RETURN(Manifest manifest, ReadFactsLeft(reader, edition.name()));
  const bool is_whole = edition.state() != v1::EDITION_STATE_WITHDRAWN;
  if (is_whole && HashManifest(manifest) != edition.manifest_sha256()) {
    return StoredDataDamaged(absl::StrCat("the manifest of ", edition.name()));
  }
  return manifest;
}

absl::StatusOr<std::optional<FollowedFeed>> FindFollowedFeed(const ReadView& view,
                                                             absl::string_view service,
                                                             absl::Time now) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<std::string> body,
                           view.FindPrivate(kFollowedFeedTable, KeyOf(service), now));
  std::optional<FollowedFeed> followed;
  if (body.has_value() && !followed.emplace().ParseFromString(*body)) followed.reset();
  return followed;
}

void PutFollowedFeed(Txn& txn, absl::string_view service, const FollowedFeed& followed) {
  txn.PutPrivate(kFollowedFeedTable, KeyOf(service), EncodeBody(followed), Never());
}

}  // namespace tertial::gateway
