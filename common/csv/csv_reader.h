// A strict reader of CSV files. A file that is not clean is refused with a sentence that says where
// and what would be right; nothing is guessed, trimmed or skipped.
#ifndef TERTIAL_COMMON_CSV_CSV_READER_H_
#define TERTIAL_COMMON_CSV_CSV_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/status/errors.h"

namespace tertial {

// The most bytes one row may have, its line breaks included.
inline constexpr int64_t kMaxCsvRowBytes = 1 << 20;

// Where each column stands in a row; kAbsentColumn: the file lacks it.
inline constexpr size_t kAbsentColumn = static_cast<size_t>(-1);
using CsvColumns = absl::flat_hash_map<std::string, size_t>;

// One row of a file. Cheap to move.
class CsvRow {
 public:
  // `fields` has one element for each of `columns`.
  CsvRow(std::shared_ptr<const CsvColumns> columns, int64_t line, std::vector<std::string> fields)
      : columns_(std::move(columns)), line_(line), fields_(std::move(fields)) {}

  // The line of the row's first byte; the first line of a file is 1.
  int64_t line() const { return line_; }

  // The text of the field, without the quotes around it, otherwise byte for byte; nothing where the
  // file lacks the column. `column` must be one of those the file was read with.
  const std::string& Get(absl::string_view column) const;

 private:
  std::shared_ptr<const CsvColumns> columns_;
  int64_t line_;
  std::vector<std::string> fields_;
};

// What a file holds.
struct CsvFile {
  // The path it was read from, as given.
  std::string path;
  // The rows below the header, in their order.
  std::vector<CsvRow> rows;
};

// Reads the file at `path`, which must be UTF-8, with "," between fields and '"' around a text that
// holds one of them or a line break (a '"' inside is doubled). A byte order mark, CRLF, and a last
// line without an end are accepted. A header and no row is a file without rows.
//
// The first line is the header. It must name each of `columns` once, in any order, may name each of
// `optional` once, and names no other.
//
// Refused, each with the error that CsvError makes: a file that cannot be read; one without a
// header; a missing, unknown or repeated column; bytes that are not UTF-8; a NUL byte; an empty
// line; a row with too few or too many fields or of more than kMaxCsvRowBytes (what is over the
// limit is not read); a quote that is not closed; a quote inside a text that has none around it, or
// text after a closing quote; a carriage return, outside quotes, without a line feed. The first of
// them ends the reading.
absl::StatusOr<CsvFile> ReadCsv(const std::string& path,
                                absl::Span<const absl::string_view> columns,
                                absl::Span<const absl::string_view> optional = {});

// INVALID_ARGUMENT with `reason`: "<path>:<line>: <sentence>", and metadata file, line and field.
// For a rule that a row breaks as well as for a broken file. A `line` of 0 means the file as a
// whole, an empty `field` the row as a whole; neither is then named.
absl::Status CsvError(absl::string_view path, int64_t line, absl::string_view field,
                      ErrorReason reason, absl::string_view sentence);

}  // namespace tertial

#endif  // TERTIAL_COMMON_CSV_CSV_READER_H_
