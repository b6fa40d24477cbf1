// Writes a generated term as commit-1.jsonl, commit-2.jsonl, … into a directory: each line a
// PoliticsRow in protobuf's JSON, each file an import.
#include <fstream>
#include <iostream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "tests/testing/generated_term.h"

namespace tertial::testing {
namespace {

bool Write(const std::string& path, const std::vector<politics::v1::PoliticsRow>& rows) {
  std::ofstream file(path, std::ios::binary);
  for (const politics::v1::PoliticsRow& row : rows) {
    std::string line;
    if (!google::protobuf::util::MessageToJsonString(row, &line).ok()) return false;
    file << line << "\n";
  }
  return static_cast<bool>(file.flush());
}

int Main(int argc, char** argv) {
  CLI::App app("Writes the political activity of a municipality that does not exist.",
               "tertial_generate_term");
  TermShape shape;
  std::string directory;
  app.add_option("directory", directory, "Directory, which must be there")->required();
  app.add_option("--seed", shape.seed, "Another term for another number")->capture_default_str();
  app.add_option("--first-year", shape.first_year, "Year in which the first term begins")
      ->check(CLI::Range(1900, 2096))
      ->capture_default_str();
  app.add_option("--terms", shape.terms, "Terms, one after the other")
      ->check(CLI::Range(1, 40))
      ->capture_default_str();
  app.add_option("--area", shape.area_id, "Id of the area")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const GeneratedTerm made = GenerateTerm(shape);
  for (size_t i = 0; i < made.commits.size(); ++i) {
    const std::string path = absl::StrCat(directory, "/commit-", i + 1, ".jsonl");
    if (Write(path, made.commits[i])) continue;
    std::cerr << path << " cannot be written\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace tertial::testing

int main(int argc, char** argv) { return tertial::testing::Main(argc, argv); }
