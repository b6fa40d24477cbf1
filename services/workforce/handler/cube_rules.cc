#include "services/workforce/handler/cube_rules.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/types/period.h"
#include "services/workforce/domain/reported_guard.h"
#include "services/workforce/store/cube_reads.h"
#include "services/workforce/store/keys.h"

namespace tertial::workforce {
namespace {

// The cube that a policy is in force for, if there is one.
absl::StatusOr<std::optional<v1::Cube>> CubeUnder(const RecordReader& reader,
                                                  absl::string_view policy_name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                           PatternOf<DisclosurePolicyTable>().Parse(policy_name));
  const std::optional<int> year = ParsePolicyYear(ids[1]);
  if (!year.has_value()) return std::optional<v1::Cube>();
  return FindCubeOfYear(reader, ids[0], *year);
}

std::string InForce(absl::string_view policy_name, const v1::Cube& cube) {
  return absl::StrCat("Policy ", Quoted(policy_name), " is fixed: ", Quoted(cube.name()),
                      " was published by it.");
}

}  // namespace

absl::Status DisclosurePolicyRules::CheckReferences(const RecordReader& reader,
                                                    const v1::DisclosurePolicy& policy,
                                                    const Violations& violations) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Cube> cube, CubeUnder(reader, policy.name()));
  if (!cube.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::DisclosurePolicy> present,
                           FindResource<DisclosurePolicyTable>(reader, policy.name()));
  if (!present.has_value() || EncodeResource(*present) != EncodeResource(policy)) {
    violations.Add("", common::v1::ERROR_REASON_POLICY_IN_FORCE, InForce(policy.name(), *cube));
  }
  return absl::OkStatus();
}

absl::Status DisclosurePolicyRules::CheckDelete(const RecordReader& reader,
                                                const std::string& name) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Cube> cube, CubeUnder(reader, name));
  if (!cube.has_value()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_POLICY_IN_FORCE,
                   InForce(name, *cube), {{"name", name}});
}

void CubeRules::ListReferences(const v1::Cube& cube, References& references) {
  for (const v1::CubeUnit& unit : cube.units()) references.Add<UnitTable>(unit.unit());
}

absl::Status CheckNotHidden(const RecordReader& reader, const v1::WorkforceFigure& figure,
                            const Violations& violations) {
  const absl::StatusOr<Period> period = Period::Parse(figure.period());
  const absl::StatusOr<std::vector<std::string>> ids =
      PatternOf<WorkforceFigureTable>().Parse(figure.name());
  if (!figure.cell().has_value() || !period.ok() || !ids.ok()) return absl::OkStatus();
  const std::vector<std::string> told = FiguresToldBy((*ids)[0], KeyOf(figure, *period));
  TERTIAL_ASSIGN_OR_RETURN(const auto found, FindResources<PublishedFigureTable>(reader, told));
  for (const std::optional<v1::PublishedFigure>& published : found) {
    if (!published.has_value() ||
        published->cell().missing() != common::v1::MISSING_REASON_SUPPRESSED) {
      continue;
    }
    violations.Add("cell", common::v1::ERROR_REASON_FIGURE_SUPPRESSED,
                   absl::StrCat("A value would tell what is hidden in ", Quoted(published->name()),
                                "; report it as suppressed."));
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace tertial::workforce
