// Sums over the persons of a register, by slot, node, sex and age band. All are whole numbers, so
// what a person adds can be taken out again.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_COUNTERS_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_COUNTERS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/workforce/domain/figure_plan.h"
#include "tertial/workforce/v1/figures.pb.h"
#include "tertial/workforce/v1/workforce_resources.pb.h"

namespace tertial::workforce {

// What is summed. In the counters below "percent" is hundredths of a per cent of a full position, a
// degree likewise; "persons" are distinct persons of the node, each counted once however many
// positions they have in it. Which kind of slot fills a counter stands before it; the others leave
// it at zero.
//
// The numbers are stored (FrozenCounter.counter): none is ever given to another counter.
enum class Counter : uint8_t {
  // Day: persons with a position. Flow: persons with contracted days.
  kPersons = 0,
  // Day. Σ percent of all positions.
  kPercent = 1,
  // Day. By how much the percentages of persons all of whose positions lie in the node could be
  // lower, and higher, in sum, and each of them stay in their class of position size (kBelow80 …)
  // and each job full or not full, as it is.
  kFoot = 2,
  kHead = 3,
  // Day. Persons without a permanent position in the node; and those with one, by the sum of their
  // permanent positions in the whole area: below 80 per cent, from 80 and below 100, 100 and above.
  // The four add up to kPersons.
  kNonPermanent = 4,
  kBelow80 = 5,
  kFrom80 = 6,
  kFull = 7,
  // Day. Positions, but for hourly ones of no size; those of 100 per cent; persons with one that is
  // of 100 per cent; persons with one that is not.
  kJobs = 8,
  kFullJobs = 9,
  kPersonsFullJob = 10,
  kPersonsPartJob = 11,
  // Day. Of positions with a trade certificate or higher education: persons, Σ percent.
  kEducatedPersons = 12,
  kEducatedPercent = 13,
  // Day. Persons with a temporary or hourly position and no permanent one; persons with positions
  // as an apprentice only. With those who have a permanent one they add up to kPersons.
  kTemporary = 14,
  kApprentice = 15,
  // Day. Of doctor-certified sick leave and parental leave: persons, Σ percent * degree.
  kLongPersons = 16,
  kLongPercent = 17,
  // Flow. Σ percent over workdays.
  kContracted = 18,
  // Flow. Σ percent * degree over the workdays of sick leave: of all, by basis, by band.
  kLost = 19,
  kLostSelf = 20,
  kLostDoctor = 21,
  kLostShort = 22,
  kLostLong = 23,
  // Flow. Persons who have a part in each of those.
  kSickPersons = 24,
  kSelfPersons = 25,
  kDoctorPersons = 26,
  kShortPersons = 27,
  kLongTermPersons = 28,
  // Turnover. Persons with a position on the first day and none on the last; the other way about;
  // with one on the first day.
  kLeavers = 29,
  kJoiners = 30,
  kBefore = 31,
  // Flow. Of parental leave: Σ degree over workdays on which the person has a position in the node,
  // whatever its size; persons who have any.
  kParentalDays = 32,
  kParentalPersons = 33,
  kCount = 34,
};

inline constexpr int kCounters = static_cast<int>(Counter::kCount);
inline constexpr int kAgeBands = 5;
// Women and men by age band.
inline constexpr int kStrata = 2 * kAgeBands;

// Women of all ages first, then men: 0 to 9. `band` must not be unspecified.
int StratumOf(bool woman, v1::AgeBand band);
// The band of somebody born in `birth_year` or the four years after it, in `year`.
v1::AgeBand AgeBandOf(int birth_year, int year);

class CounterTable {
 public:
  // All zero.
  explicit CounterTable(const FigurePlan& plan);

  int slots() const { return static_cast<int>(nodes_.size()); }
  int nodes(int slot) const { return nodes_[slot]; }

  // The counters of one slot, node and stratum, kCounters of them.
  int64_t* counters(int slot, int node, int stratum) {
    return &sums_[Cell(slot, node, stratum) * kCounters];
  }
  const int64_t* counters(int slot, int node, int stratum) const {
    return &sums_[Cell(slot, node, stratum) * kCounters];
  }
  int64_t& at(int slot, int node, int stratum, Counter counter) {
    return counters(slot, node, stratum)[static_cast<int>(counter)];
  }

  // Over the strata of a sex (SEX_TOTAL, or unspecified: both) and age band (unspecified: all).
  int64_t Sum(int slot, int node, v1::Sex sex, v1::AgeBand band, Counter counter) const;

  // The most that one person has in kLost, kLostSelf, kLostDoctor, kLostShort or kLostLong, in the
  // node and among those of the sex and age band. Right in a table that persons were only added to;
  // taking one out leaves it as it is.
  int64_t LargestLost(int slot, int node, Counter part) const {
    return LargestLost(slot, node, v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED, part);
  }
  int64_t LargestLost(int slot, int node, v1::Sex sex, v1::AgeBand band, Counter part) const;
  void RaiseLargestLost(int slot, int node, int stratum, Counter part, int64_t lost);

  // Adds another table of the same plan, of other persons.
  void Add(const CounterTable& other);

  // Bytes that it takes.
  size_t bytes() const;

  friend bool operator==(const CounterTable&, const CounterTable&) = default;

 private:
  static constexpr int kLostParts = 5;

  size_t Cell(int slot, int node, int stratum) const {
    return (first_node_[slot] + static_cast<size_t>(node)) * kStrata + static_cast<size_t>(stratum);
  }
  static int LostPart(Counter part);

  std::vector<int> nodes_;
  // The nodes of the slots before each.
  std::vector<size_t> first_node_;
  std::vector<int64_t> sums_;
  std::vector<int64_t> largest_lost_;
};

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_COUNTERS_H_
