#include "clients/cli/import/json_stat_choices.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/import/json_stat_period.h"
#include "clients/cli/import/json_value.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

using LeftOut = CategoryChoice::LeftOut;
using common::v1::ERROR_REASON_AREA_NOT_FOUND;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_PERIOD;
using common::v1::ERROR_REASON_UNKNOWN_FIELD;

// "K-3203": the municipality that bears the number now, for all periods; "F-32": such a county.
bool IsOfPresentAreas(absl::string_view code) {
  return absl::StartsWith(code, "K-") || absl::StartsWith(code, "F-");
}

class Chooser {
 public:
  Chooser(const JsonStatDataset& source, const JsonStatMap& map, const AreaNumbers& areas,
          const std::string& dataset_file, const std::string& map_file,
          std::vector<Problem>& problems)
      : source_(source),
        map_(map),
        areas_(areas),
        dataset_file_(dataset_file),
        map_file_(map_file),
        problems_(problems) {}

  Choices Choose() {
    Choices choices;
    choices.dimensions.resize(source_.dimensions.size());
    AssignKinds(choices);
    for (size_t i = 0; i < choices.dimensions.size(); ++i) {
      ChooseAll(source_.dimensions[i], choices.dimensions[i]);
    }
    return choices;
  }

 private:
  // Which dimension is which.
  void AssignKinds(Choices& choices) {
    Assign("area", map_.area.dimension, source_.geo, "Region", DimensionChoice::Kind::kArea,
           FixedArea(), choices);
    Assign("period", map_.period.dimension, source_.time, "Tid", DimensionChoice::Kind::kPeriod,
           FixedPeriod(), choices);
    std::optional<CategoryChoice> contents;
    if (map_.contents.fixed.has_value()) {
      contents.emplace();
      contents->figure = &*map_.contents.fixed;
    }
    Assign("contents", map_.contents.dimension, source_.metric, "ContentsCode",
           DimensionChoice::Kind::kContents, contents, choices);
    std::set<std::string> ids;
    for (const JsonStatDimension& dimension : source_.dimensions) ids.insert(dimension.id);
    for (const auto& [id, part] : map_.dimensions) {
      if (ids.count(id) > 0) continue;
      AddProblem(map_file_, JsonPath("$.dimensions", id), ERROR_REASON_UNKNOWN_FIELD,
                 absl::StrCat("The dataset has no dimension ", Quoted(id),
                              "; whether it is given for the whole cannot be seen."));
    }
  }

  void Assign(absl::string_view key, const std::string& named, const std::vector<std::string>& role,
              const std::string& usual, DimensionChoice::Kind kind,
              const std::optional<CategoryChoice>& fixed, Choices& choices) {
    const std::string path = JsonPath("$", key);
    if (fixed.has_value()) {
      choices.fixed.push_back({.kind = kind, .dimension = "", .categories = {*fixed}});
      return;
    }
    std::string id = named;
    if (id.empty()) id = role.size() == 1 ? role.front() : usual;
    const auto found = std::find_if(source_.dimensions.begin(), source_.dimensions.end(),
                                    [&](const JsonStatDimension& one) { return one.id == id; });
    if (found == source_.dimensions.end()) {
      AddProblem(map_file_, path, ERROR_REASON_FIELD_REQUIRED,
                 absl::StrCat("The dataset has no dimension ", Quoted(id), " but ",
                              absl::StrJoin(source_.dimensions, ", ",
                                            [](std::string* out, const JsonStatDimension& one) {
                                              absl::StrAppend(out, one.id);
                                            }),
                              "; name one under \"dimension\", or what all cells are under "
                              "\"fixed\"."));
      return;
    }
    const auto place = static_cast<size_t>(found - source_.dimensions.begin());
    if (map_.dimensions.count(id) > 0 || !assigned_.insert(place).second) {
      AddProblem(map_file_, path, ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat("The dimension ", Quoted(id),
                              " is told of in another place of the map as well."));
      return;
    }
    choices.dimensions[place].kind = kind;
  }

  std::optional<CategoryChoice> FixedArea() {
    if (map_.area.fixed.empty()) return std::nullopt;
    CategoryChoice choice;
    ChooseArea(map_.area.fixed, map_.area.fixed, map_file_, "$.area.fixed", choice);
    return choice;
  }

  std::optional<CategoryChoice> FixedPeriod() {
    if (map_.period.fixed.empty()) return std::nullopt;
    CategoryChoice choice;
    SetPeriod(Period::Parse(map_.period.fixed), map_file_, "$.period.fixed", choice);
    return choice;
  }

  void ChooseAll(const JsonStatDimension& dimension, DimensionChoice& choice) {
    const std::string path = JsonPath("$.dimension", dimension.id) + ".category.index";
    const auto part = map_.dimensions.find(dimension.id);
    if (choice.kind == DimensionChoice::Kind::kPart) {
      if (part == map_.dimensions.end()) {
        // One that was assigned wrongly has been complained of.
        AddProblem(dataset_file_, JsonPath("$.dimension", dimension.id), ERROR_REASON_UNKNOWN_FIELD,
                   absl::StrCat("The map does not tell what the dimension ", Quoted(dimension.id),
                                " is; say it under \"dimensions\"."));
        return;
      }
      choice.dimension = part->second.dimension;
    }
    for (const JsonStatCategory& category : dimension.categories) {
      const std::string at = JsonPath(path, category.code);
      CategoryChoice& one = choice.categories.emplace_back();
      switch (choice.kind) {
        case DimensionChoice::Kind::kArea:
          ChooseAreaOf(category, at, one);
          break;
        case DimensionChoice::Kind::kPeriod:
          ChoosePeriod(category, at, one);
          break;
        case DimensionChoice::Kind::kContents:
          ChooseContents(category, at, one);
          break;
        case DimensionChoice::Kind::kPart:
          ChooseMember(category, part->second, at, one);
          break;
      }
    }
  }

