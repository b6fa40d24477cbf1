// The form as Markdown.
#include <string>

#include "common/render/document.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string RenderParagraph(const std::string& text) {
  Document document;
  document.AddParagraph(text);
  return RenderMarkdown(document);
}

TEST(RenderMarkdown, WritesHeadingsParagraphsAndTables) {
  Document document;
  document.AddHeading(2, "Klima");
  document.AddParagraph("Tekst.");
  document.AddTable({.columns = {{"name"}, {"2024", Align::kRight}}, .rows = {{"a", "5"}}});
  EXPECT_EQ(RenderMarkdown(document),
            "## Klima\n\nTekst.\n\n| name | 2024 |\n| --- | ---: |\n| a | 5 |\n\n");
}

TEST(RenderMarkdown, EscapesHtml) {
  EXPECT_EQ(RenderParagraph("<script>alert(1)</script>"),
            "&lt;script&gt;alert\\(1\\)&lt;/script&gt;\n\n");
  EXPECT_EQ(RenderParagraph("&lt;b&gt;"), "&amp;lt;b&amp;gt;\n\n");
}

TEST(RenderMarkdown, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(RenderParagraph("a|b"), "a\\|b\n\n");
  EXPECT_EQ(RenderParagraph("`rm`"), "\\`rm\\`\n\n");
  EXPECT_EQ(RenderParagraph("*a* _b_ ~c~"), "\\*a\\* \\_b\\_ \\~c\\~\n\n");
  EXPECT_EQ(RenderParagraph("![x](javascript:y)"), "\\!\\[x\\]\\(javascript:y\\)\n\n");
  EXPECT_EQ(RenderParagraph("a\\|b"), "a\\\\\\|b\n\n");
  EXPECT_EQ(RenderParagraph("=HYPERLINK(\"x\")"), "\\=HYPERLINK\\(\"x\"\\)\n\n");
}

TEST(RenderMarkdown, EscapesInEveryKindOfBlock) {
  Document document;
  document.AddHeading(1, "<i>a|");
  document.AddTable({.columns = {{"<i>b|"}}, .rows = {{"<i>c|"}}});
  const std::string markdown = RenderMarkdown(document);
  EXPECT_THAT(markdown, Not(HasSubstr("<")));
  for (const char* escaped : {"a\\|", "b\\|", "c\\|"}) {
    EXPECT_THAT(markdown, HasSubstr(escaped));
  }
}

TEST(RenderMarkdown, ALineBreakDoesNotEndARow) {
  Document document;
  document.AddTable({.columns = {{"c"}}, .rows = {{"a\nb\r\nc\td"}}});
  EXPECT_EQ(RenderMarkdown(document), "| c |\n| --- |\n| a b  c d |\n\n");
}

TEST(RenderMarkdown, LeavesControlCharactersOut) {
  EXPECT_EQ(RenderParagraph(std::string("a\x1b\0b\x7F", 5)), "ab\n\n");
  // C1, which is two bytes in UTF-8; what follows it is a letter.
  EXPECT_EQ(RenderParagraph("a\xC2\x9B"
                            "b\xC2\xA0\xC2\xBD"),
            "ab\xC2\xA0\xC2\xBD\n\n");
}

TEST(RenderMarkdown, KeepsOtherLettersAsTheyAre) {
  EXPECT_EQ(RenderParagraph("bl\xC3\xA5, 4.70 %"), "bl\xC3\xA5, 4.70 %\n\n");
}

}  // namespace
}  // namespace tertial
