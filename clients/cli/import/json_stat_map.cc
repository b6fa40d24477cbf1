#include "clients/cli/import/json_stat_map.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"
#include "google/protobuf/util/json_util.h"

namespace tertial::cli {
namespace {

using common::v1::ERROR_REASON_DUPLICATE_ELEMENT;
using common::v1::ERROR_REASON_FIELD_REQUIRED;
using common::v1::ERROR_REASON_INCONSISTENT_FIELDS;
using common::v1::ERROR_REASON_INVALID_ENUM;
using common::v1::ERROR_REASON_INVALID_TEXT;

constexpr char kSkip[] = "skip";

// A member whose only word is "skip": what it is about is left out.
absl::StatusOr<bool> ReadSkipWord(const JsonNode& node, absl::string_view key) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> found, node.Find(key));
  if (!found.has_value()) return false;
  TERTIAL_ASSIGN_OR_RETURN(const std::string word, found->AsString());
  if (word == kSkip) return true;
  return found->Error(ERROR_REASON_INVALID_ENUM,
                      absl::StrCat(Quoted(word), " is not known here; write \"skip\" or leave ",
                                   Quoted(key), " out."));
}

// Codes and the text that each stands for.
absl::Status ReadTexts(const JsonNode& node, absl::string_view key,
                       std::map<std::string, std::string>& texts) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> found, node.Find(key));
  if (!found.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> members, found->AsObject());
  for (const JsonNode& member : members) {
    TERTIAL_ASSIGN_OR_RETURN(std::string text, member.AsString());
    if (text.empty()) return member.Error(ERROR_REASON_FIELD_REQUIRED, "It is empty.");
    texts.emplace(member.key(), std::move(text));
  }
  return absl::OkStatus();
}

// "skip" and "others" of any dimension. `is_told` says whether a code has a meaning elsewhere.
template <typename Dimension, typename IsTold>
absl::Status ReadSkips(const JsonNode& node, const IsTold& is_told, Dimension& dimension) {
  TERTIAL_ASSIGN_OR_RETURN(dimension.skip_others, ReadSkipWord(node, "others"));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> skip, node.Find(kSkip));
  if (!skip.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> codes, skip->AsArray());
  for (const JsonNode& code : codes) {
    TERTIAL_ASSIGN_OR_RETURN(const std::string text, code.AsString());
    if (is_told(text)) {
      return code.Error(ERROR_REASON_INCONSISTENT_FIELDS,
                        absl::StrCat(Quoted(text), " is mapped as well; skip it or map it."));
    }
    dimension.skip.insert(text);
  }
  return absl::OkStatus();
}

// A dataset has a dimension for it, or the map says one thing for all cells.
absl::Status CheckFixed(const JsonNode& node, bool is_fixed) {
  if (!is_fixed) return absl::OkStatus();
  for (const absl::string_view key : {"dimension", "codes", kSkip, "others", "unlisted"}) {
    TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> found, node.Find(key));
    if (!found.has_value()) continue;
    return found->Error(ERROR_REASON_INCONSISTENT_FIELDS,
                        absl::StrCat(Quoted(key),
                                     " stands beside \"fixed\", which is for datasets "
                                     "without such a dimension; take one out."));
  }
  return absl::OkStatus();
}

absl::Status ReadArea(const JsonNode& node, JsonStatMap::Area& area) {
  TERTIAL_RETURN_IF_ERROR(
      node.CheckKeys({"dimension", "fixed", "codes", kSkip, "others", "unlisted"}));
  TERTIAL_ASSIGN_OR_RETURN(area.dimension, node.FindString("dimension"));
  TERTIAL_ASSIGN_OR_RETURN(area.fixed, node.FindString("fixed"));
  TERTIAL_RETURN_IF_ERROR(CheckFixed(node, !area.fixed.empty()));
  TERTIAL_RETURN_IF_ERROR(ReadTexts(node, "codes", area.codes));
  TERTIAL_ASSIGN_OR_RETURN(area.skip_unlisted, ReadSkipWord(node, "unlisted"));
  return ReadSkips(
      node, [&](const std::string& code) { return area.codes.count(code) > 0; }, area);
}

absl::Status ReadPeriod(const JsonNode& node, JsonStatMap::Period& period) {
  TERTIAL_RETURN_IF_ERROR(node.CheckKeys({"dimension", "fixed", "codes", kSkip, "others"}));
  TERTIAL_ASSIGN_OR_RETURN(period.dimension, node.FindString("dimension"));
  TERTIAL_ASSIGN_OR_RETURN(period.fixed, node.FindString("fixed"));
  TERTIAL_RETURN_IF_ERROR(CheckFixed(node, !period.fixed.empty()));
  TERTIAL_RETURN_IF_ERROR(ReadTexts(node, "codes", period.codes));
  return ReadSkips(
      node, [&](const std::string& code) { return period.codes.count(code) > 0; }, period);
}

