#include "clients/cli/import/json_stat_rows.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/import/json_stat_choices.h"
#include "clients/cli/import/json_stat_definition.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

using Kind = DimensionChoice::Kind;
using LeftOut = CategoryChoice::LeftOut;

common::v1::Provenance ProvenanceOf(const JsonStatDataset& source) {
  common::v1::Provenance provenance;
  provenance.set_source(SourceOf(source));
  return provenance;
}

// Where a cell lies, in its own codes and in ours.
struct CellPlace {
  std::vector<size_t> positions;  // of a category in each dimension
  const CategoryChoice* area = nullptr;
  const CategoryChoice* period = nullptr;
  const MappedFigure* figure = nullptr;
  std::optional<int> decimals;
  std::vector<v1::Dimension> dimensions;  // sorted
  LeftOut left_out = LeftOut::kNo;
};

class RowMaker {
 public:
  RowMaker(const JsonStatDataset& source, const JsonStatMap& map, const AreaNumbers& areas,
           const Choices& choices, const std::string& file, Dataset& dataset)
      : source_(source),
        map_(map),
        areas_(areas),
        choices_(choices),
        file_(file),
        provenance_(ProvenanceOf(source)),
        dataset_(dataset) {}

  // All cells, the last dimension changing fastest.
  void MakeRows() {
    CellPlace place;
    place.positions.assign(source_.dimensions.size(), 0);
    for (const JsonStatCell& cell : source_.cells) {
      Locate(place);
      MakeRow(cell, place);
      for (size_t i = place.positions.size(); i-- > 0;) {
        if (++place.positions[i] < source_.dimensions[i].categories.size()) break;
        place.positions[i] = 0;
      }
    }
    TellLeftOut();
  }

 private:
  void Take(const DimensionChoice& dimension, const CategoryChoice& category, CellPlace& place) {
    if (category.left_out != LeftOut::kNo) {
      // What the map skips is not looked at any further.
      if (place.left_out != LeftOut::kByMap) place.left_out = category.left_out;
      if (category.left_out == LeftOut::kUnlisted) place.area = &category;
      return;
    }
    switch (dimension.kind) {
      case Kind::kArea:
        place.area = &category;
        break;
      case Kind::kPeriod:
        place.period = &category;
        break;
      case Kind::kContents:
        place.figure = category.figure;
        break;
      case Kind::kPart:
        if (!category.id.empty()) {
          v1::Dimension& part = place.dimensions.emplace_back();
          part.set_dimension(dimension.dimension);
          part.set_member(category.id);
        }
        break;
    }
  }

  // Finds what the cell at `place.positions` is.
  void Locate(CellPlace& place) {
    place.left_out = LeftOut::kNo;
    place.decimals.reset();
    place.dimensions.clear();
    for (const DimensionChoice& fixed : choices_.fixed) Take(fixed, fixed.categories[0], place);
    for (size_t i = 0; i < choices_.dimensions.size(); ++i) {
      const DimensionChoice& dimension = choices_.dimensions[i];
      Take(dimension, dimension.categories[place.positions[i]], place);
      if (dimension.kind == Kind::kContents) {
        place.decimals = source_.dimensions[i].categories[place.positions[i]].decimals;
      }
    }
    std::sort(place.dimensions.begin(), place.dimensions.end(),
              [](const v1::Dimension& a, const v1::Dimension& b) {
                return a.dimension() < b.dimension();
              });
  }

  void MakeRow(const JsonStatCell& cell, const CellPlace& place) {
    if (place.left_out == LeftOut::kByMap) {
      ++left_out_by_map_;
      return;
    }
    if (place.left_out == LeftOut::kUnlisted) {
      ++left_out_unlisted_;
      unlisted_.insert(place.area->id);
      return;
    }
    absl::StatusOr<CellContent> content =
        ReadJsonStatCell(cell, place.decimals, map_.statuses, map_.when_null);
    const bool is_borne =
        !place.area->is_dated || areas_.IsBorneIn(place.area->id, *place.period->period);
    if (!is_borne && IsOfNobody(cell, content)) {
      ++left_out_not_borne_;
      return;
    }
    if (!content.ok()) {
      AddProblem(place, ReasonOf(content.status()), std::string(content.status().message()));
      return;
    }
    if (!is_borne) {
      AddProblem(place, common::v1::ERROR_REASON_AREA_NOT_FOUND,
                 absl::StrCat("No area bore the number ", Quoted(place.area->id), " in ",
                              place.period->period->Format(), ", but there is a value, ",
                              Quoted(content->cell.value()),
                              "; say under \"area\" of the map which area it is, by its id."));
      return;
    }
    AddObservation(*std::move(content), place);
  }

