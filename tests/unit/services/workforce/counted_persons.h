// Persons by hand, units by hand, and what is counted of them.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_COUNTED_PERSONS_H_
#define TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_COUNTED_PERSONS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/types/calendar.h"
#include "services/workforce/domain/add_person.h"
#include "services/workforce/domain/figure_values.h"
#include "tertial/workforce/v1/registers_resources.pb.h"

namespace tertial::workforce {

inline DayNumber Day(absl::string_view text) { return ToDayNumber(*ParseCivilDay(text)); }

inline v1::Unit UnitBelow(absl::string_view id, absl::string_view parent = "",
                          absl::string_view to = "") {
  v1::Unit unit;
  unit.set_name(absl::StrCat("areas/asker/units/", id));
  unit.set_valid_to(std::string(to));
  if (!parent.empty()) {
    unit.add_placements()->set_parent(absl::StrCat("areas/asker/units/", parent));
  }
  return unit;
}

inline void MergeInto(absl::string_view closed, absl::string_view date, v1::Unit& unit) {
  v1::UnitOrigin& origin = *unit.add_origins();
  origin.set_unit(absl::StrCat("areas/asker/units/", closed));
  origin.set_date(std::string(date));
  origin.set_kind(v1::UNIT_ORIGIN_KIND_MERGED);
}

// A permanent position of a woman since ever, but for what is changed.
inline Position PositionIn(uint32_t unit, uint32_t percent,
                           v1::PositionKind kind = v1::POSITION_KIND_PERMANENT) {
  return {.unit = unit,
          .percent = percent,
          .from = Day("2000-01-01"),
          .kind = static_cast<uint8_t>(kind)};
}

inline Person PersonWith(std::vector<Position> positions, std::vector<Absence> absences = {}) {
  return {.woman = true,
          .birth_year = 1980,
          .positions = std::move(positions),
          .absences = std::move(absences)};
}

inline Absence SickLeaveOf(absl::string_view from, absl::string_view to, uint32_t degree,
                           v1::CertificationBasis basis) {
  return {.from = Day(from),
          .to = Day(to),
          .degree = degree,
          .basis = static_cast<uint8_t>(basis),
          .kind = v1::ABSENCE_KIND_SICK};
}

// What is counted of persons in one day or period.
class CountedPersons {
 public:
  // The register's units are those of `units`, in their order.
  CountedPersons(std::vector<v1::Unit> units, Slot::Kind kind, absl::string_view first,
                 absl::string_view last) {
    std::vector<std::string> ids;
    for (const v1::Unit& unit : units) {
      ids.push_back(unit.name().substr(unit.name().rfind('/') + 1));
    }
    AddSlot(kind, Day(first), Day(last),
            std::make_shared<const UnitTree>(UnitTree::At(units, *ParseCivilDay(last))), ids,
            plan_);
    table_.emplace(plan_);
  }

  FigurePlan& plan() { return plan_; }
  CounterTable& table() { return *table_; }

  void Add(const Person& person, int sign = 1) { AddPerson(person, plan_, sign, *table_); }

  // The sum of a counter in a unit; "" is the area.
  int64_t Sum(absl::string_view unit, Counter counter, v1::Sex sex = v1::SEX_TOTAL,
              v1::AgeBand band = v1::AGE_BAND_UNSPECIFIED) const {
    return table_->Sum(0, NodeOf(unit), sex, band, counter);
  }

  // "numerator / denominator" of a figure.
  std::string Figure(absl::string_view unit, v1::FigureMeasure measure,
                     v1::CertificationBasis basis = v1::CERTIFICATION_BASIS_UNSPECIFIED,
                     v1::AbsenceBand band = v1::ABSENCE_BAND_UNSPECIFIED) const {
    v1::FigureSubject subject;
    subject.set_measure(measure);
    subject.set_sex(v1::SEX_TOTAL);
    subject.set_certification_basis(basis);
    subject.set_absence_band(band);
    const std::optional<Quotient> quotient = QuotientOf(subject, *table_, 0, NodeOf(unit));
    if (!quotient.has_value()) return "not defined";
    if (!quotient->denominator.has_value()) return quotient->numerator.Format();
    return absl::StrCat(quotient->numerator.Format(), " / ", quotient->denominator->Format());
  }

  int NodeOf(absl::string_view unit) const {
    return unit.empty() ? 0 : plan_.slots[0].tree->Find(unit).value();
  }

 private:
  FigurePlan plan_;
  std::optional<CounterTable> table_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_COUNTED_PERSONS_H_