absl::StatusOr<indicators::v1::Indicator> ReadDefinition(const JsonNode& node,
                                                         const std::string& indicator) {
  if (!node.Is(JsonKind::kObject)) TERTIAL_RETURN_IF_ERROR(node.AsObject().status());
  indicators::v1::Indicator definition;
  const auto status =
      google::protobuf::util::JsonStringToMessage(FormatJson(node.value()), &definition);
  if (!status.ok()) {
    return node.Error(ERROR_REASON_INVALID_TEXT,
                      absl::StrCat("It is no Indicator in the JSON form of protobuf: ",
                                   status.message().as_string(), "."));
  }
  const std::string name = absl::StrCat("indicators/", indicator);
  if (!definition.name().empty() && definition.name() != name) {
    return node.Error(ERROR_REASON_INCONSISTENT_FIELDS,
                      absl::StrCat("It is that of ", Quoted(definition.name()), ", not of ",
                                   Quoted(name), "; leave the name out."));
  }
  definition.set_name(name);
  return definition;
}

absl::StatusOr<MappedFigure> ReadFigure(const JsonNode& node) {
  TERTIAL_RETURN_IF_ERROR(node.CheckKeys({"indicator", "source_unit", "definition"}));
  MappedFigure figure;
  TERTIAL_ASSIGN_OR_RETURN(const JsonNode indicator, node.Get("indicator"));
  TERTIAL_ASSIGN_OR_RETURN(figure.indicator, indicator.AsString());
  if (figure.indicator.empty()) {
    return indicator.Error(ERROR_REASON_FIELD_REQUIRED,
                           "It is empty; write the id of an indicator.");
  }
  TERTIAL_ASSIGN_OR_RETURN(figure.source_unit, node.FindString("source_unit"));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> definition, node.Find("definition"));
  if (definition.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(figure.definition, ReadDefinition(*definition, figure.indicator));
  }
  return figure;
}

absl::Status ReadContents(const JsonNode& node, JsonStatMap::Contents& contents) {
  TERTIAL_RETURN_IF_ERROR(node.CheckKeys({"dimension", "fixed", "codes", kSkip, "others"}));
  TERTIAL_ASSIGN_OR_RETURN(contents.dimension, node.FindString("dimension"));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> fixed, node.Find("fixed"));
  TERTIAL_RETURN_IF_ERROR(CheckFixed(node, fixed.has_value()));
  if (fixed.has_value()) {
    TERTIAL_ASSIGN_OR_RETURN(contents.fixed, ReadFigure(*fixed));
    return absl::OkStatus();
  }
  TERTIAL_ASSIGN_OR_RETURN(const JsonNode codes, node.Get("codes"));
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> members, codes.AsObject());
  std::set<std::string> indicators;
  for (const JsonNode& member : members) {
    TERTIAL_ASSIGN_OR_RETURN(MappedFigure figure, ReadFigure(member));
    if (!indicators.insert(figure.indicator).second) {
      return member.Error(ERROR_REASON_DUPLICATE_ELEMENT,
                          absl::StrCat(Quoted(figure.indicator),
                                       " is another code of the contents already; nothing is "
                                       "added up, so give each an indicator of its own."));
    }
    contents.codes.emplace(member.key(), std::move(figure));
  }
  return ReadSkips(
      node, [&](const std::string& code) { return contents.codes.count(code) > 0; }, contents);
}

// The figures of two codes are two figures; adding them up is not the importer's to do.
absl::Status CheckMembers(const JsonNode& node, const JsonStatMap::Part& part) {
  std::map<std::string, std::string> code_of;
  for (const auto& [code, member] : part.members) {
    const auto [found, is_new] = code_of.emplace(member, code);
    if (is_new) continue;
    return node.Error(
        ERROR_REASON_DUPLICATE_ELEMENT,
        absl::StrCat("The codes ", Quoted(found->second), " and ", Quoted(code), " are both ",
                     Quoted(member), "; nothing is added up, so give each a member of its own."));
  }
  if (part.members.empty() == part.dimension.empty()) return absl::OkStatus();
  return node.Error(ERROR_REASON_INCONSISTENT_FIELDS,
                    "\"dimension\" and \"members\" belong together; give both or none.");
}

