#include "tests/bench/report_beside_sql.h"

#include <array>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/ledger/read_point.h"
#include "common/status/status_macros.h"
#include "common/types/clock.h"
#include "google/protobuf/util/message_differencer.h"
#include "tertial/gateway/v1/report_service.pb.h"
#include "tests/bench/aims.h"
#include "tests/bench/bench_service.h"
#include "tests/bench/process_usage.h"
#include "tests/bench/report_sql_load.h"
#include "tests/bench/spread.h"

namespace tertial::bench {
namespace {

using gateway::v1::GetReportRequest;
using gateway::v1::GetReportResponse;
using gateway::v1::Report;

constexpr char kGetReport[] = "/tertial.gateway.v1.ReportService/GetReport";
constexpr int kOtherAreas = 100;

// How many calls a round makes of each side, by how many are under way at once.
struct Shape {
  int at_once;
  int calls;
};
constexpr Shape kShapes[] = {{1, 100}, {8, 200}};

// Who puts it together: PostgreSQL holds the area alone, as our services do, or among others.
enum Maker { kOurs, kSqlAlone, kSqlAmongOthers, kMakers };

struct Taken {
  std::vector<double> rate;  // calls per second, by round
  std::vector<double> cpu;   // microseconds per call, likewise
};
using Series = std::array<Taken, kMakers>;

// What the reports need not agree in: who made them and what they were read at, and how far one
// service has followed another, which one database has no need of.
absl::StatusOr<Report> Comparable(const std::string& answer) {
  GetReportResponse response;
  if (!response.ParseFromString(answer) || !response.has_report()) {
    return absl::DataLossError("what was answered is no report");
  }
  Report report = std::move(*response.mutable_report());
  report.clear_build();
  report.clear_as_of();
  for (gateway::v1::SectionState& state : *report.mutable_states()) {
    if (state.completeness() != gateway::v1::COMPLETENESS_COMPLETE) {
      return absl::FailedPreconditionError(
          absl::StrCat("a section is not complete: ", state.ShortDebugString()));
    }
    state.clear_read_at();
  }
  for (auto& focus_area : *report.mutable_indicators()->mutable_focus_areas()) {
    for (auto& goal : *focus_area.mutable_goals()) {
      for (auto& series : *goal.mutable_indicators()) series.clear_owned();
    }
  }
  return report;
}

class BesideSql {
 public:
  explicit BesideSql(const BesideSqlOptions& options) : options_(options) {}

  absl::Status Open() {
    sides_[kOurs] =
        std::make_unique<MeasuredSide>(options_.gateway, kGetReport, options_.processes);
    TERTIAL_RETURN_IF_ERROR(OpenSql(kSqlAlone, "alone", 0));
    TERTIAL_RETURN_IF_ERROR(OpenSql(kSqlAmongOthers, "among_others", kOtherAreas));
    TERTIAL_ASSIGN_OR_RETURN(const std::string answer, sides_[kOurs]->Fetch(RequestOf(kOurs, 0)));
    bytes_ = answer.size();
    TERTIAL_ASSIGN_OR_RETURN(const Report ours, Comparable(answer));
    for (const Maker maker : {kSqlAlone, kSqlAmongOthers}) {
      TERTIAL_RETURN_IF_ERROR(Compare(ours, maker));
    }
    return absl::OkStatus();
  }

  absl::Status Measure(int round, const Shape& shape, Series* series) {
    // Who is first changes.
    for (int turn = 0; turn < kMakers; ++turn) {
      const auto maker = static_cast<Maker>((turn + round) % kMakers);
      TERTIAL_ASSIGN_OR_RETURN(const absl::Duration before, PostgresTime(maker));
      TERTIAL_ASSIGN_OR_RETURN(
          const Measured measured,
          sides_[maker]->Measure(shape.calls, shape.at_once, bytes_ / 2,
                                 [&](int64_t call) { return RequestOf(maker, call); }));
      TERTIAL_ASSIGN_OR_RETURN(const absl::Duration after, PostgresTime(maker));
      if (series == nullptr) continue;  // warms up
      (*series)[maker].rate.push_back(measured.calls_per_second);
      (*series)[maker].cpu.push_back(measured.cpu_per_call() +
                                     absl::ToDoubleMicroseconds(after - before) / shape.calls);
    }
    return absl::OkStatus();
  }

  int64_t rows(Maker maker) const { return rows_[maker]; }

