// Political activity: the follow-ups of a body, the activity of a year and a search for a word, of
// one municipality's term and of a hundred, beside PostgreSQL. See README.md. Started by run.sh.
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
#include "common/types/resource_name.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/bystanders.h"
#include "tests/bench/generated_rows.h"
#include "tests/bench/politics_client.h"
#include "tests/bench/politics_pg.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

namespace v1 = politics::v1;

struct Options {
  std::string directory;
  std::string postgres;
  pid_t postgres_process = 0;
  int areas = 100;
  int rounds = 9;
  double seconds = 0.5;
};

// Of one call.
struct Measured {
  double seconds = 0;
  double cpu = 0;  // of the server, seconds
};

enum Question { kFollowUps, kActivity, kSearch, kQuestions };
constexpr const char* kNames[kQuestions] = {"Follow-ups of the council, a page of 100",
                                            "Activity of a year, all bodies",
                                            "Search for a word, a page of 100"};

// The small service, the large one and, beside it, PostgreSQL: a server that answers the same calls
// from it, and a client of it that receives rows. Each is asked for one area again and again, and
// all but the first for another one each time.
enum Side {
  kSmall,
  kLarge,
  kServer,
  kRows,
  kLargeChanging,
  kServerChanging,
  kRowsChanging,
  kSides,
};

struct Rounds {
  std::array<std::array<std::vector<double>, kSides>, kQuestions> seconds;
  std::array<std::array<std::vector<double>, kSides>, kQuestions> cpu;
};

// A service with the terms of so many areas.
struct Ours {
  BenchService service;
  std::unique_ptr<PoliticsClient> client;
  int areas = 1;
};

// Filled, and started anew: what was imported last is read from files then, as the rest is.
absl::StatusOr<Ours> StartOurs(const std::string& directory, int areas) {
  std::filesystem::create_directory(directory);
  const absl::Duration begun = SystemClock().Monotonic();
  {
    TERTIAL_ASSIGN_OR_RETURN(const BenchService filled, StartPolitics(directory));
    TERTIAL_RETURN_IF_ERROR(PoliticsClient(filled.address()).Fill(areas));
  }
  std::cout << absl::StrFormat("  terms of %d areas imported in %.1f s\n", areas,
                               absl::ToDoubleSeconds(SystemClock().Monotonic() - begun))
            << std::flush;
  TERTIAL_ASSIGN_OR_RETURN(BenchService service, StartPolitics(directory));
  auto client = std::make_unique<PoliticsClient>(service.address());
  return Ours{std::move(service), std::move(client), areas};
}

// The area that a call with this number is about: the last one, or each in turn.
int AreaOf(int64_t call, int areas, bool changing) {
  return changing ? static_cast<int>(call % areas) : areas - 1;
}

// The server in front of PostgreSQL.
absl::StatusOr<Ours> StartServer(const Options& options) {
  const std::string directory = options.directory + "/server";
  std::filesystem::create_directory(directory);
  std::filesystem::create_directory(directory + "/areas");
  TERTIAL_RETURN_IF_ERROR(WriteAreaRegistry(directory + "/areas"));
  TERTIAL_ASSIGN_OR_RETURN(BenchService service,
                           BenchService::Start("tertial_politics_pg_server", directory,
                                               {absl::StrCat("--postgres=", options.postgres)}));
  auto client = std::make_unique<PoliticsClient>(service.address());
  return Ours{std::move(service), std::move(client), options.areas};
}

// Of a service, and of PostgreSQL where it asks that.
absl::StatusOr<absl::Duration> CpuTimeOfAll(const Ours& ours, pid_t postgres) {
  TERTIAL_ASSIGN_OR_RETURN(absl::Duration time, CpuTimeOf(ours.service.pid()));
  if (postgres != 0) {
    TERTIAL_ASSIGN_OR_RETURN(const absl::Duration more, CpuTimeOfTree(postgres));
    time += more;
  }
  return time;
}

