// The formats with a row for each cell.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/facts/texts.h"
#include "common/render/row_printer.h"
#include "common/types/resource_name.h"
#include "services/gateway/formats/cell_list.h"
#include "services/gateway/formats/formats.h"
#include "services/gateway/formats/report_cells.h"
#include "services/gateway/formats/sdmx_codes.h"

namespace tertial::gateway {
namespace {

void AddLine(const std::vector<std::string>& texts, std::string& out) {
  absl::StrAppend(&out, CsvLine(texts), "\r\n");
}

std::string FormulaCode(const ReportCell& cell) {
  if (cell.formula == common::v1::FORMULA_UNSPECIFIED) return "";
  return std::string(absl::StripPrefix(common::v1::Formula_Name(cell.formula), "FORMULA_"));
}

std::string Dimensions(const ReportSeries& series) {
  return absl::StrJoin(series.dimensions, ";", absl::PairFormatter("="));
}

std::string Flags(const common::v1::Cell& cell) {
  return absl::StrJoin(cell.flags(), " ", [](std::string* out, int flag) {
    absl::StrAppend(out, absl::StripPrefix(
                             common::v1::Flag_Name(static_cast<common::v1::Flag>(flag)), "FLAG_"));
  });
}

std::string Footnotes(const common::v1::Cell& cell, const std::string& language) {
  return absl::StrJoin(cell.footnotes(), " | ",
                       [&](std::string* out, const common::v1::Footnote& footnote) {
                         absl::StrAppend(out, footnote.mark(), footnote.mark().empty() ? "" : " ",
                                         ChooseText(footnote.texts(), language).text());
                       });
}

}  // namespace

std::string WriteCsv(const v1::Report& report, const std::string& language) {
  std::string out;
  AddLine({"area", "section", "series", "label", "dimensions", "unit", "period", "value",
           "missing_reason", "expected", "overdue", "decimals", "rounded_to", "flags", "footnotes",
           "obs_status", "conf_status", "formula"},
          out);
  const std::string area(LastIdOf(report.area().name()));
  for (const ReportCell& cell : ListReportCells(report, language)) {
    AddLine({area, SectionCode(cell.section), cell.series.key, cell.series.label,
             Dimensions(cell.series), cell.series.unit, cell.period, cell.cell.value(),
             cell.missing, cell.cell.expected(), cell.cell.overdue() ? "true" : "",
             DecimalsOf(cell), cell.cell.rounded_to(), Flags(cell.cell),
             Footnotes(cell.cell, language), ObsStatus(cell), ConfStatus(cell), FormulaCode(cell)},
            out);
  }
  return out;
}

std::string WriteSdmxCsv(const v1::Report& report) {
  std::string out;
  AddLine({"STRUCTURE", "STRUCTURE_ID", "ACTION", "AREA", "SECTION", "SERIES", "UNIT_MEASURE",
           "FREQ", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "DECIMALS",
           "MISSING_REASON", "FORMULA"},
          out);
  const std::string area(LastIdOf(report.area().name()));
  for (const ReportCell& cell : ListReportCells(report, "")) {
    AddLine(
        {"datastructure", "TERTIAL:REPORT(1.0)", "I", area, SectionCode(cell.section),
         cell.series.key, cell.series.unit, Frequency(cell.period), cell.period, cell.cell.value(),
         ObsStatus(cell), ConfStatus(cell), DecimalsOf(cell), cell.missing, FormulaCode(cell)},
        out);
  }
  return out;
}

}  // namespace tertial::gateway
