// A register of some hundred persons in a dozen units, to publish from.
#ifndef TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_SMALL_REGISTER_H_
#define TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_SMALL_REGISTER_H_

#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/workforce/domain/cube_slices.h"
#include "services/workforce/domain/disclosure_policy.h"
#include "services/workforce/domain/frozen_slice.h"
#include "services/workforce/domain/person.h"
#include "services/workforce/domain/unit_tree.h"
#include "tertial/workforce/v1/registers_resources.pb.h"

namespace tertial::workforce {

struct SmallRegister {
  std::vector<v1::Unit> units;
  // By number.
  std::vector<std::string> unit_ids;
  std::vector<Person> persons;
};

inline DayNumber DayOf2024(int month, int day) {
  return ToDayNumber(absl::CivilDay(2024, month, day));
}

struct SmallShape {
  int services = 3;
  // Of each service.
  int units = 3;
  // Persons of a unit: from three to one less than three more than this.
  unsigned largest = 60;
  // One person in thirty has two positions.
  bool second_positions = true;
};

inline std::vector<v1::Unit> SmallUnits(const SmallShape& shape) {
  std::vector<v1::Unit> units;
  for (int service = 1; service <= shape.services; ++service) {
    v1::Unit& above = units.emplace_back();
    above.set_name(absl::StrCat("areas/asker/units/s", service));
    above.set_order(service);
    above.add_titles()->set_text(absl::StrCat("Service ", service));
    for (int i = 1; i <= shape.units; ++i) {
      const std::string parent = absl::StrCat("areas/asker/units/s", service);
      v1::Unit& unit = units.emplace_back();
      unit.set_name(absl::StrCat(parent, "u", i));
      unit.set_order(i);
      unit.add_titles()->set_text(absl::StrCat("Unit ", i));
      unit.add_placements()->set_parent(parent);
    }
  }
  return units;
}

inline Position RandomPosition(uint32_t unit, std::mt19937& random) {
  constexpr uint32_t kPercents[] = {10000, 10000, 10000, 10000, 9000, 8000, 7500, 6000, 5000, 2000};
  constexpr v1::PositionKind kKinds[] = {v1::POSITION_KIND_PERMANENT, v1::POSITION_KIND_PERMANENT,
                                         v1::POSITION_KIND_PERMANENT, v1::POSITION_KIND_PERMANENT,
                                         v1::POSITION_KIND_TEMPORARY, v1::POSITION_KIND_APPRENTICE};
  Position position{.unit = unit, .percent = kPercents[random() % 10]};
  position.kind = static_cast<uint8_t>(kKinds[random() % 6]);
  position.education = static_cast<uint8_t>(1 + random() % 4);
  if (random() % 10 == 0) position.from = DayOf2024(1 + static_cast<int>(random() % 12), 3);
  if (random() % 10 == 0) position.to = DayOf2024(1 + static_cast<int>(random() % 12), 20);
  if (position.to < position.from) position.to = kNoLastDay;
  return position;
}

inline void AddAbsences(Person& person, std::mt19937& random) {
  for (int month = 1; month <= 12; ++month) {
    if (random() % 8 != 0) continue;
    const bool doctor = random() % 2 == 0;
    person.absences.push_back(
        {.from = DayOf2024(month, 2),
         .to = DayOf2024(month, doctor ? 27 : 4),
         .degree = doctor ? 5000u + 1000u * (static_cast<uint32_t>(random()) % 6) : 10000u,
         .basis = static_cast<uint8_t>(doctor ? v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED
                                              : v1::CERTIFICATION_BASIS_SELF_CERTIFIED),
         .kind = v1::ABSENCE_KIND_SICK});
  }
}

// Each service has up to two managers.
inline SmallRegister MakeSmallRegister(unsigned seed, const SmallShape& shape = {}) {
  std::mt19937 random(seed);
  SmallRegister made{.units = SmallUnits(shape), .unit_ids = {}, .persons = {}};
  for (const v1::Unit& unit : made.units) {
    made.unit_ids.push_back(unit.name().substr(unit.name().rfind('/') + 1));
  }
  for (uint32_t unit = 0; unit < made.units.size(); ++unit) {
    const bool is_service = made.units[unit].placements().empty();
    const int persons = is_service ? static_cast<int>(random() % 3)
                                   : 3 + static_cast<int>(random() % shape.largest);
    for (int i = 0; i < persons; ++i) {
      Person& person = made.persons.emplace_back();
      person.woman = random() % 4 != 0;
      person.birth_year = 1955 + 5 * static_cast<int>(random() % 10);
      person.positions.push_back(RandomPosition(unit, random));
      if (shape.second_positions && random() % 30 == 0) {
        const auto other = static_cast<uint32_t>(random() % made.units.size());
        person.positions.push_back(RandomPosition(other, random));
      }
      AddAbsences(person, random);
    }
  }
  return made;
}

// Fixes the slices, in their order, of a register; `frozen` has those that were fixed before.
class SmallPublisher {
 public:
  explicit SmallPublisher(const SmallRegister& of) : of_(of) {
    policy_.set_name("areas/asker/disclosurePolicies/2024");
    policy_ = WithDefaults(policy_);
  }

  v1::DisclosurePolicy& policy() { return policy_; }
  DisclosureRules& rules() { return rules_; }

  std::shared_ptr<const UnitTree> TreeOn(absl::CivilDay day) const {
    return std::make_shared<const UnitTree>(UnitTree::At(of_.units, day));
  }

  // Fixes what the period needs and is not fixed.
  void Fix(const Period& period) {
    for (const CubeSlice& slice : AllSlices(period, policy_.sick_leave_unit())) {
      const auto key = std::make_pair(slice.kind, slice.id());
      if (frozen_.contains(key)) continue;
      FigurePlan plan;
      AddSlot(slice.kind, slice.first(), slice.last(), TreeOn(slice.period.last_day()),
              of_.unit_ids, plan);
      DisclosureCounts counts(plan);
      for (const Person& person : of_.persons) counts.AddPerson(person, plan);
      const internal::v1::FrozenSlice* last_day = nullptr;
      if (slice.kind == Slot::kFlow) {
        last_day = &frozen_.at({Slot::kDay, Period::OfDay(slice.period.last_day()).FormatId()})
                        .at(DisclosureTable::kFte);
      }
      const FrozenTables none;
      frozen_[key] = Freeze({.counts = counts,
                             .slot = plan.slots[0],
                             .slot_number = 0,
                             .rules = rules_,
                             .policy_revision = 1,
                             .before = none,
                             .last_day = last_day},
                            TablesOf(slice, policy_.sick_leave_unit()));
    }
  }

  const internal::v1::FrozenSlice& frozen(DisclosureTable table, const CubeSlice& slice) const {
    return frozen_.at({slice.kind, slice.id()}).at(table);
  }

 private:
  const SmallRegister& of_;
  v1::DisclosurePolicy policy_;
  DisclosureRules rules_;
  std::map<std::pair<Slot::Kind, std::string>, FrozenTables> frozen_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_TESTS_UNIT_SERVICES_WORKFORCE_SMALL_REGISTER_H_
