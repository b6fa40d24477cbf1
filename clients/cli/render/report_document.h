// An annual report as a document.
#ifndef TERTIAL_CLIENTS_CLI_RENDER_REPORT_DOCUMENT_H_
#define TERTIAL_CLIENTS_CLI_RENDER_REPORT_DOCUMENT_H_

#include <string>

#include "clients/cli/render/document.h"
#include "tertial/gateway/v1/gateway_resources.pb.h"

namespace tertial::cli {

// Titles and labels in `language`, or else Norwegian bokmål; all else in English. A section that is
// not there has a chapter that says why. `as_of`, if not empty, is the instant that was asked for.
Document MakeReportDocument(const gateway::v1::AnnualReport& report, const std::string& language,
                            const std::string& as_of = "");

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

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_RENDER_REPORT_DOCUMENT_H_
