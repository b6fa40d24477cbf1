#include "services/politics/store/section_reads.h"

#include <optional>
#include <utility>
#include <vector>

#include "common/facts/missing_parts.h"
#include "common/ledger/table.h"
#include "common/status/status_macros.h"
#include "services/politics/domain/activity_name.h"
#include "services/politics/store/keys.h"

namespace tertial::politics {
namespace {

// All of the area's resources T; nothing, and a note that `part` is missing, if they are damaged.
template <typename T>
absl::StatusOr<std::optional<std::vector<typename T::Message>>> ReadPart(
    const RecordReader& reader, const std::string& area_id, absl::string_view part,
    MissingParts* missing_parts) {
  absl::StatusOr<std::vector<typename T::Message>> resources = ReadBelow<T>(reader, {area_id});
  TERTIAL_RETURN_IF_ERROR(NoteMissingPart(part, resources.status(), missing_parts));
  if (!resources.ok()) return std::nullopt;
  return *std::move(resources);
}

}  // namespace

absl::StatusOr<PoliticsFacts> ReadPolitics(const RecordReader& reader, const std::string& area_id,
                                           const Period& period, MissingParts* missing_parts) {
  PoliticsFacts facts{.area_id = area_id, .period = period};
  TERTIAL_ASSIGN_OR_RETURN(facts.bodies, ReadBelow<BodyTable>(reader, {area_id}));
  std::vector<std::string> names;
  for (const v1::Body& body : facts.bodies) names.push_back(ActivityName(body.name(), period));
  TERTIAL_ASSIGN_OR_RETURN(auto activities, FindResources<BodyActivityTable>(reader, names));
  for (size_t i = 0; i < names.size(); ++i) {
    if (activities[i].has_value()) facts.activities.emplace(names[i], *std::move(activities[i]));
  }
  TERTIAL_ASSIGN_OR_RETURN(facts.cases,
                           ReadPart<CaseTable>(reader, area_id, "cases", missing_parts));
  TERTIAL_ASSIGN_OR_RETURN(facts.plans,
                           ReadPart<ThematicPlanTable>(reader, area_id, "plans", missing_parts));
  TERTIAL_ASSIGN_OR_RETURN(facts.resolutions, ReadPart<ResolutionFollowUpTable>(
                                                  reader, area_id, "resolutions", missing_parts));
  return facts;
}

}  // namespace tertial::politics
