#include "tests/testing/generated_inventory.h"

#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tertial::testing {
namespace {

namespace v1 = climate::v1;
using common::v1::MissingReason;

constexpr const char* kSectors[] = {
    "road-traffic",  "shipping", "aviation",    "other-mobile-combustion", "industry-oil-and-gas",
    "energy-supply", "heating",  "agriculture", "waste-and-sewage"};
constexpr int kSectorCount = 9;
constexpr const char* kGases[kInventoryGases] = {"co2", "ch4", "n2o", "sf6"};
// The largest mass of a gas, in thousandths of a tonne.
constexpr uint64_t kLargestMass[kInventoryGases] = {9'000'000, 90'000, 9'000, 40};

// Of a thousand figures.
constexpr uint64_t kNotEstimated = 4;
constexpr uint64_t kConfidential = 3;
constexpr uint64_t kNotOccurring = 30;
constexpr uint64_t kElsewhere = 30;
constexpr uint64_t kNotThere = 3;
// In such years nothing is missing.
constexpr int kWholeYears = 2;

struct PotentialOf {
  const char* gas;
  const char* ar4;
  const char* ar5;
};
// Of SF6 in the fourth report the tables of the project say nothing: this one is made up.
constexpr PotentialOf kPotentials[] = {
    {"co2", "1", "1"}, {"ch4", "25", "28"}, {"n2o", "298", "265"}, {"sf6", "22000", "23500"}};

void SetText(const std::string& text,
             google::protobuf::RepeatedPtrField<common::v1::LocalizedText>* texts) {
  common::v1::LocalizedText& one = *texts->Add();
  one.set_language("en");
  one.set_text(text);
}

std::string SourceId(int source) { return absl::StrFormat("s%02d", source); }

class Generator {
 public:
  explicit Generator(const InventoryShape& shape) : shape_(shape), random_(shape.seed) {}

  std::vector<v1::ClimateRow> Generate() {
    for (int release = 0; release < shape_.releases; ++release) AddRelease(release);
    AddTarget();
    AddPath();
    return std::move(rows_);
  }

 private:
  // Less than `limit`; the same on every machine.
  uint64_t Below(uint64_t limit) { return random_() % limit; }

  v1::ClimateRow& Add() { return rows_.emplace_back(); }

  void AddRelease(int number) {
    v1::InventoryRelease& release = *Add().mutable_inventory_release();
    release.set_name(InventoryReleaseName(shape_.area_id, number));
    release.set_publisher("Generated");
    release.set_release_date(absl::StrCat(shape_.first_year + shape_.years + number));
    release.set_gwp_set(v1::GWP_SET_AR5);
    release.set_gwp_table("gwpTables/ar5");
    release.set_boundary(v1::BOUNDARY_COMMUNITY);
    release.set_scope(v1::SCOPE_DIRECT);
    release.set_coverage(v1::INVENTORY_COVERAGE_COMPLETE);
    for (const char* gas : kGases) release.add_gases(gas);
    if (number > 0) release.set_supersedes(InventoryReleaseName(shape_.area_id, number - 1));
    for (int year = 0; year < shape_.years; ++year) AddYear(release.name(), year);
  }

  // Figures are named with all that they are of.
  v1::EmissionFigure& AddFigure(const std::string& release, const std::string& sector,
                                const std::string& source, const std::string& gas, int year) {
    v1::EmissionFigure& figure = *Add().mutable_emission_figure();
    figure.set_sector(sector);
    figure.set_source(source);
    figure.set_gas(gas);
    figure.set_period(absl::StrCat(shape_.first_year + year));
    figure.set_name(absl::StrCat(release, "/emissions/", sector, "~", figure.period(),
                                 source.empty() ? "" : "~source.", source,
                                 gas.empty() ? "" : "~gas.", gas));
    return figure;
  }

  static void SetMissing(v1::EmissionFigure& figure, MissingReason reason) {
    figure.mutable_cell()->set_missing(reason);
    SetText("Generated", figure.mutable_explanations());
  }

  void AddYear(const std::string& release, int year) {
    const bool has_gaps = shape_.gaps && year % (kWholeYears + 1) == kWholeYears;
    for (int gas = 0; gas < kInventoryGases; ++gas) {
      // What is included elsewhere stands in a source further on, which may be so too: no circles.
      std::string next;
      for (int source = kInventorySources - 1; source >= 0; --source) {
        const uint64_t chance = shape_.gaps ? Below(1000) : 999;
        if (has_gaps && !next.empty() && chance >= 1000 - kNotThere) continue;
        v1::EmissionFigure& figure = AddFigure(release, kSectors[source % kSectorCount],
                                               SourceId(source), kGases[gas], year);
        figure.set_unit("tonnes");
        SetCell(has_gaps, chance, kLargestMass[gas], next, figure);
        next = figure.name();
      }
    }
    AddObject(release, year);
    AddTotal(release, year);
  }

