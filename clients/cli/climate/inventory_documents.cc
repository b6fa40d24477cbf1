// Inventories: their sectors, what is odd in them, which there are.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/cli/analysis/explanation.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "clients/cli/climate/climate_documents.h"
#include "common/render/climate_words.h"
#include "common/render/figures.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

// "2021 to 2023", or one year.
std::string ShowPeriods(const google::protobuf::RepeatedPtrField<std::string>& periods) {
  if (periods.empty()) return "";
  if (periods.size() == 1) return periods.at(0);
  return absl::StrCat(periods.at(0), " to ", periods.at(periods.size() - 1));
}

std::string ShowGwpTable(const InventoryCommand& command, const v1::InventoryRelease& release) {
  if (!command.gwp_table.empty()) return absl::StrCat("with ", LastId(command.gwp_table));
  if (!release.gwp_table().empty()) return absl::StrCat("with ", LastId(release.gwp_table()));
  if (release.gwp_set() == v1::GWP_SET_UNKNOWN) return "GWP set not stated";
  return absl::StrCat("GWP set ", EnumWord(v1::GwpSet_Name(release.gwp_set()), "GWP_SET_"));
}

// All sectors, their sum and the published total, a column for each period.
Table SectorTable(const v1::GetInventoryReportResponse& response, const std::string& language) {
  Table table{.columns = {{"sector"}, {"title"}, {"part of"}}, .rows = {}};
  AddPeriodColumns(response.periods(), table);
  table.columns.push_back({"change", Align::kRight});
  for (const v1::SectorReport& sector : response.sectors()) {
    std::vector<std::string>& row = table.rows.emplace_back(std::vector<std::string>{
        sector.sector(), TextIn(language, sector.titles()), sector.part_of()});
    for (const v1::InventoryTotal& total : sector.totals()) row.push_back(ShowTotal(total));
    row.push_back(ShowComputed(sector.change()));
  }
  if (!response.sums().empty()) {
    std::vector<std::string>& row =
        table.rows.emplace_back(std::vector<std::string>{"sum of sectors", "", ""});
    for (const v1::InventoryTotal& total : response.sums()) row.push_back(ShowTotal(total));
    row.emplace_back(response.published_totals().empty() ? ShowComputed(response.change()) : "");
  }
  if (!response.published_totals().empty()) {
    std::vector<std::string>& row =
        table.rows.emplace_back(std::vector<std::string>{"published total", "", ""});
    AddPeriodCells(response.published_totals(), row);
    row.push_back(ShowComputed(response.change()));
  }
  return WithoutEmptyColumns(table);
}

// Totals that are none, and why.
Table GapTable(const v1::GetInventoryReportResponse& response) {
  Table table{.columns = {{"sector"}, {"period"}, ProseColumn("why there is no total")},
              .rows = {}};
  const auto add = [&](const std::string& sector, const v1::InventoryTotal& total) {
    const std::string why = ShowGaps(total);
    if (!why.empty() && ShowTotal(total) != kNoObservation) {
      table.rows.push_back({sector, total.period(), why});
    }
  };
  for (const v1::SectorReport& sector : response.sectors()) {
    for (const v1::InventoryTotal& total : sector.totals()) add(sector.sector(), total);
  }
  for (const v1::InventoryTotal& total : response.sums()) add("sum of sectors", total);
  return table;
}

Table ObjectTable(const v1::GetInventoryReportResponse& response, const std::string& language) {
  Table table{.columns = {{"object"}, {"in"}}, .rows = {}};
  AddPeriodColumns(response.periods(), table);
  table.columns.push_back({"share", Align::kRight});
  for (const v1::SectorReport& sector : response.sectors()) {
    for (const v1::ObjectReport& object : sector.objects()) {
      const std::string title = TextIn(language, object.titles());
      std::vector<std::string>& row = table.rows.emplace_back(
          std::vector<std::string>{title.empty() ? object.object() : title, sector.sector()});
      AddPeriodCells(object.cells(), row);
      row.push_back(ShowComputed(object.share()));
    }
  }
  return table;
}

// What a row of the CSV is about.
struct RowOf {
  std::string kind;
  std::string sector;
  std::string part_of;
  std::string object;
};

