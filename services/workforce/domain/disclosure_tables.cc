#include "services/workforce/domain/disclosure_tables.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/types/work_calendar.h"
#include "services/workforce/domain/add_person.h"

namespace tertial::workforce {
namespace {

using Table = DisclosureTable;

constexpr std::array<Table, 20> kTables = {
    Table::kBase,   Table::kSex,    Table::kAge,      Table::kFte,      Table::kPos,
    Table::kEdu,    Table::kJob,    Table::kKind,     Table::kLong,     Table::kSick,
    Table::kBasis,  Table::kBand,   Table::kTurnover, Table::kParental, Table::kSexAge,
    Table::kPosSex, Table::kPosAge, Table::kKindSex,  Table::kSickSex,  Table::kSickAge};

constexpr std::array<v1::Sex, 2> kSexes = {v1::SEX_WOMEN, v1::SEX_MEN};
constexpr std::array<v1::AgeBand, kAgeBands> kBands = {v1::AGE_BAND_UNDER_30, v1::AGE_BAND_30_TO_39,
                                                       v1::AGE_BAND_40_TO_49, v1::AGE_BAND_50_TO_59,
                                                       v1::AGE_BAND_60_AND_OVER};
constexpr std::array<Counter, 4> kPositionClasses = {Counter::kNonPermanent, Counter::kBelow80,
                                                     Counter::kFrom80, Counter::kFull};

// Counters of percentages are in hundredths of a per cent, products of two of them likewise.
constexpr int64_t kWhole = 10'000;

bool IsForTheAreaAlone(Table table) { return table == Table::kJob || table >= Table::kTurnover; }

// The sum over one part of a table whose counters add up over parts.
int64_t SumOfPart(const CounterTable& table, int slot, const UnitTree& tree, const Part& part,
                  v1::Sex sex, v1::AgeBand band, Counter counter) {
  int64_t sum = table.Sum(slot, part.node, sex, band, counter);
  if (!part.own) return sum;
  for (const int child : tree.children(part.node)) {
    sum -= table.Sum(slot, child, sex, band, counter);
  }
  return sum;
}

// What a table is asked about: the people of some parts, of a sex and age band.
class People {
 public:
  People(const DisclosureCounts& counts, const Slot& slot, int number, absl::Span<const Part> parts,
         bool whole_area)
      : counts_(counts), slot_(slot), number_(number), parts_(parts), whole_area_(whole_area) {}

  // In the whole area nobody works in any other part as well.
  int64_t Count(Counter counter, v1::Sex sex = v1::SEX_TOTAL,
                v1::AgeBand band = v1::AGE_BAND_UNSPECIFIED) const {
    if (whole_area_) return counts_.all().Sum(number_, 0, sex, band, counter);
    int64_t sum = 0;
    for (const Part& part : parts_) {
      sum += SettledSum(counts_, *slot_.tree, number_, part, sex, band, counter);
    }
    return sum;
  }

  // Lost days, of everybody, and the most that may be one person's. That is told of nodes only; the
  // people of a node's own are a part of it.
  int64_t Lost(Counter part_of_lost, v1::Sex sex, v1::AgeBand band) const {
    int64_t sum = 0;
    for (const Part& part : parts_) {
      sum += SumOfPart(counts_.all(), number_, *slot_.tree, part, sex, band, part_of_lost);
    }
    return sum;
  }
  int64_t LargestLost(Counter part_of_lost, v1::Sex sex, v1::AgeBand band) const {
    int64_t sum = 0;
    int64_t above = 0;
    for (const Part& part : parts_) {
      sum += counts_.all().LargestLost(number_, part.node, sex, band, part_of_lost);
      const int parent = part.own || part.node == 0 ? part.node : slot_.tree->parent(part.node);
      above = std::max(above, counts_.all().LargestLost(number_, parent, sex, band, part_of_lost));
    }
    // Who lost days in several parts lost no more than somebody did in what is above them.
    return std::min(sum, above);
  }