absl::StatusOr<Measured> MeasureOurs(const Options& options, Ours& ours, pid_t postgres,
                                     Question question, bool changing) {
  std::string (*const requests[kQuestions])(int) = {&PoliticsClient::FollowUpsRequest,
                                                    &PoliticsClient::ActivityRequest,
                                                    &PoliticsClient::SearchRequest};
  LoadClient* const clients[kQuestions] = {&ours.client->follow_ups(), &ours.client->activity(),
                                           &ours.client->search()};
  const Load load = {
      .at_once = 1,
      .duration = absl::Seconds(options.seconds),
      .request =
          [&](int64_t call) {
            return ToByteBuffer(requests[question](AreaOf(call, ours.areas, changing)));
          },
      .check =
          [](const grpc::ByteBuffer& answer) {
            return answer.Length() > 1000 ? absl::OkStatus()
                                          : absl::DataLossError("an answer has next to nothing");
          }};
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration before, CpuTimeOfAll(ours, postgres));
  TERTIAL_ASSIGN_OR_RETURN(const LoadResult result, clients[question]->Run(load));
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration after, CpuTimeOfAll(ours, postgres));
  const double calls = static_cast<double>(result.calls);
  return Measured{absl::ToDoubleSeconds(result.took) / calls,
                  absl::ToDoubleSeconds(after - before) / calls};
}

absl::StatusOr<Measured> MeasurePostgres(const Options& options, PoliticsPg& postgres,
                                         Question question, bool changing) {
  absl::Status (PoliticsPg::*const asked[kQuestions])(int) = {
      &PoliticsPg::FollowUps, &PoliticsPg::Activity, &PoliticsPg::Search};
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration before, CpuTimeOfTree(options.postgres_process));
  const absl::Duration begun = SystemClock().Monotonic();
  absl::Duration took;
  int calls = 0;
  while (took < absl::Seconds(options.seconds)) {
    TERTIAL_RETURN_IF_ERROR((postgres.*asked[question])(AreaOf(calls++, options.areas, changing)));
    took = SystemClock().Monotonic() - begun;
  }
  TERTIAL_ASSIGN_OR_RETURN(const absl::Duration after, CpuTimeOfTree(options.postgres_process));
  return Measured{absl::ToDoubleSeconds(took) / calls,
                  absl::ToDoubleSeconds(after - before) / calls};
}

// What is asked.
struct Sides {
  const Options& options;
  Ours& small;
  Ours& large;
  Ours& server;
  PoliticsPg& postgres;

  // The server does not answer for activity.
  static bool Answers(Side side, Question question) {
    return question != kActivity || (side != kServer && side != kServerChanging);
  }

  absl::StatusOr<Measured> Measure(Side side, Question question) const {
    switch (side) {
      case kSmall:
        return MeasureOurs(options, small, 0, question, false);
      case kLarge:
      case kLargeChanging:
        return MeasureOurs(options, large, 0, question, side == kLargeChanging);
      case kServer:
      case kServerChanging:
        return MeasureOurs(options, server, options.postgres_process, question,
                           side == kServerChanging);
      default:
        return MeasurePostgres(options, postgres, question, side == kRowsChanging);
    }
  }
};

PoliticsPg::YearCounts CountsOf(const v1::GetActivityResponse& answer) {
  const v1::CountedActivity& counted = answer.totals().counted();
  return {.meetings = counted.meetings(),
          .treatments = counted.treatments(),
          .matters = counted.matters(),
          .possible = counted.possible_treatments(),
          .not_treated = counted.not_treated(),
          .voted = counted.voted_decisions(),
          .unanimous = counted.unanimous_decisions(),
          .measured = answer.totals().durations().measured()};
}

// That the answer of the server is ours.
template <typename Response>
absl::Status CompareAnswers(absl::StatusOr<Response> ours, absl::StatusOr<Response> server) {
  TERTIAL_RETURN_IF_ERROR(ours.status());
  TERTIAL_RETURN_IF_ERROR(server.status());
  for (Response* const one : {&*ours, &*server}) {
    one->clear_next_page_token();
    one->clear_read_at();
  }
  std::string differences;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&differences);
  if (differencer.Compare(*ours, *server)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("another answer than ours is made of PostgreSQL's rows: ",
                                          differences.substr(0, 2000)));
}

