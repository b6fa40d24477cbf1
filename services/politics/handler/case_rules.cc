#include "services/politics/handler/case_rules.h"

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/ledger/envelope.h"
#include "common/ledger/table.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/politics/handler/reference_rules.h"

namespace tertial::politics {
namespace {

absl::StatusOr<bool> HasExemptContent(const RecordReader& reader, absl::string_view case_pk) {
  bool found = false;
  TERTIAL_RETURN_IF_ERROR(
      reader.Scan(ExemptContentTable::kId, case_pk, "",
                  [&](absl::string_view /*pk*/, Revision /*revision*/, absl::string_view /*body*/) {
                    found = true;
                    return false;
                  }));
  return found;
}

// Whether nothing that was ever recorded under the name, and can be read still, may have been
// public. What is so of the newest version is so of all, since each was let in by this rule.
absl::StatusOr<bool> WasNeverPublic(const RecordReader& reader, absl::string_view case_pk) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<Version> before,
                           reader.FindCommitted(CaseTable::kId, case_pk));
  if (!before.has_value() || before->state == RowState::kRedaction) return true;
  if (!before->live()) return false;
  v1::Case was;
  TERTIAL_RETURN_IF_ERROR(DecodeBody(CaseTable::kId, case_pk, before->body, was));
  return was.has_exemption();
}

absl::Status CheckExemptionBeside(const RecordReader& reader, const v1::Case& political_case,
                                  const Violations& violations) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string pk, PrimaryKey<CaseTable>(political_case.name()));
  if (political_case.has_exemption()) {
    TERTIAL_ASSIGN_OR_RETURN(const bool never_public, WasNeverPublic(reader, pk));
    if (!never_public) {
      violations.Add("exemption", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                     "The case is, or was, recorded as public, and its history keeps what it said; "
                     "redact it with AdminService.RedactResource, then record it anew.");
    }
    return absl::OkStatus();
  }
  TERTIAL_ASSIGN_OR_RETURN(const bool has_content, HasExemptContent(reader, pk));
  if (has_content) {
    violations.Add("exemption", common::v1::ERROR_REASON_HAS_EXEMPT_CONTENT,
                   "The case has exempt content, so it stays exempt; have that deleted before.");
  }
  return absl::OkStatus();
}

}  // namespace

void CaseRules::MakeCanonical(const AreaRegistry& areas, v1::Case& political_case) {
  MakeReferenceCanonical<BodyTable>(areas, political_case.mutable_body());
  MakeReferenceCanonical<MatterTable>(areas, political_case.mutable_matter());
  MakeReferenceCanonical<MeetingTable>(areas, political_case.mutable_meeting());
}

absl::Status CaseRules::CheckReferences(const RecordReader& reader, const v1::Case& political_case,
                                        const Violations& violations) {
  const std::string& name = political_case.name();
  TERTIAL_RETURN_IF_ERROR(
      CheckOptionalReference<BodyTable>(reader, "body", political_case.body(), name, violations)
          .status());
  TERTIAL_RETURN_IF_ERROR(CheckOptionalReference<MatterTable>(
                              reader, "matter", political_case.matter(), name, violations)
                              .status());
  return CheckOptionalReference<MeetingTable>(reader, "meeting", political_case.meeting(), name,
                                              violations)
      .status();
}

absl::Status CaseRules::CheckBeside(const RecordReader& reader, const v1::Case& political_case,
                                    const Violations& violations) {
  TERTIAL_RETURN_IF_ERROR(CheckExemptionBeside(reader, political_case, violations));
  if (political_case.body().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Body> body,
                           FindResource<BodyTable>(reader, political_case.body()));
  // One that was redacted says nothing.
  if (!body.has_value()) return absl::OkStatus();
  CheckBodyOfCase(political_case, *body, violations);
  CheckVotesInBody(political_case.votes(), political_case, *body, violations);
  return absl::OkStatus();
}

void CaseRules::ListReferences(const v1::Case& political_case, References& references) {
  references.Add<BodyTable>(political_case.body());
  references.Add<MatterTable>(political_case.matter());
  references.Add<MeetingTable>(political_case.meeting());
}

absl::Status ExemptContentRules::CheckReferences(const RecordReader& reader,
                                                 const v1::ExemptContent& content,
                                                 const Violations& violations) {
  const std::string name = CaseOf(content);
  TERTIAL_ASSIGN_OR_RETURN(
      const std::optional<v1::Case> of,
      CheckReference<CaseTable>(reader, "name", name, content.name(), violations));
  if (of.has_value() && !of->has_exemption()) {
    violations.Add("name", common::v1::ERROR_REASON_CASE_NOT_EXEMPT,
                   absl::StrCat(Quoted(name),
                                " has no exemption, so all of it is public; set its exemption, or "
                                "record this in the case itself."));
  }
  return absl::OkStatus();
}

absl::Status ExemptContentRules::CheckBeside(const RecordReader& reader,
                                             const v1::ExemptContent& content,
                                             const Violations& violations) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Case> of,
                           FindResource<CaseTable>(reader, CaseOf(content)));
  if (!of.has_value() || of->body().empty()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<v1::Body> body,
                           FindResource<BodyTable>(reader, of->body()));
  if (body.has_value()) CheckVotesInBody(content.votes(), *of, *body, violations);
  return absl::OkStatus();
}

}  // namespace tertial::politics