  void SetCell(bool has_gaps, uint64_t chance, uint64_t largest, const std::string& next,
               v1::EmissionFigure& figure) {
    if (has_gaps && chance < kNotEstimated) {
      return SetMissing(figure, common::v1::MISSING_REASON_NOT_ESTIMATED);
    }
    if (has_gaps && chance < kNotEstimated + kConfidential) {
      return SetMissing(figure, common::v1::MISSING_REASON_SUPPRESSED);
    }
    const bool in_range = shape_.gaps && chance >= 100;
    if (in_range && chance < 100 + kNotOccurring) {
      return SetMissing(figure, common::v1::MISSING_REASON_NOT_OCCURRING);
    }
    if (in_range && !next.empty() && chance < 100 + kNotOccurring + kElsewhere) {
      SetMissing(figure, common::v1::MISSING_REASON_INCLUDED_ELSEWHERE);
      figure.set_included_in(next);
      return;
    }
    const uint64_t mass = Below(largest);
    figure.mutable_cell()->set_value(absl::StrFormat("%d.%03d", mass / 1000, mass % 1000));
  }

  void AddObject(const std::string& release, int year) {
    v1::EmissionFigure& figure = AddFigure(release, kSectors[0], "", "", year);
    figure.set_object("bypass");
    figure.set_part_of(kSectors[0]);
    absl::StrAppend(figure.mutable_name(), "~object.bypass");
    figure.set_unit("tonnes_co2e");
    figure.mutable_cell()->set_value(absl::StrCat(1 + Below(100)));
  }

  void AddTotal(const std::string& release, int year) {
    v1::EmissionFigure& figure = AddFigure(release, "all", "", "", year);
    figure.set_unit("tonnes_co2e");
    figure.mutable_cell()->set_value(absl::StrCat(300'000 - 5'000 * year + Below(1000)));
    figure.mutable_cell()->set_rounded_to("1");
  }

  void AddTarget() {
    v1::ClimateTarget& target = *Add().mutable_climate_target();
    target.set_name(InventoryTargetName(shape_.area_id));
    SetText("direct emissions", target.mutable_subjects());
    target.set_boundary(v1::BOUNDARY_COMMUNITY);
    target.set_scope(v1::SCOPE_DIRECT);
    target.set_sector("all");
    target.set_kind(v1::CLIMATE_TARGET_KIND_REDUCE_BY_PERCENT);
    target.set_value("60");
    target.set_unit("percent");
    target.set_base_period(absl::StrCat(shape_.first_year));
    target.set_due_period("2030");
    target.set_basis(v1::CLIMATE_TARGET_BASIS_COUNCIL_DECISION);
    target.set_reference_release(InventoryReleaseName(shape_.area_id, 0));
  }

  void AddPath() {
    v1::ReferencePath& path = *Add().mutable_reference_path();
    path.set_name(absl::StrCat("areas/", shape_.area_id, "/referencePaths/generated"));
    SetText("Generated", path.mutable_titles());
    path.set_inventory_release(InventoryReleaseName(shape_.area_id, shape_.releases - 1));
    path.set_boundary(v1::BOUNDARY_COMMUNITY);
    path.set_scope(v1::SCOPE_DIRECT);
    path.set_sector("all");
    v1::PathLevel& level = *path.add_levels();
    level.set_period("2030");
    level.mutable_cell()->set_value("200000");
  }

  const InventoryShape& shape_;
  std::mt19937_64 random_;
  std::vector<v1::ClimateRow> rows_;
};

}  // namespace

std::string InventoryReleaseName(const std::string& area_id, int release) {
  return absl::StrCat("areas/", area_id, "/inventoryReleases/generated-", release + 1);
}

std::string InventoryTargetName(const std::string& area_id) {
  return absl::StrCat("areas/", area_id, "/climateTargets/generated");
}

std::vector<v1::ClimateRow> InventoryTables() {
  std::vector<v1::ClimateRow> rows;
  for (const bool is_fifth : {false, true}) {
    v1::GwpTable& table = *rows.emplace_back().mutable_gwp_table();
    table.set_name(is_fifth ? "gwpTables/ar5" : "gwpTables/ar4");
    table.set_gwp_set(is_fifth ? v1::GWP_SET_AR5 : v1::GWP_SET_AR4);
    SetText("Generated", table.mutable_titles());
    table.mutable_provenance()->set_source("generated");
    for (const PotentialOf& potential : kPotentials) {
      v1::GwpValue& value = *table.add_values();
      value.set_gas(potential.gas);
      value.set_gwp(is_fifth ? potential.ar5 : potential.ar4);
    }
  }
  return rows;
}

std::vector<v1::ClimateRow> GenerateInventory(const InventoryShape& shape) {
  return Generator(shape).Generate();
}

}  // namespace tertial::testing
