#include "services/workforce/domain/frozen_slice.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "services/workforce/domain/certificate.h"

namespace tertial::workforce {
namespace {

using Table = DisclosureTable;
using internal::v1::FrozenAtom;
using internal::v1::FrozenNode;
using internal::v1::FrozenSlice;

// Which sums a table shows, and how they are divided.
struct Sums {
  std::vector<Counter> counters;
  bool by_sex = false;
  bool by_age = false;
};

Sums SumsOf(Table table) {
  const std::vector<Counter> positions = {Counter::kBelow80, Counter::kFrom80, Counter::kFull};
  switch (table) {
    case Table::kBase:
      return {{Counter::kPersons}};
    case Table::kSex:
      return {{Counter::kPersons}, true};
    case Table::kAge:
      return {{Counter::kPersons}, false, true};
    case Table::kFte:
      return {{Counter::kPercent}};
    case Table::kEdu:
      return {{Counter::kEducatedPercent}};
    case Table::kPos:
      return {positions};
    case Table::kJob:
      return {{Counter::kJobs, Counter::kFullJobs}};
    case Table::kKind:
      return {{Counter::kTemporary, Counter::kApprentice}};
    case Table::kLong:
      return {{Counter::kLongPercent}};
    case Table::kSick:
      return {{Counter::kContracted, Counter::kLost}};
    case Table::kBasis:
      return {{Counter::kLostSelf, Counter::kLostDoctor}};
    case Table::kBand:
      return {{Counter::kLostShort, Counter::kLostLong}};
    case Table::kTurnover:
      return {{Counter::kLeavers, Counter::kJoiners, Counter::kBefore}};
    case Table::kParental:
      return {{Counter::kParentalDays, Counter::kParentalPersons}, true};
    case Table::kSexAge:
      return {{Counter::kPersons}, true, true};
    case Table::kPosSex:
      return {positions, true};
    case Table::kPosAge:
      return {positions, false, true};
    case Table::kKindSex:
      return {{Counter::kTemporary, Counter::kApprentice}, true};
    case Table::kSickSex:
      return {{Counter::kContracted, Counter::kLost}, true};
    case Table::kSickAge:
      return {{Counter::kContracted, Counter::kLost}, false, true};
  }
  return {};
}

// Whether figures of the table tell of numbers of persons.
bool CountsPersons(Table table) {
  const Sums sums = SumsOf(table);
  return SlotKindOf(table) == Slot::kDay &&
         std::any_of(sums.counters.begin(), sums.counters.end(), [](Counter counter) {
           return counter == Counter::kPersons || counter == Counter::kFull ||
                  counter == Counter::kTemporary;
         });
}

// Makes the frames of one slice, table by table.
class Freezer {
 public:
  explicit Freezer(const SliceToFreeze& slice)
      : slice_(slice), tree_(*slice.slot.tree), crossed_(CrossedOf(slice)) {}

  FrozenTables Freeze(absl::Span<const Table> tables) {
    if (!slice_.rules.complementary) {
      for (const Table table : tables) frames_[table] = Make(table);
    } else {
      if (!MakeFramesBesideCrossed(tables)) MakeFramesWithoutCrossed(tables);
      HideWhatCrossingWouldTell(tables);
    }
    FrozenTables frozen;
    for (const Table table : tables) frozen[table] = FrozenOf(table);
    return frozen;
  }

 private:
  static CrossedCounts CrossedOf(const SliceToFreeze& slice) {
    return CrossedCountsOf(slice.counts, *slice.slot.tree, slice.slot_number);
  }

  std::unique_ptr<Safety> Safe(Table table) const {
    return SafetyOf(table, slice_.counts, slice_.slot, slice_.slot_number, slice_.rules);
  }

  Frame Make(Table table, absl::Span<const Atom> too_small = {}) const {
    const std::unique_ptr<Safety> safety = Safe(table);
    Frame base = FinestFrame(tree_, *safety);
    for (const Table finer : CoarserThan(table)) base = Join(base, frames_.at(finer));
    if (table == Table::kSick && slice_.last_day != nullptr) {
      base = Join(base, IsOfTree(*slice_.last_day) ? FrameOf(*slice_.last_day, tree_) : Frame());
    }
    Frame before;
    const auto found = slice_.before.find(table);
    if (found != slice_.before.end()) before = FrameOf(found->second, tree_);
    return MakeFrame(
        tree_, *safety,
        {.deepest = DeepestOf(table), .base = &base, .before = &before, .too_small = too_small});
  }

  // Whether the tree has all blocks of a frame: units may have been recorded anew since it was
  // fixed, and then nobody knows any more what it hides.
  bool IsOfTree(const FrozenSlice& frozen) const {
    const Frame frame = FrameOf(frozen, tree_);
    if (!frame.has_value()) return false;
    int blocks = 0;
    for (const FrozenAtom& atom : frozen.atoms()) blocks += atom.blocks_size();
    for (const Atom& atom : *frame) blocks -= static_cast<int>(atom.blocks.size());
    return blocks == 0;
  }

