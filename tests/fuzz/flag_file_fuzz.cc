// What a service is told beside its command line: a file of flags, and, after a line of its own,
// variables of the environment, NAME=value.
//
// Whatever they hold: they are refused with sentences that say where, or the flags that hold are
// printed as a file that says the same.
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/server/flag_file.h"
#include "common/server/flag_sources.h"
#include "common/server/options.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/memory_file.h"

namespace tertial::fuzz {
namespace {

constexpr absl::string_view kBetween = "\n====\n";

void RequireSentence(const absl::Status& status) {
  Require(status.code() == absl::StatusCode::kInvalidArgument && !status.message().empty(),
          "what is wrong is told", status.ToString());
}

void CheckFile(absl::string_view text) {
  const auto lines = ParseFlagFile(text);
  if (!lines.ok()) return RequireSentence(lines.status());
  std::string again;
  for (const FlagLine& line : *lines) {
    absl::StrAppend(&again, FormatFlagLine(line.name, line.value), "\n");
  }
  const auto read = ParseFlagFile(again);
  Require(read.ok() && read->size() == lines->size(), "flags are read as they are written", again);
  for (size_t i = 0; i < read->size(); ++i) {
    Require((*read)[i].name == (*lines)[i].name && (*read)[i].value == (*lines)[i].value,
            "a flag is read as it is written", again);
  }
}

Environment VariablesOf(absl::string_view text) {
  Environment variables;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits('=', 1));
    variables.emplace(parts.first, parts.second);
  }
  return variables;
}

// The flags that hold, as they are printed; empty where something is wrong.
std::string FlagsOf(absl::string_view file, const Environment& environment) {
  const MemoryFile config(file);
  CLI::App app;
  ServerOptions options;
  AddServerFlags(app, options, StoreUse::kAlways);
  AddHttpFlag(app, options);
  FlagSources sources(app, "indicators");
  std::vector<std::string> arguments = {absl::StrCat("--config=", config.path()), "--data=/nowhere",
                                        "--areas=/nowhere", "--policy=/nowhere"};
  const absl::Status read = sources.Read(arguments, environment);
  if (!read.ok()) {
    RequireSentence(read);
    return "";
  }
  try {
    // CLI11 takes them from behind.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError&) {
    return "";
  }
  return sources.Print();
}

}  // namespace

const char* const kCorpus = "flag_file";

void RunInput(absl::string_view input) {
  const size_t cut = input.find(kBetween);
  const absl::string_view file = input.substr(0, cut);
  const absl::string_view variables =
      cut == absl::string_view::npos ? "" : input.substr(cut + kBetween.size());
  CheckFile(file);
  const std::string printed = FlagsOf(file, VariablesOf(variables));
  if (printed.empty()) return;
  const auto before = ParseFlagFile(printed);
  Require(before.ok(), "what is printed is a file of flags",
          absl::StrCat(printed, before.status().ToString()));
  const std::string again = FlagsOf(printed, {});
  const auto after = ParseFlagFile(again);
  Require(after.ok() && !again.empty() && after->size() == before->size(),
          "what is printed can be read", absl::StrCat(printed, again));
  for (size_t i = 0; i < before->size(); ++i) {
    Require((*before)[i].name == (*after)[i].name && (*before)[i].value == (*after)[i].value,
            "what is printed says the same", printed);
  }
}

}  // namespace tertial::fuzz
