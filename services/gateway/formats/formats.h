// A report in the formats that it is exported in. All are pure functions of the report: the same
// report gives the same bytes. `language` chooses texts; empty means "nb". `edition` is the one
// that the report is of, nullptr if it is of none: formats for people tell its title, where it
// stands, its notices and its SHA-256; those of rows hold facts only.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_FORMATS_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_FORMATS_H_

#include <string>

#include "tertial/gateway/v1/editions_service.pb.h"
#include "tertial/gateway/v1/report.pb.h"
#include "tertial/gateway/v1/report_service.pb.h"

namespace tertial::gateway {

// RFC 4180: a row for each cell below a heading.
std::string WriteCsv(const v1::Report& report, const std::string& language);

// SDMX-CSV 2.0, a row for each cell; what a column means is told at REPORT_FORMAT_SDMX_CSV.
std::string WriteSdmxCsv(const v1::Report& report);

// JSON-stat 2.0: a collection of a dataset for each section that has cells, with the dimensions
// "area", "series" and "period". Numbers have the digits of the report.
std::string WriteJsonStat(const v1::Report& report, const std::string& language);

// CommonMark with tables.
std::string WriteMarkdown(const v1::Report& report, const std::string& language,
                          const v1::GetEditionReportResponse* edition = nullptr);

// One HTML file with tables and charts, which needs no other file and no script.
std::string WriteHtml(const v1::Report& report, const std::string& language,
                      const v1::GetEditionReportResponse* edition = nullptr);

// The report in a format, with the file's type and a name for it. `format` must be a format.
v1::ExportReportResponse WriteReport(const v1::Report& report, v1::ReportFormat format,
                                     const std::string& language,
                                     const v1::GetEditionReportResponse* edition = nullptr);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_FORMATS_H_
