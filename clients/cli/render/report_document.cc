#include "clients/cli/render/report_document.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/instant.h"
#include "clients/cli/render/figures.h"

namespace tertial::cli {
namespace {

std::string TitleOf(gateway::v1::SectionKind section) {
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

void AddStates(const gateway::v1::AnnualReport& report, Document& document) {
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
        {TitleOf(state.section()), completeness.substr(sizeof("COMPLETENESS_") - 1),
         state.service(), state.has_read_at() ? absl::StrCat(state.read_at().revision()) : "",
         state.read_at().has_commit_time() ? FormatInstant(state.read_at().commit_time()) : "",
         state.reason()});
  }
  document.AddTable(std::move(table));
}

void AddChapter(gateway::v1::SectionKind section, const gateway::v1::AnnualReport& report,
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

Document MakeReportDocument(const gateway::v1::AnnualReport& report, const std::string& language,
                            const std::string& as_of) {
  Document document;
  document.AddHeading(1, absl::StrCat(TextIn(language, report.area().display_names()),
                                      ", annual report ", report.period()));
  if (!as_of.empty()) {
    document.AddParagraph(
        absl::StrCat("As recorded at ", as_of, "; what came later is not in it."));
  }
  AddStates(report, document);
  document.AddParagraph(
      absl::StrCat(kNoObservation,
                   ": no observation. (p): provisional. (e): estimated. (f): forecast. "
                   "(b): not comparable with the periods before."));
  for (const gateway::v1::SectionState& state : report.states()) {
    document.AddHeading(2, TitleOf(state.section()));
    if (state.completeness() == gateway::v1::COMPLETENESS_UNAVAILABLE) {
      document.AddParagraph(absl::StrCat("UNAVAILABLE: ", state.reason()));
      continue;
    }
    for (const common::v1::MissingPart& part : state.missing_parts()) {
      document.AddParagraph(absl::StrCat("Missing: ", part.part(), ". ", part.reason()));
    }
    AddChapter(state.section(), report, language, document);
  }
  return document;
}

}  // namespace tertial::cli
