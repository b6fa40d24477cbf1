#include "services/workforce/domain/add_person.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "services/workforce/domain/spells.h"
#include "tertial/workforce/v1/registers_resources.pb.h"

namespace tertial::workforce {
namespace {

constexpr int64_t kWhole = 10'000;
constexpr int64_t kEightyPercent = 8'000;
// Of one job, in hundredths of a per cent, while it is no full one.
constexpr int64_t kLeastOfJob = 1;
constexpr int64_t kMostOfPartJob = kWhole - 1;

// What the positions of one person come to, node by node. A Part is what some of them come to;
// Merge makes one of two.
template <typename Part>
class PartsByNode {
 public:
  void Add(int node, const Part& part) {
    for (auto& [known, sum] : parts_) {
      if (known == node) {
        sum.Merge(part);
        return;
      }
    }
    parts_.emplace_back(node, part);
  }

  // Calls `visit(node, part)` once for each node that was added to and each above one.
  template <typename Visitor>
  void VisitUpwards(const UnitTree& tree, Visitor visit) const {
    if (parts_.size() == 1) {
      for (int node = parts_[0].first; node > 0; node = tree.parent(node)) {
        visit(node, parts_[0].second);
      }
      visit(0, parts_[0].second);
      return;
    }
    PartsByNode all;
    for (const auto& [leaf, part] : parts_) {
      for (int node = leaf; node > 0; node = tree.parent(node)) all.Add(node, part);
      all.Add(0, part);
    }
    for (const auto& [node, part] : all.parts_) visit(node, part);
  }

  bool empty() const { return parts_.empty(); }

 private:
  absl::InlinedVector<std::pair<int, Part>, 4> parts_;
};

// One person, one slot: where what is counted goes.
class Target {
 public:
  Target(const Person& person, const FigurePlan& plan, size_t slot, int sign, CounterTable& table)
      : plan_(plan),
        number_(slot),
        stratum_(StratumOf(person.woman, AgeBandOf(person.birth_year, plan.slots[slot].year))),
        sign_(sign),
        table_(table) {}

  const Slot& slot() const { return plan_.slots[number_]; }
  const UnitTree& tree() const { return *slot().tree; }
  int NodeOf(const Position& position) const { return plan_.node_of_unit[number_][position.unit]; }
  bool Counts(const Position& position) const {
    return !plan_.occupation.has_value() || position.occupation == *plan_.occupation;
  }
  bool adds() const { return sign_ > 0; }

  // The counters of a node.
  class Sums {
   public:
    Sums(int64_t* counters, int sign) : counters_(counters), sign_(sign) {}
    void Add(Counter counter, int64_t number) const {
      counters_[static_cast<int>(counter)] += sign_ * number;
    }
    void AddIf(bool condition, Counter counter) const { Add(counter, condition ? 1 : 0); }

   private:
    int64_t* const counters_;
    const int sign_;
  };
  Sums At(int node) const {
    return Sums(table_.counters(static_cast<int>(number_), node, stratum_), sign_);
  }
  void RaiseLargestLost(int node, Counter part, int64_t lost) const {
    table_.RaiseLargestLost(static_cast<int>(number_), node, stratum_, part, lost);
  }

 private:
  const FigurePlan& plan_;
  const size_t number_;
  const int stratum_;
  const int sign_;
  CounterTable& table_;
};

template <typename Row>
bool IsOpenOn(const Row& row, DayNumber day) {
  return row.from <= day && day <= row.to;
}

bool IsAbout(const Absence& absence, const Position& position) {
  return absence.unit_plus_1 == 0 || absence.unit_plus_1 == position.unit + 1;
}

// ---- The state on a day.

struct DayPart {
  int positions = 0;
  int64_t percent = 0;
  int64_t long_percent = 0;
  int64_t educated_percent = 0;
  int64_t jobs = 0;
  int64_t full_jobs = 0;
  bool permanent = false;
  bool temporary = false;
  bool educated = false;
  bool on_long_leave = false;

