// All figures of one year for all units, from a register of a million positions: QueryFigures
// beside two statements of PostgreSQL, and beside the same after one changed absence. See
// README.md. Started by run.sh.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
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
#include "tests/bench/process_usage.h"
#include "tests/bench/spread.h"
#include "tests/bench/workforce_check.h"
#include "tests/bench/workforce_client.h"
#include "tests/bench/workforce_pg.h"
#include "tests/bench/workforce_rows.h"

namespace tertial::bench {
namespace {

namespace v1 = workforce::v1;

// The last day of a short absence: another in each round, so that nothing counted before serves.
constexpr int kFirstLimit = 16;
constexpr int64_t kMostKiB = 512 * 1024;
constexpr double kChangeAim = 0.05;
// Whose absence is changed.
constexpr int32_t kChangedPerson = 1;

struct Options {
  std::string directory;
  std::string postgres;
  pid_t postgres_process = 0;
  WorkforceSize size;
  int rounds = 7;
};

struct Measured {
  double seconds = 0;
  double cpu = 0;  // of the server, seconds
};

// Runs `work` and says how long it took, and what the server used for it.
template <typename Work, typename Used>
absl::StatusOr<Measured> Measure(Work work, Used used) {
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration before, used());
  const absl::Duration begun = SystemClock().Monotonic();
  TERTIAL_RETURN_IF_ERROR(work());
  const absl::Duration took = SystemClock().Monotonic() - begun;
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration after, used());
  return Measured{absl::ToDoubleSeconds(took), absl::ToDoubleSeconds(after - before)};
}

enum Side { kYear, kAgain, kChange, kPostgres, kSides };

struct Rounds {
  std::vector<double> seconds[kSides];
  std::vector<double> cpu[kSides];
};

// What is measured: the service, and PostgreSQL with the same rows.
struct Sides {
  const Options& options;
  const BenchService& service;
  WorkforceClient& ours;
  PgConnection& postgres;
};

// The person with another degree of the last absence in each round.
BenchPerson ChangedPerson(const WorkforceSize& size, int round) {
  BenchPerson person = MakeBenchPerson(size, kChangedPerson);
  BenchAbsence& absence = person.absences.back();
  absence.kind = workforce::v1::ABSENCE_KIND_SICK;
  absence.basis = workforce::v1::CERTIFICATION_BASIS_DOCTOR_CERTIFIED;
  absence.degree = 5000 + 100 * (round % 50);
  return person;
}

// That both sides tell the same figures.
absl::Status Compare(const Sides& sides, int limit) {
  TERTIAL_ASSIGN_OR_RETURN(const std::string bytes, sides.ours.Query(limit));
  v1::QueryFiguresResponse ours;
  if (!ours.ParseFromString(bytes)) return absl::DataLossError("the answer cannot be read");
  TERTIAL_ASSIGN_OR_RETURN(const WorkforceRows theirs, QueryWorkforceTables(sides.postgres, limit));
  TERTIAL_RETURN_IF_ERROR(CheckSame(ours, UnitSumsOf(theirs)));
  std::cout << absl::StrFormat("  %d figures, %.1f MiB, are the same\n", ours.figures_size(),
                               static_cast<double>(bytes.size()) / (1 << 20))
            << std::flush;
  return absl::OkStatus();
}

absl::Status MeasureOurs(const Sides& sides, int round, int limit, Rounds& rounds) {
  const auto measure = [&](Side side, auto work) -> absl::Status {
    TERTIAL_ASSIGN_OR_RETURN(const Measured measured,
                             Measure(work, [&] { return CpuTimeOf(sides.service.pid()); }));
    rounds.seconds[side].push_back(measured.seconds);
    rounds.cpu[side].push_back(measured.cpu);
    return absl::OkStatus();
  };
  const auto query = [&] { return sides.ours.Query(limit).status(); };
  TERTIAL_RETURN_IF_ERROR(measure(kYear, query));
  TERTIAL_RETURN_IF_ERROR(measure(kAgain, query));
  const BenchPerson changed = ChangedPerson(sides.options.size, round);
  return measure(kChange, [&]() -> absl::Status {
    TERTIAL_RETURN_IF_ERROR(sides.ours.Change(changed));
    return query();
  });
}

absl::Status MeasurePostgres(const Sides& sides, int limit, Rounds& rounds) {
  TERTIAL_ASSIGN_OR_RETURN(
      const Measured measured,
      Measure([&] { return QueryWorkforceTables(sides.postgres, limit).status(); },
              [&] { return CpuTimeOfTree(sides.options.postgres_process); }));
  rounds.seconds[kPostgres].push_back(measured.seconds);
  rounds.cpu[kPostgres].push_back(measured.cpu);
  return absl::OkStatus();
}

