#include "services/gateway/formats/text_languages.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/facts/message_fields.h"
#include "common/facts/texts.h"
#include "services/gateway/formats/html_text.h"

namespace tertial::gateway {
namespace {

using common::v1::LocalizedText;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Whether what is put behind a text begins here, or nothing does.
bool EndsText(absl::string_view rest) {
  return rest.empty() || absl::StartsWith(rest, ", ") || absl::StartsWith(rest, ": ") ||
         absl::StartsWith(rest, " (");
}

}  // namespace

std::string MarkedText(const LocalizedText& text) {
  const std::string& language = text.language();
  if (language.empty() || language == kPageLanguage) return Escaped(text.text());
  return absl::StrCat("<span lang=\"", Escaped(language), "\">", Escaped(text.text()), "</span>");
}

TextLanguages::TextLanguages(const Message& report, absl::string_view language) {
  AddTexts(report, language);
}

void TextLanguages::AddTexts(const Message& message, absl::string_view language) {
  const google::protobuf::Descriptor& text = *LocalizedText::descriptor();
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : FieldsLeadingTo(text, *message.GetDescriptor())) {
    const bool is_text = field->message_type() == &text;
    if (!field->is_repeated()) {
      // A text that stands alone is written by nobody.
      if (!is_text && reflection.HasField(message, field)) {
        AddTexts(reflection.GetMessage(message, field), language);
      }
      continue;
    }
    google::protobuf::RepeatedPtrField<LocalizedText> texts;
    const int size = reflection.FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      const Message& inside = reflection.GetRepeatedMessage(message, field, i);
      if (is_text) {
        texts.Add()->CopyFrom(inside);
      } else {
        AddTexts(inside, language);
      }
    }
    const LocalizedText chosen = ChooseText(texts, language);
    if (chosen.text().empty() || chosen.language() == kPageLanguage) continue;
    languages_.emplace(chosen.text(), chosen.language());
  }
}

std::string TextLanguages::Marked(absl::string_view text) const {
  if (languages_.empty()) return Escaped(text);
  for (size_t end = text.size(); end > 0; --end) {
    if (!EndsText(text.substr(end))) continue;
    const auto known = languages_.find(std::string(text.substr(0, end)));
    if (known == languages_.end()) continue;
    LocalizedText marked;
    marked.set_text(known->first);
    marked.set_language(known->second);
    return MarkedText(marked) + Escaped(text.substr(end));
  }
  return Escaped(text);
}

std::string TextLanguages::Attribute(const std::string& text) const {
  const auto known = languages_.find(text);
  return known == languages_.end() ? "" : absl::StrCat(" lang=\"", Escaped(known->second), "\"");
}

}  // namespace tertial::gateway
