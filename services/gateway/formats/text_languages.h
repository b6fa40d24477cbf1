// Which language the texts of a report are in, for pages whose own words are English.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_TEXT_LANGUAGES_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_TEXT_LANGUAGES_H_

#include <string>
#include <unordered_map>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial::gateway {

// The language that the words of a page are in.
inline constexpr char kPageLanguage[] = "en";

// The text as HTML, in an element that tells its language where that is not the page's.
std::string MarkedText(const common::v1::LocalizedText& text);

// Knows the texts that a reader of one language gets of a report, wherever they are written.
class TextLanguages {
 public:
  // Knows none: nothing is marked.
  TextLanguages() = default;
  // Knows every text in `report`, chosen as ChooseText does.
  TextLanguages(const google::protobuf::Message& report, absl::string_view language);

  // `text` as HTML. Where it is, or begins with, a text in another language than the page's, that
  // is marked as MarkedText does: "Andel, reported" begins with "Andel".
  std::string Marked(absl::string_view text) const;

  // The attribute ` lang="nb"` for an element that holds this text and no other; empty where it is
  // in the page's language.
  std::string Attribute(const std::string& text) const;

 private:
  void AddTexts(const google::protobuf::Message& message, absl::string_view language);

  // By the text; those in the page's language are not among them.
  std::unordered_map<std::string, std::string> languages_;
};

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_TEXT_LANGUAGES_H_
