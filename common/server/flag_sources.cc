#include "common/server/flag_sources.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/server/flag_file.h"
#include "common/status/violations.h"

namespace tertial {
namespace {

constexpr absl::string_view kConfigFlag = "config";
// Far more than anybody will have.
constexpr std::streamsize kMostFileBytes = 1 << 20;

// "--port=1" and "--port" as "port"; empty: no flag. As CLI11 reads a command line, whatever begins
// with two dashes is one.
absl::string_view FlagOf(absl::string_view argument) {
  if (!absl::ConsumePrefix(&argument, "--")) return "";
  return argument.substr(0, argument.find('='));
}

std::string ControlCharacterIn(absl::string_view source, absl::string_view value) {
  return absl::StrCat(source, ": ", Quoted(value), " holds a control character");
}

// What a command line says that no file can; of --config, ReadFile tells.
std::vector<std::string> FindControlCharacters(const std::vector<std::string>& arguments) {
  std::vector<std::string> wrong;
  absl::string_view flag;
  for (const std::string& argument : arguments) {
    // "--data" and "/x" are two arguments about one flag.
    if (absl::StartsWith(argument, "--")) flag = FlagOf(argument);
    if (flag != kConfigFlag && HoldsControlCharacter(argument)) {
      wrong.push_back(ControlCharacterIn(absl::StrCat("--", flag), argument));
    }
  }
  return wrong;
}

// The flags that environment and file may set, in the order in which they were declared.
std::vector<CLI::Option*> Configurable(CLI::App& app) {
  return app.get_options([](const CLI::Option* option) {
    return option->get_configurable() && !option->get_lnames().empty();
  });
}

CLI::Option* FindConfigurable(CLI::App& app, absl::string_view flag) {
  for (CLI::Option* const option : Configurable(app)) {
    if (option->get_single_name() == flag) return option;
  }
  return nullptr;
}

}  // namespace

Environment EnvironmentOfProcess() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::pair<std::string, std::string> variable =
        absl::StrSplit(*entry, absl::MaxSplits('=', 1));
    environment.insert(variable);
  }
  return environment;
}

FlagSources::FlagSources(CLI::App& app, absl::string_view service) : app_(app), service_(service) {
  app.add_option(absl::StrCat("--", kConfigFlag), config_file_,
                 "File of flags, name = value in each line, for what neither the command line nor "
                 "TERTIAL_* variables say")
      ->configurable(false);
  app.add_flag("--print-config", print_config_,
               "Print the flags that hold, and where each comes from, and end")
      ->configurable(false);
}

absl::Status FlagSources::Read(const std::vector<std::string>& arguments,
                               const Environment& environment) {
  std::set<std::string> given;
  for (const std::string& argument : arguments) given.emplace(FlagOf(argument));
  if (given.contains("help") || given.contains("version") ||
      std::find(arguments.begin(), arguments.end(), "-h") != arguments.end()) {
    return absl::OkStatus();
  }
  std::vector<std::string> wrong = FindControlCharacters(arguments);
  std::map<std::string, Setting> settings = ReadFile(ConfigFile(arguments, environment), wrong);
  for (CLI::Option* const option : Configurable(app_)) {
    const std::string& flag = option->get_single_name();
    if (given.contains(flag)) continue;
    if (const auto* const variable = FindVariable(flag, environment)) {
      settings[flag] = {variable->second, variable->first};
    }
    const auto setting = settings.find(flag);
    if (setting != settings.end()) Set(*option, setting->second, wrong);
  }
  NoteUnknown(environment);
  if (wrong.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(wrong, "\n"));
}

std::string FlagSources::Print() const {
  std::string text =
      absl::StrCat("# Flags of tertial-", service_, ", and where each comes from.\n");
  for (const CLI::Option* const option : Configurable(app_)) {
    const std::string& flag = option->get_single_name();
    const bool is_set = option->count() > 0;
    const std::string value =
        is_set ? absl::StrJoin(option->results(), ",") : option->get_default_str();
    if (!is_set && value.empty()) {
      absl::StrAppend(&text, "# ", flag, " is not set\n");
      continue;
    }
    const auto source = sources_.find(flag);
    absl::StrAppend(&text, FormatFlagLine(flag, value), "  # ",
                    !is_set                    ? "default"
                    : source == sources_.end() ? "command line"
                                               : source->second.c_str(),
                    "\n");
  }
  return text;
}

