#include "common/csv/csv_reader.h"

#include <csv.h>
#include <utf8.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status_macros.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

constexpr ErrorReason kReason = common::v1::ERROR_REASON_INVALID_TEXT;
constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";
constexpr size_t kBlockBytes = 64 << 10;

// The lines of a file, read in blocks. Holds one block and one line, whatever the file's size.
class LineReader {
 public:
  explicit LineReader(const std::string& path) : file_(std::fopen(path.c_str(), "rb")) {
    if (file_ == nullptr) error_ = errno;
  }
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  ~LineReader() {
    if (file_ != nullptr) std::fclose(file_);
  }

  // Puts the next line into `line`, its line feed included; false at the end of the file or when
  // it cannot be read. Stops at `limit` bytes: a line that long is not complete.
  bool Next(size_t limit, std::string& line) {
    line.clear();
    while (line.size() < limit && (at_ < block_.size() || Fill())) {
      const absl::string_view rest =
          absl::string_view(block_).substr(at_, std::min(limit - line.size(), block_.size() - at_));
      const size_t feed = rest.find('\n');
      const size_t count = feed == absl::string_view::npos ? rest.size() : feed + 1;
      line.append(rest.data(), count);
      at_ += count;
      if (feed != absl::string_view::npos) break;
    }
    return error_ == 0 && !line.empty();
  }

  // The errno of what failed; 0 if nothing did.
  int error() const { return error_; }

 private:
  bool Fill() {
    if (file_ == nullptr) return false;
    block_.resize(kBlockBytes);
    block_.resize(std::fread(block_.data(), 1, kBlockBytes, file_));
    at_ = 0;
    if (std::ferror(file_) != 0) error_ = errno;
    return !block_.empty() && error_ == 0;
  }

  std::FILE* file_;
  std::string block_;
  size_t at_ = 0;
  int error_ = 0;
};

