// Statistics: KOSTRA, population, housing, jobs, and figures of other places to compare with.
//
// These files state the definition of a statistic on each of its rows; it is sent once, and a row
// that states another one is a problem.
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/cli/import/dataset_files.h"
#include "common/status/violations.h"
#include "common/types/resource_name.h"
#include "google/protobuf/util/message_differencer.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

// Gathers definitions from the rows that state them. Each is sent once, for the first row of it,
// with all the members of dimensions that rows have.
class Definitions {
 public:
  explicit Definitions(Dataset& dataset) : dataset_(dataset) {}

  void Add(const RowFields& row, absl::string_view id_column, const v1::Indicator& indicator) {
    const auto [found, is_new] =
        by_name_.try_emplace(indicator.name(), Definition{indicator, row.origin(), {}});
    if (is_new) {
      order_.push_back(indicator.name());
    } else if (!google::protobuf::util::MessageDifferencer::Equals(found->second.indicator,
                                                                   indicator)) {
      row.AddProblem(
          id_column, common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
          absl::StrCat(Quoted(row.Text(id_column)), " is described otherwise than in line ",
                       found->second.origin.line,
                       "; its name and unit must be the same on every row."));
    }
  }

  // A row of the indicator, which has been added, is of this member.
  void Declare(const std::string& indicator, absl::string_view dimension,
               const std::string& member) {
    by_name_.at(indicator).members[std::string(dimension)].insert(member);
  }

  void Send() {
    for (const std::string& name : order_) {
      const Definition& definition = by_name_.at(name);
      v1::Indicator& indicator = *dataset_.indicators.Add(definition.origin).mutable_indicator();
      indicator = definition.indicator;
      for (const auto& [dimension, members] : definition.members) {
        v1::DeclaredDimension& declared = *indicator.add_dimensions();
        declared.set_dimension(dimension);
        for (const std::string& member : members) declared.add_members()->set_member(member);
      }
    }
  }

 private:
  struct Definition {
    v1::Indicator indicator;
    Origin origin;
    std::map<std::string, std::set<std::string>> members;
  };

  Dataset& dataset_;
  std::map<std::string, Definition> by_name_;
  std::vector<std::string> order_;
};

v1::Observation& AddObservation(const RowFields& row, absl::string_view id,
                                absl::string_view dimensions, Dataset& dataset) {
  v1::Observation& observation = *dataset.indicators.Add(row.origin()).mutable_observation();
  observation.set_name(absl::StrCat("areas/", row.Text("region"), "/indicators/", id,
                                    "/observations/", PeriodId(row.Text("year")), dimensions));
  observation.set_period(row.Text("year"));
  *observation.mutable_cell() = row.ReadCell();
  *observation.mutable_provenance() = row.ReadProvenance();
  return observation;
}

void ReadKostra(const RowFields& row, Definitions& definitions, Dataset& dataset) {
  v1::Indicator indicator;
  indicator.set_name(absl::StrCat("indicators/", row.Text("indicator")));
  row.AddText("name_nb", "nb", indicator.mutable_labels());
  row.AddText("name_en", "en", indicator.mutable_labels());
  indicator.set_collection(v1::COLLECTION_KOSTRA);
  indicator.set_unit(row.Text("unit"));
  // The columns of groups are averages of rates and sums of counts.
  if (indicator.unit() == "count") indicator.set_additivity(v1::ADDITIVITY_ADDITIVE);
  v1::KostraDetails& kostra = *indicator.mutable_kostra();
  kostra.set_service_area(row.Text("service_area"));
  kostra.set_group(row.Text("group_nb"));
  kostra.set_order(row.RequiredInteger("order"));
  for (const absl::string_view code :
       absl::StrSplit(row.Text("function_codes"), absl::ByAnyChar(";, "), absl::SkipEmpty())) {
    kostra.add_function_codes(std::string(code));
  }
  kostra.set_flag_b(row.YesNo("flag_b"));
  kostra.set_deflated(row.YesNo("deflated"));
  kostra.set_need_adjusted(row.YesNo("need_adjusted"));
  definitions.Add(row, "indicator", indicator);

  v1::Observation& observation = AddObservation(row, row.Text("indicator"), "", dataset);
  if (row.Text("year_source") == "assumed") {
    observation.mutable_provenance()->set_qualifier("The year is assumed: no heading states it.");
  }
}