  void Merge(const DayPart& other) {
    positions += other.positions;
    percent += other.percent;
    long_percent += other.long_percent;
    educated_percent += other.educated_percent;
    jobs += other.jobs;
    full_jobs += other.full_jobs;
    permanent |= other.permanent;
    temporary |= other.temporary;
    educated |= other.educated;
    on_long_leave |= other.on_long_leave;
  }
};

// The degree of doctor-certified sick leave and parental leave from a position on a day.
int64_t LongAbsence(const Person& person, const Position& position, DayNumber day) {
  int64_t degree = 0;
  for (const Absence& absence : person.absences) {
    if (absence.from > day) break;
    const bool is_long = absence.kind == v1::ABSENCE_KIND_PARENTAL ||
                         (absence.kind == v1::ABSENCE_KIND_SICK &&
                          absence.basis == v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED);
    if (is_long && day <= absence.to && IsAbout(absence, position)) degree += absence.degree;
  }
  return std::min(degree, kWhole);
}

DayPart DayPartOf(const Person& person, const Position& position, DayNumber day) {
  const int64_t percent = position.percent;
  const bool hourly = position.kind == v1::POSITION_KIND_HOURLY;
  const int64_t away = LongAbsence(person, position, day);
  DayPart part;
  part.positions = 1;
  part.percent = percent;
  part.long_percent = percent * away;
  part.on_long_leave = away > 0;
  part.educated = position.education == v1::EDUCATION_LEVEL_TRADE_CERTIFICATE ||
                  position.education == v1::EDUCATION_LEVEL_HIGHER;
  if (part.educated) part.educated_percent = percent;
  part.jobs = hourly && percent == 0 ? 0 : 1;
  part.full_jobs = percent == kWhole ? 1 : 0;
  part.permanent = position.kind == v1::POSITION_KIND_PERMANENT;
  part.temporary = position.kind == v1::POSITION_KIND_TEMPORARY || hourly;
  return part;
}

// What is known of the person as a whole on a day.
struct WholePerson {
  int positions = 0;
  // Σ percent of permanent positions.
  int64_t permanent = 0;
  // By how much the sum of all part-time jobs could be lower or higher.
  int64_t permanent_down = 0;
  int64_t permanent_up = 0;
  int64_t other_down = 0;
  int64_t other_up = 0;

  void Add(const Position& position) {
    ++positions;
    const int64_t percent = position.percent;
    const bool is_permanent = position.kind == v1::POSITION_KIND_PERMANENT;
    if (is_permanent) permanent += percent;
    // A full job stays one, and one of no size too.
    if (percent == 0 || percent == kWhole) return;
    (is_permanent ? permanent_down : other_down) += percent - kLeastOfJob;
    (is_permanent ? permanent_up : other_up) += kMostOfPartJob - percent;
  }

