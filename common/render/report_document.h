// A report as a document.
#ifndef TERTIAL_COMMON_RENDER_REPORT_DOCUMENT_H_
#define TERTIAL_COMMON_RENDER_REPORT_DOCUMENT_H_

#include <string>

#include "common/render/document.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial {

// Titles and labels in `language`, or else Norwegian bokmål; all else in English. A section that is
// not there has a chapter that says why.
Document MakeReportDocument(const gateway::v1::Report& report, const std::string& language);

// All of the document but the title.
void AddReport(const gateway::v1::Report& report, const std::string& language, Document& document);

// "Asker, annual report 2024"; of a part, also which: "Asker, report 2024 of units/welfare".
std::string ReportTitle(const gateway::v1::Report& report, const std::string& language);

// "Political activity".
std::string ChapterTitle(gateway::v1::SectionKind section);

// What became of each section, as a table.
Table StateTable(const gateway::v1::Report& report);

// What the marks behind figures mean.
std::string SymbolsInWords();

// What stands below the title of a section's chapter: what is missing of it and why, and all of it
// that is there.
void AddChapter(const gateway::v1::SectionState& state, const gateway::v1::Report& report,
                const std::string& language, Document& document);

// Anchors of headings.
inline constexpr char kFteAnchor[] = "workforce-fte";
inline constexpr char kActivityAnchor[] = "politics-activity";
inline constexpr char kClimateTargetsAnchor[] = "climate-targets";
// Of a focus area: this and its id.
inline constexpr char kFocusAreaAnchor[] = "indicators-";

// The chapters, one function for each section.
void AddIndicatorsChapter(const indicators::v1::IndicatorsSection& section,
                          const std::string& language, Document& document);
void AddStatisticsChapter(const indicators::v1::StatisticsSection& section,
                          const std::string& language, Document& document);
void AddWorkforceChapter(const workforce::v1::WorkforceSection& section,
                         const std::string& language, Document& document);
void AddPoliticsChapter(const politics::v1::PoliticsSection& section, const std::string& language,
                        Document& document);
void AddClimateChapter(const climate::v1::ClimateSection& section, const std::string& language,
                       Document& document);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_REPORT_DOCUMENT_H_