  void ChooseAreaOf(const JsonStatCategory& category, const std::string& at,
                    CategoryChoice& choice) {
    const JsonStatMap::Area& area = map_.area;
    if (const auto mapped = area.codes.find(category.code); mapped != area.codes.end()) {
      ChooseArea(mapped->second, category.code, map_file_, JsonPath("$.area.codes", category.code),
                 choice);
      return;
    }
    if (area.skip_others || area.skip.count(category.code) > 0) {
      choice.left_out = LeftOut::kByMap;
      return;
    }
    if (!IsOfPresentAreas(category.code)) {
      ChooseArea(category.code, category.code, dataset_file_, at, choice);
      return;
    }
    ChooseArea(category.code.substr(2), category.code, dataset_file_, at, choice);
    choice.is_dated = false;
  }

  void ChooseArea(const std::string& area, const std::string& code, const std::string& file,
                  const std::string& at, CategoryChoice& choice) {
    choice.id = area;
    if (areas_.IsId(area)) return;
    if (areas_.IsNumber(area)) {
      choice.is_dated = true;
      return;
    }
    if (map_.area.skip_unlisted) {
      choice.left_out = LeftOut::kUnlisted;
      return;
    }
    AddProblem(file, at, ERROR_REASON_AREA_NOT_FOUND,
               absl::StrCat(Quoted(code), " is no area of the registry",
                            area == code ? "" : absl::StrCat(", nor is ", Quoted(area)),
                            "; say under \"area\" of the map which area it is, skip it, or say "
                            "\"unlisted\": \"skip\"."));
  }

  void ChoosePeriod(const JsonStatCategory& category, const std::string& at,
                    CategoryChoice& choice) {
    const JsonStatMap::Period& period = map_.period;
    if (const auto mapped = period.codes.find(category.code); mapped != period.codes.end()) {
      SetPeriod(Period::Parse(mapped->second), map_file_, JsonPath("$.period.codes", category.code),
                choice);
    } else if (period.skip_others || period.skip.count(category.code) > 0) {
      choice.left_out = LeftOut::kByMap;
    } else {
      SetPeriod(ParseTablePeriod(category.code), dataset_file_, at, choice);
    }
  }

  void SetPeriod(const absl::StatusOr<Period>& period, const std::string& file,
                 const std::string& at, CategoryChoice& choice) {
    if (period.ok()) {
      choice.period = *period;
    } else {
      AddProblem(file, at, ERROR_REASON_INVALID_PERIOD, std::string(period.status().message()));
    }
  }

  void ChooseContents(const JsonStatCategory& category, const std::string& at,
                      CategoryChoice& choice) {
    const JsonStatMap::Contents& contents = map_.contents;
    const auto mapped = contents.codes.find(category.code);
    if (mapped == contents.codes.end()) {
      LeaveOut(category, contents, "which indicator", "contents", at, choice);
      return;
    }
    choice.figure = &mapped->second;
    const std::string& unit = mapped->second.source_unit;
    if (unit.empty() || unit == category.unit) return;
    AddProblem(dataset_file_, at, ERROR_REASON_INCONSISTENT_FIELDS,
               absl::StrCat("It is given in ", Quoted(category.unit), ", but the map expects ",
                            Quoted(unit), "; a figure in another unit is another figure."));
  }

  void ChooseMember(const JsonStatCategory& category, const JsonStatMap::Part& part,
                    const std::string& at, CategoryChoice& choice) {
    if (category.code == part.whole) return;
    const auto mapped = part.members.find(category.code);
    if (mapped == part.members.end()) {
      LeaveOut(category, part, "which member", "dimensions", at, choice);
      return;
    }
    choice.id = mapped->second;
  }

  template <typename Dimension>
  void LeaveOut(const JsonStatCategory& category, const Dimension& dimension,
                absl::string_view what, absl::string_view where, const std::string& at,
                CategoryChoice& choice) {
    if (dimension.skip_others || dimension.skip.count(category.code) > 0) {
      choice.left_out = LeftOut::kByMap;
      return;
    }
    AddProblem(
        dataset_file_, at, ERROR_REASON_UNKNOWN_FIELD,
        absl::StrCat("The map does not tell ", what, " ", Quoted(category.code), " (",
                     Quoted(category.label), ") is; say it under \"", where, "\", or skip it."));
  }

  void AddProblem(const std::string& file, const std::string& path, ErrorReason reason,
                  std::string sentence) {
    problems_.push_back({.origin = {.file = file, .line = 0, .place = path},
                         .field = "",
                         .reason = ReasonName(reason),
                         .sentence = std::move(sentence)});
  }

  const JsonStatDataset& source_;
  const JsonStatMap& map_;
  const AreaNumbers& areas_;
  const std::string& dataset_file_;
  const std::string& map_file_;
  std::vector<Problem>& problems_;
  std::set<size_t> assigned_;
};

}  // namespace

Choices ChooseCategories(const JsonStatDataset& source, const JsonStatMap& map,
                         const AreaNumbers& areas, const std::string& dataset_file,
                         const std::string& map_file, std::vector<Problem>& problems) {
  return Chooser(source, map, areas, dataset_file, map_file, problems).Choose();
}

}  // namespace tertial::cli