  int64_t Foot() const {
    const int64_t lower = permanent >= kWhole           ? kWhole
                          : permanent >= kEightyPercent ? kEightyPercent
                                                        : 0;
    return other_down + std::min(permanent_down, permanent - lower);
  }
  int64_t Head() const {
    if (permanent >= kWhole) return other_up + permanent_up;
    const int64_t upper = permanent >= kEightyPercent ? kWhole - 1 : kEightyPercent - 1;
    return other_up + std::min(permanent_up, upper - permanent);
  }
};

Counter SizeClass(int64_t permanent) {
  if (permanent >= kWhole) return Counter::kFull;
  return permanent >= kEightyPercent ? Counter::kFrom80 : Counter::kBelow80;
}

void AddDayPart(const DayPart& part, const WholePerson& whole, const Target::Sums& sums) {
  sums.Add(Counter::kPersons, 1);
  sums.Add(Counter::kPercent, part.percent);
  if (part.positions == whole.positions) {
    sums.Add(Counter::kFoot, whole.Foot());
    sums.Add(Counter::kHead, whole.Head());
  }
  sums.Add(part.permanent ? SizeClass(whole.permanent) : Counter::kNonPermanent, 1);
  sums.Add(Counter::kJobs, part.jobs);
  sums.Add(Counter::kFullJobs, part.full_jobs);
  sums.AddIf(part.full_jobs > 0, Counter::kPersonsFullJob);
  sums.AddIf(part.jobs > part.full_jobs, Counter::kPersonsPartJob);
  sums.AddIf(part.educated, Counter::kEducatedPersons);
  sums.Add(Counter::kEducatedPercent, part.educated_percent);
  if (!part.permanent) {
    sums.Add(part.temporary ? Counter::kTemporary : Counter::kApprentice, 1);
  }
  sums.AddIf(part.on_long_leave, Counter::kLongPersons);
  sums.Add(Counter::kLongPercent, part.long_percent);
}

void AddDay(const Person& person, const Target& target) {
  const DayNumber day = target.slot().last;
  PartsByNode<DayPart> parts;
  WholePerson whole;
  for (const Position& position : person.positions) {
    if (!IsOpenOn(position, day) || !target.Counts(position)) continue;
    parts.Add(target.NodeOf(position), DayPartOf(person, position, day));
    whole.Add(position);
  }
  if (parts.empty()) return;
  parts.VisitUpwards(target.tree(), [&](int node, const DayPart& part) {
    AddDayPart(part, whole, target.At(node));
  });
}

// ---- What happened in a period.

// The counters of lost days with those of the persons who lost them.
constexpr std::array<std::pair<Counter, Counter>, 5> kLost = {{
    {Counter::kLost, Counter::kSickPersons},
    {Counter::kLostSelf, Counter::kSelfPersons},
    {Counter::kLostDoctor, Counter::kDoctorPersons},
    {Counter::kLostShort, Counter::kShortPersons},
    {Counter::kLostLong, Counter::kLongTermPersons},
}};
enum LostPart { kAll, kSelf, kDoctor, kShort, kLong };

struct FlowPart {
  int64_t contracted = 0;
  std::array<int64_t, kLost.size()> lost = {};

  void Merge(const FlowPart& other) {
    contracted += other.contracted;
    for (size_t i = 0; i < lost.size(); ++i) lost[i] += other.lost[i];
  }
};

// The days that two rows or periods share; `from` after `to` where there is none.
struct Days {
  DayNumber from;
  DayNumber to;

  bool empty() const { return to < from; }
  int64_t workdays() const { return WorkdaysBetween(from, to); }
};

Days Shared(DayNumber from, DayNumber to, const Days& days) {
  return {std::max(from, days.from), std::min(to, days.to)};
}

void AddLost(const SickLeave& leave, const Days& days, int64_t percent, int short_term_days,
             FlowPart& part) {
  const int64_t product = percent * leave.absence->degree;
  const int64_t all = product * days.workdays();
  const DayNumber last_short = leave.spell_first + static_cast<DayNumber>(short_term_days) - 1;
  const Days first_days{days.from, std::min(days.to, last_short)};
  const int64_t in_short = first_days.empty() ? 0 : product * first_days.workdays();
  part.lost[kAll] += all;
  part.lost[leave.absence->basis == v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED ? kDoctor : kSelf] +=
      all;
  part.lost[kShort] += in_short;
  part.lost[kLong] += all - in_short;
}

// The days of parental leave from one position.
struct ParentalPart {
  struct Leave {
    const Absence* absence;
    Days days;
  };
  absl::InlinedVector<Leave, 2> leaves;

