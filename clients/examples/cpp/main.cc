// A client of Tertial. The guide that it belongs to is clients/README.md.

#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/strip.h"
#include "calls.h"
#include "connection.h"
#include "reading.h"
#include "watching.h"
#include "writing.h"

namespace tertial::example {
namespace {

constexpr char kUsage[] =
    R"(Usage: tertial_example_client --gateway … --indicators … --certificate … --key … --ca … COMMAND
  report AREA PERIOD
  list AREA
  batch NAME…
  write NAME VALUE OTHER_VALUE EVENT
  watch AREA TOKEN_FILE
)";

struct CommandLine {
  std::map<std::string, std::string> flags;
  std::string command;
  std::vector<std::string> places;

  bool Is(const std::string& name, size_t count) const {
    return command == name && places.size() == count;
  }
};

// False where it is not as kUsage says.
bool Parse(std::vector<std::string> arguments, CommandLine& line) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    absl::string_view flag = arguments[i];
    if (absl::ConsumePrefix(&flag, "--")) {
      if (++i == arguments.size()) return false;
      line.flags[std::string(flag)] = arguments[i];
    } else if (line.command.empty()) {
      line.command = arguments[i];
    } else {
      line.places.push_back(arguments[i]);
    }
  }
  for (const char* flag : {"gateway", "indicators", "certificate", "key", "ca"}) {
    if (line.flags[flag].empty()) return false;
  }
  return line.flags.size() == 5 &&
         (line.Is("report", 2) || line.Is("list", 1) || line.Is("write", 4) ||
          line.Is("watch", 2) || (line.command == "batch" && !line.places.empty()));
}

grpc::Status Run(CommandLine& line) {
  const Files files{line.flags["certificate"], line.flags["key"], line.flags["ca"]};
  const std::vector<std::string>& places = line.places;
  Connection connection(line.flags["indicators"], files);
  // It asks for channels itself. A stub beside it would keep the first one, which goes on trying to
  // connect with the certificate that it has.
  if (line.command == "watch") return Watch(connection, places[0], places[1]).Run();
  Connection gateway(line.flags["gateway"], files);
  Reports reports(gateway.Channel());
  Indicators indicators(connection.Channel());
  if (line.command == "report") return ShowReport(reports, places[0], places[1]);
  if (line.command == "list") return ListObservations(indicators, places[0]);
  if (line.command == "batch") return ReadBatch(indicators, places);
  return Write(indicators, reports, places[0], places[1], places[2], places[3]);
}

}  // namespace
}  // namespace tertial::example

int main(int argc, char** argv) {
  tertial::example::CommandLine line;
  if (!tertial::example::Parse({argv + 1, argv + argc}, line)) {
    std::cerr << tertial::example::kUsage;
    return 2;
  }
  try {
    const grpc::Status status = tertial::example::Run(line);
    if (status.ok()) return 0;
    std::cerr << tertial::example::TextOf(tertial::example::RefusalOf(status)) << ": "
              << status.error_message() << "\n";
  } catch (const std::exception& error) {  // a file
    std::cerr << error.what() << "\n";
  }
  return 1;
}
