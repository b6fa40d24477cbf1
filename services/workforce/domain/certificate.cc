#include "services/workforce/domain/certificate.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace tertial::workforce {
namespace {

using Counts = std::vector<int64_t>;

constexpr std::array<Counter, 5> kPositionValues = {
    Counter::kTemporary, Counter::kApprentice, Counter::kBelow80, Counter::kFrom80, Counter::kFull};

int64_t CountOf(const Counts& counts, int kind) { return counts[static_cast<size_t>(kind)]; }

bool IsCounted(const std::vector<bool>& figure, int value) {
  return figure[static_cast<size_t>(value)];
}

// The people of an atom, in all or inside of some node.
Counts CountsOf(const CrossedCounts& of, const Atom& atom, int first, int end) {
  Counts sum(static_cast<size_t>(of.kinds.count()));
  for (const int block : atom.blocks) {
    if (block < first || block >= end) continue;
    const Counts& counts = of.counts[static_cast<size_t>(block)];
    for (size_t kind = 0; kind < sum.size(); ++kind) sum[kind] += counts[kind];
  }
  return sum;
}

Counts Less(Counts counts, const Counts& part) {
  for (size_t kind = 0; kind < counts.size(); ++kind) counts[kind] -= part[kind];
  return counts;
}

// One table, and the people of each of its atoms.
class TableCheck {
 public:
  TableCheck(const UnitTree& tree, const CrossedCounts& of, const Frame& base,
             const ClassTable& table)
      : tree_(tree), of_(of), base_(base), table_(table) {
    for (const Atom& atom : **table.frame) {
      atoms_.push_back(CountsOf(of, atom, 0, tree.size()));
    }
  }

  std::vector<Atom> Uncertified() const {
    const std::vector<bool> shown = ShownNodes(tree_, *table_.frame);
    std::vector<bool> open(atoms_.size());
    for (int node = 0; node < tree_.size(); ++node) {
      if (shown[static_cast<size_t>(node)] || IsFree(node)) continue;
      for (size_t i = 0; i < open.size(); ++i) {
        open[i] = open[i] || IsDivided((**table_.frame)[i], node);
      }
    }
    std::vector<Atom> uncertified;
    for (size_t i = 0; i < open.size(); ++i) {
      if (open[i]) uncertified.push_back((**table_.frame)[i]);
    }
    return uncertified;
  }

 private:
  // Whether all that is hidden of the node is.
  bool IsFree(int node) const {
    return std::all_of(table_.figures.begin(), table_.figures.end(),
                       [&](const std::vector<bool>& figure) {
                         return CanMove(figure, node) || CanExchange(figure, node);
                       });
  }

  // Where the number of persons is hidden, one of those counted is thought in or out of the node,
  // with all that is theirs.
  bool CanMove(const std::vector<bool>& figure, int node) const {
    for (const Atom& atom : *base_) {
      if (!IsDivided(atom, node)) continue;
      const Counts all = CountsOf(of_, atom, 0, tree_.size());
      for (int kind = 0; kind < of_.kinds.count(); ++kind) {
        if (CountOf(all, kind) > 0 && IsCounted(figure, ValueOf(kind))) return true;
      }
    }
    return false;
  }

  bool CanExchange(const std::vector<bool>& figure, int node) const {
    if (table_.finer != nullptr &&
        TableCheck(tree_, of_, base_, *table_.finer).CanExchange(figure, node)) {
      return true;
    }
    const std::vector<Atom>& atoms = **table_.frame;
    for (size_t i = 0; i < atoms.size(); ++i) {
      if (!IsDivided(atoms[i], node)) continue;
      const Counts inside = CountsOf(of_, atoms[i], node, tree_.end(node));
      if (CanExchangeBetween(figure, inside, Less(atoms_[i], inside))) return true;
    }
    return false;
  }

  bool CanExchangeBetween(const std::vector<bool>& figure, const Counts& inside,
                          const Counts& outside) const {
    for (int in = 0; in < of_.kinds.count(); ++in) {
      if (CountOf(inside, in) == 0) continue;
      for (int out = 0; out < of_.kinds.count(); ++out) {
        if (CountOf(outside, out) == 0 || !Changes(figure, in, out)) continue;
        if (CanExchangeBack(in, out)) return true;
      }
    }
    return false;
  }