absl::StatusOr<JsonStatMap::Part> ReadPart(const JsonNode& node) {
  TERTIAL_RETURN_IF_ERROR(node.CheckKeys({"whole", "dimension", "members", kSkip, "others"}));
  JsonStatMap::Part part;
  TERTIAL_ASSIGN_OR_RETURN(part.whole, node.FindString("whole"));
  TERTIAL_ASSIGN_OR_RETURN(part.dimension, node.FindString("dimension"));
  TERTIAL_RETURN_IF_ERROR(ReadTexts(node, "members", part.members));
  TERTIAL_RETURN_IF_ERROR(CheckMembers(node, part));
  if (part.members.count(part.whole) > 0) {
    return node.Error(ERROR_REASON_INCONSISTENT_FIELDS,
                      absl::StrCat(Quoted(part.whole), " is the whole and a member; it is one."));
  }
  TERTIAL_RETURN_IF_ERROR(ReadSkips(
      node,
      [&](const std::string& code) { return code == part.whole || part.members.count(code) > 0; },
      part));
  return part;
}

// Another dimension of the dataset that is the same here would give an observation it twice.
absl::Status ReadParts(const JsonNode& root, std::map<std::string, JsonStatMap::Part>& parts) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> dimensions, root.Find("dimensions"));
  if (!dimensions.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> members, dimensions->AsObject());
  std::set<std::string> seen;
  for (const JsonNode& member : members) {
    TERTIAL_ASSIGN_OR_RETURN(JsonStatMap::Part part, ReadPart(member));
    if (!part.dimension.empty() && !seen.insert(part.dimension).second) {
      return member.Error(
          ERROR_REASON_DUPLICATE_ELEMENT,
          absl::StrCat(Quoted(part.dimension), " is another dimension of the dataset already."));
    }
    parts.emplace(member.key(), std::move(part));
  }
  return absl::OkStatus();
}

absl::Status ReadStatuses(const JsonNode& root, StatusMeanings& meanings) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> statuses, root.Find("statuses"));
  if (!statuses.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<JsonNode> members, statuses->AsObject());
  for (const JsonNode& member : members) {
    TERTIAL_ASSIGN_OR_RETURN(const std::string word, member.AsString());
    const std::optional<StatusMeaning> meaning = ParseStatusMeaning(word);
    if (!meaning.has_value()) {
      return member.Error(ERROR_REASON_INVALID_ENUM,
                          absl::StrCat(Quoted(word),
                                       " is no meaning of a status; write a missing reason "
                                       "(SUPPRESSED), a flag (ESTIMATED), NIL or REMARK."));
    }
    meanings[member.key()] = *meaning;
  }
  return absl::OkStatus();
}

absl::Status ReadWhenNull(const JsonNode& root,
                          std::optional<common::v1::MissingReason>& when_null) {
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> found, root.Find("null"));
  if (!found.has_value()) return absl::OkStatus();
  TERTIAL_ASSIGN_OR_RETURN(const std::string word, found->AsString());
  const std::optional<StatusMeaning> meaning = ParseStatusMeaning(word);
  if (!meaning.has_value() || meaning->kind != StatusMeaning::Kind::kMissing) {
    return found->Error(
        ERROR_REASON_INVALID_ENUM,
        absl::StrCat(Quoted(word), " is no missing reason; write one, as DATA_LACKING."));
  }
  when_null = meaning->missing;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<JsonStatMap> ReadJsonStatMap(const JsonValue& json, absl::string_view file) {
  const JsonNode root(json, file);
  TERTIAL_RETURN_IF_ERROR(
      root.CheckKeys({"area", "period", "contents", "dimensions", "statuses", "null"}));
  JsonStatMap map;
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> area, root.Find("area"));
  if (area.has_value()) TERTIAL_RETURN_IF_ERROR(ReadArea(*area, map.area));
  TERTIAL_ASSIGN_OR_RETURN(const std::optional<JsonNode> period, root.Find("period"));
  if (period.has_value()) TERTIAL_RETURN_IF_ERROR(ReadPeriod(*period, map.period));
  TERTIAL_ASSIGN_OR_RETURN(const JsonNode contents, root.Get("contents"));
  TERTIAL_RETURN_IF_ERROR(ReadContents(contents, map.contents));
  TERTIAL_RETURN_IF_ERROR(ReadParts(root, map.dimensions));
  TERTIAL_RETURN_IF_ERROR(ReadStatuses(root, map.statuses));
  TERTIAL_RETURN_IF_ERROR(ReadWhenNull(root, map.when_null));
  return map;
}

}  // namespace tertial::cli