std::vector<std::string> TotalFields(const RowOf& of, const v1::InventoryTotal& total) {
  std::vector<std::string> row = {of.kind, of.sector, of.part_of, of.object, total.period()};
  const std::vector<std::string> computed = ComputedFields(total.total());
  row.insert(row.end(), computed.begin(), computed.end());
  row.insert(row.end(), {EnumWord(v1::TotalBasis_Name(total.basis()), "TOTAL_BASIS_"),
                         EnumWord(v1::Completeness_Name(total.completeness()), "COMPLETENESS_"),
                         total.recorded_part().value(), absl::StrCat(total.gap_count()),
                         absl::StrCat(total.left_out_count())});
  return row;
}

std::vector<std::string> CellFields(const RowOf& of, const common::v1::PeriodCell& cell) {
  std::vector<std::string> row = {of.kind, of.sector, of.part_of, of.object, cell.period()};
  const std::string why = cell.has_cell()
                              ? MissingName(cell.cell())
                              : EnumWord(common::v1::Outcome_Name(cell.outcome()), "OUTCOME_");
  row.insert(row.end(), {cell.cell().value(), "tonnes_co2e", "", "", cell.cell().value(), "", why,
                         "PUBLISHED", "", "", "", ""});
  return row;
}

}  // namespace

std::vector<Column> ComputedColumns() {
  return {{"value"}, {"unit"}, {"low"}, {"high"}, {"unrounded"}, {"formula"}, {"not_computable"}};
}

std::vector<std::string> ComputedFields(const common::v1::Computed& computed) {
  return {computed.value(),
          computed.unit(),
          computed.interval().low(),
          computed.interval().high(),
          computed.unrounded(),
          EnumWord(common::v1::Formula_Name(computed.formula()), "FORMULA_"),
          NotComputableName(computed)};
}

std::string EnumWord(absl::string_view name, absl::string_view prefix) {
  const absl::string_view word = absl::StripPrefix(name, prefix);
  return word == "UNSPECIFIED" ? "" : std::string(word);
}