  bool Changes(const std::vector<bool>& figure, int in, int out) const {
    const int a = ValueOf(in);
    const int b = ValueOf(out);
    return IsCounted(figure, a) != IsCounted(figure, b) &&
           table_.exchangeable[static_cast<size_t>(a)] ==
               table_.exchangeable[static_cast<size_t>(b)];
  }

  // After persons of these two kinds have exchanged their values: whether two others in one atom
  // can, so that the area has as many of each kind as before. They are others, being of other
  // kinds.
  bool CanExchangeBack(int in, int out) const {
    if (AreAlike(in, out)) return true;
    return std::any_of(atoms_.begin(), atoms_.end(), [&](const Counts& counts) {
      return HasAnyLike(counts, in, ValueOf(out)) && HasAnyLike(counts, out, ValueOf(in));
    });
  }

  // In all that the table is crossed with.
  bool AreAlike(int a, int b) const {
    return std::all_of(table_.crossed_with.begin(), table_.crossed_with.end(), [&](int attribute) {
      return of_.kinds.ValueOf(a, attribute) == of_.kinds.ValueOf(b, attribute);
    });
  }

  // Whether there is somebody like `kind`, but with this value.
  bool HasAnyLike(const Counts& counts, int kind, int value) const {
    for (int other = 0; other < of_.kinds.count(); ++other) {
      if (CountOf(counts, other) > 0 && ValueOf(other) == value && AreAlike(other, kind)) {
        return true;
      }
    }
    return false;
  }

  bool IsDivided(const Atom& atom, int node) const {
    const auto is_inside = [&](int block) { return node <= block && block < tree_.end(node); };
    return std::any_of(atom.blocks.begin(), atom.blocks.end(), is_inside) &&
           !std::all_of(atom.blocks.begin(), atom.blocks.end(), is_inside);
  }

  int ValueOf(int kind) const { return of_.kinds.ValueOf(kind, table_.attribute); }