  // The frames of all tables, such that crossed ones may be shown beside the others. False: there
  // are none, or nothing crossed would be shown.
  bool MakeFramesBesideCrossed(absl::Span<const Table> tables) {
    for (const Table table : tables) {
      const std::optional<Frame> frame =
          IsOfOneClass(table) ? MakeCertified(table) : std::optional<Frame>(Make(table));
      if (!frame.has_value()) return false;
      frames_[table] = *frame;
    }
    return std::any_of(tables.begin(), tables.end(), [&](Table table) {
      return NeedsCertificate(table) && frames_.at(table).has_value();
    });
  }

  void MakeFramesWithoutCrossed(absl::Span<const Table> tables) {
    for (const Table table : tables) {
      frames_[table] = NeedsCertificate(table) ? Frame() : Make(table);
    }
  }

  // Whether crossed tables may tell what the table hides.
  static bool IsOfOneClass(Table table) {
    return table == Table::kSex || table == Table::kAge || table == Table::kPos ||
           table == Table::kKind;
  }

  // The frame of a table with atoms so large that all have certificates. Nothing where that of the
  // area as a whole has none.
  std::optional<Frame> MakeCertified(Table table) const {
    // Kinds of positions are told of no unit that sizes are not.
    ClassTable positions;
    if (table == Table::kKind) {
      const Frame& sizes = frames_.at(Table::kPos);
      if (!sizes.has_value()) return Frame();
      positions = ClassTableOf(Table::kPos, sizes);
    }
    return MakeCertifiedFrame(
        tree_, crossed_, frames_.at(Table::kBase),
        [&](absl::Span<const Atom> too_small) { return Make(table, too_small); },
        [&](const Frame& frame) {
          ClassTable made = ClassTableOf(table, frame);
          if (table == Table::kKind) made.finer = &positions;
          return made;
        });
  }

  // A crossed table that is not shown must not follow from those of its two classes: else the
  // second of them is not shown either.
  void HideWhatCrossingWouldTell(absl::Span<const Table> tables) {
    for (const Table table : tables) {
      if (!NeedsCertificate(table) || frames_.at(table).has_value()) continue;
      const std::vector<Table> classes = CoarserThan(table);
      Frame& first = frames_.at(classes[0]);
      Frame& second = frames_.at(classes[1]);
      if (!first.has_value() || !second.has_value()) continue;
      if (CrossedIsFree(crossed_, ClassTableOf(classes[0], first),
                        ClassTableOf(classes[1], second))) {
        continue;
      }
      second.reset();
      for (const Table other : tables) {
        const std::vector<Table> of = CoarserThan(other);
        if (std::find(of.begin(), of.end(), classes[1]) != of.end()) frames_.at(other).reset();
      }
    }
  }

  // Persons who work in two of the units below a node are told by its number and theirs: if they
  // are few, the node's is not shown.
  std::vector<bool> TellingOfFewInTwoUnits() const {
    std::vector<bool> telling(static_cast<size_t>(tree_.size()));
    const auto base = frames_.find(Table::kBase);
    if (base == frames_.end()) return telling;
    const std::vector<bool> shown = ShownNodes(tree_, base->second);
    // Nodes stand after those above them.
    for (int node = tree_.size() - 1; node >= 0; --node) {
      const absl::Span<const int> children = tree_.children(node);
      const bool all_shown = std::all_of(children.begin(), children.end(), [&](int child) {
        return shown[static_cast<size_t>(child)];
      });
      if (children.empty() || !all_shown || HasOwnPeople(node)) continue;
      int64_t twice = -HeadsOf(node);
      for (const int child : children) twice += HeadsOf(child);
      // A node above a single one has the same people.
      telling[static_cast<size_t>(node)] =
          (twice > 0 && twice < slice_.rules.fewest_persons) ||
          (children.size() == 1 && telling[static_cast<size_t>(children[0])]);
    }
    return telling;
  }

  bool HasOwnPeople(int node) const { return slice_.counts.HasOwnPeople(slice_.slot_number, node); }
  int64_t HeadsOf(int node) const {
    return Sum(node, v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED, Counter::kPersons);
  }
  int64_t Sum(int node, v1::Sex sex, v1::AgeBand band, Counter counter) const {
    return slice_.counts.all().Sum(slice_.slot_number, node, sex, band, counter);
  }

  // The nodes that the table shows.
  std::vector<bool> ShownIn(Table table) const {
    std::vector<bool> shown =
        slice_.rules.complementary ? ShownNodes(tree_, frames_.at(table)) : SafeNodes(table);
    const std::vector<bool> telling = slice_.rules.complementary && CountsPersons(table)
                                          ? TellingOfFewInTwoUnits()
                                          : std::vector<bool>(shown.size());
    for (int node = 0; node < tree_.size(); ++node) {
      const auto i = static_cast<size_t>(node);
      shown[i] = shown[i] && !telling[i] && tree_.depth(node) <= DeepestOf(table);
    }
    return shown;
  }

