#include "common/facts/checks.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "common/types/decimal.h"
#include "common/types/partial_date.h"
#include "common/types/period.h"
#include "common/types/resource_name.h"

namespace tertial {
namespace {

namespace v1 = common::v1;

constexpr int kMostFootnotes = 20;

// Adds FIELD_REQUIRED for an empty text that must be there; returns whether there is one to check.
bool HasText(absl::string_view field, const std::string& text, Presence presence,
             const Violations& violations) {
  if (!text.empty()) return true;
  if (presence == Presence::kRequired) {
    violations.Add(field, v1::ERROR_REASON_FIELD_REQUIRED, "It is empty; it must be set.");
  }
  return false;
}

void CheckExpected(const v1::Cell& cell, const Violations& violations) {
  if (cell.expected().empty()) return;
  if (cell.content_case() == v1::Cell::kValue) {
    violations.Add(
        "expected", v1::ERROR_REASON_VALUE_BESIDE_MISSING_REASON,
        absl::StrCat(Quoted(cell.expected()), " stands beside the value ", Quoted(cell.value()),
                     "; only a missing figure is expected, so leave one of them out."));
    return;
  }
  const absl::StatusOr<PartialDate> date = PartialDate::Parse(cell.expected());
  if (!date.ok()) {
    violations.AddStatus("expected", v1::ERROR_REASON_INVALID_DATE, date.status());
  } else if (date->precision() != DatePrecision::kMonth &&
             date->precision() != DatePrecision::kDay) {
    violations.Add(
        "expected", v1::ERROR_REASON_INVALID_DATE,
        absl::StrCat(Quoted(cell.expected()),
                     " is too coarse; write a month or a day, as 2026-01 or 2026-01-31."));
  }
}

void CheckFlags(const v1::Cell& cell, const Violations& violations) {
  std::set<int> seen;
  for (int i = 0; i < cell.flags_size(); ++i) {
    const Violations at = violations.At("flags", i);
    CheckEnum("", cell.flags(i), Presence::kRequired, at);
    if (!seen.insert(cell.flags(i)).second) {
      at.Add("", v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(v1::Flag_Name(cell.flags(i)), " stands twice; a flag stands once."));
    }
  }
}

void CheckRoundedTo(const v1::Cell& cell, const Violations& violations) {
  if (cell.rounded_to().empty()) return;
  const absl::StatusOr<Decimal> step = Decimal::Parse(cell.rounded_to());
  if (!step.ok()) {
    violations.AddStatus("rounded_to", v1::ERROR_REASON_INVALID_DECIMAL, step.status());
  } else if (step->IsZero() || step->IsNegative()) {
    violations.Add("rounded_to", v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(cell.rounded_to()),
                                " is not positive; write what the value was rounded to, as 100 or "
                                "0.1, or leave it out."));
  }
  if (cell.content_case() == v1::Cell::kMissing) {
    violations.Add("rounded_to", v1::ERROR_REASON_INCONSISTENT_FIELDS,
                   absl::StrCat(Quoted(cell.rounded_to()), " stands beside ",
                                v1::MissingReason_Name(cell.missing()),
                                "; only a value is rounded, so leave one of them out."));
  }
}

void CheckOverdue(const v1::Cell& cell, const Violations& violations) {
  if (!cell.overdue()) return;
  if (cell.content_case() == v1::Cell::kMissing && cell.missing() == v1::MISSING_REASON_PENDING &&
      !cell.expected().empty()) {
    return;
  }
  violations.Add("overdue", v1::ERROR_REASON_OUTPUT_ONLY_FIELD,
                 "It is set, and only a PENDING figure with an expected date can be overdue; it is "
                 "computed when the cell is read, so leave it out.");
}

bool IsMadeOf(absl::string_view text, absl::string_view extra) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
           extra.find(c) != absl::string_view::npos;
  });
}

}  // namespace

