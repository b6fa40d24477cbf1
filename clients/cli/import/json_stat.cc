#include "clients/cli/import/json_stat.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_DECIMAL;
using common::v1::ERROR_REASON_INVALID_TEXT;
using common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE;

// A decimal has 34 digits, so more decimals than this are no decimals of a figure.
constexpr int kMostDecimals = 20;
constexpr size_t kMostDimensions = 50;

absl::StatusOr<std::vector<std::string>> ReadStrings(const JsonNode& node) {
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> elements, node.AsArray());
  std::vector<std::string> strings;
  std::set<std::string> seen;
  for (const JsonNode& element : elements) {
    TERTIAL_ASSIGN_OR_RETURN(std::string text, element.AsString());
    if (!seen.insert(text).second) {
      return element.Error(ERROR_REASON_DUPLICATE_ELEMENT,
                           absl::StrCat(Quoted(text), " stands twice; each stands once."));
    }
    strings.push_back(std::move(text));
  }
  return strings;
}

// "class" and "version": JSON-stat 1 has neither, and holds its datasets in "dataset".
absl::Status CheckForm(const JsonNode& root) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string version, root.FindString("version"));
  TERTIAL_ASSIGN_OR_RETURN(const std::string form, root.FindString("class"));
  if (version == "2.0" && form == "dataset") return absl::OkStatus();
  return root.Error(
      ERROR_REASON_INVALID_TEXT,
      absl::StrCat("It is no dataset of JSON-stat 2: \"version\" is ", Quoted(version),
                   " and \"class\" is ", Quoted(form),
                   "; they must be \"2.0\" and \"dataset\". Ask the API for json-stat2."));
}

// The codes in the order of the cube: a list of them, an object of their positions, or, of a
// dimension with one category, its label alone.
absl::StatusOr<std::vector<std::string>> ReadCodes(const JsonNode& category, int64_t size) {
  TERTIAL_ASSIGN_OR_RETURN(std::optional<JsonNode> index, category.Find("index"));
  if (!index.has_value() && size == 1) {
    TERTIAL_ASSIGN_OR_RETURN(const JsonNode label, category.Get("label"));
    TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> members, label.AsObject());
    if (members.size() == 1) return std::vector<std::string>{members[0].key()};
  }
  if (!index.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(index, category.Get("index"));
  }
  const auto wrong_size = [&](size_t count) {
    return index->Error(ERROR_REASON_INCONSISTENT_FIELDS,
                        absl::StrCat("It has ", count, " categories, but \"size\" says ", size,
                                     "; they must agree."));
  };
  if (index->Is(JsonKind::kArray)) {
    TERTIAL_ASSIGN_OR_RETURN(std::vector<std::string> codes, ReadStrings(*index));
    if (codes.size() != static_cast<size_t>(size)) return wrong_size(codes.size());
    return codes;
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> members, index->AsObject());
  if (members.size() != static_cast<size_t>(size)) return wrong_size(members.size());
  std::vector<std::optional<std::string>> codes(members.size());
  for (const JsonNode& member : members) {
    TERTIAL_ASSIGN_OR_RETURN(const int64_t position, member.AsInteger(0, size - 1));
    std::optional<std::string>& code = codes[static_cast<size_t>(position)];
    if (code.has_value()) {
      return member.Error(ERROR_REASON_DUPLICATE_ELEMENT,
                          absl::StrCat("Position ", position, " is that of ", Quoted(*code),
                                       " already; each category has its own."));
    }
    code = member.key();
  }
  std::vector<std::string> in_order;
  for (std::optional<std::string>& code : codes) in_order.push_back(*std::move(code));
  return in_order;
}

// The categories of a dimension by their codes.
using CategoriesByCode = absl::flat_hash_map<std::string, JsonStatCategory*>;

absl::Status ReadLabels(const JsonNode& category, const CategoriesByCode& by_code) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> labels, category.Find("label"));
  if (!labels.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> members, labels->AsObject());
  for (const JsonNode& member : members) {
    const auto of = by_code.find(member.key());
    if (of == by_code.end()) continue;
    TERTIAL_ASSIGN_OR_RETURN(of->second->label, member.AsString());
  }
  return absl::OkStatus();
}

absl::Status ReadUnits(const JsonNode& category, const CategoriesByCode& by_code) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> units, category.Find("unit"));
  if (!units.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> members, units->AsObject());
  for (const JsonNode& member : members) {
    const auto found = by_code.find(member.key());
    if (found == by_code.end()) continue;
    JsonStatCategory& of = *found->second;
    TERTIAL_ASSIGN_OR_RETURN(of.unit, member.FindString("base"));
    if (of.unit.empty()) {
      TERTIAL_ASSIGN_OR_RETURN(of.unit, member.FindString("label"));
    }
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> decimals, member.Find("decimals"));
    if (!decimals.has_value()) continue;
    TERTIAL_ASSIGN_OR_RETURN(const int64_t count, decimals->AsInteger(0, kMostDecimals));
    of.decimals = static_cast<int>(count);
  }
  return absl::OkStatus();
}

