#include "clients/cli/import/json_stat_definition.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/import/json_value.h"

namespace tertial::cli {
namespace {

namespace v1 = indicators::v1;

constexpr size_t kLongestSource = 500;

// The longest beginning of `text` of at most `size` bytes that does not end within a character.
std::string CutAtCharacter(std::string text, size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  text.resize(size);
  return text;
}

// The language of a dataset's labels; empty where it does not tell one of ours.
std::string LanguageOf(const JsonStatDataset& source) {
  if (source.language == "no") return "nb";
  const std::set<std::string> languages = {"nb", "nn", "en", "se"};
  return languages.count(source.language) > 0 ? source.language : "";
}

// Nothing without a language.
void AddLabel(const std::string& label, const std::string& language,
              google::protobuf::RepeatedPtrField<common::v1::LocalizedText>* labels) {
  if (language.empty() || label.empty()) return;
  common::v1::LocalizedText& text = *labels->Add();
  text.set_language(language);
  text.set_text(label);
}

// The members in the order of the dataset, and then those that this part of the table has not.
v1::DeclaredDimension Declare(const JsonStatDimension& dimension, const JsonStatMap::Part& part,
                              const std::string& language) {
  v1::DeclaredDimension declared;
  declared.set_dimension(part.dimension);
  AddLabel(dimension.label, language, declared.mutable_labels());
  std::set<std::string> rest;
  for (const auto& [code, member] : part.members) rest.insert(code);
  for (const JsonStatCategory& category : dimension.categories) {
    if (rest.erase(category.code) == 0) continue;
    v1::DeclaredMember& member = *declared.add_members();
    member.set_member(part.members.at(category.code));
    AddLabel(category.label, language, member.mutable_labels());
  }
  for (const std::string& code : rest) declared.add_members()->set_member(part.members.at(code));
  return declared;
}

class Definitions {
 public:
  Definitions(const JsonStatDataset& source, const JsonStatMap& map, const std::string& map_file,
              Dataset& dataset)
      : source_(source),
        map_(map),
        map_file_(map_file),
        dataset_(dataset),
        language_(LanguageOf(source)) {}

  // `category` is that of the contents; nullptr where the dataset has no such dimension.
  void Add(const MappedFigure& figure, const JsonStatCategory* category, const std::string& path) {
    if (!figure.definition.has_value()) return;
    v1::Indicator indicator = *figure.definition;
    const Origin origin = {.file = map_file_, .line = 0, .place = path};
    if (indicator.labels().empty()) {
      AddLabel(category == nullptr ? source_.label : category->label, language_,
               indicator.mutable_labels());
    }
    if (indicator.labels().empty()) {
      dataset_.problems.push_back(
          {.origin = origin,
           .field = "labels",
           .reason = ReasonName(common::v1::ERROR_REASON_FIELD_REQUIRED),
           .sentence = "It has none, and the dataset does not tell the language of its own; give "
                       "one."});
    }
    if (!indicator.has_decimals() && category != nullptr && category->decimals.has_value()) {
      indicator.set_decimals(*category->decimals);
    }
    if (indicator.publisher().empty()) indicator.set_publisher(source_.source);
    if (indicator.source_kind() == v1::SOURCE_KIND_UNSPECIFIED) {
      indicator.set_source_kind(v1::SOURCE_KIND_PUBLIC_STATISTICS);
    }
    if (indicator.dimensions().empty()) DeclareDimensions(indicator);
    if (!indicator.has_provenance()) {
      indicator.mutable_provenance()->set_source(SourceOf(source_));
    }
    *dataset_.indicators.Add(origin).mutable_indicator() = std::move(indicator);
  }

 private:
  void DeclareDimensions(v1::Indicator& indicator) const {
    for (const JsonStatDimension& dimension : source_.dimensions) {
      const auto part = map_.dimensions.find(dimension.id);
      if (part == map_.dimensions.end() || part->second.dimension.empty()) continue;
      *indicator.add_dimensions() = Declare(dimension, part->second, language_);
    }
  }

  const JsonStatDataset& source_;
  const JsonStatMap& map_;
  const std::string& map_file_;
  Dataset& dataset_;
  const std::string language_;
};

}  // namespace

std::string SourceOf(const JsonStatDataset& source) {
  std::vector<std::string> parts;
  for (const std::string& part : {source.source, source.href, source.label}) {
    if (!part.empty()) parts.push_back(part);
  }
  return CutAtCharacter(absl::StrJoin(parts, ", "), kLongestSource);
}

void AddDefinitions(const JsonStatDataset& source, const JsonStatMap& map, const Choices& choices,
                    const std::string& map_file, Dataset& dataset) {
  Definitions definitions(source, map, map_file, dataset);
  if (map.contents.fixed.has_value()) {
    definitions.Add(*map.contents.fixed, nullptr, "$.contents.fixed.definition");
  }
  for (size_t i = 0; i < choices.dimensions.size(); ++i) {
    if (choices.dimensions[i].kind != DimensionChoice::Kind::kContents) continue;
    for (size_t k = 0; k < choices.dimensions[i].categories.size(); ++k) {
      const MappedFigure* const figure = choices.dimensions[i].categories[k].figure;
      if (figure == nullptr) continue;
      const JsonStatCategory& category = source.dimensions[i].categories[k];
      definitions.Add(*figure, &category,
                      absl::StrCat(JsonPath("$.contents.codes", category.code), ".definition"));
    }
  }
}

}  // namespace tertial::cli
