// Climate accounts: the chapter and an inventory of one municipality, alone and among 357, and what
// is calculated anew after a factor has changed. See README.md. Started by run.sh.
#include <signal.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/server/options.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/climate_client.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

// The most that one municipality's report may cost among all, as a multiple of what it costs alone.
constexpr double kMostAmongAll = 1.3;

struct Options {
  std::string directory;
  int areas = 357;
  int rounds = 15;
  double seconds = 0.5;
  int many_users = 10'000;
};

// Of one call.
struct Measured {
  double seconds = 0;
  double cpu = 0;  // of the server, seconds
};

enum Question { kSection, kReport, kQuestions };
constexpr const char* kNames[kQuestions] = {"The climate chapter of a municipality",
                                            "Its inventory, four years by sector"};

enum Side { kSmall, kLarge, kSides };

struct Rounds {
  std::array<std::array<std::vector<double>, kSides>, kQuestions> seconds;
  std::array<std::array<std::vector<double>, kSides>, kQuestions> cpu;
};

// A service with the accounts of so many areas.
struct Ours {
  BenchService service;
  std::unique_ptr<ClimateClient> client;
  int areas = 1;
};

// Filled, and started anew: what was imported last is read from files then, as the rest is.
absl::StatusOr<Ours> StartOurs(const std::string& directory, int areas) {
  std::filesystem::create_directory(directory);
  const absl::Duration begun = SystemClock().Monotonic();
  {
    TERTIAL_ASSIGN_OR_RETURN(const BenchService filled, StartClimate(directory));
    ClimateClient client(filled.address());
    TERTIAL_RETURN_IF_ERROR(client.Fill(areas));
    TERTIAL_RETURN_IF_ERROR(client.WaitUntilFollowed().status());
  }
  std::cout << absl::StrFormat("  accounts of %d areas imported in %.1f s\n", areas,
                               absl::ToDoubleSeconds(SystemClock().Monotonic() - begun))
            << std::flush;
  TERTIAL_ASSIGN_OR_RETURN(BenchService service, StartClimate(directory));
  auto client = std::make_unique<ClimateClient>(service.address());
  return Ours{std::move(service), std::move(client), areas};
}

absl::StatusOr<Measured> Measure(const Options& options, Ours& ours, Question question) {
  // The one in the middle: what is beside it is there on both sides.
  const int area = ours.areas / 2;
  const std::string request = question == kSection ? ClimateClient::SectionRequest(area)
                                                   : ClimateClient::ReportRequest(area);
  LoadClient& client = question == kSection ? ours.client->section() : ours.client->report();
  const Load load = {.at_once = 1,
                     .duration = absl::Seconds(options.seconds),
                     .request = [&](int64_t /*call*/) { return ToByteBuffer(request); },
                     .check =
                         [](const grpc::ByteBuffer& answer) {
                           return answer.Length() > 1000
                                      ? absl::OkStatus()
                                      : absl::DataLossError("an answer has next to nothing");
                         }};
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration before, CpuTimeOf(ours.service.pid()));
  TERTIAL_ASSIGN_OR_RETURN(const LoadResult result, client.Run(load));
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration after, CpuTimeOf(ours.service.pid()));
  const double calls = static_cast<double>(result.calls);
  return Measured{absl::ToDoubleSeconds(result.took) / calls,
                  absl::ToDoubleSeconds(after - before) / calls};
}

absl::Status MeasureRounds(const Options& options, Ours& small, Ours& large, Rounds& rounds) {
  for (int round = -1; round < options.rounds; ++round) {
    for (size_t question = 0; question < kQuestions; ++question) {
      for (int place = 0; place < kSides; ++place) {
        // Each is the first in turn.
        const auto side = static_cast<size_t>((round + 1 + place) % kSides);
        TERTIAL_ASSIGN_OR_RETURN(
            const Measured measured,
            Measure(options, side == kSmall ? small : large, static_cast<Question>(question)));
        if (round < 0) continue;  // It warms up.
        rounds.seconds[question][side].push_back(measured.seconds);
        rounds.cpu[question][side].push_back(measured.cpu);
      }
    }
  }
  return absl::OkStatus();
}