absl::StatusOr<JsonStatDimension> ReadDimension(const JsonNode& node, const std::string& id,
                                                int64_t size) {
  JsonStatDimension dimension;
  dimension.id = id;
  TERTIAL_ASSIGN_OR_RETURN(dimension.label, node.FindString("label"));
  if (dimension.label.empty()) dimension.label = id;
  TERTIAL_ASSIGN_OR_RETURN(const JsonNode category, node.Get("category"));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> codes, ReadCodes(category, size));
  for (const std::string& code : codes) {
    dimension.categories.push_back({.code = code, .label = code, .unit = "", .decimals = {}});
  }
  CategoriesByCode by_code;
  for (JsonStatCategory& one : dimension.categories) by_code.emplace(one.code, &one);
  TERTIAL_RETURN_IF_ERROR(ReadLabels(category, by_code));
  TERTIAL_RETURN_IF_ERROR(ReadUnits(category, by_code));
  return dimension;
}

// Dimensions with their sizes; returns the number of cells.
absl::StatusOr<size_t> ReadDimensions(const JsonNode& root, JsonStatDataset& dataset) {
  TERTIAL_ASSIGN_OR_RETURN(const JsonNode id, root.Get("id"));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> ids, ReadStrings(id));
  TERTIAL_ASSIGN_OR_RETURN(const JsonNode size, root.Get("size"));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> sizes, size.AsArray());
  if (sizes.size() != ids.size() || ids.empty()) {
    return size.Error(ERROR_REASON_INCONSISTENT_FIELDS,
                      absl::StrCat("It has ", sizes.size(), " sizes for ", ids.size(),
                                   " dimensions; each dimension of \"id\" must have one."));
  }
  if (ids.size() > kMostDimensions) {
    return id.Error(
        ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat("It has ", ids.size(), " dimensions; at most ", kMostDimensions, " may be."));
  }
  TERTIAL_ASSIGN_OR_RETURN(const JsonNode dimensions, root.Get("dimension"));
  int64_t cells = 1;
  for (size_t i = 0; i < ids.size(); ++i) {
    TERTIAL_ASSIGN_OR_RETURN(const int64_t count, sizes[i].AsInteger(1, kMaxJsonStatCells));
    cells *= count;
    if (cells > kMaxJsonStatCells) {
      return size.Error(ERROR_REASON_VALUE_OUT_OF_RANGE,
                        absl::StrCat("The dataset has more than ", kMaxJsonStatCells,
                                     " cells; ask for the table in several parts."));
    }
    TERTIAL_ASSIGN_OR_RETURN(const JsonNode node, dimensions.Get(ids[i]));
    TERTIAL_ASSIGN_OR_RETURN(JsonStatDimension dimension, ReadDimension(node, ids[i], count));
    dataset.dimensions.push_back(std::move(dimension));
  }
  return static_cast<size_t>(cells);
}

absl::Status ReadRoles(const JsonNode& root, JsonStatDataset& dataset) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> role, root.Find("role"));
  if (!role.has_value()) return absl::OkStatus();
  const std::pair<absl::string_view, std::vector<std::string>*> roles[] = {
      {"geo", &dataset.geo}, {"time", &dataset.time}, {"metric", &dataset.metric}};
  for (const auto& [name, ids] : roles) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> found, role->Find(name));
    if (!found.has_value()) continue;
    TERTIAL_ASSIGN_OR_RETURN(*ids, ReadStrings(*found));
    for (const std::string& id : *ids) {
      if (std::any_of(dataset.dimensions.begin(), dataset.dimensions.end(),
                      [&](const JsonStatDimension& one) { return one.id == id; })) {
        continue;
      }
      return found->Error(ERROR_REASON_INCONSISTENT_FIELDS,
                          absl::StrCat(Quoted(id), " is no dimension of \"id\"."));
    }
  }
  return absl::OkStatus();
}

// The element of an array, or the member of an object of positions, at `i`; with its position.
absl::StatusOr<size_t> PositionOf(const JsonNode& node, size_t i, size_t cells) {
  if (node.Is(JsonKind::kArray)) return i;
  const std::string& key = node.value().keys[i];
  uint32_t position = 0;
  if (!absl::SimpleAtoi(key, &position) || absl::StrCat(position) != key || position >= cells) {
    return node.Error(
        ERROR_REASON_VALUE_OUT_OF_RANGE,
        absl::StrCat(Quoted(key), " is no position of a cell; they are 0 to ", cells - 1, "."));
  }
  return position;
}

absl::Status CheckCellCount(const JsonNode& node, size_t count, size_t cells) {
  if (count == cells) return absl::OkStatus();
  return node.Error(ERROR_REASON_INCONSISTENT_FIELDS,
                    absl::StrCat("It has ", count, " elements, but \"size\" makes ", cells,
                                 " cells; they must agree."));
}

