// The tables that figures are published in, and what each asks of the people it is shown for.
//
// Thresholds count persons who work in one block only (see UnitTree) in the slice: whatever is told
// of two blocks, such persons can be thought in the one or the other; those who work in several tie
// the figures of those together. Each of them counts in one place, so numbers of persons add up.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_DISCLOSURE_TABLES_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_DISCLOSURE_TABLES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/workforce/domain/counters.h"
#include "services/workforce/domain/figure_plan.h"
#include "services/workforce/domain/frames.h"
#include "services/workforce/domain/person.h"

namespace tertial::workforce {

// The numbers are stored: none is ever given to another table. In brackets what is counted of each
// class, and must be enough of in all of them.
enum class DisclosureTable : uint8_t {
  // Of days.
  kBase = 1,  // persons
  kSex = 2,   // women; men
  kAge = 3,   // five bands
  kFte = 4,   // persons and FTEs
  kEdu = 5,   // with and without a trade certificate or higher education
  kPos = 6,   // no permanent position; below 80 per cent; from 80; 100
  kJob = 7,   // persons with a full job; with another one
  kKind = 8,  // permanent; temporary or hourly; apprentice
  kLong = 9,  // on long absence; not
  // Of flow periods.
  kSick = 10,   // with lost days; without
  kBasis = 11,  // with self-certified ones; with doctor-certified ones
  kBand = 12,   // with short ones; with long ones
  // Of years, for the area alone.
  kTurnover = 13,  // who left; who stayed; who came
  kParental = 14,  // women and men with parental leave
  // Two classes at once, for the area alone.
  kSexAge = 15,
  kPosSex = 16,
  kPosAge = 17,
  kKindSex = 18,
  kSickSex = 19,
  kSickAge = 20,
};

// All tables, each after those that it must be coarser than.
absl::Span<const DisclosureTable> DisclosureTables();
// The tables, of the same slice, that show whatever this one does.
std::vector<DisclosureTable> CoarserThan(DisclosureTable table);
// Nothing below this depth is shown in the table.
int DeepestOf(DisclosureTable table);
// Which slices the table is of.
Slot::Kind SlotKindOf(DisclosureTable table);
// Whether it crosses two classes of persons on a day: see certificate.h.
bool NeedsCertificate(DisclosureTable table);

struct DisclosureRules {
  // The fewest persons of any class that is shown.
  int fewest_persons = 5;
  // The fewest FTEs that are.
  int fewest_ftes = 10;
  // The largest part of lost days that may be one person's, in per cent.
  int largest_percent = 50;
  // False: what is safe is shown, whatever follows from it. For tests that show what would follow.
  bool complementary = true;
};

// What frames are made from: sums over everybody, and over those who work in one block only.
class DisclosureCounts {
 public:
  explicit DisclosureCounts(const FigurePlan& plan);

  // `plan` is that of the constructor. No person may be added twice.
  void AddPerson(const Person& person, const FigurePlan& plan);

  const CounterTable& all() const { return all_; }
  // A table of one slot, which is number 0.
  const CounterTable& settled(int slot) const { return settled_[static_cast<size_t>(slot)]; }
  // Whether somebody has a position in the node itself, rather than in one below it.
  bool HasOwnPeople(int slot, int node) const {
    return has_own_[static_cast<size_t>(slot)][static_cast<size_t>(node)];
  }

 private:
  CounterTable all_;
  std::vector<FigurePlan> plans_;
  std::vector<CounterTable> settled_;
  std::vector<std::vector<bool>> has_own_;
};

// What `table` asks in one slot, whose tree this is. `counts`, `slot` and `tree` must outlive it.
std::unique_ptr<Safety> SafetyOf(DisclosureTable table, const DisclosureCounts& counts,
                                 const Slot& slot, int slot_number, const DisclosureRules& rules);

// Of those who work in one block only: a sum over the people of a part of the tree, where `counter`
// is one of persons or of percentages.
int64_t SettledSum(const DisclosureCounts& counts, const UnitTree& tree, int slot, const Part& part,
                   v1::Sex sex, v1::AgeBand band, Counter counter);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_DISCLOSURE_TABLES_H_
