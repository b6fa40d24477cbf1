// The emissions of a municipality that does not exist, by source and gas: the same for the same
// shape, whatever machine makes them.
#ifndef TERTIAL_TESTS_TESTING_GENERATED_INVENTORY_H_
#define TERTIAL_TESTS_TESTING_GENERATED_INVENTORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tertial/climate/v1/climate_service.pb.h"

namespace tertial::testing {

// What is made of each release and year.
inline constexpr int kInventorySources = 34;
inline constexpr int kInventoryGases = 4;

struct InventoryShape {
  uint64_t seed = 1;
  std::string area_id = "asker";
  int first_year = 2009;
  int years = 15;
  // The second one takes the place of the first, with other figures.
  int releases = 1;
  // Notation keys among the figures: NE, C and NO; IE, also by several steps; and sources that are
  // not there in a year. Without, every figure has a value.
  bool gaps = true;
};

// The tables that masses are converted with, "gwpTables/ar4" and "gwpTables/ar5": of no area.
std::vector<climate::v1::ClimateRow> InventoryTables();

// Rows that keep all rules of the contracts, as one import, after InventoryTables: releases that
// convert with AR5; of each and every year the masses of four gases of 34 sources in nine sectors,
// an object in one of them, and a published total, which is no sum of anything in every third year;
// a target that is measured with them; a reference path.
std::vector<climate::v1::ClimateRow> GenerateInventory(const InventoryShape& shape = {});

// The names that it uses.
std::string InventoryReleaseName(const std::string& area_id, int release);
std::string InventoryTargetName(const std::string& area_id);

}  // namespace tertial::testing

#endif  // TERTIAL_TESTS_TESTING_GENERATED_INVENTORY_H_
