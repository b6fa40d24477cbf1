// The form for a terminal.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/render/document.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tertial {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string RenderTable(const Table& table) {
  Document document;
  document.AddTable(table);
  return RenderText(document);
}

std::string RenderParagraph(const std::string& text) {
  Document document;
  document.AddParagraph(text);
  return RenderText(document);
}

// The only cell of a table, as shown.
std::string RenderCell(const std::string& text) {
  const std::string shown = RenderTable({.columns = {{"c"}}, .rows = {{text}}});
  const std::vector<std::string> lines = absl::StrSplit(shown, '\n');
  return lines.at(2).substr(2);
}

bool HoldsControlCharacters(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return (c < 0x20 && c != '\n') || c == 0x7F; });
}

TEST(RenderText, AlignsColumns) {
  const std::string shown =
      RenderTable({.columns = {{"name"}, {"2024", Align::kRight}},
                   .rows = {{"bl\xC3\xA5", "7"}, {"rosa", "12.5"}, {"", "1000"}}});
  const std::vector<std::string> lines = absl::StrSplit(shown, '\n');
  EXPECT_THAT(lines, ElementsAre("  name  2024", "  ──────────", "  bl\xC3\xA5      7",
                                 "  rosa  12.5", "        1000", "", ""));
}

TEST(RenderText, LeavesATableWithoutRowsOut) {
  EXPECT_EQ(RenderTable({.columns = {{"name"}}, .rows = {}}), "");
}

TEST(RenderText, UnderlinesHeadings) {
  Document document;
  document.AddHeading(1, "\xC3\x85rsrapport");
  document.AddHeading(2, "Mål");
  document.AddHeading(3, "Klima");
  EXPECT_EQ(RenderText(document), "\xC3\x85rsrapport\n══════════\n\nMål\n───\n\nKlima\n");
}

TEST(RenderText, ShowsControlCharactersAsEscapes) {
  EXPECT_EQ(RenderCell("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(RenderCell(std::string("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(RenderCell("a\x7F"
                       "b"),
            "a\\x7fb");
  // The one-byte escape sequences of C1, as UTF-8.
  EXPECT_EQ(RenderCell("a\xC2\x9B"
                       "31mb"),
            "a\\x9b31mb");
  EXPECT_EQ(RenderCell("a\xC2\xA0"
                       "b\xC2\xBD"),
            "a\xC2\xA0"
            "b\xC2\xBD");
}

TEST(RenderText, ShowsLineBreaksAndTabsAsSpaces) { EXPECT_EQ(RenderCell("a\nb\tc\rd"), "a b c d"); }

TEST(RenderText, EscapesInEveryKindOfBlock) {
  Document document;
  document.AddHeading(1, "a\x1b[2J");
  document.AddHeading(3, "b\x1b[2J");
  document.AddParagraph("c\x1b[2J");
  document.AddTable({.columns = {{"d\x1b[2J"}}, .rows = {{"e\x1b[2J"}}});
  EXPECT_FALSE(HoldsControlCharacters(RenderText(document))) << RenderText(document);
  for (const char* shown : {"a\\x1b", "b\\x1b", "c\\x1b", "d\\x1b", "e\\x1b"}) {
    EXPECT_THAT(RenderText(document), HasSubstr(shown));
  }
}

TEST(RenderText, CutsLongTextsInTablesOnly) {
  const std::string just_fits(64, 'a');
  EXPECT_EQ(RenderCell(just_fits), just_fits);
  EXPECT_EQ(RenderCell(just_fits + "a"), std::string(63, 'a') + "…");
  EXPECT_EQ(RenderParagraph(just_fits + "a"), just_fits + "a\n\n");
}

TEST(RenderText, CutsNoColumnOfProse) {
  const std::string prose(100, 'a');
  const Table table{.columns = {{"c", Align::kLeft, std::string::npos}}, .rows = {{prose}}};
  const std::vector<std::string> lines = absl::StrSplit(RenderTable(table), '\n');
  EXPECT_EQ(lines.at(2), "  " + prose);
  // The rule ends where a line may.
  EXPECT_EQ(CharacterCount(lines.at(1)), 2 + kWidestColumn);
}

TEST(RenderText, CutsBetweenCharacters) {
  std::string long_text;
  for (int i = 0; i < 70; ++i) long_text += "\xC3\xA5";
  const std::string shown = RenderCell(long_text);
  EXPECT_EQ(shown, long_text.substr(0, 2 * 63) + "…");
  EXPECT_EQ(CharacterCount(shown), 64u);
}

TEST(RenderText, ShowsMarkupAsTheTextItIs) {
  EXPECT_EQ(RenderCell("=HYPERLINK(\"x\") <script>|`"), "=HYPERLINK(\"x\") <script>|`");
}

TEST(CharacterCount, CountsCharactersAndNotBytes) {
  EXPECT_EQ(CharacterCount(""), 0u);
  EXPECT_EQ(CharacterCount("bl\xC3\xA5"), 3u);
  EXPECT_EQ(CharacterCount("\xF0\x9F\x8C\x8D…"), 2u);
}

}  // namespace
}  // namespace tertial
