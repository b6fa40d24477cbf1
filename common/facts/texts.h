// Texts in several languages, and the one that a reader gets.
#ifndef TERTIAL_COMMON_FACTS_TEXTS_H_
#define TERTIAL_COMMON_FACTS_TEXTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/status/violations.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial {

// The text in `language` (empty: "nb"), or the one fallen back to, as
// tertial.common.v1.LocalizedText tells. Without texts, an empty one in no language.
common::v1::LocalizedText ChooseText(
    const google::protobuf::RepeatedPtrField<common::v1::LocalizedText>& texts,
    absl::string_view language);

// A language that a reader asks for: empty, or one of those that texts have.
void CheckLanguage(absl::string_view field, const std::string& language,
                   const Violations& violations);

}  // namespace tertial

#endif  // TERTIAL_COMMON_FACTS_TEXTS_H_
