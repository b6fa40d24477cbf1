// The cubes of a register, as they are published, without a server.
#ifndef TERTIAL_TESTS_ATTACK_PUBLISHED_REGISTER_H_
#define TERTIAL_TESTS_ATTACK_PUBLISHED_REGISTER_H_

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "common/types/period.h"
#include "services/workforce/domain/cube_slices.h"
#include "services/workforce/domain/disclosure_tables.h"
#include "services/workforce/domain/frozen_slice.h"
#include "services/workforce/domain/person.h"
#include "tests/attack/cube_attacker.h"
#include "tests/testing/generated_register.h"

namespace tertial::attack {

class PublishedRegister {
 public:
  // `complementary`: false leaves out all but primary suppression.
  PublishedRegister(const testing::GeneratedRegister& of, bool complementary);

  // Publishes one cube after the other.
  void Publish(const std::vector<std::string>& periods);

  const Recorded& recorded() const { return recorded_; }
  // All about those who work in several units, which units have nobody of their own, and where the
  // search begins.
  Knowledge knowledge() const;

 private:
  // A day or period that was fixed.
  struct Fixed {
    workforce::FigurePlan plan;
    std::unique_ptr<workforce::DisclosureCounts> counts;
    workforce::FrozenTables tables;
  };

  void Fix(const workforce::CubeSlice& slice);
  const Fixed& At(const workforce::CubeSlice& slice) const;
  std::shared_ptr<const workforce::UnitTree> TreeOn(absl::CivilDay day) const;
  BlockCounts CountsOf(const std::string& day, const std::string& block) const;
  Known KnownOf(const workforce::v1::PublishedFigure& figure) const;

  const std::vector<workforce::v1::Unit> units_;
  std::vector<std::string> unit_ids_;
  std::vector<workforce::Person> persons_;
  workforce::v1::DisclosurePolicy policy_;
  workforce::DisclosureRules rules_;
  // By kind, last day and first day.
  using Place = std::tuple<workforce::Slot::Kind, DayNumber, DayNumber>;
  std::map<Place, Fixed> fixed_;
  Recorded recorded_;
};

}  // namespace tertial::attack

#endif  // TERTIAL_TESTS_ATTACK_PUBLISHED_REGISTER_H_
