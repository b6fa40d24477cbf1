#include "services/gateway/formats/html_blocks.h"

#include <set>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/gateway/formats/html_text.h"

namespace tertial::gateway {
namespace {

// The column that names the rows: the first whose texts differ from row to row, else the first.
size_t NamingColumn(const Table& table) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    std::set<std::string> texts;
    for (const auto& row : table.rows) texts.insert(row[i]);
    if (texts.size() == table.rows.size() && texts.count("") == 0 &&
        table.columns[i].align == Align::kLeft) {
      return i;
    }
  }
  return 0;
}

// `content` is HTML.
std::string Cell(absl::string_view tag, const Column& column, const std::string& content) {
  const absl::string_view css = column.align == Align::kRight ? R"( class="n")" : "";
  return absl::StrCat("<", tag, css, ">", content, "</", tag.substr(0, 2), ">");
}

// "Economy: 4 indicators, …" in two parts, of which the second is less. A colon in brackets parts
// nothing.
std::pair<std::string, std::string> Parted(const std::string& heading) {
  const size_t colon = heading.find(": ");
  if (colon == std::string::npos || heading.find('(') < colon) return {heading, ""};
  return {heading.substr(0, colon), heading.substr(colon + 2)};
}

}  // namespace

std::string HtmlTable(const Table& table, const std::string& caption,
                      const TextLanguages& languages) {
  const size_t naming = NamingColumn(table);
  std::string out = absl::StrCat("<table><caption class=\"unseen\">", languages.Marked(caption),
                                 "</caption>\n<thead><tr>");
  for (const Column& column : table.columns) {
    absl::StrAppend(&out, Cell(R"(th scope="col")", column, Escaped(column.title)));
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (size_t i = 0; i < row.size(); ++i) {
      const bool names = i == naming && !row[i].empty();
      absl::StrAppend(&out, Cell(names ? R"(th scope="row")" : "td", table.columns[i],
                                 languages.Marked(row[i])));
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table>\n";
}

std::string HtmlWideTable(const Table& table, const std::string& caption,
                          const TextLanguages& languages) {
  return absl::StrCat("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"",
                      Escaped(caption), "\">", HtmlTable(table, caption, languages), "</div>\n");
}

std::string HtmlFigure(const Chart& chart, const std::string& id, const TextLanguages& languages) {
  const auto* line = std::get_if<LineChart>(&chart);
  const bool wide = line == nullptr || line->wide;
  const std::string& unit = UnitOf(chart);
  return absl::StrCat(
      "<figure class=\"", wide ? "whole" : "small", "\"><figcaption>",
      languages.Marked(TitleOf(chart)),
      unit.empty() ? "" : absl::StrCat(" <span class=\"unit\">", Escaped(unit), "</span>"),
      "</figcaption>\n", DrawChart(chart, id, languages),
      "\n<details><summary>Numbers<span class=\"unseen\"> of ", languages.Marked(TitleOf(chart)),
      "</span></summary>", HtmlTable(TableOf(chart), TitleOf(chart) + ", numbers", languages),
      "</details></figure>\n");
}

namespace {

// Writes the blocks of one chapter.
class ChapterWriter {
 public:
  ChapterWriter(const std::map<std::string, std::vector<Chart>>& charts, const std::string& id,
                const std::string& title, const TextLanguages& languages,
                std::vector<Subheading>& contents)
      : charts_(charts), id_(id), heading_(title), languages_(languages), contents_(contents) {}

  void operator()(const Heading& heading) {
    const std::string id = absl::StrCat(id_, "-", ++headings_);
    const auto [text, more] = Parted(heading.text);
    heading_ = text;
    tables_ = 0;
    contents_.push_back({id, text});
    absl::StrAppend(&out_, "<h3 id=\"", id, "\">", languages_.Marked(text),
                    more.empty() ? "" : absl::StrCat(" <small>", Escaped(more), "</small>"),
                    "</h3>\n");
    const auto charts = charts_.find(heading.anchor);
    if (heading.anchor.empty() || charts == charts_.end() || charts->second.empty()) return;
    out_ += "<div class=\"charts\">\n";
    for (size_t i = 0; i < charts->second.size(); ++i) {
      out_ += HtmlFigure(charts->second[i], absl::StrCat(id, "-c", i), languages_);
    }
    out_ += "</div>\n";
  }
  void operator()(const Paragraph& paragraph) {
    absl::StrAppend(&out_, "<p>", languages_.Marked(paragraph.text), "</p>\n");
  }
  void operator()(const Table& table) {
    ++tables_;
    out_ += HtmlWideTable(
        table, tables_ == 1 ? heading_ : absl::StrCat(heading_, ", table ", tables_), languages_);
  }

  std::string Take() { return std::move(out_); }

 private:
  const std::map<std::string, std::vector<Chart>>& charts_;
  const std::string& id_;
  // The one above, and how many tables have stood below it.
  std::string heading_;
  int tables_ = 0;
  int headings_ = 0;
  const TextLanguages& languages_;
  std::vector<Subheading>& contents_;
  std::string out_;
};

}  // namespace

std::string HtmlChapter(const Document& document,
                        const std::map<std::string, std::vector<Chart>>& charts,
                        const std::string& id, const std::string& title,
                        const TextLanguages& languages, std::vector<Subheading>& contents) {
  ChapterWriter writer(charts, id, title, languages, contents);
  for (const Document::Block& block : document.blocks()) std::visit(writer, block);
  return writer.Take();
}

}  // namespace tertial::gateway