  std::vector<bool> SafeNodes(Table table) const {
    const std::unique_ptr<Safety> safety = Safe(table);
    std::vector<bool> safe;
    for (int node = 0; node < tree_.size(); ++node) {
      int blocks = 0;
      for (int block = node; block < tree_.end(node); ++block) {
        blocks += tree_.children(block).empty() || HasOwnPeople(block) ? 1 : 0;
      }
      safe.push_back(safety->Safe({Part{node, false}}, blocks));
    }
    return safe;
  }

  FrozenSlice FrozenOf(Table table) const {
    FrozenSlice frozen;
    frozen.set_policy_revision(slice_.policy_revision);
    if (slice_.rules.complementary && frames_.at(table).has_value()) {
      for (const Atom& atom : *frames_.at(table)) {
        FrozenAtom& added = *frozen.add_atoms();
        for (const int block : atom.blocks) added.add_blocks(tree_.BlockId(block));
        std::sort(added.mutable_blocks()->begin(), added.mutable_blocks()->end());
      }
    }
    const std::vector<bool> shown = ShownIn(table);
    for (int node = 0; node < tree_.size(); ++node) {
      if (shown[static_cast<size_t>(node)]) AddNode(node, SumsOf(table), frozen);
    }
    return frozen;
  }

  void AddNode(int node, const Sums& sums, FrozenSlice& frozen) const {
    FrozenNode& added = *frozen.add_nodes();
    added.set_unit(tree_.id(node));
    std::vector<v1::Sex> sexes = {v1::SEX_TOTAL};
    if (sums.by_sex) sexes = {v1::SEX_WOMEN, v1::SEX_MEN};
    std::vector<v1::AgeBand> bands = {v1::AGE_BAND_UNSPECIFIED};
    if (sums.by_age) {
      bands = {v1::AGE_BAND_UNDER_30, v1::AGE_BAND_30_TO_39, v1::AGE_BAND_40_TO_49,
               v1::AGE_BAND_50_TO_59, v1::AGE_BAND_60_AND_OVER};
    }
    for (const Counter counter : sums.counters) {
      for (const v1::Sex sex : sexes) {
        for (const v1::AgeBand band : bands) {
          internal::v1::FrozenCounter& sum = *added.add_counters();
          sum.set_counter(static_cast<uint32_t>(counter));
          sum.set_sex(sex);
          sum.set_age_band(band);
          sum.set_value(Sum(node, sex, band, counter));
        }
      }
    }
  }

  const SliceToFreeze& slice_;
  const UnitTree& tree_;
  const CrossedCounts crossed_;
  std::map<Table, Frame> frames_;
};

}  // namespace

FrozenTables Freeze(const SliceToFreeze& slice, absl::Span<const DisclosureTable> tables) {
  return Freezer(slice).Freeze(tables);
}

Frame FrameOf(const FrozenSlice& slice, const UnitTree& tree) {
  if (slice.atoms().empty()) return std::nullopt;
  std::vector<Atom> atoms;
  for (const FrozenAtom& frozen : slice.atoms()) {
    Atom atom;
    for (absl::string_view id : frozen.blocks()) {
      const std::string unit(absl::StripSuffix(id, "/"));
      const std::optional<int> node = unit.empty() ? std::optional<int>(0) : tree.Find(unit);
      if (!node.has_value() || tree.BlockId(*node) != id) continue;
      atom.blocks.push_back(*node);
    }
    if (atom.blocks.empty()) continue;
    std::sort(atom.blocks.begin(), atom.blocks.end());
    atoms.push_back(std::move(atom));
  }
  std::sort(atoms.begin(), atoms.end(),
            [](const Atom& a, const Atom& b) { return a.blocks[0] < b.blocks[0]; });
  return atoms;
}

const FrozenNode* FindNode(const FrozenSlice& slice, absl::string_view unit_id) {
  const auto found = std::find_if(slice.nodes().begin(), slice.nodes().end(),
                                  [&](const FrozenNode& node) { return node.unit() == unit_id; });
  return found == slice.nodes().end() ? nullptr : &*found;
}

std::optional<int64_t> FindSum(const FrozenNode& node, v1::Sex sex, v1::AgeBand band,
                               Counter counter) {
  for (const internal::v1::FrozenCounter& sum : node.counters()) {
    if (sum.counter() == static_cast<uint32_t>(counter) &&
        sum.sex() == static_cast<uint32_t>(sex) && sum.age_band() == static_cast<uint32_t>(band)) {
      return sum.value();
    }
  }
  return std::nullopt;
}

}  // namespace tertial::workforce
