#include "common/render/report_document.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/render/figures.h"
#include "common/render/instant.h"

namespace tertial {
namespace {

void AddSection(gateway::v1::SectionKind section, const gateway::v1::Report& report,
                const std::string& language, Document& document) {
  switch (section) {
    case gateway::v1::SECTION_KIND_INDICATORS:
      return AddIndicatorsChapter(report.indicators(), language, document);
    case gateway::v1::SECTION_KIND_STATISTICS:
      return AddStatisticsChapter(report.statistics(), language, document);
    case gateway::v1::SECTION_KIND_WORKFORCE:
      return AddWorkforceChapter(report.workforce(), language, document);
    case gateway::v1::SECTION_KIND_POLITICS:
      return AddPoliticsChapter(report.politics(), language, document);
    case gateway::v1::SECTION_KIND_CLIMATE:
      return AddClimateChapter(report.climate(), language, document);
    default:
      return;
  }
}

}  // namespace

std::string ReportTitle(const gateway::v1::Report& report, const std::string& language) {
  const std::string area = TextIn(language, report.area().display_names());
  const auto of = [&](const std::string& part) {
    return absl::StrCat(area, ", report ", report.period(), " of ",
                        absl::StripPrefix(part, absl::StrCat(report.area().name(), "/")));
  };
  switch (report.kind()) {
    case gateway::v1::REPORT_KIND_TERTIAL:
      return absl::StrCat(area, ", tertial report ", report.period());
    case gateway::v1::REPORT_KIND_FOCUS_AREA:
      return of(report.focus_area());
    case gateway::v1::REPORT_KIND_SERVICE_AREA:
      return of(report.service_area());
    default:
      return absl::StrCat(area, ", annual report ", report.period());
  }
}

std::string ChapterTitle(gateway::v1::SectionKind section) {
  switch (section) {
    case gateway::v1::SECTION_KIND_INDICATORS:
      return "Goals and indicators";
    case gateway::v1::SECTION_KIND_STATISTICS:
      return "Statistics";
    case gateway::v1::SECTION_KIND_WORKFORCE:
      return "Workforce";
    case gateway::v1::SECTION_KIND_POLITICS:
      return "Political activity";
    case gateway::v1::SECTION_KIND_CLIMATE:
      return "Climate accounts";
    default:
      return "Section";
  }
}

Table StateTable(const gateway::v1::Report& report) {
  Table table{.columns = {{"section"},
                          {"state"},
                          {"service"},
                          {"revision", Align::kRight},
                          {"committed"},
                          {"why"}},
              .rows = {}};
  for (const gateway::v1::SectionState& state : report.states()) {
    const std::string completeness = gateway::v1::Completeness_Name(state.completeness());
    table.rows.push_back(
        {ChapterTitle(state.section()), completeness.substr(sizeof("COMPLETENESS_") - 1),
         state.service(), state.has_read_at() ? absl::StrCat(state.read_at().revision()) : "",
         state.read_at().has_commit_time() ? FormatInstant(state.read_at().commit_time()) : "",
         state.reason()});
  }
  return table;
}

std::string SymbolsInWords() {
  return absl::StrCat(kNoObservation,
                      ": no observation. (p): provisional. (e): estimated. (f): forecast. "
                      "(b): not comparable with the periods before.");
}

void AddChapter(const gateway::v1::SectionState& state, const gateway::v1::Report& report,
                const std::string& language, Document& document) {
  if (state.completeness() == gateway::v1::COMPLETENESS_UNAVAILABLE) {
    document.AddParagraph(absl::StrCat("UNAVAILABLE: ", state.reason()));
    return;
  }
  if (state.completeness() == gateway::v1::COMPLETENESS_STALE) {
    document.AddParagraph(absl::StrCat("STALE: ", state.reason(),
                                       state.has_current_at()
                                           ? absl::StrCat(" Last known to be the newest at ",
                                                          FormatInstant(state.current_at()), ".")
                                           : ""));
  }
  for (const common::v1::MissingPart& part : state.missing_parts()) {
    document.AddParagraph(absl::StrCat("Missing: ", part.part(), ". ", part.reason()));
  }
  AddSection(state.section(), report, language, document);
}

Document MakeReportDocument(const gateway::v1::Report& report, const std::string& language) {
  Document document;
  document.AddHeading(1, ReportTitle(report, language));
  AddReport(report, language, document);
  return document;
}

void AddReport(const gateway::v1::Report& report, const std::string& language, Document& document) {
  if (report.has_as_of()) {
    document.AddParagraph(absl::StrCat("As recorded at ", FormatInstant(report.as_of()),
                                       "; what came later is not in it."));
  }
  if (report.has_build()) {
    document.AddParagraph(absl::StrCat("Put together by Tertial ", report.build().version(), "."));
  }
  document.AddTable(StateTable(report));
  document.AddParagraph(SymbolsInWords());
  for (const gateway::v1::SectionState& state : report.states()) {
    document.AddHeading(2, ChapterTitle(state.section()));
    AddChapter(state, report, language, document);
  }
}

}  // namespace tertial
