#include "common/render/answer.h"

#include <sstream>
#include <vector>

#include "common/render/row_printer.h"
#include "google/protobuf/util/json_util.h"

namespace tertial {

std::string JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  // A message that came over the wire always has a JSON form.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

std::string CsvOf(const Table& table) {
  std::vector<RowColumn> columns;
  for (const Column& column : table.columns) columns.push_back({.title = column.title});
  std::ostringstream out;
  RowPrinter printer(out, RowFormat::kCsv, columns);
  for (const std::vector<std::string>& row : table.rows) printer.Print(row);
  return out.str();
}

void PrintAnswer(std::ostream& out, AnswerFormat format, const google::protobuf::Message& answer,
                 absl::FunctionRef<Document()> document, absl::FunctionRef<Table()> rows) {
  switch (format) {
    case AnswerFormat::kTable:
      out << RenderText(document());
      break;
    case AnswerFormat::kJson:
      out << JsonOf(answer);
      break;
    case AnswerFormat::kCsv:
      out << CsvOf(rows());
      break;
    case AnswerFormat::kMarkdown:
      out << RenderMarkdown(document());
      break;
  }
  out << std::flush;
}

}  // namespace tertial
