// Rows that are printed as they come, in the three forms of data.
#ifndef TERTIAL_COMMON_RENDER_ROW_PRINTER_H_
#define TERTIAL_COMMON_RENDER_ROW_PRINTER_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/render/document.h"
#include "google/protobuf/message.h"

namespace tertial {

enum class RowFormat { kTable, kJson, kCsv };

struct RowColumn {
  // As the header and the JSON object have it: "resume_token".
  std::string title;
  // Characters in the table at least; 0: the table leaves it out.
  size_t width = 0;
  Align align = Align::kLeft;
};

// A line of CSV without its end: a text with a comma, a quote or a line break stands in quotes (RFC
// 4180).
std::string CsvLine(const std::vector<std::string>& cells);

// Not safe for use by several threads at once. Each call writes whole lines; they are seen once the
// stream is flushed.
class RowPrinter {
 public:
  // Prints the header, in the forms that have one. `out` must outlive the printer.
  RowPrinter(std::ostream& out, RowFormat format, std::vector<RowColumn> columns);

  // One row, as many cells as columns. As JSON it is `message` in protobuf's mapping, on one line;
  // without one, or where it holds what this program does not know, an object of the cells.
  void Print(const std::vector<std::string>& cells,
             const google::protobuf::Message* message = nullptr);
  // A line below the row, in the table only.
  void Note(absl::string_view text);

 private:
  void PrintTableLine(const std::vector<std::string>& cells);
  void PrintCsvLine(const std::vector<std::string>& cells);
  void PrintJsonLine(const std::vector<std::string>& cells,
                     const google::protobuf::Message* message);

  std::ostream& out_;
  const RowFormat format_;
  const std::vector<RowColumn> columns_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_ROW_PRINTER_H_
