#include "services/indicators/store/definitions.h"

#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "common/ledger/feed.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/indicators/store/keys.h"

namespace tertial::indicators {

absl::StatusOr<DefinitionVersions> ReadVersionsOf(const ReadView& view,
                                                  absl::string_view indicator) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<IndicatorTable>(indicator));
  TERTIAL_ASSIGN_OR_RETURN(
      const std::vector<RowVersion> history,
      ReadVersions(view, IndicatorTable::kId, pk, 0, std::numeric_limits<size_t>::max()));
  DefinitionVersions versions;
  for (const RowVersion& row : history) {
    if (!row.version.live()) continue;
    v1::Indicator definition;
    TERTIAL_RETURN_IF_ERROR(DecodeBody(IndicatorTable::kId, pk, row.version.body, definition));
    AddDefinition(definition, row.version.revision, versions);
  }
  return versions;
}

absl::StatusOr<std::map<std::string, v1::Indicator>> ReadDefinitions(
    const ReadView& view, absl::Span<const std::string> names) {
  TERTIAL_ASSIGN_OR_RETURN(auto found, FindResources<IndicatorTable>(view, names));
  std::map<std::string, v1::Indicator> definitions;
  for (size_t i = 0; i < names.size(); ++i) {
    if (!found[i].has_value() || definitions.count(names[i]) > 0) continue;
    TERTIAL_RETURN_IF_ERROR(IndicatorTable::Derive(view, *found[i]));
    definitions.emplace(names[i], *std::move(found[i]));
  }
  return definitions;
}

}  // namespace tertial::indicators
