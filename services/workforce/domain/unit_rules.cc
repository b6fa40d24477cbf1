#include "services/workforce/domain/unit_rules.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/facts/checks.h"
#include "common/types/calendar.h"
#include "common/types/work_calendar.h"
#include "services/workforce/domain/unit_tree.h"

namespace tertial::workforce {
namespace {

constexpr int kMostPlacements = 100;
constexpr int kMostOrigins = 100;

// Adds what is wrong with a day; returns it if nothing is.
std::optional<absl::CivilDay> CheckDay(absl::string_view field, const std::string& text,
                                       const Violations& violations) {
  const std::optional<absl::CivilDay> day = ParseCivilDay(text);
  if (!day.has_value()) {
    violations.Add(
        field, common::v1::ERROR_REASON_INVALID_DATE,
        absl::StrCat(Quoted(text), " names no day of the calendar; write it as 2024-12-31."));
    return std::nullopt;
  }
  if (day->year() < kFirstWorkYear || day->year() > kLastWorkYear) {
    violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                   absl::StrCat(Quoted(text), " lies outside the years ", kFirstWorkYear, " to ",
                                kLastWorkYear, "; correct the year."));
    return std::nullopt;
  }
  return day;
}

void CheckCount(absl::string_view field, int count, int most, const Violations& violations) {
  if (count <= most) return;
  violations.Add(field, common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
                 absl::StrCat("There are ", count, "; at most ", most, " are kept."));
}

// From when until when, both included.
struct Days {
  absl::CivilDay first = absl::CivilDay::min();
  absl::CivilDay last = absl::CivilDay::max();

  bool empty() const { return last < first; }
};

Days Both(const Days& a, const Days& b) {
  return {.first = std::max(a.first, b.first), .last = std::min(a.last, b.last)};
}

Days ValidityOf(const v1::Unit& unit) {
  Days days;
  days.first = ParseCivilDay(unit.valid_from()).value_or(days.first);
  days.last = ParseCivilDay(unit.valid_to()).value_or(days.last);
  return days;
}

absl::CivilDay StartOf(const v1::UnitPlacement& placement) {
  return ParseCivilDay(placement.from()).value_or(absl::CivilDay::min());
}

// While the unit is there and the placement holds.
Days DaysOf(const v1::Unit& unit, int placement) {
  Days days{.first = StartOf(unit.placements(placement))};
  if (placement + 1 < unit.placements_size()) {
    days.last = StartOf(unit.placements(placement + 1)) - 1;
  }
  return Both(days, ValidityOf(unit));
}

// The units of one area, and what would be wrong with one of them.
class Organisation {
 public:
  Organisation(const v1::Unit& unit, absl::Span<const v1::Unit> units) : unit_(unit) {
    units_.push_back(&unit);
    for (const v1::Unit& other : units) {
      if (other.name() != unit.name()) units_.push_back(&other);
    }
    for (size_t i = 0; i < units_.size(); ++i) number_.emplace(units_[i]->name(), i);
    for (const v1::Unit* const one : units_) {
      for (const v1::UnitPlacement& placement : one->placements()) days_.insert(StartOf(placement));
    }
  }

  void CheckPlaces(const Violations& violations) const {
    for (const absl::CivilDay day : days_) {
      const std::vector<size_t> parents = ParentsOn(day);
      // Where the unit's own way up is round, nothing above or below it can be told.
      if (!HeightOf(0, parents).has_value()) {
        violations.Add("placements", common::v1::ERROR_REASON_UNIT_CYCLE,
                       absl::StrCat("It stands above itself", OnDay(day),
                                    "; place it below a unit that is not below it."));
        return;
      }
      for (size_t i = 0; i < units_.size(); ++i) {
        if (!IsBelow(i, parents) || HeightOf(i, parents).value_or(0) <= kDeepestUnit) continue;
        violations.Add(
            "placements", common::v1::ERROR_REASON_VALUE_OUT_OF_RANGE,
            absl::StrCat("More than ", kDeepestUnit, " units stand one above the other", OnDay(day),
                         ", the lowest ", Quoted(units_[i]->name()), "; place it higher."));
        return;
      }
    }
  }

  void CheckParents(const Violations& violations) const {
    for (int i = 0; i < unit_.placements_size(); ++i) {
      const Days days = DaysOf(unit_, i);
      const auto parent = number_.find(unit_.placements(i).parent());
      if (days.empty() || parent == number_.end()) continue;
      if (IsThere(*units_[parent->second], days)) continue;
      violations.At("placements", static_cast<size_t>(i))
          .Add("parent", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
               absl::StrCat(Quoted(unit_.placements(i).parent()),
                            " is not there as long as this unit is placed below it; end the "
                            "placement when it ends."));
    }
  }

  void CheckChildren(const Violations& violations) const {
    for (size_t i = 1; i < units_.size(); ++i) {
      for (int k = 0; k < units_[i]->placements_size(); ++k) {
        if (units_[i]->placements(k).parent() != unit_.name()) continue;
        const Days days = DaysOf(*units_[i], k);
        if (days.empty() || IsThere(unit_, days)) continue;
        violations.Add("valid_to", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                       absl::StrCat(Quoted(units_[i]->name()),
                                    " is placed below it when it is not there; move that first."));
        return;
      }
    }
  }

