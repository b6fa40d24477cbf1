// Activity series, and what own operations emitted.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/analysis/names.h"
#include "clients/cli/analysis/shown.h"
#include "clients/cli/climate/climate_documents.h"
#include "common/render/climate_words.h"
#include "common/render/figures.h"

namespace tertial::cli {
namespace {

namespace v1 = climate::v1;

std::string ShowTopic(v1::ActivityTopic topic) {
  return topic == v1::ACTIVITY_TOPIC_UNSPECIFIED
             ? ""
             : ShowEnum(v1::ActivityTopic_Name(topic), "ACTIVITY_TOPIC_");
}

// The sector and the object, as far as there are.
std::string ShowOf(const v1::ActivitySeries& series, const std::string& language) {
  std::string of = series.sector();
  if (series.object().empty()) return of;
  const std::string title = TextIn(language, series.object_titles());
  absl::StrAppend(&of, of.empty() ? "" : ", ", title.empty() ? series.object() : title);
  return of;
}

std::string ShowMethod(v1::EnergyMethod method) {
  return method == v1::ENERGY_METHOD_UNSPECIFIED
             ? ""
             : ShowEnum(v1::EnergyMethod_Name(method), "ENERGY_METHOD_");
}

// A row for each version of a factor that an activity names.
Table EmissionsTable(const v1::GetOwnOperationsResponse& response) {
  Table table{.columns = {{"activity"},
                          {"amount", Align::kRight},
                          {"unit"},
                          {"factor"},
                          {"method"},
                          {"counts"},
                          {"emissions", Align::kRight},
                          {"between"},
                          ProseColumn("why not")},
              .rows = {}};
  for (const v1::ActivityEmissions& one : response.activities()) {
    const v1::ActivityFigure& activity = one.activity();
    for (const v1::FactorEmissions& factor : one.factors()) {
      const auto add = [&](const v1::VersionEmissions& version, const char* counts) {
        table.rows.push_back({LastId(activity.name()), ShowCell(activity.cell()),
                              ShowUnit(activity.unit()), LastId(version.emission_factor()),
                              ShowMethod(factor.method()), counts, ShowResult(version.emissions()),
                              ShowInterval(version.emissions()), ShowWhyNot(version.emissions())});
      };
      if (factor.has_counted()) {
        add(factor.counted(), "yes");
      } else {
        table.rows.push_back({LastId(activity.name()), ShowCell(activity.cell()),
                              ShowUnit(activity.unit()), factor.factor(), "", "no version is valid",
                              "", "", ""});
      }
      for (const v1::VersionEmissions& other : factor.others()) add(other, "replaced");
    }
  }
  return WithoutEmptyColumns(table);
}

}  // namespace

Document MakeOperationsDocument(const OperationsCommand& command,
                                const v1::GetOwnOperationsResponse& response) {
  Document document;
  document.AddHeading(
      1, absl::StrCat("Own operations ", command.period, ": ", LastId(AreaName(command.area)),
                      command.boundary.empty() ? "" : ", ", command.boundary));
  if (response.activity_count() == 0) {
    document.AddParagraph("No activity of the year names an emission factor.");
  }
  document.AddTable(OperationsTable(response.totals()));
  document.AddTable(EmissionsTable(response));
  if (response.activity_count() > response.activities_size()) {
    document.AddParagraph(absl::StrCat("The first ", response.activities_size(), " of ",
                                       response.activity_count(), " activities; all are summed."));
  }
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table OperationsRows(const v1::GetOwnOperationsResponse& response) {
  Table table{
      .columns = {{"row"}, {"activity"}, {"emission_factor"}, {"scope"}, {"method"}, {"counted"}},
      .rows = {}};
  const std::vector<Column> columns = ComputedColumns();
  table.columns.insert(table.columns.end(), columns.begin(), columns.end());
  const auto add = [&](std::vector<std::string> row, const common::v1::Computed& number) {
    const std::vector<std::string> fields = ComputedFields(number);
    row.insert(row.end(), fields.begin(), fields.end());
    table.rows.push_back(std::move(row));
  };
  for (const v1::ActivityEmissions& one : response.activities()) {
    for (const v1::FactorEmissions& factor : one.factors()) {
      const std::string scope = EnumWord(v1::Scope_Name(factor.scope()), "SCOPE_");
      const std::string method = EnumWord(v1::EnergyMethod_Name(factor.method()), "ENERGY_METHOD_");
      const std::string& activity = one.activity().name();
      if (factor.has_counted()) {
        add({"ACTIVITY", activity, factor.counted().emission_factor(), scope, method, "true"},
            factor.counted().emissions());
      }
      for (const v1::VersionEmissions& other : factor.others()) {
        add({"ACTIVITY", activity, other.emission_factor(), scope, method, "false"},
            other.emissions());
      }
    }
  }
  for (const v1::OperationsTotal& total : response.totals()) {
    add({"TOTAL", "", "", EnumWord(v1::Scope_Name(total.scope()), "SCOPE_"),
         EnumWord(v1::EnergyMethod_Name(total.method()), "ENERGY_METHOD_"), "true"},
        total.total());
  }
  return table;
}

Document MakeActivitySeriesDocument(const SeriesOfActivityCommand& command,
                                    const v1::ListActivitySeriesResponse& response) {
  Document document;
  document.AddHeading(
      1, absl::StrCat("Activity: ", LastId(AreaName(command.area)), ", ", command.period));
  if (response.series().empty()) document.AddParagraph("None.");
  Table table{.columns = {{"topic"}, {"metric"}, {"boundary"}, {"of"}, {"unit"}}, .rows = {}};
  AddPeriodColumns(response.periods(), table);
  table.columns.push_back({"change", Align::kRight});
  for (const v1::TopicSeries& one : response.series()) {
    std::vector<std::string>& row = table.rows.emplace_back(std::vector<std::string>{
        ShowTopic(one.topic()), one.series().metric(), one.series().boundary(),
        ShowOf(one.series(), command.options.language), ShowUnit(one.series().unit())});
    AddPeriodCells(one.series().cells(), row);
    row.push_back(ShowComputed(one.change()));
  }
  document.AddTable(WithoutEmptyColumns(table));
  document.AddParagraph(ShowReadPoint(response.read_at()));
  return document;
}

Table ActivitySeriesRows(const v1::ListActivitySeriesResponse& response) {
  Table table{.columns = {{"topic"},
                          {"account"},
                          {"metric"},
                          {"boundary"},
                          {"scope"},
                          {"sector"},
                          {"object"},
                          {"unit"},
                          {"period"},
                          {"value"},
                          {"missing"}},
              .rows = {}};
  for (const v1::TopicSeries& one : response.series()) {
    const v1::ActivitySeries& series = one.series();
    for (const common::v1::PeriodCell& cell : series.cells()) {
      if (!cell.has_cell()) continue;
      table.rows.push_back({EnumWord(v1::ActivityTopic_Name(one.topic()), "ACTIVITY_TOPIC_"),
                            EnumWord(v1::Account_Name(series.account()), "ACCOUNT_"),
                            series.metric(), series.boundary(),
                            EnumWord(v1::Scope_Name(series.scope()), "SCOPE_"), series.sector(),
                            series.object(), series.unit(), cell.period(), cell.cell().value(),
                            MissingName(cell.cell())});
    }
  }
  return table;
}

}  // namespace tertial::cli