  // Whether the cell of a number that nobody bore says nothing: it is null, missing or 0.
  static bool IsOfNobody(const JsonStatCell& cell, const absl::StatusOr<CellContent>& content) {
    if (content.ok() && content->cell.has_missing()) return true;
    return !cell.value.has_value() || IsZero(*cell.value);
  }

  void AddObservation(CellContent content, const CellPlace& place) {
    v1::Observation& observation = *dataset_.indicators.Add(OriginOf(place)).mutable_observation();
    std::string id = place.period->period->FormatId();
    for (const v1::Dimension& part : place.dimensions) {
      absl::StrAppend(&id, "~", part.dimension(), ".", part.member());
      *observation.add_dimensions() = part;
    }
    observation.set_name(absl::StrCat("areas/", place.area->id, "/indicators/",
                                      place.figure->indicator, "/observations/", id));
    observation.set_period(place.period->period->Format());
    *observation.mutable_cell() = std::move(content.cell);
    common::v1::Provenance& provenance = *observation.mutable_provenance();
    provenance = provenance_;
    provenance.set_printed(std::move(content.printed));
    provenance.set_qualifier(std::move(content.qualifier));
  }

  // "Region=3203, ContentsCode=Personer1, Tid=2024"
  Origin OriginOf(const CellPlace& place) const {
    std::string codes;
    for (size_t i = 0; i < source_.dimensions.size(); ++i) {
      const JsonStatDimension& dimension = source_.dimensions[i];
      absl::StrAppend(&codes, i == 0 ? "" : ", ", dimension.id, "=",
                      dimension.categories[place.positions[i]].code);
    }
    return {.file = file_, .line = 0, .place = std::move(codes)};
  }

  void AddProblem(const CellPlace& place, ErrorReason reason, std::string sentence) {
    dataset_.problems.push_back({.origin = OriginOf(place),
                                 .field = "",
                                 .reason = ReasonName(reason),
                                 .sentence = std::move(sentence)});
  }

  void TellLeftOut() {
    if (left_out_by_map_ > 0) {
      dataset_.left_out.push_back(absl::StrCat(left_out_by_map_, " cells that the map skips"));
    }
    if (left_out_unlisted_ > 0) {
      dataset_.left_out.push_back(absl::StrCat(left_out_unlisted_,
                                               " cells of areas that the registry does not have (",
                                               absl::StrJoin(unlisted_, " "), ")"));
    }
    if (left_out_not_borne_ > 0) {
      dataset_.left_out.push_back(absl::StrCat(
          left_out_not_borne_, " empty cells of numbers that no area bore in the period"));
    }
  }

  const JsonStatDataset& source_;
  const JsonStatMap& map_;
  const AreaNumbers& areas_;
  const Choices& choices_;
  const std::string& file_;
  const common::v1::Provenance provenance_;
  Dataset& dataset_;
  int64_t left_out_by_map_ = 0;
  int64_t left_out_unlisted_ = 0;
  int64_t left_out_not_borne_ = 0;
  std::set<std::string> unlisted_;
};

}  // namespace

Dataset MakeJsonStatRows(const JsonStatDataset& source, const JsonStatMap& map,
                         const AreaNumbers& areas, const JsonStatFiles& files) {
  Dataset dataset;
  dataset.name = std::filesystem::path(files.dataset).filename().string();
  const Choices choices =
      ChooseCategories(source, map, areas, files.dataset, files.map, dataset.problems);
  if (!dataset.problems.empty()) return dataset;
  AddDefinitions(source, map, choices, files.map, dataset);
  RowMaker(source, map, areas, choices, files.dataset, dataset).MakeRows();
  return dataset;
}

}  // namespace tertial::cli