bool IsOneOf(absl::Span<const absl::string_view> names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Turns lines into rows. libcsv finds the fields; this class feeds it line by line, so that it
// always knows on which line and in which field it stands.
class Reader {
 public:
  Reader(const std::string& path, absl::Span<const absl::string_view> columns,
         absl::Span<const absl::string_view> optional)
      : path_(path), wanted_(columns), optional_(optional), lines_(path) {
    const int failed = csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    assert(failed == 0);
    (void)failed;
    // By default libcsv grows its buffer by 128 bytes at a time, copying it each time.
    csv_set_blk_size(&parser_, kBlockBytes);
    // By default libcsv drops blanks around a field.
    csv_set_space_func(&parser_, [](unsigned char) { return 0; });
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { csv_free(&parser_); }

  absl::StatusOr<CsvFile> Read() {
    std::string line;
    int64_t row_bytes = 0;
    while (lines_.Next(static_cast<size_t>(kMaxCsvRowBytes - row_bytes) + 1, line)) {
      ++line_;
      row_bytes += static_cast<int64_t>(line.size());
      if (row_bytes > kMaxCsvRowBytes) return RowTooLong();
      TERTIAL_RETURN_IF_ERROR(Feed(line));
      if (!in_row_) row_bytes = 0;
    }
    if (lines_.error() != 0) {
      return CsvError(
          path_, 0, "", kReason,
          absl::StrCat("the file cannot be read: ", std::strerror(lines_.error()), "."));
    }
    TERTIAL_RETURN_IF_ERROR(Finish());
    return CsvFile{path_, std::move(rows_)};
  }

 private:
  static void OnField(void* data, size_t size, void* self) {
    auto* reader = static_cast<Reader*>(self);
    ++reader->field_count_;
    // A header may have any number of columns; a row no more than it.
    if (reader->columns_ != nullptr && reader->field_count_ > reader->header_.size()) return;
    reader->fields_.emplace_back(static_cast<const char*>(data), size);
  }
  static void OnRow(int, void* self) { static_cast<Reader*>(self)->row_ended_ = true; }

  absl::Status Feed(absl::string_view line) {
    size_t skipped = 0;
    if (line_ == 1 && absl::StartsWith(line, kByteOrderMark)) {
      skipped = sizeof(kByteOrderMark) - 1;
      line.remove_prefix(skipped);
    }
    TERTIAL_RETURN_IF_ERROR(CheckBytes(line, skipped));
    absl::string_view end;
    if (absl::EndsWith(line, "\n")) {
      end = line.substr(line.size() - (absl::EndsWith(line, "\r\n") ? 2 : 1));
    }
    const absl::string_view content = line.substr(0, line.size() - end.size());
    if (!in_row_) {
      row_line_ = line_;
      // Of a last line without an end nothing is left after its byte order mark: no line at all.
      if (content.empty() && end.empty()) return absl::OkStatus();
      if (content.empty()) {
        return Error(columns_ == nullptr ? "the line is empty where the header should stand."
                                         : "the line is empty; take it out.");
      }
      in_row_ = true;
      // libcsv passes over it, as over an empty line.
      if (absl::StartsWith(content, "\r")) return StrayCarriageReturn();
    }
    TERTIAL_RETURN_IF_ERROR(Parse(content, skipped));
    if (row_ended_) return StrayCarriageReturn();
    TERTIAL_RETURN_IF_ERROR(Parse(end, skipped + content.size()));
    return row_ended_ ? EndRow() : absl::OkStatus();
  }

  absl::Status Finish() {
    if (csv_fini(&parser_, OnField, OnRow, this) != 0) {
      return CsvError(path_, row_line_, FieldName(), kReason,
                      absl::StrCat(FieldPosition(),
                                   " opens a quote that is not closed; close it, and double a "
                                   "quote inside a text."));
    }
    if (row_ended_) TERTIAL_RETURN_IF_ERROR(EndRow());
    if (columns_ != nullptr) return absl::OkStatus();
    return CsvError(path_, 0, "", kReason,
                    absl::StrCat("the file is empty; its first line must name the columns ",
                                 absl::StrJoin(wanted_, ","), "."));
  }

  absl::Status CheckBytes(absl::string_view line, size_t skipped) const {
    const char* invalid = utf8::find_invalid(line.data(), line.data() + line.size());
    const auto good = static_cast<size_t>(invalid - line.data());
    if (const size_t nul = line.substr(0, good).find('\0'); nul != absl::string_view::npos) {
      return Error(absl::StrCat("byte ", skipped + nul + 1,
                                " of the line is NUL; a CSV file holds text only."));
    }
    if (good == line.size()) return absl::OkStatus();
    return Error(absl::StrCat("byte ", skipped + good + 1,
                              " of the line is not UTF-8; save the file as UTF-8."));
  }

  // `skipped` is how much of the line stands before `text`.
  absl::Status Parse(absl::string_view text, size_t skipped) {
    const size_t parsed = csv_parse(&parser_, text.data(), text.size(), OnField, OnRow, this);
    if (parsed == text.size()) return absl::OkStatus();
    if (csv_error(&parser_) != CSV_EPARSE) {
      return absl::ResourceExhaustedError(csv_strerror(csv_error(&parser_)));
    }
    const char* fault = text[parsed] == '"'
                            ? "a quote stands inside a text that has none around it; put the text "
                              "in quotes and double the quote."
                            : "text stands after a closing quote; double a quote inside a text.";
    return CsvError(
        path_, line_, FieldName(), kReason,
        absl::StrCat(FieldPosition(), ", byte ", skipped + parsed + 1, " of the line: ", fault));
  }

  absl::Status EndRow() {
    in_row_ = false;
    row_ended_ = false;
    const size_t count = std::exchange(field_count_, 0);
    std::vector<std::string> fields = std::exchange(fields_, {});
    if (columns_ == nullptr) return TakeHeader(std::move(fields));
    if (count != header_.size()) {
      return CsvError(path_, row_line_, "", kReason,
                      absl::StrCat("the row has ", count, count == 1 ? " field" : " fields",
                                   " where the header has ", header_.size(),
                                   "; put a text that holds a comma in quotes."));
    }
    rows_.emplace_back(columns_, row_line_, std::move(fields));
    return absl::OkStatus();
  }

  absl::Status TakeHeader(std::vector<std::string> header) {
    auto columns = std::make_shared<CsvColumns>();
    for (size_t i = 0; i < header.size(); ++i) {
      const std::string& name = header[i];
      if (!IsOneOf(wanted_, name) && !IsOneOf(optional_, name)) {
        return HeaderError(name, "is unknown");
      }
      if (!columns->emplace(name, i).second) return HeaderError(name, "stands twice");
    }
    for (const absl::string_view name : wanted_) {
      if (!columns->contains(name)) return HeaderError(name, "is missing");
    }
    for (const absl::string_view name : optional_) columns->try_emplace(name, kAbsentColumn);
    header_ = std::move(header);
    columns_ = std::move(columns);
    return absl::OkStatus();
  }

  absl::Status HeaderError(absl::string_view column, absl::string_view fault) const {
    return CsvError(
        path_, row_line_, column, kReason,
        absl::StrCat("the column ", Quoted(column), " ", fault, "; the columns of this file are ",
                     absl::StrJoin(wanted_, ","), ", in any order",
                     optional_.empty() ? "" : "; there may be ", absl::StrJoin(optional_, ","),
                     optional_.empty() ? "." : " as well."));
  }

  absl::Status RowTooLong() const {
    return CsvError(path_, in_row_ ? row_line_ : line_, "", kReason,
                    absl::StrCat("the row is longer than ", kMaxCsvRowBytes,
                                 " bytes; split it, or close the quote that it opens."));
  }

  absl::Status StrayCarriageReturn() const {
    return Error("a carriage return stands without a line feed; end lines with LF or CRLF.");
  }

  absl::Status Error(absl::string_view sentence) const {
    return CsvError(path_, line_, "", kReason, sentence);
  }

  // The column the parser stands in; empty when it has no name (yet).
  absl::string_view FieldName() const {
    return field_count_ < header_.size() ? absl::string_view(header_[field_count_])
                                         : absl::string_view();
  }
  std::string FieldPosition() const {
    const absl::string_view name = FieldName();
    return name.empty() ? absl::StrCat("field ", field_count_ + 1)
                        : absl::StrCat("field ", field_count_ + 1, " (", name, ")");
  }

  const std::string& path_;
  const absl::Span<const absl::string_view> wanted_;
  const absl::Span<const absl::string_view> optional_;
  LineReader lines_;
  csv_parser parser_;

  std::vector<std::string> header_;
  std::shared_ptr<const CsvColumns> columns_;
  std::vector<CsvRow> rows_;

  int64_t line_ = 0;      // The line being read.
  int64_t row_line_ = 0;  // The line on which the row began.
  bool in_row_ = false;
  bool row_ended_ = false;
  size_t field_count_ = 0;           // Fields of the row that are complete.
  std::vector<std::string> fields_;  // Those of them that have a column.
};

}  // namespace

const std::string& CsvRow::Get(absl::string_view column) const {
  const auto found = columns_->find(column);
  assert(found != columns_->end() && "not a column that the file was read with");
  static const std::string& absent = *new std::string();
  return found->second == kAbsentColumn ? absent : fields_[found->second];
}

absl::StatusOr<CsvFile> ReadCsv(const std::string& path,
                                absl::Span<const absl::string_view> columns,
                                absl::Span<const absl::string_view> optional) {
  return Reader(path, columns, optional).Read();
}

absl::Status CsvError(absl::string_view path, int64_t line, absl::string_view field,
                      ErrorReason reason, absl::string_view sentence) {
  ErrorMetadata metadata = {{"file", std::string(path)}};
  if (line > 0) metadata.emplace_back("line", absl::StrCat(line));
  if (!field.empty()) metadata.emplace_back("field", std::string(field));
  return MakeError(
      absl::StatusCode::kInvalidArgument, reason,
      line > 0 ? absl::StrCat(path, ":", line, ": ", sentence) : absl::StrCat(path, ": ", sentence),
      metadata);
}

}  // namespace tertial
