// A file as ReadCsv reads it, with the columns that its first line may name.
//
// Whatever stands in it: it is refused with a sentence that names the file, or each of its rows has
// a text for each column, UTF-8 and without 00, from a line behind that of the row before; and the
// same rows written anew are read as the same.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/csv/csv_reader.h"
#include "common/status/errors.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/said.h"

namespace tertial::fuzz {
namespace {

constexpr std::array<absl::string_view, 2> kColumns = {"area", "value"};
constexpr std::array<absl::string_view, 2> kOptional = {"note", "Merknad"};

absl::StatusOr<CsvFile> Read(absl::string_view content) {
  const MemoryFile file(content);
  return ReadCsv(file.path(), kColumns, kOptional);
}

std::vector<std::string> FieldsOf(const CsvRow& row) {
  return {row.Get(kColumns[0]), row.Get(kColumns[1]), row.Get(kOptional[0]), row.Get(kOptional[1])};
}

std::string Written(const CsvFile& file) {
  std::string content = "area,value,note,Merknad\r\n";
  for (const CsvRow& row : file.rows) {
    absl::string_view comma = "";
    for (const std::string& field : FieldsOf(row)) {
      absl::StrAppend(&content, comma, "\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
      comma = ",";
    }
    content += "\r\n";
  }
  return content;
}

void CheckRefusal(const absl::Status& status) {
  Require(absl::StrContains(status.message(), "/proc/self/fd/"), "a refusal names the file",
          status.message());
  Require(ReasonOf(status) != common::v1::ERROR_REASON_UNSPECIFIED, "a refusal has a reason",
          status.message());
  Require(IsUtf8(status.message()), "a refusal is UTF-8", status.message());
}

}  // namespace

const char* const kCorpus = "csv_file";

void RunInput(absl::string_view input) {
  const absl::StatusOr<CsvFile> file = Read(input);
  if (!file.ok()) return CheckRefusal(file.status());
  int64_t line = 1;
  for (const CsvRow& row : file->rows) {
    Require(row.line() > line, "rows stand below each other");
    line = row.line();
    for (const std::string& field : FieldsOf(row)) {
      Require(IsUtf8(field) && !absl::StrContains(field, '\0'), "a field is a text", field);
    }
  }
  const absl::StatusOr<CsvFile> again = Read(Written(*file));
  // What was written with fewer quotes may be too long with them.
  if (!again.ok() && input.size() > kMaxCsvRowBytes / 4) return;
  Require(again.ok(), "what was read can be written", again.status().ToString());
  Require(again->rows.size() == file->rows.size(), "all rows are read again");
  for (size_t i = 0; i < file->rows.size(); ++i) {
    Require(FieldsOf(again->rows[i]) == FieldsOf(file->rows[i]), "rows are read as they were");
  }
}

}  // namespace tertial::fuzz