  int64_t workdays() const { return WorkdaysBetween(slot_.first, slot_.last); }

 private:
  const DisclosureCounts& counts_;
  const Slot& slot_;
  const int number_;
  const absl::Span<const Part> parts_;
  const bool whole_area_;
};

class TableSafety : public Safety {
 public:
  TableSafety(Table table, const DisclosureCounts& counts, const Slot& slot, int number,
              const DisclosureRules& rules)
      : table_(table), counts_(counts), slot_(slot), number_(number), rules_(rules) {}

  bool Safe(absl::Span<const Part> parts, int blocks) const override {
    const bool whole_area = parts.size() == 1 && parts[0].node == 0 && !parts[0].own;
    const People people(counts_, slot_, number_, parts, whole_area);
    // Whoever knows that there is somebody in each block must still not know how many there are.
    if (!IsForTheAreaAlone(table_) && blocks > 1 &&
        people.Count(Counter::kPersons) < rules_.fewest_persons + blocks) {
      return false;
    }
    return slot_.kind == Slot::kDay ? SafeOnDay(people) : SafeInPeriod(people);
  }

  int64_t Persons(const Part& part) const override {
    return SettledSum(counts_, *slot_.tree, number_, part, v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED,
                      Counter::kPersons);
  }

  bool HasOwnPeople(int node) const override { return counts_.HasOwnPeople(number_, node); }

 private:
  bool Enough(int64_t persons) const { return persons >= rules_.fewest_persons; }
  int64_t fewest_percent() const { return rules_.fewest_ftes * kWhole; }

  bool SafeOnDay(const People& people) const {
    switch (table_) {
      case Table::kBase:
        return Enough(people.Count(Counter::kPersons));
      case Table::kSex:
        return EnoughOfEachSex(people, Counter::kPersons);
      case Table::kAge:
        return EnoughOfEachBand(people, Counter::kPersons);
      case Table::kFte:
        return SafeFtes(people);
      case Table::kEdu:
        return SafeEducation(people);
      case Table::kPos:
        return EnoughOfEachPosition([&](Counter counter) { return Enough(people.Count(counter)); });
      case Table::kJob:
        return Enough(people.Count(Counter::kPersonsFullJob)) &&
               Enough(people.Count(Counter::kPersonsPartJob));
      case Table::kKind:
        return SafeKinds(people, v1::SEX_TOTAL);
      case Table::kLong:
        return SafeLongAbsence(people);
      case Table::kSexAge:
        return std::all_of(kBands.begin(), kBands.end(), [&](v1::AgeBand band) {
          return EnoughOfEachSex(people, Counter::kPersons, band);
        });
      case Table::kPosSex:
        return EnoughOfEachPosition(
            [&](Counter counter) { return EnoughOfEachSex(people, counter); });
      case Table::kPosAge:
        return EnoughOfEachPosition(
            [&](Counter counter) { return EnoughOfEachBand(people, counter); });
      case Table::kKindSex:
        return SafeKinds(people, v1::SEX_WOMEN) && SafeKinds(people, v1::SEX_MEN);
      default:
        return false;
    }
  }

  bool SafeInPeriod(const People& people) const {
    switch (table_) {
      case Table::kSick:
        return SafeSickLeave(people, v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED);
      case Table::kBasis:
        return SafeLost(people, Counter::kLostSelf, Counter::kSelfPersons) &&
               SafeLost(people, Counter::kLostDoctor, Counter::kDoctorPersons);
      case Table::kBand:
        return SafeLost(people, Counter::kLostShort, Counter::kShortPersons) &&
               SafeLost(people, Counter::kLostLong, Counter::kLongTermPersons);
      case Table::kTurnover:
        return Enough(people.Count(Counter::kLeavers)) && Enough(people.Count(Counter::kJoiners)) &&
               Enough(people.Count(Counter::kBefore) - people.Count(Counter::kLeavers));
      case Table::kParental:
        return EnoughOfEachSex(people, Counter::kParentalPersons);
      case Table::kSickSex:
        return std::all_of(kSexes.begin(), kSexes.end(), [&](v1::Sex sex) {
          return SafeSickLeave(people, sex, v1::AGE_BAND_UNSPECIFIED);
        });
      case Table::kSickAge:
        return std::all_of(kBands.begin(), kBands.end(), [&](v1::AgeBand band) {
          return SafeSickLeave(people, v1::SEX_TOTAL, band);
        });
      default:
        return false;
    }
  }

