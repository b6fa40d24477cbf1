#include "services/gateway/formats/key_figures.h"

#include "absl/strings/str_cat.h"
#include "common/render/figures.h"

namespace tertial::gateway {
namespace {

void AddMeasured(const indicators::v1::IndicatorsSection& section,
                 std::vector<KeyFigure>& figures) {
  const common::v1::CellCounts& counts = section.cells();
  if (counts.cells() == 0) return;
  figures.push_back({"Indicator figures measured", absl::StrCat(counts.measured()),
                     absl::StrCat("of ", counts.cells(), "; ", section.indicator_count(),
                                  " indicators, ", section.goal_count(), " goals")});
}

void AddFtes(const workforce::v1::WorkforceSection& section, std::vector<KeyFigure>& figures) {
  if (section.fte_totals().empty()) return;
  const workforce::v1::PeriodTotal& latest = *section.fte_totals().rbegin();
  if (!latest.total().has_value()) return;
  figures.push_back({"FTEs, " + latest.period(), ShowDecimal(latest.total().value()),
                     section.fte_total_change().has_value()
                         ? absl::StrCat(ShowComputed(section.fte_total_change()), " in a year")
                         : ""});
}

void AddMeetings(const politics::v1::PoliticsSection& section, std::vector<KeyFigure>& figures) {
  if (!section.meetings_total().has_value()) return;
  figures.push_back({"Meetings", ShowComputed(section.meetings_total()),
                     section.cases_total().has_value()
                         ? absl::StrCat(ShowComputed(section.cases_total()), " cases, ",
                                        section.body_count(), " bodies")
                         : ""});
}

// All emissions of the first release, in the latest period that has any.
void AddEmissions(const climate::v1::ClimateSection& section, std::vector<KeyFigure>& figures) {
  for (const climate::v1::InventorySection& inventory : section.inventories()) {
    for (const climate::v1::EmissionSeries& series : inventory.series()) {
      if (series.sector() != "all" || !series.object().empty()) continue;
      for (const common::v1::PeriodCell& cell : series.cells()) {
        if (cell.period() != series.change_to() || cell.cell().value().empty()) continue;
        figures.push_back(
            {absl::StrCat("Emissions, ", ShowUnit(series.unit()), ", ", cell.period()),
             ShowCell(cell.cell()),
             series.change().has_value()
                 ? absl::StrCat(ShowComputed(series.change()), " since ", series.change_from())
                 : ""});
        return;
      }
    }
  }
}

}  // namespace

std::vector<KeyFigure> KeyFiguresOf(const v1::Report& report) {
  std::vector<KeyFigure> figures;
  AddMeasured(report.indicators(), figures);
  AddFtes(report.workforce(), figures);
  AddMeetings(report.politics(), figures);
  AddEmissions(report.climate(), figures);
  return figures;
}

}  // namespace tertial::gateway