void CheckCell(absl::string_view field, const v1::Cell& cell, const Violations& violations) {
  const Violations at = violations.At(field);
  switch (cell.content_case()) {
    case v1::Cell::kValue:
      CheckDecimal("value", cell.value(), Presence::kRequired, at);
      break;
    case v1::Cell::kMissing:
      CheckEnum("missing", cell.missing(), Presence::kRequired, at);
      break;
    case v1::Cell::CONTENT_NOT_SET:
      at.Add("", v1::ERROR_REASON_CELL_EMPTY,
             "It holds neither a value nor a missing reason; set one of them. A gap is never 0.");
      break;
  }
  CheckFlags(cell, at);
  CheckExpected(cell, at);
  CheckRoundedTo(cell, at);
  CheckOverdue(cell, at);
  if (cell.footnotes_size() > kMostFootnotes) {
    at.Add("footnotes", v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
           absl::StrCat(cell.footnotes_size(), " footnotes hang on one cell; at most ",
                        kMostFootnotes, " may."));
  }
  for (int i = 0; i < cell.footnotes_size(); ++i) {
    const Violations note = at.At("footnotes", i);
    CheckText("mark", cell.footnotes(i).mark(), Presence::kOptional, kLongestLabel, note);
    CheckTexts("texts", cell.footnotes(i).texts(), Presence::kRequired, note);
  }
}

void CheckTexts(absl::string_view field,
                const google::protobuf::RepeatedPtrField<v1::LocalizedText>& texts,
                Presence presence, const Violations& violations) {
  if (texts.empty() && presence == Presence::kRequired) {
    violations.Add(field, v1::ERROR_REASON_FIELD_REQUIRED,
                   "It has no text; give it in at least one language.");
  }
  std::set<std::string> seen;
  for (int i = 0; i < texts.size(); ++i) {
    const Violations at = violations.At(field, i);
    const std::string& language = texts[i].language();
    if (std::find(kLanguages.begin(), kLanguages.end(), language) == kLanguages.end()) {
      at.Add("language", v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
             absl::StrCat(Quoted(language), " is no language of reports; use nb, nn, en or se."));
    } else if (!seen.insert(language).second) {
      at.Add("language", v1::ERROR_REASON_DUPLICATE_ELEMENT,
             absl::StrCat(Quoted(language), " stands twice; each language stands once."));
    }
    CheckText("text", texts[i].text(), Presence::kRequired, kLongestText, at);
  }
}

void CheckText(absl::string_view field, const std::string& text, Presence presence, size_t longest,
               const Violations& violations) {
  if (!HasText(field, text, presence, violations)) return;
  if (text.size() > longest) {
    violations.Add(field, v1::ERROR_REASON_INVALID_TEXT,
                   absl::StrCat(Quoted(text), " has ", text.size(), " bytes; at most ", longest,
                                " are stored."));
  }
  if (text.find('\0') != std::string::npos) {
    violations.Add(field, v1::ERROR_REASON_INVALID_TEXT,
                   absl::StrCat(Quoted(text), " holds a NUL byte; a text has none."));
  }
}

void CheckProvenance(absl::string_view field, const v1::Provenance& provenance,
                     const Violations& violations) {
  const Violations at = violations.At(field);
  CheckText("source", provenance.source(), Presence::kOptional, kLongestLabel, at);
  CheckText("printed", provenance.printed(), Presence::kOptional, kLongestPhrase, at);
  CheckText("qualifier", provenance.qualifier(), Presence::kOptional, kLongestPhrase, at);
  CheckText("note", provenance.note(), Presence::kOptional, kLongestNote, at);
  for (int i = 0; i < provenance.source_lines_size(); ++i) {
    CheckRange("", provenance.source_lines(i), 1, INT32_MAX, at.At("source_lines", i));
  }
  for (int i = 0; i < provenance.pages_size(); ++i) {
    CheckRange("", provenance.pages(i), 1, INT32_MAX, at.At("pages", i));
  }
}