  bool EnoughOfEachSex(const People& people, Counter counter,
                       v1::AgeBand band = v1::AGE_BAND_UNSPECIFIED) const {
    return std::all_of(kSexes.begin(), kSexes.end(),
                       [&](v1::Sex sex) { return Enough(people.Count(counter, sex, band)); });
  }

  bool EnoughOfEachBand(const People& people, Counter counter) const {
    return std::all_of(kBands.begin(), kBands.end(), [&](v1::AgeBand band) {
      return Enough(people.Count(counter, v1::SEX_TOTAL, band));
    });
  }

  template <typename Test>
  bool EnoughOfEachPosition(const Test& test) const {
    return std::all_of(kPositionClasses.begin(), kPositionClasses.end(), test);
  }

  // With room to think some position smaller and another larger by a whole one.
  bool SafeFtes(const People& people) const {
    return Enough(people.Count(Counter::kPersons)) &&
           people.Count(Counter::kPercent) >= fewest_percent() &&
           people.Count(Counter::kFoot) >= kWhole && people.Count(Counter::kHead) >= kWhole;
  }

  bool SafeEducation(const People& people) const {
    const int64_t persons = people.Count(Counter::kEducatedPersons);
    const int64_t percent = people.Count(Counter::kEducatedPercent);
    return Enough(persons) && Enough(people.Count(Counter::kPersons) - persons) &&
           percent >= fewest_percent() &&
           people.Count(Counter::kPercent) - percent >= fewest_percent();
  }

  bool SafeKinds(const People& people, v1::Sex sex) const {
    const int64_t temporary = people.Count(Counter::kTemporary, sex);
    const int64_t apprentices = people.Count(Counter::kApprentice, sex);
    const int64_t permanent = people.Count(Counter::kPersons, sex) - temporary - apprentices;
    return Enough(permanent) && Enough(temporary) && Enough(apprentices);
  }

  bool SafeLongAbsence(const People& people) const {
    const int64_t away = people.Count(Counter::kLongPersons);
    const int64_t at_work =
        people.Count(Counter::kPercent) * kWhole - people.Count(Counter::kLongPercent);
    return Enough(away) && Enough(people.Count(Counter::kPersons) - away) &&
           at_work >= fewest_percent() * kWhole;
  }

  bool SafeSickLeave(const People& people, v1::Sex sex, v1::AgeBand band) const {
    const int64_t sick = people.Count(Counter::kSickPersons, sex, band);
    return Enough(people.Count(Counter::kPersons, sex, band) - sick) &&
           people.Count(Counter::kContracted, sex, band) >= fewest_percent() * people.workdays() &&
           SafeLost(people, Counter::kLost, Counter::kSickPersons, sex, band);
  }

  bool SafeLost(const People& people, Counter lost, Counter persons, v1::Sex sex = v1::SEX_TOTAL,
                v1::AgeBand band = v1::AGE_BAND_UNSPECIFIED) const {
    return Enough(people.Count(persons, sex, band)) &&
           people.LargestLost(lost, sex, band) * 100 <=
               people.Lost(lost, sex, band) * rules_.largest_percent;
  }

