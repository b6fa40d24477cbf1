#include "services/gateway/handler/edition_rules.h"

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/rpc/canonical_name.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "services/gateway/handler/report_query.h"

namespace tertial::gateway {

void EditionRules::MakeCanonical(const AreaRegistry& areas, v1::Edition& edition) {
  const std::string own = edition.name().substr(0, edition.name().find("/editions/"));
  std::string& area = *edition.mutable_query()->mutable_area();
  if (area.empty()) {
    area = own;
    return;
  }
  const std::optional<Period> period = [&]() -> std::optional<Period> {
    const absl::StatusOr<Period> parsed = Period::Parse(edition.query().period());
    return parsed.ok() ? std::optional(*parsed) : std::nullopt;
  }();
  const absl::StatusOr<std::string> id = ResolveAreaName(areas, "query.area", area, period);
  if (id.ok()) area = absl::StrCat("areas/", *id);
}

void EditionRules::CheckAreas(const AreaRegistry& areas, const v1::Edition& edition,
                              const Violations& violations) {
  violations.AddStatus(
      "query", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
      ParseReportQuery(areas, "query", edition.query(), SystemClock().Now()).status());
}

absl::Status EditionRules::CheckBeside(const RecordReader& reader, const v1::Edition& edition,
                                       const Violations& /*violations*/) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Edition> present,
                           FindResource<EditionTable>(reader, edition.name()));
  if (!present.has_value()) return RequireUnused(reader, edition.name());
  // Once it is frozen, titles alone may be changed; nor does an earlier version of it come back.
  v1::Edition retitled = *present;
  *retitled.mutable_titles() = edition.titles();
  if (EncodeBody(retitled) == EncodeBody(edition)) return absl::OkStatus();
  return RequireState(*present, v1::EDITION_STATE_DRAFT);
}

absl::Status EditionRules::CheckDelete(const RecordReader& reader, const std::string& name) {
  TERTIAL_ASSIGN_OR_RETURN(const v1::Edition edition, GetResource<EditionTable>(reader, name));
  return RequireState(edition, v1::EDITION_STATE_DRAFT);
}

absl::Status RequireUnused(const RecordReader& reader, const std::string& name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<EditionTable>(name));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version> version,
                           reader.FindVersion(EditionTable::kId, pk));
  return version.has_value() ? ResourceExists(name) : absl::OkStatus();
}

}  // namespace tertial::gateway
