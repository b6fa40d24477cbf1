#include "services/gateway/domain/edition_rules.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/facts/checks.h"
#include "common/facts/texts.h"

namespace tertial::gateway {
namespace {

// "DRAFT".
std::string WordOf(v1::EditionState state) {
  return std::string(absl::StripPrefix(v1::EditionState_Name(state), "EDITION_STATE_"));
}

absl::Status WrongState(const v1::Edition& edition, v1::EditionState needed) {
  return MakeError(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_EDITION_STATE,
                   absl::StrCat(edition.name(), " is ", WordOf(edition.state()),
                                "; this is done with one that is ", WordOf(needed), "."),
                   {{"state", WordOf(edition.state())}, {"needed", WordOf(needed)}});
}

}  // namespace

void CheckEdition(const v1::Edition& edition, const Violations& violations) {
  CheckTexts("titles", edition.titles(), Presence::kRequired, violations);
  const absl::string_view name = edition.name();
  const absl::string_view area = name.substr(0, name.find("/editions/"));
  if (edition.query().area() != area) {
    violations.Add("query.area", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(edition.query().area()), " is not the area of the name, ",
                                std::string(area), "; leave it out, or name that."));
  }
}

absl::Status RequireState(const v1::Edition& edition, v1::EditionState needed) {
  if (edition.state() == needed) return absl::OkStatus();
  if (edition.state() == v1::EDITION_STATE_WITHDRAWN) return EditionWithdrawn(edition);
  return WrongState(edition, needed);
}

absl::Status RequireFrozen(const v1::Edition& edition) {
  return edition.state() == v1::EDITION_STATE_DRAFT ? WrongState(edition, v1::EDITION_STATE_FROZEN)
                                                    : absl::OkStatus();
}

absl::Status RequireCorrectable(const v1::Edition& edition) {
  const bool was_withdrawn =
      edition.state() == v1::EDITION_STATE_WITHDRAWN && edition.has_publish_time();
  const bool can_be = edition.corrected_by().empty() &&
                      (was_withdrawn || edition.state() == v1::EDITION_STATE_PUBLISHED);
  return can_be ? absl::OkStatus() : WrongState(edition, v1::EDITION_STATE_PUBLISHED);
}

absl::Status EditionWithdrawn(const v1::Edition& edition) {
  const std::string notice = ChooseText(edition.notices(), "en").text();
  return MakeError(
      absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_EDITION_WITHDRAWN,
      absl::StrCat(edition.name(), " was withdrawn", notice.empty() ? "." : ": ", notice),
      {{"name", edition.name()}});
}

absl::Status RequireComplete(const google::protobuf::RepeatedPtrField<v1::SectionState>& sections,
                             const google::protobuf::RepeatedField<int>& accepted) {
  std::string names;
  std::string reasons;
  for (const v1::SectionState& section : sections) {
    if (section.completeness() == v1::COMPLETENESS_COMPLETE ||
        std::find(accepted.begin(), accepted.end(), section.section()) != accepted.end()) {
      continue;
    }
    absl::StrAppend(&names, names.empty() ? "" : ",", v1::SectionKind_Name(section.section()));
    absl::StrAppend(&reasons, reasons.empty() ? "" : " ", section.reason());
  }
  if (names.empty()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   common::v1::ERROR_REASON_SECTIONS_NOT_COMPLETE,
                   absl::StrCat("Not all sections are complete: ", reasons,
                                " Freeze it when they are, or accept them by name as they are."),
                   {{"sections", names}});
}

std::set<std::string> FrozenServices(const v1::Edition& edition) {
  std::set<std::string> services;
  for (const v1::SectionState& section : edition.sections()) {
    if (section.has_read_at()) services.insert(section.service());
  }
  return services;
}

const common::v1::ReadPoint* FrozenState(const v1::Edition& edition, absl::string_view service) {
  for (const v1::SectionState& section : edition.sections()) {
    if (section.service() == service && section.has_read_at()) return &section.read_at();
  }
  return nullptr;
}

}  // namespace tertial::gateway