 private:
  static constexpr size_t kTop = static_cast<size_t>(-1);

  static bool IsThere(const v1::Unit& unit, const Days& days) {
    const Days there = ValidityOf(unit);
    return there.first <= days.first && days.last <= there.last;
  }

  static std::string OnDay(absl::CivilDay day) {
    return day == absl::CivilDay::min() ? "" : absl::StrCat(" on ", absl::FormatCivilTime(day));
  }

  std::vector<size_t> ParentsOn(absl::CivilDay day) const {
    std::vector<size_t> parents;
    parents.reserve(units_.size());
    for (const v1::Unit* const unit : units_) {
      const auto parent = number_.find(ParentOn(*unit, day));
      parents.push_back(parent == number_.end() ? kTop : parent->second);
    }
    return parents;
  }

  // How many units there are from it up to the top; nothing where the way up is round.
  std::optional<int> HeightOf(size_t unit, const std::vector<size_t>& parents) const {
    size_t height = 0;
    for (; unit != kTop; unit = parents[unit]) {
      if (++height > units_.size()) return std::nullopt;
    }
    return static_cast<int>(height);
  }

  // Whether it is, or stands below, the unit that is looked at, whose own way up is not round.
  bool IsBelow(size_t unit, const std::vector<size_t>& parents) const {
    for (size_t steps = 0; unit != kTop && steps <= units_.size(); ++steps) {
      if (unit == 0) return true;
      unit = parents[unit];
    }
    return false;
  }

  const v1::Unit& unit_;
  // The unit itself is the first.
  std::vector<const v1::Unit*> units_;
  absl::flat_hash_map<std::string, size_t> number_;
  // On which something may be placed elsewhere than on the day before.
  std::set<absl::CivilDay> days_;
};

}  // namespace

void CheckValidity(const v1::Unit& unit, const Violations& violations) {
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> to;
  if (!unit.valid_from().empty()) from = CheckDay("valid_from", unit.valid_from(), violations);
  if (!unit.valid_to().empty()) to = CheckDay("valid_to", unit.valid_to(), violations);
  if (!from.has_value() || !to.has_value() || *from <= *to) return;
  violations.Add("valid_to", common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
                 absl::StrCat(Quoted(unit.valid_to()), " lies before valid_from, ",
                              Quoted(unit.valid_from()), "."));
}

void CheckPlacements(const v1::Unit& unit, const Violations& violations) {
  CheckCount("placements", unit.placements_size(), kMostPlacements, violations);
  std::optional<absl::CivilDay> before;
  for (int i = 0; i < unit.placements_size(); ++i) {
    const v1::UnitPlacement& placement = unit.placements(i);
    const Violations at = violations.At("placements", static_cast<size_t>(i));
    if (placement.parent() == unit.name()) {
      at.Add("parent", common::v1::ERROR_REASON_UNIT_CYCLE,
             "It is the unit itself; place it below another one, or at the top.");
    }
    std::optional<absl::CivilDay> from = absl::CivilDay::min();
    if (!placement.from().empty()) from = CheckDay("from", placement.from(), at);
    if (from.has_value() && before.has_value() && *from <= *before) {
      at.Add("from",
             *from == *before ? common::v1::ERROR_REASON_DUPLICATE_ELEMENT
                              : common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
             absl::StrCat(Quoted(placement.from()),
                          " is not after the day of the placement before it; write placements in "
                          "the order of their days, one for each."));
    }
    if (from.has_value()) before = from;
  }
}

void CheckOrigins(const v1::Unit& unit, const Violations& violations) {
  CheckCount("origins", unit.origins_size(), kMostOrigins, violations);
  for (int i = 0; i < unit.origins_size(); ++i) {
    const v1::UnitOrigin& origin = unit.origins(i);
    const Violations at = violations.At("origins", static_cast<size_t>(i));
    if (origin.unit().empty() == origin.external().empty()) {
      at.Add("unit",
             origin.unit().empty() ? common::v1::ERROR_REASON_FIELD_REQUIRED
                                   : common::v1::ERROR_REASON_INCONSISTENT_FIELDS,
             "Set either the unit that it came from or, of one from outside, `external`.");
    }
    if (origin.unit() == unit.name()) {
      at.Add("unit", common::v1::ERROR_REASON_INCONSISTENT_FIELDS, "It is the unit itself.");
    }
    CheckTexts("external", origin.external(), Presence::kOptional, at);
    CheckDay("date", origin.date(), at);
    CheckEnum("kind", origin.kind(), Presence::kRequired, at);
    CheckProvenance("provenance", origin.provenance(), at);
  }
}

bool DependsOnOtherUnits(const v1::Unit& unit) {
  return !unit.valid_from().empty() || !unit.valid_to().empty() || !unit.placements().empty();
}

void CheckUnitAmong(const v1::Unit& unit, absl::Span<const v1::Unit> units,
                    const Violations& violations) {
  const Organisation organisation(unit, units);
  organisation.CheckPlaces(violations);
  organisation.CheckParents(violations);
  organisation.CheckChildren(violations);
}

}  // namespace tertial::workforce
