#include "common/render/document.h"

#include <algorithm>
#include <utility>

namespace tertial {

Column ProseColumn(std::string title) {
  return {.title = std::move(title), .align = Align::kLeft, .widest = std::string::npos};
}

Table WithoutEmptyColumns(const Table& table) {
  Table kept;
  kept.rows.resize(table.rows.size());
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const bool empty = std::all_of(table.rows.begin(), table.rows.end(),
                                   [i](const auto& row) { return row[i].empty(); });
    if (empty) continue;
    kept.columns.push_back(table.columns[i]);
    for (size_t j = 0; j < table.rows.size(); ++j) kept.rows[j].push_back(table.rows[j][i]);
  }
  return kept;
}

size_t CharacterCount(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;  // not a continuation byte
  }));
}

bool IsC1Control(absl::string_view text) {
  return text.size() >= 2 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0;
}

}  // namespace tertial
