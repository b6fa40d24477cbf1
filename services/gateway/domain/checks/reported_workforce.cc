// REPORTED_AND_COUNTED of the workforce: figures as reported beside those of a published cube.
#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/facts/computed.h"
#include "common/types/period.h"
#include "services/gateway/domain/checks/checked_figure.h"
#include "services/gateway/domain/checks/comparison.h"
#include "services/gateway/domain/checks/fact_rules.h"
#include "services/gateway/domain/checks/places.h"
#include "tertial/workforce/v1/cubes_resources.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::gateway {
namespace {

namespace workforce_v1 = workforce::v1;

// What a reported measure stands beside. A source that does not tell its rule may mean either.
struct Counterpart {
  workforce_v1::Measure reported;
  workforce_v1::FigureMeasure computed;
};

constexpr Counterpart kCounterparts[] = {
    {workforce_v1::MEASURE_FTE, workforce_v1::FIGURE_MEASURE_FTE_AGREED},
    {workforce_v1::MEASURE_FTE_EXCL_LONG_ABSENCE,
     workforce_v1::FIGURE_MEASURE_FTE_EXCL_LONG_ABSENCE},
    {workforce_v1::MEASURE_HEAD_COUNT, workforce_v1::FIGURE_MEASURE_HEAD_COUNT},
    {workforce_v1::MEASURE_SICK_LEAVE_RATE, workforce_v1::FIGURE_MEASURE_SICK_LEAVE_RATE},
    {workforce_v1::MEASURE_FULL_TIME_SHARE,
     workforce_v1::FIGURE_MEASURE_FULL_TIME_SHARE_PERSON_SUM},
    {workforce_v1::MEASURE_FULL_TIME_SHARE, workforce_v1::FIGURE_MEASURE_FULL_TIME_SHARE_PER_JOB},
    {workforce_v1::MEASURE_AVERAGE_POSITION_SIZE,
     workforce_v1::FIGURE_MEASURE_AVERAGE_POSITION_SIZE},
    {workforce_v1::MEASURE_POSITION_80_SHARE, workforce_v1::FIGURE_MEASURE_POSITION_80_SHARE},
    {workforce_v1::MEASURE_WOMEN_SHARE, workforce_v1::FIGURE_MEASURE_WOMEN_SHARE},
    {workforce_v1::MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE,
     workforce_v1::FIGURE_MEASURE_TRADE_CERTIFICATE_OR_HIGHER_EDUCATION_SHARE},
    {workforce_v1::MEASURE_APPRENTICES, workforce_v1::FIGURE_MEASURE_APPRENTICES},
    {workforce_v1::MEASURE_TEMPORARY_SHARE, workforce_v1::FIGURE_MEASURE_TEMPORARY_SHARE},
    {workforce_v1::MEASURE_TURNOVER, workforce_v1::FIGURE_MEASURE_TURNOVER},
    {workforce_v1::MEASURE_PARENTAL_LEAVE_WEEKS, workforce_v1::FIGURE_MEASURE_PARENTAL_LEAVE_WEEKS},
};

bool IsCounterpart(const workforce_v1::WorkforceFigure& reported,
                   const workforce_v1::FigureSubject& subject) {
  const bool same_measure =
      std::any_of(std::begin(kCounterparts), std::end(kCounterparts), [&](const Counterpart& one) {
        return one.reported == reported.measure() && one.computed == subject.measure();
      });
  const auto sex = [](workforce_v1::Sex of) {
    return of == workforce_v1::SEX_UNSPECIFIED ? workforce_v1::SEX_TOTAL : of;
  };
  // A basis that is not told is taken for the total.
  const auto basis = reported.certification_basis() == workforce_v1::CERTIFICATION_BASIS_UNKNOWN
                         ? workforce_v1::CERTIFICATION_BASIS_TOTAL_REGISTERED
                         : reported.certification_basis();
  return same_measure && subject.unit() == reported.unit() &&
         sex(subject.sex()) == sex(reported.sex()) && subject.certification_basis() == basis &&
         subject.age_band() == workforce_v1::AGE_BAND_UNSPECIFIED &&
         subject.absence_band() == workforce_v1::ABSENCE_BAND_UNSPECIFIED;
}

void AskFigure(const CheckContext& context, const Fact& fact,
               const workforce_v1::WorkforceFigure& reported, const Period& period,
               FindingList& findings) {
  if (!reported.level().empty()) return;
  std::vector<CheckedFigure> published;
  bool is_any = false;
  context.facts.VisitBelow(
      absl::StrCat("areas/", context.area_id, "/cubes/", period.FormatId(), "/figures/"),
      [&](const Fact& other) {
        const auto* figure = FindMessage<workforce_v1::PublishedFigure>(context.facts, other.name);
        if (figure == nullptr || !IsCounterpart(reported, figure->subject())) return;
        is_any = true;
        std::optional<CheckedFigure> found = FindFigure(context.facts, other.name, "cell");
        if (found.has_value()) published.push_back(*std::move(found));
      });
  if (!is_any) return;
  const std::optional<CheckedFigure> stated = FindFigure(context.facts, fact.name, "");
  const bool is_computable = stated.has_value() && !published.empty();
  findings.Asked(RuleOf(v1::RULE_KIND_REPORTED_AND_COUNTED), is_computable);
  if (!is_computable) return;
  for (const CheckedFigure& one : published) {
    const Comparison comparison{.computed = one.value,
                                .computed_range = one.counted,
                                .stated = stated->value,
                                .stated_range = stated->counted};
    if (!Contradict(comparison, "")) return;
  }
  v1::Finding finding = MakeFinding(v1::RULE_KIND_REPORTED_AND_COUNTED);
  finding.set_period(reported.period());
  *finding.add_places() = PlaceOf(context.facts, fact.name);
  for (const CheckedFigure& one : published) {
    *finding.add_places() = PlaceOf(context.facts, one.name(), one.operand.field());
  }
  const CheckedFigure& first = published.front();
  SetNumbers(Compute(common::v1::FORMULA_VALUE, {first.operand}, reported.unit_of_measure(),
                     first.decimals),
             stated->operand.cell().value(), finding);
  finding.set_detail(absl::StrCat(Called(finding.places(0)), " is reported as ", finding.stated(),
                                  ", and is ", finding.computed().value(),
                                  " by the published register."));
  findings.Add(std::move(finding));
}

}  // namespace

void AskReportedWorkforce(const CheckContext& context, FindingList& findings) {
  findings.Mention(RuleOf(v1::RULE_KIND_REPORTED_AND_COUNTED));
  const std::set<Period> periods(context.periods.begin(), context.periods.end());
  VisitOfArea<workforce_v1::WorkforceFigure>(
      context, [&](const Fact& fact, const workforce_v1::WorkforceFigure& reported) {
        const absl::StatusOr<Period> period = Period::Parse(reported.period());
        if (period.ok() && periods.count(*period) > 0) {
          AskFigure(context, fact, reported, *period, findings);
        }
      });
}

}  // namespace tertial::gateway