std::string FlagSources::VariableOf(absl::string_view flag, bool own) const {
  std::string name = absl::AsciiStrToUpper(own ? absl::StrCat("TERTIAL_", service_, "_", flag)
                                               : absl::StrCat("TERTIAL_", flag));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

const Environment::value_type* FlagSources::FindVariable(absl::string_view flag,
                                                         const Environment& environment) const {
  for (const bool own : {true, false}) {
    const auto variable = environment.find(VariableOf(flag, own));
    if (variable != environment.end()) return &*variable;
  }
  return nullptr;
}

std::string FlagSources::ConfigFile(const std::vector<std::string>& arguments,
                                    const Environment& environment) const {
  const std::string flag = absl::StrCat("--", kConfigFlag);
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (absl::StartsWith(*argument, flag + "=")) return argument->substr(flag.size() + 1);
    if (*argument == flag) {
      return std::next(argument) == arguments.end() ? "" : *std::next(argument);
    }
  }
  const auto* const variable = FindVariable(kConfigFlag, environment);
  return variable == nullptr ? "" : variable->second;
}

std::map<std::string, FlagSources::Setting> FlagSources::ReadFile(
    const std::string& file, std::vector<std::string>& wrong) const {
  std::map<std::string, Setting> settings;
  if (file.empty()) return settings;
  if (HoldsControlCharacter(file)) {
    wrong.push_back(ControlCharacterIn(absl::StrCat("--", kConfigFlag), file));
    return settings;
  }
  std::ifstream in(file, std::ios::binary);
  std::string text(kMostFileBytes, '\0');
  in.read(text.data(), kMostFileBytes);
  text.resize(static_cast<size_t>(in.gcount()));
  // Short of its end: it is a directory, it is not there, or it is larger than this.
  if (!in.eof()) {
    wrong.push_back(absl::StrCat(file, ": this is no file of flags that can be read"));
    return settings;
  }
  const absl::StatusOr<std::vector<FlagLine>> lines = ParseFlagFile(text);
  if (!lines.ok()) {
    wrong.push_back(absl::StrCat(file, ": ", std::string(lines.status().message())));
    return settings;
  }
  for (const FlagLine& line : *lines) {
    const std::string source = absl::StrCat(file, ":", line.line);
    if (FindConfigurable(app_, line.name) != nullptr) {
      settings[line.name] = {line.value, source};
    } else if (app_.get_option_no_throw("--" + line.name) != nullptr) {
      wrong.push_back(absl::StrCat(source, ": ", line.name, " stands on the command line alone"));
    } else {
      wrong.push_back(absl::StrCat(source, ": tertial-", service_, " has no flag ", line.name));
    }
  }
  return settings;
}

void FlagSources::Set(CLI::Option& option, const Setting& setting,
                      std::vector<std::string>& wrong) {
  const std::string& flag = option.get_single_name();
  sources_[flag] = setting.source;
  if (HoldsControlCharacter(setting.value)) {
    wrong.push_back(ControlCharacterIn(setting.source, setting.value));
    return;
  }
  try {
    option.add_result(setting.value);
    option.run_callback();
  } catch (const CLI::ParseError& error) {
    absl::string_view what = error.what();
    absl::ConsumePrefix(&what, absl::StrCat("--", flag, ": "));
    wrong.push_back(absl::StrCat(setting.source, ": ", what));
  }
}

void FlagSources::NoteUnknown(const Environment& environment) {
  const std::string prefix = VariableOf("", /*own=*/true);
  std::set<std::string> known = {VariableOf(kConfigFlag, /*own=*/true)};
  for (const CLI::Option* const option : Configurable(app_)) {
    known.insert(VariableOf(option->get_single_name(), /*own=*/true));
  }
  for (const auto& [name, value] : environment) {
    if (absl::StartsWith(name, prefix) && !known.contains(name)) unknown_variables_.push_back(name);
  }
}

}  // namespace tertial
