#include "services/climate/handler/derived_rules.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"

namespace tertial::climate {
namespace {

void RefuseToRecord(const std::string& name, const Violations& violations) {
  violations.Add("name", common::v1::ERROR_REASON_FIGURE_NOT_RECORDED_HERE,
                 absl::StrCat(Quoted(name),
                              " follows from other facts and is recorded by the service alone; "
                              "change what it is made of."));
}

}  // namespace

void ClimateTargetLevelRules::Check(const v1::ClimateTargetLevel& level,
                                    const Violations& violations) {
  CheckUnit("unit", level.unit(), Presence::kRequired, violations);
}

absl::Status ClimateTargetLevelRules::CheckBeside(const RecordReader& /*reader*/,
                                                  const v1::ClimateTargetLevel& level,
                                                  const Violations& violations) {
  RefuseToRecord(level.name(), violations);
  return absl::OkStatus();
}

void CalculatedEmissionRules::Check(const v1::CalculatedEmission& emission,
                                    const Violations& violations) {
  CheckUnit("unit", emission.unit(), Presence::kRequired, violations);
}

absl::Status CalculatedEmissionRules::CheckBeside(const RecordReader& /*reader*/,
                                                  const v1::CalculatedEmission& emission,
                                                  const Violations& violations) {
  RefuseToRecord(emission.name(), violations);
  return absl::OkStatus();
}

}  // namespace tertial::climate
