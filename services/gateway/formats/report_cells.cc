#include "services/gateway/formats/report_cells.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/gateway/formats/cell_list.h"

namespace tertial::gateway {

std::vector<ReportCell> ListReportCells(const v1::Report& report, absl::string_view language) {
  std::vector<ReportCell> all;
  const auto add = [&](v1::SectionKind kind, const auto& section, auto list) {
    CellList cells(kind, language);
    list(section, cells);
    std::vector<ReportCell> taken = cells.Take();
    all.insert(all.end(), std::make_move_iterator(taken.begin()),
               std::make_move_iterator(taken.end()));
  };
  if (report.has_indicators()) {
    add(v1::SECTION_KIND_INDICATORS, report.indicators(), ListIndicators);
  }
  if (report.has_statistics()) {
    add(v1::SECTION_KIND_STATISTICS, report.statistics(), ListStatistics);
  }
  if (report.has_workforce()) add(v1::SECTION_KIND_WORKFORCE, report.workforce(), ListWorkforce);
  if (report.has_politics()) add(v1::SECTION_KIND_POLITICS, report.politics(), ListPolitics);
  if (report.has_climate()) add(v1::SECTION_KIND_CLIMATE, report.climate(), ListClimate);
  return all;
}

std::string SectionCode(v1::SectionKind section) {
  return std::string(absl::StripPrefix(v1::SectionKind_Name(section), "SECTION_KIND_"));
}

std::string DecimalsOf(const ReportCell& cell) {
  const std::string& value = cell.cell.value();
  if (value.empty()) return "";
  const size_t point = value.find('.');
  return absl::StrCat(point == std::string::npos ? 0 : value.size() - point - 1);
}

}  // namespace tertial::gateway
