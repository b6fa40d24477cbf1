// Writes a generated register as positions.csv, absences.csv and units.csv into a directory.
#include <fstream>
#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "tests/testing/generated_register.h"

namespace tertial::testing {
namespace {

bool Write(const std::string& directory, const char* name, const std::string& content) {
  std::ofstream file(directory + "/" + name, std::ios::binary);
  file << content;
  return static_cast<bool>(file.flush());
}

int Main(int argc, char** argv) {
  CLI::App app("Writes a register of persons who do not exist.", "tertial_generate_register");
  RegisterShape shape;
  std::string directory;
  app.add_option("directory", directory, "Directory, which must be there")->required();
  app.add_option("--persons", shape.persons, "Persons with a position")->capture_default_str();
  app.add_option("--units", shape.units, "Units, at least 30")
      ->check(CLI::Range(30, 100'000))
      ->capture_default_str();
  app.add_option("--seed", shape.seed, "Other persons for another number")->capture_default_str();
  app.add_option("--year", shape.year, "Year of the extract")->capture_default_str();
  app.add_option("--area", shape.area_id, "Id of the area")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const GeneratedRegister made = GenerateRegister(shape);
  if (!Write(directory, "positions.csv", PositionsCsv(made)) ||
      !Write(directory, "absences.csv", AbsencesCsv(made)) ||
      !Write(directory, "units.csv", UnitsCsv(made))) {
    std::cerr << "the files cannot be written into " << directory << "\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace tertial::testing

int main(int argc, char** argv) { return tertial::testing::Main(argc, argv); }