void CheckUnit(absl::string_view field, const std::string& unit, Presence presence,
               const Violations& violations) {
  constexpr size_t kLongestUnit = 60;
  if (!HasText(field, unit, presence, violations)) return;
  if (unit.size() > kLongestUnit || !IsMadeOf(unit, "_") || unit[0] == '_') {
    violations.Add(field, v1::ERROR_REASON_INVALID_TEXT,
                   absl::StrCat(Quoted(unit),
                                " is no unit; write it with lower-case letters, digits "
                                "and \"_\", as percent or tonnes_co2e."));
  }
}

void CheckCode(absl::string_view field, const std::string& code, Presence presence,
               const Violations& violations) {
  constexpr size_t kLongestCode = 100;
  if (!HasText(field, code, presence, violations)) return;
  if (code.size() > kLongestCode || !IsMadeOf(code, "-") || code[0] == '-') {
    violations.Add(field, v1::ERROR_REASON_INVALID_TEXT,
                   absl::StrCat(Quoted(code),
                                " is no code; write it with lower-case letters, digits "
                                "and \"-\", as road-traffic."));
  }
}

void CheckDecimal(absl::string_view field, const std::string& value, Presence presence,
                  const Violations& violations) {
  // An empty value that is set is no gap: Decimal::Parse says what would be one.
  if (value.empty() && presence == Presence::kOptional) return;
  const absl::StatusOr<Decimal> decimal = Decimal::Parse(value);
  violations.AddStatus(field, v1::ERROR_REASON_INVALID_DECIMAL, decimal.status());
}

void CheckAreaName(absl::string_view field, const std::string& name, Presence presence,
                   const Violations& violations) {
  if (!HasText(field, name, presence, violations)) return;
  const absl::Status parsed = ResourceNamePattern("areas/{area}").Parse(name).status();
  if (!parsed.ok()) violations.AddStatus(field, v1::ERROR_REASON_INVALID_RESOURCE_NAME, parsed);
}

void CheckBand(absl::string_view field, const std::string& lower, const std::string& upper,
               const Violations& violations) {
  const absl::StatusOr<Decimal> low = Decimal::Parse(lower);
  const absl::StatusOr<Decimal> high = Decimal::Parse(upper);
  if (!low.ok() || !high.ok() || *low <= *high) return;
  violations.Add(field, v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat("The lower end ", Quoted(lower), " lies above the upper end ",
                              Quoted(upper), "; exchange them."));
}

void CheckPeriod(absl::string_view field, const std::string& period, Presence presence,
                 const Violations& violations) {
  if (!HasText(field, period, presence, violations)) return;
  const absl::StatusOr<Period> parsed = Period::Parse(period);
  violations.AddStatus(field, v1::ERROR_REASON_INVALID_PERIOD, parsed.status());
}

void CheckPartialDate(absl::string_view field, const std::string& date, Presence presence,
                      const Violations& violations) {
  if (!HasText(field, date, presence, violations)) return;
  const absl::StatusOr<PartialDate> parsed = PartialDate::Parse(date);
  violations.AddStatus(field, v1::ERROR_REASON_INVALID_DATE, parsed.status());
}

void CheckRange(absl::string_view field, int64_t value, int64_t least, int64_t most,
                const Violations& violations) {
  if (value >= least && value <= most) return;
  violations.Add(
      field, v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
      absl::StrCat(value, " is out of range; give a number from ", least, " to ", most, "."));
}

void CheckEnumNumber(absl::string_view field, int number,
                     const google::protobuf::EnumDescriptor& descriptor, Presence presence,
                     const Violations& violations) {
  if (number == 0 && presence == Presence::kOptional) return;
  if (number != 0 && descriptor.FindValueByNumber(number) != nullptr) return;
  violations.Add(
      field, v1::ERROR_REASON_INVALID_ENUM,
      number == 0 ? absl::StrCat("It is not set; choose a value of ", descriptor.full_name(), ".")
                  : absl::StrCat(number, " is no number of ", descriptor.full_name(),
                                 " in this version; choose one of its values."));
}

}  // namespace tertial
