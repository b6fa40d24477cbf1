// An edition of a report: the report with what its reader must know of the edition.
#ifndef TERTIAL_COMMON_RENDER_EDITION_DOCUMENT_H_
#define TERTIAL_COMMON_RENDER_EDITION_DOCUMENT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/render/document.h"
#include "tertial/common/v1/text.pb.h"
#include "tertial/gateway/v1/editions_service.pb.h"

namespace tertial {

// "PUBLISHED".
std::string EditionStateWord(const gateway::v1::Edition& edition);

// Where it stands: "Edition areas/asker/editions/a: PUBLISHED. Frozen 2027-01-15T08:00:00Z,
// published 2027-01-16T08:00:00Z."
std::string EditionStanding(const gateway::v1::Edition& edition);

// What was wrong with an edition, or with the one that it corrects.
struct EditionNotice {
  // "Corrected by areas/asker/editions/b".
  std::string about;
  common::v1::LocalizedText text;
};
// In `language`, or what that falls back to. What it corrects comes first.
std::vector<EditionNotice> EditionNotices(const gateway::v1::GetEditionReportResponse& edition,
                                          absl::string_view language);

// The SHA-256 of the report as it was frozen, in a sentence.
std::string EditionHash(const gateway::v1::Edition& edition);

// `report`, which is that of `edition`, below the title of the edition, where it stands and its
// notices, and above its SHA-256. Languages are chosen as in MakeReportDocument.
Document MakeEditionReportDocument(const gateway::v1::GetEditionReportResponse& edition,
                                   const gateway::v1::Report& report, const std::string& language);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_EDITION_DOCUMENT_H_
