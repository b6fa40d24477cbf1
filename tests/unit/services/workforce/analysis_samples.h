// Facts of an area as an employer, put together by tests of analyses.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_ANALYSIS_SAMPLES_H_
#define TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_ANALYSIS_SAMPLES_H_

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/workforce/domain/figure_id.h"
#include "services/workforce/domain/measures.h"
#include "services/workforce/domain/reported_figures.h"

namespace tertial::workforce {

// Of Asker and 2024, unless told otherwise.
class SampleFacts {
 public:
  explicit SampleFacts(const Period& period = Period::OfYear(2024))
      : facts_{.area_id = "asker",
               .period = period,
               .units = {},
               .reported = {},
               .published = std::nullopt} {}

  const AnalysedFacts& facts() const { return facts_; }

  v1::Unit& AddUnit(const std::string& id, const std::string& parent = "") {
    v1::Unit& unit = facts_.units.emplace_back();
    unit.set_name(UnitName("asker", id));
    unit.set_order(static_cast<int32_t>(facts_.units.size()));
    if (!parent.empty()) unit.add_placements()->set_parent(UnitName("asker", parent));
    return unit;
  }

  // A figure that is reported, of the period; an empty `value` stands for one that is pending.
  v1::WorkforceFigure& Report(FigureKey key, const std::string& value) {
    return Put(facts_.reported, std::move(key), value);
  }
  static v1::WorkforceFigure& Put(ReportedFigures& figures, FigureKey key,
                                  const std::string& value) {
    v1::WorkforceFigure figure;
    figure.set_name(FigureName("asker", key));
    figure.set_measure(key.measure);
    figure.set_period(key.period.Format());
    if (!key.unit_id.empty()) figure.set_unit(UnitName("asker", key.unit_id));
    figure.set_sex(key.sex);
    figure.set_certification_basis(key.certification_basis);
    figure.set_level(key.level);
    figure.set_unit_of_measure(std::string(UnitOf(key.measure)));
    if (value.empty()) {
      figure.mutable_cell()->set_missing(common::v1::MISSING_REASON_PENDING);
    } else {
      figure.mutable_cell()->set_value(value);
    }
    return figures[figure.name()] = figure;
  }

  // There is a cube, though nothing may be in it.
  void PublishCube() {
    if (!facts_.published.has_value()) facts_.published.emplace();
  }

  // A figure of the cube; an empty `value` stands for one that is hidden.
  v1::PublishedFigure& Publish(const v1::FigureSubject& subject, const std::string& value) {
    PublishCube();
    v1::PublishedFigure& figure = facts_.published->emplace_back();
    figure.set_name(absl::StrCat("areas/asker/cubes/", facts_.period.FormatId(), "/figures/",
                                 facts_.published->size()));
    *figure.mutable_subject() = subject;
    figure.set_period(facts_.period.Format());
    figure.set_unit_of_measure("percent");
    if (value.empty()) {
      figure.mutable_cell()->set_missing(common::v1::MISSING_REASON_SUPPRESSED);
    } else {
      figure.mutable_cell()->set_value(value);
    }
    return figure;
  }

 private:
  AnalysedFacts facts_;
};

// Of the year 2024.
inline FigureKey KeyFor(v1::Measure measure, const std::string& unit_id = "",
                        v1::Sex sex = v1::SEX_TOTAL,
                        v1::CertificationBasis basis = v1::CERTIFICATION_BASIS_UNSPECIFIED) {
  return {.measure = measure,
          .period = Period::OfYear(2024),
          .unit_id = unit_id,
          .sex = sex,
          .certification_basis = basis};
}

}  // namespace tertial::workforce

#endif  // TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_ANALYSIS_SAMPLES_H_
