#include "services/workforce/domain/counters.h"

#include <algorithm>
#include <cassert>

namespace tertial::workforce {
namespace {

// The first stratum of a sex and age band, and the one after the last, in steps.
struct Strata {
  int sex_first;
  int sex_end;
  int age_first;
  int age_end;
};

Strata StrataOf(v1::Sex sex, v1::AgeBand band) {
  Strata strata{0, 2, 0, kAgeBands};
  if (sex == v1::SEX_WOMEN) strata.sex_end = 1;
  if (sex == v1::SEX_MEN) strata.sex_first = 1;
  if (band != v1::AGE_BAND_UNSPECIFIED) {
    strata.age_first = static_cast<int>(band) - static_cast<int>(v1::AGE_BAND_UNDER_30);
    strata.age_end = strata.age_first + 1;
  }
  return strata;
}

}  // namespace

int StratumOf(bool woman, v1::AgeBand band) {
  return (woman ? 0 : kAgeBands) + static_cast<int>(band) - static_cast<int>(v1::AGE_BAND_UNDER_30);
}

v1::AgeBand AgeBandOf(int birth_year, int year) {
  const int age = year - (birth_year + 2);
  if (age < 30) return v1::AGE_BAND_UNDER_30;
  if (age < 40) return v1::AGE_BAND_30_TO_39;
  if (age < 50) return v1::AGE_BAND_40_TO_49;
  if (age < 60) return v1::AGE_BAND_50_TO_59;
  return v1::AGE_BAND_60_AND_OVER;
}

CounterTable::CounterTable(const FigurePlan& plan) {
  size_t nodes = 0;
  for (const Slot& slot : plan.slots) {
    nodes_.push_back(slot.tree->size());
    first_node_.push_back(nodes);
    nodes += static_cast<size_t>(slot.tree->size());
  }
  sums_.resize(nodes * kStrata * kCounters);
  largest_lost_.resize(nodes * kStrata * kLostParts);
}

int64_t CounterTable::Sum(int slot, int node, v1::Sex sex, v1::AgeBand band,
                          Counter counter) const {
  const Strata strata = StrataOf(sex, band);
  int64_t sum = 0;
  for (int s = strata.sex_first; s < strata.sex_end; ++s) {
    for (int age = strata.age_first; age < strata.age_end; ++age) {
      sum += counters(slot, node, s * kAgeBands + age)[static_cast<int>(counter)];
    }
  }
  return sum;
}

int CounterTable::LostPart(Counter part) {
  const int number = static_cast<int>(part) - static_cast<int>(Counter::kLost);
  assert(number >= 0 && number < kLostParts && "no counter of lost days");
  return number;
}

int64_t CounterTable::LargestLost(int slot, int node, v1::Sex sex, v1::AgeBand band,
                                  Counter part) const {
  const Strata strata = StrataOf(sex, band);
  int64_t largest = 0;
  for (int s = strata.sex_first; s < strata.sex_end; ++s) {
    for (int age = strata.age_first; age < strata.age_end; ++age) {
      const size_t cell = Cell(slot, node, s * kAgeBands + age);
      largest =
          std::max(largest, largest_lost_[cell * kLostParts + static_cast<size_t>(LostPart(part))]);
    }
  }
  return largest;
}

void CounterTable::RaiseLargestLost(int slot, int node, int stratum, Counter part, int64_t lost) {
  int64_t& largest =
      largest_lost_[Cell(slot, node, stratum) * kLostParts + static_cast<size_t>(LostPart(part))];
  largest = std::max(largest, lost);
}

void CounterTable::Add(const CounterTable& other) {
  assert(sums_.size() == other.sums_.size() && "tables of two plans");
  for (size_t i = 0; i < sums_.size(); ++i) sums_[i] += other.sums_[i];
  for (size_t i = 0; i < largest_lost_.size(); ++i) {
    largest_lost_[i] = std::max(largest_lost_[i], other.largest_lost_[i]);
  }
}

size_t CounterTable::bytes() const {
  return (sums_.size() + largest_lost_.size()) * sizeof(int64_t);
}

}  // namespace tertial::workforce