absl::Status CompareWithServer(const Sides& sides, Ours& ours, int area) {
  for (const int page_size : {kPageSize, kMostPageSize}) {
    TERTIAL_RETURN_IF_ERROR(CompareAnswers(ours.client->FollowUps(area, page_size),
                                           sides.server.client->FollowUps(area, page_size)));
    TERTIAL_RETURN_IF_ERROR(CompareAnswers(ours.client->Search(area, page_size),
                                           sides.server.client->Search(area, page_size)));
  }
  return absl::OkStatus();
}

// That all tell the same of an area.
absl::Status Compare(const Sides& sides, Ours& ours, int area) {
  TERTIAL_ASSIGN_OR_RETURN(const v1::GetActivityResponse activity, ours.client->Activity(area));
  TERTIAL_ASSIGN_OR_RETURN(const PoliticsPg::YearCounts counts, sides.postgres.CountActivity(area));
  if (CountsOf(activity) != counts) {
    return absl::DataLossError(absl::StrCat(
        "another activity than PostgreSQL's ", counts.treatments, " treatments of ", counts.matters,
        " matters, ", counts.unanimous, " of ", counts.voted, " unanimous, ", counts.measured,
        " measured: ", activity.totals().ShortDebugString()));
  }
  TERTIAL_ASSIGN_OR_RETURN(const v1::ListFollowUpsResponse list,
                           ours.client->FollowUps(area, kMostPageSize));
  std::vector<std::string> listed;
  for (const v1::ResolutionResult& line : list.follow_ups()) {
    listed.push_back(absl::StrCat(LastIdOf(line.resolution().name()), line.overdue() ? "!" : ""));
  }
  TERTIAL_ASSIGN_OR_RETURN(const std::vector<std::string> theirs,
                           sides.postgres.ListFollowUps(area));
  if (listed != theirs) {
    return absl::DataLossError(absl::StrCat("other follow-ups than PostgreSQL's: ", listed.size(),
                                            " beside ", theirs.size()));
  }
  TERTIAL_ASSIGN_OR_RETURN(const v1::SearchTextsResponse hits,
                           ours.client->Search(area, kMostPageSize));
  TERTIAL_ASSIGN_OR_RETURN(const int64_t found, sides.postgres.CountHits(area));
  if (hits.hits_size() != found) {
    return absl::DataLossError(absl::StrCat(hits.hits_size(), " hits beside PostgreSQL's ", found));
  }
  std::cout << absl::StrFormat("  the same: %d treatments, %d follow-ups, %d hits\n",
                               counts.treatments, theirs.size(), found)
            << std::flush;
  return absl::OkStatus();
}

absl::Status MeasureRounds(const Sides& sides, Rounds& rounds) {
  for (int round = -1; round < sides.options.rounds; ++round) {
    for (int question = 0; question < kQuestions; ++question) {
      for (int place = 0; place < kSides; ++place) {
        // Each is the first in turn.
        const auto side = static_cast<Side>((round + 1 + place) % kSides);
        if (!Sides::Answers(side, static_cast<Question>(question))) continue;
        TERTIAL_ASSIGN_OR_RETURN(const Measured measured,
                                 sides.Measure(side, static_cast<Question>(question)));
        if (round < 0) continue;  // It warms up.
        const auto q = static_cast<size_t>(question);
        rounds.seconds[q][side].push_back(measured.seconds);
        rounds.cpu[q][side].push_back(measured.cpu);
      }
    }
  }
  return absl::OkStatus();
}

std::vector<double> Ratios(const std::vector<double>& of, const std::vector<double>& to) {
  std::vector<double> ratios;
  for (size_t i = 0; i < of.size(); ++i) ratios.push_back(of[i] / to[i]);
  return ratios;
}

