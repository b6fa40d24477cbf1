// The parts of an HTML page that documents and charts become.
#ifndef TERTIAL_SERVICES_GATEWAY_FORMATS_HTML_BLOCKS_H_
#define TERTIAL_SERVICES_GATEWAY_FORMATS_HTML_BLOCKS_H_

#include <map>
#include <string>
#include <vector>

#include "common/render/document.h"
#include "services/gateway/formats/chart.h"
#include "services/gateway/formats/text_languages.h"

namespace tertial::gateway {

// All of these mark the texts that `languages` knows.

// A table. Its caption is for who does not see the heading above it. The first column whose texts
// all differ names the rows.
std::string HtmlTable(const Table& table, const std::string& caption,
                      const TextLanguages& languages);

// The same, to be moved sideways where the page is too narrow for it.
std::string HtmlWideTable(const Table& table, const std::string& caption,
                          const TextLanguages& languages);

// A chart with its title, its picture and its numbers as a table.
std::string HtmlFigure(const Chart& chart, const std::string& id, const TextLanguages& languages);

// A heading of a chapter, for the table of contents.
struct Subheading {
  std::string id;
  std::string text;
};

// What stands in a chapter below its title: the blocks of `document`, each heading followed by the
// charts of its anchor. Headings get ids that begin with `id` and are added to `contents`.
std::string HtmlChapter(const Document& document,
                        const std::map<std::string, std::vector<Chart>>& charts,
                        const std::string& id, const std::string& title,
                        const TextLanguages& languages, std::vector<Subheading>& contents);

}  // namespace tertial::gateway

#endif  // TERTIAL_SERVICES_GATEWAY_FORMATS_HTML_BLOCKS_H_
