#include "clients/cli/import/row_fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status/violations.h"

namespace tertial::cli {
namespace {

namespace v1 = common::v1;

// The status of a value that was not measured.
constexpr absl::string_view kEstimated = "estimated";

const std::vector<CodeWord>& Statuses() {
  static const auto& words =
      *new std::vector<CodeWord>{{"measured", v1::MISSING_REASON_UNSPECIFIED},
                                 {kEstimated, v1::MISSING_REASON_UNSPECIFIED},
                                 {"not_measured", v1::MISSING_REASON_NOT_MEASURED},
                                 {"pending", v1::MISSING_REASON_PENDING},
                                 {"not_yet_defined", v1::MISSING_REASON_NOT_YET_DEFINED},
                                 {"cannot_exist", v1::MISSING_REASON_CANNOT_EXIST},
                                 {"data_lacking", v1::MISSING_REASON_DATA_LACKING},
                                 {"suppressed", v1::MISSING_REASON_SUPPRESSED},
                                 {"included_elsewhere", v1::MISSING_REASON_INCLUDED_ELSEWHERE},
                                 {"not_estimated", v1::MISSING_REASON_NOT_ESTIMATED},
                                 {"not_occurring", v1::MISSING_REASON_NOT_OCCURRING},
                                 {"withdrawn", v1::MISSING_REASON_WITHDRAWN}};
  return words;
}

// Nothing but an optional "-" and digits, and within 32 bits: SimpleAtoi alone would let blanks and
// a "+" pass.
std::optional<int32_t> ParseInteger(absl::string_view text) {
  const absl::string_view digits = text.substr(absl::StartsWith(text, "-") ? 1 : 0);
  int32_t number = 0;
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(text, &number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

bool RowFields::Has(absl::string_view column) const {
  return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
}

std::vector<std::string> RowFields::List(absl::string_view column) const {
  return absl::StrSplit(Text(column), ';', absl::SkipEmpty());
}

std::optional<int32_t> RowFields::Integer(absl::string_view column) const {
  if (Text(column).empty()) return std::nullopt;
  if (const auto number = ParseInteger(Text(column)); number.has_value()) return number;
  AddProblem(column, v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
             absl::StrCat(Quoted(Text(column)), " is no whole number; write digits only, as 12."));
  return std::nullopt;
}

int32_t RowFields::RequiredInteger(absl::string_view column) const {
  if (Text(column).empty()) {
    AddProblem(column, v1::ERROR_REASON_FIELD_REQUIRED, "It is empty; write a whole number.");
  }
  return Integer(column).value_or(0);
}

bool RowFields::YesNo(absl::string_view column) const {
  return CodeNumber(column, {{"yes", 1}, {"no", 0}}, false) == 1;
}

int RowFields::CodeNumber(absl::string_view column, const std::vector<CodeWord>& words,
                          bool may_be_empty) const {
  const std::string& text = Text(column);
  if (text.empty() && may_be_empty) return 0;
  for (const CodeWord& word : words) {
    if (word.word == absl::string_view(text)) return word.number;
  }
  AddProblem(column, v1::ERROR_REASON_INVALID_ENUM,
             absl::StrCat(Quoted(text), " is no code of this column; write one of ",
                          absl::StrJoin(words, ", ",
                                        [](std::string* out, const CodeWord& word) {
                                          absl::StrAppend(out, word.word);
                                        }),
                          "."));
  return 0;
}

void RowFields::AddText(absl::string_view column, absl::string_view language,
                        google::protobuf::RepeatedPtrField<v1::LocalizedText>* texts) const {
  if (Text(column).empty()) return;
  v1::LocalizedText& text = *texts->Add();
  text.set_language(std::string(language));
  text.set_text(Text(column));
}

v1::Cell RowFields::ReadCell(absl::string_view value_column) const {
  v1::Cell cell;
  const std::string& value = Text(value_column);
  const auto missing = Has("status") ? Code<v1::MissingReason>("status", Statuses())
                                     : v1::MISSING_REASON_UNSPECIFIED;
  if (missing == v1::MISSING_REASON_UNSPECIFIED) {
    if (!value.empty()) cell.set_value(value);
    if (Has("status") && Text("status") == kEstimated) cell.add_flags(v1::FLAG_ESTIMATED);
    return cell;
  }
  if (!value.empty()) {
    AddProblem(value_column, v1::ERROR_REASON_VALUE_BESIDE_MISSING_REASON,
               absl::StrCat(Quoted(value), " stands beside the status ", Quoted(Text("status")),
                            ", which has no value; leave one of them out."));
  }
  cell.set_missing(missing);
  return cell;
}

v1::Provenance RowFields::ReadProvenance() const {
  v1::Provenance provenance;
  provenance.set_source(absl::StrCat(dataset_.name, "/", file_));
  const auto add_numbers = [&](absl::string_view column, auto* numbers) {
    if (!Has(column)) return;
    for (const std::string& text : List(column)) {
      if (const auto number = ParseInteger(text); number.has_value()) {
        numbers->Add(*number);
      } else {
        AddProblem(column, v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(text), " is no whole number; write digits only, as 12."));
      }
    }
  };
  for (const absl::string_view column : {"source_line", "source_lines"}) {
    add_numbers(column, provenance.mutable_source_lines());
  }
  for (const absl::string_view column : {"page", "pages"}) {
    add_numbers(column, provenance.mutable_pages());
  }
  if (Has("printed")) provenance.set_printed(Text("printed"));
  if (Has("qualifier")) provenance.set_qualifier(Text("qualifier"));
  if (Has("note")) provenance.set_note(Text("note"));
  return provenance;
}

void RowFields::AddProblem(absl::string_view column, ErrorReason reason,
                           absl::string_view sentence) const {
  dataset_.problems.push_back({.origin = origin(),
                               .field = std::string(column),
                               .reason = ReasonName(reason),
                               .sentence = std::string(sentence)});
}

std::string PeriodId(absl::string_view period) { return absl::StrReplaceAll(period, {{"/", "-"}}); }

}  // namespace tertial::cli
