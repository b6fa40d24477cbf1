#include "services/workforce/domain/reported_guard.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/workforce/domain/figure_definitions.h"
#include "services/workforce/domain/published_figure_id.h"

namespace tertial::workforce {
namespace {

std::vector<v1::FigureMeasure> MeasuresOf(v1::Measure measure) {
  switch (measure) {
    case v1::MEASURE_FTE:
      // Whether people on long absence are counted, the source does not say.
      return {v1::FIGURE_MEASURE_FTE_AGREED, v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE};
    case v1::MEASURE_FTE_EXCL_LONG_ABSENCE:
      return {v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE};
    case v1::MEASURE_HEAD_COUNT:
      return {v1::FIGURE_MEASURE_HEAD_COUNT};
    case v1::MEASURE_SICK_LEAVE_RATE:
      return {v1::FIGURE_MEASURE_SICK_LEAVE_RATE};
    case v1::MEASURE_FULL_TIME_SHARE:
    case v1::MEASURE_PART_TIME_SHARE:
      return {v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM,
              v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB};
    case v1::MEASURE_AVERAGE_POSITION_SIZE:
      return {v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE};
    case v1::MEASURE_WOMEN_SHARE:
      return {v1::FIGURE_MEASURE_WOMEN_SHARE};
    case v1::MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE:
      return {v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE};
    case v1::MEASURE_APPRENTICES:
      return {v1::FIGURE_MEASURE_APPRENTICES};
    case v1::MEASURE_POSITION_80_SHARE:
      return {v1::FIGURE_MEASURE_POSITION_80_SHARE};
    case v1::MEASURE_TEMPORARY_SHARE:
      return {v1::FIGURE_MEASURE_TEMPORARY_SHARE};
    case v1::MEASURE_TURNOVER:
      return {v1::FIGURE_MEASURE_TURNOVER};
    case v1::MEASURE_PARENTAL_LEAVE_WEEKS:
      return {v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS};
    default:
      return {};
  }
}

v1::CertificationBasis BasisOf(const FigureKey& key) {
  if (key.certification_basis == v1::CERTIFICATION_BASIS_UNKNOWN) {
    return v1::CERTIFICATION_BASIS_TOTAL_REGISTERED;
  }
  return key.certification_basis;
}

// The measures of reported figures that tell one of these.
std::vector<v1::Measure> MeasuresTelling(v1::FigureMeasure told) {
  std::vector<v1::Measure> telling;
  for (int number = v1::Measure_MIN; number <= v1::Measure_MAX; ++number) {
    const auto measure = static_cast<v1::Measure>(number);
    const std::vector<v1::FigureMeasure> tells = MeasuresOf(measure);
    if (std::find(tells.begin(), tells.end(), told) != tells.end()) telling.push_back(measure);
  }
  return telling;
}

std::vector<v1::CertificationBasis> BasesTelling(v1::CertificationBasis basis) {
  if (basis != v1::CERTIFICATION_BASIS_TOTAL_REGISTERED) return {basis};
  return {basis, v1::CERTIFICATION_BASIS_UNKNOWN};
}

// The periods whose stocks are those of the same day.
std::vector<Period> PeriodsBeside(const Period& period) {
  const absl::CivilDay last = period.last_day();
  std::vector<Period> periods = {Period::OfDay(last)};
  const int month = last.month();
  std::vector<std::string> texts = {
      absl::StrCat(last.year(), "-M", absl::Dec(month, absl::kZeroPad2)),
      absl::StrCat(last.year(), "-T", (month + 3) / 4),
      absl::StrCat(last.year(), "-Q", (month + 2) / 3),
      absl::StrCat(last.year(), "-S", (month + 5) / 6), absl::StrCat(last.year())};
  for (const std::string& text : texts) {
    const absl::StatusOr<Period> beside = Period::Parse(text);
    if (beside.ok() && beside->last_day() == last) periods.push_back(*beside);
  }
  if (std::find(periods.begin(), periods.end(), period) == periods.end()) {
    periods.push_back(period);
  }
  return periods;
}

}  // namespace

std::vector<std::string> FiguresToldBy(const std::string& area_id, const FigureKey& key) {
  std::vector<std::string> names;
  if (!key.level.empty()) return names;
  v1::FigureSubject subject;
  if (!key.unit_id.empty()) subject.set_unit(UnitName(area_id, key.unit_id));
  subject.set_sex(key.sex);
  subject.set_certification_basis(BasisOf(key));
  for (const v1::FigureMeasure measure : MeasuresOf(key.measure)) {
    subject.set_measure(measure);
    const bool is_stock = FindDefinition(measure)->slot == Slot::kDay;
    for (const Period& period : is_stock ? PeriodsBeside(key.period) : std::vector{key.period}) {
      names.push_back(PublishedFigureName(area_id, period, subject));
    }
  }
  return names;
}

std::vector<std::string> FiguresThatTell(const std::string& area_id, const Period& period,
                                         const v1::FigureSubject& subject) {
  std::vector<std::string> names;
  // Reported figures are divided neither by age nor by the length of absences.
  if (subject.age_band() != v1::AGE_BAND_UNSPECIFIED ||
      subject.absence_band() != v1::ABSENCE_BAND_UNSPECIFIED) {
    return names;
  }
  const bool is_stock = FindDefinition(subject.measure())->slot == Slot::kDay;
  const std::vector<Period> periods = is_stock ? PeriodsBeside(period) : std::vector{period};
  for (const v1::Measure measure : MeasuresTelling(subject.measure())) {
    for (const v1::CertificationBasis basis : BasesTelling(subject.certification_basis())) {
      for (const Period& beside : periods) {
        const FigureKey key = {.measure = measure,
                               .period = beside,
                               .unit_id = subject.unit().empty() ? "" : UnitIdOf(subject.unit()),
                               .sex = subject.sex(),
                               .certification_basis = basis};
        if (CanBeRecorded(key)) names.push_back(FigureName(area_id, key));
      }
    }
  }
  return names;
}

}  // namespace tertial::workforce
