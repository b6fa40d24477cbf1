// Whether tables that cross two classes of persons may be shown beside tables of each.
//
// Figures of women by age for the area can tell, together with the ages in a hidden unit, how many
// women work there. A certificate names, for every figure that is hidden, an exchange that changes
// it and nothing that is shown: two persons in one atom exchange their class (their sex, say), and
// two others, alike to them in all that it is crossed with and in one atom themselves, exchange it
// back.
#ifndef TERTIAL_SERVICES_WORKFORCE_DOMAIN_CERTIFICATE_H_
#define TERTIAL_SERVICES_WORKFORCE_DOMAIN_CERTIFICATE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "services/workforce/domain/disclosure_tables.h"
#include "services/workforce/domain/frames.h"
#include "services/workforce/domain/unit_tree.h"

namespace tertial::workforce {

// What is known of a person: a value of each attribute, such as sex and age. Kinds are numbered
// from 0.
class PersonKinds {
 public:
  // `values`: how many values each attribute has.
  explicit PersonKinds(std::vector<int> values);

  int count() const { return count_; }
  int attributes() const { return static_cast<int>(values_.size()); }
  int values(int attribute) const { return values_[static_cast<size_t>(attribute)]; }
  int ValueOf(int kind, int attribute) const;
  // The kind that differs from `kind` in this alone.
  int With(int kind, int attribute, int value) const;

 private:
  std::vector<int> values_;
  // What a step of each attribute's value comes to.
  std::vector<int> steps_;
  int count_ = 1;
};

// Persons who work in one block only, by block and kind: counts[block][kind].
struct CrossedCounts {
  PersonKinds kinds;
  std::vector<std::vector<int64_t>> counts;
};

// A table that is shown for units, of the values of one attribute.
struct ClassTable {
  int attribute = 0;
  // The attributes that it is crossed with for the area, each or all at once.
  std::vector<int> crossed_with;
  // Persons exchange two values only where these are equal: then no other table of the attribute
  // changes. One number for each value.
  std::vector<int> exchangeable;
  // For each figure of the table: whether it counts the value.
  std::vector<std::vector<bool>> figures;
  // Where it is shown. Must not be nothing.
  const Frame* frame = nullptr;
  // A table of the same attribute that shows whatever this one does, and in whose atoms persons may
  // exchange as it says. nullptr: there is none.
  const ClassTable* finer = nullptr;
};

// The atoms of the table with a unit in them that has no certificate: what is hidden of it might
// follow from the table crossed with others for the area. Larger atoms may have one. `base`: the
// frame of the numbers of persons, which is finer than all others.
std::vector<Atom> Uncertified(const UnitTree& tree, const CrossedCounts& of, const Frame& base,
                              const ClassTable& table);

// The frame that `make` makes, with atoms so large that none of the table (`table_of` the frame) is
// uncertified: it is given those that may not be atoms, nor parts of one (FrameOptions::too_small).
// Nothing where even the area as one atom is.
std::optional<Frame> MakeCertifiedFrame(
    const UnitTree& tree, const CrossedCounts& of, const Frame& base,
    absl::FunctionRef<Frame(absl::Span<const Atom> too_small)> make,
    absl::FunctionRef<ClassTable(const Frame&)> table_of);

// Whether the counts, in the area, of each figure of `a` by each of `b` stay free while all other
// counts are known that cross two attributes.
bool CrossedIsFree(const CrossedCounts& of, const ClassTable& a, const ClassTable& b);

// The attributes of the crossed tables of a day, in this order.
enum PersonAttribute { kSexAttribute, kAgeAttribute, kPositionAttribute };

CrossedCounts CrossedCountsOf(const DisclosureCounts& counts, const UnitTree& tree, int slot);
// `table`: kSex, kAge, kPos or kKind; `frame` must outlive it.
ClassTable ClassTableOf(DisclosureTable table, const Frame& frame);

}  // namespace tertial::workforce

#endif  // TERTIAL_SERVICES_WORKFORCE_DOMAIN_CERTIFICATE_H_
