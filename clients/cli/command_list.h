// The commands of `tertial`, each declared with what it does.
#ifndef TERTIAL_CLIENTS_CLI_COMMAND_LIST_H_
#define TERTIAL_CLIENTS_CLI_COMMAND_LIST_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"

namespace tertial::cli {

class CommandList {
 public:
  // `app` must outlive the list.
  explicit CommandList(CLI::App& app) : app_(app) {}

  // Declares a command; `run` returns the exit code, and owns what the flags are read into. Flags
  // are added to what is returned.
  CLI::App& Add(const std::string& name, const std::string& purpose, std::function<int()> run) {
    CLI::App& command = *app_.add_subcommand(name, purpose);
    commands_.emplace_back(&command, std::move(run));
    return command;
  }

  // Runs the command that was given; one must have been.
  int RunGiven() const {
    for (const auto& [command, run] : commands_) {
      if (app_.got_subcommand(command)) return run();
    }
    return 0;
  }

 private:
  CLI::App& app_;
  std::vector<std::pair<CLI::App*, std::function<int()>>> commands_;
};

}  // namespace tertial::cli

#endif  // TERTIAL_CLIENTS_CLI_COMMAND_LIST_H_
