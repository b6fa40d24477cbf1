#include "clients/cli/registers/register_files.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/csv/csv_reader.h"
#include "common/facts/personal_data.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace tertial::cli {
namespace {

namespace v1 = workforce::v1;
using common::v1::ERROR_REASON_INVALID_ENUM;
using common::v1::ERROR_REASON_INVALID_TEXT;
using common::v1::ERROR_REASON_PERSONAL_IDENTIFIER;

const std::vector<absl::string_view>& PositionColumns() {
  static const auto& columns = *new std::vector<absl::string_view>{
      "person_key", "unit",        "percent",          "from",     "to", "kind",
      "sex",        "birth_years", "occupation_group", "education"};
  return columns;
}
const std::vector<absl::string_view>& AbsenceColumns() {
  static const auto& columns = *new std::vector<absl::string_view>{
      "person_key", "from", "to", "degree", "basis", "kind", "unit"};
  return columns;
}

constexpr size_t kMostProblems = 100;
// Of a column: how many of its texts are looked at, and how many of five are too many names.
constexpr int kLookedAt = 1000;
constexpr int kNamesOfFive = 1;

// A word of a column, and the enum's value that it stands for.
template <typename Enum>
struct Word {
  absl::string_view word;
  Enum value;
};

constexpr Word<v1::PositionKind> kPositionKinds[] = {{"permanent", v1::POSITION_KIND_PERMANENT},
                                                     {"temporary", v1::POSITION_KIND_TEMPORARY},
                                                     {"apprentice", v1::POSITION_KIND_APPRENTICE},
                                                     {"hourly", v1::POSITION_KIND_HOURLY}};
constexpr Word<v1::Sex> kSexes[] = {{"women", v1::SEX_WOMEN}, {"men", v1::SEX_MEN}};
constexpr Word<v1::EducationLevel> kEducation[] = {
    {"", v1::EDUCATION_LEVEL_UNSPECIFIED},
    {"basic", v1::EDUCATION_LEVEL_BASIC},
    {"upper-secondary", v1::EDUCATION_LEVEL_UPPER_SECONDARY},
    {"trade-certificate", v1::EDUCATION_LEVEL_TRADE_CERTIFICATE},
    {"higher", v1::EDUCATION_LEVEL_HIGHER}};
constexpr Word<v1::AbsenceKind> kAbsenceKinds[] = {{"sick", v1::ABSENCE_KIND_SICK},
                                                   {"parental", v1::ABSENCE_KIND_PARENTAL},
                                                   {"other", v1::ABSENCE_KIND_OTHER}};
constexpr Word<v1::CertificationBasis> kBases[] = {
    {"", v1::CERTIFICATION_BASIS_UNSPECIFIED},
    {"self", v1::CERTIFICATION_BASIS_SELF_CERTIFIED},
    {"doctor", v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED}};

absl::Status NamesPersons(const std::string& path, int64_t line, absl::string_view column,
                          absl::string_view what) {
  return CsvError(path, line, column, ERROR_REASON_PERSONAL_IDENTIFIER,
                  absl::StrCat(what,
                               "; nothing is sent. Give pseudonyms, and nothing that tells "
                               "who somebody is."));
}

bool IsPersonalHeading(absl::string_view heading) {
  return NamesPersonalColumn(heading) || IsNationalId(heading) || HoldsNationalId(heading) ||
         LooksLikeName(heading);
}

// Looks at the headings before anything else: all of them, where the reader of the file ends at the
// first one that is wrong.
absl::Status CheckHeadings(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::getline(file, line);
  int number = 0;
  for (absl::string_view heading : absl::StrSplit(absl::StripPrefix(line, "\xEF\xBB\xBF"), ',')) {
    ++number;
    heading = absl::StripSuffix(absl::StripPrefix(absl::StripSuffix(heading, "\r"), "\""), "\"");
    if (IsPersonalHeading(heading)) {
      return NamesPersons(
          path, 1, "",
          absl::StrCat("The heading of column ", number, " is one of what names a person"));
    }
  }
  return absl::OkStatus();
}

// What the reader of a file says, without the heading that it quotes where that is unknown: in a
// file without headings it is a person's key, or what else stands in the first row.
absl::Status WithoutHeading(const std::string& path, const std::vector<absl::string_view>& columns,
                            const absl::Status& status) {
  const std::string heading = ErrorMetadataOf(status, "field");
  if (heading.empty() || std::find(columns.begin(), columns.end(), heading) != columns.end()) {
    return status;
  }
  if (IsPersonalHeading(heading)) {
    return NamesPersons(path, 1, "", "One of the headings is one of what names a person");
  }
  return CsvError(path, 1, "", ERROR_REASON_INVALID_TEXT,
                  absl::StrCat("A heading is none of this file; its columns are ",
                               absl::StrJoin(columns, ","), ", in any order."));
}

absl::Status CheckCells(const CsvFile& file, const std::vector<absl::string_view>& columns) {
  for (const absl::string_view column : columns) {
    int looked_at = 0;
    int names = 0;
    for (const CsvRow& row : file.rows) {
      const std::string& text = row.Get(column);
      if (text.empty()) continue;
      if (IsNationalId(text) || HoldsNationalId(text)) {
        return NamesPersons(file.path, row.line(), column, "Here is a national identity number");
      }
      if (looked_at == kLookedAt) continue;
      ++looked_at;
      names += LooksLikeName(text) ? 1 : 0;
    }
    if (names > 0 && names * 5 >= looked_at * kNamesOfFive) {
      return NamesPersons(file.path, 0, column,
                          absl::StrCat("The column ", column, " looks like one of names"));
    }
  }
  return absl::OkStatus();
}

// Makes rows of one file.
class FileRows {
 public:
  FileRows(const CsvFile& file, const std::string& area_name, RegisterFiles& files)
      : file_(file),
        name_(std::filesystem::path(file.path).filename().string()),
        area_name_(area_name),
        files_(files) {}