absl::Status MeasureRounds(const Sides& sides, Rounds& rounds) {
  int limit = kFirstLimit;
  for (int round = 0; round < sides.options.rounds; ++round) {
    ++limit;
    const bool ours_first = round % 2 == 0;
    if (!ours_first) TERTIAL_RETURN_IF_ERROR(MeasurePostgres(sides, limit, rounds));
    TERTIAL_RETURN_IF_ERROR(MeasureOurs(sides, round, limit, rounds));
    if (ours_first) TERTIAL_RETURN_IF_ERROR(MeasurePostgres(sides, limit, rounds));
    // Not measured: that both keep the same rows.
    TERTIAL_RETURN_IF_ERROR(ChangePerson(sides.postgres, ChangedPerson(sides.options.size, round)));
  }
  // From what was counted first and changed since.
  return Compare(sides, limit);
}

std::vector<double> Ratios(const std::vector<double>& of, const std::vector<double>& to) {
  std::vector<double> ratios;
  for (size_t i = 0; i < of.size(); ++i) ratios.push_back(of[i] / to[i]);
  return ratios;
}

void Print(const Rounds& rounds, int64_t peak_of_upload, int64_t peak) {
  const auto line = [](const std::string& what, const std::vector<double>& of,
                       const std::vector<double>& to, Aim aim) {
    PrintRatio(what, Ratios(of, to), aim,
               absl::StrFormat("%.4g and %.4g s", SpreadOf(of).median, SpreadOf(to).median));
  };
  PrintHeading("All figures of a year, all units");
  line("time, PostgreSQL / QueryFigures", rounds.seconds[kPostgres], rounds.seconds[kYear],
       Aim::AtLeast(1));
  line("  server CPU", rounds.cpu[kPostgres], rounds.cpu[kYear], Aim::None());
  line("time, one changed absence / the year", rounds.seconds[kChange], rounds.seconds[kYear],
       Aim::AtMost(kChangeAim));
  line("  server CPU", rounds.cpu[kChange], rounds.cpu[kYear], Aim::None());
  line("time, the same again / the year", rounds.seconds[kAgain], rounds.seconds[kYear],
       Aim::None());
  PrintFigure("most memory of the service, of 512 MiB", static_cast<double>(peak) / kMostKiB,
              Aim::AtMost(1),
              absl::StrFormat("%d MiB, %d after the upload", peak / 1024, peak_of_upload / 1024));
}

absl::Status Run(const Options& options) {
  std::cout << absl::StrFormat("\n%d persons, %d positions, %d absences\n", options.size.persons,
                               options.size.positions(), options.size.absences());
  TERTIAL_ASSIGN_OR_RETURN(const BenchService service, StartWorkforce(options.directory));
  WorkforceClient ours(service.address());
  const absl::Duration begun = SystemClock().Monotonic();
  TERTIAL_RETURN_IF_ERROR(ours.Fill(options.size));
  TERTIAL_ASSIGN_OR_RETURN(const MemoryUse after_upload, MemoryOf(service.pid()));
  std::cout << absl::StrFormat("  uploaded in %.1f s\n",
                               absl::ToDoubleSeconds(SystemClock().Monotonic() - begun))
            << std::flush;
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PgConnection> postgres,
                           PgConnection::Open(options.postgres));
  TERTIAL_RETURN_IF_ERROR(FillWorkforceTables(*postgres, options.size));
  std::cout << "  copied into PostgreSQL\n" << std::flush;
  const Sides sides{options, service, ours, *postgres};
  TERTIAL_RETURN_IF_ERROR(Compare(sides, kFirstLimit));
  Bystanders bystanders({::getpid(), options.postgres_process});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  Rounds rounds;
  TERTIAL_RETURN_IF_ERROR(MeasureRounds(sides, rounds));
  TERTIAL_ASSIGN_OR_RETURN(const MemoryUse memory, MemoryOf(service.pid()));
  Print(rounds, after_upload.peak, memory.peak);
  return bystanders.Print();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures figures of a large register", "tertial_workforce_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory")->required();
  app.add_option("--postgres", options.postgres, "Where PostgreSQL is, as libpq reads it")
      ->required();
  app.add_option("--postgres-process", options.postgres_process, "PID of its first process")
      ->required();
  app.add_option("--rounds", options.rounds, "Rounds that count")
      ->check(CLI::Range(5, 300))
      ->capture_default_str();
  app.add_flag_callback(
      "--short", [&] { options.size = {.persons = 13'000, .with_second_position = 7'000}; },
      "A small register, to see that it runs; the ratios say little");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  ::signal(SIGPIPE, SIG_IGN);
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_workforce_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