  const Table table_;
  const DisclosureCounts& counts_;
  const Slot& slot_;
  const int number_;
  const DisclosureRules rules_;
};

// Whether a position counts in a slot.
bool IsIn(const Position& position, const Slot& slot) {
  switch (slot.kind) {
    case Slot::kDay:
      return position.from <= slot.last && slot.last <= position.to;
    case Slot::kFlow:
      return position.from <= slot.last && slot.first <= position.to;
    case Slot::kTurnover:
      break;
  }
  return (position.from <= slot.first && slot.first <= position.to) ||
         (position.from <= slot.last && slot.last <= position.to);
}

}  // namespace

absl::Span<const DisclosureTable> DisclosureTables() { return kTables; }

std::vector<DisclosureTable> CoarserThan(DisclosureTable table) {
  switch (table) {
    case Table::kSex:
    case Table::kAge:
    case Table::kFte:
      return {Table::kBase};
    case Table::kPos:
      return {Table::kFte};
    case Table::kEdu:
    case Table::kJob:
    case Table::kKind:
    case Table::kLong:
      return {Table::kPos};
    case Table::kBasis:
    case Table::kBand:
    case Table::kSickSex:
    case Table::kSickAge:
      return {Table::kSick};
    case Table::kSexAge:
      return {Table::kSex, Table::kAge};
    case Table::kPosSex:
      return {Table::kPos, Table::kSex};
    case Table::kPosAge:
      return {Table::kPos, Table::kAge};
    case Table::kKindSex:
      return {Table::kKind, Table::kSex};
    default:
      return {};
  }
}

int DeepestOf(DisclosureTable table) { return IsForTheAreaAlone(table) ? 0 : kDeepestUnit; }

Slot::Kind SlotKindOf(DisclosureTable table) {
  switch (table) {
    case Table::kSick:
    case Table::kBasis:
    case Table::kBand:
    case Table::kParental:
    case Table::kSickSex:
    case Table::kSickAge:
      return Slot::kFlow;
    case Table::kTurnover:
      return Slot::kTurnover;
    default:
      return Slot::kDay;
  }
}

bool NeedsCertificate(DisclosureTable table) {
  return table == Table::kSexAge || table == Table::kPosSex || table == Table::kPosAge ||
         table == Table::kKindSex;
}

DisclosureCounts::DisclosureCounts(const FigurePlan& plan) : all_(plan) {
  for (size_t i = 0; i < plan.slots.size(); ++i) {
    FigurePlan one;
    one.slots = {plan.slots[i]};
    one.short_term_days = plan.short_term_days;
    one.node_of_unit = {plan.node_of_unit[i]};
    settled_.emplace_back(one);
    plans_.push_back(std::move(one));
    has_own_.emplace_back(static_cast<size_t>(plan.slots[i].tree->size()));
  }
}

void DisclosureCounts::AddPerson(const Person& person, const FigurePlan& plan) {
  workforce::AddPerson(person, plan, 1, all_);
  for (size_t i = 0; i < plan.slots.size(); ++i) {
    std::optional<int> block;
    bool is_settled = true;
    for (const Position& position : person.positions) {
      if (!IsIn(position, plan.slots[i])) continue;
      const int node = plan.node_of_unit[i][position.unit];
      has_own_[i][static_cast<size_t>(node)] = true;
      is_settled = is_settled && block.value_or(node) == node;
      block = node;
    }
    if (block.has_value() && is_settled) workforce::AddPerson(person, plans_[i], 1, settled_[i]);
  }
}

std::unique_ptr<Safety> SafetyOf(DisclosureTable table, const DisclosureCounts& counts,
                                 const Slot& slot, int slot_number, const DisclosureRules& rules) {
  return std::make_unique<TableSafety>(table, counts, slot, slot_number, rules);
}

int64_t SettledSum(const DisclosureCounts& counts, const UnitTree& tree, int slot, const Part& part,
                   v1::Sex sex, v1::AgeBand band, Counter counter) {
  return SumOfPart(counts.settled(slot), 0, tree, part, sex, band, counter);
}

}  // namespace tertial::workforce
