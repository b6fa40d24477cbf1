#include "services/workforce/domain/reported_guard.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
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

}  // namespace

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

std::vector<std::string> FiguresToldBy(const std::string& area_id, const FigureKey& key) {
  std::vector<std::string> names;
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

std::vector<std::string> ReportedBesideHidden(const std::string& area_id,
                                              absl::Span<const v1::WorkforceFigure> reported,
                                              absl::Span<const v1::PublishedFigure> published) {
  absl::flat_hash_set<std::string> hidden;
  for (const v1::PublishedFigure& figure : published) {
    if (figure.cell().missing() == common::v1::MISSING_REASON_SUPPRESSED) {
      hidden.insert(figure.name());
    }
  }
  std::vector<std::string> names;
  for (const v1::WorkforceFigure& figure : reported) {
    const absl::StatusOr<Period> period = Period::Parse(figure.period());
    if (!figure.cell().has_value() || !period.ok()) continue;
    const std::vector<std::string> told = FiguresToldBy(area_id, KeyOf(figure, *period));
    if (std::any_of(told.begin(), told.end(),
                    [&](const std::string& name) { return hidden.contains(name); })) {
      names.push_back(figure.name());
    }
  }
  return names;
}

}  // namespace tertial::workforce
