#include "common/facts/texts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/facts/checks.h"

namespace tertial {

common::v1::LocalizedText ChooseText(
    const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts,
    absl::string_view language) {
  const auto find = [&](absl::string_view wanted) {
    return std::find_if(texts.begin(), texts.end(), [&](const common::v1::LocalizedText& text) {
      return text.language() == wanted;
    });
  };
  if (const auto exact = find(language); exact != texts.end()) return *exact;
  for (const absl::string_view other : kLanguages) {
    if (const auto found = find(other); found != texts.end()) return *found;
  }
  return {};
}

void CheckLanguage(absl::string_view field, const std::string& language,
                   const Violations& violations) {
  if (language.empty() ||
      std::find(kLanguages.begin(), kLanguages.end(), language) != kLanguages.end()) {
    return;
  }
  violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat(Quoted(language),
                              " is no language of reports; use nb, nn, en or se, "
                              "or leave it out for nb."));
}

}  // namespace tertial