 private:
  absl::Status OpenSql(Maker maker, const std::string& schema, int other_areas) {
    TERTIAL_ASSIGN_OR_RETURN(rows_[maker], LoadSqlTables({.conninfo = options_.postgres,
                                                          .services = options_.services,
                                                          .area = options_.area,
                                                          .schema = schema,
                                                          .other_areas = other_areas}));
    TERTIAL_ASSIGN_OR_RETURN(
        BenchService server,
        BenchService::Start(
            "tertial_report_sql_server", options_.directory,
            {absl::StrCat("--postgres=", options_.postgres, " options=-csearch_path=", schema)}));
    sides_[maker] = std::make_unique<MeasuredSide>(server.address(), kGetReport,
                                                   Processes{{"server", server.pid()}});
    servers_.push_back(std::move(server));
    return absl::OkStatus();
  }

  // Ours as of another instant each time, none of which is in the future: no answer is kept for the
  // next. The others keep none.
  std::string RequestOf(Maker maker, int64_t call) const {
    GetReportRequest request;
    request.mutable_query()->set_area(absl::StrCat("areas/", options_.area));
    request.mutable_query()->set_period(options_.period);
    if (maker == kOurs) {
      *request.mutable_query()->mutable_as_of() =
          EncodeTimestamp(SystemClock().Now() - absl::Microseconds(call + 1));
    }
    return request.SerializeAsString();
  }

  absl::Status Compare(const Report& ours, Maker maker) {
    TERTIAL_ASSIGN_OR_RETURN(const std::string answer, sides_[maker]->Fetch(RequestOf(maker, 0)));
    TERTIAL_ASSIGN_OR_RETURN(const Report report, Comparable(answer));
    google::protobuf::util::MessageDifferencer differencer;
    std::string differences;
    differencer.ReportDifferencesToString(&differences);
    if (differencer.Compare(ours, report)) return absl::OkStatus();
    constexpr size_t kMostTold = 2000;
    return absl::DataLossError(
        absl::StrCat("the report from PostgreSQL is another: ", differences.substr(0, kMostTold)));
  }

  // What PostgreSQL itself has used, for those who ask it.
  absl::StatusOr<absl::Duration> PostgresTime(Maker maker) const {
    if (maker == kOurs) return absl::ZeroDuration();
    return CpuTimeOfTree(options_.postgres_process);
  }

  const BesideSqlOptions& options_;
  std::vector<BenchService> servers_;
  std::array<std::unique_ptr<MeasuredSide>, kMakers> sides_;
  std::array<int64_t, kMakers> rows_{};
  size_t bytes_ = 0;
};

void Print(const Series& series, int at_once) {
  const auto print = [&](const std::string& what, Maker maker, std::vector<double> Taken::*of,
                         Aim aim, const std::string& unit) {
    std::vector<double> ratios;
    for (size_t i = 0; i < (series[kOurs].*of).size(); ++i) {
      ratios.push_back((series[kOurs].*of)[i] / (series[maker].*of)[i]);
    }
    PrintRatio(absl::StrFormat("%s, %d at once", what, at_once), ratios, aim,
               absl::StrFormat("%.0f and %.0f %s", SpreadOf(series[kOurs].*of).median,
                               SpreadOf(series[maker].*of).median, unit));
  };
  for (const auto& [maker, where] :
       {std::pair(kSqlAlone, "SQL"), std::pair(kSqlAmongOthers, "SQL among others")}) {
    print(absl::StrCat("calls/s, report / ", where), maker, &Taken::rate, Aim::AtLeast(1.5),
          "calls/s");
    print(absl::StrCat("CPU per call, report / ", where), maker, &Taken::cpu, Aim::None(), "us");
  }
}

}  // namespace

absl::Status MeasureBesideSql(const BesideSqlOptions& options) {
  BesideSql beside(options);
  TERTIAL_RETURN_IF_ERROR(beside.Open());
  std::array<Series, std::size(kShapes)> series;
  for (int round = 0; round <= options.rounds; ++round) {
    for (size_t i = 0; i < std::size(kShapes); ++i) {
      TERTIAL_RETURN_IF_ERROR(beside.Measure(round, kShapes[i], round == 0 ? nullptr : &series[i]));
    }
  }
  PrintHeading(absl::StrFormat(
      "The same put together from %d rows of PostgreSQL, and from %d with %d other areas",
      beside.rows(kSqlAlone), beside.rows(kSqlAmongOthers), kOtherAreas));
  for (size_t i = 0; i < std::size(kShapes); ++i) Print(series[i], kShapes[i].at_once);
  return absl::OkStatus();
}

}  // namespace tertial::bench
