#include "tests/attack/published_register.h"

#include <cmath>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/workforce/domain/cube_figures.h"
#include "services/workforce/domain/disclosure_policy.h"
#include "services/workforce/domain/figure_values.h"
#include "services/workforce/domain/register_rules.h"

namespace tertial::attack {
namespace {

namespace v1 = workforce::v1;
using workforce::CubeSlice;
using workforce::DisclosureTable;

double ValueOf(const workforce::Amount& amount) {
  return static_cast<double>(amount.unscaled) / std::pow(10.0, amount.decimals);
}

std::string LastIdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

// The table that a figure of a cube stands in.
std::optional<DisclosureTable> TableOf(v1::FigureSubject subject) {
  subject.clear_unit();
  for (const workforce::CubeFigure& figure : workforce::CubeFigures()) {
    if (figure.subject.SerializeAsString() == subject.SerializeAsString()) return figure.table;
  }
  return std::nullopt;
}

}  // namespace

PublishedRegister::PublishedRegister(const testing::GeneratedRegister& of, bool complementary)
    : units_(of.units), policy_(workforce::WithDefaults({})) {
  rules_.complementary = complementary;
  std::map<std::string, std::vector<workforce::PersonRow>> rows;
  int64_t number = 0;
  for (const v1::RegisterRow& row : of.rows) {
    const std::string& key =
        row.has_position() ? row.position().person_key() : row.absence().person_key();
    rows[key].push_back({.row = ++number, .content = row});
  }
  workforce::RegisterCodes codes(units_, {}, {});
  const DayNumber last = ToDayNumber(Period::Parse(of.extract_date)->last_day());
  for (const auto& [key, of_person] : rows) {
    persons_.push_back(workforce::MakePerson(
        of_person, last, codes,
        [](int64_t, absl::string_view, ErrorReason, absl::string_view, int64_t) {}));
  }
  unit_ids_ = codes.unit_ids();
}

std::shared_ptr<const workforce::UnitTree> PublishedRegister::TreeOn(absl::CivilDay day) const {
  return std::make_shared<const workforce::UnitTree>(workforce::UnitTree::At(units_, day));
}

const PublishedRegister::Fixed& PublishedRegister::At(const CubeSlice& slice) const {
  return fixed_.at({slice.kind, slice.last(), slice.first()});
}

void PublishedRegister::Fix(const CubeSlice& slice) {
  const Place place = {slice.kind, slice.last(), slice.first()};
  if (fixed_.contains(place)) return;
  Fixed fixed;
  AddSlot(slice.kind, slice.first(), slice.last(), TreeOn(slice.period.last_day()), unit_ids_,
          fixed.plan);
  fixed.counts = std::make_unique<workforce::DisclosureCounts>(fixed.plan);
  for (const workforce::Person& person : persons_) fixed.counts->AddPerson(person, fixed.plan);
  const workforce::internal::v1::FrozenSlice* last_day = nullptr;
  if (slice.kind == workforce::Slot::kFlow) {
    last_day = &fixed_.at({workforce::Slot::kDay, slice.last(), slice.last()})
                    .tables.at(DisclosureTable::kFte);
  }
  const workforce::FrozenTables none;
  auto earlier = fixed_.lower_bound(place);
  const bool has_earlier =
      earlier != fixed_.begin() && std::get<0>((--earlier)->first) == slice.kind;
  fixed.tables = workforce::Freeze({.counts = *fixed.counts,
                                    .slot = fixed.plan.slots[0],
                                    .slot_number = 0,
                                    .rules = rules_,
                                    .policy_revision = 1,
                                    .before = has_earlier ? earlier->second.tables : none,
                                    .last_day = last_day},
                                   workforce::TablesOf(slice, policy_.sick_leave_unit()));
  fixed_.emplace(place, std::move(fixed));
}

void PublishedRegister::Publish(const std::vector<std::string>& periods) {
  for (const std::string& text : periods) {
    const Period period = *Period::Parse(text);
    for (const CubeSlice& slice : workforce::AllSlices(period, policy_.sick_leave_unit())) {
      Fix(slice);
    }
    const auto tree = TreeOn(period.last_day());
    workforce::AssembledCube cube =
        workforce::AssembleCube({.area_id = "asker",
                                 .period = period,
                                 .policy = policy_,
                                 .extract_date = "2024-12-31",
                                 .tree = *tree,
                                 .units = units_,
                                 .frozen = [&](DisclosureTable table, const CubeSlice& slice) {
                                   return &At(slice).tables.at(table);
                                 }});
    recorded_.cubes.push_back(std::move(cube.cube));
    for (v1::PublishedFigure& figure : cube.figures) {
      recorded_.figures.push_back(std::move(figure));
    }
  }
}

Known PublishedRegister::KnownOf(const v1::PublishedFigure& figure) const {
  const std::optional<DisclosureTable> table = TableOf(figure.subject());
  const std::string unit = figure.subject().unit().empty() ? "" : LastIdOf(figure.subject().unit());
  Known known;
  for (const CubeSlice& slice :
       workforce::SlicesOf(*table, *Period::Parse(figure.period()), policy_.sick_leave_unit())) {
    const Fixed& fixed = At(slice);
    const std::optional<int> node =
        unit.empty() ? std::optional<int>(0) : fixed.plan.slots[0].tree->Find(unit);
    const auto all = QuotientOf(figure.subject(), fixed.counts->all(), 0, *node);
    const auto settled = QuotientOf(figure.subject(), fixed.counts->settled(0), 0, *node);
    known.numerator += ValueOf(all->numerator) - ValueOf(settled->numerator);
    if (!all->denominator.has_value()) continue;
    known.denominator += ValueOf(*all->denominator) - ValueOf(*settled->denominator);
  }
  return known;
}

BlockCounts PublishedRegister::CountsOf(const std::string& day, const std::string& block) const {
  const Fixed& fixed = At({workforce::Slot::kDay, *Period::Parse(day)});
  const workforce::UnitTree& tree = *fixed.plan.slots[0].tree;
  const bool own = absl::EndsWith(block, "/");
  const std::string unit(absl::StripSuffix(block, "/"));
  const workforce::Part part{unit.empty() ? 0 : *tree.Find(unit), own};
  const auto sum = [&](v1::Sex sex, int band, workforce::Counter counter) {
    return static_cast<double>(workforce::SettledSum(*fixed.counts, tree, 0, part, sex,
                                                     static_cast<v1::AgeBand>(band), counter));
  };
  const auto all = [&](workforce::Counter counter) {
    return sum(v1::SEX_TOTAL, v1::AGE_BAND_UNSPECIFIED, counter);
  };
  using workforce::Counter;
  BlockCounts counts;
  for (const v1::Sex sex : {v1::SEX_WOMEN, v1::SEX_MEN}) {
    for (int band = v1::AGE_BAND_UNDER_30; band <= v1::AGE_BAND_60_AND_OVER; ++band) {
      for (const Counter position : {Counter::kTemporary, Counter::kApprentice, Counter::kBelow80,
                                     Counter::kFrom80, Counter::kFull}) {
        counts.kinds.push_back(sum(sex, band, position));
      }
    }
  }
  // Hundredths of a per cent, and products of two of them.
  counts.ftes = all(Counter::kPercent) / 1e4;
  counts.educated_ftes = all(Counter::kEducatedPercent) / 1e4;
  counts.present_ftes = counts.ftes - all(Counter::kLongPercent) / 1e8;
  counts.jobs = all(Counter::kJobs);
  counts.full_jobs = all(Counter::kFullJobs);
  return counts;
}

Knowledge PublishedRegister::knowledge() const {
  Knowledge knowledge;
  knowledge.truth = [this](const std::string& day, const std::string& block) {
    return CountsOf(day, block);
  };
  knowledge.known = [this](const v1::PublishedFigure& figure) { return KnownOf(figure); };
  knowledge.without_own_people.insert(unit_ids_.begin(), unit_ids_.end());
  knowledge.without_own_people.insert("");
  for (const v1::Unit& unit : units_) knowledge.without_own_people.insert(LastIdOf(unit.name()));
  for (const workforce::Person& person : persons_) {
    for (const workforce::Position& position : person.positions) {
      knowledge.without_own_people.erase(unit_ids_[position.unit]);
    }
  }
  return knowledge;
}

}  // namespace tertial::attack
