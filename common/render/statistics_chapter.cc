// Statistics: KOSTRA, population, housing, employment.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/render/figures.h"
#include "common/render/report_document.h"

namespace tertial {

namespace v1 = indicators::v1;

void AddStatisticsChapter(const v1::StatisticsSection& section, const std::string& language,
                          Document& document) {
  if (section.collections().empty()) document.AddParagraph("No observation in these periods.");
  for (const v1::StatisticsCollection& collection : section.collections()) {
    document.AddHeading(
        3, absl::StrCat(ShowEnum(v1::Collection_Name(collection.collection()), "COLLECTION_"), ": ",
                        collection.series_size(), " series, ", ShowCounts(collection.cells())));
    Table table{.columns = {{"figure"}, {"unit"}}, .rows = {}};
    AddPeriodColumns(section.periods(), table);
    const bool of_tertial = IsTertial(section.period());
    if (of_tertial) AddYearToDateColumns(table);
    for (const v1::StatisticSeries& series : collection.series()) {
      std::string label = TextIn(language, series.indicator().labels());
      for (const v1::Dimension& dimension : series.dimensions()) {
        absl::StrAppend(&label, ", ", dimension.member());
      }
      std::vector<std::string> row = {std::move(label), ShowUnit(series.indicator().unit())};
      AddPeriodCells(series.cells(), row);
      if (series.has_tertial()) AddYearToDateCells(series.tertial(), row);
      // A derived one has none.
      row.resize(table.columns.size());
      table.rows.push_back(std::move(row));
    }
    document.AddTable(std::move(table));
  }
}

}  // namespace tertial
