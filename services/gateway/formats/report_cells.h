// Every number of a report, one by one: what all formats for statistics are written from.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_REPORT_CELLS_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_REPORT_CELLS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/computed.pb.h"
#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {

// A series of a section: the cells that differ in their period only.
struct ReportSeries {
  // Names it in its section: letters, digits, ".", "-", "_", "~" and ":". Of a number that is
  // computed of a series it is the key of that, ":" and what is computed:
  // "fte~unit.welfare:change".
  std::string key;
  // In the language asked for; English where there is none to choose.
  std::string label;
  // What it is about, by dimension: {"sex", "women"}.
  std::vector<std::pair<std::string, std::string>> dimensions;
  std::string unit;
};

// One number of a report, or why it is not there.
struct ReportCell {
  gateway::v1::SectionKind section = gateway::v1::SECTION_KIND_UNSPECIFIED;
  ReportSeries series;
  std::string period;
  // As recorded. A computed number stands in it as its value. Neither value nor reason: `missing`.
  common::v1::Cell cell;
  // Why there is no value: the name of the MissingReason, of the Outcome or of the
  // NotComputableReason without its prefix, "NOT_MEASURED". Empty where there is one.
  std::string missing;
  // How it was computed. FORMULA_UNSPECIFIED: it is recorded.
  common::v1::Formula formula = common::v1::FORMULA_UNSPECIFIED;
};

// All cells of a report: recorded ones, and what is computed of them. In the order of the report;
// each section, series and period stands once.
std::vector<ReportCell> ListReportCells(const v1::Report& report, absl::string_view language);

// "INDICATORS".
std::string SectionCode(v1::SectionKind section);

// The decimals of a value, "2" of "4.70"; empty without a value.
std::string DecimalsOf(const ReportCell& cell);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_REPORT_CELLS_H_
