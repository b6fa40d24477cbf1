// The cells of one section, as its visitor finds them.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_CELL_LIST_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_CELL_LIST_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/gateway/formats/report_cells.h"
#include "tertial/common/v1/tertial.pb.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial::gateway {

// Of cells with one key the first stays: some stand in a report twice.
class CellList {
 public:
  CellList(v1::SectionKind section, absl::string_view language)
      : section_(section), language_(language) {}

  void Add(const ReportSeries& series, absl::string_view period, const common::v1::Cell& cell);
  void Add(const ReportSeries& series, const common::v1::PeriodCell& cell);
  void Add(const ReportSeries& series,
           const google::protobuf::RepeatedPtrField<common::v1::PeriodCell>& cells);
  // What is computed of a series, "change". A number that is not set is none.
  void AddComputed(const ReportSeries& series, absl::string_view what, absl::string_view period,
                   const common::v1::Computed& computed);
  // A number that is counted in what is recorded.
  void AddCount(const ReportSeries& series, absl::string_view period, int count);
  // The figures of a tertial.
  void AddTertial(const ReportSeries& series, const common::v1::TertialFigures& figures);

  // A text in the language asked for.
  std::string Text(
      const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts) const;

  std::vector<ReportCell> Take() { return std::move(cells_); }

 private:
  void Keep(ReportCell cell);

  const v1::SectionKind section_;
  const std::string language_;
  std::vector<ReportCell> cells_;
  std::set<std::pair<std::string, std::string>> keys_;
};

// A series with a dimension more: in its key, and among its dimensions.
ReportSeries Along(ReportSeries series, absl::string_view dimension, absl::string_view member);

// A value of an enum as part of a key: "SEX_WOMEN" less "SEX_" is "women", of several words
// "total-registered".
std::string KeyWord(absl::string_view name, absl::string_view prefix);

// What each section holds.
void ListIndicators(const indicators::v1::IndicatorsSection& section, CellList& cells);
void ListStatistics(const indicators::v1::StatisticsSection& section, CellList& cells);
void ListWorkforce(const workforce::v1::WorkforceSection& section, CellList& cells);
void ListPolitics(const politics::v1::PoliticsSection& section, CellList& cells);
void ListClimate(const climate::v1::ClimateSection& section, CellList& cells);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_CELL_LIST_H_
