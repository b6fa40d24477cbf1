// Where the flags of a service come from. What comes first here is what holds:
//
//   1  the command line        --port 7401
//   2  the environment         TERTIAL_INDICATORS_PORT=7401, for the service indicators alone; or
//                              else TERTIAL_PORT=7401, for every service
//   3  a file (flag_file.h)    port = 7401, in the file that --config or TERTIAL_CONFIG names
//   4  the default
//
// A variable that is set to nothing is a value as well. Flags that are about one run
// (Option::configurable(false)) stand on the command line alone.
#ifndef TERTIAL_COMMON_SERVER_FLAG_SOURCES_H_
#define TERTIAL_COMMON_SERVER_FLAG_SOURCES_H_

#include <map>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tertial {

// The variables of a process by name.
using Environment = std::map<std::string, std::string>;
Environment EnvironmentOfProcess();

class FlagSources {
 public:
  // Declares --config and --print-config on `app`, whose flags are those of `service` and are all
  // declared when Read is called. `app` must outlive the object.
  FlagSources(CLI::App& app, absl::string_view service);

  // Sets the flags that the command line does not name, and environment or file do; `app` is to
  // parse the command line afterwards. Where that asks for help or the version, nothing is read.
  // INVALID_ARGUMENT, with a sentence for each thing that is wrong, which begins with the flag of
  // the command line, the variable, or file and line: a file that cannot be read, a flag that there
  // is not, a value that the flag does not take or that no file can say (HoldsControlCharacter).
  absl::Status Read(const std::vector<std::string>& arguments, const Environment& environment);

  // Whether --print-config was given: the service is to print what follows, and end.
  bool print_config() const { return print_config_; }

  // All flags that environment and file can set, as lines of a file with where each value comes
  // from. Of key files it tells paths, as all flags do: never what is in them.
  std::string Print() const;

  // Variables that are named like those of this service and set no flag of it, mistyped perhaps.
  const std::vector<std::string>& unknown_variables() const { return unknown_variables_; }

 private:
  struct Setting {
    std::string value;
    std::string source;  // "TERTIAL_PORT", or "/etc/tertial/flags:3"
  };

  std::string VariableOf(absl::string_view flag, bool own) const;
  // What the environment says of a flag, if anything.
  const Environment::value_type* FindVariable(absl::string_view flag,
                                              const Environment& environment) const;
  std::string ConfigFile(const std::vector<std::string>& arguments,
                         const Environment& environment) const;
  std::map<std::string, Setting> ReadFile(const std::string& file,
                                          std::vector<std::string>& wrong) const;
  void Set(CLI::Option& option, const Setting& setting, std::vector<std::string>& wrong);
  void NoteUnknown(const Environment& environment);

  CLI::App& app_;
  const std::string service_;
  std::string config_file_;
  bool print_config_ = false;
  // By the name of the flag: where what does not stand on the command line came from.
  std::map<std::string, std::string> sources_;
  std::vector<std::string> unknown_variables_;
};

}  // namespace tertial

#endif  // TERTIAL_COMMON_SERVER_FLAG_SOURCES_H_
