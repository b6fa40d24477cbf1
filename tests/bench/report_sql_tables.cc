#include "tests/bench/report_sql_tables.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tertial::bench {

const std::vector<SqlService>& SqlServices() {
  using enum SqlRows;
  static const auto& services = *new std::vector<SqlService>{
      {"indicators",
       {{"indicators", kResources, "tertial.indicators.v1.Indicator", true},
        {"focus_areas", kResources, "tertial.indicators.v1.FocusArea"},
        {"goals", kResources, "tertial.indicators.v1.Goal"},
        {"framework_indicators", kResources, "tertial.indicators.v1.FrameworkIndicator"},
        {"observations", kResources, "tertial.indicators.v1.Observation"},
        {"targets", kResources, "tertial.indicators.v1.Target"},
        {"frameworks", kResources, "tertial.indicators.v1.Framework"},
        {"indicator_commits", kCommits, "tertial.indicators.v1.Indicator", true},
        {"indicator_references", kIndexEntries, "tertial.indicators.v1.Indicator", true}}},
      {"workforce",
       {{"units", kResources, "tertial.workforce.v1.Unit"},
        {"workforce_figures", kResources, "tertial.workforce.v1.WorkforceFigure"},
        {"cubes", kResources, "tertial.workforce.v1.Cube"},
        {"published_figures", kResources, "tertial.workforce.v1.PublishedFigure"}}},
      {"politics",
       {{"bodies", kResources, "tertial.politics.v1.Body"},
        {"body_activities", kResources, "tertial.politics.v1.BodyActivity"},
        {"cases", kResources, "tertial.politics.v1.Case"},
        {"thematic_plans", kResources, "tertial.politics.v1.ThematicPlan"},
        {"resolutions", kResources, "tertial.politics.v1.ResolutionFollowUp"},
        {"meetings", kResources, "tertial.politics.v1.Meeting"},
        {"follow_up_events", kResources, "tertial.politics.v1.FollowUpEvent"},
        {"case_entries", kIndexEntries, "tertial.politics.v1.Case"}}},
      {"climate",
       {{"inventory_releases", kResources, "tertial.climate.v1.InventoryRelease"},
        {"emission_figures", kResources, "tertial.climate.v1.EmissionFigure"},
        {"activity_figures", kResources, "tertial.climate.v1.ActivityFigure"},
        {"climate_targets", kResources, "tertial.climate.v1.ClimateTarget"},
        {"climate_measures", kResources, "tertial.climate.v1.ClimateMeasure"},
        {"gwp_tables", kResources, "tertial.climate.v1.GwpTable", true},
        {"emission_factors", kResources, "tertial.climate.v1.EmissionFactor", true},
        {"reference_paths", kResources, "tertial.climate.v1.ReferencePath"}}}};
  return services;
}

std::string RowsOfServiceSql(const SqlService& service) {
  return absl::StrJoin(service.tables, " UNION ALL ", [](std::string* sql, const SqlTable& table) {
    absl::StrAppend(sql, "(SELECT key, value FROM ", table.name,
                    " WHERE area = ", table.shared ? "''" : "$1", " ORDER BY key)");
  });
}

}  // namespace tertial::bench
