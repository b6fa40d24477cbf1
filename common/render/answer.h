// An answer of a service, in one of the forms that a command prints.
#ifndef TERTIAL_COMMON_RENDER_ANSWER_H_
#define TERTIAL_COMMON_RENDER_ANSWER_H_

#include <ostream>
#include <string>

#include "absl/functional/function_ref.h"
#include "common/render/document.h"
#include "google/protobuf/message.h"

namespace tertial {

enum class AnswerFormat { kTable, kJson, kCsv, kMarkdown };

// The message in protobuf's JSON mapping, indented.
std::string JsonOf(const google::protobuf::Message& message);

// The table as CSV: one line for each row, below a header.
std::string CsvOf(const Table& table);

// Prints `answer` as JSON, its document for people, or its rows as CSV.
void PrintAnswer(std::ostream& out, AnswerFormat format, const google::protobuf::Message& answer,
                 absl::FunctionRef<Document()> document, absl::FunctionRef<Table()> rows);

}  // namespace tertial

#endif  // TERTIAL_COMMON_RENDER_ANSWER_H_
