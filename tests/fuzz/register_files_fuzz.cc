// The files of registers, as the command reads them: positions, then, after a line of their own,
// absences.
//
// Whatever stands in the files, reading ends, and nothing that is said of them holds a person's key
// or a national identity number; no number is in the rows that would be sent.
#include <filesystem>
#include <string>

#include "absl/strings/str_replace.h"
#include "clients/cli/registers/register_files.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/said.h"
#include "tests/testing/temp_dir.h"

namespace tertial::fuzz {
namespace {

constexpr absl::string_view kBetween = "\n====\n";

// The directory of the files stands in what is said, and has a name by chance.
void CheckSaid(absl::string_view text, const std::string& directory) {
  const std::string said = absl::StrReplaceAll(text, {{directory, ""}});
  RequireNoNationalId(said);
  // No value is told, so that blanks in a number do not hide it.
  RequireNoNationalId(absl::StrReplaceAll(said, {{" ", ""}, {"\t", ""}}));
  RequireNoSecret(said);
}

}  // namespace

const char* const kCorpus = "register_files";

void RunInput(absl::string_view input) {
  static const TempDir& directory = *new TempDir();
  const size_t cut = input.find(kBetween);
  const bool has_absences = cut != absl::string_view::npos;
  // A file that is emptied to be written anew is waited for by some file systems.
  for (const char* name : {"/positions.csv", "/absences.csv"}) {
    std::filesystem::remove(directory.path() + name);
  }
  const std::string positions = directory.Write("positions.csv", input.substr(0, cut));
  const std::string absences =
      has_absences ? directory.Write("absences.csv", input.substr(cut + kBetween.size())) : "";
  const auto files = cli::ReadRegisterFiles(positions, absences, "areas/3203");
  if (!files.ok()) {
    CheckSaid(AllOf(files.status()), directory.path());
    return;
  }
  for (const cli::Problem& problem : files->problems) {
    CheckSaid(absl::StrCat(cli::FormatOrigin(problem.origin), "\n", problem.field, "\n",
                           problem.reason, "\n", problem.sentence),
              directory.path());
  }
  Require(files->rows.rows.size() == files->rows.origins.size(), "every row has an origin");
  for (const cli::Origin& origin : files->rows.origins) {
    Require(origin.line > 1, "rows stand below the headings");
  }
  for (const workforce::v1::RegisterRow& row : files->rows.rows) {
    ForEachText(row, [](const std::string& text) {
      Require(!IsNationalId(text) && !HoldsNationalId(text), "no national identity number is sent",
              text);
    });
  }
}

}  // namespace tertial::fuzz