  const UnitTree& tree_;
  const CrossedCounts& of_;
  const Frame& base_;
  const ClassTable& table_;
  std::vector<Counts> atoms_;
};

// Whether two kinds differ in no attribute but these two.
bool AreAlikeBut(const PersonKinds& kinds, int a, int b, int first, int second) {
  for (int attribute = 0; attribute < kinds.attributes(); ++attribute) {
    if (attribute == first || attribute == second) continue;
    if (kinds.ValueOf(a, attribute) != kinds.ValueOf(b, attribute)) return false;
  }
  return true;
}

// Whether two persons of one atom of `a` can exchange their values so that the number counted by
// both figures changes.
bool IsFree(const CrossedCounts& of, const Counts& atom, const ClassTable& a,
            const std::vector<bool>& a_figure, const ClassTable& b,
            const std::vector<bool>& b_figure) {
  const PersonKinds& kinds = of.kinds;
  for (int x = 0; x < kinds.count(); ++x) {
    if (CountOf(atom, x) == 0 || !IsCounted(b_figure, kinds.ValueOf(x, b.attribute))) continue;
    const int x_value = kinds.ValueOf(x, a.attribute);
    for (int y = 0; y < kinds.count(); ++y) {
      if (CountOf(atom, y) == 0 || IsCounted(b_figure, kinds.ValueOf(y, b.attribute))) continue;
      const int y_value = kinds.ValueOf(y, a.attribute);
      if (IsCounted(a_figure, x_value) != IsCounted(a_figure, y_value) &&
          a.exchangeable[static_cast<size_t>(x_value)] ==
              a.exchangeable[static_cast<size_t>(y_value)] &&
          AreAlikeBut(kinds, x, y, a.attribute, b.attribute)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

PersonKinds::PersonKinds(std::vector<int> values) : values_(std::move(values)) {
  for (const int number : values_) {
    steps_.push_back(count_);
    count_ *= number;
  }
}

int PersonKinds::ValueOf(int kind, int attribute) const {
  return kind / steps_[static_cast<size_t>(attribute)] % values(attribute);
}

int PersonKinds::With(int kind, int attribute, int value) const {
  return kind + (value - ValueOf(kind, attribute)) * steps_[static_cast<size_t>(attribute)];
}

std::vector<Atom> Uncertified(const UnitTree& tree, const CrossedCounts& of, const Frame& base,
                              const ClassTable& table) {
  return TableCheck(tree, of, base, table).Uncertified();
}

std::optional<Frame> MakeCertifiedFrame(
    const UnitTree& tree, const CrossedCounts& of, const Frame& base,
    absl::FunctionRef<Frame(absl::Span<const Atom> too_small)> make,
    absl::FunctionRef<ClassTable(const Frame&)> table_of) {
  std::vector<Atom> too_small;
  while (true) {
    Frame frame = make(too_small);
    if (!frame.has_value()) return frame;
    std::vector<Atom> uncertified = Uncertified(tree, of, base, table_of(frame));
    if (uncertified.empty()) return frame;
    if (frame->size() == 1) return std::nullopt;
    std::move(uncertified.begin(), uncertified.end(), std::back_inserter(too_small));
  }
}

bool CrossedIsFree(const CrossedCounts& of, const ClassTable& a, const ClassTable& b) {
  std::vector<Counts> atoms;
  for (const Atom& atom : **a.frame) {
    atoms.push_back(CountsOf(of, atom, 0, static_cast<int>(of.counts.size())));
  }
  for (const std::vector<bool>& a_figure : a.figures) {
    for (const std::vector<bool>& b_figure : b.figures) {
      if (std::none_of(atoms.begin(), atoms.end(), [&](const Counts& atom) {
            return IsFree(of, atom, a, a_figure, b, b_figure);
          })) {
        return false;
      }
    }
  }
  return true;
}

CrossedCounts CrossedCountsOf(const DisclosureCounts& counts, const UnitTree& tree, int slot) {
  CrossedCounts of{PersonKinds({2, kAgeBands, static_cast<int>(kPositionValues.size())}), {}};
  for (int block = 0; block < tree.size(); ++block) {
    Counts& kinds = of.counts.emplace_back(static_cast<size_t>(of.kinds.count()));
    const Part part{block, !tree.children(block).empty()};
    for (int kind = 0; kind < of.kinds.count(); ++kind) {
      const v1::Sex sex = of.kinds.ValueOf(kind, kSexAttribute) == 0 ? v1::SEX_WOMEN : v1::SEX_MEN;
      const int band = v1::AGE_BAND_UNDER_30 + of.kinds.ValueOf(kind, kAgeAttribute);
      const int value = of.kinds.ValueOf(kind, kPositionAttribute);
      kinds[static_cast<size_t>(kind)] =
          SettledSum(counts, tree, slot, part, sex, static_cast<v1::AgeBand>(band),
                     kPositionValues[static_cast<size_t>(value)]);
    }
  }
  return of;
}

ClassTable ClassTableOf(DisclosureTable table, const Frame& frame) {
  switch (table) {
    case DisclosureTable::kSex:
      return {kSexAttribute,
              {kAgeAttribute, kPositionAttribute},
              {0, 0},
              {{true, false}, {false, true}},
              &frame};
    case DisclosureTable::kAge: {
      ClassTable ages{kAgeAttribute,
                      {kSexAttribute, kPositionAttribute},
                      std::vector<int>(kAgeBands),
                      {},
                      &frame};
      for (size_t band = 0; band < kAgeBands; ++band) {
        ages.figures.emplace_back(kAgeBands)[band] = true;
      }
      return ages;
    }
    case DisclosureTable::kKind:
      // Sizes of permanent positions are another table's, and only that is crossed with ages.
      return {kPositionAttribute,
              {kSexAttribute},
              {0, 0, 1, 2, 3},
              {{true, false, false, false, false}, {false, true, false, false, false}},
              &frame};
    default:
      // Those with a permanent position, with 80 per cent or more, with 100.
      return {kPositionAttribute,
              {kSexAttribute, kAgeAttribute},
              {0, 0, 0, 0, 0},
              {{false, false, true, true, true},
               {false, false, false, true, true},
               {false, false, false, false, true}},
              &frame};
  }
}

}  // namespace tertial::workforce