// Population, housing and employment: a metric, its name and its unit on each row.
void ReadMetric(const RowFields& row, v1::Collection collection, Definitions& definitions,
                Dataset& dataset) {
  const std::string& metric = row.Text("metric");
  v1::Indicator indicator;
  indicator.set_name(absl::StrCat("indicators/", metric));
  if (row.Has("name_nb")) row.AddText("name_nb", "nb", indicator.mutable_labels());
  if (indicator.labels().empty()) {
    common::v1::LocalizedText& label = *indicator.add_labels();
    label.set_language("en");
    label.set_text(absl::StrReplaceAll(metric, {{".", ": "}, {"-", " "}}));
  }
  indicator.set_collection(collection);
  indicator.set_unit(row.Text("unit"));
  definitions.Add(row, "metric", indicator);

  const std::string dwelling_type = row.Has("dwelling_type") ? row.Text("dwelling_type") : "";
  v1::Observation& observation = AddObservation(
      row, metric, dwelling_type.empty() ? "" : absl::StrCat("~dwelling-type.", dwelling_type),
      dataset);
  if (row.Has("rounded_to") && !row.Text("rounded_to").empty()) {
    observation.mutable_cell()->set_rounded_to(row.Text("rounded_to"));
  }
  if (!dwelling_type.empty()) {
    v1::Dimension& dimension = *observation.add_dimensions();
    dimension.set_dimension("dwelling-type");
    dimension.set_member(dwelling_type);
    definitions.Declare(indicator.name(), "dwelling-type", dwelling_type);
  }
}

// A figure of another place: of an indicator of the framework, or of one that is known for other
// places only.
void ReadBenchmark(const RowFields& row, Definitions& definitions, Dataset& dataset) {
  std::string id = row.Text("indicator");
  if (id.empty()) {
    id = absl::StrCat("benchmark.", row.Text("metric"));
    v1::Indicator indicator;
    indicator.set_name(absl::StrCat("indicators/", id));
    common::v1::LocalizedText& label = *indicator.add_labels();
    label.set_language("en");
    label.set_text(absl::StrReplaceAll(row.Text("metric"), {{"-", " "}}));
    indicator.set_collection(v1::COLLECTION_BENCHMARK);
    indicator.set_unit(row.Text("unit"));
    definitions.Add(row, "metric", indicator);
  }
  AddObservation(row, id, "", dataset);
}

}  // namespace

void ReadStatisticsFiles(DatasetFiles& files) {
  Dataset& dataset = files.dataset();
  Definitions definitions(dataset);
  files.ForEachRow("kostra.csv",
                   {"indicator", "service_area",   "group_nb",    "order",       "name_nb",
                    "name_en",   "function_codes", "flag_b",      "deflated",    "need_adjusted",
                    "region",    "year",           "year_source", "value",       "unit",
                    "status",    "printed",        "note",        "source_line", "page"},
                   [&](const RowFields& row) { ReadKostra(row, definitions, dataset); });
  files.ForEachRow("population.csv",
                   {"metric", "name_nb", "region", "year", "value", "unit", "status", "qualifier",
                    "printed", "note", "source_line", "page"},
                   [&](const RowFields& row) {
                     ReadMetric(row, v1::COLLECTION_POPULATION, definitions, dataset);
                   });
  files.ForEachRow(
      "housing.csv",
      {"metric", "dwelling_type", "region", "year", "value", "unit", "qualifier", "printed", "note",
       "source_line", "page"},
      [&](const RowFields& row) { ReadMetric(row, v1::COLLECTION_HOUSING, definitions, dataset); });
  files.ForEachRow("employment.csv",
                   {"metric", "name_nb", "region", "year", "value", "unit", "rounded_to",
                    "qualifier", "printed", "note", "source_line", "page"},
                   [&](const RowFields& row) {
                     ReadMetric(row, v1::COLLECTION_EMPLOYMENT, definitions, dataset);
                   });
  files.ForEachRow("benchmarks.csv",
                   {"indicator", "metric", "region", "year", "value", "unit", "qualifier",
                    "printed", "source", "note", "source_line", "page"},
                   [&](const RowFields& row) { ReadBenchmark(row, definitions, dataset); });
  definitions.Send();
}

}  // namespace tertial::cli