  void Merge(const ParentalPart& other) {
    leaves.insert(leaves.end(), other.leaves.begin(), other.leaves.end());
  }
};

// Σ degree over the workdays of each leave, a day with several positions counted once.
int64_t ParentalDays(const ParentalPart& part) {
  auto leaves = part.leaves;
  std::sort(leaves.begin(), leaves.end(), [](const auto& a, const auto& b) {
    return std::pair(a.absence, a.days.from) < std::pair(b.absence, b.days.from);
  });
  int64_t sum = 0;
  const Absence* absence = nullptr;
  DayNumber next = 0;
  for (const ParentalPart::Leave& leave : leaves) {
    if (leave.absence != absence) next = 0;
    absence = leave.absence;
    const Days days{std::max(leave.days.from, next), leave.days.to};
    if (days.empty()) continue;
    sum += days.workdays() * absence->degree;
    next = days.to + 1;
  }
  return sum;
}

void AddParental(const Person& person, const Target& target) {
  const Days period{target.slot().first, target.slot().last};
  PartsByNode<ParentalPart> parts;
  for (const Absence& absence : person.absences) {
    if (absence.kind != v1::ABSENCE_KIND_PARENTAL) continue;
    const Days away = Shared(absence.from, absence.to, period);
    for (const Position& position : person.positions) {
      const Days days = Shared(position.from, position.to, away);
      if (days.empty() || !target.Counts(position) || !IsAbout(absence, position)) continue;
      ParentalPart part;
      part.leaves.push_back({&absence, days});
      parts.Add(target.NodeOf(position), part);
    }
  }
  if (parts.empty()) return;
  parts.VisitUpwards(target.tree(), [&](int node, const ParentalPart& part) {
    const int64_t days = ParentalDays(part);
    target.At(node).Add(Counter::kParentalDays, days);
    target.At(node).AddIf(days > 0, Counter::kParentalPersons);
  });
}

void AddFlow(const Person& person, int short_term_days, const Target& target) {
  const Days period{target.slot().first, target.slot().last};
  const auto leaves = SickLeavesOf(person);
  PartsByNode<FlowPart> parts;
  for (const Position& position : person.positions) {
    const Days days = Shared(position.from, position.to, period);
    if (days.empty() || !target.Counts(position)) continue;
    FlowPart part;
    part.contracted = position.percent * days.workdays();
    for (const SickLeave& leave : leaves) {
      const Days away = Shared(leave.absence->from, leave.absence->to, days);
      if (away.empty() || !IsAbout(*leave.absence, position)) continue;
      AddLost(leave, away, position.percent, short_term_days, part);
    }
    parts.Add(target.NodeOf(position), part);
  }
  if (parts.empty()) return;
  parts.VisitUpwards(target.tree(), [&](int node, const FlowPart& part) {
    const Target::Sums sums = target.At(node);
    sums.AddIf(part.contracted > 0, Counter::kPersons);
    sums.Add(Counter::kContracted, part.contracted);
    if (part.lost[kAll] == 0) return;
    for (size_t i = 0; i < kLost.size(); ++i) {
      sums.Add(kLost[i].first, part.lost[i]);
      sums.AddIf(part.lost[i] > 0, kLost[i].second);
      if (target.adds()) target.RaiseLargestLost(node, kLost[i].first, part.lost[i]);
    }
  });
}

// ---- Who left and who came.

struct TurnoverPart {
  bool before = false;
  bool after = false;

  void Merge(const TurnoverPart& other) {
    before |= other.before;
    after |= other.after;
  }
};

void AddTurnover(const Person& person, const Target& target) {
  PartsByNode<TurnoverPart> parts;
  for (const Position& position : person.positions) {
    const TurnoverPart part{IsOpenOn(position, target.slot().first),
                            IsOpenOn(position, target.slot().last)};
    if ((part.before || part.after) && target.Counts(position)) {
      parts.Add(target.NodeOf(position), part);
    }
  }
  if (parts.empty()) return;
  parts.VisitUpwards(target.tree(), [&](int node, const TurnoverPart& part) {
    const Target::Sums sums = target.At(node);
    sums.AddIf(part.before, Counter::kBefore);
    sums.AddIf(part.before && !part.after, Counter::kLeavers);
    sums.AddIf(!part.before && part.after, Counter::kJoiners);
  });
}

}  // namespace

void AddPerson(const Person& person, const FigurePlan& plan, int sign, CounterTable& table) {
  for (size_t i = 0; i < plan.slots.size(); ++i) {
    const Target target(person, plan, i, sign, table);
    switch (plan.slots[i].kind) {
      case Slot::kDay:
        AddDay(person, target);
        break;
      case Slot::kFlow:
        AddFlow(person, plan.short_term_days, target);
        AddParental(person, target);
        break;
      case Slot::kTurnover:
        AddTurnover(person, target);
        break;
    }
  }
}

}  // namespace tertial::workforce