absl::Status ReadValues(const JsonNode& root, std::vector<JsonStatCell>& cells) {
  TERTIAL_ASSIGN_OR_RETURN(const JsonNode node, root.Get("value"));
  const std::vector<JsonValue>& values = node.value().elements;
  if (node.Is(JsonKind::kArray)) {
    TERTIAL_RETURN_IF_ERROR(CheckCellCount(node, values.size(), cells.size()));
  } else if (!node.Is(JsonKind::kObject)) {
    return node.Error(ERROR_REASON_INVALID_TEXT,
                      "It must be an array of the cells, or an object of their positions.");
  }
  for (size_t i = 0; i < values.size(); ++i) {
    TERTIAL_ASSIGN_OR_RETURN(const size_t position, PositionOf(node, i, cells.size()));
    if (values[i].kind == JsonKind::kNull) continue;
    if (values[i].kind != JsonKind::kNumber) {
      return node.Error(
          ERROR_REASON_INVALID_DECIMAL,
          absl::StrCat("The value at position ", position, " is ", Quoted(FormatJson(values[i])),
                       "; it must be a number or null."));
    }
    cells[position].value = values[i].text;
  }
  return absl::OkStatus();
}

absl::Status ReadStatuses(const JsonNode& root, std::vector<JsonStatCell>& cells) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> node, root.Find("status"));
  if (!node.has_value()) return absl::OkStatus();
  const std::vector<JsonValue>& statuses = node->value().elements;
  const bool is_array = node->Is(JsonKind::kArray);
  if (!is_array && !node->Is(JsonKind::kObject) && !node->Is(JsonKind::kString)) {
    return node->Error(ERROR_REASON_INVALID_TEXT,
                       "It must be an array, an object of positions, or one text for all cells.");
  }
  if (node->Is(JsonKind::kString) || (is_array && statuses.size() == 1)) {
    TERTIAL_ASSIGN_OR_RETURN(const std::string status,
                             is_array ? (*node->AsArray())[0].AsString() : node->AsString());
    for (JsonStatCell& cell : cells) cell.status = status;
    return absl::OkStatus();
  }
  if (is_array) TERTIAL_RETURN_IF_ERROR(CheckCellCount(*node, statuses.size(), cells.size()));
  for (size_t i = 0; i < statuses.size(); ++i) {
    TERTIAL_ASSIGN_OR_RETURN(const size_t position, PositionOf(*node, i, cells.size()));
    if (statuses[i].kind == JsonKind::kNull) continue;
    if (statuses[i].kind != JsonKind::kString) {
      return node->Error(
          ERROR_REASON_INVALID_TEXT,
          absl::StrCat("The status at position ", position, " is ", Quoted(FormatJson(statuses[i])),
                       "; it must be a string or null."));
    }
    cells[position].status = statuses[i].text;
  }
  return absl::OkStatus();
}

// The string at the end of a path of keys; empty where there is none, since extensions are free in
// their form.
std::string StringInExtension(const JsonValue& value, absl::Span<const absl::string_view> keys) {
  if (keys.empty()) return value.kind == JsonKind::kString ? value.text : "";
  const auto key = std::find(value.keys.begin(), value.keys.end(), std::string(keys.front()));
  if (key == value.keys.end()) return "";
  return StringInExtension(value.elements[static_cast<size_t>(key - value.keys.begin())],
                           keys.subspan(1));
}

absl::Status ReadDescription(const JsonNode& root, JsonStatDataset& dataset) {
  TERTIAL_ASSIGN_OR_RETURN(dataset.label, root.FindString("label"));
  TERTIAL_ASSIGN_OR_RETURN(dataset.source, root.FindString("source"));
  TERTIAL_ASSIGN_OR_RETURN(dataset.href, root.FindString("href"));
  TERTIAL_ASSIGN_OR_RETURN(dataset.updated, root.FindString("updated"));
  dataset.language = StringInExtension(root.value(), {"extension", "px", "language"});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<JsonStatDataset> ReadJsonStat(const JsonValue& json, absl::string_view file) {
  const JsonNode root(json, file);
  TERTIAL_RETURN_IF_ERROR(CheckForm(root));
  JsonStatDataset dataset;
  TERTIAL_RETURN_IF_ERROR(ReadDescription(root, dataset));
  TERTIAL_ASSIGN_OR_RETURN(const size_t cells, ReadDimensions(root, dataset));
  TERTIAL_RETURN_IF_ERROR(ReadRoles(root, dataset));
  dataset.cells.resize(cells);
  TERTIAL_RETURN_IF_ERROR(ReadValues(root, dataset.cells));
  TERTIAL_RETURN_IF_ERROR(ReadStatuses(root, dataset.cells));
  return dataset;
}

}  // namespace tertial::cli
