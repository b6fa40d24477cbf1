// A document of headings, paragraphs and tables, and its two forms for people.
#ifndef TERTIAL_COMMON_RENDER_DOCUMENT_H_
#define TERTIAL_COMMON_RENDER_DOCUMENT_H_

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace tertial {

enum class Align { kLeft, kRight };

// More characters are cut in a column of a terminal's table, unless it says otherwise.
inline constexpr size_t kWidestColumn = 64;

struct Column {
  std::string title;
  Align align = Align::kLeft;
  // Of a column of prose, which must be read to its end: std::string::npos.
  size_t widest = kWidestColumn;
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // as many texts as columns
};

// A column whose texts are read to their end.
Column ProseColumn(std::string title);

// The table without the columns in which nothing stands.
Table WithoutEmptyColumns(const Table& table);

struct Heading {
  int level;  // 1 to 3
  std::string text;
  // Names what stands below it, for forms that have something to put there: "workforce-fte". Empty:
  // it has no name.
  std::string anchor;
};

struct Paragraph {
  std::string text;
};

// All texts are data: plain, as stored. Escaping is a matter of each form.
class Document {
 public:
  using Block = std::variant<Heading, Paragraph, Table>;

  void AddHeading(int level, std::string text, std::string anchor = "") {
    blocks_.push_back(
        Heading{.level = level, .text = std::move(text), .anchor = std::move(anchor)});
  }
  void AddParagraph(std::string text) { blocks_.push_back(Paragraph{.text = std::move(text)}); }
  // A table without rows is left out.
  void AddTable(Table table) {
    if (!table.rows.empty()) blocks_.push_back(std::move(table));
  }

  const std::vector<Block>& blocks() const { return blocks_; }

 private:
  std::vector<Block> blocks_;
};

// For a terminal: columns aligned, long texts cut, control characters shown as escapes.
std::string RenderText(const Document& document);

// CommonMark with tables as GitHub has them; what would be markup or HTML is escaped.
std::string RenderMarkdown(const Document& document);

// `text` on one line, without what a terminal would obey, cut to `widest` characters.
std::string TerminalText(absl::string_view text, size_t widest = std::string::npos);

// `text` with blanks added up to `width` characters.
std::string PaddedText(const std::string& text, size_t width, Align align);

// The number of characters in a UTF-8 text.
size_t CharacterCount(absl::string_view text);

// Whether a UTF-8 text begins with one of the control characters U+0080 to U+009F (two bytes),
// which a terminal obeys.
bool IsC1Control(absl::string_view text);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_DOCUMENT_H_
