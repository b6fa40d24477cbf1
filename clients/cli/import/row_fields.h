// One row of a data set's file, and how its columns become fields of messages.
//
// What is a matter of the file is checked here (whole numbers, code words, a value beside a
// reason); what is a matter of the facts is checked by the service, for every client alike.
#ifndef TERTIAL_CLIENTS_CLI_IMPORT_ROW_FIELDS_H_
#define TERTIAL_CLIENTS_CLI_IMPORT_ROW_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/import/dataset.h"
#include "common/csv/csv_reader.h"
#include "common/status/errors.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tertial/common/v1/cell.pb.h"
#include "tertial/common/v1/text.pb.h"

namespace tertial::cli {

// A code word of a column and the number of the enum that it stands for.
struct CodeWord {
  absl::string_view word;
  int number;
};

class RowFields {
 public:
  RowFields(Dataset& dataset, std::string file, const std::vector<absl::string_view>& columns,
            const CsvRow& row)
      : dataset_(dataset), file_(std::move(file)), columns_(columns), row_(row) {}

  Origin origin() const { return {.file = file_, .line = row_.line()}; }
  bool Has(absl::string_view column) const;
  const std::string& Text(absl::string_view column) const { return row_.Get(column); }

  // The column split at ";", empty parts left out.
  std::vector<std::string> List(absl::string_view column) const;

  // Nothing when empty; a problem when it is no whole number.
  std::optional<int32_t> Integer(absl::string_view column) const;
  // The same where it must be there; 0 with a problem when it is not.
  int32_t RequiredInteger(absl::string_view column) const;

  // "yes" or "no"; a problem when it is neither.
  bool YesNo(absl::string_view column) const;

  // The number of the code word in the column; a problem that lists the words when it is none of
  // them. An empty column is 0 if `may_be_empty`.
  template <typename Enum>
  Enum Code(absl::string_view column, const std::vector<CodeWord>& words,
            bool may_be_empty = false) const {
    return static_cast<Enum>(CodeNumber(column, words, may_be_empty));
  }

  // The text of the column in a language, if there is one.
  void AddText(absl::string_view column, absl::string_view language,
               google::protobuf::RepeatedPtrField<common::v1::LocalizedText>* texts) const;

  // The cell in the columns "value" (or `value_column`) and, where the file has it, "status". A
  // file without "status" says nothing of a missing value, so an empty one is an empty cell, which
  // the service refuses. A value beside a status other than "measured" and "estimated" is a
  // problem.
  common::v1::Cell ReadCell(absl::string_view value_column = "value") const;

  // From those of the columns source_line(s), page(s), printed, qualifier and note that there are.
  common::v1::Provenance ReadProvenance() const;

  void AddProblem(absl::string_view column, ErrorReason reason, absl::string_view sentence) const;

 private:
  int CodeNumber(absl::string_view column, const std::vector<CodeWord>& words,
                 bool may_be_empty) const;

  Dataset& dataset_;
  const std::string file_;
  const std::vector<absl::string_view>& columns_;
  const CsvRow& row_;
};

// The last id of a resource name about `period`: as the period, "/" written "-".
std::string PeriodId(absl::string_view period);

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_IMPORT_ROW_FIELDS_H_
