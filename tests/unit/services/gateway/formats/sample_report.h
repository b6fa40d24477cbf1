// A small report with what formats have to deal with: values, gaps, flags, footnotes, computed
// numbers, and texts that look like markup.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_FORMATS_SAMPLE_REPORT_H_
#define TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_FORMATS_SAMPLE_REPORT_H_

#include <string>

#include "tertial/gateway/v1/report.pb.h"

namespace tertial::gateway {

inline constexpr char kWildLabel[] = "<b>Andel</b> \"a\", b & 'c'";

inline common::v1::Cell ValueCell(const std::string& value) {
  common::v1::Cell cell;
  cell.set_value(value);
  return cell;
}

inline common::v1::Cell MissingCell(common::v1::MissingReason reason) {
  common::v1::Cell cell;
  cell.set_missing(reason);
  return cell;
}

inline void AddCell(google::protobuf::RepeatedPtrField<common::v1::PeriodCell>& cells,
                    const std::string& period, const common::v1::Cell& cell) {
  common::v1::PeriodCell& added = *cells.Add();
  added.set_period(period);
  added.set_outcome(common::v1::OUTCOME_FOUND);
  *added.mutable_cell() = cell;
}

// One indicator, four years: 4.70, not measured, pending, and a provisional 5.1 with a footnote.
inline void FillIndicators(indicators::v1::IndicatorsSection& section) {
  section.set_area("areas/asker");
  section.set_period("2024");
  for (const char* period : {"2021", "2022", "2023", "2024"}) section.add_periods(period);
  indicators::v1::FocusAreaSection& area = *section.add_focus_areas();
  area.mutable_focus_area()->set_name("areas/asker/focusAreas/economy");
  indicators::v1::IndicatorSeries& series = *area.add_goals()->add_indicators();
  series.mutable_indicator()->set_name("indicators/economy.debt");
  series.mutable_indicator()->set_unit("percent");
  common::v1::LocalizedText& label = *series.mutable_indicator()->add_labels();
  label.set_language("nb");
  label.set_text(kWildLabel);
  AddCell(*series.mutable_cells(), "2021", ValueCell("4.70"));
  AddCell(*series.mutable_cells(), "2022", MissingCell(common::v1::MISSING_REASON_NOT_MEASURED));
  AddCell(*series.mutable_cells(), "2023", MissingCell(common::v1::MISSING_REASON_PENDING));
  common::v1::Cell last = ValueCell("5.1");
  last.add_flags(common::v1::FLAG_PROVISIONAL);
  common::v1::Footnote& footnote = *last.add_footnotes();
  footnote.set_mark("1");
  footnote.add_texts()->set_language("nb");
  footnote.mutable_texts(0)->set_text("Uten sykehjem");
  AddCell(*series.mutable_cells(), "2024", last);
  series.mutable_change()->mutable_not_computable()->set_reason(
      common::v1::NOT_COMPUTABLE_REASON_MISSING_OPERAND);
  series.mutable_change()->set_unit("percentage_points");
  series.mutable_change()->set_formula(common::v1::FORMULA_PERCENTAGE_POINTS);
  indicators::v1::Target& target = *series.add_targets()->mutable_target();
  target.set_name("areas/asker/targets/debt");
  target.set_comparator(indicators::v1::COMPARATOR_LE);
  target.set_value("4.9");
}

// Two units: 100 FTEs and nothing recorded.
inline void FillWorkforce(workforce::v1::WorkforceSection& section) {
  section.set_area("areas/asker");
  section.set_period("2024");
  section.add_periods("2024");
  for (const char* id : {"welfare", "culture"}) {
    workforce::v1::UnitSeries& unit = *section.add_units();
    unit.mutable_unit()->set_name(std::string("areas/asker/units/") + id);
    unit.mutable_unit()->add_titles()->set_language("nb");
    unit.mutable_unit()->mutable_titles(0)->set_text(id);
  }
  AddCell(*section.mutable_units(0)->mutable_fte(), "2024", ValueCell("100"));
  common::v1::PeriodCell& none = *section.mutable_units(1)->add_fte();
  none.set_period("2024");
  none.set_outcome(common::v1::OUTCOME_NO_OBSERVATION);
  workforce::v1::PeriodTotal& total = *section.add_fte_totals();
  total.set_period("2024");
  total.mutable_total()->set_value("100");
  total.mutable_total()->set_unit("fte");
  total.mutable_total()->set_formula(common::v1::FORMULA_SUM);
}

inline v1::Report SampleReport() {
  v1::Report report;
  report.mutable_area()->set_name("areas/asker");
  report.mutable_area()->add_display_names()->set_language("nb");
  report.mutable_area()->mutable_display_names(0)->set_text("Asker");
  report.set_period("2024");
  report.set_kind(v1::REPORT_KIND_ANNUAL);
  report.mutable_build()->set_version("1.2.3");
  const auto add_state = [&](v1::SectionKind section, v1::Completeness completeness) {
    v1::SectionState& state = *report.add_states();
    state.set_section(section);
    state.set_completeness(completeness);
    return &state;
  };
  add_state(v1::SECTION_KIND_INDICATORS, v1::COMPLETENESS_COMPLETE)
      ->mutable_read_at()
      ->set_revision(7);
  add_state(v1::SECTION_KIND_WORKFORCE, v1::COMPLETENESS_STALE)->set_reason("It is <late>.");
  add_state(v1::SECTION_KIND_CLIMATE, v1::COMPLETENESS_UNAVAILABLE)->set_reason("It is gone.");
  FillIndicators(*report.mutable_indicators());
  FillWorkforce(*report.mutable_workforce());
  return report;
}

}  // namespace tertial::gateway

#endif  // TERTIAL_TESTS_UNIT_SERVICES_GATEWAY_FORMATS_SAMPLE_REPORT_H_