Document MakeInventoryDocument(const InventoryCommand& command,
                               const v1::GetInventoryReportResponse& response) {
  Document document;
  const v1::InventoryRelease& release = response.release();
  document.AddHeading(1, absl::StrCat("Emissions, release ", LastId(release.name()), ", ",
                                      ShowPeriods(response.periods())));
  document.AddParagraph(absl::StrCat(
      release.publisher(), ", ", ShowAccount(release.boundary(), release.scope()), "; sectors of ",
      response.sector_standard(), ", ", ShowGwpTable(command, release), "; t CO2e."));
  document.AddTable(SectorTable(response, command.options.language));
  document.AddTable(GapTable(response));
  if (!response.unmapped_sectors().empty()) {
    document.AddParagraph(absl::StrCat("The crosswalk has no entry for ",
                                       absl::StrJoin(response.unmapped_sectors(), ", "), "."));
  }
  document.AddTable(ObjectTable(response, command.options.language));
  if (!response.findings().empty()) document.AddHeading(2, "Findings");
  document.AddTable(InventoryFindingTable(response.findings()));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table InventoryRows(const v1::GetInventoryReportResponse& response) {
  Table table{.columns = {{"row"}, {"sector"}, {"part_of"}, {"object"}, {"period"}}, .rows = {}};
  const std::vector<Column> computed = ComputedColumns();
  table.columns.insert(table.columns.end(), computed.begin(), computed.end());
  for (const char* column :
       {"basis", "completeness", "recorded_part", "gap_count", "left_out_count"}) {
    table.columns.push_back({column});
  }
  for (const v1::SectorReport& sector : response.sectors()) {
    const RowOf of{.kind = sector.summed() ? "SECTOR" : "PART",
                   .sector = sector.sector(),
                   .part_of = sector.part_of(),
                   .object = ""};
    for (const v1::InventoryTotal& total : sector.totals()) {
      table.rows.push_back(TotalFields(of, total));
    }
    for (const v1::ObjectReport& object : sector.objects()) {
      for (const common::v1::PeriodCell& cell : object.cells()) {
        table.rows.push_back(
            CellFields({"OBJECT", sector.sector(), sector.sector(), object.object()}, cell));
      }
    }
  }
  for (const v1::InventoryTotal& total : response.sums()) {
    table.rows.push_back(TotalFields({"SUM", "", "", ""}, total));
  }
  for (const common::v1::PeriodCell& cell : response.published_totals()) {
    table.rows.push_back(CellFields({"PUBLISHED_TOTAL", "all", "", ""}, cell));
  }
  return table;
}

Document MakeInventoryFindingsDocument(const InventoryFindingsCommand& command,
                                       const v1::ListInventoryFindingsResponse& response) {
  Document document;
  document.AddHeading(
      1, absl::StrCat("Odd in the climate accounts: ", LastId(AreaName(command.area)),
                      command.release.empty() ? "" : ", release ", LastId(command.release)));
  if (response.findings().empty()) document.AddParagraph("None.");
  document.AddTable(InventoryFindingTable(response.findings()));
  if (!response.next_page_token().empty()) {
    document.AddParagraph(
        absl::StrCat("More follow; --limit tells how many to print, now ", command.limit, "."));
  }
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table InventoryFindingRows(const v1::ListInventoryFindingsResponse& response) {
  Table table{
      .columns = {{"kind"}, {"severity"}, {"period"}, {"difference"}, {"resources"}, {"detail"}},
      .rows = {}};
  for (const v1::InventoryFinding& finding : response.findings()) {
    table.rows.push_back(
        {EnumWord(v1::InventoryFindingKind_Name(finding.kind()), "INVENTORY_FINDING_KIND_"),
         EnumWord(common::v1::Severity_Name(finding.severity()), "SEVERITY_"), finding.period(),
         finding.difference().value(), absl::StrJoin(finding.resources(), " "), finding.detail()});
  }
  return table;
}

Document MakeReleasesDocument(const ReleasesCommand& command,
                              const v1::ListInventoryReleasesResponse& response) {
  Document document;
  document.AddHeading(1, absl::StrCat("Inventory releases: ", LastId(AreaName(command.area))));
  if (response.inventory_releases().empty()) document.AddParagraph("None.");
  Table table{.columns = {{"release"},
                          {"publisher"},
                          {"released"},
                          {"account"},
                          {"method"},
                          {"GWP"},
                          {"gases"},
                          {"coverage"},
                          {"takes the place of"}},
              .rows = {}};
  for (const v1::InventoryRelease& release : response.inventory_releases()) {
    table.rows.push_back(
        {LastId(release.name()), release.publisher(), release.release_date(),
         ShowAccount(release.boundary(), release.scope()), release.method_version(),
         EnumWord(v1::GwpSet_Name(release.gwp_set()), "GWP_SET_"),
         absl::StrJoin(release.gases(), ", "),
         release.coverage() == v1::INVENTORY_COVERAGE_UNSPECIFIED
             ? ""
             : ShowEnum(v1::InventoryCoverage_Name(release.coverage()), "INVENTORY_COVERAGE_"),
         LastId(release.supersedes())});
  }
  document.AddTable(WithoutEmptyColumns(table));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table ReleaseRows(const v1::ListInventoryReleasesResponse& response) {
  Table table{.columns = {{"name"},
                          {"publisher"},
                          {"release_date"},
                          {"method_version"},
                          {"gwp_set"},
                          {"gwp_table"},
                          {"boundary"},
                          {"scope"},
                          {"gases"},
                          {"sector_standard"},
                          {"coverage"},
                          {"supersedes"}},
              .rows = {}};
  for (const v1::InventoryRelease& release : response.inventory_releases()) {
    table.rows.push_back(
        {release.name(), release.publisher(), release.release_date(), release.method_version(),
         EnumWord(v1::GwpSet_Name(release.gwp_set()), "GWP_SET_"), release.gwp_table(),
         EnumWord(v1::Boundary_Name(release.boundary()), "BOUNDARY_"),
         EnumWord(v1::Scope_Name(release.scope()), "SCOPE_"), absl::StrJoin(release.gases(), " "),
         release.sector_standard(),
         EnumWord(v1::InventoryCoverage_Name(release.coverage()), "INVENTORY_COVERAGE_"),
         release.supersedes()});
  }
  return table;
}

}  // namespace tertial::cli