  void AddPositions() {
    for (const CsvRow& row : file_.rows) {
      v1::PositionRow& position = *Add(row).mutable_position();
      position.set_person_key(row.Get("person_key"));
      position.set_unit(UnitName(row.Get("unit")));
      position.set_percent(row.Get("percent"));
      position.set_from(row.Get("from"));
      position.set_to(row.Get("to"));
      position.set_kind(Code(row, "kind", kPositionKinds));
      position.set_sex(Code(row, "sex", kSexes));
      position.set_birth_years(row.Get("birth_years"));
      position.set_occupation_group(row.Get("occupation_group"));
      position.set_education(Code(row, "education", kEducation));
    }
  }

  void AddAbsences() {
    for (const CsvRow& row : file_.rows) {
      v1::AbsenceRow& absence = *Add(row).mutable_absence();
      absence.set_person_key(row.Get("person_key"));
      absence.set_from(row.Get("from"));
      absence.set_to(row.Get("to"));
      absence.set_degree(row.Get("degree"));
      absence.set_basis(Code(row, "basis", kBases));
      absence.set_kind(Code(row, "kind", kAbsenceKinds));
      absence.set_unit(UnitName(row.Get("unit")));
    }
  }

 private:
  v1::RegisterRow& Add(const CsvRow& row) {
    return files_.rows.Add({.file = name_, .line = row.line()});
  }

  std::string UnitName(const std::string& unit) const {
    if (unit.empty() || absl::StrContains(unit, '/')) return unit;
    return absl::StrCat(area_name_, "/units/", unit);
  }

  template <typename Enum, size_t n>
  Enum Code(const CsvRow& row, absl::string_view column, const Word<Enum> (&words)[n]) {
    const std::string& text = row.Get(column);
    std::vector<absl::string_view> names;
    for (const Word<Enum>& word : words) {
      if (word.word == text) return word.value;
      names.push_back(word.word.empty() ? "nothing" : word.word);
    }
    if (files_.problems.size() < kMostProblems) {
      files_.problems.push_back({.origin = {.file = name_, .line = row.line()},
                                 .field = std::string(column),
                                 .reason = ReasonName(ERROR_REASON_INVALID_ENUM),
                                 .sentence = absl::StrCat("The word is not known; write ",
                                                          absl::StrJoin(names, ", "), ".")});
    }
    return static_cast<Enum>(0);
  }

  const CsvFile& file_;
  const std::string name_;
  const std::string& area_name_;
  RegisterFiles& files_;
};

// `add` makes rows of the file. A file that is not given has none.
absl::Status ReadFile(const std::string& path, const std::vector<absl::string_view>& columns,
                      const std::string& area_name, RegisterFiles& files, void (FileRows::*add)()) {
  if (path.empty()) return absl::OkStatus();
  TERTIAL_RETURN_IF_ERROR(CheckHeadings(path));
  const absl::StatusOr<CsvFile> file = ReadCsv(path, columns);
  if (!file.ok()) return WithoutHeading(path, columns, file.status());
  TERTIAL_RETURN_IF_ERROR(CheckCells(*file, columns));
  for (const absl::string_view column : columns) files.columns.emplace_back(column);
  FileRows rows(*file, area_name, files);
  (rows.*add)();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RegisterFiles> ReadRegisterFiles(const std::string& positions,
                                                const std::string& absences,
                                                const std::string& area_name) {
  RegisterFiles files;
  TERTIAL_RETURN_IF_ERROR(
      ReadFile(positions, PositionColumns(), area_name, files, &FileRows::AddPositions));
  TERTIAL_RETURN_IF_ERROR(
      ReadFile(absences, AbsenceColumns(), area_name, files, &FileRows::AddAbsences));
  return files;
}

}  // namespace tertial::cli