void Print(const Options& options, const Rounds& rounds) {
  const auto line = [](const std::string& what, const std::vector<double>& of,
                       const std::vector<double>& to, Aim aim) {
    PrintRatio(what, Ratios(of, to), aim,
               absl::StrFormat("%.3g and %.3g ms", 1000 * SpreadOf(of).median,
                               1000 * SpreadOf(to).median));
  };
  const std::string sizes = absl::StrCat("time, ", options.areas, " areas / one");
  for (size_t question = 0; question < kQuestions; ++question) {
    const auto& seconds = rounds.seconds[question];
    const auto& cpu = rounds.cpu[question];
    PrintHeading(kNames[question]);
    line(sizes, seconds[kLarge], seconds[kSmall], Aim::AtMost(2));
    line("  server CPU", cpu[kLarge], cpu[kSmall], Aim::None());
    const bool has_server = Sides::Answers(kServer, static_cast<Question>(question));
    if (has_server) {
      line("time, server on PostgreSQL / ours", seconds[kServer], seconds[kLarge], Aim::AtLeast(1));
      line("  server CPU", cpu[kServer], cpu[kLarge], Aim::None());
    }
    line("time, rows of PostgreSQL / ours", seconds[kRows], seconds[kLarge],
         has_server ? Aim::None() : Aim::AtLeast(1));
    line("  server CPU", cpu[kRows], cpu[kLarge], Aim::None());
    line("another area each time: " + sizes, seconds[kLargeChanging], seconds[kSmall], Aim::None());
    if (has_server) {
      line("time, server on PostgreSQL / ours", seconds[kServerChanging], seconds[kLargeChanging],
           Aim::None());
      line("  server CPU", cpu[kServerChanging], cpu[kLargeChanging], Aim::None());
    }
    line("time, rows of PostgreSQL / ours", seconds[kRowsChanging], seconds[kLargeChanging],
         Aim::None());
    line("  server CPU", cpu[kRowsChanging], cpu[kLargeChanging], Aim::None());
  }
}

absl::Status Run(const Options& options) {
  std::cout << absl::StrFormat("\nA term of four years: %d meetings, %d treatments\n",
                               testing::kTermMeetings, testing::kTermTreatments);
  TERTIAL_ASSIGN_OR_RETURN(Ours small, StartOurs(options.directory + "/small", 1));
  TERTIAL_ASSIGN_OR_RETURN(Ours large, StartOurs(options.directory + "/large", options.areas));
  TERTIAL_ASSIGN_OR_RETURN(const std::unique_ptr<PoliticsPg> postgres,
                           PoliticsPg::Fill(options.postgres, options.areas));
  std::cout << "  copied into PostgreSQL\n" << std::flush;
  TERTIAL_ASSIGN_OR_RETURN(Ours server, StartServer(options));
  const Sides sides{options, small, large, server, *postgres};
  TERTIAL_RETURN_IF_ERROR(Compare(sides, small, 0));
  TERTIAL_RETURN_IF_ERROR(Compare(sides, large, options.areas - 1));
  TERTIAL_RETURN_IF_ERROR(CompareWithServer(sides, large, options.areas - 1));
  Bystanders bystanders({::getpid(), options.postgres_process});
  TERTIAL_RETURN_IF_ERROR(bystanders.Begin());
  Rounds rounds;
  TERTIAL_RETURN_IF_ERROR(MeasureRounds(sides, rounds));
  Print(options, rounds);
  return bystanders.Print();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures political activity", "tertial_politics_bench");
  Options options;
  app.add_option("--directory", options.directory, "An empty directory")->required();
  app.add_option("--postgres", options.postgres, "Where PostgreSQL is, as libpq reads it")
      ->required();
  app.add_option("--postgres-process", options.postgres_process, "PID of its first process")
      ->required();
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
      },
      "A few areas, to see that it runs; the ratios say little");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  ::signal(SIGPIPE, SIG_IGN);
  if (const absl::Status status = Run(options); !status.ok()) {
    std::cerr << "tertial_politics_bench: " << status.message() << "\n";
    return kExitService;
  }
  return kExitOk;
}

}  // namespace
}  // namespace tertial::bench

int main(int argc, char** argv) { return tertial::bench::Main(argc, argv); }
