#include "common/render/edition_document.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/facts/texts.h"
#include "common/render/figures.h"
#include "common/render/instant.h"
#include "common/render/report_document.h"

namespace tertial {

using gateway::v1::Edition;
using gateway::v1::GetEditionReportResponse;

std::string EditionStateWord(const Edition& edition) {
  return std::string(
      absl::StripPrefix(gateway::v1::EditionState_Name(edition.state()), "EDITION_STATE_"));
}

std::string EditionStanding(const Edition& edition) {
  return absl::StrCat("Edition ", edition.name(), ": ", EditionStateWord(edition), ". Frozen ",
                      FormatInstant(edition.freeze_time()), ", ",
                      edition.has_publish_time()
                          ? absl::StrCat("published ", FormatInstant(edition.publish_time()))
                          : "not published",
                      ".");
}

std::vector<EditionNotice> EditionNotices(const GetEditionReportResponse& edition,
                                          absl::string_view language) {
  std::vector<EditionNotice> notices;
  if (const std::string& other = edition.edition().corrects(); !other.empty()) {
    notices.push_back({.about = absl::StrCat("Corrects ", other),
                       .text = ChooseText(edition.edition().notices(), language)});
  }
  if (const std::string& other = edition.edition().corrected_by(); !other.empty()) {
    notices.push_back({.about = absl::StrCat("Corrected by ", other),
                       .text = ChooseText(edition.correction_notices(), language)});
  }
  return notices;
}

std::string EditionHash(const Edition& edition) {
  return absl::StrCat("SHA-256 of the report as it was frozen: ", edition.report_sha256());
}

Document MakeEditionReportDocument(const GetEditionReportResponse& edition,
                                   const gateway::v1::Report& report, const std::string& language) {
  Document document;
  document.AddHeading(1, TextIn(language, edition.edition().titles()));
  document.AddParagraph(ReportTitle(report, language));
  document.AddParagraph(EditionStanding(edition.edition()));
  for (const EditionNotice& notice : EditionNotices(edition, language)) {
    document.AddParagraph(absl::StrCat(notice.about, ": ", notice.text.text()));
  }
  AddReport(report, language, document);
  document.AddParagraph(EditionHash(edition.edition()));
  return document;
}

}  // namespace tertial
