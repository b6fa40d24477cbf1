#include "services/workforce/domain/figure_id.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/workforce/domain/measures.h"

namespace tertial::workforce {
namespace {

constexpr size_t kLongestUnitId = 50;
constexpr size_t kLongestLevel = 20;

template <typename Enum, size_t n>
using Codes = std::array<std::pair<Enum, absl::string_view>, n>;

// What is not here is the default, and has no part in an id.
constexpr Codes<v1::Sex, 2> kSexes = {{{v1::SEX_WOMEN, "women"}, {v1::SEX_MEN, "men"}}};
constexpr Codes<v1::CertificationBasis, 4> kBases = {
    {{v1::CERTIFICATION_BASIS_SELF_CERTIFIED, "self"},
     {v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED, "doctor"},
     {v1::CERTIFICATION_BASIS_TOTAL_REGISTERED, "total"},
     {v1::CERTIFICATION_BASIS_UNKNOWN, "unknown"}}};

template <typename Enum, size_t n>
void AppendPart(absl::string_view prefix, Enum value, const Codes<Enum, n>& codes,
                std::string& id) {
  for (const auto& [coded, code] : codes) {
    if (coded == value) absl::StrAppend(&id, prefix, code);
  }
}

// Sets `value` to what `code` stands for, if it stands for anything.
template <typename Enum, size_t n>
bool ReadCode(absl::string_view code, const Codes<Enum, n>& codes, Enum& value) {
  for (const auto& [coded, text] : codes) {
    if (text != code) continue;
    value = coded;
    return true;
  }
  return false;
}

// Reads one of the parts that follow the period.
bool ReadPart(absl::string_view part, FigureKey& key) {
  if (absl::ConsumePrefix(&part, "unit.")) {
    key.unit_id = std::string(part);
    return IsUnitId(part);
  }
  if (absl::ConsumePrefix(&part, "sex.")) return ReadCode(part, kSexes, key.sex);
  if (absl::ConsumePrefix(&part, "basis.")) {
    return ReadCode(part, kBases, key.certification_basis);
  }
  if (absl::ConsumePrefix(&part, "level.")) {
    key.level = std::string(part);
    return IsLevel(part);
  }
  return false;
}

bool IsOfCode(char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; }

}  // namespace

FigureKey KeyOf(const v1::WorkforceFigure& figure, const Period& period) {
  return {.measure = figure.measure(),
          .period = period,
          .unit_id = UnitIdOf(figure.unit()),
          .sex = figure.sex(),
          .certification_basis = figure.certification_basis(),
          .level = figure.level()};
}

bool CanBeRecorded(const FigureKey& key) {
  const bool has_basis = key.certification_basis != v1::CERTIFICATION_BASIS_UNSPECIFIED;
  const bool is_of_one_sex = key.sex == v1::SEX_WOMEN || key.sex == v1::SEX_MEN;
  return !UnitOf(key.measure).empty() && has_basis == HasCertificationBasis(key.measure) &&
         v1::CertificationBasis_IsValid(key.certification_basis) &&
         (key.level.empty() || (HasLevels(key.measure) && IsLevel(key.level))) &&
         (key.sex == v1::SEX_TOTAL || (is_of_one_sex && IsDividedBySex(key.measure)));
}

std::string FormatFigureId(const FigureKey& key) {
  std::string id = absl::StrCat(FormatMeasure(key.measure), "~", key.period.FormatId());
  if (!key.unit_id.empty()) absl::StrAppend(&id, "~unit.", key.unit_id);
  AppendPart("~sex.", key.sex, kSexes, id);
  AppendPart("~basis.", key.certification_basis, kBases, id);
  if (!key.level.empty()) absl::StrAppend(&id, "~level.", key.level);
  return id;
}

std::optional<FigureKey> ParseFigureId(absl::string_view id) {
  const std::vector<absl::string_view> parts = absl::StrSplit(id, '~');
  if (parts.size() < 2) return std::nullopt;
  const std::optional<v1::Measure> measure = ParseMeasure(parts[0]);
  const absl::StatusOr<Period> period = Period::ParseId(parts[1]);
  if (!measure.has_value() || !period.ok()) return std::nullopt;
  FigureKey key{.measure = *measure, .period = *period};
  for (size_t i = 2; i < parts.size(); ++i) {
    if (!ReadPart(parts[i], key)) return std::nullopt;
  }
  // Parts in another order, or one of them twice, are written differently.
  if (!CanBeRecorded(key) || FormatFigureId(key) != id) return std::nullopt;
  return key;
}

std::string FigureName(absl::string_view area_id, const FigureKey& key) {
  return absl::StrCat("areas/", area_id, "/figures/", FormatFigureId(key));
}

std::string UnitName(absl::string_view area_id, absl::string_view unit_id) {
  return absl::StrCat("areas/", area_id, "/units/", unit_id);
}

std::string UnitIdOf(absl::string_view unit_name) {
  // areas/{area}/units/{unit}
  return std::string(unit_name.substr(unit_name.rfind('/') + 1));
}

bool IsUnitId(absl::string_view id) {
  return !id.empty() && id.size() <= kLongestUnitId && id[0] != '-' &&
         std::all_of(id.begin(), id.end(), IsOfCode);
}

bool IsLevel(absl::string_view level) {
  return !level.empty() && level.size() <= kLongestLevel &&
         std::all_of(level.begin(), level.end(), IsOfCode);
}

}  // namespace tertial::workforce
