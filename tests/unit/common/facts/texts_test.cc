#include "common/facts/texts.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace tertial {
namespace {

std::string LanguageGiven(const std::vector<std::string>& languages, const std::string& asked) {
  google::protobuf::RepeatedPtrField<common::v1::LocalizedText> texts;
  for (const std::string& language : languages) {
    texts.Add()->set_language(language);
    texts.rbegin()->set_text("text in " + language);
  }
  const common::v1::LocalizedText chosen = ChooseText(texts, asked);
  EXPECT_EQ(chosen.text(), chosen.language().empty() ? "" : "text in " + chosen.language());
  return chosen.language();
}

TEST(ChooseText, GivesTheLanguageAskedForOrTheFirstOfBokmalNynorskEnglishAndSami) {
  EXPECT_EQ(LanguageGiven({"nb", "nn", "en", "se"}, "se"), "se");
  EXPECT_EQ(LanguageGiven({"se", "en", "nb"}, "nn"), "nb");
  EXPECT_EQ(LanguageGiven({"se", "en", "nn"}, "nb"), "nn");
  EXPECT_EQ(LanguageGiven({"se", "en"}, ""), "en");
  EXPECT_EQ(LanguageGiven({"se"}, "en"), "se");
  EXPECT_EQ(LanguageGiven({}, "nb"), "");
}

TEST(CheckLanguage, RefusesALanguageThatReportsDoNotHave) {
  const Violations violations;
  CheckLanguage("language", "", violations);
  CheckLanguage("language", "se", violations);
  EXPECT_TRUE(violations.empty());
  CheckLanguage("language", "no", violations);
  ASSERT_EQ(violations.list().size(), 1U);
  EXPECT_EQ(violations.list()[0].reason(), common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE);
}

}  // namespace
}  // namespace tertial
