// The form as Markdown.
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/render/document.h"

namespace tertial {
namespace {

// Whatever Markdown or HTML would take for more than text gets a backslash or an entity; a line
// break would end a table's row.
std::string Escaped(absl::string_view text) {
  constexpr absl::string_view kMarkup = "\\`*_{}[]()#+!|~=";
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (IsC1Control(text.substr(i))) {
      ++i;
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      continue;
    } else {
      if (kMarkup.find(c) != absl::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string Row(const std::vector<std::string>& texts) {
  std::string line = "|";
  for (const std::string& text : texts) absl::StrAppend(&line, " ", Escaped(text), " |");
  return line + "\n";
}

std::string Render(const Table& table) {
  std::vector<std::string> titles;
  std::string rule = "|";
  for (const Column& column : table.columns) {
    titles.push_back(column.title);
    rule += column.align == Align::kRight ? " ---: |" : " --- |";
  }
  std::string out = Row(titles) + rule + "\n";
  for (const auto& row : table.rows) out += Row(row);
  return out + "\n";
}

std::string Render(const Heading& heading) {
  return absl::StrCat(std::string(static_cast<size_t>(heading.level), '#'), " ",
                      Escaped(heading.text), "\n\n");
}

std::string Render(const Paragraph& paragraph) { return Escaped(paragraph.text) + "\n\n"; }

}  // namespace

std::string RenderMarkdown(const Document& document) {
  std::string out;
  for (const Document::Block& block : document.blocks()) {
    out += std::visit([](const auto& one) { return Render(one); }, block);
  }
  return out;
}

}  // namespace tertial