void PrintRounds(const Options& options, const Rounds& rounds) {
  const auto line = [](const std::string& what, const std::vector<double>& of,
                       const std::vector<double>& to, Aim aim) {
    std::vector<double> ratios;
    for (size_t i = 0; i < of.size(); ++i) ratios.push_back(of[i] / to[i]);
    PrintRatio(what, ratios, aim,
               absl::StrFormat("%.3g and %.3g ms", 1000 * SpreadOf(of).median,
                               1000 * SpreadOf(to).median));
  };
  for (size_t question = 0; question < kQuestions; ++question) {
    PrintHeading(kNames[question]);
    line(absl::StrCat("time, ", options.areas, " areas / one"), rounds.seconds[question][kLarge],
         rounds.seconds[question][kSmall], Aim::AtMost(kMostAmongAll));
    line("  server CPU", rounds.cpu[question][kLarge], rounds.cpu[question][kSmall], Aim::None());
  }
}

// That a new version of a factor has the emissions of its users calculated, and no others.
absl::Status ChangeFactor(ClimateClient& client, const std::string& factor, int users) {
  TERTIAL_RETURN_IF_ERROR(client.FillUsers(factor, users));
  TERTIAL_ASSIGN_OR_RETURN(const climate::v1::GetDerivedStateResponse before,
                           client.WaitUntilFollowed());
  const absl::Duration begun = SystemClock().Monotonic();
  TERTIAL_RETURN_IF_ERROR(client.AddVersion(factor, 2));
  TERTIAL_ASSIGN_OR_RETURN(const climate::v1::GetDerivedStateResponse after,
                           client.WaitUntilFollowed());
  const absl::Duration took = SystemClock().Monotonic() - begun;
  const int64_t changed = after.changed_rows() - before.changed_rows();
  if (changed != users) {
    return absl::DataLossError(
        absl::StrCat(changed, " figures were calculated anew, and ", users, " use the factor"));
  }
  PrintFigure(absl::StrCat("figures calculated anew / ", users, " that use the factor"),
              static_cast<double>(changed) / users, Aim::AtMost(1),
              absl::StrFormat("%.3g ms until all are recorded", absl::ToDoubleMilliseconds(took)));
  return absl::OkStatus();
}

absl::Status Run(const Options& options) {
  std::cout << "\nInventories of 15 years, 34 sources and 4 gases\n";
  TERTIAL_ASSIGN_OR_RETURN(Ours small, StartOurs(options.directory + "/small", 1));
  TERTIAL_ASSIGN_OR_RETURN(Ours large, StartOurs(options.directory + "/large", options.areas));
  Bystanders bystanders({::getpid()});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  Rounds rounds;
  TERTIAL_RETURN_IF_ERROR(MeasureRounds(options, small, large, rounds));
  PrintRounds(options, rounds);
  PrintHeading("A new version of an emission factor");
  TERTIAL_RETURN_IF_ERROR(ChangeFactor(*large.client, "few", 10));
  TERTIAL_RETURN_IF_ERROR(ChangeFactor(*large.client, "many", options.many_users));
  return bystanders.Print();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures climate accounts", "tertial_climate_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory")->required();
  app.add_option("--areas", options.areas, "Areas of the large size")
      ->check(CLI::Range(2, 357))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "Rounds that count")
      ->check(CLI::Range(5, 300))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "Time of a measurement")
      ->check(CLI::Range(0.05, 10.0))
      ->capture_default_str();
  app.add_flag_callback(
      "--short",
      [&] {
        options.areas = 4;
        options.rounds = 5;
        options.seconds = 0.1;
        options.many_users = 1000;
      },
      "A few areas, to see that it runs; the ratios say little");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  ::signal(SIGPIPE, SIG_IGN);
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_climate_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
