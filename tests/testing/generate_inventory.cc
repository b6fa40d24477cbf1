// Writes generated inventories into a file: each line a ClimateRow in protobuf's JSON, the file an
// import.
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "google/protobuf/util/json_util.h"
#include "tests/testing/generated_inventory.h"

namespace tertial::testing {
namespace {

bool Write(const std::vector<climate::v1::ClimateRow>& rows, std::ofstream& file) {
  for (const climate::v1::ClimateRow& row : rows) {
    std::string line;
    if (!google::protobuf::util::MessageToJsonString(row, &line).ok()) return false;
    file << line << "\n";
  }
  return static_cast<bool>(file.flush());
}

int Main(int argc, char** argv) {
  CLI::App app("Writes the emissions of a municipality that does not exist.",
               "tertial_generate_inventory");
  InventoryShape shape;
  std::string path;
  app.add_option("file", path, "File to write")->required();
  app.add_option("--seed", shape.seed, "Another inventory for another number")
      ->capture_default_str();
  app.add_option("--years", shape.years, "Years of each release")
      ->check(CLI::Range(1, 20))
      ->capture_default_str();
  app.add_option("--releases", shape.releases, "Releases, each in the place of the one before")
      ->check(CLI::Range(1, 9))
      ->capture_default_str();
  app.add_option("--area", shape.area_id, "Id of the area")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  std::ofstream file(path, std::ios::binary);
  if (Write(InventoryTables(), file) && Write(GenerateInventory(shape), file)) return 0;
  std::cerr << path << " cannot be written\n";
  return 1;
}

}  // namespace
}  // namespace tertial::testing

int main(int argc, char** argv) { return tertial::testing::Main(argc, argv); }
