#include "common/render/row_printer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"

namespace tertial {
namespace {

std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string CsvLine(const std::vector<std::string>& cells) {
  return absl::StrJoin(
      cells, ",", [](std::string* out, const std::string& cell) { out->append(CsvField(cell)); });
}

RowPrinter::RowPrinter(std::ostream& out, RowFormat format, std::vector<RowColumn> columns)
    : out_(out), format_(format), columns_(std::move(columns)) {
  if (format_ == RowFormat::kJson) return;
  std::vector<std::string> titles;
  for (const RowColumn& column : columns_) titles.push_back(column.title);
  Print(titles);
}

void RowPrinter::Print(const std::vector<std::string>& cells,
                       const google::protobuf::Message* message) {
  switch (format_) {
    case RowFormat::kTable:
      PrintTableLine(cells);
      break;
    case RowFormat::kCsv:
      PrintCsvLine(cells);
      break;
    case RowFormat::kJson:
      PrintJsonLine(cells, message);
      break;
  }
}

void RowPrinter::Note(absl::string_view text) {
  if (format_ == RowFormat::kTable) out_ << "    " << TerminalText(text) << "\n";
}

void RowPrinter::PrintTableLine(const std::vector<std::string>& cells) {
  std::string line;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].width == 0) continue;
    absl::StrAppend(&line, line.empty() ? "" : "  ",
                    PaddedText(TerminalText(cells[i]), columns_[i].width, columns_[i].align));
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out_ << line << "\n";
}

void RowPrinter::PrintCsvLine(const std::vector<std::string>& cells) {
  out_ << CsvLine(cells) << "\n";
}

void RowPrinter::PrintJsonLine(const std::vector<std::string>& cells,
                               const google::protobuf::Message* message) {
  std::string json;
  if (message != nullptr && google::protobuf::util::MessageToJsonString(*message, &json).ok()) {
    out_ << json << "\n";
    return;
  }
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (size_t i = 0; i < columns_.size(); ++i) object[columns_[i].title] = cells[i];
  out_ << object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
}

}  // namespace tertial
