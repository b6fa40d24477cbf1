// The form for a terminal.
#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/render/document.h"

namespace tertial {
namespace {

std::string Line(const Table& table, const std::vector<std::string>& texts,
                 const std::vector<size_t>& widths) {
  std::string line;
  for (size_t i = 0; i < texts.size(); ++i) {
    absl::StrAppend(&line, "  ", PaddedText(texts[i], widths[i], table.columns[i].align));
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string Render(const Table& table) {
  std::vector<std::vector<std::string>> lines;
  std::vector<std::string> titles;
  for (const Column& column : table.columns)
    titles.push_back(TerminalText(column.title, column.widest));
  lines.push_back(titles);
  for (const auto& row : table.rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (size_t i = 0; i < row.size(); ++i) {
      line.push_back(TerminalText(row[i], table.columns[i].widest));
    }
  }
  std::vector<size_t> widths(table.columns.size(), 0);
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], CharacterCount(line[i]));
    }
  }
  std::string out = Line(table, lines.front(), widths);
  size_t total = 0;
  // Prose may go on after the end of the line.
  for (const size_t width : widths) total += std::min(width, kWidestColumn) + 2;
  out += "  ";
  for (size_t i = 2; i < total; ++i) out += "─";
  out += "\n";
  for (size_t i = 1; i < lines.size(); ++i) out += Line(table, lines[i], widths);
  return out + "\n";
}

std::string Render(const Heading& heading) {
  std::string text = TerminalText(heading.text, std::string::npos);
  if (heading.level > 2) return text + "\n";
  std::string rule;
  for (size_t i = 0; i < CharacterCount(text); ++i) rule += heading.level == 1 ? "═" : "─";
  return absl::StrCat(text, "\n", rule, "\n\n");
}

std::string Render(const Paragraph& paragraph) {
  return TerminalText(paragraph.text, std::string::npos) + "\n\n";
}

}  // namespace

std::string TerminalText(absl::string_view text, size_t widest) {
  std::string shown;
  size_t characters = 0;
  const bool cut = CharacterCount(text) > widest;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool begins = (byte & 0xC0) != 0x80;
    if (cut && begins && characters + 1 >= widest) {
      shown += "…";
      break;
    }
    characters += begins ? 1 : 0;
    if (byte == '\n' || byte == '\t' || byte == '\r') {
      shown += ' ';
    } else if (byte < 0x20 || byte == 0x7F) {
      shown += absl::StrFormat("\\x%02x", byte);
    } else if (IsC1Control(text.substr(i))) {
      shown += absl::StrFormat("\\x%02x", static_cast<unsigned char>(text[++i]));
    } else {
      shown += text[i];
    }
  }
  return shown;
}

std::string PaddedText(const std::string& text, size_t width, Align align) {
  const std::string space(width - std::min(width, CharacterCount(text)), ' ');
  return align == Align::kRight ? space + text : text + space;
}

std::string RenderText(const Document& document) {
  std::string out;
  for (const Document::Block& block : document.blocks()) {
    out += std::visit([](const auto& one) { return Render(one); }, block);
  }
  return out;
}

}  // namespace tertial
