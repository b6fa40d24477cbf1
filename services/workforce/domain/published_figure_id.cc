#include "services/workforce/domain/published_figure_id.h"

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/workforce/domain/figure_id.h"

namespace tertial::workforce {
namespace {

constexpr absl::string_view kPrefix = "FIGURE_MEASURE_";

template <typename Enum, size_t n>
using Codes = std::array<std::pair<Enum, absl::string_view>, n>;

// What is not here is the default, and has no part in an id.
constexpr Codes<v1::Sex, 2> kSexes = {{{v1::SEX_WOMEN, "women"}, {v1::SEX_MEN, "men"}}};
constexpr Codes<v1::AgeBand, 5> kBands = {{{v1::AGE_BAND_UNDER_30, "0"},
                                           {v1::AGE_BAND_30_TO_39, "30"},
                                           {v1::AGE_BAND_40_TO_49, "40"},
                                           {v1::AGE_BAND_50_TO_59, "50"},
                                           {v1::AGE_BAND_60_AND_OVER, "60"}}};
constexpr Codes<v1::CertificationBasis, 3> kBases = {
    {{v1::CERTIFICATION_BASIS_SELF_CERTIFIED, "self"},
     {v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED, "doctor"},
     {v1::CERTIFICATION_BASIS_TOTAL_REGISTERED, "total"}}};
constexpr Codes<v1::AbsenceBand, 2> kAbsenceBands = {
    {{v1::ABSENCE_BAND_SHORT, "short"}, {v1::ABSENCE_BAND_LONG, "long"}}};

template <typename Enum, size_t n>
void AppendPart(absl::string_view prefix, Enum value, const Codes<Enum, n>& codes,
                std::string& id) {
  for (const auto& [coded, code] : codes) {
    if (coded == value) absl::StrAppend(&id, prefix, code);
  }
}

template <typename Enum, size_t n>
std::optional<Enum> ReadCode(absl::string_view code, const Codes<Enum, n>& codes) {
  for (const auto& [coded, text] : codes) {
    if (text == code) return coded;
  }
  return std::nullopt;
}

// Reads one of the parts that follow the measure.
bool ReadPart(absl::string_view area_id, absl::string_view part, v1::FigureSubject& subject) {
  if (absl::ConsumePrefix(&part, "unit.")) {
    subject.set_unit(UnitName(area_id, part));
    return IsUnitId(part);
  }
  if (absl::ConsumePrefix(&part, "sex.")) {
    const std::optional<v1::Sex> sex = ReadCode(part, kSexes);
    if (sex.has_value()) subject.set_sex(*sex);
    return sex.has_value();
  }
  if (absl::ConsumePrefix(&part, "age.")) {
    const std::optional<v1::AgeBand> band = ReadCode(part, kBands);
    if (band.has_value()) subject.set_age_band(*band);
    return band.has_value();
  }
  if (absl::ConsumePrefix(&part, "basis.")) {
    const std::optional<v1::CertificationBasis> basis = ReadCode(part, kBases);
    if (basis.has_value()) subject.set_certification_basis(*basis);
    return basis.has_value();
  }
  if (absl::ConsumePrefix(&part, "band.")) {
    const std::optional<v1::AbsenceBand> band = ReadCode(part, kAbsenceBands);
    if (band.has_value()) subject.set_absence_band(*band);
    return band.has_value();
  }
  return false;
}

std::string FormatMeasure(v1::FigureMeasure measure) {
  const std::string name = v1::FigureMeasure_Name(measure);
  return absl::AsciiStrToLower(
      absl::StrReplaceAll(absl::string_view(name).substr(kPrefix.size()), {{"_", "-"}}));
}

std::optional<v1::FigureMeasure> ParseMeasure(absl::string_view text) {
  const std::string name =
      absl::StrCat(kPrefix, absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}})));
  v1::FigureMeasure measure = v1::FIGURE_MEASURE_UNSPECIFIED;
  if (!v1::FigureMeasure_Parse(name, &measure) || measure == v1::FIGURE_MEASURE_UNSPECIFIED) {
    return std::nullopt;
  }
  return measure;
}

}  // namespace

std::string FormatPublishedFigureId(const v1::FigureSubject& subject) {
  std::string id = FormatMeasure(subject.measure());
  if (!subject.unit().empty()) absl::StrAppend(&id, "~unit.", UnitIdOf(subject.unit()));
  AppendPart("~sex.", subject.sex(), kSexes, id);
  AppendPart("~age.", subject.age_band(), kBands, id);
  AppendPart("~basis.", subject.certification_basis(), kBases, id);
  AppendPart("~band.", subject.absence_band(), kAbsenceBands, id);
  return id;
}

std::optional<v1::FigureSubject> ParsePublishedFigureId(absl::string_view area_id,
                                                        absl::string_view id) {
  const std::vector<absl::string_view> parts = absl::StrSplit(id, '~');
  const std::optional<v1::FigureMeasure> measure = ParseMeasure(parts[0]);
  if (!measure.has_value()) return std::nullopt;
  v1::FigureSubject subject;
  subject.set_measure(*measure);
  subject.set_sex(v1::SEX_TOTAL);
  for (size_t i = 1; i < parts.size(); ++i) {
    if (!ReadPart(area_id, parts[i], subject)) return std::nullopt;
  }
  // Parts in another order, or twice, have come this far too.
  if (FormatPublishedFigureId(subject) != id) return std::nullopt;
  return subject;
}

std::string CubeName(absl::string_view area_id, const Period& period) {
  return absl::StrCat("areas/", area_id, "/cubes/", period.FormatId());
}

std::string PublishedFigureName(absl::string_view area_id, const Period& period,
                                const v1::FigureSubject& subject) {
  return absl::StrCat(CubeName(area_id, period), "/figures/", FormatPublishedFigureId(subject));
}

}  // namespace tertial::workforce
